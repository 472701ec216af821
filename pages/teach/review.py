"""/studio/[course_id]/review: a course, its checklist and its comments, before learners see it."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.choice import checkbox, radio_group
from components.ui.empty import empty_state
from components.ui.field import text_area
from components.ui.icons import icon
from components.ui.layout import page, page_head, section, soft
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.panes import Pane, panes
from components.ui.values import Item, first_of, flag, id_of, one_of, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.form_end import field_of_subject
from state.approvals.desk import DeskState


def review() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _desk(),
                is_loaded=DeskState.is_loaded,
                is_missing=DeskState.is_missing,
                code="course.not_found",
                back=(t("studio.title"), "/studio"),
            ),
            width="wide",
        )
    )


def _desk() -> rx.Component:
    state = DeskState
    studio = f"/studio/{state.course_id}"
    return rx.fragment(
        page_head(
            t("review.title"),
            above=breadcrumb(
                (t("studio.title"), "/studio"), (state.title, studio), (t("review.title"), None)
            ),
            lead=_standing(),
            actions=[
                link_button(t("coverage.title"), href=f"{studio}/coverage", kind="quiet"),
                link_button(t("release.title"), href=f"{studio}/changes", kind="quiet"),
                rx.cond(
                    state.can_edit & (state.stage == "approved"),
                    button(t("checklist.publish"), on_click=state.publish, kind="primary"),
                    rx.cond(
                        state.can_edit & (state.stage != "in_review") & ~flag(state.needs_approval),
                        button(
                            t("checklist.publish"),
                            on_click=state.publish,
                            kind="primary",
                            disabled=rx.cond(state.is_ready, False, True),
                            reason=t("checklist.blocked"),
                        ),
                    ),
                ),
            ],
        ),
        panes(
            Pane(t("review.lessons"), _lessons()),
            Pane(t("review.text"), _text()),
            Pane(t("review.comments"), _side()),
            start=1,
            open_label=t("review.comments"),
        ),
    )


def _standing() -> rx.Component:
    state = DeskState
    return rx.el.span(
        one_of(
            state.stage,
            ("in_review", badge(t("review_stage.in_review"), tone="blue", icon="eye")),
            ("approved", badge(t("review_stage.approved"), tone="ok", icon="shield-check")),
            ("published", badge(t("review_stage.published"), tone="ok", icon="check")),
            badge(t("review_stage.draft"), tone="warn", icon="pencil"),
        ),
        rx.cond(
            state.is_edited_since,
            rx.fragment(" ", badge(t("review.edited_since"), tone="warn", icon="pencil")),
        ),
        rx.cond(
            state.needs_two_people,
            rx.fragment(" ", rx.el.span(t("review.two_people"), class_name="meta")),
        ),
    )


def _lessons() -> rx.Component:
    return rx.el.div(
        rx.el.nav(
            rx.el.ol(rx.foreach(DeskState.lessons, _lesson), class_name="rows review-lessons"),
            aria_label=t("review.lessons"),
        ),
        _checklist(),
        class_name="stack gap-5",
    )


def _lesson(lesson: Item) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(lesson.number, class_name="num"),
            rx.el.span(lesson.title),
            rx.cond(
                lesson.open_threads > 0,
                badge(lesson.open_threads, icon="message-square"),
            ),
            type="button",
            on_click=DeskState.open_lesson(id_of(lesson)),
            aria_current=rx.cond(DeskState.lesson_id == id_of(lesson), "true", "false"),
            class_name="review-lesson",
        )
    )


def _checklist() -> rx.Component:
    return section(
        t("review.checklist"),
        rx.cond(
            DeskState.findings.length() > 0,
            rx.el.ul(rx.foreach(DeskState.findings, _finding), class_name="rows"),
            soft(t("review.clear")),
        ),
        id="checklist",
    )


def _finding(finding: Item) -> rx.Component:
    words = t("checklist." + finding.key.to(str), n=finding.count, title=finding.lesson_title)
    return rx.el.li(
        rx.cond(
            finding.is_blocking,
            badge(t("checklist.must"), tone="bad", icon="circle-alert"),
            badge(t("checklist.should"), tone="warn", icon="info"),
        ),
        rx.el.span(words),
        rx.cond(
            finding.lesson_title != "",
            button(
                t("checklist.go"),
                on_click=DeskState.open_lesson(id_of(finding, "lesson_id")),
                size="sm",
                kind="quiet",
            ),
        ),
        class_name="finding",
    )


def _text() -> rx.Component:
    state = DeskState
    return rx.cond(
        state.lesson_id != "",
        rx.el.article(
            rx.el.h2(state.lesson_title),
            rx.cond(
                state.ease >= 0,
                rx.el.p(
                    t("review.ease", n=state.ease),
                    rx.cond(state.grade != "", t("review.grade", n=state.grade), ""),
                    class_name="meta",
                ),
            ),
            button(
                t("review.comment_lesson"),
                on_click=state.begin_comment("lesson", state.lesson_id, state.lesson_title),
                icon="message-square",
                size="sm",
                kind="quiet",
            ),
            rx.foreach(state.parts, _part),
            class_name="review-text stack gap-4",
        ),
        empty_state(t("editor.no_lessons")),
    )


def _part(part: Item) -> rx.Component:
    sentences = part.sentences.to(list[dict[str, str]])
    questions = part.questions.to(list[dict[str, str]])
    return rx.el.section(
        rx.cond(
            sentences.length() > 0,
            rx.el.ul(rx.foreach(sentences, _sentence), class_name="review-sentences"),
            _block(part),
        ),
        rx.cond(
            questions.length() > 0,
            rx.el.ul(rx.foreach(questions, _question), class_name="review-sentences"),
        ),
        key=id_of(part),
        aria_label=t_in("block", part.type.to(str)),
    )


def _block(part: Item) -> rx.Component:
    name = t_in("block", part.type.to(str))
    return _remarkable(
        "block",
        id_of(part),
        first_of(part.title, name),
        part.threads.to(int),
        rx.el.span(name, class_name="meta"),
    )


def _sentence(sentence: Item) -> rx.Component:
    support = sentence["support"].to(str)
    return rx.el.li(
        _remarkable(
            "sentence",
            sentence["id"].to(str),
            sentence["text"].to(str),
            sentence["threads"].to(int),
            rx.cond(
                support == "unsupported",
                badge(t("support.none"), tone="bad", icon="circle-alert"),
                rx.fragment(),
            ),
        )
    )


def _question(question: Item) -> rx.Component:
    return rx.el.li(
        _remarkable(
            "question",
            question["id"].to(str),
            question["text"].to(str),
            question["threads"].to(int),
            rx.el.span(t("review.question"), class_name="meta"),
        )
    )


def _remarkable(
    kind: str, about: Item, words: Item, threads: Item, mark: rx.Component
) -> rx.Component:
    """Something that a press begins a comment on."""
    return rx.el.button(
        rx.el.span(words),
        mark,
        rx.cond(threads > 0, badge(threads, icon="message-square")),
        rx.el.span(t("review.comment_this"), class_name="vh"),
        type="button",
        on_click=DeskState.begin_comment(kind, about, words),
        aria_pressed=rx.cond(DeskState.anchor == text(f"{kind}:") + about, "true", "false"),
        class_name="review-sentence",
    )


def _side() -> rx.Component:
    state = DeskState
    return rx.el.div(
        rx.cond(state.anchor != "", _comment_form()),
        rx.cond(state.can_decide, _decision()),
        rx.cond(
            state.why_not == "two_people",
            callout(rx.el.p(t("review.why_two_people"))),
        ),
        rx.cond(state.can_edit & (state.stage != "in_review"), _send()),
        rx.cond(
            state.can_edit & ((state.stage == "in_review") | (state.stage == "approved")),
            line(button(t("review.withdraw"), on_click=state.withdraw, size="sm", kind="quiet")),
        ),
        section(
            t("review.comments"),
            rx.cond(
                state.threads.length() > 0,
                rx.el.div(rx.foreach(state.threads, _thread), class_name="stack gap-4"),
                soft(t("review.no_comments")),
            ),
            id="comments",
        ),
        rx.cond(state.history.length() > 0, _history()),
        class_name="stack gap-5",
    )


def _comment_form() -> rx.Component:
    return rx.el.form(
        rx.el.blockquote(DeskState.anchor_words, class_name="review-quote"),
        text_area(
            t("review.comment"),
            name="comment",
            max_length=4000,
            hint=t("review.comment_hint"),
            auto_focus=True,
        ),
        line(
            button(t("review.add"), type="submit", kind="primary", size="sm"),
            button(t("editor.cancel"), on_click=DeskState.stop_comment, kind="quiet", size="sm"),
        ),
        on_submit=DeskState.add_comment,
        reset_on_submit=True,
        key=DeskState.anchor,
        class_name="form card card-body",
    )


def _decision() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("review.decide")),
        radio_group(
            t("review.decision"),
            [("approve", t("review.approve")), ("changes", t("review.changes"))],
            name="decision",
            value="changes",
            hints={"approve": t("review.approve_hint"), "changes": t("review.changes_hint")},
        ),
        text_area(t("review.note"), name="note", required=False, max_length=2000, form="decision"),
        button(t("review.decide"), type="submit", kind="primary"),
        on_submit=DeskState.decide,
        reset_on_submit=False,
        class_name="form card card-body",
    )


def _send() -> rx.Component:
    return rx.el.form(
        rx.el.h2(t("review.send")),
        rx.el.fieldset(
            rx.el.legend(t("review.reviewers")),
            rx.cond(
                DeskState.staff.length() > 0,
                rx.foreach(DeskState.staff, _reviewer),
                soft(t("review.nobody")),
            ),
        ),
        text_area(t("review.note"), name="note", required=False, max_length=2000, form="sending"),
        button(t("review.send"), type="submit", icon="send"),
        on_submit=DeskState.send,
        reset_on_submit=True,
        class_name="form card card-body",
    )


def _reviewer(person: Item) -> rx.Component:
    return checkbox(person.name, name="reviewer-" + id_of(person))


def _thread(thread: Item) -> rx.Component:
    return rx.el.article(
        rx.cond(
            thread.quote != "",
            rx.el.blockquote(thread.quote, class_name="review-quote"),
        ),
        rx.el.p(
            thread.lesson_title,
            rx.cond(thread.is_gone, badge(t("review.gone"), tone="line", icon="trash-2")),
            rx.cond(thread.is_reworded, badge(t("review.reworded"), tone="line", icon="pencil")),
            class_name="meta row",
        ),
        rx.foreach(thread.comments.to(list[dict[str, str]]), _comment),
        rx.cond(
            thread.resolved_at,
            line(
                badge(t("review.resolved", name=thread.resolved_by), tone="ok", icon="check"),
                button(
                    t("review.reopen"),
                    on_click=DeskState.resolve(id_of(thread), False),
                    size="sm",
                    kind="quiet",
                ),
            ),
            rx.el.div(
                rx.el.form(
                    text_area(
                        t("review.answer"),
                        name="answer",
                        max_length=4000,
                        form=id_of(thread),
                        rows=2,
                    ),
                    field_of_subject("thread_id", id_of(thread)),
                    line(
                        button(t("review.reply"), type="submit", size="sm"),
                        button(
                            icon("check"),
                            t("review.resolve"),
                            on_click=DeskState.resolve(id_of(thread), True),
                            size="sm",
                            kind="quiet",
                        ),
                    ),
                    on_submit=DeskState.answer,
                    reset_on_submit=True,
                    class_name="form",
                ),
            ),
        ),
        class_name="review-thread stack gap-2",
        key=id_of(thread),
    )


def _comment(comment: Item) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.el.strong(comment["author"].to(str)),
            " ",
            when(comment["created_at"].to(str), "ago"),
            class_name="meta",
        ),
        rx.el.p(comment["body"].to(str), class_name="review-body"),
    )


def _history() -> rx.Component:
    return section(
        t("review.history"),
        rx.el.ul(rx.foreach(DeskState.history, _past), class_name="rows"),
        id="history",
    )


def _past(review: Item) -> rx.Component:
    return rx.el.li(
        rx.el.strong(t_in("review_past", review.state.to(str))),
        rx.el.p(
            t("review.sent_by", name=review.requested_by),
            " ",
            when(review.requested_at, "moment"),
            rx.cond(
                review.decided_by != "",
                rx.fragment(" · ", t("review.decided_by", name=review.decided_by)),
            ),
            class_name="meta",
        ),
        rx.cond(review.note != "", rx.el.p(review.note)),
        rx.cond(review.decision_note != "", rx.el.p(review.decision_note)),
    )
