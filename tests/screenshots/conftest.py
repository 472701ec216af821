"""The same school and browser that the journeys use."""

from tests.e2e.conftest import browser, engines, equipped_campus, visit

__all__ = ["browser", "engines", "equipped_campus", "visit"]
