"""The gradebook of the term, as its teacher uses it, and compared with the reckoning."""

import csv
import io
from collections.abc import Collection

from playwright.sync_api import Locator, expect

from tests.e2e import reckoning, term
from tests.e2e.visitor import Visitor


def set_up(teacher: Visitor, place: term.Place) -> None:
    teacher.open(f"/classes/{place.room}/gradebook", "Gradebook")
    teacher.press("Columns and rules")
    page = teacher.page
    page.get_by_label("Decimals shown").fill(str(reckoning.DECIMALS))
    page.get_by_label("Letters").fill(
        ", ".join(f"{name} {least}" for name, least in reckoning.LETTERS)
    )
    page.get_by_role("dialog").get_by_role("button", name="Save").first.click()
    expect(teacher.notice("Saved")).to_be_visible()
    for name, weight in reckoning.WEIGHTS.items():
        form = page.locator(".rule-form", has=page.get_by_label("New category"))
        form.get_by_label("New category").fill(name)
        form.get_by_label("Weight").fill(str(weight))
        form.get_by_label("Drop the lowest").fill("1" if name == "Reports" else "0")
        form.get_by_role("button", name="Add").click()
        expect(page.get_by_role("button", name=f"Delete {name}")).to_be_visible()
    form = page.locator(".rule-form", has=page.get_by_label("New column"))
    form.get_by_label("New column").fill(term.TAKING_PART)
    form.get_by_label("Category").select_option(label=term.TAKING_PART)
    form.get_by_role("button", name="Add").click()
    expect(page.get_by_role("button", name=f"Delete {term.TAKING_PART}")).to_have_count(2)
    page.keyboard.press("Escape")


def take_in_sheet(teacher: Visitor, place: term.Place) -> None:
    """Taking part comes from a spreadsheet; then one is excused, and one mark is set for a reason."""
    numbers = {person.name: number for number, person in enumerate(place.people)}
    head, *rows = _sheet(place)
    at = head.index(term.TAKING_PART)
    for row in rows:
        row[at] = str(term.took_part(numbers[row[1]]))
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    teacher.open(f"/classes/{place.room}/gradebook", "Gradebook")
    teacher.press("Bring a sheet back")
    dialog = teacher.page.get_by_role("dialog")
    dialog.get_by_label("Gradebook as CSV").fill(text.getvalue())
    dialog.get_by_role("button", name="See what would change").click()
    expect(dialog.get_by_role("status")).to_contain_text("30 figures would change")
    dialog.get_by_role("button", name="Change 30 figures").click()
    expect(teacher.notice("30 figures are changed")).to_be_visible()

    [excused] = term.EXCUSED
    open_figure(teacher, place, excused, term.COOLING)
    dialog.get_by_role("button", name="Excuse").click()
    expect(dialog).to_contain_text("excused, as if it were not there")
    teacher.page.keyboard.press("Escape")
    [(overridden, points)] = term.OVERRIDDEN.items()
    open_figure(teacher, place, overridden, term.TEST)
    dialog.get_by_label("Points instead of the mark").fill(points)
    dialog.locator("[name=reason]").fill("Showed it at the engine.")
    dialog.get_by_role("button", name="Let this stand").click()
    expect(dialog).to_contain_text("instead of the")
    teacher.page.keyboard.press("Escape")


def open_figure(teacher: Visitor, place: term.Place, number: int, column: str) -> None:
    if "/gradebook" not in teacher.page.url:
        teacher.open(f"/classes/{place.room}/gradebook", "Gradebook")
    head = teacher.main.locator(".gradebook thead th")
    expect(head.filter(has_text=column)).to_be_visible()
    at = [text.split("\n")[0] for text in head.all_inner_texts()].index(column)
    _row(teacher, place.people[number].name).locator("td").nth(at - 1).get_by_role("button").click()
    expect(teacher.page.get_by_role("dialog")).to_be_visible()


def _row(teacher: Visitor, name: str) -> Locator:
    named = teacher.page.get_by_role("rowheader", name=name, exact=True)
    return teacher.main.locator(".gradebook tbody tr", has=named)


def _sheet(place: term.Place) -> list[list[str]]:
    with place.campus.api(place.head) as desk:
        text = desk.get(f"/classes/{place.room}/gradebook.csv").text
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def expect_grades(
    teacher: Visitor, place: term.Place, *, is_key_mended: bool, gone: Collection[int] = ()
) -> None:
    """On the page and in the file: what the reckoning says, of everybody who is not gone."""
    teacher.open(f"/classes/{place.room}/gradebook", "Gradebook")
    head, *lines = _sheet(place)
    by_name = {line[1]: dict(zip(head, line, strict=True)) for line in lines}
    there = [each for each in enumerate(place.people) if each[0] not in gone]
    assert by_name.keys() == {person.name for _, person in there}
    for number, person in there:
        expected = reckoning.row_of(number, is_key_mended=is_key_mended)
        line = by_name[person.name]
        found = {title: line[title] for title in expected.shown}
        assert found == expected.shown, person.name
        assert (line["percent"], line["letter"]) == (expected.percent, expected.letter), person.name
        expect(_row(teacher, person.name).locator(".is-total")).to_have_text(
            f"{expected.percent} % {expected.letter}"
        )
