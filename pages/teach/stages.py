"""The strip over a draft that is being generated, with what failed and how to go on."""

import reflex as rx

from components.ui.button import button
from components.ui.callout import callout
from components.ui.progress import StageProps, stages
from components.ui.values import Item, id_of
from components.ui.when import elapsed, when
from components.ui.words import t, t_error, t_in
from state.generation.stages import StagesState


def stage_strip() -> rx.Component:
    generation: Item = StagesState.generation
    return rx.cond(
        generation,
        rx.fragment(
            rx.cond(generation.is_active | (StagesState.failed.length() > 0), _strip(generation)),
            rx.cond(StagesState.notes.length() > 0, _notes()),
        ),
    )


def _strip(generation: Item) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.p(
                rx.cond(
                    generation.is_active,
                    t("generation.calm"),
                    rx.cond(
                        generation.state == "failed",
                        t("generation.stopped"),
                        t("generation.ended_with_failures"),
                    ),
                ),
                class_name="soft",
            ),
            rx.el.div(
                rx.el.span(
                    t("generation.elapsed"),
                    " ",
                    elapsed(generation.created_at, generation.finished_at),
                    class_name="meta",
                ),
                rx.cond(
                    generation.is_active,
                    button(
                        t("generation.cancel"),
                        on_click=StagesState.cancel(id_of(generation, "job_id")),
                        icon="x",
                        size="sm",
                    ),
                ),
                class_name="row gap-4",
            ),
            class_name="row spread",
        ),
        stages(t("generation.stages"), StagesState.strip.to(list[StageProps])),
        rx.foreach(StagesState.failed, _failure),
        class_name="stage-strip",
        aria_label=t("generation.stages"),
    )


def _notes() -> rx.Component:
    notes = rx.foreach(StagesState.notes, _note)
    return rx.el.div(
        callout(notes, title=t("generation.notes"), tone="warning"), class_name="stage-strip"
    )


def _note(note: Item) -> rx.Component:
    return rx.el.p(t("generation_note." + note.name.to(str), facts=note.facts))


def _failure(stage: Item) -> rx.Component:
    return callout(
        rx.el.p(
            t_error(stage.error_code, facts=stage.error_facts, fallback=stage.error_message),
        ),
        rx.cond(
            stage.error_hint != "",
            rx.el.p(
                t_error(stage.error_code, fallback=stage.error_hint, hint=True), class_name="soft"
            ),
        ),
        rx.cond(
            stage.retry_at,
            rx.el.p(
                t("generation.retry_at"), " ", when(stage.retry_at, "clock"), class_name="meta"
            ),
            button(
                t("generation.retry"),
                on_click=StagesState.retry(id_of(stage, "job_id")),
                icon="rotate-ccw",
                size="sm",
            ),
        ),
        title=rx.cond(
            stage.retry_at, t_in("stage_waits", stage.stage), t_in("stage_failed", stage.stage)
        ),
        tone=rx.cond(stage.retry_at, "warning", "danger"),
    )
