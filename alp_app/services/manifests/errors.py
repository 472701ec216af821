"""Ways in which asking how something was made can fail."""

from alp_app.kit.errors import NotFound


class ManifestNotFound(NotFound):
    code = "manifest.not_found"
    hint = "Go back to the list of the course."

    def __init__(self) -> None:
        super().__init__("There is no such record, or you cannot see it.")
