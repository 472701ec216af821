"""A class whose work counts towards the completion of its course."""

from dataclasses import replace

import pytest

from alp_app.runtime import Runtime
from alp_app.services.completion.following import follow_class_work
from tests.services.classes.conftest import room
from tests.support.product import product as deaf_product

__all__ = ["deaf_product", "room"]


@pytest.fixture
def product(deaf_product: Runtime) -> Runtime:
    return replace(deaf_product, listeners=(follow_class_work,))
