"""The built-in picture maker: draws covers and illustrations as a drawing sheet would, by rule.

Belongs here: motifs, the pen they draw with, and the adapter. No model, no network, no text.
"""
