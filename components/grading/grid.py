"""Keys of a table whose cells are buttons."""

import reflex as rx


class GridKeys(rx.Component):
    library = "$/public/client/grid_keys.jsx"
    tag = "GridKeys"


def grid_keys() -> rx.Component:
    """Beside a table: arrows move among its cells, and Tab stops at one of them only."""
    return GridKeys.create()
