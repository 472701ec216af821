"""/assignments/[assignment_id]: a learner's page of an assignment, from the task to its mark."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import AppError, Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import AssignmentId, SubmissionFileId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assignments import files, queries, reviewing, submitting
from alp_app.services.assignments.inputs import DraftInput
from alp_app.services.assignments.views import MyWorkView
from state.assignments.shown import (
    CriterionLine,
    FileLine,
    Said,
    WorkRemark,
    WorkShown,
    criteria_lines,
    file_lines,
    moment,
    work_shown,
)
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class MyAssignmentState(Live, rx.State):
    assignment_id: str = ""
    classroom_id: str = ""
    class_name: str = ""
    title: str = ""
    instructions_html: str = ""
    points: str = ""
    form: str = ""
    criteria: rx.Field[list[CriterionLine]] = rx.field(default_factory=list[CriterionLine])
    opens_at: str = ""
    due_at: str = ""
    closes_at: str = ""
    late_percent: str = "0"
    late_most: str = ""
    is_excused: bool = False
    extension_reason: str = ""
    standing: str = ""
    """soon, open, closed, or used when no attempt is left."""
    attempts: int = 1
    attempts_left: int = 0
    attempt: int = 1
    allows_text: bool = True
    allows_files: bool = True
    files_most: int = 0
    megabytes_most: int = 0
    text: str = ""
    """Of the draft, as is `said`: an answer for each question of a reflection, under its id."""
    said: rx.Field[list[Said]] = rx.field(default_factory=list[Said])
    files: rx.Field[list[FileLine]] = rx.field(default_factory=list[FileLine])
    submitted: rx.Field[list[WorkShown]] = rx.field(default_factory=list[WorkShown])
    """The latest first."""
    has_reviews: bool = False
    """Others' work is there to be reviewed."""
    received: rx.Field[list[WorkRemark]] = rx.field(default_factory=list[WorkRemark])
    shelf: str = ""
    words: int = 0
    answered: int = 0
    saved_at: str = ""
    problem: str = ""
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.assignment_id = route_argument("assignment_id")
        yield  # Nothing may be typed into the assignment that was shown before.
        await self._refresh()
        if self.is_loaded:
            yield MyAssignmentState.watch

    @handler(Policy.SIGNED_IN)
    async def save(self, number: int, form: Filled) -> None:
        """Keep the draft as it stands in its form. The answer names the number of what was sent."""
        self.answered, self.problem = number, ""
        try:
            draft = self._draft(form)
            async with self._work() as work:
                saved = await submitting.save_draft(work, self._assignment_id, draft=draft)
        except AppError as error:
            self.problem = error.code
            return
        self.saved_at = saved.saved_at.isoformat()
        self.words = len(draft.text.split())

    @handler(Policy.SIGNED_IN)
    async def hand_in(self, form: Filled) -> AsyncGenerator[Any]:
        draft = self._draft(form)
        async with self._work() as work:
            await submitting.save_draft(work, self._assignment_id, draft=draft)
            await submitting.submit(work, self._assignment_id, attempt=draft.attempt)
        await self._refresh()
        yield notice("submission.was_handed_in", tone="ok")

    @handler(Policy.SIGNED_IN)
    async def files_came(self, asset_ids: list[str]) -> None:
        """The uploader has sent some: show them."""
        if asset_ids:
            await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def take_out(self, file_id: SubmissionFileId) -> None:
        async with self._work() as work:
            await files.remove_file(work, file_id)
        await self._refresh()

    @property
    def _assignment_id(self) -> AssignmentId:
        return AssignmentId(read_id(self.assignment_id))

    def _draft(self, form: Mapping[str, str]) -> DraftInput:
        """The attempt is the one that the form was made for, wherever another may have begun."""
        reflections = {
            name.removeprefix("reflection-"): said
            for name, said in form.items()
            if name.startswith("reflection-")
        }
        given = {
            "attempt": form.get("attempt", self.attempt),
            "text": form.get("text", ""),
            "reflections": reflections,
        }
        return read_form(DraftInput, given)

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [await self._topic("learning", user_id=actor.user_id)]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                mine = await queries.get_my_work(reader, self._assignment_id)
                received = await reviewing.list_received(reader, self._assignment_id)
                owner = reader.user_id
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self._show_task(mine)
        self._show_desk(mine)
        self.has_reviews = mine.assignment.reviews_opened_at is not None
        self.received = [WorkRemark(one.points, one.comment) for one in received]
        self.shelf = f"draft.{owner}.{self.assignment_id}.{mine.attempt}"
        self.is_loaded = True

    def _show_task(self, mine: MyWorkView) -> None:
        task = mine.assignment
        self.classroom_id, self.class_name = str(task.classroom_id), task.class_name
        self.title, self.instructions_html = task.title, task.instructions_html
        self.points, self.form = task.points, task.form.value
        self.criteria = list(criteria_lines(task.criteria))
        self.opens_at, self.due_at = moment(task.opens_at), moment(mine.due_at)
        self.closes_at = moment(mine.closes_at)
        self.late_percent, self.late_most = task.late.percent_a_day, task.late.most_percent
        self.is_excused, self.extension_reason = mine.is_excused, mine.extension_reason
        self.attempts, self.allows_text = task.attempts, task.allows_text
        self.allows_files, self.files_most = task.allows_files, task.files_most
        self.megabytes_most = task.file_megabytes_most

    def _show_desk(self, mine: MyWorkView) -> None:
        self.standing, self.attempt = mine.standing, mine.attempt
        self.attempts_left = mine.attempts_left
        draft = mine.draft
        self.text = draft.text if draft else ""
        self.words = len(self.text.split())
        self.said = [
            Said(str(each.id), draft.reflections.get(each.id, "") if draft else "")
            for each in mine.assignment.criteria
        ]
        self.files = list(file_lines(draft.files)) if draft else []
        self.submitted = [work_shown(one, mine.assignment.criteria) for one in mine.submitted]
