"""Engines without an engine, labelled as such; they pass the contract suites."""
