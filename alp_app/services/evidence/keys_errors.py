"""Ways in which work on answer keys is refused."""

from alp_app.kit.errors import Conflict


class KeyChangedSince(Conflict):
    code = "evidence.key_changed_since"
    hint = "Look at the question as it is now, then decide."

    def __init__(self) -> None:
        super().__init__("This question has another wording since you looked at it.")
