"""The words of a draft by what they stand in: what comments are pinned to."""

from dataclasses import dataclass
from uuid import UUID

from alp_app.kit.ids import CourseId, LessonId
from alp_app.models.approval import Anchor
from alp_app.models.content import BlockContent, CalloutBlock, ListBlock, Sentence, TextBlock
from alp_app.services.courses.access import blocks_of, lessons_of
from alp_app.services.courses.markup import plain
from alp_app.services.courses.queries import questions_in
from alp_app.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class Words:
    lesson_id: LessonId
    text: str


async def words_at(reader: Reader, course_id: CourseId) -> dict[tuple[Anchor, UUID], Words]:
    """Every lesson, block, sentence and question of the draft."""
    found: dict[tuple[Anchor, UUID], Words] = {}
    for lesson in await lessons_of(reader.session, course_id):
        found[Anchor.LESSON, lesson.id] = Words(lesson.id, lesson.title)
        blocks = await blocks_of(reader.session, lesson.id)
        for block in blocks:
            found[Anchor.BLOCK, block.id] = Words(lesson.id, title_of(block.content))
            for sentence in sentences_of(block.content):
                found[Anchor.SENTENCE, sentence.id] = Words(lesson.id, plain(sentence.text))
        asked = await questions_in(reader, [block.content for block in blocks])
        for question_id, question in asked.items():
            found[Anchor.QUESTION, question_id] = Words(lesson.id, plain(question.stem))
    return found


def sentences_of(content: BlockContent) -> list[Sentence]:
    if isinstance(content, TextBlock | CalloutBlock):
        return content.sentences
    if isinstance(content, ListBlock):
        return [sentence for item in content.items for sentence in item]
    return []


def title_of(content: BlockContent) -> str:
    """What stands for a block in a list."""
    for name in ("text", "title", "caption", "alt", "latex", "code"):
        if value := getattr(content, name, ""):
            return plain(str(value))
    return " ".join(plain(sentence.text) for sentence in sentences_of(content))
