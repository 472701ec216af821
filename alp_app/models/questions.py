"""The shapes of questions as they are kept: what is asked, its key, and the reason for each part of it.

Texts take the same inline marks as the sentences of a lesson. The ids of parts are random, so that
sorting them tells nothing about the key.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID, uuid4

from pydantic import Field, StringConstraints, model_validator

from alp_app.kit.ids import AssetId
from alp_app.models.content import Citation, Content, Origin

GAP = "[[{}]]"
"""How the text of a cloze question marks the place of a gap, by the gap's id."""

MOST_OPTIONS = 8

Share = Annotated[Decimal, Field(ge=0, le=1, decimal_places=7)]
Credit = Annotated[Decimal, Field(ge=-1, le=1, decimal_places=7)]
Points = Annotated[Decimal, Field(gt=0, le=1000, decimal_places=4)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,30}$")]
Expression = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Scoring(StrEnum):
    BALANCED = "balanced"
    """Each right part earns its share, each wrong pick costs as much, and nobody falls below nothing."""
    ALL_OR_NOTHING = "all_or_nothing"


class ToleranceKind(StrEnum):
    ABSOLUTE = "absolute"
    """In the unit of the answer."""
    RELATIVE = "relative"
    """A share of the answer: 0.02 is two percent."""


class Picture(Content):
    asset_id: AssetId | None = None
    """None while the picture is still missing."""
    alt: str
    width: int = Field(gt=0, le=100_000)
    height: int = Field(gt=0, le=100_000)


class Asked(Content):
    """What every question has."""

    stem: str
    pictures: list[Picture] = Field(default_factory=list[Picture], max_length=8)
    """Shown with the stem."""
    explanation: str = ""
    points: Points = Decimal(1)
    penalty: Share = Decimal(0)
    """The share of the points that an answer costs which earns nothing."""
    citations: list[Citation] = Field(default_factory=list[Citation])
    objective_ids: list[UUID] = Field(default_factory=list[UUID], max_length=12)
    """The course's objectives that it tests."""
    origin: Origin = Field(default_factory=Origin)


class Option(Content):
    id: UUID = Field(default_factory=uuid4)
    text: str
    is_correct: bool
    reason: str
    """Why it is right, or what somebody who picks it has mixed up. Shown after the answer."""
    credit: Credit | None = None
    """The share of the points that picking it earns or costs. None: as the scoring has it."""


class ChoiceQuestion(Asked):
    """One right option (`single`), or any number of them (`multiple`). True or false is a single choice."""

    type: Literal["single", "multiple", "true_false"] = "single"
    options: list[Option] = Field(min_length=2, max_length=MOST_OPTIONS)
    scoring: Scoring = Scoring.BALANCED
    is_shuffled: bool = True
    """Not when the order has a meaning, as in “none of the above”. True or false never is."""


class NearMiss(Content):
    """A wrong number that tells what somebody has mixed up."""

    answer: float
    tolerance: float = Field(default=0.0, ge=0.0)
    credit: Share = Decimal(0)
    reason: str


class Measure(Content):
    """How exact a number has to be, and in what it is measured."""

    tolerance: float = Field(default=0.0, ge=0.0)
    tolerance_kind: ToleranceKind = ToleranceKind.ABSOLUTE
    unit: str = ""
    """The answer's. Another unit of the same kind may be typed behind the number, and is converted."""
    is_unit_required: bool = False


class NumericQuestion(Asked, Measure):
    type: Literal["numeric"] = "numeric"
    answer: float
    near_misses: list[NearMiss] = Field(default_factory=list[NearMiss], max_length=12)


class AcceptedText(Content):
    text: str = Field(min_length=1, max_length=500)
    credit: Share = Decimal(1)
    reason: str = ""


class TextRules(Content):
    """How what was typed is compared. Spaces at the ends and between words never count."""

    is_case_counted: bool = False
    is_accent_counted: bool = False
    has_wildcards: bool = False
    """A `*` in an accepted form stands for any characters; `\\*` is a star."""


class ShortTextQuestion(Asked):
    """A word or a few. The first accepted form that fits counts; one without credit explains a mistake."""

    type: Literal["short_text"] = "short_text"
    accepted: list[AcceptedText] = Field(min_length=1, max_length=50)
    rules: TextRules = Field(default_factory=TextRules)


class Gap(Content):
    id: str = Field(pattern=r"^[a-z0-9_]{1,20}$")
    weight: int = Field(default=1, ge=1, le=100)


class TextGap(Gap):
    kind: Literal["text"] = "text"
    accepted: list[AcceptedText] = Field(min_length=1, max_length=50)
    rules: TextRules = Field(default_factory=TextRules)


class NumberGap(Gap):
    kind: Literal["number"] = "number"
    answer: float
    tolerance: float = Field(default=0.0, ge=0.0)
    unit: str = ""
    near_misses: list[NearMiss] = Field(default_factory=list[NearMiss], max_length=12)
    reason: str = ""


class ChoiceGap(Gap):
    kind: Literal["choice"] = "choice"
    options: list[Option] = Field(min_length=2, max_length=MOST_OPTIONS)


AnyGap = Annotated[TextGap | NumberGap | ChoiceGap, Field(discriminator="kind")]


class ClozeQuestion(Asked):
    """A text with gaps, each marked `[[id]]` in it once."""

    type: Literal["cloze"] = "cloze"
    text: str
    gaps: list[AnyGap] = Field(min_length=1, max_length=40)
    scoring: Scoring = Scoring.BALANCED

    @model_validator(mode="after")
    def _each_gap_has_one_place(self) -> Self:
        _require_unique([gap.id for gap in self.gaps], "gap")
        if any(self.text.count(GAP.format(gap.id)) != 1 for gap in self.gaps):
            raise ValueError("mark the place of each gap in the text once, as [[1]]")
        return self


class Label(Content):
    """Something that is put to its place: a match, an item in an order, a label of a diagram."""

    id: UUID = Field(default_factory=uuid4)
    text: str = Field(min_length=1)


class MatchPrompt(Content):
    id: UUID = Field(default_factory=uuid4)
    text: str = Field(min_length=1)
    match_id: UUID
    reason: str = ""


class MatchingQuestion(Asked):
    """Each prompt has one match. A match may belong to several prompts, or to none."""

    type: Literal["matching"] = "matching"
    prompts: list[MatchPrompt] = Field(min_length=2, max_length=20)
    matches: list[Label] = Field(min_length=2, max_length=30)
    scoring: Scoring = Scoring.BALANCED

    @model_validator(mode="after")
    def _each_prompt_has_its_match(self) -> Self:
        _require_unique([prompt.id for prompt in self.prompts], "prompt")
        _require_known({prompt.match_id for prompt in self.prompts}, self.matches)
        return self


class OrderingQuestion(Asked):
    """Items to put in order; here they are in the right one. Each follower that directly follows earns
    its share."""

    type: Literal["ordering"] = "ordering"
    items: list[Label] = Field(min_length=2, max_length=20)
    scoring: Scoring = Scoring.BALANCED

    @model_validator(mode="after")
    def _items_differ(self) -> Self:
        _require_unique([item.id for item in self.items], "item")
        return self


class Spot(Content):
    """A place in a picture, in pixels of the original from its top left corner."""

    x: float = Field(ge=0, le=100_000, allow_inf_nan=False)
    y: float = Field(ge=0, le=100_000, allow_inf_nan=False)


class Circle(Content):
    kind: Literal["circle"] = "circle"
    centre: Spot
    radius: float = Field(gt=0, le=100_000)


class Rectangle(Content):
    kind: Literal["rectangle"] = "rectangle"
    corner: Spot
    """Top left."""
    width: float = Field(gt=0, le=100_000)
    height: float = Field(gt=0, le=100_000)


class Polygon(Content):
    kind: Literal["polygon"] = "polygon"
    corners: list[Spot] = Field(min_length=3, max_length=60)


Shape = Annotated[Circle | Rectangle | Polygon, Field(discriminator="kind")]


class Region(Content):
    id: UUID = Field(default_factory=uuid4)
    shape: Shape
    is_correct: bool = True
    reason: str = ""


class HotspotQuestion(Asked):
    """As many spots to point at as there are right regions."""

    type: Literal["hotspot"] = "hotspot"
    picture: Picture
    regions: list[Region] = Field(min_length=1, max_length=30)
    scoring: Scoring = Scoring.BALANCED

    @model_validator(mode="after")
    def _something_is_right(self) -> Self:
        if not any(region.is_correct for region in self.regions):
            raise ValueError("at least one region has to be right")
        return self


class Zone(Content):
    id: UUID = Field(default_factory=uuid4)
    shape: Shape
    label_id: UUID
    reason: str = ""


class DiagramQuestion(Asked):
    """Labels to put on the zones of a picture. A label may belong to several zones, or to none."""

    type: Literal["diagram"] = "diagram"
    picture: Picture
    zones: list[Zone] = Field(min_length=1, max_length=30)
    labels: list[Label] = Field(min_length=2, max_length=40)
    scoring: Scoring = Scoring.BALANCED

    @model_validator(mode="after")
    def _each_zone_has_its_label(self) -> Self:
        _require_unique([zone.id for zone in self.zones], "zone")
        _require_known({zone.label_id for zone in self.zones}, self.labels)
        return self


class EssayQuestion(Asked):
    """A text that a person marks."""

    type: Literal["essay"] = "essay"
    least_words: int = Field(default=0, ge=0, le=20_000)
    most_words: int | None = Field(default=None, ge=1, le=20_000)
    marking_notes: str = ""
    """For who marks it: what a good answer holds."""


class FileQuestion(Asked):
    """Files that a person marks."""

    type: Literal["file"] = "file"
    most_files: int = Field(default=1, ge=1, le=20)
    extensions: list[str] = Field(default_factory=list[str], max_length=30)
    """Such as `pdf`. Empty: any."""
    most_megabytes: int = Field(default=20, ge=1, le=2000)
    """Of each file."""
    marking_notes: str = ""


class FormulaQuestion(Asked):
    """An expression that is right when it equals the answer for every value of its variables."""

    type: Literal["formula"] = "formula"
    answer: Expression
    variables: list[Name] = Field(default_factory=list[Name], max_length=6)


class CodeOutputQuestion(Asked):
    """What a program prints. Lines are compared without the spaces at their ends."""

    type: Literal["code_output"] = "code_output"
    language: str = ""
    code: str = Field(min_length=1, max_length=20_000)
    output: str = Field(min_length=1, max_length=5_000)


class IntegerRange(Content):
    kind: Literal["integer"] = "integer"
    name: Name
    low: int = Field(ge=-(10**9), le=10**9)
    high: int = Field(ge=-(10**9), le=10**9)
    step: int = Field(default=1, ge=1, le=10**9)

    @model_validator(mode="after")
    def _low_comes_first(self) -> Self:
        _require_order(self.low, self.high)
        return self


RangeNumber = Annotated[Decimal, Field(ge=-(10**9), le=10**9, decimal_places=6)]


class DecimalRange(Content):
    kind: Literal["decimal"] = "decimal"
    name: Name
    low: RangeNumber
    high: RangeNumber
    step: Annotated[RangeNumber, Field(gt=0)]

    @model_validator(mode="after")
    def _low_comes_first(self) -> Self:
        _require_order(self.low, self.high)
        return self


class Choices(Content):
    kind: Literal["choices"] = "choices"
    name: Name
    values: list[RangeNumber] = Field(min_length=1, max_length=100)


Variable = Annotated[IntegerRange | DecimalRange | Choices, Field(discriminator="kind")]


class ComputedMiss(Content):
    answer: Expression
    credit: Share = Decimal(0)
    reason: str


class ComputedNumber(Measure):
    """Asks for a number."""

    kind: Literal["number"] = "number"
    answer: Expression
    near_misses: list[ComputedMiss] = Field(default_factory=list[ComputedMiss], max_length=12)


class ComputedOptions(Content):
    """Asks for one option; numbers in their texts are computed."""

    kind: Literal["options"] = "options"
    options: list[Option] = Field(min_length=2, max_length=MOST_OPTIONS)


class ParametrisedQuestion(Asked):
    """A question of which each learner gets a variant: `{{a * b}}` in a text is computed from variables
    drawn for them."""

    type: Literal["parametrised"] = "parametrised"
    variables: list[Variable] = Field(min_length=1, max_length=12)
    constraints: list[Expression] = Field(default_factory=list[Expression], max_length=12)
    """Every one holds in every variant: `a < b`."""
    asks: Annotated[ComputedNumber | ComputedOptions, Field(discriminator="kind")]

    @model_validator(mode="after")
    def _variables_differ(self) -> Self:
        _require_unique([variable.name for variable in self.variables], "variable")
        return self


MarkedQuestion = (
    ChoiceQuestion
    | NumericQuestion
    | ShortTextQuestion
    | ClozeQuestion
    | MatchingQuestion
    | OrderingQuestion
    | HotspotQuestion
    | DiagramQuestion
    | FormulaQuestion
    | CodeOutputQuestion
)
"""The same for everybody, and marked at once."""

QuestionContent = Annotated[MarkedQuestion | ParametrisedQuestion, Field(discriminator="type")]
"""What the quiz of a lesson can ask."""

MARKED_BY_PEOPLE = (EssayQuestion, FileQuestion)

FixedQuestion = MarkedQuestion | EssayQuestion | FileQuestion
"""The same for everybody."""

AnyQuestion = Annotated[FixedQuestion | ParametrisedQuestion, Field(discriminator="type")]


def _require_unique(keys: list[str] | list[UUID], part: str) -> None:
    if len(set(keys)) != len(keys):
        raise ValueError(f"each {part} needs a name of its own")


def _require_known(wanted: set[UUID], labels: list[Label]) -> None:
    known = [label.id for label in labels]
    _require_unique(known, "label")
    if not wanted <= set(known):
        raise ValueError("each place needs one of the labels")


def _require_order(low: Decimal | int, high: Decimal | int) -> None:
    if low > high:
        raise ValueError("a range goes from its low end to its high end")
