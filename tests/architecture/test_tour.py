"""Every page of the product is looked at: the checks in a browser have somewhere to go."""

import ast
from pathlib import Path

from alp_app.settings import ROOT
from pages.routes import PAGES

TOUR = ROOT / "tests" / "e2e" / "tour.py"


def test_every_page_is_a_stop_of_the_tour():
    named = _strings(TOUR)
    assert [page.route for page in PAGES if page.route not in named] == []


def _strings(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
