"""/engines: what writes, draws, renders and stores, as each says of itself just now."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.empty import empty_state, obstacle
from components.ui.layout import page, page_head, row, section, stack
from components.ui.progress import progress
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row_head, show_rows, table
from components.ui.table import row as table_row
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.operations.engines import EnginesState


def engines() -> rx.Component:
    return framed(
        rx.cond(
            EnginesState.is_failed,
            obstacle(
                t("engines.not_shown"),
                t("jobs.not_shown_hint"),
                actions=[button(t("jobs.try_again"), on_click=EnginesState.check, kind="primary")],
            ),
            page(_head(), stack(_uses(), _list(), _parts(), _licences(), gap=6)),
        ),
    )


def _head() -> rx.Component:
    return page_head(
        t("engines.title"),
        lead=t("engines.lead"),
        actions=[
            rx.el.span(
                rx.cond(
                    EnginesState.is_checking,
                    t("engines.checking"),
                    rx.cond(
                        EnginesState.checked_at != "",
                        rx.fragment(
                            t("engines.checked"), " ", when(EnginesState.checked_at, "second")
                        ),
                    ),
                ),
                class_name="meta",
                role="status",
            ),
            link_button(t("engines.use"), href="/engines/use", icon="activity"),
            button(
                t("engines.check"),
                on_click=EnginesState.check,
                icon="refresh-cw",
                busy=EnginesState.is_checking,
            ),
        ],
    )


def _uses() -> rx.Component:
    return section(
        t("engines.used_for"),
        rx.cond(
            EnginesState.is_loaded,
            title_block(t("engines.used_for"), rx.foreach(EnginesState.uses, _use)),
            skeleton(3),
        ),
        id="uses",
    )


def _use(use: Item) -> rx.Component:
    return title_fact(
        t_in("purpose", use.purpose),
        t_in("engine_name", use.engine),
        rx.cond(use.model != "", rx.el.span(", ", use.model)),
        rx.el.p(
            one_of(
                use.standing,
                ("ready", badge(t("readiness.ready"), tone="ok", icon="check")),
                ("instead", badge(t("engines.instead"), tone="warn", icon="triangle-alert")),
                ("built_in", badge(t("engines.built_in"), tone="warn", icon="info")),
                badge(t("engines.stopped"), tone="bad", icon="circle-alert"),
            ),
        ),
        one_of(
            use.standing,
            ("ready", rx.fragment()),
            ("instead", rx.el.p(t("engines.instead_hint"), class_name="meta")),
            ("built_in", rx.el.p(t_in("engine_fallback", use.engine), class_name="meta")),
            rx.el.p(t("engines.stopped_hint"), class_name="meta"),
        ),
    )


def _list() -> rx.Component:
    return section(
        t("engines.list"),
        rx.cond(
            EnginesState.is_loaded,
            rx.el.ol(rx.foreach(EnginesState.engines, _engine), class_name="engines"),
            skeleton(8),
        ),
        id="list",
    )


def _engine(engine: Item) -> rx.Component:
    is_trying = EnginesState.trying.contains(engine.key)
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(t_in("engine_name", engine.name)),
                rx.el.p(
                    t_in("purpose", engine.purpose),
                    rx.cond(
                        engine.purpose == "text",
                        rx.fragment(", ", t("engines.place", n=engine.place)),
                    ),
                    rx.cond(
                        engine.version != "",
                        rx.fragment(" · ", t("engines.version", version=engine.version)),
                    ),
                    " · ",
                    t("engines.took", ms=engine.elapsed_ms),
                    class_name="meta",
                ),
            ),
            row(
                rx.cond(engine.is_in_use, badge(t("engines.in_use"), tone="blue")),
                rx.cond(
                    engine.rests_since != "",
                    badge(t("engines.rests"), tone="warn", icon="pause"),
                    _readiness(engine.readiness),
                ),
                rx.cond(
                    engine.purpose != "objects",
                    button(
                        rx.cond(is_trying, t("engines.trying"), t("engines.try")),
                        on_click=EnginesState.try_engine(engine.name, engine.purpose),
                        busy=is_trying,
                        icon="play",
                        size="sm",
                    ),
                ),
            ),
            class_name="row spread",
        ),
        rx.cond(
            engine.reason != "",
            rx.el.p(engine.reason, class_name="soft engine-reason"),
        ),
        rx.cond(
            engine.rests_since != "",
            rx.el.p(
                t("engines.rests_since"),
                " ",
                when(engine.rests_since, "moment"),
                " · ",
                t("engines.rests_until"),
                " ",
                when(engine.rests_until, "second"),
                class_name="meta",
            ),
        ),
        rx.cond(engine.hint != "", rx.el.p(rx.el.strong(engine.hint))),
        rx.cond(engine.capabilities.length() > 0, _capabilities(engine)),
        rx.cond(engine.models.length() > 0, _models(engine)),
        _trial(engine),
    )


def _readiness(readiness: Item) -> rx.Component:
    words = t_in("readiness", readiness)
    return one_of(
        readiness,
        ("ready", badge(words, tone="ok", icon="check")),
        ("unreachable", badge(words, tone="bad", icon="cloud-off")),
        ("misconfigured", badge(words, tone="warn", icon="triangle-alert")),
        badge(words, tone="line", icon="circle"),
    )


def _capabilities(engine: Item) -> rx.Component:
    def one(name: Item) -> rx.Component:
        return rx.el.li(badge(t_in("capability", name), tone="line"))

    return rx.el.ul(
        rx.foreach(engine.capabilities, one), class_name="row", aria_label=t("engines.can")
    )


def _models(engine: Item) -> rx.Component:
    return show_rows(
        table(
            [
                Column(t("engines.model")),
                Column(t("engines.size"), numeric=True),
                Column(t("engines.says")),
            ],
            rx.foreach(engine.models, _model),
            label=t("engines.models"),
        ),
        words=t("engines.models_of", n=engine.models.length()),
    )


def _model(model: Item) -> rx.Component:
    def detail(pair: Item) -> rx.Component:
        return rx.el.span(f"{pair[0]} {pair[1]}")

    return table_row(
        row_head(model.name),
        cell(
            rx.cond(
                model.megabytes > 0,
                t("engines.megabytes", n=model.megabytes),
                t("engines.size_unknown"),
            ),
            label=t("engines.size"),
            numeric=True,
        ),
        cell(
            rx.el.span(rx.foreach(model.details, detail), class_name="engine-details meta"),
            label=t("engines.says"),
        ),
    )


def _trial(engine: Item) -> rx.Component:
    trial: Item = EnginesState.trials[engine.key]
    return rx.el.div(
        rx.cond(
            EnginesState.trials.contains(engine.key),
            rx.cond(
                trial.is_ok,
                callout(
                    rx.el.p(trial.sample),
                    title=t("engines.worked", seconds=trial.seconds),
                ),
                callout(
                    rx.el.p(trial.error),
                    rx.cond(trial.hint != "", rx.el.p(trial.hint, class_name="soft")),
                    title=t("engines.did_not_work", seconds=trial.seconds),
                    tone="danger",
                ),
            ),
        ),
        role="status",
    )


def _parts() -> rx.Component:
    return section(
        t("engines.parts"),
        rx.el.p(t("engines.parts_lead"), class_name="soft"),
        rx.cond(
            EnginesState.parts.length() > 0,
            rx.el.ul(rx.foreach(EnginesState.parts, _part), class_name="rows"),
            empty_state(t("engines.no_parts")),
        ),
        id="parts",
    )


def _part(part: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(part.title),
            rx.el.p(
                t("engines.megabytes", n=part.megabytes), " · ", part.licence, class_name="meta"
            ),
            rx.cond(part.problem != "", rx.el.p(part.problem, class_name="field-error")),
            rx.cond(
                part.job_href != "",
                rx.el.div(
                    rx.el.p(t(part.doing_key, facts=part.doing_facts), class_name="soft"),
                    progress(t("engines.fetch_progress", title=part.title), part.percent),
                ),
            ),
        ),
        rx.cond(
            part.is_present,
            badge(t("engines.present"), tone="ok", icon="check"),
            rx.cond(
                part.job_href != "",
                link_button(t("engines.to_job"), href=part.job_href, size="sm", icon="activity"),
                button(
                    t("engines.fetch"),
                    on_click=EnginesState.fetch_part(part.name),
                    icon="download",
                    size="sm",
                ),
            ),
        ),
        class_name="row spread engine-part",
    )


def _licences() -> rx.Component:
    def licence(engine: Item) -> rx.Component:
        return table_row(
            row_head(t_in("engine_name", engine.name)),
            cell(t_in("engine_licence", engine.name), label=t("engines.licence")),
        )

    return rx.cond(
        EnginesState.is_loaded,
        section(
            t("engines.licences"),
            rx.el.p(t("engines.licences_lead"), class_name="soft"),
            table(
                [Column(t("engines.engine")), Column(t("engines.licence"))],
                rx.foreach(EnginesState.engines, licence),
                label=t("engines.licence_of_each"),
            ),
            id="licences",
        ),
    )
