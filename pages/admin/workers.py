"""The strip over the job monitor, for administrators: which machines work, and what waits for them."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button
from components.ui.callout import callout
from components.ui.layout import row
from components.ui.meter import host, hosts, meter
from components.ui.stat import stat, stats
from components.ui.values import Item
from components.ui.when import spent, when
from components.ui.words import t, t_in
from state.operations.jobs import JobsState


def workers() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("workers.title"), class_name="vh"),
        rx.cond(
            JobsState.hosts.length() > 0,
            hosts(rx.foreach(JobsState.hosts, _host)),
            callout(rx.el.p(t("workers.none_hint")), title=t("workers.none"), tone="danger"),
        ),
        stats(rx.foreach(JobsState.queues, _queue)),
        aria_label=t("workers.title"),
    )


def look_again() -> rx.Component:
    """When the strip was asked for, and the way to ask once more."""
    return row(
        rx.el.span(t("workers.asked"), " ", when(JobsState.asked_at, "second"), class_name="meta"),
        button(t("workers.ask_again"), on_click=JobsState.ask_again, icon="refresh-cw"),
    )


def _host(machine: Item) -> rx.Component:
    return host(
        machine.name,
        rx.cond(
            machine.is_alive,
            badge(t("state.ready"), tone="ok", icon="check"),
            badge(t("state.unreachable"), tone="bad", icon="cloud-off"),
        ),
        rx.cond(
            machine.is_alive,
            rx.fragment(
                meter(
                    t("workers.busy", busy=machine.busy, workers=machine.workers),
                    100 * machine.busy / machine.workers,
                ),
                rx.el.p(
                    t("workers.busy", busy=machine.busy, workers=machine.workers),
                    class_name="meta",
                ),
                rx.el.ul(rx.foreach(machine.queues, _host_queue), class_name="host-queues meta"),
            ),
            rx.el.p(t("workers.silent"), " ", when(machine.seen_at, "moment"), class_name="meta"),
        ),
    )


def _host_queue(queue: Item) -> rx.Component:
    return rx.el.li(
        t_in("queue", queue.queue), " ", t("workers.of", busy=queue.busy, workers=queue.workers)
    )


def _queue(queue: Item) -> rx.Component:
    return stat(
        t_in("queue", queue.name),
        queue.waiting,
        unit=t("workers.waiting", n=queue.waiting),
        change=rx.cond(
            (queue.waiting > 0) & (queue.workers == 0),
            badge(t("workers.nobody"), tone="warn", icon="triangle-alert"),
            rx.cond(
                queue.waiting > 0,
                rx.fragment(t("workers.oldest"), " ", spent(queue.oldest_seconds)),
                t("workers.idle", running=queue.running, workers=queue.workers),
            ),
        ),
    )
