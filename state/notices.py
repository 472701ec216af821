"""Short messages to the person: what worked, what did not, and how to take it back.

Handlers say `yield notice("course.published", tone="ok")`; what a handler raises becomes a notice in
`alp_app.alp_app`. The browser finds the words.
"""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Any, Literal, TypedDict

import reflex as rx
from pydantic import BaseModel, ConfigDict
from reflex.event import Event, EventSpec

from alp_app.kit import clock
from alp_app.kit.ids import new_uuid
from alp_app.security.policies import Policy
from state.base import CoreAccess, handler

Tone = Literal["note", "ok", "warn", "bad"]
Facts = dict[str, str | int | float | bool]

SHOWN_MOST = 5
SHOWN_FOR = timedelta(seconds=8)
"""The browser closes a notice after as long, unless the page is left before; a `bad` one stays."""


class Notice(TypedDict):
    """`components.ui.notice.NoticeProps`."""

    id: str
    tone: Tone
    message_key: str
    message: str
    hint_key: str
    hint: str
    facts: Facts
    undo: bool


class NewNotice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    message_key: str
    tone: Tone
    facts: Facts
    message: str
    hint: str
    undo_name: str
    """The event that takes back what the notice tells of; empty when nothing does."""
    undo_payload: dict[str, Any]


class NoticesState(CoreAccess, rx.State):
    notices: rx.Field[list[Notice]] = rx.field(default_factory=list[Notice])
    _undo: rx.Field[dict[str, tuple[str, dict[str, Any]]]] = rx.field(
        default_factory=dict[str, tuple[str, dict[str, Any]]]
    )
    """The event that takes back what a notice tells of, by the notice's id."""
    _shown_at: rx.Field[dict[str, datetime]] = rx.field(default_factory=dict[str, datetime])

    @handler(Policy.ALWAYS)
    async def show(self, new: NewNotice) -> None:
        shown = Notice(
            id=str(new_uuid()),
            tone=new.tone,
            message_key=new.message_key,
            message=new.message,
            hint_key=f"{new.message_key}_hint" if new.hint else "",
            hint=new.hint,
            facts=new.facts,
            undo=bool(new.undo_name),
        )
        # Of the same words only the last are kept: twenty sentences in a row are accepted one by one.
        others = [one for one in self.notices if not _says_the_same(one, shown)]
        self._keep([*others, shown][-SHOWN_MOST:])
        self._shown_at[shown["id"]] = clock.now()
        if new.undo_name:
            self._undo[shown["id"]] = (new.undo_name, new.undo_payload)

    @handler(Policy.ALWAYS)
    async def close(self, notice_id: str) -> None:
        self._drop(notice_id)

    @handler(Policy.ALWAYS)
    async def undo(self, notice_id: str) -> AsyncGenerator[Event]:
        """Run the event that was named when the notice was made; its own policy applies."""
        event = self._undo.get(notice_id)
        self._drop(notice_id)
        if event is not None:
            name, payload = event
            yield Event(name=name, payload=payload)

    def _drop(self, notice_id: str) -> None:
        self._keep([one for one in self.notices if one["id"] != notice_id])

    def _drop_older(self, than: datetime) -> None:
        self._keep(
            [
                one
                for one in self.notices
                if one["tone"] == "bad" or self._shown_at.get(one["id"], than) > than
            ]
        )

    def _keep(self, notices: list[Notice]) -> None:
        kept = {one["id"] for one in notices}
        if notices != self.notices:
            self.notices = notices
        self._undo = {one: event for one, event in self._undo.items() if one in kept}
        self._shown_at = {one: at for one, at in self._shown_at.items() if one in kept}


def _says_the_same(one: Notice, other: Notice) -> bool:
    return (one["message_key"], one["facts"]) == (other["message_key"], other["facts"])


async def drop_old_notices(state: rx.State) -> None:
    """Another page opens: what was read on the last one is not said again."""
    notices = await state.get_state(NoticesState)
    notices._drop_older(clock.now() - SHOWN_FOR)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - public would be an endpoint


def notice(
    message_key: str,
    *,
    tone: Tone = "note",
    facts: Facts | None = None,
    message: str = "",
    hint: str = "",
    undo: EventSpec | None = None,
) -> EventSpec:
    """An event that shows a notice. `message` is the English for a key the catalogue lacks.

    `undo` is the event that takes back what happened: `undo=EditorState.undo_change(change_id)`.
    """
    events = Event.from_event_type(undo) if undo is not None else []
    name, payload = (events[0].name, events[0].payload) if events else ("", {})
    return NoticesState.show(
        NewNotice(
            message_key=message_key,
            tone=tone,
            facts=facts or {},
            message=message,
            hint=hint,
            undo_name=name,
            undo_payload=payload,
        ).model_dump()
    )
