"""From what a model sent back to blocks and questions."""

from hypothesis import given
from hypothesis import strategies as st

from alp_app.models.content import (
    BlockContent,
    FigureBlock,
    HeadingBlock,
    ListBlock,
    Origin,
    Writer,
)
from alp_app.models.course import Bloom
from alp_app.services.courses.rules import has_key
from alp_app.services.courses.sentences import sentences_in
from alp_app.services.generation import rules
from alp_app.services.generation.drafts import (
    ClosingDraft,
    ObjectiveDraft,
    ObjectivesDraft,
    PartDraft,
    QuestionDraft,
    SectionPlan,
    WrongAnswer,
    module_sizes,
)

ORIGIN = Origin(writer=Writer.MODEL, model="Qwen")
LONG = "A paragraph that is long enough to be one, with a fact in it."
LATER = "Another paragraph, which says something that was not said before."


def closing(**changes) -> ClosingDraft:
    fields = {
        "steps": ["1. Lift the car.", " "],
        "caution": "Never work under a jack.",
        "remember": ["Pads wear first.", "Discs wear too."],
        "picture": "A disc brake seen from the front",
    }
    return ClosingDraft.model_validate({**fields, **changes})


def blocks_of(*texts: str, language: str = "en", **changes) -> list[BlockContent]:
    sections = [
        rules.WrittenSection(f"# Part {number}", [text], ORIGIN)
        for number, text in enumerate(texts or (LONG, LATER), start=1)
    ]
    return rules.lesson_blocks(
        sections, closing(**changes), ORIGIN, title="Disc brakes", words=rules.words_for(language)
    )


def test_what_the_length_cut_off_is_left_out():
    cut = "The pump fills the rail. The rail stores the pressure and"
    assert rules.finished(cut, 700) == "The pump fills the rail."
    assert rules.finished("allows it to move. The rail stores it.", 700) == "The rail stores it."
    assert rules.finished("pH is measured first. Then it is noted.", 700).startswith("pH is")
    assert rules.finished("Lift the car", 240) == "Lift the car"
    assert rules.finished("x" * 239, 240) == ""
    assert rules.finished("A valve closes and\ufffd\ufffd", 20) == ""
    assert rules.finished("It costs 5 €.", 700) == "It costs 5 €."


def plans(*headings: str) -> list[SectionPlan]:
    return [SectionPlan(heading=heading, says="What it explains.") for heading in headings]


def question(right="Fluid", wrong=("Air", "Oil", "Water")) -> QuestionDraft:
    return QuestionDraft(
        question="What carries the force to the wheels?",
        right_answer=right,
        why_right="Fluid hardly gives way.",
        wrong_answers=[WrongAnswer(text=text, mixed_up="Something else here") for text in wrong],
    )


def test_a_lesson_becomes_blocks_that_all_name_their_model():
    blocks = blocks_of()
    assert isinstance(blocks[0], FigureBlock)
    assert blocks[0].prompt.startswith("Disc brakes: ")
    steps = next(block for block in blocks if isinstance(block, ListBlock) and block.ordered)
    assert [item[0].text for item in steps.items] == ["Lift the car."]
    assert {sentence.origin.model for block in blocks for sentence in sentences_in(block)} == {
        "Qwen"
    }


def test_headings_speak_the_language_of_the_course():
    blocks = blocks_of(language="es-MX")
    assert "Paso a paso" in [getattr(block, "text", "") for block in blocks]


def test_a_sentence_that_was_said_before_is_not_said_again():
    blocks = blocks_of(LONG, f"{LONG.upper()} {LATER}", LATER)
    texts = [sentence.text for block in blocks for sentence in sentences_in(block)]
    assert texts.count(LONG) == 1
    assert texts.count(LATER) == 1
    headings = [block.text for block in blocks if isinstance(block, HeadingBlock)]
    assert "Part 3" not in headings, "a section with nothing of its own is left out"


def test_headings_that_say_the_same_are_planned_once():
    sections = plans("How pads wear", "The wear of PADS", "The disc", "the DISC")
    kept = rules.distinct_sections(sections, ["Bleeding the disc"])
    assert [section.heading for section in kept] == ["How pads wear", "The disc"]
    assert rules.distinct_sections(plans("The disc"), ["Discs"]) == []


def test_an_engine_with_one_thing_to_say_still_gives_two_headings_of_their_own():
    told = rules.told_apart(plans("Pads", "Pads", "pads"), "Disc brakes")
    assert [section.heading for section in told] == ["Pads", "Disc brakes"]


def objectives(*texts: str) -> ObjectivesDraft:
    return ObjectivesDraft(
        objectives=[ObjectiveDraft(text=text, bloom=Bloom.APPLY) for text in texts]
    )


def test_objectives_that_nobody_could_see_a_learner_do_are_left_out():
    measurable = ("Measure the pads.", "Name the parts.", "Compare two discs.")
    draft = objectives("Understand brakes well.", *measurable, "Measure THE pads!")
    assert [item.text for item in rules.measurable(draft).objectives] == list(measurable)


def test_vague_objectives_are_kept_where_too_few_would_be_left():
    draft = objectives("Understand brakes well.", "Know the parts.", "Compare two discs.")
    assert rules.measurable(draft) == draft


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


@given(st.text(max_size=200))
def test_cleaned_text_is_one_line_without_control_characters(text):
    cleaned = rules.clean(text)
    assert "\n" not in cleaned
    assert all(char.isprintable() for char in cleaned)
