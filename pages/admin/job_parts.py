"""What the list of jobs and the page of one share."""

import reflex as rx

from components.ui.button import button
from components.ui.job import job_failure
from components.ui.progress import progress
from components.ui.values import Item, first_of, one_text
from components.ui.when import when
from components.ui.words import t, t_error, t_in
from state.operations.job_actions import JobActionsState


def job_name(job: Item) -> rx.Var[str]:
    return t_in("job_kind", job.kind)


def asked_by(job: Item) -> rx.Var[str]:
    return first_of(job.owner, t("jobs.by_product"))


def job_progress(job: Item) -> rx.Component:
    """What it does now, how far it is; when it has ended, when that was."""
    return rx.el.div(
        rx.cond(
            job.finished_at != "",
            rx.el.span(
                rx.cond(
                    job.failures > 1,
                    rx.fragment(t("jobs.failed_runs", n=job.failures), ". "),
                ),
                t("jobs.ended"),
                " ",
                when(job.finished_at, "moment"),
            ),
            rx.fragment(
                rx.el.span(t(job.doing_key, facts=job.doing_facts)),
                rx.cond(
                    job.state == "running",
                    progress(t("jobs.progress_of", job=job_name(job)), job.percent),
                ),
                rx.el.span(
                    rx.cond(
                        job.status_key != "",
                        rx.fragment(t(job.status_key, facts=job.status_facts), " · "),
                    ),
                    rx.cond(job.state == "running", t("jobs.percent", percent=job.percent), ""),
                    rx.cond(job.state == "retrying", _why(job), ""),
                    class_name="meta",
                ),
            ),
        ),
        class_name="job-progress",
    )


def no_timeline(job: Item) -> rx.Var[str]:
    """Why there is nothing to draw."""
    return one_text(job.started_at, ("", t("jobs.no_timeline")), t("jobs.no_steps"))


def failure(job: Item) -> rx.Component:
    """Why it failed, what is safe and how to go on."""
    return job_failure(
        what=_why(job),
        safe=rx.fragment(
            t("jobs.safe"),
            rx.cond(
                job.error_hint != "",
                rx.fragment(
                    " ",
                    t_error(
                        job.error_code, facts=job.error_facts, fallback=job.error_hint, hint=True
                    ),
                ),
            ),
        ),
        technical=job.technical,
        actions=[
            rx.cond(
                job.can_retry,
                button(t("jobs.retry"), on_click=JobActionsState.retry(job.id), icon="rotate-ccw"),
            )
        ],
    )


def _why(job: Item) -> rx.Var[str]:
    return t_error(job.error_code, facts=job.error_facts, fallback=job.error_message)
