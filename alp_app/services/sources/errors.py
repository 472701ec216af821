"""Ways in which a teacher's file can be refused, each in words for the teacher."""

from alp_app.kit.errors import AppError, Invalid, NotFound


class SourceNotFound(NotFound):
    code = "source.not_found"
    hint = "It may have been removed. Add it again."

    def __init__(self) -> None:
        super().__init__("This file does not exist any more, or you cannot see it.")


class SourceEmpty(Invalid):
    code = "source.empty"
    hint = "Open the file on your computer: it may not have been saved. Then add it again."

    def __init__(self, filename: str) -> None:
        super().__init__(f"“{filename}” is empty: it holds 0 bytes.", filename=filename)


class SourceKindUnknown(Invalid):
    code = "source.kind_unknown"
    hint = "Add a PDF, Word (.docx), PowerPoint (.pptx), HTML, Markdown or plain text."

    def __init__(self, filename: str) -> None:
        super().__init__(f"“{filename}” is not a kind of file that can be read.", filename=filename)


class SourceKindMismatch(Invalid):
    code = "source.kind_mismatch"
    hint = "Give the file its right ending, or save it again in the kind that its name says."

    def __init__(self, filename: str, found: str) -> None:
        super().__init__(
            f"“{filename}” is not what its name says: inside it is {found}.",
            filename=filename,
            found=found,
        )


class SourceDamaged(Invalid):
    code = "source.damaged"
    hint = "Open it on your computer and save it again, then add the new file."

    def __init__(self, filename: str) -> None:
        super().__init__(f"“{filename}” is damaged and cannot be read.", filename=filename)


class SourceEncrypted(Invalid):
    code = "source.encrypted"
    hint = "Save it without a password, then add it again."

    def __init__(self, filename: str) -> None:
        super().__init__(f"“{filename}” is protected by a password.", filename=filename)


class SourceWithoutText(Invalid):
    code = "source.without_text"
    hint = "It seems to be a scan. Add a version whose text can be selected."

    def __init__(self, filename: str) -> None:
        super().__init__(f"“{filename}” holds pictures of pages but no text.", filename=filename)


class SourceTooComplex(Invalid):
    code = "source.too_complex"
    hint = "Split it into smaller files, then add those."

    def __init__(self, filename: str) -> None:
        super().__init__(
            f"“{filename}” needs more memory or time to read than one file may use.",
            filename=filename,
        )


class SourceTooLong(Invalid):
    code = "source.too_long"
    hint = "Split it into parts, then add those that the course needs."

    def __init__(self, filename: str) -> None:
        super().__init__(
            f"“{filename}” has more than 2,000 pages, or as much text.", filename=filename
        )


class SourceUnsafe(Invalid):
    code = "source.unsafe"
    hint = "Open it in the program that it was made with, save it again, then add the new file."

    def __init__(self, filename: str) -> None:
        super().__init__(
            f"“{filename}” holds declarations that no ordinary document needs, and that attacks use.",
            filename=filename,
        )


class NotOneWork(Invalid):
    code = "source.not_one_work"
    hint = "Choose two editions of the same file."

    def __init__(self) -> None:
        super().__init__("These are not editions of the same file, so they cannot be compared.")


class AddressRefused(Invalid):
    code = "source.address_refused"
    hint = "Give the address of one public page, such as https://example.org/article."

    def __init__(self, url: str, reason: str = "is no address of a web page") -> None:
        super().__init__(f"“{url}” cannot be read: it {reason}.", url=url, reason=reason)


READING_FAILURES: dict[str, type[AppError]] = {
    failure.code: failure
    for failure in (
        SourceDamaged,
        SourceEncrypted,
        SourceWithoutText,
        SourceTooComplex,
        SourceTooLong,
        SourceUnsafe,
    )
}
"""What the reading process may report, by code; each takes the file's name."""
