"""The text that fakes write: valid, made of the prompt's words, the same for the same seed."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.contracts.text import Message
from providers.fakes.matter import matter_of
from providers.fakes.writing import write_json, write_text

LESSON = (
    Message("system", "You write test questions. Answer with JSON only."),
    Message(
        "user",
        "Lesson: What the injector does\n\n"
        "The injector sprays the fuel into the cylinder at up to 2000 bar. A worn nozzle lets fuel "
        "drip, which makes smoke. The rail keeps the pressure constant for all injectors.\n\n"
        "Write 2 questions about this lesson. Each has one right answer that the lesson states.",
    ),
)
QUIZ = {
    "type": "object",
    "properties": {
        "questions": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "items": {
                "type": "object",
                "properties": {
                    "question": {"type": "string", "maxLength": 300},
                    "right_answer": {"type": "string", "maxLength": 60},
                    "wrong_answers": {
                        "type": "array",
                        "minItems": 3,
                        "maxItems": 3,
                        "items": {"type": "string", "maxLength": 60},
                    },
                },
            },
        }
    },
}

bounds = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


def ranged(kind: str, low: str, high: str) -> st.SearchStrategy[dict[str, Any]]:
    return bounds.map(lambda pair: {"type": kind, low: pair[0], high: pair[1]})


leaves = st.one_of(
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {"const": 7}, {"type": "string"}]),
    st.lists(st.text(max_size=5), min_size=1, max_size=4).map(lambda values: {"enum": values}),
    ranged("string", "minLength", "maxLength"),
    ranged("integer", "minimum", "maximum"),
    ranged("number", "minimum", "maximum"),
    bounds.map(
        lambda b: {"type": "integer", "exclusiveMinimum": b[0], "exclusiveMaximum": b[1] + 2}
    ),
)
names = st.sampled_from(
    ["title", "question", "answer", "wrong_answers", "reason", "is_correct", "text", "steps", "x"]
)


def compound(children: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    sizes = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)
    return st.one_of(
        st.dictionaries(names, children, max_size=4).map(
            lambda p: {"type": "object", "properties": p, "required": list(p)}
        ),
        st.tuples(children, sizes).map(
            lambda pair: {
                "type": "array",
                "items": pair[0],
                "minItems": pair[1][0],
                "maxItems": pair[1][1],
            }
        ),
        st.lists(children, min_size=1, max_size=3).map(lambda branches: {"anyOf": branches}),
    )


@given(schema=st.recursive(leaves, compound, max_leaves=12), seed=st.integers(0, 99) | st.none())
@settings(max_examples=150, deadline=None)
def test_whatever_the_schema_the_json_is_valid(schema: dict[str, Any], seed: int | None):
    jsonschema.validate(json.loads(write_json(LESSON, schema, seed)), schema)


def test_the_key_of_a_question_is_the_word_that_the_text_has_there():
    for question in json.loads(write_json(LESSON, QUIZ, 3))["questions"]:
        gap = question["question"].partition("? ")[2]
        assert gap.replace("_____", question["right_answer"]) in LESSON[1].content
        answers = [question["right_answer"], *question["wrong_answers"]]
        assert len(set(answers)) == 4


def test_one_option_is_marked_right_and_it_is_the_missing_word():
    option = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "is_correct": {"type": "boolean"}},
    }
    schema = {
        "type": "object",
        "properties": {
            "stem": {"type": "string"},
            "options": {"type": "array", "items": option, "minItems": 4, "maxItems": 4},
        },
    }
    answer = json.loads(write_json(LESSON, schema, 5))
    [right] = [option["text"] for option in answer["options"] if option["is_correct"]]
    assert answer["stem"].partition("? ")[2].replace("_____", right) in LESSON[1].content


def test_a_quote_stands_word_for_word_in_the_prompt():
    schema = {"type": "object", "properties": {"quote": {"type": "string"}}}
    assert json.loads(write_json(LESSON, schema, 1))["quote"] in LESSON[1].content


def test_the_same_seed_gives_the_same_text_and_another_or_none_gives_others():
    assert write_json(LESSON, QUIZ, 3) == write_json(LESSON, QUIZ, 3)
    assert len({write_json(LESSON, QUIZ, seed) for seed in range(10)}) > 5
    assert len({write_json(LESSON, QUIZ, None) for _ in range(10)}) > 5


def test_titles_of_one_answer_differ():
    schema = {
        "type": "array",
        "items": {"type": "string", "maxLength": 80},
        "minItems": 12,
        "maxItems": 12,
    }
    titles = json.loads(
        write_json(LESSON, {"type": "object", "properties": {"titles": schema}}, 1)
    )["titles"]
    assert len(set(titles)) == 12


def test_the_matter_of_a_prompt_is_what_it_teaches_and_not_what_it_demands():
    matter = matter_of(LESSON)
    assert matter.subject == "What the injector does"
    assert matter.terms[0] == "injector"
    assert len(matter.facts) == 3
    assert not any("Write" in fact for fact in matter.facts)


def test_prose_is_made_of_whole_sentences_of_the_text():
    assert write_text(LESSON, 1).startswith("The injector sprays the fuel into the cylinder")


@pytest.mark.parametrize(
    "messages", [(), (Message("user", ""),), (Message("system", "Be brief."),)]
)
def test_there_is_always_something_to_say(messages: tuple[Message, ...]):
    assert write_text(messages, 1)
    json.loads(write_json(messages, QUIZ, 1))


def test_numbered_sentences_come_back_one_by_one_in_words_that_keep_their_facts():
    told = "The sentences, by number:\n1. The rail holds 1,800 bar.\n2. Do not open the line.\n"
    sentence = {
        "type": "object",
        "properties": {"n": {"type": "integer"}, "text": {"type": "string"}},
    }
    schema = {"type": "object", "properties": {"sentences": {"type": "array", "items": sentence}}}
    found = json.loads(write_json([Message("user", told)], schema, seed=1))["sentences"]
    assert [each["n"] for each in found] == [1, 2]
    assert found[0]["text"].endswith("The rail holds 1,800 bar.")
    assert found[0]["text"] != "The rail holds 1,800 bar."
