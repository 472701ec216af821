"""Jobs: a row in the list, the stages of one on a scale of time, and why one failed."""

from typing import Any, TypedDict

import reflex as rx

from components.ui.badge import state_badge
from components.ui.values import Child, Flag, Text, text
from components.ui.words import t


class TimelineStage(TypedDict, total=False):
    """`state` is done, running, waiting, failed, cancelled, paused or expected. Instants are ISO 8601."""

    id: str
    title_key: str
    facts: dict[str, Any]
    state: str
    started_at: str
    ended_at: str
    expected_seconds: float
    """For a stage that has not begun, when there is something to expect it by."""


class Timeline(rx.Component):
    library = "$/public/client/timeline.jsx"
    tag = "Timeline"

    label: rx.Var[str]
    stages: rx.Var[list[Any]]
    ended: rx.Var[str]


def job_list(*rows: Child, label: Text) -> rx.Component:
    """The list with its head; `rows` are `job_row(...)` or an `rx.foreach` of them."""
    head = ("state", "job", "stage", "host", "time")
    return rx.el.div(
        rx.el.div(
            *(rx.el.span(t(f"job_head.{name}"), class_name=f"job-{name}") for name in head),
            rx.el.span(),
            class_name="job job-head",
            aria_hidden="true",
        ),
        rx.el.ol(*rows, aria_label=label),
        class_name="jobs",
    )


def job_row(
    *,
    state: Text,
    title: Child,
    about: Child,
    stage: Child,
    host: Child,
    time: Child,
    actions: list[rx.Component],
    details: rx.Component | None = None,
    is_open: Flag = False,
) -> rx.Component:
    """`title` is what it does, `about` what to. `details` shows under the row while `is_open`."""
    is_failed = rx.Var.create(state).to(str) == "failed"
    return rx.el.li(
        rx.el.div(
            rx.el.span(state_badge(state), class_name="job-state"),
            rx.el.span(title, " ", rx.el.span(about, class_name="meta"), class_name="job-job"),
            rx.el.span(stage, class_name="job-stage soft"),
            rx.el.span(host, class_name="job-host soft"),
            rx.el.span(time, class_name="job-time num"),
            rx.el.span(*actions, class_name="job-actions"),
            class_name="job",
        ),
        *([rx.cond(is_open, rx.el.div(details, class_name="job-more"))] if details else []),
        class_name=rx.cond(is_open, rx.cond(is_failed, "is-open is-failed", "is-open"), ""),
    )


def job_timeline(
    label: Text, stages: list[TimelineStage] | rx.Var[list[TimelineStage]], *, ended: Text = ""
) -> rx.Component:
    """Moves on by itself until the job has `ended`."""
    return Timeline.create(label=label, stages=stages, ended=ended)


def job_failure(
    *,
    what: Child,
    safe: Child,
    technical: Text = "",
    actions: list[rx.Component],
) -> rx.Component:
    """What happened; what is safe and what to do; the technical words one step away."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(rx.el.strong(what)),
            rx.el.p(safe, class_name="soft"),
            rx.cond(
                text(technical) != "",
                rx.el.details(
                    rx.el.summary(t("job.technical")),
                    rx.el.pre(technical, class_name="job-technical", tab_index=0),
                    class_name="rows-of",
                ),
            ),
        ),
        rx.el.div(*actions, class_name="row"),
        class_name="job-failure",
    )
