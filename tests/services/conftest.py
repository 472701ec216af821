"""A school, for every test of a service."""

from tests.services.learning.conftest import school

__all__ = ["school"]
