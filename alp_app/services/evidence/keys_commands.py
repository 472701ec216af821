"""What is done about answer keys: asking for checks, keeping them, and a person's word."""

from typing import Any

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.kit import clock
from alp_app.kit.ids import CourseId, JobId, QuestionId, QuestionVersionId
from alp_app.models.assessment import Question
from alp_app.models.course import Course
from alp_app.models.keys import KeyCheck, KeyEvidence, KeyVerdict
from alp_app.services.courses.access import Purpose, course_for, question_for
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.gradable import verdicts_on
from alp_app.services.courses.undo import done
from alp_app.services.courses.views import ChangeView
from alp_app.services.evidence.keys_errors import KeyChangedSince
from alp_app.services.evidence.keys_events import (
    KEY_CHECKED,
    KEY_HELD,
    KEY_VOUCHED,
    KEYS_CHECK_STARTED,
)
from alp_app.services.evidence.keys_inputs import KeysToCheck, KeyWord
from alp_app.services.evidence.keys_rules import METHOD, decide_verdict, standing_after
from alp_app.unit_of_work import UnitOfWork


async def check_keys(work: UnitOfWork, course_id: CourseId, *, wanted: KeysToCheck) -> JobId:
    """Ask for a check of the present wording of these questions. Asking again while it is under way
    returns the first job."""
    await course_for(work.session, work.actor, course_id, Purpose.EDIT)
    work.record(KEYS_CHECK_STARTED, course_id, questions=len(wanted.question_ids))
    return await work.request(
        CheckKeys(course_id=course_id, question_ids=tuple(sorted(set(wanted.question_ids))))
    )


async def keep_check(
    work: UnitOfWork,
    question_id: QuestionId,
    version_id: QuestionVersionId,
    evidence: KeyEvidence,
    *,
    job_id: JobId | None = None,
) -> KeyVerdict:
    """Store a check of one wording, and what counts from then on."""
    course, question = await question_for(work.session, work.actor, question_id)
    decision = decide_verdict(evidence)
    standing = (await verdicts_on(work, [version_id]))[version_id]
    verdict = standing_after(standing, decision.verdict)
    work.session.add(
        KeyCheck(
            organisation_id=course.organisation_id,
            course_id=course.id,
            question_id=question.id,
            question_version_id=version_id,
            verdict=verdict,
            found=decision.verdict,
            reasons=list(decision.reasons),
            evidence=evidence,
            method=METHOD,
            job_id=job_id,
        )
    )
    await work.session.flush()
    work.record(KEY_CHECKED, question.id, version=str(version_id), verdict=verdict.value)
    work.notify("course", course_id=course.id)
    return verdict


async def vouch_for_key(
    work: UnitOfWork, course_id: CourseId, question_id: QuestionId, *, word: KeyWord
) -> ChangeView:
    """A person has looked, and says that the key is right. Raises KeyChangedSince."""
    verdict = KeyVerdict.TEACHER_VERIFIED
    return await _decide(work, course_id, question_id, word=word, verdict=verdict)


async def hold_key(
    work: UnitOfWork, course_id: CourseId, question_id: QuestionId, *, word: KeyWord
) -> ChangeView:
    """A person doubts the key: it decides no mark until somebody vouches for it. Raises
    KeyChangedSince."""
    return await _decide(work, course_id, question_id, word=word, verdict=KeyVerdict.HELD)


async def _decide(
    work: UnitOfWork,
    course_id: CourseId,
    question_id: QuestionId,
    *,
    word: KeyWord,
    verdict: KeyVerdict,
) -> ChangeView:
    course, question = await question_of_course(work, course_id, question_id)
    if question.current_version_id != word.version_id:
        raise KeyChangedSince
    check = KeyCheck(
        organisation_id=course.organisation_id,
        course_id=course.id,
        question_id=question.id,
        question_version_id=word.version_id,
        verdict=verdict,
        note=word.note,
        decided_by=work.user_id,
    )
    work.session.add(check)
    await work.session.flush()
    event = KEY_HELD if verdict is KeyVerdict.HELD else KEY_VOUCHED
    return done(work, course, event, question.id, [_withdrawn(check)])


async def question_of_course(
    work: UnitOfWork, course_id: CourseId, question_id: QuestionId
) -> tuple[Course, Question]:
    """A question that the actor may edit, by way of its course; the course is locked."""
    course, question = await question_for(work.session, work.actor, question_id)
    if course.id != course_id:
        raise PartNotFound("question")
    return course, question


def _withdrawn(check: KeyCheck) -> dict[str, Any]:
    """What takes a person's word back."""
    values = {"withdrawn_at": clock.now().isoformat()}
    return {"table": "key_check", "id": str(check.id), "values": values}
