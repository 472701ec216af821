"""Work on what speaks for a statement or an answer key."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from alp_app.jobspecs.base import JobSpec, Queue
from alp_app.jobspecs.generation import ENGINE_PAUSES, GenerationSpec
from alp_app.kit.ids import CourseId, LessonId, QuestionId


class CheckKeys(GenerationSpec):
    """Solve questions blind, work their numbers out again, and look their answers up in the sources."""

    kind = "evidence.check_keys"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(hours=8)
    is_once: ClassVar[bool] = False
    is_metered: ClassVar[bool] = True

    question_ids: tuple[QuestionId, ...] = ()
    """Empty: all by engines that no check has looked at."""

    def idempotency_key(self) -> str:
        asked = ",".join(map(str, self.question_ids))
        return f"{super().idempotency_key()}:{hashlib.sha256(asked.encode()).hexdigest()[:16]}"


class CheckSupport(JobSpec):
    """Hold sentences of a course against its sources, each in a step of its lesson."""

    kind = "evidence.check_support"
    timeout = timedelta(hours=1)
    retry_after: ClassVar[tuple[timedelta, ...]] = ENGINE_PAUSES
    is_once: ClassVar[bool] = False

    course_id: CourseId  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - never None here
    lesson_ids: tuple[LessonId, ...] = ()
    """Empty: all lessons."""
    sentence_ids: tuple[UUID, ...] = ()
    """Empty: all sentences by engines, and those of people that were checked before."""
    has_own: bool = False
    """Sentences of people too."""
    is_for_unsaid: bool = False
    """Only sentences by engines that nothing supported so far: there is a source more."""
    digest: str = ""
    """Tells work on other texts apart while the one before is under way."""

    def idempotency_key(self) -> str:
        asked = ":".join(
            map(
                str,
                (
                    *self.lesson_ids,
                    *self.sentence_ids,
                    self.has_own,
                    self.is_for_unsaid,
                    self.digest,
                ),
            )
        )
        return f"{self.kind}:{self.course_id}:{hashlib.sha256(asked.encode()).hexdigest()[:16]}"


def digest_of(texts: Iterable[str]) -> str:
    """Of the texts that are to be checked."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
