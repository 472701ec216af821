"""A class, for whatever is on its calendar."""

from tests.services.classes.conftest import room

__all__ = ["room"]
