"""What a file held and what became of each part of it."""

from collections.abc import Mapping
from enum import StrEnum

from alp_app.kit.ids import AssetId
from alp_app.models.questions import AnyQuestion
from alp_app.services.courses.views import View


class Outcome(StrEnum):
    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


class Finding(View):
    """One construct of the file. `part` is a key of the catalogue under `exchange.`."""

    outcome: Outcome
    part: str
    line: int = 0
    """In the file; 0 where a file is written."""
    question: str = ""
    """Name or first words of the question it belongs to."""
    detail: str = ""
    """As it stood in the file: a name, a value."""


class QuestionFile(View):
    """A picture that travels with a question."""

    name: str
    media_type: str
    data: bytes


class Item(View):
    """A question outside a bank: with what the bank knows of it."""

    content: AnyQuestion
    name: str = ""
    category: str = ""
    """Path with slashes: `Engines/Fuel`."""
    tags: tuple[str, ...] = ()
    line: int = 0


class Imported(View):
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    files: Mapping[AssetId, QuestionFile] = {}
    """By the ids that the pictures of the items name."""


class Exported(View):
    text: str
    findings: tuple[Finding, ...]


class NotReadable(Exception):
    """The file as a whole is not of this format."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


class Findings:
    """Collects findings about one question after another."""

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self.question = ""
        self.line = 0

    def about(self, question: str, line: int = 0) -> None:
        self.question, self.line = " ".join(question.split())[:80], line

    def add(self, outcome: Outcome, part: str, detail: str = "", line: int | None = None) -> None:
        self.all.append(
            Finding(
                outcome=outcome,
                part=part,
                line=self.line if line is None else line,
                question=self.question,
                detail=" ".join(detail.split())[:120],
            )
        )

    def kept(self, part: str, detail: str = "", line: int | None = None) -> None:
        self.add(Outcome.KEPT, part, detail, line)

    def changed(self, part: str, detail: str = "", line: int | None = None) -> None:
        self.add(Outcome.CHANGED, part, detail, line)

    def dropped(self, part: str, detail: str = "", line: int | None = None) -> None:
        self.add(Outcome.DROPPED, part, detail, line)
