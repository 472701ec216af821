"""A class with work in it, written as if it had been done over weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from alp_app.kit import clock
from alp_app.kit.ids import AttemptId, EnrolmentId, new_uuid
from alp_app.models.assessment import QuizAnswer, QuizAttempt
from alp_app.models.learning import LearningEvent, LearningEventKind, LessonProgress
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.assignments.commands import create_assignment, publish_assignment
from alp_app.services.assignments.inputs import AssignmentInput
from alp_app.services.classes.commands import create_class
from alp_app.services.classes.inputs import NewClass
from tests.services.classes.conftest import Room
from tests.support.people import make_person
from tests.support.world import MadeLesson, PlannedLesson, act, choice, make_course

JOINED = timedelta(days=60)


@dataclass
class Term:
    """A class, and what its learners have done."""

    room: Room
    now: datetime

    @property
    def lessons(self) -> list[MadeLesson]:
        return self.room.course.lessons

    async def pupil(self, name: str, *, joined: timedelta = JOINED) -> Actor:
        actor = await self.room.pupil(name)
        await self.sql(
            "UPDATE class_member SET joined_at = :at WHERE user_id = :id",
            at=self.now - joined,
            id=actor.user_id,
        )
        return actor

    async def open(self, actor: Actor, lesson: MadeLesson, *, days_ago: float, done: bool) -> None:
        """Open a lesson, or finish it, so many days ago."""
        at = self.now - timedelta(days=days_ago)
        enrolment = await self.enrolment(actor)
        await self.add(
            LessonProgress(
                enrolment_id=enrolment,
                lesson_id=lesson.id,
                organisation_id=actor.organisation_id,
                opened_at=at,
                completed_at=at if done else None,
            ),
            self._event(actor, enrolment, lesson, LearningEventKind.LESSON_OPENED, at),
        )
        await self.sql(
            "UPDATE enrolment SET last_lesson_id = :lesson, active_at = :at WHERE id = :id",
            lesson=lesson.id,
            at=at,
            id=enrolment,
        )
        if done:
            await self.sql(
                "UPDATE module_progress SET done = done + 1 WHERE enrolment_id = :id"
                " AND module_id = (SELECT module_id FROM lesson WHERE id = :lesson)",
                id=enrolment,
                lesson=lesson.id,
            )

    async def answer(
        self,
        actor: Actor,
        lesson: MadeLesson,
        scores: Sequence[float],
        *,
        days_ago: float,
        number: int = 1,
    ) -> None:
        """Take a lesson's quiz, question by question."""
        assert lesson.quiz_id
        at = self.now - timedelta(days=days_ago)
        enrolment = await self.enrolment(actor)
        attempt = QuizAttempt(
            id=AttemptId(new_uuid()),
            organisation_id=actor.organisation_id,
            enrolment_id=enrolment,
            lesson_id=lesson.id,
            block_id=lesson.quiz_id,
            number=number,
            question_version_ids=lesson.version_ids,
            score=sum(scores),
            max_score=len(scores),
            is_passed=True,
            started_at=at,
            finished_at=at,
        )
        await self.add(
            attempt, self._event(actor, enrolment, lesson, LearningEventKind.QUIZ_FINISHED, at)
        )
        await self.add(
            *(
                QuizAnswer(
                    attempt_id=attempt.id,
                    question_version_id=version_id,
                    organisation_id=actor.organisation_id,
                    score=score,
                    points=score,
                    answered_at=at,
                )
                for version_id, score in zip(lesson.version_ids, scores, strict=False)
            )
        )

    async def assign(self, title: str, *, due_days_ago: float, **more: Any) -> None:
        due = self.now - timedelta(days=due_days_ago)
        inputs = AssignmentInput.model_validate(
            {"title": title, "instructions": "Do it.", "points": Decimal(10), **more}
        )
        made = await act(
            self.room.product, self.room.teacher, create_assignment, self.room.id, inputs=inputs
        )
        await act(self.room.product, self.room.teacher, publish_assignment, made)
        await self.sql(
            "UPDATE grade_item SET due_at = :due WHERE id ="
            " (SELECT item_id FROM assignment WHERE id = :id)",
            due=due,
            id=made,
        )

    async def hand_in(self, actor: Actor, title: str, *, days_ago: float) -> None:
        await self.sql(
            "INSERT INTO grade_entry (item_id, user_id, organisation_id, submitted_at, is_excused,"
            " extra_attempts, override_reason, extension_reason)"
            " SELECT id, :user, organisation_id, :at, false, 0, '', '' FROM grade_item"
            " WHERE title = :title AND classroom_id = :room",
            user=actor.user_id,
            at=self.now - timedelta(days=days_ago),
            title=title,
            room=self.room.id,
        )

    async def enrolment(self, actor: Actor) -> EnrolmentId:
        [row] = await self.sql(
            "SELECT id FROM enrolment WHERE user_id = :id AND classroom_id = :room",
            id=actor.user_id,
            room=self.room.id,
        )
        return row[0]

    async def sql(self, statement: str, **values: Any) -> Sequence[Any]:
        async with self.room.product.sessions.begin() as session:
            found: Any = await session.execute(text(statement), values)
            return list(found.all()) if found.returns_rows else []

    async def add(self, *rows: Any) -> None:
        async with self.room.product.sessions.begin() as session:
            session.add_all(rows)

    def _event(
        self,
        actor: Actor,
        enrolment: EnrolmentId,
        lesson: MadeLesson,
        kind: LearningEventKind,
        at: datetime,
    ) -> LearningEvent:
        return LearningEvent(
            organisation_id=actor.organisation_id,
            enrolment_id=enrolment,
            kind=kind,
            lesson_id=lesson.id,
            at=at,
        )


@pytest.fixture
async def term(product: Runtime, school: Any) -> Term:
    return await make_term(product, school.teacher, school.visitor)


async def make_term(product: Runtime, teacher: Actor, visitor: Actor) -> Term:
    """Nobody is in it yet."""
    six = [choice(f"Question {number}?") for number in range(6)]
    course = await make_course(
        product,
        teacher,
        PlannedLesson(title="Moon", questions=six),
        PlannedLesson(title="Sun"),
        PlannedLesson(title="Wind"),
        PlannedLesson(title="Ice", questions=[choice("Why ice?"), choice("Why not?")]),
        module_sizes=(2, 2),
    )
    details = NewClass(name="D2", course_id=course.id, time_zone="Europe/Berlin")
    room = Room(
        product=product,
        id=await act(product, teacher, create_class, details=details),
        course=course,
        teacher=teacher,
        colleague=await make_person(product, visitor, Role.INSTRUCTOR),
        visitor=visitor,
    )
    term = Term(room, clock.now())
    await term.sql(
        "UPDATE lesson SET objective_ids ="
        " (SELECT jsonb_build_array(c.objectives -> 0 ->> 'id') FROM course c WHERE c.id = :id)"
        " WHERE id = :lesson",
        id=course.id,
        lesson=course.lessons[0].id,
    )
    return term
