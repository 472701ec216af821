"""Classes: their people, codes, links, plans and lists; and how somebody comes in."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from alp_app import runtime
from alp_app.api.auth import resolve_actor
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, DeclaredRoute, From, Read, Work, allow
from alp_app.api.v1.accounts import Tokens, setup_url, tokens_of
from alp_app.kit.ids import ClassroomId, InviteId, RosterImportId, UserId
from alp_app.observability.context import request_id
from alp_app.security.policies import Policy
from alp_app.services.accounts import return_codes
from alp_app.services.accounts.errors import WrongReturnCode
from alp_app.services.accounts.sign_in import open_family
from alp_app.services.classes import (
    commands,
    invites,
    joining,
    members,
    plan,
    queries,
    rosters,
)
from alp_app.services.classes.inputs import (
    ClassCopy,
    ClassDetails,
    CodeSettings,
    JoinByCode,
    JoinByInvite,
    NewClass,
    NewInvite,
    Opening,
    PersonToAdd,
    Rename,
    ReturnByCode,
    Roster,
    Spread,
)
from alp_app.services.classes.views import (
    ClassRow,
    ClassView,
    DoorView,
    ImportView,
    InviteView,
    Joined,
    MemberView,
    MyClassView,
    PlanView,
    RosterPreview,
    RosterResult,
    UndoneImport,
)

router = APIRouter(prefix="/classes", tags=["Classes"], route_class=ActorRoute)
join_router = APIRouter(prefix="/join", tags=["Joining"], route_class=ActorRoute)
return_router = APIRouter(prefix="/tokens", tags=["Joining"], route_class=DeclaredRoute)
mine_router = APIRouter(prefix="/me", tags=["My account"], route_class=ActorRoute)
view_router = APIRouter(prefix="/me/view", tags=["My account"], route_class=DeclaredRoute)
"""Ends what forbids every change, so that it works in a transaction of its own."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewReturnCode(Body):
    is_signing_out: bool = Field(
        default=False, description="End whatever is signed in as the pupil too."
    )


class ReturnCodeView(BaseModel):
    return_code: str = Field(examples=["BCDF-2345-GHJK"])
    """Not shown again."""


class CreatedInvite(BaseModel):
    invite: InviteView
    url: str
    """Give it to whom it is for. It is not shown again."""


class WayIn(BaseModel):
    name: str
    email: str
    return_code: str
    """Of a pupil without an e-mail address; not shown again."""
    setup_url: str
    """Of a new account; not shown again."""


class ImportedRoster(BaseModel):
    import_id: RosterImportId | None
    added: int
    ways_in: list[WayIn]
    preview: RosterPreview


class JoinedClass(BaseModel):
    classroom_id: ClassroomId
    course_slug: str
    user_id: UserId
    is_new_person: bool
    tokens: Tokens | None
    """Of a new person."""
    return_code: str
    """How a new person comes back; not shown again."""


class ClassViewed(BaseModel):
    course_slug: str


def invite_url(token: str) -> str:
    return f"{runtime.current().settings.public_url}/join?invite={token}"


@router.get("", responses=documented(403))
@allow(Policy.STAFF)
async def list_classes(reader: Read) -> list[ClassRow]:
    """The classes that you teach; for administrators all."""
    return await queries.list_classes(reader)


@router.post("", status_code=201, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def create_class(details: NewClass, work: Work) -> ClassView:
    """Begin a class on a published course."""
    classroom_id = await commands.create_class(work, details=details)
    return await queries.get_class(work, classroom_id)


@router.get("/{classroom_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_class(classroom_id: ClassroomId, reader: Read) -> ClassView:
    return await queries.get_class(reader, classroom_id)


@router.put("/{classroom_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_class(classroom_id: ClassroomId, details: ClassDetails, work: Work) -> ClassView:
    await commands.change_class(work, classroom_id, details=details)
    return await queries.get_class(work, classroom_id)


@router.post("/{classroom_id}/copy", status_code=201, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def copy_class(classroom_id: ClassroomId, copy: ClassCopy, work: Work) -> ClassView:
    """The same class in another term: its teachers and its plan with every date moved, nobody else."""
    made = await commands.copy_class(work, classroom_id, copy=copy)
    return await queries.get_class(work, made)


@router.post("/{classroom_id}/archive", status_code=204, responses=documented(403, 404))
@allow(Policy.STAFF)
async def archive_class(classroom_id: ClassroomId, work: Work) -> None:
    """Nobody joins any more. Its learners go on reading."""
    await commands.archive_class(work, classroom_id)


@router.post("/{classroom_id}/restore", status_code=204, responses=documented(403, 404))
@allow(Policy.STAFF)
async def restore_class(classroom_id: ClassroomId, work: Work) -> None:
    await commands.restore_class(work, classroom_id)


@router.put("/{classroom_id}/code", responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def change_code(classroom_id: ClassroomId, settings: CodeSettings, work: Work) -> ClassView:
    """Seats, and until when the code lets anybody in."""
    await commands.change_code(work, classroom_id, settings=settings)
    return await queries.get_class(work, classroom_id)


@router.post("/{classroom_id}/code/rotate", responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def rotate_code(classroom_id: ClassroomId, work: Work) -> ClassView:
    """A new code. The one before opens nothing."""
    await commands.rotate_code(work, classroom_id)
    return await queries.get_class(work, classroom_id)


@router.post("/{classroom_id}/view", responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def start_view(classroom_id: ClassroomId, work: Work, request: Request) -> ClassViewed:
    """See the class as its learners do, in this browser. Nothing can be changed meanwhile."""
    runtime.current().actors.forget(request.headers.get("cookie", ""))
    return ClassViewed(course_slug=await commands.start_view(work, classroom_id))


@router.get("/{classroom_id}/members", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_members(classroom_id: ClassroomId, reader: Read) -> list[MemberView]:
    return await queries.list_members(reader, classroom_id)


@router.post("/{classroom_id}/members", status_code=204, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def add_person(classroom_id: ClassroomId, person: PersonToAdd, work: Work) -> None:
    """Add somebody who has an account. Teachers of a class come from the staff."""
    await members.add_person(work, classroom_id, person=person)


@router.delete(
    "/{classroom_id}/members/{user_id}", status_code=204, responses=documented(403, 404, 409)
)
@allow(Policy.STAFF)
async def remove_member(classroom_id: ClassroomId, user_id: UserId, work: Work) -> None:
    """Take somebody out. What they did is kept."""
    await members.remove_member(work, classroom_id, user_id)


@router.post(
    "/{classroom_id}/members/{user_id}/restore",
    status_code=204,
    responses=documented(403, 404),
)
@allow(Policy.STAFF)
async def restore_member(classroom_id: ClassroomId, user_id: UserId, work: Work) -> None:
    """Put somebody back who was taken out."""
    await members.restore_member(work, classroom_id, user_id)


@router.put(
    "/{classroom_id}/members/{user_id}/name",
    status_code=204,
    responses=documented(403, 404, 409, 422),
)
@allow(Policy.STAFF)
async def rename_member(
    classroom_id: ClassroomId, user_id: UserId, rename: Rename, work: Work
) -> None:
    """Give a pupil without an account of their own another name."""
    await members.rename_member(work, classroom_id, user_id, name=rename.name)


@router.post(
    "/{classroom_id}/members/{user_id}/return-code",
    status_code=201,
    responses=documented(403, 404, 409, 422),
)
@allow(Policy.STAFF)
async def renew_return_code(
    classroom_id: ClassroomId, user_id: UserId, wanted: NewReturnCode, work: Work
) -> ReturnCodeView:
    """A new return code for a pupil; the one before ends."""
    code = await members.renew_return_code(
        work, classroom_id, user_id, is_signing_out=wanted.is_signing_out
    )
    return ReturnCodeView(return_code=code)


@router.get("/{classroom_id}/invites", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_invites(classroom_id: ClassroomId, reader: Read) -> list[InviteView]:
    return await invites.list_invites(reader, classroom_id)


@router.post("/{classroom_id}/invites", status_code=201, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def create_invite(classroom_id: ClassroomId, new: NewInvite, work: Work) -> CreatedInvite:
    """A link that lets people in, until it is used up, too old, or taken back."""
    made = await invites.create_invite(work, classroom_id, new=new)
    return CreatedInvite(invite=made.invite, url=invite_url(made.token))


@router.delete(
    "/{classroom_id}/invites/{invite_id}", status_code=204, responses=documented(403, 404)
)
@allow(Policy.STAFF)
async def revoke_invite(classroom_id: ClassroomId, invite_id: InviteId, work: Work) -> None:
    await invites.revoke_invite(work, classroom_id, invite_id)


@router.get("/{classroom_id}/plan", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_plan(classroom_id: ClassroomId, reader: Read) -> PlanView:
    """The course of the class, with what opens when."""
    return await plan.get_plan(reader, classroom_id)


@router.put("/{classroom_id}/plan", responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def change_plan(classroom_id: ClassroomId, openings: list[Opening], work: Work) -> PlanView:
    """Put another plan in the place of the whole one."""
    return await plan.change_plan(work, classroom_id, openings=openings)


@router.post("/{classroom_id}/plan/openings", responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def set_opening(classroom_id: ClassroomId, opening: Opening, work: Work) -> PlanView:
    """Say when one module or lesson opens; the rest of the plan stays."""
    return await plan.set_opening(work, classroom_id, opening=opening)


@router.post("/{classroom_id}/plan/spread", responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def spread_plan(classroom_id: ClassroomId, spread: Spread, work: Work) -> PlanView:
    """Open the modules one after another, evenly."""
    return await plan.spread_plan(work, classroom_id, spread=spread)


@router.get(
    "/{classroom_id}/roster.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}, **documented(403, 404)},
)
@allow(Policy.STAFF)
async def write_roster(classroom_id: ClassroomId, reader: Read) -> Response:
    """Everybody in the class, for a spreadsheet. No cell is a formula."""
    sheet = await queries.write_roster(reader, classroom_id)
    return Response(
        sheet,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="roster.csv"'},
    )


@router.post("/{classroom_id}/roster/preview", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def preview_roster(classroom_id: ClassroomId, roster: Roster, work: Work) -> RosterPreview:
    """What each line of a list would do. Nothing is changed."""
    return await rosters.preview_roster(work, classroom_id, text=roster.text)


@router.post("/{classroom_id}/roster", status_code=201, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def import_roster(classroom_id: ClassroomId, roster: Roster, work: Work) -> ImportedRoster:
    """Take the people of a list in; lines that are refused change nothing."""
    return _imported(await rosters.import_roster(work, classroom_id, text=roster.text))


@router.get("/{classroom_id}/imports", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_imports(classroom_id: ClassroomId, reader: Read) -> list[ImportView]:
    """The lists that can be taken back."""
    return await rosters.list_imports(reader, classroom_id)


@router.delete("/{classroom_id}/imports/{import_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def undo_import(
    classroom_id: ClassroomId, import_id: RosterImportId, work: Work
) -> UndoneImport:
    """Take a list back as a whole. Whoever has begun to work or has signed in stays."""
    return await rosters.undo_import(work, classroom_id, import_id)


@join_router.get("/{code}", responses=documented(404, 409, 429))
@allow(Policy.EVERYONE)
async def look_behind_code(code: str, reader: Read, client: From) -> DoorView:
    """Which class a code opens."""
    guard = runtime.current().guard
    return await joining.look_behind_code(reader, code, client=client, guard=guard)


@join_router.post("", status_code=201, responses=documented(403, 404, 409, 422, 429))
@allow(Policy.EVERYONE)
async def join_by_code(inputs: JoinByCode, work: Work, client: From) -> JoinedClass:
    """Join a class: as whoever is signed in, or as somebody new with nothing but a name."""
    guard = runtime.current().guard
    return _joined(
        await joining.join_by_code(work, inputs=inputs, client=client, guard=guard, is_program=True)
    )


@join_router.post("/invites", status_code=201, responses=documented(403, 404, 409, 422, 429))
@allow(Policy.EVERYONE)
async def join_by_invite(inputs: JoinByInvite, work: Work, client: From) -> JoinedClass:
    """As with a code. A link for teachers takes only those who are staff already."""
    guard = runtime.current().guard
    return _joined(
        await joining.join_by_invite(
            work, inputs=inputs, client=client, guard=guard, is_program=True
        )
    )


@return_router.post("/return", status_code=201, responses=documented(401, 422, 429))
@allow(Policy.ALWAYS)
async def return_by_code(inputs: ReturnByCode, client: From) -> Tokens:
    """Sign in with a return code."""
    current = runtime.current()
    visitor = await current.actors.visitor()
    async with current.unit_of_work(visitor.unbound, request_id()) as work:
        user = await return_codes.find_by_return_code(
            work, typed=inputs.code, client=client, guard=current.guard
        )
        pair = None if user is None else open_family(work, user, current.guard.tokens)
    if pair is None:
        raise WrongReturnCode
    return tokens_of(pair)


@view_router.delete("", status_code=204)
@allow(Policy.SIGNED_IN)
async def end_view(request: Request) -> None:
    """Back to teaching, for a browser that views a class as a learner."""
    current = runtime.current()
    actor = await resolve_actor(request)
    async with current.unit_of_work(actor.unbound, request_id()) as work:
        await commands.end_view(work)
    current.actors.forget(request.headers.get("cookie", ""))


@mine_router.get("/classes")
@allow(Policy.SIGNED_IN)
async def list_my_classes(reader: Read) -> list[MyClassView]:
    """The classes that you learn in."""
    return await queries.list_my_classes(reader)


@mine_router.post("/return-code", status_code=201, responses=documented(409))
@allow(Policy.SIGNED_IN)
async def make_my_return_code(work: Work) -> ReturnCodeView:
    """A new way back in for a learner without an e-mail address; the one before ends."""
    return ReturnCodeView(return_code=await return_codes.make_my_return_code(work))


def _imported(result: RosterResult) -> ImportedRoster:
    return ImportedRoster(
        import_id=result.import_id,
        added=result.added,
        ways_in=[
            WayIn(
                name=slip.name,
                email=slip.email,
                return_code=slip.return_code,
                setup_url=setup_url(slip.setup_token) if slip.setup_token else "",
            )
            for slip in result.slips
        ],
        preview=result.preview,
    )


def _joined(joined: Joined) -> JoinedClass:
    return JoinedClass(
        classroom_id=joined.classroom_id,
        course_slug=joined.course_slug,
        user_id=joined.user_id,
        is_new_person=joined.is_new_person,
        tokens=tokens_of(joined.tokens) if joined.tokens else None,
        return_code=joined.return_code,
    )
