"""The small number behind a statement, with what its source says."""

import reflex as rx

from components.ui.floating import Floating
from components.ui.values import Item


class Citation(Floating):
    library = "$/public/client/citation.jsx"
    tag = "Citation"

    number: rx.Var[int]
    title: rx.Var[str]
    page: rx.Var[int | None]
    quote: rx.Var[str]
    source_id: rx.Var[str | None]
    passage_id: rx.Var[str | None]


def citation(mark: Item) -> rx.Component:
    """From CitationProps."""
    return Citation.create(
        number=mark["number"],
        title=mark["title"],
        page=mark["page"],
        quote=mark["quote"],
        source_id=mark["source_id"],
        passage_id=mark["passage_id"],
    )
