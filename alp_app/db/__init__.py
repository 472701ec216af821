"""The engine, column types and migrations. No table is defined here."""
