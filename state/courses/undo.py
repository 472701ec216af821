"""Taking back an edit of a draft, from the notice that told of it."""

import reflex as rx
from reflex.event import EventSpec

from alp_app.kit.ids import ChangeId, SourceId
from alp_app.security.policies import Policy
from alp_app.services.courses import commands
from alp_app.services.courses.views import ChangeView
from alp_app.services.sources.commands import restore_source
from state.base import CoreAccess, handler


class UndoState(CoreAccess, rx.State):
    """Pages that show the draft hear of the change like of any other."""

    @handler(Policy.STAFF)
    async def undo_change(self, change_id: ChangeId) -> None:
        async with self._work() as work:
            await commands.undo_change(work, change_id)

    @handler(Policy.STAFF)
    async def restore_source(self, source_id: SourceId) -> None:
        async with self._work() as work:
            await restore_source(work, source_id)


def undo_of(change: ChangeView) -> EventSpec:
    """The event that takes back `change`, for a notice."""
    return UndoState.undo_change(str(change.change_id))
