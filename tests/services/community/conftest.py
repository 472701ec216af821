"""A class, for whatever its people say to each other."""

from tests.services.classes.conftest import room

__all__ = ["room"]
