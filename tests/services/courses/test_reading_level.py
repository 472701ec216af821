"""Reading ease by formula."""

import pytest

from alp_app.services.courses.reading_level import (
    english_syllables,
    reading_level,
    spanish_syllables,
)

ENGLISH = """cat 1, engine 2, pressure 2, the 1, tables 2, looked 1, wanted 2, combustion 3, piece 1,
    cylinder 3, boxes 2"""
SPANISH = """mar 1, motor 2, presión 2, día 2, queso 2, guerra 2, combustible 4, aéreo 4, muy 1, aire 2,
    inyección 3"""


def pairs(words: str) -> list[tuple[str, int]]:
    return [(word, int(count)) for word, count in (item.split() for item in words.split(","))]


@pytest.mark.parametrize(("word", "syllables"), pairs(ENGLISH))
def test_syllables_of_english_words(word: str, syllables: int):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(("word", "syllables"), pairs(SPANISH))
def test_syllables_of_spanish_words(word: str, syllables: int):
    assert spanish_syllables(word) == syllables


EASY = "The cat sat on the mat. The dog ran to the door. " * 12
HARD = (
    "Electrohydraulic servomechanisms necessitate comprehensive characterisation of nonlinear"
    " thermodynamic interdependencies throughout operational envelopes. " * 12
)


def test_short_words_in_short_sentences_are_easier():
    easy, hard = reading_level(EASY, "en"), reading_level(HARD, "en")
    assert easy is not None
    assert hard is not None
    assert easy.ease > 100
    assert hard.ease < 0
    assert easy.grade is not None
    assert hard.grade is not None
    assert easy.grade < 2
    assert hard.grade > 15


def test_the_formula_of_flesch_is_kept():
    text = "The engine turns. " * 40
    found = reading_level(text, "en")
    assert found is not None
    assert found.ease == pytest.approx(206.835 - 1.015 * 3 - 84.6 * 4 / 3)


def test_nothing_is_said_of_a_few_words_or_of_a_language_without_a_formula():
    assert reading_level("Too short.", "en") is None
    assert reading_level(EASY, "fi") is None
    spanish = reading_level("El motor gira. La presión sube. " * 30, "es")
    assert spanish is not None
    assert spanish.formula == "fernandez_huerta"
