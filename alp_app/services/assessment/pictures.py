"""The picture that a question is about, among the files of its course."""

from sqlmodel import col, select

from alp_app.kit.ids import AssetId, CourseId
from alp_app.models.asset import Asset, AssetKind, Rendition
from alp_app.models.questions import Picture
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.errors import PartNotFound
from alp_app.unit_of_work import Reader


async def picture_for(
    reader: Reader, course_id: CourseId, asset_id: AssetId, *, alt: str
) -> Picture:
    """With the size in which its regions are counted. Raises PartNotFound."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        select(Rendition)
        .join(Asset, col(Asset.id) == col(Rendition.asset_id))
        .where(
            col(Asset.id) == asset_id,
            col(Asset.course_id) == course_id,
            col(Asset.kind) == AssetKind.IMAGE,
            col(Rendition.name) == "original",
        )
    )
    original = (await reader.session.scalars(statement)).first()
    if original is None or not original.width or not original.height:
        raise PartNotFound("file")
    return Picture(asset_id=asset_id, alt=alt, width=original.width, height=original.height)
