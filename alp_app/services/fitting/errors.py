"""Ways in which fitting a lesson can fail."""

from alp_app.kit.errors import Conflict, Invalid


class LanguageNotOffered(Invalid):
    code = "fitting.language_not_offered"
    hint = "Choose one of the languages that are offered."

    def __init__(self, language: str) -> None:
        super().__init__("Lessons cannot be checked in this language.", language=language)


class NothingToFit(Conflict):
    code = "fitting.nothing_to_fit"
    hint = "Choose how you like to read first."

    def __init__(self) -> None:
        super().__init__("You read this lesson as it was written.")
