"""Assignments and grades: made in the browser, which speaks to the API."""
