"""Names that pupils take: less is enough, and nobody takes another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.codes import ALPHABET, new_code, read_code, spelled
from alp_app.services.classes.names import advise, is_taken, key_of

names = st.text(min_size=1, max_size=40).filter(lambda name: name.strip() == name and key_of(name))


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Amara Okafor", "Amara O."),
        ("ana maria silva", "ana S."),
        ("Zoë Müller-Lüdenscheidt", "Zoë M."),
        ("Seán O’Brien", "Seán O."),
    ],
)
def test_a_whole_name_gets_a_shorter_one_suggested(name, suggestion):
    advice = advise(name, [])
    assert (advice.kind, advice.suggestion) == ("full", suggestion)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("ana.silva@example.org", "Ana"),
        ("Ben 0176 1234567", "Ben"),
        ("+49 30 901820", "Learner"),
        ("www.mypage.example", "Www"),
    ],
)
def test_an_address_or_a_number_is_not_a_name(name, suggestion):
    advice = advise(name, [])
    assert (advice.kind, advice.suggestion) == ("contact", suggestion)


@pytest.mark.parametrize("name", ["Amara", "Amara O.", "Blue 7", "李", "B.", "Zoë", "Ana 2"])
def test_a_first_name_or_nickname_is_fine(name):
    assert advise(name, ["Somebody"]) is None


@pytest.mark.parametrize("typed", ["amara", "AMARA", "Ámara", "A m a r a", "Amara."])
def test_a_name_that_reads_like_a_taken_one_is_taken(typed):
    assert advise(typed, ["Amara"]).kind == "taken"


def test_a_taken_name_gets_the_first_free_number():
    assert advise("Ana", ["Ana", "Ana 2", "ana3"]).suggestion == "Ana 4"


@given(names, st.lists(names, max_size=5))
def test_what_is_suggested_is_itself_fine(name, taken):
    advice = advise(name, taken)
    if advice is not None:
        assert advise(advice.suggestion, taken) is None
        assert not is_taken(advice.suggestion, taken)
        assert len(advice.suggestion) <= 45


@given(st.integers(4, 16), st.sampled_from(["", "-", " ", "–"]))
def test_a_code_is_read_however_it_is_typed(length, gap):
    code = new_code(length)
    assert set(code) <= set(ALPHABET)
    typed = f" {spelled(code).replace('-', gap).lower()} "
    assert read_code(typed, length) == code


@pytest.mark.parametrize("typed", ["", "BCDF-234", "BCDF-2345-6", "BCDF-234O", "BCDF-234A"])
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed, 8) is None
