"""A link in a mail does what we signed, and nothing that anybody else made."""

from hypothesis import given
from hypothesis import strategies as st

from alp_app.security.signed_links import SignedLinks

LINKS = SignedLinks(b"k" * 32)


@given(words=st.lists(st.text(max_size=40), max_size=3))
def test_what_was_signed_is_read_for_its_purpose_alone(words: list[str]) -> None:
    token = LINKS.sign("unsubscribe", *words)
    assert LINKS.read("unsubscribe", token) == tuple(words)
    assert LINKS.read("calendar", token) is None
    assert SignedLinks(b"o" * 32).read("unsubscribe", token) is None


@given(token=st.text(max_size=200))
def test_what_was_not_signed_is_nothing(token: str) -> None:
    assert LINKS.read("unsubscribe", token) is None
