"""How each generated part of a course was made, on its pages."""
