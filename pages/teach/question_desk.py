"""The form of a question, in a dialog over the bank or a lesson: beside it what a learner will see."""

from collections.abc import Sequence

import reflex as rx

from components.lesson.question_desk import question_preview
from components.ui.callout import callout
from components.ui.dialog import dialog
from components.ui.field import select
from components.ui.icons import icon
from components.ui.values import Item, Text
from components.ui.words import t, t_in
from pages.teach.form_end import form_end
from pages.teach.question_fields import area, kind_fields, place_fields, scoring_fields
from state.assessment.desk import DeskState

KINDS = (
    "single", "multiple", "true_false", "numeric", "short_text", "cloze", "matching", "ordering",
    "hotspot", "diagram", "formula", "code_output", "parametrised", "essay", "file",
)  # fmt: skip
BY_PEOPLE = ("essay", "file")
"""A lesson tells at once what was right, so it does not ask these."""


def question_desk() -> rx.Component:
    return dialog(
        rx.cond(DeskState.question_id == "", t("desk.new"), t("desk.edit")),
        rx.el.div(_form(), _preview(), class_name="desk"),
        open=DeskState.is_open,
        on_close=DeskState.close,
        wide=True,
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.cond(
            DeskState.question_id == "",
            rx.cond(
                DeskState.is_for_lesson,
                _kind_field(
                    [kind for kind in KINDS if kind not in BY_PEOPLE], hint=t("desk.not_in_lessons")
                ),
                _kind_field(KINDS),
            ),
            rx.el.input(type="hidden", name="type", value=DeskState.kind, read_only=True),
        ),
        rx.cond(DeskState.kind == "cloze", area("stem", is_needed=False), area("stem")),
        rx.el.div(kind_fields(), key=DeskState.kind),
        area("explanation", is_needed=False),
        _fold(t("desk.scoring"), scoring_fields()),
        _fold(t("desk.place"), place_fields()),
        rx.cond(
            DeskState.refusal != "",
            rx.el.p(
                icon("circle-alert"),
                rx.el.span(t("error.form_incomplete", problem=DeskState.refusal)),
                class_name="field-error",
                role="alert",
            ),
        ),
        form_end(DeskState.close),
        on_submit=DeskState.save,
        reset_on_submit=False,
        key=DeskState.opened,
        class_name="form desk-form",
    )


def _kind_field(kinds: Sequence[str], hint: Text = "") -> rx.Component:
    return select(
        t("editor.question_type"),
        [(kind, t_in("question_type", kind)) for kind in kinds],
        name="type",
        form="desk",
        hint=hint,
        default_value=DeskState.kind,
        on_change=DeskState.choose_kind,
    )


def _fold(words: rx.Var[str], content: rx.Component) -> rx.Component:
    return rx.el.details(rx.el.summary(words), content, class_name="desk-fold")


def _preview() -> rx.Component:
    trial: Item = DeskState.trial
    return rx.el.section(
        rx.el.h3(t("desk.preview"), id="desk-preview"),
        rx.cond(
            trial,
            rx.fragment(
                rx.cond(
                    trial.question,
                    rx.el.div(question_preview(trial.question), class_name="quiz"),
                    rx.el.p(
                        rx.cond(
                            trial.missing != "",
                            t("desk.missing", problem=trial.missing),
                            t("desk.nothing_yet"),
                        ),
                        class_name="soft",
                    ),
                ),
                _problems(trial),
                rx.cond(trial.sampled > 0, _samples(trial)),
            ),
            rx.el.p(t("desk.nothing_yet"), class_name="soft"),
        ),
        aria_labelledby="desk-preview",
        class_name="desk-preview",
    )


def _problems(trial: Item) -> rx.Component:
    def shown(problem: Item) -> rx.Component:
        return rx.el.li(
            t_in("question_problem", problem["key"]),
            rx.cond(problem["detail"] != "", rx.el.span(" ", rx.el.code(problem["detail"]))),
            rx.cond(
                problem["variants"].to(int) > 0,
                rx.el.span(
                    " ",
                    t("desk.variants_with_it", n=problem["variants"], of=trial.sampled),
                    class_name="meta",
                ),
            ),
        )

    problems = trial.problems.to(list[dict[str, str]])
    return rx.cond(
        problems.length() > 0,
        callout(rx.el.ul(rx.foreach(problems, shown)), title=t("desk.problems"), tone="warning"),
        rx.cond(
            trial.question,
            rx.el.p(icon("check"), t("desk.no_problems"), class_name="meta desk-sound"),
        ),
    )


def _samples(trial: Item) -> rx.Component:
    def shown(sample: Item) -> rx.Component:
        return rx.el.li(
            rx.el.p(sample["values"], class_name="num meta"),
            rx.el.p(rx.html(sample["stem_html"])),
            rx.el.p(t("desk.sample_answer", answer=sample["answer"]), class_name="soft"),
        )

    return rx.el.div(
        rx.el.h4(t("desk.samples", n=trial.samples.length(), of=trial.sampled)),
        rx.el.ul(rx.foreach(trial.samples.to(list[dict[str, str]]), shown), class_name="rows"),
        class_name="desk-samples",
    )
