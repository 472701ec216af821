"""What work tells: figures, their rows, and the rules of attention."""
