"""Every page of the product with something real on it: for checks and pictures of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic, sleep

from alp_app.security.actor import Role
from tests.e2e import authoring, certificates, examining, fitting, privacy
from tests.e2e.campus import OWNER, Campus, Person
from tests.support.sending import upload_file

SAMPLE = "SELECT id, slug FROM course WHERE title = 'Diesel engine fundamentals'"
LESSON_WITH_MODEL = """
    SELECT block.lesson_id FROM block JOIN lesson ON lesson.id = block.lesson_id
    WHERE lesson.course_id = %s AND block.content ->> 'type' = 'model' AND block.deleted_at IS NULL
    """
A_MANIFEST = "SELECT id FROM manifest WHERE course_id = %s AND subject = 'lesson'"
A_SOURCE = "SELECT id FROM source WHERE course_id = %s"
GENERATION_SECONDS = 300
STATES = ("/practice#empty", "/learn/[slug]/[lesson_id]#fitted")
"""What a page looks like to other people: its route, and what is other about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    address: str
    person: Person | None = None
    """Who looks at it; None: a visitor."""


@dataclass(frozen=True, slots=True)
class Tour:
    campus: Campus
    stops: Mapping[str, Stop]
    """By the route of `pages.routes`, and by `STATES`."""


def prepare(campus: Campus) -> Tour:
    """Generate a course, let a learner begin the sample course and hand in work, invite somebody."""
    learner = campus.add_person()
    [sample] = campus.records(SAMPLE)
    [lesson, *_] = campus.records(LESSON_WITH_MODEL, sample["id"])
    with campus.api(learner) as client:
        client.post("/learning/enrolments", json={"course_id": str(sample["id"])})
        client.post(f"/learning/lessons/{lesson['lesson_id']}/open")
    invited = {"display_name": "Ivo Invited", "email": "ivo@example.org", "role": Role.INSTRUCTOR}
    with campus.api() as owner:
        link = owner.post("/people", json=invited).json()["setup_url"]
        details = {"name": "Diesel D2", "course_id": str(sample["id"])}
        room = owner.post("/classes", json=details).json()
        owner.post(f"/classes/{room['id']}/roster", json={"text": "Amara\nBen"})
        owner.post(
            f"/classes/{room['id']}/members", json={"email": learner.email, "role": "learner"}
        )
        news = {"title": "No class on Friday", "body": "Bring your **logbook** on Monday."}
        owner.post(f"/classes/{room['id']}/announcements", json=news)
    with campus.api(learner) as client:
        question = {"lesson_id": str(lesson["lesson_id"]), "title": "Why?", "body": "I wonder."}
        client.post(f"/classes/{room['id']}/threads", json=question)
    [found] = campus.records("SELECT id FROM user_account WHERE email = %s", learner.email)
    learner_id = found["id"]
    task_id = _hand_in(campus, room["id"], learner)
    certified_id, code = certificates.earn(campus, OWNER, learner)
    told_href = _tell(campus, certified_id)
    course_id, job_id = _generate(campus)
    [manifest, *_] = campus.records(A_MANIFEST, course_id)
    [source, *_] = campus.records(A_SOURCE, course_id)
    _review(campus, course_id)
    fitting.answer_quizzes(campus, learner, sample["id"], quizzes=2)
    reader = campus.add_person()
    [first] = fitting.lessons_with_quiz(campus, sample["id"], 1)
    with campus.api(reader) as client:
        client.post("/learning/enrolments", json={"course_id": str(sample["id"])})
    fitting.read_plainer(campus, reader, first)
    taken = examining.set_exam(campus, [learner], attempts=2)
    done, going_on = examining.take(campus, taken, learner)
    return Tour(
        campus,
        {
            "/": Stop(address="/", person=learner),
            "/courses": Stop(address="/courses", person=learner),
            "/courses/[slug]": Stop(address=f"/courses/{sample['slug']}", person=learner),
            "/courses/[slug]/changes/[release_note_id]": Stop(address=told_href, person=learner),
            "/learn/[slug]/[lesson_id]": Stop(
                address=f"/learn/{sample['slug']}/{lesson['lesson_id']}", person=learner
            ),
            "/learn/[slug]/[lesson_id]#fitted": Stop(
                address=f"/learn/{sample['slug']}/{first}", person=reader
            ),
            "/practice": Stop(address="/practice", person=learner),
            "/practice#empty": Stop(address="/practice", person=reader),
            "/studio": Stop(address="/studio", person=OWNER),
            "/studio/new": Stop(address="/studio/new", person=OWNER),
            "/sources/[source_id]": Stop(address=f"/sources/{source['id']}?page=1", person=OWNER),
            "/studio/[course_id]": Stop(address=f"/studio/{course_id}", person=OWNER),
            "/studio/[course_id]/questions": Stop(
                address=f"/studio/{course_id}/questions", person=OWNER
            ),
            "/studio/[course_id]/history": Stop(
                address=f"/studio/{sample['id']}/history?part=lesson&id={lesson['lesson_id']}",
                person=OWNER,
            ),
            "/studio/[course_id]/review": Stop(address=f"/studio/{course_id}/review", person=OWNER),
            "/studio/[course_id]/changes": Stop(
                address=f"/studio/{certified_id}/changes", person=OWNER
            ),
            "/studio/[course_id]/coverage": Stop(
                address=f"/studio/{course_id}/coverage", person=OWNER
            ),
            "/studio/[course_id]/manifests": Stop(
                address=f"/studio/{course_id}/manifests", person=OWNER
            ),
            "/studio/[course_id]/manifests/[manifest_id]": Stop(
                address=f"/studio/{course_id}/manifests/{manifest['id']}", person=OWNER
            ),
            "/studio/[course_id]/certificate": Stop(
                address=f"/studio/{certified_id}/certificate", person=OWNER
            ),
            "/verify": Stop(address="/verify"),
            "/verify/[code]": Stop(address=f"/verify/{code}"),
            "/classes": Stop(address="/classes", person=OWNER),
            "/classes/[classroom_id]": Stop(address=f"/classes/{room['id']}", person=OWNER),
            "/classes/[classroom_id]/poster": Stop(
                address=f"/classes/{room['id']}/poster", person=OWNER
            ),
            "/classes/[classroom_id]/discussion": Stop(
                address=f"/classes/{room['id']}/discussion", person=learner
            ),
            "/classes/[classroom_id]/assignments": Stop(
                address=f"/classes/{room['id']}/assignments", person=OWNER
            ),
            "/classes/[classroom_id]/assignments/new": Stop(
                address=f"/classes/{room['id']}/assignments/new", person=OWNER
            ),
            "/classes/[classroom_id]/gradebook": Stop(
                address=f"/classes/{room['id']}/gradebook", person=OWNER
            ),
            "/classes/[classroom_id]/insight": Stop(
                address=f"/classes/{room['id']}/insight", person=OWNER
            ),
            "/classes/[classroom_id]/insight/rows": Stop(
                address=f"/classes/{room['id']}/insight/rows?of=learners", person=OWNER
            ),
            "/classes/[classroom_id]/insight/learners/[user_id]": Stop(
                address=f"/classes/{room['id']}/insight/learners/{learner_id}", person=OWNER
            ),
            "/studio/[course_id]/insight": Stop(
                address=f"/studio/{sample['id']}/insight", person=OWNER
            ),
            "/studio/[course_id]/insight/rows": Stop(
                address=f"/studio/{sample['id']}/insight/rows?of=lessons", person=OWNER
            ),
            "/progress/[course_id]": Stop(address=f"/progress/{sample['id']}", person=learner),
            "/progress/[course_id]/rows": Stop(
                address=f"/progress/{sample['id']}/rows?of=lessons", person=learner
            ),
            "/classes/[classroom_id]/mine": Stop(
                address=f"/classes/{room['id']}/mine", person=learner
            ),
            "/assignments/[assignment_id]": Stop(address=f"/assignments/{task_id}", person=learner),
            "/assignments/[assignment_id]/edit": Stop(
                address=f"/assignments/{task_id}/edit", person=OWNER
            ),
            "/assignments/[assignment_id]/grade": Stop(
                address=f"/assignments/{task_id}/grade", person=OWNER
            ),
            "/assignments/[assignment_id]/second": Stop(
                address=f"/assignments/{task_id}/second", person=OWNER
            ),
            "/assignments/[assignment_id]/peers": Stop(
                address=f"/assignments/{task_id}/peers", person=OWNER
            ),
            "/assignments/[assignment_id]/reviews": Stop(
                address=f"/assignments/{task_id}/reviews", person=learner
            ),
            "/assignments/[assignment_id]/moderation": Stop(
                address=f"/assignments/{task_id}/moderation", person=OWNER
            ),
            "/classes/[classroom_id]/tests": Stop(
                address=f"/classes/{taken.id}/tests", person=OWNER
            ),
            "/classes/[classroom_id]/tests/new": Stop(
                address=f"/classes/{taken.id}/tests/new", person=OWNER
            ),
            "/tests/[exam_id]": Stop(address=f"/tests/{taken.exam_id}", person=learner),
            "/tests/[exam_id]/edit": Stop(address=f"/tests/{taken.exam_id}/edit", person=OWNER),
            "/tests/[exam_id]/results": Stop(
                address=f"/tests/{taken.exam_id}/results", person=OWNER
            ),
            "/tests/[exam_id]/statistics": Stop(
                address=f"/tests/{taken.exam_id}/statistics", person=OWNER
            ),
            "/tests/attempts/[exam_attempt_id]": Stop(
                address=f"/tests/attempts/{going_on}", person=learner
            ),
            "/tests/attempts/[exam_attempt_id]/review": Stop(
                address=f"/tests/attempts/{done}/review", person=learner
            ),
            "/join": Stop(address="/join"),
            "/join/[code]": Stop(address=f"/join/{room['code']}"),
            "/return": Stop(address="/return"),
            # Who has another way in is led home from here.
            "/return-code": Stop(address="/return-code", person=learner),
            "/jobs": Stop(address="/jobs", person=OWNER),
            "/jobs/[job_id]": Stop(address=f"/jobs/{job_id}", person=OWNER),
            "/engines": Stop(address="/engines", person=OWNER),
            "/engines/use": Stop(address="/engines/use", person=OWNER),
            "/people": Stop(address="/people", person=OWNER),
            "/school": Stop(address="/school", person=OWNER),
            "/account": Stop(address="/account", person=learner),
            "/account/data": Stop(address="/account/data", person=learner),
            "/erased": Stop(address="/erased"),
            "/erased/[receipt_code]": Stop(address=f"/erased/{privacy.erase(campus)}"),
            "/admin/retention": Stop(address="/admin/retention", person=OWNER),
            "/calendar": Stop(address="/calendar", person=learner),
            "/notifications": Stop(address="/notifications", person=learner),
            "/notifications/settings": Stop(address="/notifications/settings", person=learner),
            "/unsubscribe": Stop(address=f"/unsubscribe?{_token(campus)}"),
            "/admin/outbox": Stop(address="/admin/outbox", person=OWNER),
            "/sign-in": Stop(address="/sign-in"),
            "/register": Stop(address="/register"),
            "/set-up": Stop(address=link.removeprefix(campus.address)),
        },
    )


def _hand_in(campus: Campus, room: str, learner: Person) -> str:
    """The id of an assignment with a rubric; the first of the learner's two attempts is in."""
    levels = [{"title": "Missing", "points": 0}, {"title": "Convincing", "points": 5}]
    task = {
        "title": "Injector report",
        "instructions": "Say what you **found**.",
        "form": "rubric",
        "criteria": [{"title": title, "levels": levels} for title in ("Diagnosis", "Safety")],
        "attempts": 2,
        "second_marks": "all",
    }
    with campus.api() as owner:
        task_id = owner.post(f"/classes/{room}/assignments", json=task).json()["id"]
        owner.post(f"/assignments/{task_id}/publish")
    with campus.api(learner) as program:
        program.post(f"/assignments/{task_id}/draft", json={"attempt": 1, "text": "It leaks."})
        program.post(f"/assignments/{task_id}/submit", json={"attempt": 1})
    return task_id


def _tell(campus: Campus, course_id: str) -> str:
    """The address of what those who had finished a course read of its correction."""
    certificates.correct(campus, OWNER, course_id)
    with campus.api() as owner:
        owner.post(f"/drafts/{course_id}/publish")
        release = owner.post(f"/drafts/{course_id}/release/note", json={}).json()
        return f"/courses/{release['slug']}/changes/{release['release_note_id']}"


def _token(campus: Campus) -> str:
    """Of a link that ends some mails."""
    [mail, *_] = campus.records("SELECT unsubscribe_url FROM mail")
    return mail["unsubscribe_url"].partition("?")[2]


def _review(campus: Campus, course_id: object) -> None:
    """A remark on the first sentence of a draft, and one that is dealt with; then it is sent."""
    with campus.api() as owner:
        desk = owner.get(f"/drafts/{course_id}/review").json()
        [lesson, *_] = desk["lessons"]
        reading = owner.get(f"/drafts/lessons/{lesson['id']}/review").json()
        sentence = next(one for part in reading["parts"] for one in part["sentences"])
        remarks = f"/drafts/{course_id}/review/comments"
        pinned = {"anchor": "sentence", "anchor_id": sentence["id"], "body": "Which pressure?"}
        owner.post(remarks, json=pinned).raise_for_status()
        done = owner.post(remarks, json={"anchor_id": str(course_id), "body": "Good order."})
        owner.put(f"/review-comments/{done.json()['id']}", json={"is_resolved": True})
        owner.post(f"/drafts/{course_id}/review", json={"note": "Please look at lesson 1."})
        owner.post(f"/drafts/{course_id}/evidence-packs")


def _generate(campus: Campus) -> tuple[str, str]:
    """The ids of a course that engines have written, and of the job that did it."""
    with campus.api() as owner:
        pdf = authoring.BRAKES_PDF
        sent = {"upload_id": upload_file(owner, pdf)}
        source = owner.post("/sources", params=sent).json()
        brief = {
            "topic": authoring.TOPIC,
            "audience": "Apprentices in their first year",
            "lesson_count": authoring.LESSONS,
            "source_ids": [source["id"]],
        }
        started = owner.post("/generations", json=brief).json()
        give_up = monotonic() + GENERATION_SECONDS
        while owner.get(f"/courses/{started['course_id']}/generation").json()["is_active"]:
            assert monotonic() < give_up
            sleep(1)
    return started["course_id"], started["job_id"]
