"""What speaks for a statement or an answer key: who checked it, how, and where it stands.

`support_*` holds sentences against the sources of their course; `keys_*` answer keys against a blind
solution. Finding passages belongs to `sources`, writing to `generation`.
"""
