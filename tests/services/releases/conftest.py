"""A school whose people are told what happens."""

from tests.services.learning.conftest import school
from tests.services.notifications.conftest import product, silent_product

__all__ = ["product", "school", "silent_product"]
