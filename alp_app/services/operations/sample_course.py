"""Puts the sample course into a school: reads its files and publishes it.

The files lie in `alp_app/resources/sample_course`; its README says how they are written.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, cast
from uuid import UUID

import orjson
import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from sqlmodel import col, select

from alp_app.kit.ids import AssetId, CourseId, new_uuid
from alp_app.models.asset import AssetKind
from alp_app.models.content import BlockContent, Citation, FigureBlock, ModelBlock, QuizBlock
from alp_app.models.course import Block, Bloom, Course, Lesson, Level, Module, Objective, Reference
from alp_app.models.questions import QuestionContent
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses.commands import store_question
from alp_app.services.courses.publishing import publish_course
from alp_app.services.media.commands import NewFile, record_asset, store_files
from alp_app.settings import ROOT
from alp_app.unit_of_work import UnitOfWork
from providers.contracts.objects import ObjectStore

FOLDER = ROOT / "alp_app" / "resources" / "sample_course"
TOKENS = ROOT / "assets" / "styles" / "tokens.css"
MAKER = "AutoLearnPro"


class SampleFile(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SampleObjective(SampleFile):
    id: str
    level: Bloom
    verb: str
    text: str


class SampleReference(SampleFile):
    id: str
    author: str
    title: str
    publisher: str
    year: int
    where: str

    @property
    def citation(self) -> str:
        return f"{self.author}: {self.title}. {self.publisher}, {self.year}. {self.where}"


class SampleModule(SampleFile):
    title: str
    summary: str
    lessons: list[str]


class SampleCourse(SampleFile):
    title: str
    slug: str
    summary: str
    subject: str
    audience: str
    level: Level
    language: str
    minutes: int | None = None
    objectives: list[SampleObjective]
    references: list[SampleReference]
    modules: list[SampleModule]
    cover: str = ""


class SampleLesson(SampleFile):
    title: str
    lead: str
    minutes: int
    objectives: list[str]
    blocks: list[dict[str, Any]] = Field(min_length=1)


def read_course(folder: Path = FOLDER) -> SampleCourse:
    return SampleCourse.model_validate(yaml.safe_load((folder / "course.yaml").read_text()))


def read_lesson(name: str, folder: Path = FOLDER) -> SampleLesson:
    return SampleLesson.model_validate(yaml.safe_load((folder / "lessons" / name).read_text()))


def themed(svg: str, theme: Literal["light", "dark"], tokens: str) -> bytes:
    """A drawing with its `var(--name)` replaced by the values of one theme of the style sheet, where
    they stand as `light-dark(…, …)`."""
    pair = re.compile(r"--([\w-]+):\s*light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\)")
    side = 1 if theme == "light" else 2
    values = {found[1]: found[side + 1] for found in pair.finditer(tokens)}
    return re.sub(r"var\(--([\w-]+)\)", lambda match: values[match[1]], svg).encode()


async def add_sample_course(work: UnitOfWork, objects: ObjectStore) -> CourseId:
    """Add and publish the sample course, unless the school has it."""
    sample = read_course()
    existing = await work.session.scalar(
        select(col(Course.id)).where(
            col(Course.organisation_id) == work.organisation_id, col(Course.slug) == sample.slug
        )
    )
    if existing is not None:
        return CourseId(existing)
    return await _Loader(work, objects, sample).run()


class _Loader:
    def __init__(self, work: UnitOfWork, objects: ObjectStore, sample: SampleCourse) -> None:
        self._work = work
        self._objects = objects
        self._sample = sample
        self._objectives: dict[str, UUID] = {item.id: new_uuid() for item in sample.objectives}
        self._tokens = TOKENS.read_text()
        self._course = Course(
            organisation_id=work.organisation_id,
            slug=sample.slug,
            title=sample.title,
            summary=sample.summary,
            subject=sample.subject,
            audience=sample.audience,
            level=sample.level,
            language=sample.language,
            objectives=[
                Objective(id=self._objectives[item.id], text=item.text, bloom=item.level)
                for item in sample.objectives
            ],
            references=[
                Reference(key=item.id, citation=item.citation) for item in sample.references
            ],
        )

    async def run(self) -> CourseId:
        self._work.session.add(self._course)
        await self._work.session.flush()
        if self._sample.cover:
            self._course.cover_asset_id = await self._drawing(self._sample.cover)
        for position, module in enumerate(self._sample.modules):
            await self._module(position, module)
        await publish_course(self._work, self._course.id, ask=example_of)
        return self._course.id

    async def _module(self, position: int, sample: SampleModule) -> None:
        module = Module(
            organisation_id=self._course.organisation_id,
            course_id=self._course.id,
            position=position,
            title=sample.title,
            summary=sample.summary,
        )
        self._work.session.add(module)
        await self._work.session.flush()
        for place, name in enumerate(sample.lessons):
            await self._lesson(module, place, read_lesson(name))

    async def _lesson(self, module: Module, position: int, sample: SampleLesson) -> None:
        lesson = Lesson(
            organisation_id=self._course.organisation_id,
            course_id=self._course.id,
            module_id=module.id,
            position=position,
            title=sample.title,
            summary=sample.lead.strip(),
            minutes=sample.minutes,
            objective_ids=[self._objectives[key] for key in sample.objectives],
        )
        self._work.session.add(lesson)
        await self._work.session.flush()
        for place, given in enumerate(sample.blocks):
            self._work.session.add(
                Block(
                    organisation_id=self._course.organisation_id,
                    lesson_id=lesson.id,
                    position=place,
                    content=await self._block(given),
                )
            )

    async def _block(self, given: dict[str, Any]) -> BlockContent:
        match given["type"]:
            case "figure":
                asset_id = await self._drawing(given["figure"])
                return FigureBlock.model_validate(without(given, "figure") | {"asset_id": asset_id})
            case "model":
                asset_id = await self._model(given["model"])
                return ModelBlock.model_validate(without(given, "model") | {"asset_id": asset_id})
            case "quiz":
                questions = [
                    await store_question(self._work, self._course.id, question_of(item))
                    for item in given["questions"]
                ]
                fields = without(given, "questions")
                fields["question_ids"] = [question.id for question in questions]
                return QuizBlock.model_validate(fields)
            case _:
                return block_of(given)

    async def _drawing(self, name: str) -> AssetId:
        svg = (FOLDER / name).read_text()
        files = {
            "original": NewFile(themed(svg, "light", self._tokens), "image/svg+xml"),
            "dark": NewFile(themed(svg, "dark", self._tokens), "image/svg+xml"),
        }
        return await self._asset(AssetKind.IMAGE, name, files, {"engine": "hand-drawn"})

    async def _model(self, name: str) -> AssetId:
        path = FOLDER / name
        files = {"original": NewFile(path.read_bytes(), "model/gltf-binary")}
        poster = path.with_suffix(".png")
        if poster.exists():
            files["poster"] = NewFile(poster.read_bytes(), "image/png")
        manifest = orjson.loads(path.with_suffix(".json").read_bytes())
        return await self._asset(AssetKind.MODEL, name, files, manifest)

    async def _asset(
        self, kind: AssetKind, name: str, files: Mapping[str, NewFile], manifest: dict[str, Any]
    ) -> AssetId:
        return await record_asset(
            self._work,
            await store_files(self._objects, files),
            kind=kind,
            filename=Path(name).name,
            course_id=self._course.id,
            maker=MAKER,
            manifest=manifest,
        )


def without(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key not in names}


def citation_of(given: list[str]) -> Citation:
    """`[key, place]`."""
    key, *place = given
    return Citation(reference=key, place=place[0] if place else "")


def sentence_of(given: str | dict[str, Any]) -> dict[str, Any]:
    """A string, or `{text, cite: [key, place], quote}`."""
    if isinstance(given, str):
        return {"text": given}
    cite = cast("list[str] | None", given.get("cite"))
    if cite is None:
        return {"text": given["text"]}
    citation = citation_of(cite).model_copy(update={"quote": given.get("quote", "")})
    return {"text": given["text"], "citations": [citation]}


def block_of(given: dict[str, Any]) -> BlockContent:
    """A block without files or questions, as written in a lesson file."""
    fields = dict(given)
    if "sentences" in fields:
        fields["sentences"] = [sentence_of(item) for item in fields["sentences"]]
    if fields["type"] == "list":
        fields["items"] = [[sentence_of(item) for item in entry] for entry in fields["items"]]
    return TypeAdapter[BlockContent](BlockContent).validate_python(fields)


def question_of(given: dict[str, Any]) -> QuestionContent:
    """A question as written in a lesson file; `working` is for the test that recomputes the answer."""
    fields = without(given, "cite", "working")
    if "cite" in given:
        fields["citations"] = [citation_of(given["cite"])]
    if "options" in fields:
        fields["options"] = [
            {"text": item["text"], "is_correct": item["correct"], "reason": item["reason"]}
            for item in fields["options"]
        ]
    return TypeAdapter[QuestionContent](QuestionContent).validate_python(fields)
