"""Ways in which running the product can fail."""

from alp_app.kit.errors import NotFound


class UnknownPart(NotFound):
    code = "operations.unknown_part"
    hint = "Look at the list of engines: it may not need this file any more."

    def __init__(self, name: str) -> None:
        super().__init__(f"No engine here needs a file named “{name}”.", name=name)


class UnknownEngine(NotFound):
    code = "operations.unknown_engine"
    hint = "Reload the page: the settings may have changed."

    def __init__(self, name: str) -> None:
        super().__init__(f"No engine named “{name}” is configured.", name=name)
