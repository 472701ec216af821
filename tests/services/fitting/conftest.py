"""A lesson with sources, Ana who reads it, and text engines that word it well or badly."""

import json
import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

import pytest

from alp_app.models.content import Citation, HeadingBlock, Sentence, TextBlock
from alp_app.services.learning.commands import enrol
from jobs.registry import HANDLERS
from providers.contracts.engines import Providers
from providers.contracts.status import ProviderStatus, Readiness
from providers.contracts.text import FinishReason, TextChunk, TextRequest, TextResult
from providers.drafts import Draft, whole
from providers.fakes.images import PlaceholderImages
from providers.fakes.scenes import PlaceholderScenes
from providers.fakes.vectors import PlaceholderEmbeddings
from tests.jobs.workshop import Workshop
from tests.support.world import MadeCourse, PlannedLesson, act, choice, make_course

FACTS = (
    "The high-pressure pump compresses the fuel to 1,800 bar and delivers it to the rail.",
    "Cold air does not ignite the fuel.",
    "You must release the pressure before you open the line.",
)


@dataclass
class Rewriter:
    """`providers.contracts.text.TextModel` that gives each sentence back as `change` has it."""

    change: Callable[[int, str], str]
    back: Callable[[int, str], str] = field(default=lambda _, text: text)
    name: str = "rewriter"
    asked: int = 0

    async def status(self) -> ProviderStatus:
        return ProviderStatus(provider=self.name, readiness=Readiness.READY)

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        self.asked += 1
        prompt = request.messages[1].content
        is_back = prompt.startswith('Translate each sentence from "es"')
        change = self.back if is_back else self.change
        sentences = re.findall(r"^(\d+)\. (.+)$", prompt.partition("by number:")[2], re.MULTILINE)
        answer = {
            "sentences": [
                {"n": int(number), "text": change(int(number), text)} for number, text in sentences
            ]
        }
        draft = Draft(self.name, {})
        yield draft.add(json.dumps(answer))
        yield draft.finish(FinishReason.STOP, model="rewriter-1", prompt_tokens=1, output_tokens=1)


@dataclass
class Study:
    course: MadeCourse
    workshop: Workshop

    def written_by(self, engine: Rewriter) -> None:
        self.workshop.providers = Providers(
            text=engine,
            embeddings=PlaceholderEmbeddings(),
            images=PlaceholderImages(),
            scenes=PlaceholderScenes(),
            scanner=None,
            engines=(),
            parts=(),
        )


def sourced() -> TextBlock:
    return TextBlock(
        sentences=[
            Sentence(text=text, citations=[Citation(reference="A book", page=3, quote=text)])
            for text in FACTS
        ]
    )


@pytest.fixture
async def study(product, school, stack) -> Study:
    lesson = PlannedLesson(
        blocks=[HeadingBlock(text="Rail"), sourced()], questions=[choice("What holds the fuel?")]
    )
    course = await make_course(
        product,
        school.teacher,
        lesson,
        PlannedLesson(title="After", blocks=[sourced()]),
        module_sizes=(1, 1),
    )
    await act(product, school.ana, enrol, course.id)
    workshop = Workshop(
        sessions=product.sessions,
        database_url=stack.database_url,
        actor=school.teacher,
        handlers=dict(HANDLERS),
    )
    return Study(course=course, workshop=workshop)
