"""Nothing that is held about people is forgotten: neither in a download nor in an erasure."""

from sqlalchemy import Uuid
from sqlmodel import SQLModel

from alp_app.models.privacy import RetentionKind
from alp_app.services.privacy.clocks import BY_KIND, CLOCKS
from alp_app.services.privacy.portions import EXEMPT, PORTIONS
from tests.support.world import ask

PERSON = "user_account"
NAMES_SOMEBODY = {"user_id", "actor_id", "owner_id", "author_id", "reviewer_id", "grader_id"}
THEIRS = {
    "enrolment", "submission", "exam_attempt", "quiz_attempt", "certificate", "discussion_post",
    "upload",
}  # fmt: skip
"""Records of one person, whose own records are theirs too."""


def points_at_people(table) -> bool:
    for column in table.columns:
        targets = {key.column.table.name for key in column.foreign_keys}
        is_loose = isinstance(column.type, Uuid) and not targets
        if targets & ({PERSON} | THEIRS):
            return True
        if is_loose and (column.name in NAMES_SOMEBODY or column.name.endswith("_by")):
            return True
    return False


def test_every_table_that_points_at_people_is_in_a_portion_or_says_why_not():
    covered = {table for portion in PORTIONS for table in portion.tables}
    pointing = {
        table.name for table in SQLModel.metadata.tables.values() if points_at_people(table)
    }
    assert pointing - covered == EXEMPT.keys()
    assert not covered & EXEMPT.keys()
    assert covered <= SQLModel.metadata.tables.keys()


def test_every_kind_of_record_has_one_clock():
    assert sorted(each.kind for each in CLOCKS) == sorted(RetentionKind)
    assert all(each.days is None or each.days >= each.least for each in CLOCKS)
    assert {portion.kept for portion in PORTIONS if portion.kept} <= BY_KIND.keys()


async def test_every_portion_can_be_read_by_somebody_of_whom_nothing_is_held(product, school):
    for portion in PORTIONS:
        if portion.name != "account":
            found = await ask(product, school.ana, portion.read)
            assert portion.name == "trail" or not found
