"""From what a model sent back to blocks and questions."""

from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import SourceId, new_uuid
from alp_app.models.content import FigureBlock, ListBlock, Origin, Writer
from alp_app.services.courses.rules import has_key
from alp_app.services.generation import rules
from alp_app.services.generation.drafts import (
    LessonDraft,
    PartDraft,
    QuestionDraft,
    SectionDraft,
    WrongAnswer,
    module_sizes,
)

ORIGIN = Origin(writer=Writer.MODEL, model="Qwen")
LONG = "A paragraph that is long enough to be one, with a fact in it."


def lesson(**changes) -> LessonDraft:
    fields = {
        "lead": "What you will understand after it.",
        "sections": [SectionDraft(heading="# Pads", paragraphs=[LONG]) for _ in range(2)],
        "steps": ["1. Lift the car.", " "],
        "caution": "Never work under a jack.",
        "remember": ["Pads wear first.", "Discs wear too."],
        "picture": "A disc brake seen from the front",
    }
    return LessonDraft.model_validate({**fields, **changes})


def question(right="Fluid", wrong=("Air", "Oil", "Water")) -> QuestionDraft:
    return QuestionDraft(
        question="What carries the force to the wheels?",
        right_answer=right,
        why_right="Fluid hardly gives way.",
        wrong_answers=[WrongAnswer(text=text, mixed_up="Something else here") for text in wrong],
    )


def test_a_lesson_becomes_blocks_that_all_name_their_model():
    blocks = rules.lesson_blocks(lesson(), ORIGIN, title="Disc brakes", words=rules.words_for("en"))
    assert isinstance(blocks[0], FigureBlock)
    assert blocks[0].prompt.startswith("Disc brakes: ")
    steps = next(block for block in blocks if isinstance(block, ListBlock) and block.ordered)
    assert [item[0].text for item in steps.items] == ["Lift the car."]
    assert {sentence.origin.model for sentence in rules.all_sentences(blocks)} == {"Qwen"}


def test_headings_speak_the_language_of_the_course():
    blocks = rules.lesson_blocks(lesson(), ORIGIN, title="Frenos", words=rules.words_for("es-MX"))
    assert "Paso a paso" in [getattr(block, "text", "") for block in blocks]


def test_the_right_answer_is_the_only_key_wherever_it_stands():
    made = rules.choice_question(question(), ORIGIN, [])
    assert made is not None
    assert has_key(made)
    assert [option.text for option in made.options if option.is_correct] == ["Fluid"]
    assert all(option.reason for option in made.options)


def test_a_wrong_answer_that_repeats_another_is_left_out():
    made = rules.choice_question(question(wrong=("Air", "fluid", "Oil")), ORIGIN, [])
    assert made is not None
    assert {option.text for option in made.options} == {"Fluid", "Air", "Oil"}
    assert has_key(made)


def test_answers_that_are_nearly_all_the_same_make_no_question():
    assert rules.choice_question(question(wrong=("Air", "air", "fluid")), ORIGIN, []) is None


@given(st.integers(1, 24))
def test_lessons_are_spread_evenly(count):
    sizes = module_sizes(count)
    assert sum(sizes) == count
    assert max(sizes) - min(sizes) <= 1


def test_repeated_titles_are_told_apart():
    parts = [PartDraft(title="Brakes.", summary="What it teaches, in a sentence.")] * 3
    titles = [part.title for part in rules.distinct_titles(parts)]
    assert titles == ["Brakes", "Brakes (2)", "Brakes (3)"]


def test_a_sentence_is_cited_only_where_something_close_stands():
    near, far = [1.0, 0.0], [0.0, 1.0]
    ground = rules.Ground(
        source_id=SourceId(new_uuid()), page=7, sentences=["The quote."], vectors=[near]
    )
    citation = rules.closest(near, [ground])
    assert citation is not None
    assert (citation.page, citation.quote) == (7, "The quote.")
    assert rules.closest(far, [ground]) is None


@given(st.text(max_size=200))
def test_cleaned_text_is_one_line_without_control_characters(text):
    cleaned = rules.clean(text)
    assert "\n" not in cleaned
    assert all(char.isprintable() for char in cleaned)
