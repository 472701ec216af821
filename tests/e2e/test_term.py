"""Journey: a class of thirty lives a term, from the code on the board to the certificate."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from alp_app.kit import clock
from alp_app.local import ports
from alp_app.security.actor import Role
from tests.e2e import examining, gradebook, privacy, reckoning, term
from tests.e2e.campus import OWNER, Campus, Person, claim
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor
from tests.support.people import PASSWORD
from tests.support.school import running_school

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("term"), pytest.mark.timeout(1800)]

logger = logging.getLogger(__name__)

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
CUT_OFF = ("net::ERR_CONNECTION_REFUSED", "net::ERR_INTERNET_DISCONNECTED")
"""What a browser says while it is offline, or the server is away."""
FORM_TIME = "%Y-%m-%dT%H:%M"


def test_thirty_learners_live_a_term(tmp_path: Path, visit: Visit):
    home = tmp_path / "home"
    port = str(ports.choose(taken=()))
    with running_school(home, "--port", port) as school:
        claim(school.setup_link, OWNER)
        campus = Campus(school)
        head = campus.add_person(Role.INSTRUCTOR)
        course = term.make_course(campus, head)
        teacher = visit(campus, head)
        _begin_class(teacher)
        place = _gather(campus, visit, teacher, head, course)
        _plan(teacher, place)
        gradebook.set_up(teacher, place)
        with campus.api(head) as desk, term.programs(campus, place.people) as everybody:
            _study_what_is_open(place, desk, everybody)
            _hand_in_reports(teacher, place, desk, everybody)
            exam = _give_test(teacher, place, desk)
            _study_the_rest(place, everybody)
            _begin_test(place, exam, desk, everybody)
    # The server is started again, and meanwhile somebody goes on.
    examining.pick(place.laptop.page, 2, term.pick(12, term.CHOICES[1]))
    expect(place.laptop.page.get_by_text("Offline, 1 waiting")).to_be_visible()
    with running_school(home, "--port", port) as school:
        campus = place.campus = Campus(school)
        for number, visitor in ((12, place.laptop), (20, place.tablet)):
            expect(visitor.page.get_by_text("Saved")).to_be_visible()
            _answer(visitor.page, number, range(2, 9))
            examining.hand_in(visitor.page)
        for title in (term.INJECTORS, term.COOLING):
            _grade_by_keyboard(teacher, place, title)
        _mark_essays_by_keyboard(teacher, place, exam)
        gradebook.take_in_sheet(teacher, place)
        gradebook.expect_grades(teacher, place, is_key_mended=False)
        _mend_key(teacher, place, exam)
        _expect_regrade_told(place)
        gradebook.expect_grades(teacher, place, is_key_mended=True)
        _check_certificates(visit, place)
        _take_everything_and_leave(teacher, place)
        complaints = teacher.complaints + place.phone.complaints + place.laptop.complaints
        assert [said for said in complaints if not any(cut in said for cut in CUT_OFF)] == []


def _begin_class(teacher: Visitor) -> None:
    teacher.open("/classes", "Your classes")
    teacher.main.get_by_role("button", name="New class").first.click()
    dialog = teacher.page.get_by_role("dialog")
    dialog.get_by_label("Name of the class").fill(term.ROOM)
    dialog.get_by_label("Course").select_option(term.COURSE)
    dialog.get_by_label("Term").fill("Autumn")
    dialog.get_by_role("button", name="Begin the class").click()
    expect(teacher.main.get_by_role("heading", level=1, name=term.ROOM)).to_be_visible()


def _gather(
    campus: Campus, visit: Visit, teacher: Visitor, head: Person, course: term.Course
) -> term.Place:
    """Thirty come in: by the code, by a link, by a list."""
    code = teacher.main.locator(".class-code").inner_text()
    phone, first = _join(visit(campus, **PHONE), f"/join/{code}", term.NAMES[0])
    _, second = _join(visit(campus, **PHONE), f"/join/{code}", term.NAMES[1])
    by_code = [first, second, *term.join(campus, term.NAMES[2:12], code=code)]

    teacher.main.get_by_text("New link").click()
    teacher.main.locator("form", has_text="Days it works").get_by_label("Seats").fill("8")
    teacher.press("Make the link")
    link = teacher.page.get_by_label("Invite link", exact=True).input_value()
    account = campus.add_person()
    laptop = visit(campus, account)
    laptop.page.goto(link)
    laptop.press(f"Join {term.ROOM}")
    expect(laptop.page).to_have_url(f"{campus.address}/courses/{course.slug}")
    _, third = _join(visit(campus), link, term.NAMES[13])
    invited = term.join(campus, term.NAMES[14:20], token=link.partition("invite=")[2])

    listed, refused = campus.add_person(), term.NAMES[20]
    lines = [*term.NAMES[20:29], listed.email, refused]
    teacher.page.get_by_label("Names, e-mail addresses, or both").fill("\n".join(lines))
    teacher.press("See what it would do")
    expect(teacher.main.get_by_role("status").filter(has_text="10 new")).to_contain_text("1 line")
    teacher.press("Take in 10 people")
    slips = teacher.main.get_by_role("region", name="Ways in").get_by_role("row")
    expect(slips).to_have_count(10)
    codes = {
        (row := slips.nth(at)).get_by_role("rowheader").inner_text(): row.locator(
            ".num"
        ).inner_text()
        for at in range(1, 10)
    }
    tablet = visit(campus)
    tablet.open("/return")
    tablet.page.get_by_label("Return code").fill(codes[term.NAMES[20]])
    tablet.press("Go on")
    expect(tablet.page.get_by_role("button", name="Account of")).to_be_visible()

    from_list = [Person(name=name, return_code=codes[name]) for name in term.NAMES[20:29]]
    people = [*by_code, account, third, *invited, *from_list, listed]
    expect(
        teacher.main.get_by_role("region", name="Everybody who learns in the class").get_by_role(
            "row"
        )
    ).to_have_count(len(people) + 1)
    room = teacher.page.url.rpartition("/")[2]
    return term.Place(campus, head, course, room, people, phone, laptop, tablet)


def _join(visitor: Visitor, address: str, name: str) -> tuple[Visitor, Person]:
    """With nothing but a name."""
    visitor.page.goto(address)
    visitor.fill("Name your class will see", name)
    visitor.press(f"Join {term.ROOM}")
    expect(visitor.main.get_by_role("heading", level=1)).to_contain_text(name)
    code = visitor.page.locator("#return-code").inner_text()
    visitor.follow("To your course")
    return visitor, Person(name=name, return_code=code)


def _plan(teacher: Visitor, place: term.Place) -> None:
    """The second lesson waits for the first; what is beyond opens next month."""
    teacher.page.get_by_role("tab", name="Release plan").click()
    teacher.page.get_by_label("What Pump waits for").select_option(label="Lesson 1, Tank")
    expect(teacher.page.get_by_label("What Pump waits for")).to_have_value(
        f"lesson:{place.course.lessons[0]}"
    )
    next_month = clock.now() + timedelta(days=30)
    for title in ("Air", "Beyond"):
        opens = teacher.page.get_by_label(f"When {title} opens")
        opens.fill(next_month.strftime(FORM_TIME))
        opens.blur()


def _study_what_is_open(
    place: term.Place, desk: httpx.Client, everybody: dict[int, httpx.Client]
) -> None:
    slug, (tank, pump, turbo, hydrogen) = place.course.slug, place.course.lessons
    place.phone.open(f"/learn/{slug}/{pump}", "Pump")
    expect(place.phone.main.get_by_text("This lesson is not open yet.")).to_be_visible()
    expect(place.phone.main).to_contain_text("After 1 Tank")
    for lesson in (turbo, hydrogen):
        place.phone.open(f"/learn/{slug}/{lesson}")
        expect(place.phone.main.get_by_text("This lesson is not open yet.")).to_contain_text(
            "Opens"
        )
    soon = clock.now() + timedelta(seconds=40)
    opening = {"module_id": place.course.modules[1], "opens_at": soon.isoformat()}
    desk.post(f"/classes/{place.room}/plan/openings", json=opening)
    place.phone.open(f"/learn/{slug}/{tank}", "Tank")
    place.phone.press("Mark as done")
    expect(place.phone.main.get_by_role("heading", level=1, name="Pump")).to_be_visible()

    def study(number: int) -> None:
        for lesson in (tank, pump):
            everybody[number].post(f"/learning/lessons/{lesson}/open")
            everybody[number].post(f"/learning/lessons/{lesson}/complete")

    term.at_once(study, everybody)


def _study_the_rest(place: term.Place, everybody: dict[int, httpx.Client]) -> None:
    """What has opened by its date by now; and it is the last lesson that is required."""
    slug, turbo = place.course.slug, place.course.lessons[2]
    until = monotonic() + term.PATIENCE_SECONDS
    place.phone.open(f"/learn/{slug}/{turbo}", "Turbo")
    while place.phone.main.get_by_text("This lesson is not open yet.").count():
        assert monotonic() < until
        place.phone.page.wait_for_timeout(2000)
        place.phone.open(f"/learn/{slug}/{turbo}", "Turbo")
    place.phone.press("Mark as done")
    expect(place.phone.main.get_by_role("heading", level=1, name="Hydrogen")).to_be_visible()
    term.at_once(
        lambda number: everybody[number].post(f"/learning/lessons/{turbo}/complete"), everybody
    )


def _hand_in_reports(
    teacher: Visitor, place: term.Place, desk: httpx.Client, everybody: dict[int, httpx.Client]
) -> None:
    """Most are in time, two are late, one has more time, two leave one out."""
    book = desk.get(f"/classes/{place.room}/gradebook").json()
    category = next(each["id"] for each in book["categories"] if each["title"] == "Reports")
    levels = [
        {"title": title, "points": points}
        for title, points in zip(
            ("Missing", "Begun", "Solid", "Convincing"), term.LEVELS, strict=True
        )
    ]
    criteria = [{"title": title, "levels": levels} for title in ("Diagnosis", "Safety")]
    injectors = term.give_report(
        desk, place.room, category, term.INJECTORS, form="rubric", criteria=criteria
    )
    cooling = term.give_report(desk, place.room, category, term.COOLING, points="7")

    place.phone.open(f"/classes/{place.room}/mine", "My work and grades")
    place.phone.follow(term.INJECTORS)
    place.phone.fill("Your text", "The nozzle of the second injector leaks.")
    expect(place.phone.main.locator(".saved")).to_contain_text("Saved")
    place.phone.press("Hand in")
    expect(place.phone.main.get_by_text("Not marked yet")).to_be_visible()

    late = {*term.LATE, term.EXTENDED}

    def write(number: int) -> None:
        words = term.found_by(place.people[number])
        if number not in late and number != 0:
            term.hand_in(everybody[number], injectors["id"], words)
        if number not in term.MISSING:
            term.hand_in(everybody[number], cooling["id"], words)

    term.at_once(write, everybody)
    gradebook.open_figure(teacher, place, term.EXTENDED, term.INJECTORS)
    dialog = teacher.page.get_by_role("dialog")
    dialog.get_by_text("More time or attempts").click()
    more = (clock.now() + timedelta(days=3)).strftime(FORM_TIME)
    dialog.get_by_label("More time until").fill(more)
    dialog.get_by_role("button", name="Save").click()
    expect(teacher.notice("Saved")).to_be_visible()
    for task in (injectors, cooling):
        term.end_time(desk, task)
    term.at_once(
        lambda number: term.hand_in(everybody[number], injectors["id"], "Sorry, I was away."), late
    )


def _give_test(teacher: Visitor, place: term.Place, desk: httpx.Client) -> str:
    """Whoever completes the course must have enough points in it."""
    book = desk.get(f"/classes/{place.room}/gradebook").json()
    category = next(each["id"] for each in book["categories"] if each["title"] == "Tests")
    exam = term.give_test(desk, place.course, place.room, category)
    teacher.open(f"/classes/{place.room}/gradebook", "Gradebook")
    teacher.press("Columns and rules")
    form = teacher.page.locator("form[aria-labelledby=completion-title]")
    form.get_by_label(term.TEST).fill(str(reckoning.NEEDED_PERCENT))
    form.get_by_role("button", name="Save").click()
    expect(teacher.notice("Saved")).to_be_visible()
    teacher.page.keyboard.press("Escape")
    expect(teacher.page.get_by_role("dialog")).to_have_count(0)
    return exam


def _begin_test(
    place: term.Place, exam: str, desk: httpx.Client, everybody: dict[int, httpx.Client]
) -> None:
    """27 take it; one goes offline and comes back; two have not handed in when the server stops."""
    test = examining.Room(place.room, exam)
    path = f"/classes/{place.room}/accommodations"
    by_name = {each["name"]: each["user_id"] for each in desk.get(path).json()}
    desk.put(f"{path}/{by_name[place.people[20].name]}", json={"extra_percent": 50})
    phone, laptop, tablet = (each.page for each in (place.phone, place.laptop, place.tablet))
    for page in (phone, laptop, tablet):
        examining.begin(page, test)
    minutes = [
        int(page.get_by_role("timer").inner_text().split()[-1].split(":")[0])
        for page in (laptop, tablet)
    ]
    assert minutes[0] <= 30
    assert minutes[1] >= 40

    others = [number for number in everybody if number not in (0, 12, 20)]
    term.at_once(lambda number: term.take_test(everybody[number], exam, number), others)

    _answer(phone, 0, range(1))
    expect(phone.get_by_text("Saved")).to_be_visible()
    place.phone.context.set_offline(True)
    _answer(phone, 0, range(1, 4))
    expect(phone.get_by_text("Offline, 3 waiting")).to_be_visible()
    place.phone.context.set_offline(False)
    _answer(phone, 0, range(4, 9))
    examining.hand_in(phone)
    for number, page in ((12, laptop), (20, tablet)):
        _answer(page, number, range(1))
        expect(page.get_by_text("Saved")).to_be_visible()
    _answer(tablet, 20, range(1, 2))


def _answer(page: Page, number: int, places: Sequence[int]) -> None:
    for at in places:
        if at < len(term.CHOICES):
            examining.pick(page, at + 1, term.pick(number, term.CHOICES[at]))
        else:
            words = f"Suck, squeeze, bang, blow, says {number}."
            examining.question(page, at + 1).get_by_role("textbox").fill(words)


def _grade_by_keyboard(teacher: Visitor, place: term.Place, title: str) -> None:
    """Everybody's work, and the release: nothing is pointed at."""
    numbers = {person.name: number for number, person in enumerate(place.people)}
    teacher.open(f"/classes/{place.room}/assignments", "Assignments")
    page, rows = teacher.page, teacher.main.locator(".queue-row")
    teacher.main.get_by_role("link", name=f"Grade {title}").focus()
    page.keyboard.press("Enter")
    expect(teacher.main.get_by_role("heading", level=1)).to_have_text(title)
    expect(rows).to_have_count(len(place.people))
    names = [rows.nth(at).locator("span").first.inner_text() for at in range(len(numbers))]
    begun_at = monotonic()
    for at, name in enumerate(names):
        expect(rows.nth(at)).to_have_attribute("aria-current", "true")
        if title == term.INJECTORS:
            for level in term.levels_of(numbers[name]):
                page.keyboard.press(str(level + 1))
            page.keyboard.press("j")
        elif numbers[name] in term.MISSING:
            page.keyboard.press("j")
        else:
            points = str(term.cooling_points(numbers[name]))
            page.keyboard.type(points)
            page.keyboard.press("Enter")
    marks = len(names) - (len(term.MISSING) if title == term.COOLING else 0)
    release = teacher.main.get_by_role("button", name=f"Release {marks} marks")
    expect(release).to_be_enabled()
    took = monotonic() - begun_at
    logger.info("%s: %d works graded by keyboard in %.1f s", title, marks, took)
    release.focus()
    page.keyboard.press("Enter")
    expect(teacher.main.get_by_role("button", name="Nothing to release")).to_be_visible()
    teacher.open(urlsplit(page.url).path, title)
    first = numbers[names[0]]
    if title == term.INJECTORS:
        chosen = [each.input_value() for each in page.get_by_role("radio", checked=True).all()]
        assert chosen == [str(level) for level in term.levels_of(first)]
    else:
        points = page.get_by_role("textbox", name="Points of 7")
        expect(points).to_have_value(str(term.cooling_points(first)))


def _mark_essays_by_keyboard(teacher: Visitor, place: term.Place, exam: str) -> None:
    numbers = {person.name: number for number, person in enumerate(place.people)}
    teacher.open(f"/tests/{exam}/results", term.TEST)
    page = teacher.page
    page.get_by_role("tab", name="Mark by hand (30)").focus()
    page.keyboard.press("Enter")
    points = page.get_by_label("Points, up to 4")
    points.focus()
    for at in range(len(numbers)):
        expect(
            teacher.main.get_by_role("status").filter(has_text=f"Answer {at + 1} of")
        ).to_be_visible()
        name = teacher.main.get_by_role("heading", level=2).inner_text()
        expect(points).to_be_focused()
        page.keyboard.type(str(term.essay_points(numbers[name])))
        page.keyboard.press("Control+Enter")
    teacher.main.get_by_role("button", name="Release 30 results").focus()
    page.keyboard.press("Enter")
    expect(teacher.notice("30 learners see their results now.")).to_be_visible()


def _mend_key(teacher: Visitor, place: term.Place, exam: str) -> None:
    """The statistics point at the key; the teacher mends it and sees who changes."""
    teacher.open(f"/tests/{exam}/statistics", "Statistics")
    suspects = teacher.main.locator(".exam-items > li").filter(has_text="Key likely wrong")
    expect(suspects).to_have_count(1)
    expect(suspects).to_contain_text(term.SUSPECT.stem)
    suspects.get_by_role("button", name="Check the key").click()
    dialog = teacher.page.get_by_role("dialog")
    keys = dialog.locator('.desk-row [name$=".right"]')
    keys.nth(0).check()
    keys.nth(1).uncheck()
    dialog.get_by_role("button", name="Save").click()
    teacher.press("Mark again by the present key")
    for number, person in enumerate(place.people):
        before, after = (
            reckoning.test_points(number, is_key_mended=is_mended) for is_mended in (False, True)
        )
        row = dialog.get_by_role("row").filter(
            has=teacher.page.get_by_role("rowheader", name=person.name, exact=True)
        )
        expect(row.get_by_role("cell")).to_have_text([] if before == after else [before, after])
    dialog.get_by_role("button", name="Change the marks").click()
    expect(teacher.notice("Marked again.")).to_be_visible()


def _expect_regrade_told(place: term.Place) -> None:
    """To those whose points have changed, and nobody else."""
    for number, person in enumerate(place.people):
        points = {reckoning.test_points(number, is_key_mended=mended) for mended in (False, True)}
        with place.campus.api(person) as client:
            told = client.get("/me/notifications").json()["items"]
        words = [each["word"] for each in told]
        assert words.count("regraded") == len(points) - 1, person.name
    place.phone.open("/notifications", "Notifications")
    expect(place.phone.main).to_contain_text("were marked again")


def _check_certificates(visit: Visit, place: term.Place) -> None:
    """Whoever has done all that is required has one, nobody else has, and anybody can check it."""
    codes: dict[str, str] = {}
    for number, person in enumerate(place.people):
        is_earned = reckoning.has_completed(number)
        with place.campus.api(person) as client:
            if is_earned:
                term.wait_until(
                    lambda client=client: bool(client.get("/certificates").json()), person.name
                )
            given = client.get("/certificates").json()
        assert len(given) == is_earned, person.name
        if given:
            codes[person.name] = given[0]["code"]
    assert len(set(codes.values())) == len(codes)
    for name, code in codes.items():
        answer = httpx.get(f"{place.campus.address}/api/v1/certificates/verify/{code}").json()
        assert (answer["standing"], answer["name"]) == ("valid", name)
    stranger = visit(place.campus)
    name, code = next(iter(codes.items()))
    stranger.open(f"/verify/{code}", "Check a certificate")
    expect(stranger.main.locator(".verify-result")).to_contain_text("Valid")
    expect(stranger.main.locator(".verify-result")).to_contain_text(name)


def _take_everything_and_leave(teacher: Visitor, place: term.Place) -> None:
    """One learner has everything of theirs, and is nowhere afterwards; the others' grades stay."""
    archive = privacy.download(place.laptop)
    words = archive.read("index.html").decode()
    assert term.found_by(place.people[12]) in words
    assert term.found_by(place.people[1]) not in words
    code = privacy.erase_own_account(place.laptop, password=PASSWORD)
    assert code in place.laptop.page.url
    gradebook.expect_grades(teacher, place, is_key_mended=True, gone={12})
