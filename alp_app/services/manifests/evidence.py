"""What an evidence pack says of a course: for accreditation, without a learner's name."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import CourseId
from alp_app.models.account import Organisation
from alp_app.models.course import Course
from alp_app.services.approvals.queries import get_coverage, get_desk
from alp_app.services.approvals.views import CoverageView, DeskView
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.manifests.queries import examine_chain, links_of
from alp_app.services.manifests.sealing import CHAIN, CHAIN_END, ChainEnd
from alp_app.settings import ROOT
from alp_app.unit_of_work import Reader
from alp_app.wording import words

TEMPLATES = ROOT / "alp_app" / "resources" / "evidence_pack"
FEWEST = 5
"""Learners without whom a figure could be about one person: it is left out then."""

_ENROLLED = """
    SELECT count(DISTINCT user_id) AS learners,
           count(DISTINCT user_id) FILTER (WHERE completed_at IS NOT NULL) AS completed
      FROM enrolment WHERE course_id = %(course_id)s
    """
_LESSONS = """
    SELECT p.lesson_id, count(DISTINCT e.user_id) AS opened,
           count(DISTINCT e.user_id) FILTER (WHERE p.completed_at IS NOT NULL) AS completed
      FROM lesson_progress p JOIN enrolment e ON e.id = p.enrolment_id
     WHERE e.course_id = %(course_id)s GROUP BY p.lesson_id
    """
_ITEMS = """
    SELECT q.id, v.number AS version, v.content ->> 'stem' AS stem, v.content ->> 'type' AS type,
           coalesce(v.content -> 'objective_ids', '[]') AS objective_ids,
           count(DISTINCT e.user_id) AS learners, count(a.score) AS answers,
           avg(a.score) AS mean_score
      FROM question q
      JOIN question_version v ON v.id = q.current_version_id
      LEFT JOIN quiz_answer a ON a.question_version_id = v.id
      LEFT JOIN quiz_attempt t ON t.id = a.attempt_id
      LEFT JOIN enrolment e ON e.id = t.enrolment_id
     WHERE q.course_id = %(course_id)s AND q.deleted_at IS NULL
     GROUP BY q.id, v.id ORDER BY q.id
    """
_SOURCES = """
    SELECT filename, media_type, size, sha256, pages, created_at
      FROM source WHERE course_id = %(course_id)s AND deleted_at IS NULL ORDER BY created_at, id
    """
_CHANGES = """
    SELECT d.at, d.name, coalesce(u.display_name, '') AS who, d.undone_at IS NOT NULL AS is_undone
      FROM draft_change d LEFT JOIN user_account u ON u.id = d.actor_id
     WHERE d.course_id = %(course_id)s ORDER BY d.at
    """
_VERSIONS = """
    SELECT v.number, v.frozen_at, v.published_at, v.lesson_count, v.is_reviewed,
           v.id = c.published_version_id AS is_open, coalesce(u.display_name, '') AS published_by
      FROM course_version v JOIN course c ON c.id = v.course_id
      LEFT JOIN user_account u ON u.id = v.published_by
     WHERE v.course_id = %(course_id)s ORDER BY v.number
    """


async def gather_evidence(reader: Reader, course_id: CourseId) -> dict[str, bytes]:
    """The files of a pack by their path. Raises CourseNotFound or Forbidden."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    given = {"course_id": course_id}
    desk, coverage = await get_desk(reader, course_id), await get_coverage(reader, course_id)
    [enrolled] = await fetch_all(reader, _ENROLLED, given)
    lessons = await fetch_all(reader, _LESSONS, given)
    facts: dict[str, Any] = {
        "course": await _about(reader, course),
        "coverage": coverage.model_dump(mode="json"),
        "results": _results(enrolled, lessons, coverage),
        "items": [_item(row) for row in await fetch_all(reader, _ITEMS, given)],
        "reviews": _reviews(desk),
        "versions": await fetch_all(reader, _VERSIONS, given),
        "sources": await fetch_all(reader, _SOURCES, given),
        "changes": await fetch_all(reader, _CHANGES, given),
    }
    report = await examine_chain(reader, course)
    links = [link.model_dump(mode="json") async for link in links_of(reader, course_id)]
    end = ChainEnd(links=course.manifest_count, last_hash=course.manifest_hash)
    files = {
        f"data/{name}.json": orjson.dumps(each, option=orjson.OPT_INDENT_2, default=str)
        for name, each in facts.items()
    }
    files[CHAIN] = b"".join(orjson.dumps(link) + b"\n" for link in links)
    files[CHAIN_END] = end.model_dump_json().encode()
    shown = orjson.loads(orjson.dumps(facts, default=str))
    page = _template("index.html.j2").render(
        shown,
        t=_words,
        links=links,
        is_whole=report.is_whole,
        last_hash=end.last_hash,
        fewest=FEWEST,
    )
    files["index.html"] = page.encode()
    files["VERIFY.txt"] = _template("VERIFY.txt.j2").render(t=_words).encode()
    return files


async def _about(reader: Reader, course: Course) -> dict[str, Any]:
    school = await reader.session.get_one(Organisation, course.organisation_id)
    return {
        "id": course.id,
        "title": course.title,
        "summary": course.summary,
        "audience": course.audience,
        "level": course.level.value,
        "language": course.language,
        "school": school.name,
        "made_at": clock.now(),
    }


def _results(
    enrolled: Mapping[str, Any], lessons: Sequence[Mapping[str, Any]], coverage: CoverageView
) -> dict[str, Any]:
    """How many learners got how far. Fewer than FEWEST are not counted out."""
    by_lesson: Mapping[UUID, Mapping[str, Any]] = {row["lesson_id"]: row for row in lessons}
    return {
        "learners": enrolled["learners"],
        "completed": enrolled["completed"] if enrolled["learners"] >= FEWEST else None,
        "lessons": [
            {
                "id": lesson.id,
                "number": lesson.number,
                "title": lesson.title,
                **_lesson(by_lesson.get(lesson.id)),
            }
            for lesson in coverage.lessons
        ],
    }


def _lesson(row: Mapping[str, Any] | None) -> dict[str, int | None]:
    opened = row["opened"] if row else 0
    is_shown = row is not None and opened >= FEWEST
    return {"opened": opened, "completed": row["completed"] if row and is_shown else None}


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    is_shown = row["learners"] >= FEWEST
    mean = (
        round(float(row["mean_score"]), 3) if is_shown and row["mean_score"] is not None else None
    )
    return {**row, "mean_score": mean}


def _reviews(desk: DeskView) -> dict[str, Any]:
    return {
        "state": desk.state,
        "needs_approval": desk.needs_approval,
        "needs_two_people": desk.needs_two_people,
        "is_edited_since": desk.is_edited_since,
        "reviews": [review.model_dump(mode="json") for review in desk.history],
        "threads": [thread.model_dump(mode="json") for thread in desk.threads],
        "findings": [finding.model_dump(mode="json") for finding in desk.findings],
    }


def _words(key: str, **facts: object) -> str:
    return words(f"pack.{key}", facts)


@cache
def _template(name: str) -> Any:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
