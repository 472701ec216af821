"""What teachers announce reaches the learners of their class when it should, and nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from alp_app.kit import clock
from alp_app.kit.errors import ViewOnly
from alp_app.kit.ids import AnnouncementId
from alp_app.models.audit import AuditEvent
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.classes.commands import archive_class
from alp_app.services.classes.errors import ClassArchived, ClassNotFound
from alp_app.services.classes.members import remove_member
from alp_app.services.community import announcements, events
from alp_app.services.community.errors import AnnouncementNotFound
from alp_app.services.community.inputs import AnnouncementInput
from alp_app.services.community.views import AnnouncementView
from tests.services.classes.conftest import Room
from tests.support.world import act, ask


async def tell(room: Room, title: str = "No class", **more: object) -> AnnouncementId:
    inputs = AnnouncementInput.model_validate({"title": title, **more})
    return await act(room.product, room.teacher, announcements.announce, room.id, inputs=inputs)


async def seen_by(room: Room, actor: Actor) -> list[AnnouncementView]:
    return await ask(room.product, actor, announcements.list_announcements, room.id)


async def published(product: Runtime) -> int:
    statement = select(func.count()).where(AuditEvent.name == events.ANNOUNCEMENT_PUBLISHED)
    async with product.sessions() as session:
        return (await session.scalar(statement)) or 0


async def test_a_learner_sees_what_the_class_is_told_as_safe_html(room: Room) -> None:
    pupil = await room.pupil()
    await tell(room, body="Bring **gloves** <script>alert(1)</script>")
    [shown] = await seen_by(room, pupil)
    assert shown.body_html.startswith("<p>Bring <strong>gloves</strong>")
    assert "<script>" not in shown.body_html
    assert (shown.is_seen, shown.seen, shown.learners) == (False, None, None)


async def test_pinned_announcements_stand_first_then_the_newest(room: Room) -> None:
    for title, is_pinned in (("Old", False), ("Rules", True), ("New", False)):
        await tell(room, title, is_pinned=is_pinned)
    assert [one.title for one in await seen_by(room, room.teacher)] == ["Rules", "New", "Old"]


async def test_what_is_to_appear_later_is_seen_by_teachers_alone(room: Room) -> None:
    pupil = await room.pupil()
    made = await tell(room, publish_at=clock.now() + timedelta(hours=1))
    assert await seen_by(room, pupil) == []
    assert [one.is_published for one in await seen_by(room, room.teacher)] == [False]
    assert await published(room.product) == 0
    inputs = AnnouncementInput(title="Now", publish_at=None)
    await act(room.product, room.teacher, announcements.change_announcement, made, inputs=inputs)
    assert [one.title for one in await seen_by(room, pupil)] == ["Now"]
    assert await published(room.product) == 1


async def test_a_time_without_offset_is_that_of_the_class(room: Room) -> None:
    await tell(room, publish_at="2999-01-01T08:00")
    [shown] = await seen_by(room, room.teacher)
    assert shown.publish_at.isoformat() == "2999-01-01T07:00:00+00:00"
    assert shown.publish_local == "2999-01-01T08:00"


async def test_who_has_seen_it_is_counted_once(room: Room) -> None:
    pupil, _ = await room.pupil("Amara"), await room.pupil("Ben")
    await tell(room)
    for _ in range(2):
        await act(room.product, pupil, announcements.mark_seen, room.id)
    [shown] = await seen_by(room, room.teacher)
    assert (shown.seen, shown.learners) == (1, 2)
    [mine] = await seen_by(room, pupil)
    assert mine.is_seen


async def test_a_deletion_can_be_taken_back_and_is_told_once(room: Room) -> None:
    pupil = await room.pupil()
    made = await tell(room)
    await act(room.product, room.teacher, announcements.delete_announcement, made)
    assert await seen_by(room, pupil) == []
    with pytest.raises(AnnouncementNotFound):
        await act(room.product, room.teacher, announcements.delete_announcement, made)
    await act(room.product, room.teacher, announcements.restore_announcement, made)
    assert [one.title for one in await seen_by(room, pupil)] == ["No class"]
    assert await published(room.product) == 1


async def test_the_first_page_tells_what_is_unseen_before_what_is_recent(room: Room) -> None:
    pupil = await room.pupil()
    await tell(room, "Seen")
    await act(room.product, pupil, announcements.mark_seen, room.id)
    await tell(room, "Unseen", publish_at=clock.now() - timedelta(days=30))
    await tell(room, "Later", publish_at=clock.now() + timedelta(days=1))
    news = await ask(room.product, pupil, announcements.list_news)
    assert [one.title for one in news] == ["Unseen", "Seen"]


async def test_nobody_else_sees_or_changes_the_announcements_of_a_class(room: Room) -> None:
    pupil = await room.pupil()
    made = await tell(room)
    for stranger in (room.colleague.actor, (await room.pupil("Gone"))):
        if stranger.role is Role.LEARNER:
            await act(room.product, room.teacher, remove_member, room.id, stranger.user_id)
        with pytest.raises(ClassNotFound):
            await seen_by(room, stranger)
    with pytest.raises(AnnouncementNotFound):
        await act(room.product, room.colleague.actor, announcements.delete_announcement, made)
    assert len(await seen_by(room, pupil)) == 1


async def test_who_looks_as_a_learner_sees_them_and_marks_nothing(room: Room) -> None:
    await tell(room)
    await tell(room, "Later", publish_at=clock.now() + timedelta(days=1))
    viewing = Actor(
        organisation_id=room.teacher.organisation_id,
        user_id=room.teacher.user_id,
        role=Role.LEARNER,
        viewed_class_id=room.id,
    )
    assert [one.title for one in await seen_by(room, viewing)] == ["No class"]
    with pytest.raises(ViewOnly):
        await act(room.product, viewing, announcements.mark_seen, room.id)


async def test_an_archived_class_is_told_nothing_more(room: Room) -> None:
    made = await tell(room)
    await act(room.product, room.teacher, archive_class, room.id)
    with pytest.raises(ClassArchived):
        await tell(room, "Again")
    with pytest.raises(ClassArchived):
        await act(room.product, room.teacher, announcements.delete_announcement, made)
