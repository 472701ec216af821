"""/studio/[course_id]/manifests/[manifest_id]: how one thing was made."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.changes import changes
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, soft
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item, first_of, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.manifests.one import ManifestState

HASHES = ("model_digest", "request_hash", "output_hash", "previous_hash", "hash")
PLAIN = ("engine", "model", "prompt", "seed", "prompt_tokens", "output_tokens")


def manifest() -> rx.Component:
    state = ManifestState
    return framed(
        page(
            when_loaded(
                _manifest(),
                is_loaded=state.is_loaded,
                is_missing=state.is_missing,
                code="manifest.not_found",
                back=(t("studio.title"), "/studio"),
            )
        )
    )


def _manifest() -> rx.Component:
    state = ManifestState
    studio = f"/studio/{state.course_id}"
    return rx.fragment(
        page_head(
            first_of(state.title, t("manifest.untitled")),
            above=breadcrumb(
                (t("studio.title"), "/studio"),
                (state.course_title, studio),
                (t("manifest.title"), f"{studio}/manifests"),
                (t("manifest.one", n=state.number), None),
            ),
            lead=t("manifest.one_lead"),
            actions=[
                rx.cond(
                    state.facts["lesson_id"] != "",
                    link_button(
                        t("manifest.open_lesson"),
                        href=f"{studio}?lesson={state.facts['lesson_id']}",
                        kind="quiet",
                    ),
                ),
                button(
                    t("rerun.again"),
                    on_click=state.make_again,
                    icon="refresh-cw",
                    kind="primary",
                    busy=state.is_running,
                ),
            ],
        ),
        rx.el.div(_facts(), _reruns(), _edits(), _sent(), class_name="stack gap-6"),
    )


def _facts() -> rx.Component:
    facts: Item = ManifestState.facts
    return rx.el.div(
        rx.cond(facts["is_placeholder"] != "", badge(t("manifest.placeholder"), tone="warn")),
        title_block(
            t("manifest.facts"),
            title_fact(t("manifest.subject"), t_in("manifest_subject", facts["subject"])),
            title_fact(t("manifest.made"), when(facts["made_at"], "moment")),
            *(_fact(name) for name in PLAIN),
            title_fact(t("manifest.seconds"), facts["duration"]),
            title_fact(
                t("manifest.energy"),
                rx.cond(
                    facts["energy"] != "",
                    t("manifest.joules", n=facts["energy"]),
                    t("manifest.energy_unknown"),
                ),
            ),
            *(_fact(name, is_hash=True) for name in HASHES),
        ),
        rx.cond(
            facts["template_now"] != "",
            rx.el.p(t("manifest.template_now", now=facts["template_now"]), class_name="meta"),
        ),
        class_name="stack gap-3 manifest-facts",
    )


def _fact(name: str, *, is_hash: bool = False) -> rx.Component:
    value = ManifestState.facts[name].to(str)
    shown = rx.el.code(value, class_name="hash") if is_hash else rx.el.span(value)
    return rx.cond(value != "", title_fact(t(f"manifest.{name}"), shown), rx.fragment())


def _reruns() -> rx.Component:
    return section(
        t("rerun.title"),
        soft(t("rerun.lead")),
        rx.cond(
            ManifestState.reruns.length() > 0,
            rx.el.ul(rx.foreach(ManifestState.reruns, _rerun), class_name="rows"),
            empty_state(t("rerun.none")),
        ),
        id="reruns",
    )


def _rerun(rerun: Item) -> rx.Component:
    return rx.el.li(
        line(
            one_of(
                rerun.outcome.to(str),
                ("identical", badge(t("rerun.identical"), tone="ok", icon="check")),
                ("different", badge(t("rerun.different"), tone="warn", icon="git-compare")),
                ("impossible", badge(t("rerun.impossible"), tone="line", icon="ban")),
                rx.cond(
                    rerun.is_running,
                    badge(t("rerun.running"), tone="blue", icon="circle-dot"),
                    badge(t("rerun.failed"), tone="bad", icon="circle-alert"),
                ),
            ),
            when(rerun.requested_at, "moment"),
            rx.cond(rerun.job_href != "", rx.el.a(t("pack.job"), href=rerun.job_href.to(str))),
        ),
        rx.cond(rerun.failure != "", rx.el.p(rerun.failure)),
        rx.cond(
            rerun.reasons.to(list[Item]).length() > 0,
            rx.el.ul(rx.foreach(rerun.reasons.to(list[dict[str, str]]), _reason)),
        ),
        rx.cond(
            rerun.words.to(list[Item]).length() > 0,
            changes(rerun.words.to(list[dict[str, str]])),
        ),
        rx.cond(
            rerun.changed_percent >= 0,
            rx.el.p(
                t("rerun.pixels", n=rerun.changed_percent),
                " ",
                link_button(
                    t("rerun.picture"),
                    href=rerun.picture_href.to(str),
                    native=True,
                    size="sm",
                    icon="image",
                ),
            ),
        ),
        class_name="stack gap-2",
    )


def _reason(reason: Item) -> rx.Component:
    return rx.el.li(
        t(
            "rerun_reason." + reason["key"].to(str),
            before=reason["before"].to(str),
            after=reason["after"].to(str),
        )
    )


def _edits() -> rx.Component:
    return section(
        t("manifest.since"),
        rx.cond(
            ManifestState.kept > 0,
            soft(t("manifest.kept", n=ManifestState.kept)),
        ),
        rx.cond(
            ManifestState.edits.length() > 0,
            rx.el.ul(rx.foreach(ManifestState.edits, _edit), class_name="rows"),
            soft(t("manifest.no_edits")),
        ),
        id="edits",
    )


def _edit(edit: Item) -> rx.Component:
    return rx.el.li(
        rx.cond(
            edit.words.to(list[Item]).length() > 0,
            changes(edit.words.to(list[dict[str, str]])),
            rx.el.p(edit.now),
        ),
        rx.el.p(edit.editor, " · ", when(edit.at.to(str), "moment"), class_name="meta"),
    )


def _sent() -> rx.Component:
    state = ManifestState
    return section(
        t("manifest.sent"),
        rx.foreach(state.messages, _message),
        rx.el.details(
            rx.el.summary(t("manifest.parameters")),
            rx.el.pre(state.request, class_name="manifest-text"),
        ),
        rx.cond(
            state.output != "",
            rx.el.details(
                rx.el.summary(t("manifest.output")),
                rx.el.pre(state.output, class_name="manifest-text"),
            ),
        ),
        rx.cond(
            state.chunks.length() > 0,
            rx.el.details(
                rx.el.summary(t("manifest.chunks", n=state.chunks.length())),
                rx.el.ul(rx.foreach(state.chunks, _chunk)),
            ),
        ),
        id="sent",
    )


def _message(message: Item) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t_in("manifest_role", message.role.to(str))),
        rx.el.pre(message.content, class_name="manifest-text"),
    )


def _chunk(digest: Item) -> rx.Component:
    return rx.el.li(rx.el.code(digest.to(str), class_name="hash"))
