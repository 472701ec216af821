"""Ways in which keeping or opening a file of a course can fail."""

from alp_app.kit.errors import AppError, Invalid, NotFound
from alp_app.models.asset import AssetKind

_ACCEPTED = {
    AssetKind.IMAGE: "a PNG, JPEG or WebP picture",
    AssetKind.MODEL: "a 3D model in one GLB file",
    AssetKind.VIDEO: "an MP4 or WebM video",
    AssetKind.FILE: "a file",
}


class FileNotFound(NotFound):
    code = "media.file_not_found"
    hint = "The course may have a new version. Reload the page."

    def __init__(self) -> None:
        super().__init__("This file does not exist, or you cannot see it.")


class FileEmpty(Invalid):
    code = "media.empty"
    hint = "Open the file on your computer: it may not have been saved. Then add it again."

    def __init__(self, filename: str) -> None:
        super().__init__(f"“{filename}” is empty: it holds 0 bytes.", filename=filename)


class WrongKind(AppError):
    code = "media.wrong_kind"
    status = 415
    hint = "Save it in that form with the program that made it, then add the new file."

    def __init__(self, filename: str, kind: AssetKind) -> None:
        super().__init__(
            f"“{filename}” is not {_ACCEPTED[kind]}.", filename=filename, kind=kind.value
        )


class FileDamaged(Invalid):
    code = "media.damaged"
    hint = "Open it on your computer and save it again, then add the new file."

    def __init__(self, filename: str) -> None:
        super().__init__(f"“{filename}” is damaged, or far too large to show.", filename=filename)


class ModelInParts(Invalid):
    code = "media.model_in_parts"
    hint = "Export it again as GLB with textures and buffers embedded."

    def __init__(self, filename: str) -> None:
        super().__init__(
            f"“{filename}” needs other files that are not inside it.", filename=filename
        )
