"""/jobs: hosts, queues and everything that is made in the background."""

import reflex as rx

from components.ui.button import button, icon_button, link_button
from components.ui.empty import empty_state, obstacle
from components.ui.field import search_field, select
from components.ui.job import TimelineStage, job_list, job_row, job_timeline
from components.ui.layout import page, page_head
from components.ui.skeleton import skeleton
from components.ui.table import pagination
from components.ui.values import Item
from components.ui.when import elapsed
from components.ui.words import t, t_in
from pages.admin.job_parts import asked_by, failure, job_name, job_progress, no_timeline
from pages.admin.workers import look_again, workers
from pages.frame import framed
from state.operations.job_actions import JobActionsState
from state.operations.jobs import JobsState

QUEUES = ("default", "text", "media", "gpu")


def jobs() -> rx.Component:
    return framed(
        rx.cond(
            JobsState.is_failed,
            obstacle(
                t("jobs.not_shown"),
                t("jobs.not_shown_hint"),
                actions=[button(t("jobs.try_again"), on_click=JobsState.load, kind="primary")],
            ),
            page(
                page_head(
                    t("jobs.title"),
                    lead=rx.cond(JobsState.is_admin, t("jobs.lead_admin"), t("jobs.lead")),
                    actions=[rx.cond(JobsState.is_admin, look_again())],
                ),
                rx.cond(
                    JobsState.is_loaded,
                    rx.fragment(
                        rx.cond(JobsState.is_admin, workers()),
                        _filters(),
                        _list(),
                    ),
                    skeleton(8),
                ),
            ),
        ),
    )


def _filters() -> rx.Component:
    counts: Item = JobsState.counts
    return rx.el.div(
        rx.el.div(
            _group("", "all", counts.all),
            _group("running", "running", counts.running),
            _group("waiting", "waiting", counts.waiting),
            _group("failed", "failed", counts.failed),
            _group("done", "done", counts.done),
            class_name="seg",
            role="group",
            aria_label=t("jobs.groups"),
        ),
        rx.el.div(
            search_field(
                t("jobs.search"),
                name="search",
                placeholder=t("jobs.search_hint"),
                on_change=JobsState.search_for.debounce(300),
            ),
            select(
                t("jobs.kind"),
                rx.fragment(
                    rx.el.option(t("jobs.every_kind"), value=""),
                    rx.foreach(JobsState.kinds, _kind),
                ),
                name="kind",
                on_change=JobsState.choose_kind,
            ),
            select(
                t("jobs.queue"),
                [("", t("jobs.every_queue")), *((name, t_in("queue", name)) for name in QUEUES)],
                name="queue",
                on_change=JobsState.choose_queue,
            ),
            key=JobsState.form_round,
            class_name="job-filters",
        ),
        class_name="stack gap-3",
    )


def _group(value: str, word: str, count: Item) -> rx.Component:
    return rx.el.button(
        t(f"jobs.group.{word}"),
        rx.el.span(count, class_name="num"),
        type="button",
        aria_pressed=rx.cond(JobsState.group == value, "true", "false"),
        on_click=JobsState.choose_group(value or None),
    )


def _kind(kind: Item) -> rx.Component:
    return rx.el.option(t_in("job_kind", kind), value=kind)


def _list() -> rx.Component:
    return rx.cond(
        JobsState.jobs.length() > 0,
        rx.fragment(
            job_list(rx.foreach(JobsState.jobs, _job), label=t("jobs.list")),
            pagination(
                first=JobsState.first,
                last=JobsState.last,
                total=JobsState.total,
                on_previous=JobsState.previous_page,
                on_next=JobsState.next_page,
                has_previous=JobsState.first > 1,
                has_next=JobsState.has_more,
            ),
        ),
        rx.cond(
            (JobsState.group != "")
            | (JobsState.search != "")
            | (JobsState.kind != "")
            | (JobsState.queue != ""),
            empty_state(
                t("jobs.nothing_found"),
                action=button(t("jobs.clear"), on_click=JobsState.clear),
            ),
            empty_state(
                t("jobs.empty"),
                action=link_button(t("studio.new"), href="/studio/new", icon="plus"),
            ),
        ),
    )


def _job(job: Item) -> rx.Component:
    is_failed = job.state == "failed"
    is_open = JobsState.open_id == job.id
    return job_row(
        state=job.state,
        title=rx.el.a(job_name(job), href=f"/jobs/{job.id}"),
        about=rx.fragment(
            rx.cond(job.course != "", rx.fragment(job.course, " · "), ""),
            asked_by(job),
        ),
        stage=job_progress(job),
        host=rx.fragment(
            t_in("queue", job.queue),
            rx.cond(job.host != "", rx.el.span(job.host, class_name="meta")),
        ),
        time=elapsed(job.started_at, job.finished_at),
        actions=[
            rx.cond(
                job.can_cancel,
                icon_button(
                    "x",
                    t("jobs.cancel", job=job_name(job)),
                    on_click=JobActionsState.cancel(job.id),
                    size="sm",
                ),
            ),
            rx.cond(
                job.can_retry & ~is_failed,
                icon_button(
                    "rotate-ccw",
                    t("jobs.retry_job", job=job_name(job)),
                    on_click=JobActionsState.retry(job.id),
                    size="sm",
                ),
            ),
            icon_button(
                "chevron-down",
                t("jobs.timeline_of", job=job_name(job)),
                on_click=JobsState.toggle(job.id),
                size="sm",
                class_name="job-toggle",
                aria_expanded=rx.cond(is_open, "true", "false"),
            ),
        ],
        details=rx.fragment(
            rx.cond(is_failed, failure(job)),
            rx.cond(is_open, _timeline(job)),
        ),
        is_open=is_failed | is_open,
    )


def _timeline(job: Item) -> rx.Component:
    return rx.fragment(
        rx.cond(
            JobsState.open_timeline.length() > 0,
            job_timeline(
                t("jobs.timeline_of", job=job_name(job)),
                rx.Var.create(JobsState.open_timeline).to(list[TimelineStage]),
                ended=job.finished_at,
            ),
            rx.el.p(no_timeline(job), class_name="soft"),
        ),
        rx.el.p(
            rx.el.a(t("jobs.everything"), href=f"/jobs/{job.id}"),
            rx.cond(
                job.course_href != "",
                rx.fragment(" · ", rx.el.a(t("jobs.open_course"), href=job.course_href)),
            ),
            class_name="meta",
        ),
    )
