"""A class whose people are told what happens."""

from dataclasses import replace

import pytest

from alp_app.runtime import Runtime
from alp_app.security.signed_links import SignedLinks
from alp_app.services.notifications.messenger import Messenger
from tests.services.classes.conftest import room
from tests.support.product import product as silent_product

LINKS = SignedLinks(b"n" * 32)

__all__ = ["room", "silent_product"]


@pytest.fixture
def product(silent_product: Runtime) -> Runtime:
    messenger = Messenger(public_url="https://school.example.org", links=LINKS)
    return replace(silent_product, listeners=(messenger,))
