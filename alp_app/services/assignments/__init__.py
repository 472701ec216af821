"""Work that a class is given, what learners hand in, and what teachers say of it."""
