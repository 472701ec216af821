"""What a learner may know of a question once there is an answer to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import col, select

from alp_app.kit.ids import CourseId, QuestionVersionId, SourceId
from alp_app.models.course import Course
from alp_app.models.questions import FixedQuestion
from alp_app.models.source import Source
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.numbers import without_spaces
from alp_app.services.assessment.revealing import marked_view
from alp_app.services.assessment.views import Verdict
from alp_app.services.courses.citations import CitationNumbers
from alp_app.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class CitedWorks:
    """How the works that some questions cite are called."""

    source_names: dict[SourceId, str] = field(default_factory=dict[SourceId, str])
    references: dict[str, str] = field(default_factory=dict[str, str])

    def numbers(self) -> CitationNumbers:
        return CitationNumbers(self.source_names, self.references)


async def cited_works(
    reader: Reader, course_id: CourseId, questions: Iterable[FixedQuestion]
) -> CitedWorks:
    """Nothing is looked up for questions that cite nothing."""
    if not any(question.citations for question in questions):
        return CitedWorks()
    names = select(col(Source.id), col(Source.filename)).where(col(Source.course_id) == course_id)
    course = await reader.session.get_one(Course, course_id)
    return CitedWorks(
        source_names=dict((await reader.session.execute(names)).all()),
        references={reference.key: reference.citation for reference in course.references},
    )


async def verdict_for(
    reader: Reader,
    course_id: CourseId,
    version_id: QuestionVersionId,
    question: FixedQuestion,
    answer: Answer,
) -> Verdict:
    works = await cited_works(reader, course_id, [question])
    return verdict_on(version_id, question, answer, works.numbers())


def same_answer(one: Answer, other: Answer) -> bool:
    """Picked in another order, or typed with other spaces, is the same."""
    if one.kind != other.kind:
        return False
    match one.kind:
        case "option_ids":
            return set(one.option_ids) == set(other.option_ids)
        case "number":
            return without_spaces(one.number) == without_spaces(other.number)
        case "text":
            return one.text.strip() == other.text.strip()
        case _:
            return one == other


def verdict_on(
    question_version_id: QuestionVersionId,
    question: FixedQuestion,
    answer: Answer,
    names: CitationNumbers,
) -> Verdict:
    """Right or wrong, the reasons for what was given and for what is right, and the sources."""
    return Verdict(
        **dict(marked_view(question, answer)),
        question_version_id=question_version_id,
        citations=tuple(names.mark(citation) for citation in question.citations),
    )
