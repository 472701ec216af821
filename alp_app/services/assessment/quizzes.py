"""The questions of a lesson's quiz: made for it, or taken from the bank."""

from alp_app.kit.ids import BlockId, QuestionId
from alp_app.models.assessment import QuestionVersion
from alp_app.models.content import QuizBlock
from alp_app.models.questions import MARKED_BY_PEOPLE, AnyQuestion, QuestionContent
from alp_app.services.assessment.bank_inputs import QuestionInput
from alp_app.services.assessment.commands import by_hand, place_in_bank, require_usable
from alp_app.services.assessment.errors import MarkedByPeople
from alp_app.services.courses import commands
from alp_app.services.courses.access import block_for, question_for
from alp_app.services.courses.errors import PartNotFound, WrongBlockKind
from alp_app.services.courses.undo import as_it_was, done
from alp_app.services.courses.views import ChangeView
from alp_app.unit_of_work import UnitOfWork


async def add_quiz_question(
    work: UnitOfWork, block_id: BlockId, *, question: QuestionInput
) -> ChangeView:
    """Make a question at the end of a quiz. Raises QuestionUnusable or MarkedByPeople."""
    content = _marked_at_once(by_hand(work, question.content))
    await require_usable(content)
    change = await commands.add_question(work, block_id, content=content)
    _, stored = await question_for(work.session, work.actor, QuestionId(change.subject_id))
    place_in_bank(stored, question)
    return change


async def change_quiz_question(
    work: UnitOfWork, question_id: QuestionId, *, content: QuestionContent
) -> ChangeView:
    """Give a question its next version. Raises QuestionUnusable."""
    await require_usable(content)
    return await commands.change_question(work, question_id, content=content)


async def place_question(
    work: UnitOfWork, block_id: BlockId, question_id: QuestionId
) -> ChangeView:
    """Put a question of the course's bank at the end of a quiz, once. Raises MarkedByPeople."""
    course, _, block = await block_for(work.session, work.actor, block_id)
    if not isinstance(block.content, QuizBlock):
        raise WrongBlockKind
    of, question = await question_for(work.session, work.actor, question_id)
    if of.id != course.id:
        raise PartNotFound("question")
    version = await work.session.get_one(QuestionVersion, question.current_version_id)
    _marked_at_once(version.content)
    before = as_it_was(block, "content")
    others = [each for each in block.content.question_ids if each != question_id]
    block.content = block.content.model_copy(update={"question_ids": [*others, question_id]})
    block.revision += 1
    return done(work, course, "question.placed", question_id, [before])


def _marked_at_once(content: AnyQuestion) -> QuestionContent:
    if isinstance(content, MARKED_BY_PEOPLE):
        raise MarkedByPeople
    return content
