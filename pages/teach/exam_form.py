"""Making and changing a test: what it asks, how long, and what its learners see when."""

from typing import Any, cast

import reflex as rx
from reflex.vars import StringVar

from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, icon_button, link_button
from components.ui.choice import checkbox
from components.ui.field import field, search_field, select, text_area
from components.ui.form_keys import form_keys
from components.ui.layout import page, page_head, section, stack
from components.ui.layout import row as line
from components.ui.notice import banner
from components.ui.skeleton import skeleton
from components.ui.values import Flag, Item, Text, first_of, flag, id_of, text
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.exams import class_missing
from state.exams.form import ExamFormState

COUNTING = ("best", "latest", "first", "average")
TIMES = ("at_once", "submitted", "closed", "released")
SHOWS = ("score", "verdicts", "reasons", "key")
SETTINGS = "exam-settings"


def exam_form() -> rx.Component:
    return framed(
        page(
            rx.cond(
                ExamFormState.is_missing,
                class_missing(),
                rx.cond(ExamFormState.is_loaded, _loaded(), skeleton(10)),
            ),
            width="wide",
        )
    )


def _loaded() -> rx.Component:
    tests = "/classes/" + ExamFormState.classroom_id + "/tests"
    name = rx.cond(ExamFormState.exam, ExamFormState.title, t("exams.new"))
    return rx.fragment(
        page_head(
            name,
            above=breadcrumb(
                (ExamFormState.class_name, "/classes/" + ExamFormState.classroom_id),
                (t("exams.title"), tests),
                (name, None),
            ),
            actions=[
                button(t("exam_form.save"), type="submit", kind="primary", form=SETTINGS),
                link_button(t("form.cancel"), href=tests),
            ],
        ),
        rx.el.div(_questions(), _settings(), class_name="exam-form"),
    )


def _questions() -> rx.Component:
    return section(
        t("exam_form.questions"),
        rx.el.p(
            t("exam_form.sum", n=ExamFormState.questions, points=ExamFormState.points),
            role="status",
            class_name="soft",
        ),
        rx.cond(
            ExamFormState.is_taken,
            banner(t("exam_form.taken"), icon="lock"),
        ),
        rx.foreach(ExamFormState.sections, _section),
        rx.cond(
            ExamFormState.is_taken,
            rx.fragment(),
            stack(
                line(
                    button(
                        t("exam_form.add_section"),
                        on_click=ExamFormState.add_section,
                        size="sm",
                        icon="plus",
                    )
                ),
                _bank(),
                _draw(),
                gap=5,
            ),
        ),
        id="questions",
    )


def _section(one: Item, section: Item) -> rx.Component:
    def part(row: Item, place: Item) -> rx.Component:
        return _part(row, section, place)

    return rx.el.div(
        rx.cond(
            ExamFormState.sections.length() > 1,
            rx.el.input(
                type="text",
                max_length=120,
                default_value=one.title,
                on_blur=ExamFormState.name_section(section),
                placeholder=t("exam_form.section"),
                aria_label=t("exam_form.section"),
                class_name="input",
            ),
        ),
        rx.cond(
            one.parts.length() > 0,
            rx.el.ol(rx.foreach(one.parts, part), class_name="exam-parts"),
            rx.el.p(t("exam_form.empty"), class_name="soft"),
        ),
        class_name="stack gap-3",
    )


def _part(row: Item, section: Item, place: Item) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            _if(
                row.is_draw,
                t(
                    "exam_form.drawn",
                    n=row.count,
                    category=first_of(row.category, "–"),
                    tag=first_of(row.tag, "–"),
                ),
                row.label,
            )
        ),
        rx.el.input(
            type="text",
            input_mode="decimal",
            max_length=8,
            default_value=row.points,
            on_blur=ExamFormState.set_points(section, place),
            disabled=ExamFormState.is_taken,
            aria_label=t("exam.points_word"),
            class_name="input",
        ),
        icon_button(
            "x",
            t("exam_form.take_out"),
            on_click=ExamFormState.take_out(section, place),
            disabled=ExamFormState.is_taken,
        ),
        key=row.question_id + place.to(str),
    )


def _bank() -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("exam_form.bank")),
        search_field(
            t("exam_form.search"),
            name="bank",
            placeholder=t("exam_form.search"),
            on_change=ExamFormState.search.debounce(300),
        ),
        rx.cond(
            ExamFormState.found.length() > 0,
            rx.el.ul(rx.foreach(ExamFormState.found, _found), class_name="exam-bank"),
            rx.el.p(t("exam_form.none_found"), class_name="soft"),
        ),
        class_name="stack gap-3",
    )


def _found(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            one.stem,
            rx.cond(one.category != "", rx.el.span(" · ", one.category, class_name="soft")),
        ),
        button(
            t("exam_form.add"),
            on_click=ExamFormState.add_question(id_of(one), one.stem),
            size="sm",
            icon="plus",
            aria_label=t("exam_form.add_one", stem=one.stem),
        ),
    )


def _draw() -> rx.Component:
    return rx.el.form(
        rx.el.h3(t("exam_form.draw")),
        rx.el.p(t("exam_form.draw_hint"), class_name="hint"),
        rx.el.div(
            select(
                t("exam_form.category"),
                rx.fragment(
                    rx.el.option(t("exam_form.any"), value=""),
                    rx.foreach(ExamFormState.categories, _option),
                ),
                name="category",
                required=False,
            ),
            select(
                t("exam_form.tag"),
                rx.fragment(
                    rx.el.option(t("exam_form.any"), value=""),
                    rx.foreach(ExamFormState.tags, _option),
                ),
                name="tag",
                required=False,
            ),
            field(
                t("exam_form.count"), name="count", type="number", min=1, max=100, default_value="3"
            ),
            field(
                t("exam_form.points_each"),
                name="points",
                type="number",
                min="0.001",
                step="any",
                default_value="1",
            ),
            class_name="exam-draw",
        ),
        button(t("exam_form.add_draw"), type="submit", size="sm", icon="plus"),
        on_submit=ExamFormState.add_draw,
        class_name="stack gap-3",
    )


def _option(name: Item) -> rx.Component:
    return rx.el.option(name, value=name)


def _settings() -> rx.Component:
    exam: Item = ExamFormState.exam
    is_new = ~flag(exam)
    return rx.el.form(
        form_keys(),
        field(
            t("exam_form.title"),
            name="title",
            max_length=120,
            default_value=ExamFormState.title,
        ),
        text_area(
            t("exam.instructions"),
            name="instructions",
            required=False,
            hint=t("exam_form.markdown"),
            default_value=rx.cond(is_new, "", exam.instructions),
        ),
        rx.el.div(
            field(
                t("exam_form.minutes"),
                name="minutes",
                type="number",
                min=1,
                max=1440,
                required=False,
                default_value=_or_empty(is_new, exam.minutes),
            ),
            field(
                t("exam_form.attempts"),
                name="attempts",
                type="number",
                min=1,
                max=50,
                default_value=rx.cond(is_new, "1", exam.attempts.to(str)),
            ),
            field(
                t("exam_form.opens"),
                name="opens_at",
                type="datetime-local",
                required=False,
                default_value=rx.cond(is_new, "", exam.opens_on_clock),
            ),
            field(
                t("exam_form.closes"),
                name="closes_at",
                type="datetime-local",
                required=False,
                default_value=rx.cond(is_new, "", exam.closes_on_clock),
            ),
            class_name="class-pair",
        ),
        select(
            t("exam.counts"),
            [(each, t_in("exam_counting", each)) for each in COUNTING],
            name="counting",
            default_value=rx.cond(is_new, "best", exam.counting),
        ),
        field(
            t("exam_form.passing"),
            name="passing_percent",
            type="number",
            min=1,
            max=100,
            required=False,
            default_value=_or_empty(is_new, exam.passing_percent),
        ),
        rx.el.fieldset(
            rx.el.legend(t("exam_form.manner")),
            checkbox(
                t("exam_form.shuffled"),
                name="is_shuffled",
                default_checked=rx.cond(is_new, True, exam.is_shuffled),
            ),
            checkbox(
                t("exam_form.one_at_a_time"),
                name="is_one_at_a_time",
                default_checked=rx.cond(is_new, False, exam.is_one_at_a_time),
            ),
            checkbox(
                t("exam_form.no_way_back"),
                name="no_way_back",
                hint=t("exam_form.no_way_back_hint"),
                default_checked=rx.cond(is_new, False, ~exam.may_go_back),
            ),
            class_name="choices",
        ),
        select(
            t("exam_form.feedback_when"),
            [(each, t_in("exam_form_when", each)) for each in TIMES],
            name="feedback_when",
            default_value=rx.cond(is_new, "submitted", exam.feedback_when),
        ),
        rx.el.fieldset(
            rx.el.legend(t("exam_form.feedback")),
            *(
                checkbox(
                    t_in("exam_feedback", each),
                    name=f"shows_{each}",
                    default_checked=is_new | ExamFormState.shows.contains(each),
                )
                for each in SHOWS
            ),
            class_name="choices",
        ),
        id=SETTINGS,
        on_submit=ExamFormState.save,
        class_name="stack gap-4",
    )


def _or_empty(is_new: Flag, number: Item) -> Text:
    return _if(is_new, "", _if(number, number.to(str), ""))


def _if(condition: Flag, yes: Text, no: Text) -> StringVar:
    """`rx.cond` among texts."""
    return text(cast("Any", rx).cond(condition, yes, no))
