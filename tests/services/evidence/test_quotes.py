"""Quotes of a PDF stand on the page that is named, by the word of another reader of PDFs."""

from uuid import uuid4

from alp_app.kit.ids import SourceId, new_uuid
from alp_app.services.evidence.support_checks import Ground, sentences_of
from alp_app.services.sources import sandbox
from alp_app.services.sources.kinds import SourceKind
from alp_app.settings import ROOT
from tests.support.quotes import PageTexts

BRAKES = ROOT / "tests" / "support" / "files" / "hydraulic-brake-systems.pdf"
FEWEST_WORDS = 6


async def test_the_page_named_for_a_quote_holds_it_and_other_pages_do_not():
    parsed = await sandbox.read(BRAKES, SourceKind.PDF, BRAKES.name)
    pages = PageTexts(BRAKES.read_bytes())
    quotes: list[tuple[str, int]] = []
    for passage in parsed.passages:
        ground = Ground(
            passage_id=uuid4(),
            passage_hash="",
            source_id=SourceId(new_uuid()),
            page=passage.page,
            heading="",
            text=passage.text,
        )
        quotes += [
            (passage.text[start:end], passage.page or 0)
            for start, end in sentences_of(ground)
            if len(passage.text[start:end].split()) >= FEWEST_WORDS
        ]
    assert len(quotes) >= 100
    missing = [quote for quote, page in quotes if not pages.hold(quote, page)]
    assert len(missing) <= len(quotes) / 50, missing
    elsewhere = [quote for quote, page in quotes if pages.hold(quote, page % 20 + 3)]
    assert len(elsewhere) <= len(quotes) / 10
    assert not pages.hold("No page of this file says so at all.", 1)
