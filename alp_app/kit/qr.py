"""QR codes as pictures that a page or a sheet of paper can hold."""

import segno


def qr_picture(text: str) -> str:
    """A `data:` address of an SVG: black on white, with the quiet zone that cameras need."""
    return segno.make(text, error="m").svg_data_uri(dark="#000", light="#fff", border=4, scale=8)
