"""A school, for what happens beneath its services."""

from tests.services.learning.conftest import school

__all__ = ["school"]
