"""What is shown while a formula is typed is how it will be read."""

import pytest

from alp_app.services.assessment.typeset import reading_of


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("2x", "2·x"),
        ("-x^2", "−x2"),
        ("(a + b)c", "(a+b)·c"),
        ("a - (b - c)", "a−(b−c)"),
        ("pi r^2", "π·r2"),
        ("abs(x)", "|x|"),
    ],
)
def test_a_formula_is_shown_as_it_is_read(typed, seen):
    reading = reading_of(typed, ["a", "b", "c", "r", "x"])
    assert reading.problem == ""
    assert "".join(_texts(reading.mathml)) == seen


@pytest.mark.parametrize(
    ("typed", "problem", "detail"),
    [
        ("2 +", "not_understood", None),
        ("2y", "unknown_name", "y"),
        ("x if x < 2 else 1", "not_allowed", None),
    ],
)
def test_what_cannot_be_read_is_said_in_one_word(typed, problem, detail):
    reading = reading_of(typed, ["x"])
    assert (reading.mathml, reading.problem) == ("", problem)
    assert detail is None or reading.detail == detail


@pytest.mark.parametrize("name", ["sqrt", "ln", "log", "exp", "sin", "asin", "atan"])
def test_every_function_has_a_look(name):
    reading = reading_of(f"{name}(x / 2)", ["x"])
    assert "<math" in reading.mathml
    assert "code" not in reading.mathml


def _texts(mathml: str) -> list[str]:
    return [part.split(">", 1)[1] for part in mathml.split("<") if part.partition(">")[2]]
