"""A small course that gives certificates, and somebody who has earned one."""

from time import monotonic, sleep

from tests.e2e.campus import Campus, Person

TITLE = "Knots and splices"
PATIENCE_SECONDS = 60


def make_course(campus: Campus, teacher: Person) -> tuple[str, str, str]:
    """The id and the slug of a course of a required lesson and an optional one, and the first's id."""
    with campus.api(teacher) as client:
        details = {"title": TITLE, "summary": "Two ways to make a line hold."}
        course = client.post("/drafts", json=details).json()
        module = client.post(f"/drafts/{course['id']}/modules", json={"title": "Knots"}).json()
        lessons: list[str] = []
        for title in ("Bowline", "Eye splice"):
            lesson = client.post(
                f"/drafts/modules/{module['subject_id']}/lessons", json={"title": title}
            ).json()["subject_id"]
            block = {"type": "text", "text": "Hold the end, then begin."}
            client.post(f"/drafts/lessons/{lesson}/blocks", json={"block": block})
            lessons.append(lesson)
        client.put(f"/drafts/lessons/{lessons[1]}/requirement", json={"is_required": False})
        client.post(f"/drafts/{course['id']}/publish")
    return course["id"], course["slug"], lessons[0]


def correct(campus: Campus, teacher: Person, course_id: str) -> None:
    """Change the words of the required lesson in the draft."""
    with campus.api(teacher) as client:
        lesson = client.get(f"/drafts/{course_id}").json()["modules"][0]["lessons"][0]
        [block] = client.get(f"/drafts/lessons/{lesson['id']}").json()["blocks"]
        words = {"type": "text", "text": "Fix the end, then begin."}
        changed = {"block": words, "revision": block["revision"]}
        client.put(f"/drafts/blocks/{block['id']}", json=changed).raise_for_status()


def earn(campus: Campus, teacher: Person, learner: Person) -> tuple[str, str]:
    """The id of such a course, and the code of the learner's certificate of it."""
    course_id, _, lesson_id = make_course(campus, teacher)
    with campus.api(teacher) as client:
        client.put(f"/drafts/{course_id}/certificate", json={"is_on": True})
    with campus.api(learner) as client:
        client.post("/learning/enrolments", json={"course_id": course_id})
        client.post(f"/learning/lessons/{lesson_id}/complete")
        give_up = monotonic() + PATIENCE_SECONDS
        while not (given := client.get("/certificates").json()) or not given[0]["file_href"]:
            assert monotonic() < give_up
            sleep(0.5)
    return course_id, given[0]["code"]
