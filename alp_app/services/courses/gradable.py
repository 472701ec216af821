"""The one gate between a question and a mark: what is held decides none, wherever it is asked.

A wording by an engine is held until evidence or a person speaks for its key. One by a person is that
person's word. The latest check that is not withdrawn says otherwise.
"""

from collections.abc import Iterable, Mapping
from typing import LiteralString

from pydantic import TypeAdapter

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import QuestionVersionId
from alp_app.models.keys import KeyVerdict
from alp_app.unit_of_work import Reader

STANDING: LiteralString = """
    coalesce(
      (SELECT k.verdict FROM key_check k
        WHERE k.question_version_id = v.id AND k.withdrawn_at IS NULL
        ORDER BY k.id DESC LIMIT 1),
      CASE WHEN v.content -> 'origin' ->> 'writer' = 'model'
           THEN 'held' ELSE 'teacher_verified' END)
"""
"""The verdict that stands on a row `v` of `question_version`, in SQL."""

STANDINGS: LiteralString = f"""
    (SELECT json_object_agg(v.id, {STANDING})::text
       FROM question_version v WHERE v.id = ANY(%(asked_ids)s::uuid[]))
"""  # noqa: S608 - both parts are literals
"""The verdicts that stand on these wordings, as one value among others of a row."""

Verdicts = Mapping[QuestionVersionId, KeyVerdict]

_STANDINGS = f"SELECT v.id, {STANDING} AS verdict FROM question_version v WHERE v.id = ANY(%(ids)s)"  # noqa: S608 - both parts are literals

_VERDICTS: TypeAdapter[dict[QuestionVersionId, KeyVerdict]] = TypeAdapter(
    dict[QuestionVersionId, KeyVerdict]
)


def is_gradable(verdict: KeyVerdict) -> bool:
    """Whether answers may be marked by this key."""
    return verdict is not KeyVerdict.HELD


async def verdicts_on(
    reader: Reader, version_ids: Iterable[QuestionVersionId]
) -> Mapping[QuestionVersionId, KeyVerdict]:
    """The verdict that stands on each of these wordings. For callers who have checked that they may
    know of them."""
    wanted = list(set(version_ids))
    if not wanted:
        return {}
    rows = await fetch_all(reader, _STANDINGS, {"ids": wanted})
    return {row["id"]: KeyVerdict(row["verdict"]) for row in rows}


def verdicts_in(standings: str | None) -> Verdicts:
    """What `STANDINGS` gave."""
    return _VERDICTS.validate_json(standings or "{}")


async def held_among(
    reader: Reader,
    version_ids: Iterable[QuestionVersionId],
    verdicts: Verdicts | None = None,
) -> frozenset[QuestionVersionId]:
    """Those of these wordings that decide no mark. One that is not known is held too.

    `verdicts`: on all of these wordings that there are, when they were asked already.
    """
    wanted = set(version_ids)
    if verdicts is None:
        verdicts = await verdicts_on(reader, wanted)
    return frozenset(
        each for each in wanted if each not in verdicts or not is_gradable(verdicts[each])
    )
