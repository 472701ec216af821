"""Ways in which sending a file can fail."""

from alp_app.kit.errors import AppError, Conflict, NotFound, QuotaExceeded

MEBIBYTE = 1024 * 1024


class UploadTooLarge(AppError):
    code = "upload.too_large"
    status = 413
    hint = "Split a document, or save pictures and videos smaller."

    def __init__(self, limit: int) -> None:
        megabytes = limit // MEBIBYTE
        super().__init__(
            f"This file is larger than {megabytes} MB, the most this school accepts.",
            limit_megabytes=megabytes,
        )


class LongerThanAnnounced(AppError):
    code = "upload.longer_than_announced"
    status = 413
    hint = "Begin the upload again with the length that the file has now."

    def __init__(self) -> None:
        super().__init__("More bytes came than were announced: the file has changed.")


class UploadNotFound(NotFound):
    code = "upload.not_found"
    hint = "Add the file again."

    def __init__(self) -> None:
        super().__init__("This upload does not exist, or has expired.")


class OffsetMismatch(Conflict):
    code = "upload.offset_mismatch"
    hint = "Ask how much has arrived, and go on from there."

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes have arrived: go on there.", received=received)


class UploadUnfinished(Conflict):
    code = "upload.unfinished"
    hint = "Send the rest of the file first."

    def __init__(self, received: int, length: int) -> None:
        super().__init__(
            f"Only {received} of {length} bytes have arrived.", received=received, length=length
        )


class TooManyUploads(QuotaExceeded):
    code = "upload.too_many"
    hint = "Finish or cancel some of them, then add this file again."

    def __init__(self) -> None:
        super().__init__("You have begun to send as many files as you may at a time.")


class TooManyPieces(QuotaExceeded):
    code = "upload.too_many_pieces"
    hint = "Begin again, and send more bytes with each request."

    def __init__(self) -> None:
        super().__init__("This file came in too many small pieces.")
