"""/jobs/[job_id]: one job, step by step, with what it made and wrote down."""

import reflex as rx

from components.ui.badge import badge, state_badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.empty import obstacle
from components.ui.job import TimelineStage, job_list, job_row, job_timeline
from components.ui.layout import page, page_head, section, stack
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, show_rows, table
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item
from components.ui.when import elapsed, spent, when
from components.ui.words import t, t_in
from pages.admin.job_parts import asked_by, failure, job_name, job_progress, no_timeline
from pages.frame import framed
from state.operations.job_actions import JobActionsState
from state.operations.job_page import JobPageState


def job() -> rx.Component:
    return framed(
        rx.cond(
            JobPageState.job,
            page(
                _head(),
                stack(_facts(), _failure(), _timeline(), _stages(), _results(), _log(), gap=6),
            ),
            rx.cond(
                JobPageState.is_missing,
                obstacle(
                    t("error.job_not_found"),
                    t("error.job_not_found_hint"),
                    mark="search",
                    actions=[link_button(t("jobs.all"), href="/jobs", kind="primary")],
                ),
                rx.cond(
                    JobPageState.is_failed,
                    obstacle(
                        t("jobs.not_shown"),
                        t("jobs.not_shown_hint"),
                        actions=[
                            button(t("jobs.try_again"), on_click=JobPageState.load, kind="primary")
                        ],
                    ),
                    page(skeleton(8)),
                ),
            ),
        ),
    )


def _head() -> rx.Component:
    shown: Item = JobPageState.job
    return page_head(
        job_name(shown),
        lead=rx.cond(
            shown.course != "", rx.el.a(shown.course, href=shown.course_href), t("jobs.for_product")
        ),
        above=breadcrumb((t("jobs.title"), "/jobs"), (job_name(shown), None)),
        actions=[
            rx.cond(
                JobPageState.parent_href != "",
                link_button(t("jobs.to_parent"), href=JobPageState.parent_href, icon="layers"),
            ),
            rx.cond(
                shown.course_href != "",
                link_button(t("jobs.open_course"), href=shown.course_href, icon="pencil"),
            ),
            rx.cond(
                shown.can_cancel,
                button(t("jobs.cancel_this"), on_click=JobActionsState.cancel(shown.id), icon="x"),
            ),
            rx.cond(
                shown.can_retry & (shown.state != "failed"),
                button(
                    t("jobs.retry"), on_click=JobActionsState.retry(shown.id), icon="rotate-ccw"
                ),
            ),
        ],
    )


def _facts() -> rx.Component:
    shown: Item = JobPageState.job
    facts = title_block(
        t("jobs.facts"),
        title_fact(t("job_head.state"), state_badge(shown.state)),
        title_fact(t("job_head.stage"), job_progress(shown)),
        title_fact(t("job_head.time"), elapsed(shown.started_at, shown.finished_at)),
        title_fact(t("jobs.owner"), asked_by(shown)),
        title_fact(t("jobs.asked_for"), when(shown.created_at, "moment")),
        title_fact(t("jobs.queue"), t_in("queue", shown.queue)),
        title_fact(
            t("jobs.worker"),
            rx.cond(
                shown.host != "",
                rx.fragment(shown.host, rx.el.span(shown.worker, class_name="meta")),
                t("jobs.no_worker"),
            ),
        ),
        title_fact(t("jobs.runs"), t("jobs.runs_of", runs=shown.runs, failed=shown.failures)),
    )
    return rx.el.div(facts, class_name="job-facts")


def _failure() -> rx.Component:
    shown: Item = JobPageState.job
    return rx.cond(
        shown.state == "failed",
        rx.el.div(failure(shown), class_name="job-failed-box", role="note"),
    )


def _timeline() -> rx.Component:
    shown: Item = JobPageState.job
    return section(
        t("jobs.timeline"),
        rx.cond(
            JobPageState.timeline.length() > 0,
            job_timeline(
                t("jobs.timeline_of", job=job_name(shown)),
                rx.Var.create(JobPageState.timeline).to(list[TimelineStage]),
                ended=shown.finished_at,
            ),
            rx.el.p(no_timeline(shown), class_name="soft"),
        ),
        rx.cond(JobPageState.steps.length() > 0, show_rows(_steps())),
        id="timeline",
    )


def _steps() -> rx.Component:
    return table(
        [
            Column(t("jobs.step")),
            Column(t("jobs.began")),
            Column(t("jobs.run"), numeric=True),
            Column(t("job_head.time"), numeric=True),
        ],
        rx.foreach(JobPageState.steps, _step),
        label=t("jobs.steps"),
    )


def _step(step: Item) -> rx.Component:
    return row(
        row_head(t("job_step." + step.kind.to(str), n=step.number, fallback=step.name)),
        cell(when(step.started_at, "second"), label=t("jobs.began")),
        cell(step.run, label=t("jobs.run"), numeric=True),
        cell(spent(step.seconds), label=t("job_head.time"), numeric=True),
    )


def _stages() -> rx.Component:
    return rx.cond(
        JobPageState.stages.length() > 0,
        section(
            t("jobs.stages"),
            job_list(rx.foreach(JobPageState.stages, _stage), label=t("jobs.stages")),
            id="stages",
        ),
    )


def _stage(stage: Item) -> rx.Component:
    return job_row(
        state=stage.state,
        title=rx.el.a(job_name(stage), href=f"/jobs/{stage.id}"),
        about="",
        stage=job_progress(stage),
        host=rx.fragment(
            t_in("queue", stage.queue),
            rx.cond(stage.host != "", rx.el.span(stage.host, class_name="meta")),
        ),
        time=elapsed(stage.started_at, stage.finished_at),
        actions=[],
        details=failure(stage),
        is_open=stage.state == "failed",
    )


def _results() -> rx.Component:
    return rx.el.div(
        rx.cond(
            JobPageState.artifacts.length() > 0,
            section(
                t("jobs.made"),
                rx.el.ul(rx.foreach(JobPageState.artifacts, _artifact), class_name="rows"),
                id="made",
            ),
        ),
        rx.cond(
            JobPageState.parameters.length() > 0,
            section(
                t("jobs.parameters"),
                rx.el.dl(
                    rx.foreach(JobPageState.parameters, _parameter), class_name="job-parameters"
                ),
                id="parameters",
            ),
        ),
        class_name="job-results",
    )


def _artifact(artifact: Item) -> rx.Component:
    shown: Item = JobPageState.job
    return rx.el.li(
        rx.el.a(
            artifact.name,
            href=f"/api/v1/jobs/{shown.id}/artifacts/{artifact.name}",
            reload_document=True,
        ),
        rx.el.span(
            t("jobs.artifact", type=artifact.media_type, bytes=artifact.size), class_name="meta"
        ),
        class_name="row spread",
    )


def _parameter(parameter: Item) -> rx.Component:
    return rx.el.div(rx.el.dt(parameter[0]), rx.el.dd(parameter[1]))


def _log() -> rx.Component:
    shown: Item = JobPageState.job
    return section(
        t("jobs.log"),
        rx.cond(
            JobPageState.log.length() > 0,
            rx.el.ol(rx.foreach(JobPageState.log, _line), class_name="job-log", tab_index=0),
            rx.el.p(t("jobs.no_log"), class_name="soft"),
        ),
        id="log",
        more=rx.el.a(
            t("jobs.whole_log"),
            href=f"/api/v1/jobs/{shown.id}/log",
            reload_document=True,
        ),
    )


def _line(line: Item) -> rx.Component:
    return rx.el.li(
        when(line.at, "second"),
        rx.cond(
            line.level == "info",
            rx.fragment(),
            badge(t_in("log_level", line.level), tone="warn", icon="triangle-alert"),
        ),
        rx.el.span(t(line.key, facts=line.facts)),
    )
