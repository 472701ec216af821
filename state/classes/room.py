"""/classes/[classroom_id]: one class, its people and its settings."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, InviteId, UserId, new_uuid, read_id
from alp_app.kit.qr import qr_picture
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.classes import commands, invites, members, queries
from alp_app.services.classes.inputs import (
    ClassCopy,
    ClassDetails,
    CodeSettings,
    NewInvite,
    PersonToAdd,
    Rename,
)
from alp_app.services.classes.views import ClassView, InviteView, MemberView
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import request_headers, route_argument


class RoomState(Live, rx.State):
    room: ClassView | None = None
    title: str = ""
    teachers: rx.Field[list[MemberView]] = rx.field(default_factory=list[MemberView])
    learners: rx.Field[list[MemberView]] = rx.field(default_factory=list[MemberView])
    invites: rx.Field[list[InviteView]] = rx.field(default_factory=list[InviteView])
    is_missing: bool = False
    join_url: str = ""
    join_address: str = ""
    """Where a code is typed, without what nobody types."""
    picture: str = ""
    """The QR code of `join_url`."""
    invite_url: str = ""
    """Shown once, to be handed on."""
    return_code: str = ""
    """A pupil's new one, shown once."""
    return_name: str = ""
    renamed: str = ""
    """Id of the pupil whose name is being changed; empty when none is."""
    renamed_name: str = ""
    is_copying: bool = False
    form_round: str = ""
    """Another when something was added, so that its form is empty again."""
    _id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        if self._id != route_argument("classroom_id"):
            self.reset()
            self._id = route_argument("classroom_id")
        self.invite_url = self.return_code = self.renamed = ""
        self.is_copying = False
        await self._refresh()
        if self.room is not None:
            yield RoomState.watch

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.change_class(
                work, self._classroom_id, details=read_form(ClassDetails, form)
            )
        await self._refresh()
        yield notice("class.saved", tone="ok")

    @handler(Policy.STAFF)
    async def save_code(self, form: Filled) -> AsyncGenerator[Any]:
        room = self.room
        given = {**form, "is_closed": room is not None and room.is_code_closed}
        await self._set_code(read_form(CodeSettings, given))
        yield notice("class.code_saved", tone="ok")

    @handler(Policy.STAFF)
    async def close_code(self) -> AsyncGenerator[Any]:
        await self._switch_code(is_closed=True)
        yield notice("class.code_closed", undo=RoomState.open_code())

    @handler(Policy.STAFF)
    async def open_code(self) -> None:
        await self._switch_code(is_closed=False)

    @handler(Policy.STAFF)
    async def rotate_code(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.rotate_code(work, self._classroom_id)
        await self._refresh()
        yield notice("class.code_rotated", tone="ok")

    @handler(Policy.STAFF)
    async def archive(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.archive_class(work, self._classroom_id)
        await self._refresh()
        yield notice("class.archived", undo=RoomState.restore())

    @handler(Policy.STAFF)
    async def restore(self) -> None:
        async with self._work() as work:
            await commands.restore_class(work, self._classroom_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def begin_copy(self) -> None:
        self.is_copying = True

    @handler(Policy.STAFF)
    async def leave_copy(self) -> None:
        self.is_copying = False

    @handler(Policy.STAFF)
    async def copy_class(self, form: Filled) -> AsyncGenerator[Any]:
        async with self._work() as work:
            made = await commands.copy_class(
                work, self._classroom_id, copy=read_form(ClassCopy, form)
            )
        self.is_copying = False
        yield rx.redirect(f"/classes/{made}")

    @handler(Policy.STAFF)
    async def add(self, form: Filled) -> AsyncGenerator[Any]:
        person = read_form(PersonToAdd, form)
        async with self._work() as work:
            await members.add_person(work, self._classroom_id, person=person)
        self.form_round = new_uuid().hex
        await self._refresh()
        yield notice("class.added", tone="ok", facts={"email": person.email})

    @handler(Policy.STAFF)
    async def remove(self, user_id: UserId, name: str) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await members.remove_member(work, self._classroom_id, user_id)
        await self._refresh()
        yield notice("class.removed", facts={"name": name}, undo=RoomState.put_back(str(user_id)))

    @handler(Policy.STAFF)
    async def put_back(self, user_id: UserId) -> None:
        async with self._work() as work:
            await members.restore_member(work, self._classroom_id, user_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def begin_rename(self, user_id: UserId, name: str) -> None:
        self.renamed, self.renamed_name = str(user_id), name

    @handler(Policy.STAFF)
    async def leave_rename(self) -> None:
        self.renamed = ""

    @handler(Policy.STAFF)
    async def rename(self, form: Filled) -> None:
        async with self._work() as work:
            await members.rename_member(
                work,
                self._classroom_id,
                UserId(read_id(self.renamed)),
                name=read_form(Rename, form).name,
            )
        self.renamed = ""
        await self._refresh()

    @handler(Policy.STAFF)
    async def renew_code(self, user_id: UserId, name: str, is_signing_out: bool) -> None:
        async with self._work() as work:
            self.return_code = await members.renew_return_code(
                work, self._classroom_id, user_id, is_signing_out=is_signing_out
            )
        self.return_name = name

    @handler(Policy.STAFF)
    async def hide_code(self) -> None:
        self.return_code = ""

    @handler(Policy.STAFF)
    async def invite(self, form: Filled) -> None:
        async with self._work() as work:
            made = await invites.create_invite(
                work, self._classroom_id, new=read_form(NewInvite, form)
            )
        self.invite_url = f"{runtime.current().settings.public_url}/join?invite={made.token}"
        await self._refresh()

    @handler(Policy.STAFF)
    async def revoke(self, invite_id: InviteId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await invites.revoke_invite(work, self._classroom_id, invite_id)
        self.invite_url = ""
        await self._refresh()
        yield notice("class.invite_revoked")

    @handler(Policy.STAFF)
    async def view(self) -> AsyncGenerator[Any]:
        """From now on, see the class as its learners do."""
        async with self._work() as work:
            slug = await commands.start_view(work, self._classroom_id)
        runtime.current().actors.forget(request_headers().get("cookie", ""))
        yield rx.redirect(f"/courses/{slug}")

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self._id))

    async def _switch_code(self, *, is_closed: bool) -> None:
        room = self.room
        if room is not None:
            await self._set_code(
                CodeSettings(seats=room.seats, closes_at=room.code_closes_at, is_closed=is_closed)
            )

    async def _set_code(self, settings: CodeSettings) -> None:
        async with self._work() as work:
            await commands.change_code(work, self._classroom_id, settings=settings)
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        return (
            []
            if self.room is None
            else [
                await self._topic("class", course_id=self.room.course_id),
                await self._topic("learning", course_id=self.room.course_id),
            ]
        )

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                room = await queries.get_class(reader, self._classroom_id)
                everybody = await queries.list_members(reader, room.id)
                self.invites = await invites.list_invites(reader, room.id)
        except (Forbidden, NotFound):
            self.room, self.is_missing = None, True
            return
        self.room, self.title, self.is_missing = room, room.name, False
        self.teachers = [one for one in everybody if one.role == "teacher"]
        self.learners = [one for one in everybody if one.role == "learner"]
        public_url = runtime.current().settings.public_url
        url = f"{public_url}/join/{room.code}"
        if url != self.join_url:
            self.join_url, self.picture = url, qr_picture(url)
            self.join_address = f"{public_url.partition('://')[2]}/join"
