"""Taking a list of learners into a class: tried out first, and taken back as a whole."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, RosterImportId, read_id
from alp_app.security.policies import Policy
from alp_app.services.classes import rosters
from alp_app.services.classes.inputs import Roster
from alp_app.services.classes.views import ImportView, RosterPreview
from state.base import CoreAccess, handler
from state.classes.room import RoomState
from state.notices import notice
from state.reflex_internals import route_argument


class RosterState(CoreAccess, rx.State):
    preview: RosterPreview | None = None
    imports: rx.Field[list[ImportView]] = rx.field(default_factory=list[ImportView])
    ways_in: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list[dict[str, str]])
    """What each new person needs to come in; shown once."""
    _text: str = ""
    _id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self._id = route_argument("classroom_id")
        await self._list()

    @handler(Policy.STAFF)
    async def try_out(self, form: Filled) -> None:
        text = read_form(Roster, form).text
        async with self._reader() as reader:
            self.preview = await rosters.preview_roster(reader, self._classroom_id, text=text)
        self._text = text
        self.ways_in = []

    @handler(Policy.STAFF)
    async def leave(self) -> None:
        self.preview, self._text = None, ""

    @handler(Policy.STAFF)
    async def take_in(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            result = await rosters.import_roster(work, self._classroom_id, text=self._text)
        public_url = runtime.current().settings.public_url
        self.ways_in = [
            {
                "name": slip.name,
                "email": slip.email,
                "code": slip.return_code,
                "url": f"{public_url}/set-up?token={slip.setup_token}" if slip.setup_token else "",
            }
            for slip in result.slips
        ]
        self.preview, self._text = None, ""
        await self._list()
        yield RoomState.load
        yield notice(
            "roster.taken_in",
            tone="ok",
            facts={"count": result.added},
            undo=RosterState.undo(str(result.import_id)) if result.import_id else None,
        )

    @handler(Policy.STAFF)
    async def undo(self, import_id: RosterImportId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            undone = await rosters.undo_import(work, self._classroom_id, import_id)
        self.ways_in = []
        await self._list()
        yield RoomState.load
        yield notice("roster.undone", facts={"removed": undone.removed, "kept": undone.kept})

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self._id))

    async def _list(self) -> None:
        try:
            async with self._reader() as reader:
                self.imports = await rosters.list_imports(reader, self._classroom_id)
        except (Forbidden, NotFound):
            self.imports = []
