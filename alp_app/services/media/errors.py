"""Ways in which opening a file of a course can fail."""

from alp_app.kit.errors import NotFound


class FileNotFound(NotFound):
    code = "media.file_not_found"
    hint = "The course may have a new version. Reload the page."

    def __init__(self) -> None:
        super().__init__("This file does not exist, or you cannot see it.")
