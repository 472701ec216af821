"""Sentences with verdicts, and courses with something to hold them against."""

from alp_app.kit import clock
from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.content import Citation, Origin, Sentence, Support, Verdict, Writer
from alp_app.models.source import Source, SourceState
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor


def sentence_with(
    verdict: str | None, text: str = "The sea rises.", *, model: str = "Qwen", is_own: bool = False
) -> Sentence:
    """Written by `model`, or by a person, and cited."""
    support = verdict and Support(
        verdict=Verdict(verdict), score=0.5, method="overlap@1", checked_at=clock.now()
    )
    return Sentence(
        text=text,
        origin=Origin() if is_own else Origin(writer=Writer.MODEL, model=model),
        support=support or None,
        citations=[Citation(reference="tides", quote="The sea rises twice a day.")],
    )


async def give_source(product: Runtime, author: Actor, course_id: CourseId) -> SourceId:
    """A file that was read."""
    async with product.unit_of_work(author) as work:
        source = Source(
            organisation_id=work.organisation_id,
            course_id=course_id,
            uploaded_by=author.user_id,
            filename="tides.txt",
            media_type="text/plain",
            size=1,
            sha256="0" * 64,
            state=SourceState.READY,
        )
        work.session.add(source)
        return source.id
