"""Journey: a teacher writes a question of each kind; learners answer by keyboard alone, and by thumb."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from alp_app.security.actor import Role
from tests.e2e.campus import Campus, Person
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("campus"), pytest.mark.timeout(600)]

TITLE = "Every kind of question"
MOST_TABS = 60
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
STROKES = ("Intake", "Squeeze", "Bang", "Blow")
AT_REST = """async () => {
    const gliding = document.getAnimations().filter((each) => each.playState === "running");
    const ending = gliding.filter((each) => each.effect.getComputedTiming().endTime < 1e6);
    await Promise.allSettled(ending.map((each) => each.finished));
    for (let y = NaN; y !== scrollY; ) {
        y = scrollY;
        await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)));
    }
}"""
"""Resolves when nothing glides or scrolls: a finger goes where things are, not where they were."""

Fill = Callable[[Page, Path], None]


def test_each_kind_is_written_by_a_form_and_answered_by_keyboard_and_by_thumb(
    campus: Campus, visit: Visit, tmp_path: Path
):
    teacher = campus.add_person(Role.INSTRUCTOR)
    course = _begin(campus, teacher)
    picture = tmp_path / "pump.png"
    Image.new("RGB", (800, 400), "teal").save(picture)

    author = visit(campus, teacher, viewport={"width": 1280, "height": 720})
    author.open(f"/studio/{course['id']}", TITLE)
    for kind, fill in FORMS.items():
        _write(author, kind, fill, picture)
    author.open(f"/studio/{course['id']}/questions", "Questions")
    for kind in ("Essay, marked by a person", "Files, marked by a person"):
        _write(author, kind, _stem_only, picture)
    expect(author.main.locator(".bank-row")).to_have_count(len(FORMS) + 2)
    assert author.complaints == []
    with campus.api(teacher) as client:
        client.post(f"/drafts/{course['id']}/publish")

    keys = _study(campus, visit, course, viewport={"width": 1024, "height": 900})
    for answer in KEYS.values():
        answer(keys.page)
        _press(keys.page, keys.page.get_by_role("button", name="Check"))
        expect(keys.page.locator(".answer h4")).to_have_text("Right")
        following = keys.page.get_by_role("button", name="Next question")
        if following.count():
            _press(keys.page, following)
    expect(keys.page.locator(".quiz-result")).to_contain_text("Passed with 100")
    expect(keys.page.get_by_text("You have done this lesson.")).to_be_visible()
    assert keys.complaints == []

    thumb = _study(campus, visit, course, **PHONE)
    for place, kind in enumerate(FORMS):
        if kind in THUMBS:
            expect(thumb.page.locator(".quiz .stem")).to_contain_text(kind)
            THUMBS[kind](thumb.page)
            thumb.page.get_by_role("button", name="Check").click()
            expect(thumb.page.locator(".answer h4")).to_have_text("Right")
        if place + 1 < len(FORMS):
            thumb.page.get_by_role("button", name=re.compile("Skip|Next question")).click()
    assert thumb.complaints == []


def _begin(campus: Campus, teacher: Person) -> dict[str, Any]:
    """A course of one lesson with an empty quiz."""
    with campus.api(teacher) as client:
        course = client.post("/drafts", json={"title": TITLE, "summary": "All of them."}).json()
        module = client.post(f"/drafts/{course['id']}/modules", json={"title": "One"}).json()
        lesson = client.post(
            f"/drafts/modules/{module['subject_id']}/lessons", json={"title": "Asked"}
        ).json()
        for block in (
            {"type": "text", "text": "A pump presses the fuel."},
            {"type": "quiz", "title": "Asked", "passing_percent": 100},
        ):
            client.post(f"/drafts/lessons/{lesson['subject_id']}/blocks", json={"block": block})
    return {"id": course["id"], "slug": course["slug"], "lesson": lesson["subject_id"]}


def _study(campus: Campus, visit: Visit, course: dict[str, Any], **options: Any) -> Visitor:
    learner = campus.add_person()
    with campus.api(learner) as client:
        client.post("/learning/enrolments", json={"course_id": course["id"]})
    visitor = visit(campus, learner, **options)
    visitor.open(f"/learn/{course['slug']}/{course['lesson']}", "Asked")
    expect(visitor.page.locator(".quiz .stem")).to_be_visible()
    return visitor


def _write(author: Visitor, kind: str, fill: Fill, picture: Path) -> None:
    author.main.get_by_role("button", name="Add question").click()
    author.page.get_by_role("menuitem", name=kind, exact=True).click()
    desk = author.page.get_by_role("dialog")
    desk.locator('[name="stem"]').fill(f"{kind}?")
    fill(author.page, picture)
    expect(desk.locator(".desk-preview .stem")).to_contain_text("?")
    expect(desk.get_by_text("It can be marked for everybody.")).to_be_visible()
    desk.get_by_role("button", name="Save").click()
    expect(desk).to_have_count(0)


def _stem_only(page: Page, _picture: Path) -> None:
    page.locator('.desk-form [name="stem"]').blur()


def _fields(**values: str) -> Fill:
    def fill(page: Page, _picture: Path) -> None:
        for name, value in values.items():
            control = page.locator(f'.desk-form [name="{name}"]')
            control.fill(value)
            control.blur()

    return fill


def _rows(*rows: Mapping[str, str | bool], **fields: str) -> Fill:
    """The columns of the rows that the form begins with."""

    def fill(page: Page, picture: Path) -> None:
        _fields(**fields)(page, picture)
        for place, row in enumerate(rows):
            shown = page.locator(".desk-row").nth(place)
            for column, value in row.items():
                control = shown.locator(f'[name$=".{column}"]')
                if isinstance(value, bool):
                    control.check()
                elif control.evaluate("control => control.tagName") == "SELECT":
                    control.select_option(value)
                else:
                    control.fill(value)
                    control.blur()

    return fill


def _drawn(*rows: Mapping[str, str]) -> Fill:
    """A rectangle in the left half and one in the right half of the picture."""

    def fill(page: Page, picture: Path) -> None:
        page.get_by_label("Choose a picture").set_input_files(picture)
        surface = page.locator(".picture-map.is-drawn")
        expect(surface.locator("svg")).to_be_visible()
        for place, row in enumerate(rows):
            surface.scroll_into_view_if_needed()
            box = surface.bounding_box()
            assert box
            left = box["x"] + box["width"] * (0.1 + 0.5 * place)
            page.mouse.move(left, box["y"] + box["height"] * 0.2)
            page.mouse.down()
            page.mouse.move(left + box["width"] * 0.3, box["y"] + box["height"] * 0.8, steps=4)
            page.mouse.up()
            expect(page.locator(".desk-row")).to_have_count(place + 1)
            _rows(*[_NOTHING] * place, row)(page, picture)
        _fields(alt="A pump and a rail")(page, picture)

    return fill


_NOTHING: Mapping[str, str] = {}

FORMS: Mapping[str, Fill] = {
    "One right option": _rows(
        {"text": "Pump", "right": True, "reason": "It presses."}, {"text": "Fan"}
    ),
    "Several right options": _rows(
        {"text": "Piston", "right": True, "reason": "It moves."},
        {"text": "Valve", "right": True},
        {"text": "Rail"},
    ),
    "True or false": _rows({"text": "Yes", "right": True, "reason": "So it is."}, {"text": "No"}),
    "A number": _fields(answer="1600", unit="bar", tolerance="5"),
    "A word or a few": _rows({"text": "diesel", "reason": "After its inventor."}),
    "Text with gaps": _rows(
        {"fits": "pump | It presses."},
        {"kind": "choice", "fits": "*steel | It holds.\nwood"},
        text="A [[1]] of [[2]].",
    ),
    "Matching": _rows(
        {"prompt": "Pump", "match": "presses", "reason": "That is its work."},
        {"prompt": "Fan", "match": "cools"},
    ),
    "Putting in order": _fields(order="\n".join(STROKES)),
    "Pointing at a picture": _drawn({"reason": "There it is."}),
    "Labelling a picture": _drawn({"label": "Pump", "reason": "Left."}, {"label": "Rail"}),
    "A formula": _fields(answer="pi*r^2", variables="r"),
    "What a program prints": _fields(language="python", code="print(6 * 7)", output="42"),
    "Numbers of one’s own for each learner": _fields(
        stem="{{a}} and {{b}}?", variables="a = 10 to 99\nb = 10 to 99", answer="a + b"
    ),
}


def _press(page: Page, control: Locator) -> None:
    _tab_to(page, control)
    page.keyboard.press("Enter")


def _tab_to(page: Page, control: Locator) -> None:
    for _ in range(MOST_TABS):
        if control.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {control}")


def _picks(*texts: str) -> Callable[[Page], None]:
    def answer(page: Page) -> None:
        options = page.locator(".opt")
        expect(options.first).to_be_visible()
        words = options.locator("> span:nth-of-type(2)").all_inner_texts()
        _tab_to(page, options.first.locator("input"))
        for text in texts:
            page.keyboard.press(str(words.index(text) + 1))

    return answer


def _types(text: str, label: str = "Your answer") -> Callable[[Page], None]:
    def answer(page: Page) -> None:
        _tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.type(text)

    return answer


def _chooses(**labels: str) -> Callable[[Page], None]:
    """In the lists of these names, by their first letters."""

    def answer(page: Page) -> None:
        for name, letters in labels.items():
            _tab_to(page, page.get_by_label(name.replace("_", " ")))
            page.keyboard.type(letters)

    return answer


def _both(*answers: Callable[[Page], None]) -> Callable[[Page], None]:
    def answer(page: Page) -> None:
        for each in answers:
            each(page)

    return answer


def _orders(page: Page) -> None:
    for place, item in enumerate(STROKES):
        up = page.get_by_role("button", name=f"Move “{item}” up")
        while _order(page).index(item) > place:
            before = _order(page)
            _press_any_way(page, up)
            expect(page.locator(".order-words")).not_to_have_text(before)
    keep = page.get_by_role("button", name="This order is right as it is")
    if keep.count():
        _press_any_way(page, keep)


def _press_any_way(page: Page, control: Locator) -> None:
    """From wherever the focus is: backwards, too."""
    page.locator(".quiz .stem").focus()
    _press(page, control)


def _order(page: Page) -> list[str]:
    return page.locator(".order-words").all_inner_texts()


def _points(page: Page) -> None:
    """From the middle of the picture into its left half."""
    _tab_to(page, page.get_by_role("application"))
    for _ in range(2):
        page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_role("status").filter(has_text="30 % from the left")).to_have_count(1)
    page.keyboard.press("Enter")


def _adds_up(page: Page) -> None:
    stem = page.locator(".quiz .stem").inner_text()
    numbers = [int(number) for number in re.findall(r"\d+", stem)]
    _types(str(sum(numbers)))(page)


def _formula(page: Page) -> None:
    _types("r*r*pi")(page)
    expect(page.locator(".formula-reading math")).to_be_visible()


KEYS: Mapping[str, Callable[[Page], None]] = {
    "single": _picks("Pump"),
    "multiple": _picks("Piston", "Valve"),
    "true_false": _picks("Yes"),
    "numeric": _types("160 MPa"),
    "short_text": _types("Diesel"),
    "cloze": _both(_types("pump", "Gap 1"), _chooses(Gap_2="st")),
    "matching": _both(
        lambda page: _tab_to(page, page.get_by_label("Belongs to “Pump”")),
        lambda page: page.keyboard.type("pr"),
        lambda page: _tab_to(page, page.get_by_label("Belongs to “Fan”")),
        lambda page: page.keyboard.type("co"),
    ),
    "ordering": _orders,
    "hotspot": _points,
    "diagram": _chooses(Place_1="Pu", Place_2="Ra"),
    "formula": _formula,
    "code_output": _types("42", "What it prints"),
    "parametrised": _adds_up,
}
"""Answers by keyboard alone, in the order in which the questions were written."""


def _drags(page: Page) -> None:
    """Each item by its grip, to the place where it belongs."""
    touch = page.context.new_cdp_session(page)
    expect(page.locator(".order-words")).to_have_count(len(STROKES))
    for place, item in enumerate(STROKES):
        if _order(page)[place] == item:
            continue
        page.locator(".order").scroll_into_view_if_needed()
        page.evaluate(AT_REST)
        grip = page.locator(".order-item", has_text=item).locator(".grip").bounding_box()
        goal = page.locator(".order-item").nth(place).bounding_box()
        assert grip
        assert goal
        x, y = grip["x"] + 10, grip["y"] + grip["height"] / 2
        _touch(touch, "touchStart", x, y)
        for step in range(1, 6):
            _touch(touch, "touchMove", x, y + (goal["y"] + 4 - y) * step / 5)
        _touch(touch, "touchEnd")
        expect(page.locator(".order-words").nth(place)).to_have_text(item)
    keep = page.get_by_role("button", name="This order is right as it is")
    if keep.count():
        keep.click()


def _touch(session: Any, kind: str, x: float = 0, y: float = 0) -> None:
    points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _taps(page: Page) -> None:
    surface = page.locator(".picture-map")
    expect(surface.locator("img")).to_have_js_property("complete", value=True)
    surface.scroll_into_view_if_needed()
    page.evaluate(AT_REST)
    box = surface.bounding_box()
    assert box
    surface.tap(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    expect(page.locator(".spot")).to_have_count(1)


def _labels(page: Page) -> None:
    """A label is tapped, then its place in the picture."""
    for place, label in enumerate(("Pump", "Rail")):
        page.locator(".chip", has_text=label).tap()
        page.locator(".picture-map .zone").nth(place).tap()
        expect(page.get_by_label(f"Place {place + 1}")).not_to_have_value("")


THUMBS: Mapping[str, Callable[[Page], None]] = {
    "Putting in order": _drags,
    "Pointing at a picture": _taps,
    "Labelling a picture": _labels,
}
