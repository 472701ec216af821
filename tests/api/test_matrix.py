"""Who may do what: every route with every kind of person, on things of one course and one school.

What somebody may not know of looks as if it were not there. The bodies that are sent are right, so
that a refusal is one of rights.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import SecretStr
from sqlalchemy import func, select

from alp_app import runtime
from alp_app.api.routes import policy_of
from alp_app.jobspecs.base import JobSpec
from alp_app.kit.ids import (
    CertificateId,
    ClassroomId,
    CourseId,
    LessonId,
    OrganisationId,
    QuestionId,
    ReleaseNoteId,
    new_uuid,
)
from alp_app.models.account import Organisation
from alp_app.models.assessment import Question
from alp_app.models.asset import Asset, AssetKind
from alp_app.models.audit import AuditEvent
from alp_app.models.classroom import ClassRole
from alp_app.models.course import Course
from alp_app.models.exams import Chosen, ExamSection
from alp_app.models.grading import PeerReview, ScanState, SubmissionFile
from alp_app.models.learning import Enrolment
from alp_app.models.notification import Mail
from alp_app.models.questions import FixedQuestion
from alp_app.models.release import ReleaseNote
from alp_app.models.revision import Cause, Preset
from alp_app.models.source import Source, SourcePage
from alp_app.models.usage import Measure, Period, Scope, UsageLimit
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.security.policies import Policy
from alp_app.services.approvals.commands import add_comment, send_for_review
from alp_app.services.approvals.inputs import CommentInput, ReviewRequest
from alp_app.services.assessment.revealing import right_answer
from alp_app.services.assignments import commands as assignments
from alp_app.services.assignments.inputs import AssignmentInput, DraftInput, SnippetInput
from alp_app.services.assignments.marking import add_snippet
from alp_app.services.assignments.submitting import save_draft, submit
from alp_app.services.calendar.commands import make_feed
from alp_app.services.certificates import commands as certificates
from alp_app.services.certificates.inputs import DesignInput
from alp_app.services.certificates.issuing import issue
from alp_app.services.classes import commands as classes
from alp_app.services.classes.inputs import NewClass, NewInvite, PersonToAdd
from alp_app.services.classes.invites import create_invite
from alp_app.services.classes.members import add_person
from alp_app.services.classes.queries import get_class
from alp_app.services.classes.rosters import import_roster
from alp_app.services.community.announcements import announce
from alp_app.services.community.asking import ask as ask_class
from alp_app.services.community.discussion import get_thread
from alp_app.services.community.inputs import AnnouncementInput
from alp_app.services.community.inputs import Question as LessonQuestion
from alp_app.services.courses import commands as drafting
from alp_app.services.courses.commands import add_version
from alp_app.services.courses.inputs import CourseInput
from alp_app.services.courses.queries import get_lesson_draft
from alp_app.services.courses.sentences import sentences_in
from alp_app.services.exams import commands as exams
from alp_app.services.exams import sitting
from alp_app.services.exams.inputs import ExamInput
from alp_app.services.exams.regrading import apply_regrade
from alp_app.services.gradebook.commands import add_column
from alp_app.services.gradebook.inputs import ColumnInput
from alp_app.services.gradebook.queries import get_gradebook
from alp_app.services.learning import attempts
from alp_app.services.learning import commands as learning
from alp_app.services.learning.views import AttemptView
from alp_app.services.practice.commands import answer_card
from alp_app.services.practice.queries import get_queue
from alp_app.services.privacy.erasing import erase_my_account
from alp_app.services.privacy.inputs import Confirmation
from alp_app.services.revisions.commands import rewrite_block
from alp_app.services.revisions.inputs import BlockWish
from alp_app.services.revisions.recording import Reason, keep_revisions
from providers.fakes.objects import MemoryObjects
from tests.support.document import SCHEMA
from tests.support.makings import make_manifest
from tests.support.people import PASSWORD, Person, make_person, make_school, sign_in_browser
from tests.support.rest import API, client, signed_in
from tests.support.sending import announcing, carrying
from tests.support.sending import upload as send_whole
from tests.support.world import MadeCourse, MadeLesson, PlannedLesson, act, ask, choice, make_course

PREFIX = "/api/v1"
REFUSED = {401, 403, 404}

OWNER, LEARNER, ADMIN = "teacher of A", "learner in A", "admin"
PRINCIPALS = (
    "visitor",
    LEARNER,
    "learner in B",
    OWNER,
    "teacher of B",
    ADMIN,
    "teacher elsewhere",
    "admin elsewhere",
)
ELSEWHERE = {"teacher elsewhere", "admin elsewhere"}


class Chore(JobSpec):
    kind = "operations.test_matrix"

    def idempotency_key(self) -> str:
        return self.kind


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    policy: Policy

    @property
    def names(self) -> list[str]:
        """What stands for something in the address."""
        return re.findall(r"{(\w+)}", self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


ROUTES = [
    Route(method, str(context.path_format), policy)
    for context in iter_route_contexts(API.routes)
    if context.include_in_schema
    and context.endpoint
    and (policy := policy_of(context.endpoint)) is not None
    for method in sorted(context.methods or ())
]

ENTITLED: Mapping[str, set[str]] = {
    "/drafts": {OWNER, ADMIN},
    "/manifests/": {OWNER, ADMIN},
    "/reviews/": {OWNER, ADMIN},
    "/review-comments/": {OWNER, ADMIN},
    "/sources": {OWNER, ADMIN},
    "/courses/{course_id}/": {OWNER, ADMIN},
    "/courses/{slug}/changes/": {LEARNER, OWNER, ADMIN},
    "/jobs/": {OWNER, ADMIN},
    "/learning/": {LEARNER},
    "/courses/{slug}/lessons/": {LEARNER},
    "/me/sessions/": {LEARNER},
    "/me/classes/": {LEARNER},
    "/me/courses/": {LEARNER},
    "/submission-files/": {LEARNER},
    "/assignments/{assignment_id}/work": {LEARNER},
    "/assignments/{assignment_id}/draft": {LEARNER},
    "/assignments/{assignment_id}/submit": {LEARNER},
    "/assignments/{assignment_id}/files": {LEARNER},
    "/assignments/{assignment_id}/reviews": {LEARNER},
    "/peer-reviews/": {LEARNER},
    "/practice/": {LEARNER},
    "/assignments/": {OWNER, ADMIN},
    "/submissions/": {OWNER, ADMIN},
    "/grade-columns/": {OWNER, ADMIN},
    "/comment-bank/": {OWNER},
    "/certificates/verify/": set(PRINCIPALS),
    "/certificates/{certificate_id}/name": {LEARNER},
    "/certificates/": {OWNER, ADMIN},
    "/exams/{exam_id}/mine": {LEARNER},
    "/exams/{exam_id}/attempts": {LEARNER},
    "/exams/": {OWNER, ADMIN},
    "/exam-attempts/{exam_attempt_id}/marks/": {OWNER, ADMIN},
    "/exam-attempts/{exam_attempt_id}/": {LEARNER},
    "/exam-attempts/": {LEARNER},
    "/exam-regrades/": {OWNER, ADMIN},
    "/uploads/": {LEARNER},
    "/erasures/": set(PRINCIPALS) - ELSEWHERE,
    "/outbox/": {ADMIN},
    "/people/": {ADMIN},
    "/classes/{classroom_id}/announcements": {LEARNER, OWNER, ADMIN},
    "/classes/{classroom_id}/threads": {LEARNER, OWNER, ADMIN},
    "/classes/{classroom_id}/calendar.ics": {LEARNER, OWNER, ADMIN},
    "/announcements/": {OWNER, ADMIN},
    "/threads/": {LEARNER, OWNER, ADMIN},
    "/posts/": {LEARNER, OWNER, ADMIN},
    "/classes/": {OWNER, ADMIN},
}
"""Who may do something to the things of course A, of its learner, and of its school."""

STUDY_THEMSELVES = {OWNER, ADMIN, "learner in B", "teacher of B"}
"""May or may not enrol and read: no secret is at stake, so the matrix does not say."""


NUMERIC = {"content": {"type": "numeric", "stem": "How much?", "answer": 1, "explanation": "So."}}
COLUMN = {"title": "Practice", "points": 10}
BODIES: Mapping[str, Any] = {
    "/gradebook/columns": COLUMN,
    "/grade-columns/{item_id}": COLUMN,
    "answers/{question_version_id}": {"number": "1"},
    "/cards/{card_id}/answers": {"number": 1, "answer": {"number": "1"}},
    "/lessons/{lesson_id}/blocks": {"block": {"type": "heading", "text": "Moon"}},
    "/blocks/{block_id}/questions": NUMERIC,
    "/drafts/questions/{question_id}": NUMERIC,
    "/proposals": {"instruction": "Shorter"},
    "/bank": NUMERIC,
    "/bank/{question_id}": NUMERIC,
    "/classes/{classroom_id}": {"name": "D2"},
    "/plan": [],
    "/plan/openings": {"module_id": "00000000-0000-0000-0000-000000000000"},
}
"""Where the document allows more than the route: rules between fields, kinds told apart by a field."""

TUS = {**announcing("notes.txt", 1), **carrying(0)}

AS_IF_NOTHING = {"course.nothing_to_undo"}
"""What is said of an unknown thing where 404 is not the word."""


@dataclass(frozen=True)
class World:
    people: Mapping[str, httpx.AsyncClient]
    ids: Mapping[str, str]
    sent: Mapping[str, str]
    """Ids of files that these people have sent, and put nowhere yet."""


@pytest.fixture
async def world(product: Runtime) -> World:
    product = replace(product, objects=cast("Any", MemoryObjects()))
    runtime.install(product)
    visitor = await make_school(product)
    elsewhere = await another_school(product)
    people = {
        LEARNER: await make_person(product, visitor),
        "learner in B": await make_person(product, visitor),
        OWNER: await make_person(product, visitor, Role.INSTRUCTOR),
        "teacher of B": await make_person(product, visitor, Role.INSTRUCTOR),
        ADMIN: await make_person(product, visitor, Role.ADMIN),
        "teacher elsewhere": await make_person(product, elsewhere, Role.INSTRUCTOR),
        "admin elsewhere": await make_person(product, elsewhere, Role.ADMIN),
    }
    other = await make_course(product, people["teacher of B"].actor, title="B")
    await act(product, people["learner in B"].actor, learning.enrol, other.id)
    clients = {name: await signed_in(person) for name, person in people.items()}
    sent = {who: await send_whole(program, "notes.txt", b"x") for who, program in clients.items()}
    return World({"visitor": client(), **clients}, await things_of_a(product, people), sent)


async def another_school(product: Runtime) -> Actor:
    """As if the installation held two: nobody may see into the other."""
    visitor = Actor(organisation_id=OrganisationId(new_uuid()))
    async with product.unit_of_work(visitor) as work:
        work.session.add(Organisation(id=visitor.organisation_id, name="Elsewhere"))
    return visitor


async def things_of_a(product: Runtime, people: Mapping[str, Person]) -> dict[str, str]:
    """One of everything that an address can name, all of course A."""
    owner, learner = people[OWNER].actor, people[LEARNER].actor
    course = await make_course(product, owner, PlannedLesson(questions=[choice()]), title="A")
    lesson = course.lessons[0]
    details = CourseInput.model_validate({"title": "A, mended"})
    change = await act(product, owner, drafting.change_course, course.id, details=details)
    room_details = NewClass(name="D2", course_id=course.id)
    classroom_id = await act(product, owner, classes.create_class, details=room_details)
    joining = PersonToAdd(email=people[LEARNER].email, role=ClassRole.LEARNER)
    await act(product, owner, add_person, classroom_id, person=joining)
    handed_in = await work_of_a(product, owner, learner, classroom_id)
    attempt = await act(product, learner, attempts.start_attempt, lesson.id, lesson.quiz_id)
    practised = await practice_of_a(product, learner, attempt, lesson)
    await sign_in_browser(product, people[LEARNER])
    async with product.unit_of_work(owner) as work:
        job_id = await work.request(Chore(course_id=course.id))
        source = Source(
            organisation_id=owner.organisation_id,
            course_id=course.id,
            uploaded_by=people[OWNER].id,
            filename="notes.txt",
            media_type="text/plain",
            size=1,
            sha256="0" * 64,
        )
        work.session.add(source)
        await work.session.flush()
        picture = await product.objects.put_bytes(b"png", media_type="image/png")
        page = SourcePage(
            source_id=source.id,
            number=1,
            width=595,
            height=842,
            text="",
            words=[],
            picture=picture.sha256,
        )
        work.session.add(page)
        mail = Mail(
            organisation_id=owner.organisation_id,
            user_id=people[LEARNER].id,
            recipient="learner@example.org",
            subject="News",
            text="News",
            html="News",
            unsubscribe_url="",
        )
        work.session.add_all([mail, limit := a_limit(owner)])
    wish = BlockWish(preset=Preset.SHORTER)
    proposal = await act(product, owner, rewrite_block, lesson.block_ids[1], wish=wish)
    async with product.unit_of_work(owner) as work:
        await keep_revisions(work, course.id, Reason(cause=Cause.BEFORE))
    invite = await act(product, owner, create_invite, classroom_id, new=NewInvite())
    upload = await act(product, owner, import_roster, classroom_id, text="Cleo")
    room = await ask(product, owner, get_class, classroom_id)
    news = AnnouncementInput(title="No class on Friday")
    announcement_id = await act(product, owner, announce, classroom_id, inputs=news)
    question = LessonQuestion(lesson_id=lesson.id, title="Why?", body="I wonder.")
    guard = product.guard
    thread_id = await act(product, learner, ask_class, classroom_id, question=question, guard=guard)
    thread = await ask(product, learner, get_thread, thread_id)
    feed = await act(product, learner, make_feed)
    async with await signed_in(people[LEARNER]) as browser:
        session_id = (await browser.get(f"{PREFIX}/me/sessions")).json()[0]["id"]
    async with await signed_in(people[OWNER]) as author:
        draft = (await author.get(f"{PREFIX}/drafts/{course.id}")).json()
    async with await signed_in(people[LEARNER]) as browser:
        upload_id = await send_whole(browser, "notes.txt", b"x")
    certificate_id = await certificate_of_a(product, owner, learner, course)
    review_id = await act(
        product, owner, send_for_review, course.id, request=ReviewRequest(note="Look")
    )
    remark = CommentInput(anchor_id=course.id, body="Good.")
    comment_id = await act(product, owner, add_comment, course.id, comment=remark)
    manifest_id = await make_manifest(product, owner, course.id, subject_id=lesson.id)
    found = {
        "manifest_id": manifest_id,
        "review_id": review_id,
        "release_note_id": await release_note_of_a(product, owner, course.id),
        "comment_id": comment_id,
        "subject_id": lesson.id,
        "certificate_id": certificate_id,
        "upload_id": upload_id,
        "course_id": course.id,
        "slug": course.slug,
        "module_id": draft["modules"][0]["id"],
        "lesson_id": lesson.id,
        "block_id": lesson.quiz_id,
        "sentence_id": await sentence_of_a(product, owner, lesson.id),
        "objective_id": draft["objectives"][0]["id"],
        "question_id": lesson.question_ids[0],
        "question_version_id": lesson.version_ids[0],
        "attempt_id": attempt.id,
        "change_id": change.change_id,
        "source_id": source.id,
        "job_id": job_id,
        "session_id": session_id,
        "user_id": people["learner in B"].id,
        "learner_id": people[LEARNER].id,
        "proposal_id": proposal.id,
        "part": "lesson",
        "part_id": lesson.id,
        "number": 1,
        "name": "nothing",
        "purpose": "text",
        "classroom_id": classroom_id,
        "invite_id": invite.invite.id,
        "import_id": upload.import_id,
        "code": room.code,
        "announcement_id": announcement_id,
        "mail_id": mail.id,
        "limit_id": limit.id,
        "token": feed.token,
        "thread_id": thread_id,
        "kind": "mails",
        "receipt_code": await receipt_of_somebody(product, people[LEARNER]),
        "post_id": thread.posts[0].id,
        **handed_in,
        **practised,
        **await exam_of_a(product, owner, learner, classroom_id, lesson.question_ids[0]),
    }
    return {name: str(value) for name, value in found.items()}


def a_limit(owner: Actor) -> UsageLimit:
    return UsageLimit(
        organisation_id=owner.organisation_id,
        scope=Scope.SCHOOL,
        measure=Measure.TOKENS,
        period=Period.MONTH,
        amount=1_000_000,
    )


async def sentence_of_a(product: Runtime, owner: Actor, lesson_id: LessonId) -> UUID:
    lesson = await ask(product, owner, get_lesson_draft, lesson_id)
    return next(item.id for block in lesson.blocks for item in sentences_in(block.content))


async def receipt_of_somebody(product: Runtime, like: Person) -> str:
    """Of a learner of the same school who has left it."""
    visitor = Actor(organisation_id=like.actor.organisation_id)
    left = await make_person(product, visitor)
    confirmation = Confirmation(password=SecretStr(PASSWORD))
    guard = product.guard
    receipt = await act(
        product, left.actor, erase_my_account, confirmation=confirmation, guard=guard
    )
    return receipt.code


async def practice_of_a(
    product: Runtime, learner: Actor, attempt: AttemptView, lesson: MadeLesson
) -> dict[str, object]:
    """A question that the learner has answered in a quiz, and once since."""
    answer = right_answer(cast("FixedQuestion", lesson.questions[0]))
    [version_id] = attempt.question_version_ids
    await act(product, learner, attempts.answer_question, attempt.id, version_id, answer=answer)
    [card] = (await ask(product, learner, get_queue, is_ahead=True)).cards
    reviewed = await act(product, learner, answer_card, card.id, number=1, answer=answer)
    return {"card_id": card.id, "practice_review_id": reviewed.review_id}


async def release_note_of_a(product: Runtime, owner: Actor, course_id: CourseId) -> ReleaseNoteId:
    async with product.unit_of_work(owner) as work:
        course = await work.session.get_one(Course, course_id)
        version_id = course.published_version_id
        assert version_id is not None
        note = ReleaseNote(
            organisation_id=owner.organisation_id,
            course_id=course_id,
            from_version_id=version_id,
            to_version_id=version_id,
            note="News",
        )
        work.session.add(note)
        await work.session.flush()
        return note.id


async def certificate_of_a(
    product: Runtime, owner: Actor, learner: Actor, course: MadeCourse
) -> CertificateId:
    """The learner's, as if they had completed the course."""
    design = DesignInput(is_on=True)
    await act(product, owner, certificates.change_design, course.id, design=design)
    async with product.unit_of_work(owner) as work:
        mine = (Enrolment.user_id == learner.user_id, Enrolment.course_id == course.id)
        enrolment = (await work.session.scalars(select(Enrolment).where(*mine))).one()
        enrolment.completed_at = enrolment.enrolled_at
        issued = await issue(work, enrolment.id)
        assert issued is not None
        return issued


async def work_of_a(
    product: Runtime, owner: Actor, learner: Actor, classroom_id: ClassroomId
) -> dict[str, object]:
    """An assignment of class A with a learner's work, and a draft of theirs with a file."""
    inputs = AssignmentInput(title="Report", instructions="Write it.", attempts=50)
    made = await act(product, owner, assignments.create_assignment, classroom_id, inputs=inputs)
    await act(product, owner, assignments.publish_assignment, made)
    await act(product, learner, save_draft, made, draft=DraftInput(attempt=1, text="Done."))
    receipt = await act(product, learner, submit, made, attempt=1)
    draft = await act(product, learner, save_draft, made, draft=DraftInput(attempt=2, text="More"))
    snippet = await act(product, owner, add_snippet, snippet=SnippetInput(text="Name the tool."))
    column = ColumnInput(title="Oral", points=Decimal(10))
    item_id = await act(product, owner, add_column, classroom_id, column=column)
    book = await ask(product, owner, get_gradebook, classroom_id)
    async with product.unit_of_work(learner) as work:
        asset = Asset(
            organisation_id=learner.organisation_id, kind=AssetKind.FILE, filename="notes.txt"
        )
        work.session.add(asset)
        await work.session.flush()
        file = SubmissionFile(
            organisation_id=learner.organisation_id,
            submission_id=draft.submission_id,
            asset_id=asset.id,
            scan=ScanState.NOT_SCANNED,
        )
        review = PeerReview(
            organisation_id=learner.organisation_id,
            assignment_id=made,
            submission_id=receipt.submission_id,
            reviewer_id=work.user_id,
        )
        work.session.add_all([file, review])
    return {
        "assignment_id": made,
        "submission_id": receipt.submission_id,
        "file_id": file.id,
        "review_id": review.id,
        "snippet_id": snippet.id,
        "item_id": item_id,
        "category_id": book.categories[0].id,
    }


async def exam_of_a(
    product: Runtime,
    owner: Actor,
    learner: Actor,
    classroom_id: ClassroomId,
    question_id: QuestionId,
) -> dict[str, object]:
    """A test of class A that its learner has handed in once and is taking again, with a key that was
    mended since and a change of marks."""
    sections = [ExamSection(parts=[Chosen(question_id=question_id)])]
    inputs = ExamInput(title="Test", sections=sections, attempts=50)
    made = await act(product, owner, exams.create_exam, classroom_id, inputs=inputs)
    await act(product, owner, exams.publish_exam, made)
    first = await act(product, learner, sitting.start_exam, made)
    await act(product, learner, sitting.submit_exam, first)
    async with product.unit_of_work(owner) as work:
        question = await work.session.get_one(Question, question_id)
        before = question.current_version_id
        version = await add_version(work, question, choice("Mended?"))
        question.current_version_id = version.id
    regrade = await act(product, owner, apply_regrade, made, question_id)
    async with product.unit_of_work(owner) as work:
        (await work.session.get_one(Question, question_id)).current_version_id = before
    attempt = await act(product, learner, sitting.start_exam, made)
    return {"exam_id": made, "exam_attempt_id": attempt, "exam_regrade_id": regrade, "slot": 0}


def entitled(route: Route) -> set[str]:
    """Those whom neither the policy nor the thing itself refuses."""
    path = route.path.removeprefix(PREFIX)
    rule = next((who for start, who in ENTITLED.items() if path.startswith(start)), None)
    if not route.names or rule is None:
        return set(PRINCIPALS)
    if rule == {LEARNER} and path.startswith(("/learning/", "/courses/")):
        return rule | STUDY_THEMSELVES
    return rule


def is_allowed(policy: Policy, who: str) -> bool:
    match policy:
        case Policy.ALWAYS | Policy.EVERYONE:
            return True
        case Policy.SIGNED_IN:
            return who != "visitor"
        case Policy.STAFF:
            return "teacher" in who or "admin" in who
        case Policy.ADMIN:
            return "admin" in who


@cache
def valid_case(route: Route) -> Any:
    """A small request that the document allows."""
    taken: list[Any] = []

    @settings(
        max_examples=1,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=SCHEMA[route.path][route.method].as_strategy())
    def take(case: Any) -> None:
        taken.append(case)

    take()
    return taken[0]


async def request(world: World, who: str, route: Route) -> httpx.Response:
    path = re.sub(r"{(\w+)}", lambda name: world.ids[name[1]], route.path)
    case = valid_case(route)
    own = next((body for end, body in BODIES.items() if route.path.endswith(end)), case.body)
    body = {"json": own} if isinstance(own, dict | list) and route.method != "DELETE" else {}
    query = {name: value for name, value in dict(case.query or {}).items() if value is not None}
    if "upload_id" in query:
        query["upload_id"] = world.sent.get(who, world.sent[OWNER])
    if route.path.endswith("/sources/{source_id}/changes"):
        query["since"] = world.ids["source_id"]
    headers = TUS if route.path.startswith(f"{PREFIX}/uploads") else {}
    return await world.people[who].request(
        route.method, path, params=cast("Any", query), headers=headers, **cast("Any", body)
    )


def said(who: str, route: Route, answer: httpx.Response) -> str:
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    code = answer.json()["code"] if is_problem else ""
    return f"{who}: {route} -> {answer.status_code} {code}"


async def recorded(product: Runtime) -> int:
    async with product.sessions() as session:
        return await session.scalar(select(func.count()).select_from(AuditEvent)) or 0


async def test_nobody_reaches_what_is_not_theirs(product: Runtime, world: World) -> None:
    before = await recorded(product)
    wrong: list[str] = []
    for route in ROUTES:
        for who in PRINCIPALS:
            if is_allowed(route.policy, who) and who in entitled(route):
                continue
            answer = await request(world, who, route)
            if answer.status_code not in REFUSED and answer.json()["code"] not in AS_IF_NOTHING:
                wrong.append(said(who, route, answer))
            if is_allowed(route.policy, who) and answer.status_code == 403 and who in ELSEWHERE:
                wrong.append(f"{who}: {route} tells that it exists")
    assert not wrong, "\n".join(wrong)
    assert await recorded(product) == before


async def test_those_it_belongs_to_do_reach_it(world: World) -> None:
    """Without this, a matrix of wrong addresses would pass."""
    wrong: list[str] = []
    for route in ROUTES:
        if route.method != "GET" or {"name", "purpose"} & set(route.names):
            continue
        for who in sorted(entitled(route) - STUDY_THEMSELVES if route.names else {ADMIN}):
            if not is_allowed(route.policy, who) or (who in ELSEWHERE and route.names):
                continue
            answer = await request(world, who, route)
            if answer.status_code in {401, 403, 404}:
                wrong.append(said(who, route, answer))
    assert not wrong, "\n".join(wrong)


def test_every_kind_of_thing_in_an_address_is_in_the_matrix() -> None:
    known = {name for route in ROUTES for name in route.names}
    assert known >= {"course_id", "lesson_id", "attempt_id", "job_id", "user_id", "session_id"}
    uncovered = [
        str(route)
        for route in ROUTES
        if route.names
        and entitled(route) == set(PRINCIPALS)
        and route.policy in {Policy.STAFF, Policy.SIGNED_IN}
        and not route.path.startswith(f"{PREFIX}/engines")
    ]
    assert uncovered == []


def test_every_route_declares_who_may_call_it() -> None:
    silent = [
        context.path
        for context in iter_route_contexts(API.routes)
        if context.endpoint
        and policy_of(context.endpoint) is None
        and context.path != f"{PREFIX}/openapi.json"
    ]
    assert silent == []
