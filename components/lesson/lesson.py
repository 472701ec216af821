"""A whole lesson: its head, its blocks, its list of sources. It keeps the reader's place."""

import reflex as rx

from components.lesson.block import block
from components.lesson.props import BlockProps, Reader, ReferenceProps
from components.ui.values import Child, Item, given
from components.ui.words import t


class Reading(rx.Component):
    """An article that knows which block the reader has reached."""

    library = "$/public/client/reading.jsx"
    tag = "Reading"

    lesson_id: rx.Var[str]
    start_block: rx.Var[str]
    saves: rx.Var[bool]


def lesson(
    *,
    title: Child,
    lead: Child,
    blocks: list[BlockProps] | rx.Var[list[BlockProps]],
    references: list[ReferenceProps] | rx.Var[list[ReferenceProps]],
    reader: Reader,
    bar: rx.Component | None = None,
    about: rx.Component | None = None,
    after: Child | None = None,
) -> rx.Component:
    """`bar` stands above the title: breadcrumb and save state in a `row(spread=True)`.

    `about` is the title block; `after` what follows the sources, such as the pager.
    """

    def prepared(item: Item) -> rx.Component:
        return block(item, reader)

    return Reading.create(
        *([bar] if bar else []),
        rx.el.header(
            rx.el.h1(title),
            rx.el.p(lead, class_name="lead"),
            *([about] if about else []),
            class_name="lesson-head",
        ),
        rx.el.div(
            rx.foreach(rx.Var.create(blocks).to(list[BlockProps]), prepared), class_name="prose"
        ),
        reference_list(references),
        *([] if after is None else [after]),
        class_name="lesson",
        lesson_id=reader.lesson_id,
        start_block=reader.start_block,
        **given(saves=reader.is_enrolled),
    )


def reference_list(
    references: list[ReferenceProps] | rx.Var[list[ReferenceProps]],
) -> rx.Component:
    found = rx.Var.create(references).to(list[ReferenceProps])
    return rx.cond(
        found.length() > 0,
        rx.el.section(
            rx.el.h2(t("references.title"), id="references-title"),
            rx.el.ol(rx.foreach(found, _reference)),
            class_name="refs",
            aria_labelledby="references-title",
        ),
    )


def pager(
    *, previous: rx.Component | None = None, following: rx.Component | None = None
) -> rx.Component:
    """Links made by `pager_link`; either may be an rx.cond."""
    return rx.el.nav(
        *([previous] if previous else []),
        *([following] if following else []),
        class_name="pager",
        aria_label=t("pager.label"),
    )


def pager_link(
    kind: Child, title: Child, href: str | rx.Var[str], *, forward: bool
) -> rx.Component:
    return rx.el.a(
        rx.el.span(kind, class_name="meta"),
        title,
        href=href,
        class_name="pager-next" if forward else "pager-previous",
    )


def _reference(reference: Item) -> rx.Component:
    return rx.el.li(
        rx.el.b(reference["number"]),
        rx.el.span(
            rx.cond(
                reference["page"],
                rx.el.span(t("citation.place", title=reference["title"], page=reference["page"])),
                rx.el.span(reference["title"]),
            ),
            rx.foreach(reference["quotes"], _quote),
        ),
        id=f"reference-{reference['number']}",
        tab_index=-1,
    )


def _quote(words: Item) -> rx.Component:
    return rx.el.q(words)
