"""Journeys of people through the whole product, in Chromium, on the production build."""
