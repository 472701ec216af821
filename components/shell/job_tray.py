"""Jobs at work for the person who is here: a count in the bar, the list behind it."""

import reflex as rx

from components.shell.model import Shell, TrayJob
from components.ui.badge import state_badge
from components.ui.icons import icon
from components.ui.menu import panel
from components.ui.progress import progress
from components.ui.values import Item, number, text
from components.ui.words import t


def job_tray(shell: Shell) -> rx.Component:
    active = number(shell.jobs_active)
    failed = number(shell.jobs_failed)
    jobs = rx.Var.create(shell.jobs).to(list[TrayJob])
    return rx.cond(
        text(shell.role) != "",
        panel(
            t("tray.label", active=active, failed=failed),
            rx.el.span(
                icon("activity"),
                rx.cond(failed > 0, rx.el.span(failed, class_name="tray-count is-failed")),
                rx.cond((failed == 0) & (active > 0), rx.el.span(active, class_name="tray-count")),
                class_name="tray-face",
            ),
            rx.el.div(
                rx.el.h2(t("tray.title"), class_name="tray-title"),
                rx.el.a(t("tray.all"), href=shell.jobs_href),
                class_name="head",
            ),
            rx.cond(
                jobs.length() > 0,
                rx.el.ul(rx.foreach(jobs, _job), class_name="rows"),
                rx.el.p(t("tray.empty"), class_name="soft"),
            ),
            button_class="btn btn-quiet btn-icon tray-button",
        ),
    )


def _job(job: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.span(
                    rx.el.strong(t(job["title_key"], facts=job["facts"])),
                    " ",
                    rx.el.span(job["about"], class_name="meta"),
                ),
                state_badge(job["state"]),
                class_name="row spread",
            ),
            rx.cond(
                job["stage_key"] != "",
                rx.el.span(t(job["stage_key"], facts=job["facts"]), class_name="meta"),
            ),
            rx.cond(
                job["state"] == "running",
                progress(t("tray.progress"), job["percent"]),
            ),
            href=job["href"],
            class_name="tray-job",
        )
    )
