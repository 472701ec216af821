"""Pictures that come with imported questions."""

from alp_app.kit import clock
from alp_app.kit.ids import AssetId, CourseId
from alp_app.models.asset import AssetKind
from alp_app.services.assessment.commands import KeepPicture
from alp_app.services.assessment.exchange.report import QuestionFile
from alp_app.services.media.commands import NewFile, record_asset, store_files
from alp_app.services.media.kinds import KindMismatch
from alp_app.services.media.pictures import PictureRefused
from alp_app.unit_of_work import UnitOfWork
from providers.contracts.objects import ObjectStore


def picture_keeper(work: UnitOfWork, objects: ObjectStore, course_id: CourseId) -> KeepPicture:
    """What an import keeps its pictures with. The import has checked that the actor may."""

    async def keep(file: QuestionFile) -> AssetId | None:
        content = NewFile(file.data, file.media_type)
        try:
            stored = await store_files(objects, {"original": content})
        except (PictureRefused, KindMismatch):
            return None
        return await record_asset(
            work,
            stored,
            kind=AssetKind.IMAGE,
            filename=file.name,
            course_id=course_id,
            manifest={"uploaded_by": str(work.user_id), "uploaded_at": clock.now().isoformat()},
        )

    return keep
