"""Ways in which drafting a course can fail."""

from alp_app.kit.errors import Conflict


class NoBrief(Conflict):
    code = "generation.no_brief"
    hint = "Start a new course from a topic instead."

    def __init__(self) -> None:
        super().__init__("This course was written by hand, so there is no brief to generate from.")


class NothingReadable(Conflict):
    code = "generation.nothing_readable"
    hint = "Mend or remove the files that failed, or add others; then retry."

    def __init__(self) -> None:
        super().__init__("None of the files could be read, so there is nothing to write from.")


class NoUsableQuestions(Conflict):
    code = "generation.no_usable_questions"
    hint = "Try again, choose a more capable model, or write the questions yourself."

    def __init__(self, lesson: str) -> None:
        super().__init__(
            f"The engine wrote no question about “{lesson}” that can be asked: its answers repeat "
            "each other.",
            lesson=lesson,
        )
