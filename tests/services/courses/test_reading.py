"""A lesson is prepared once for the page, with everything a reader may see and no key."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alp_app.kit.ids import (
    AssetId,
    BlockId,
    LessonId,
    QuestionId,
    QuestionVersionId,
    SourceId,
    new_uuid,
)
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    Citation,
    CodeBlock,
    FigureBlock,
    FileBlock,
    FormulaBlock,
    HeadingBlock,
    LegendEntry,
    ListBlock,
    ModelBlock,
    Origin,
    Quantity,
    QuizBlock,
    Sentence,
    TableBlock,
    TextBlock,
    VideoBlock,
    Writer,
)
from alp_app.models.questions import ChoiceQuestion, NumericQuestion, Option
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses.reading import (
    AssetFacts,
    LessonHead,
    Material,
    QuestionFacts,
    RenditionFacts,
    estimate_minutes,
    plain_text,
    prepare_lesson,
)
from alp_app.services.courses.reading_views import ReadingDocument

MANUAL = SourceId(new_uuid())


def prepare(*contents: BlockContent, material: Material | None = None, number: int = 7):
    head = LessonHead(lesson_id=LessonId(new_uuid()), number=number, title="How the rail holds")
    blocks = [(BlockId(new_uuid()), content) for content in contents]
    return prepare_lesson(head, blocks, material or Material(), example_of)


def paragraph(*texts: str, citations: list[Citation] | None = None) -> TextBlock:
    return TextBlock(sentences=[Sentence(text=text, citations=citations or []) for text in texts])


def picture(*names: str, **facts) -> AssetFacts:
    rendition = RenditionFacts(media_type="image/webp", size=10, width=640, height=480)
    return AssetFacts(
        id=AssetId(new_uuid()),
        filename="rail.webp",
        renditions=dict.fromkeys(names, rendition),
        **facts,
    )


def test_headings_figures_tables_and_formulas_are_numbered_each_in_their_own_row():
    document = prepare(
        HeadingBlock(text="Store"),
        FigureBlock(alt="rail"),
        HeadingBlock(text="Volume", level=3),
        HeadingBlock(text="Valves", level=3),
        TableBlock(header=["a"], rows=[["1"]]),
        HeadingBlock(text="Pressure"),
        HeadingBlock(text="Limits", level=3),
        ModelBlock(alt="pump"),
        FormulaBlock(latex="p"),
    )
    assert [(block.type, block.number) for block in document.blocks] == [
        ("heading", "7.1"),
        ("figure", "7.1"),
        ("heading", "7.1.1"),
        ("heading", "7.1.2"),
        ("table", "7.1"),
        ("heading", "7.2"),
        ("heading", "7.2.1"),
        ("model", "7.2"),
        ("formula", "7.1"),
    ]


def test_a_lesson_outside_of_a_course_is_numbered_without_a_prefix():
    document = prepare(HeadingBlock(text="Store"), HeadingBlock(text="V", level=3), number=0)
    assert [block.number for block in document.blocks] == ["1", "1.1"]


def test_citations_of_one_page_share_a_number_and_the_list_keeps_every_quote():
    material = Material(
        source_names={MANUAL: "Workshop manual.pdf"},
        references={"heywood": "Heywood, Internal Combustion Engine Fundamentals, 2018"},
    )
    document = prepare(
        paragraph("A.", citations=[Citation(source_id=MANUAL, page=62, quote="acts as a store")]),
        paragraph("B.", citations=[Citation(reference="heywood", page=62)]),
        ListBlock(
            items=[
                [
                    Sentence(
                        text="C.",
                        citations=[Citation(source_id=MANUAL, page=62, quote="damps the pulses")],
                    )
                ]
            ]
        ),
        paragraph("D.", citations=[Citation(source_id=MANUAL, page=63)]),
        paragraph("E.", citations=[Citation(reference="Bosch, Handbook, 2022")]),
        material=material,
    )
    first, second, third, *_ = document.blocks
    assert [mark.number for mark in first.sentences[0].citations] == [1]
    assert [mark.number for mark in second.sentences[0].citations] == [2]
    (again,) = third.list_items[0][0].citations
    assert (again.number, again.title, again.page, again.quote) == (
        1,
        "Workshop manual.pdf",
        62,
        "damps the pulses",
    )
    assert [
        (entry.number, entry.title, entry.page, entry.quotes) for entry in document.references
    ] == [
        (1, "Workshop manual.pdf", 62, ("acts as a store", "damps the pulses")),
        (2, "Heywood, Internal Combustion Engine Fundamentals, 2018", 62, ()),
        (3, "Workshop manual.pdf", 63, ()),
        (4, "Bosch, Handbook, 2022", None, ()),
    ]


def test_a_figure_names_its_renditions_size_and_maker():
    asset = picture("original", "small", "dark", maker="SD 1.5", is_placeholder=True)
    (block,) = prepare(
        FigureBlock(
            asset_id=asset.id,
            alt="The rail",
            caption="Rail at $p_1$",
            legend=[LegendEntry(mark="1", meaning="**Pump**")],
        ),
        material=Material(assets={asset.id: asset}),
    ).blocks
    assert block.src == f"/media/{asset.id}/original"
    assert block.small_src == f"/media/{asset.id}/small"
    assert block.dark_src == f"/media/{asset.id}/dark"
    assert (block.width, block.height, block.maker, block.is_placeholder) == (
        640,
        480,
        "SD 1.5",
        True,
    )
    assert block.legend[0].meaning_html == "<strong>Pump</strong>"
    assert "<math" in block.caption_html


def test_a_figure_without_a_smaller_picture_offers_the_original_twice():
    asset = picture("original")
    (block,) = prepare(
        FigureBlock(asset_id=asset.id, alt="x"), material=Material(assets={asset.id: asset})
    ).blocks
    assert block.small_src == block.src == f"/media/{asset.id}/original"
    assert block.dark_src == ""


@pytest.mark.parametrize("asset_id", [None, AssetId(new_uuid())])
def test_a_picture_that_is_not_made_yet_has_no_address(asset_id):
    (block,) = prepare(FigureBlock(asset_id=asset_id, alt="rail")).blocks
    assert (block.src, block.alt) == ("", "rail")


def test_a_model_shows_the_size_of_its_poster_and_a_video_its_captions():
    asset = picture("original", "poster", "captions")
    material = Material(assets={asset.id: asset})
    model, video = prepare(
        ModelBlock(asset_id=asset.id, alt="pump"),
        VideoBlock(asset_id=asset.id, alt="stroke"),
        material=material,
    ).blocks
    assert (model.poster_src, model.width) == (f"/media/{asset.id}/poster", 640)
    assert video.captions_src == f"/media/{asset.id}/captions"


def test_a_file_says_what_it_is_before_it_is_downloaded():
    asset = picture("original")
    (block,) = prepare(
        FileBlock(asset_id=asset.id, title="Worksheet"), material=Material(assets={asset.id: asset})
    ).blocks
    assert (block.filename, block.media_type, block.size) == ("rail.webp", "image/webp", 10)


def test_each_formula_symbol_is_mathml_and_its_meaning_is_words():
    (block,) = prepare(
        FormulaBlock(latex="v=s/t", where=[Quantity(symbol="v", meaning="speed, m/s")])
    ).blocks
    assert block.latex == "v=s/t"
    assert block.mathml.startswith('<math display="block">')
    assert block.where[0].mathml.startswith('<math display="inline">')
    assert block.where[0].meaning_html == "speed, m/s"


def quiz_material() -> tuple[QuizBlock, Material]:
    choice = ChoiceQuestion(
        stem="Where is the **fault**?",
        options=[
            Option(text="Pump", is_correct=False, reason="SECRET wrong reason"),
            Option(text="Injector $4$", is_correct=True, reason="SECRET right reason"),
        ],
        explanation="SECRET explanation",
        citations=[Citation(source_id=MANUAL, page=71, quote="SECRET quote")],
        origin=Origin(writer=Writer.MODEL, model="qwen"),
    )
    numeric = NumericQuestion(
        stem="How much?", answer=987.125, tolerance=0.375, unit="bar", explanation="SECRET sum"
    )
    ids = [QuestionId(new_uuid()), QuestionId(new_uuid())]
    facts = [
        QuestionFacts(version_id=QuestionVersionId(new_uuid()), content=content)
        for content in (choice, numeric)
    ]
    return QuizBlock(title="Check", question_ids=[*ids, QuestionId(new_uuid())]), Material(
        questions=dict(zip(ids, facts, strict=True))
    )


def test_a_quiz_asks_in_order_and_leaves_deleted_questions_out():
    quiz, material = quiz_material()
    (block,) = prepare(quiz, material=material).blocks
    first, second = block.questions
    assert (first.number, first.type, first.stem_html) == (
        1,
        "single",
        "Where is the <strong>fault</strong>?",
    )
    assert {pick.text for pick in first.picks} == {"Pump", "Injector 4"}
    assert (second.number, second.type, second.unit, second.picks) == (2, "numeric", "bar", ())
    assert block.passing_percent == 60


def test_no_prepared_lesson_says_which_answer_is_right():
    quiz, material = quiz_material()
    document = prepare(quiz, material=material)
    sent = document.model_dump_json()
    for secret in ("is_correct", "reason", "SECRET", "explanation", "987.125", "0.375"):
        assert secret not in sent
    assert document.references == ()


def test_a_document_says_who_wrote_it_who_reviewed_it_and_how_well_it_is_sourced():
    by_model = Origin(writer=Writer.MODEL, model="qwen2.5")
    reviewed = datetime(2025, 11, 18, tzinfo=UTC)
    head = LessonHead(
        lesson_id=LessonId(new_uuid()),
        number=1,
        title="T",
        reviewed_by="Tomas",
        reviewed_at=reviewed,
        edited_at=reviewed + timedelta(minutes=1),
    )
    text = TextBlock(
        sentences=[
            Sentence(text="A.", origin=by_model, citations=[Citation(source_id=MANUAL)]),
            Sentence(text="B.", origin=by_model),
            Sentence(text="C."),
        ]
    )
    document = prepare_lesson(head, [(BlockId(new_uuid()), text)], Material(), example_of)
    assert (document.statements, document.sourced_statements) == (3, 1)
    assert (document.models, document.is_human_edited) == (("qwen2.5",), True)
    assert document.is_edited_since_review
    assert [sentence.writer for sentence in document.blocks[0].sentences] == [
        Writer.MODEL,
        Writer.MODEL,
        Writer.HUMAN,
    ]


@pytest.mark.parametrize(
    ("words", "questions", "minutes"), [(0, 0, 1), (200, 0, 1), (201, 0, 2), (400, 2, 4)]
)
def test_a_lesson_takes_a_minute_for_200_words_and_45_seconds_for_each_question(
    words, questions, minutes
):
    quiz, material = quiz_material()
    quiz = quiz.model_copy(update={"title": "", "question_ids": quiz.question_ids[:questions]})
    contents = [paragraph(" ".join(["word"] * words)), quiz]
    assert estimate_minutes(contents, material) == minutes


def test_search_text_holds_the_words_of_every_block():
    text = plain_text(
        [
            HeadingBlock(text="Store"),
            paragraph("The **rail** is a store."),
            TableBlock(header=["Reading"], rows=[["`P0087`"]]),
            CalloutBlock(title="Care", sentences=[Sentence(text="High pressure.")]),
            CodeBlock(code="print(1)"),
            FormulaBlock(latex="x", where=[Quantity(symbol="x", meaning="distance, m")]),
        ]
    )
    assert text.splitlines() == [
        "Store",
        "The rail is a store.",
        "Reading",
        "P0087",
        "Care",
        "High pressure.",
        "print(1)",
        "distance, m",
    ]


CITATIONS = st.builds(
    Citation,
    source_id=st.sampled_from([None, MANUAL]),
    reference=st.text(max_size=8),
    page=st.none() | st.integers(1, 3),
    quote=st.text(max_size=8),
)
SENTENCES = st.lists(
    st.builds(
        Sentence,
        id=st.uuids(),
        text=st.text(max_size=30),
        origin=st.builds(Origin, writer=st.sampled_from(Writer), model=st.text(max_size=5)),
        citations=st.lists(CITATIONS, max_size=2),
    ),
    max_size=3,
)
WORDS = st.text(max_size=20)
LEGEND = st.lists(st.builds(LegendEntry, mark=WORDS, meaning=WORDS), max_size=2)
BLOCKS = st.one_of(
    st.builds(HeadingBlock, text=WORDS, level=st.sampled_from([2, 3])),
    st.builds(TextBlock, sentences=SENTENCES),
    st.builds(ListBlock, ordered=st.booleans(), items=st.lists(SENTENCES, max_size=2)),
    st.builds(TableBlock, caption=WORDS, header=st.lists(WORDS), rows=st.lists(st.lists(WORDS))),
    st.builds(
        FormulaBlock,
        latex=WORDS,
        where=st.lists(st.builds(Quantity, symbol=WORDS, meaning=WORDS), max_size=2),
    ),
    st.builds(CalloutBlock, title=WORDS, sentences=SENTENCES),
    st.builds(CodeBlock, language=WORDS, code=WORDS, caption=WORDS),
    st.builds(FigureBlock, alt=WORDS, caption=WORDS, legend=LEGEND),
    st.builds(ModelBlock, alt=WORDS, caption=WORDS, legend=LEGEND),
    st.builds(VideoBlock, alt=WORDS, caption=WORDS),
    st.builds(FileBlock, asset_id=st.uuids(), title=WORDS),
    st.builds(QuizBlock, title=WORDS, question_ids=st.lists(st.uuids(), max_size=2)),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(BLOCKS, max_size=6))
def test_any_lesson_can_be_prepared_and_read_back_as_it_was(contents):
    document = prepare(*contents)
    stored = json.loads(json.dumps(document.model_dump(mode="json", exclude_defaults=True)))
    assert ReadingDocument.model_validate(stored) == document
    assert [block.type for block in document.blocks] == [content.type for content in contents]
