"""/studio/[course_id]/questions: the question bank of a course."""

import reflex as rx

from components.lesson.bank_exchange import bank_exchange
from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, icon_button
from components.ui.callout import callout
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import search_field
from components.ui.fold import fold
from components.ui.layout import meta, page, page_head, soft, stack, with_filters
from components.ui.menu import menu, menu_item
from components.ui.skeleton import skeleton
from components.ui.stat import stat, stats
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item, first_of, id_of
from components.ui.verdict import verdict_badge
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.key_panel import key_panel
from pages.teach.question_desk import KINDS, question_desk
from state.assessment.bank import BankState, Shelf
from state.assessment.desk import DeskState
from state.evidence.keys import KeyState


def questions() -> rx.Component:
    return framed(
        page(
            page_head(
                t("bank.title"),
                lead=t("bank.lead"),
                above=breadcrumb(
                    (t("studio.title"), "/studio"),
                    (BankState.course_title, f"/studio/{BankState.course_id}"),
                    (t("bank.title"), None),
                ),
                actions=[
                    button(t("bank.exchange"), on_click=BankState.open_exchange, icon="upload"),
                    menu(
                        t("editor.add_question"),
                        rx.el.span(t("editor.add_question")),
                        *(
                            menu_item(
                                t_in("question_type", kind), on_click=DeskState.begin(kind, "")
                            )
                            for kind in KINDS
                        ),
                        button_class="btn btn-primary",
                    ),
                ],
            ),
            rx.cond(
                BankState.is_loaded,
                with_filters(_filters(), _results()),
                skeleton(8),
            ),
            _details(),
            _exchange(),
            question_desk(),
            key_panel(),
        )
    )


def bank_picker() -> rx.Component:
    """Over a lesson: questions of the bank for one of its quizzes."""
    return dialog(
        t("bank.pick"),
        _search("bank-pick"),
        rx.el.ul(rx.foreach(BankState.questions, _pick), class_name="rows bank-list"),
        rx.cond(BankState.questions.length() == 0, empty_state(t("bank.empty"))),
        open=BankState.picking_for != "",
        on_close=BankState.stop_picking,
        wide=True,
    )


def _pick(entry: Item) -> rx.Component:
    return rx.el.li(
        _words(entry),
        rx.cond(
            (entry.type == "essay") | (entry.type == "file"),
            soft(t("bank.not_in_lessons")),
            button(t("bank.ask"), on_click=BankState.pick(id_of(entry)), icon="plus", size="sm"),
        ),
        class_name="bank-row",
    )


def _search(name: str) -> rx.Component:
    return search_field(
        t("bank.search"),
        name=name,
        placeholder=t("bank.search_hint"),
        default_value=BankState.text,
        on_change=BankState.search.debounce(300),
    )


def _filters() -> rx.Component:
    return fold(
        t("catalogue.filters", n=BankState.narrowed),
        _shelf("category", BankState.categories, BankState.category),
        _shelf("tag", BankState.tags, BankState.tag),
        _shelf("type", BankState.types, BankState.type),
        _shelf("verdict", BankState.verdicts, BankState.verdict),
        mark="filter",
    )


def _shelf(name: Shelf, entries: Item, chosen: Item) -> rx.Component:
    def choice(entry: Item) -> rx.Component:
        families = {"type": "question_type", "verdict": "key_verdict"}
        words = t_in(families[name], entry.name) if name in families else entry.name
        is_chosen = chosen == entry.name
        return rx.el.li(
            rx.el.button(
                rx.el.span(words),
                rx.el.span(entry.count, class_name="check-count"),
                type="button",
                aria_pressed=is_chosen.to_string(),
                on_click=BankState.narrow(name, rx.cond(is_chosen, "", entry.name)),
                class_name="shelf-choice",
            )
        )

    return rx.cond(
        entries.length() > 0,
        rx.el.div(
            rx.el.h2(t(f"bank.shelf_{name}"), class_name="shelf-title"),
            rx.el.ul(rx.foreach(entries, choice)),
            class_name="facet",
        ),
    )


def _results() -> rx.Component:
    return stack(
        _search("bank"),
        rx.cond(BankState.held > 0, _held()),
        rx.cond(
            BankState.questions.length() > 0,
            rx.el.ul(
                rx.foreach(BankState.questions, _entry),
                class_name="rows bank-list",
                aria_label=t("bank.title"),
            ),
            empty_state(t("bank.empty")),
        ),
        rx.cond(
            BankState.has_more,
            button(t("bank.more"), on_click=BankState.show_more),
        ),
        gap=4,
    )


def _held() -> rx.Component:
    return callout(
        rx.el.p(t("bank.held", n=BankState.held)),
        rx.el.div(
            button(
                t("bank.step_through"),
                on_click=KeyState.step_through,
                size="sm",
                icon="list-checks",
            ),
            button(
                t("bank.check_all"),
                on_click=KeyState.check_all,
                size="sm",
                kind="quiet",
                icon="refresh-cw",
            ),
            class_name="row gap-2",
        ),
        tone="warning",
    )


def _words(entry: Item) -> rx.Component:
    return rx.el.div(
        rx.el.p(first_of(entry.name, entry.stem), class_name="bank-name"),
        rx.cond(entry.name != "", rx.el.p(entry.stem, class_name="soft")),
        meta(
            t_in("question_type", entry.type),
            rx.cond(entry.category != "", rx.el.span(" · ", entry.category)),
            rx.cond(entry.quizzes > 0, rx.el.span(" · ", t("bank.used", n=entry.quizzes))),
            rx.cond(entry.answers > 0, rx.el.span(" · ", t("bank.answers", n=entry.answers))),
        ),
        class_name="bank-words",
    )


def _entry(entry: Item) -> rx.Component:
    def tag(name: Item) -> rx.Component:
        return badge(name)

    named = first_of(entry.name, entry.stem)
    return rx.el.li(
        _words(entry),
        rx.el.div(
            verdict_badge(entry.verdict), rx.foreach(entry.tags, tag), class_name="row gap-1"
        ),
        rx.el.div(
            icon_button(
                "shield-check",
                t("bank.why", question=named),
                on_click=KeyState.look(id_of(entry), ""),
                size="sm",
            ),
            icon_button(
                "info",
                t("bank.about", question=named),
                on_click=BankState.show(id_of(entry)),
                size="sm",
            ),
            icon_button(
                "pencil",
                t("bank.edit", question=named),
                on_click=DeskState.edit(id_of(entry), ""),
                size="sm",
            ),
            icon_button(
                "trash-2",
                t("bank.delete", question=named),
                on_click=BankState.delete(id_of(entry)),
                size="sm",
            ),
            class_name="row gap-1",
        ),
        class_name="bank-row",
    )


def _details() -> rx.Component:
    shown: Item = BankState.shown
    figures: Item = BankState.figures

    def version(one: Item) -> rx.Component:
        return rx.el.li(
            t("bank.version", n=one["number"]),
            " ",
            when(one["created_at"], "moment"),
            rx.cond(
                one["answers"].to(int) > 0,
                rx.el.span(" · ", t("bank.answers", n=one["answers"]), class_name="meta"),
            ),
        )

    def use(one: Item) -> rx.Component:
        href = f"/studio/{BankState.course_id}?lesson=" + id_of(one, "lesson_id")
        return rx.el.li(rx.el.a(one.title, href=href))

    return dialog(
        t("bank.history"),
        rx.cond(
            BankState.shown,
            stack(
                rx.el.p(shown.stem),
                title_block(
                    t("bank.history"),
                    title_fact(t("editor.question_type"), t_in("question_type", shown.type)),
                    title_fact(t("bank.shelf_category"), first_of(shown.category, "–")),
                ),
                rx.cond(
                    BankState.figures,
                    stack(
                        stats(
                            stat(t("bank.people"), figures.people),
                            stat(
                                t("bank.facility"),
                                rx.cond(
                                    figures.facility != "",
                                    t("desk.percent", n=figures.facility),
                                    t("bank.too_few"),
                                ),
                            ),
                            stat(
                                t("bank.discrimination"),
                                rx.cond(
                                    figures.discrimination != "",
                                    t("desk.percent", n=figures.discrimination),
                                    t("bank.too_few"),
                                ),
                            ),
                        ),
                        rx.cond(
                            figures.is_key_likely_wrong,
                            callout(t("bank.key_likely_wrong"), tone="warning"),
                        ),
                    ),
                ),
                rx.el.h3(t("bank.uses")),
                rx.cond(
                    BankState.uses.length() > 0,
                    rx.el.ul(rx.foreach(BankState.uses, use), class_name="rows"),
                    rx.el.p(t("bank.unused"), class_name="soft"),
                ),
                rx.el.h3(t("bank.versions")),
                rx.el.ol(
                    rx.foreach(shown.to(dict[str, list[dict[str, str]]])["versions"], version),
                    class_name="rows",
                ),
                gap=4,
            ),
        ),
        open=rx.cond(BankState.shown, True, False),
        on_close=BankState.hide,
    )


def _exchange() -> rx.Component:
    return dialog(
        t("bank.exchange"),
        bank_exchange(course_id=BankState.course_id, on_imported=BankState.take_in),
        open=BankState.is_exchange_open,
        on_close=BankState.close_exchange,
        wide=True,
    )
