"""Looks up what the blocks of a course point at: files, questions, sources, published works."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from alp_app.kit.ids import AssetId, QuestionId, SourceId
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.asset import Asset, Rendition
from alp_app.models.course import Course
from alp_app.models.questions import MARKED_BY_PEOPLE
from alp_app.models.source import Source
from alp_app.services.courses.reading import AssetFacts, Material, QuestionFacts, RenditionFacts


async def gather_material(session: AsyncSession, course: Course) -> Material:
    """Everything of `course` that its lessons may point at. Deleted questions are left out."""
    return Material(
        assets=await _assets(session, course),
        questions=await _questions(session, course),
        source_names=await _source_names(session, course),
        references={reference.key: reference.citation for reference in course.references},
        shows_sources=course.shows_sources,
    )


async def asset_facts(
    session: AsyncSession, asset_ids: Iterable[AssetId]
) -> dict[AssetId, AssetFacts]:
    """What a page needs to know of some files."""
    wanted = list(asset_ids)
    if not wanted:
        return {}
    statement = (
        select(Asset, Rendition)
        .join(Rendition, col(Rendition.asset_id) == col(Asset.id))
        .where(col(Asset.id).in_(wanted))
    )
    assets: dict[AssetId, Asset] = {}
    renditions: defaultdict[AssetId, dict[str, RenditionFacts]] = defaultdict(dict)
    for asset, rendition in (await session.execute(statement)).all():
        assets[asset.id] = asset
        renditions[asset.id][rendition.name] = RenditionFacts(
            media_type=rendition.media_type,
            size=rendition.size,
            width=rendition.width,
            height=rendition.height,
        )
    return {
        asset_id: AssetFacts(
            id=asset_id,
            filename=asset.filename,
            maker=asset.maker,
            is_placeholder=asset.is_placeholder,
            renditions=renditions[asset_id],
        )
        for asset_id, asset in assets.items()
    }


async def _assets(session: AsyncSession, course: Course) -> dict[AssetId, AssetFacts]:
    statement = select(col(Asset.id)).where(col(Asset.course_id) == course.id)
    return await asset_facts(session, await session.scalars(statement))


async def _questions(session: AsyncSession, course: Course) -> dict[QuestionId, QuestionFacts]:
    statement = (
        select(col(Question.id), QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.id) == col(Question.current_version_id))
        .where(col(Question.course_id) == course.id, col(Question.deleted_at).is_(None))
    )
    return {
        question_id: QuestionFacts(version_id=version.id, content=version.content)
        for question_id, version in (await session.execute(statement)).all()
        if not isinstance(version.content, MARKED_BY_PEOPLE)
    }


async def _source_names(session: AsyncSession, course: Course) -> dict[SourceId, str]:
    statement = select(col(Source.id), col(Source.filename)).where(
        col(Source.course_id) == course.id
    )
    return dict((await session.execute(statement)).all())
