"""Every sentence a page asks for exists, and every sentence in the catalogue can be formatted."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyicumessageformat import Parser

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "assets/locales/en.json"
MESSAGES: dict[str, str] = json.loads(CATALOGUE.read_text())
KEY = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z0-9_]*)+")
KEY_NAMES = {"message_key", "title_key", "stage_key", "detail_key", "hint_key", "word"}


def python_calls() -> Iterator[tuple[str, ast.Call, str]]:
    for package in ("components", "pages"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    name = ast.unparse(node.func).rsplit(".", 1)[-1]
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node, name


def literal_keys() -> Iterator[tuple[str, str]]:
    """Where a key is asked for, and the key."""
    for place, call, name in python_calls():
        first = call.args[0] if call.args else None
        if name == "t" and isinstance(first, ast.Constant):
            yield place, first.value
        if name == "Place" and isinstance(first, ast.Constant):
            yield place, first.value
        for keyword in call.keywords:
            if keyword.arg in KEY_NAMES and isinstance(keyword.value, ast.Constant):
                yield place, keyword.value.value
    for path in (ROOT / "assets/client").glob("*.js*"):
        for key in re.findall(r"""words\(\s*["']([^"']+)["']""", path.read_text()):
            yield str(path.relative_to(ROOT)), key


def families() -> Iterator[tuple[str, str]]:
    """Keys of which only the first part is known before the page runs."""
    for place, call, name in python_calls():
        if name == "t_in" and isinstance(call.args[0], ast.Constant):
            yield place, call.args[0].value
    for path in (ROOT / "assets/client").glob("*.js*"):
        for family in re.findall(r"words\(`([a-z_]+)\.\$\{", path.read_text()):
            yield str(path.relative_to(ROOT)), family


def test_every_key_a_page_asks_for_is_in_the_catalogue():
    asked = list(literal_keys())
    assert asked
    assert [(place, key) for place, key in asked if key not in MESSAGES] == []


def test_every_family_a_page_asks_for_has_messages():
    unknown = [
        (place, family)
        for place, family in families()
        if not any(key.startswith(f"{family}.") for key in MESSAGES)
    ]
    assert unknown == []


def test_keys_are_noun_and_thing_in_alphabetical_order():
    assert [key for key in MESSAGES if not KEY.fullmatch(key)] == []
    assert list(MESSAGES) == sorted(MESSAGES), "Sort assets/locales/en.json by key."


def test_no_key_is_written_twice():
    pairs: list[tuple[str, str]] = json.loads(
        CATALOGUE.read_text(), object_pairs_hook=lambda found: found
    )
    keys = [key for key, _ in pairs]
    assert [key for key in set(keys) if keys.count(key) > 1] == []


@pytest.mark.parametrize("language", [path.stem for path in CATALOGUE.parent.glob("*.json")])
def test_every_message_is_valid_icu_message_format(language: str):
    messages = json.loads((CATALOGUE.parent / f"{language}.json").read_text())
    parser = Parser({"allow_tags": False, "require_other": True})
    broken: list[str] = []
    for key, message in messages.items():
        try:
            parser.parse(message)
        except SyntaxError as error:
            broken.append(f"{key}: {error}")
    assert broken == []


def test_messages_keep_to_the_voice():
    """Plain and calm: no exclamation marks, no "oops", and quotation marks that ICU leaves alone."""
    loud = [
        key
        for key, message in MESSAGES.items()
        if re.search(r"!|oops|magic", message, re.IGNORECASE)
    ]
    assert loud == []
    straight = [key for key, message in MESSAGES.items() if re.search(r"\w'\w", message)]
    assert straight == [], "Write ’ for an apostrophe: ICU reads ' as its quoting mark."
