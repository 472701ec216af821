"""Answers as pydantic models: what is read, what is asked again, what is sent as the schema."""

import json
from typing import Annotated, Literal

import jsonschema
import pytest
from pydantic import BaseModel, Field, StringConstraints

from providers.contracts.errors import ProviderRefused, ProviderUnreachable
from providers.contracts.text import Message, TextRequest
from providers.fakes.text import ScriptedText
from providers.schemas import engine_schema
from providers.structured import complete_json


class Item(BaseModel):
    text: Annotated[str, StringConstraints(min_length=3, max_length=20, pattern="[a-z]+")]
    is_right: bool = False


class Quiz(BaseModel):
    items: list[Item] = Field(min_length=1)


GOOD = '{"items": [{"text": "valve"}]}'
WRONG = '{"items": [{"text": "x"}]}'
REQUEST = TextRequest(messages=(Message("system", "Be exact."), Message("user", "Ask me.")))


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Certainly! Here is the quiz:\n\n{GOOD}\n\nI hope it helps.",
        GOOD.replace(" ", "\n"),
    ],
)
async def test_the_json_is_found_in_whatever_stands_around_it(text: str):
    quiz, result, _ = await complete_json(ScriptedText([text]), REQUEST, Quiz)
    assert quiz.items[0].text == "valve"
    assert result.parameters["tries"] == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (WRONG, "items.0.text: String should have at least 3 characters"),
        ('{"items": []}', "items: List should have at least 1 item"),
        ('{"items": [}', "not valid JSON"),
        ('{"items": NaN}', "not valid JSON"),
        ("No.", "holds no JSON"),
        ("[1]", "the whole answer"),
    ],
)
async def test_a_wrong_answer_is_shown_to_its_writer_with_what_is_wrong(text: str, complaint: str):
    model = ScriptedText([text, GOOD])
    quiz, result, _ = await complete_json(model, REQUEST, Quiz)
    assert quiz.items[0].text == "valve"
    assert result.parameters["tries"] == 2
    *before, shown, asked = model.requests[1].messages
    assert tuple(before) == REQUEST.messages
    assert (shown.role, shown.content) == ("assistant", text)
    assert asked.role == "user"
    assert complaint in asked.content


async def test_an_answer_that_was_cut_off_gets_more_room_and_is_not_quoted():
    long = " ".join(["{", *['"word",'] * 50])
    model = ScriptedText([long, GOOD])
    request = TextRequest(messages=REQUEST.messages, max_tokens=20)
    await complete_json(model, request, Quiz)
    again = model.requests[1]
    assert again.max_tokens == 40
    assert [message.role for message in again.messages] == ["system", "user"]
    assert "briefer" in again.messages[-1].content


async def test_tries_are_bounded_and_counted_together():
    model = ScriptedText([WRONG])
    with pytest.raises(ProviderRefused, match=r"in 2 tries: - items\.0\.text") as caught:
        await complete_json(model, REQUEST, Quiz, tries=2)
    assert len(model.requests) == 2
    assert caught.value.hint

    model = ScriptedText([WRONG, WRONG, GOOD])
    _, result, _ = await complete_json(model, REQUEST, Quiz)
    assert result.output_tokens == 3 * len(GOOD.split())


async def test_an_engine_that_fails_is_not_asked_again():
    model = ScriptedText([ProviderUnreachable("scripted", "gone"), GOOD])
    with pytest.raises(ProviderUnreachable):
        await complete_json(model, REQUEST, Quiz)
    assert len(model.requests) == 1


def test_the_schema_that_is_sent_has_no_references_and_only_plain_keywords():
    schema = engine_schema(Quiz)
    assert "$" not in json.dumps(schema)
    item = schema["properties"]["items"]["items"]
    assert item["properties"]["text"] == {"type": "string", "minLength": 3, "maxLength": 20}
    assert item["required"] == ["text"]
    assert schema["properties"]["items"]["minItems"] == 1
    jsonschema.Draft202012Validator.check_schema(schema)


class Text(BaseModel):
    kind: Literal["text"] = "text"
    title: str


class Picture(BaseModel):
    kind: Literal["picture"] = "picture"
    wide: bool | None


class Page(BaseModel):
    blocks: list[Annotated[Text | Picture, Field(discriminator="kind")]]
    first: Text
    second: Text


def test_alternatives_are_spelt_out_and_a_property_may_be_called_like_a_keyword():
    schema = engine_schema(Page)
    kinds = [
        branch["properties"]["kind"]["const"]
        for branch in schema["properties"]["blocks"]["items"]["anyOf"]
    ]
    assert kinds == ["text", "picture"]
    assert schema["properties"]["first"]["properties"]["title"] == {"type": "string"}
    assert schema["properties"]["first"] == schema["properties"]["second"]


class Tree(BaseModel):
    branches: list["Tree"]


def test_a_model_that_contains_itself_cannot_be_sent():
    with pytest.raises(ValueError, match="Tree"):
        engine_schema(Tree)
