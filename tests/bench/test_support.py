"""What the check of sentences catches: labelled pairs, and a writer that errs."""

from collections import Counter

from alp_app.models.content import Verdict
from alp_app.services.evidence.support_checks import judge
from alp_app.services.evidence.support_languages import language_for
from providers.minilm.adapter import MiniLM
from tests.bench.report import Report, Table
from tests.jobs.conftest import workshop
from tests.jobs.test_support import checked
from tests.jobs.workshop import Workshop
from tests.services.evidence.planted import CarelessWriter
from tests.services.evidence.support_pairs import Labelled, grounds, labelled, texts_to_embed

__all__ = ["workshop"]

ABOUT = """\
Sentences labelled by hand, each held against all passages in its language. Thresholds were set on the first
part. The two others were held back and looked at once before anything was mended because of them: of 35 and
21 true sentences the check then doubted 2 and 0, of 62 and 40 wrong ones it took 6 and 6 for supported. The
figures below are from after that, so they flatter it: on texts that it has not seen, expect about one wrong
sentence in eight to pass, nearly all of them with the source's own words in other roles."""
SEEDS = (1, 2, 3)
PARTS = {"calibrate": "set on", "hold_out": "held back", "fresh": "held back later"}


async def test_labelled_pairs(report: Report):
    texts = texts_to_embed()
    vectors = dict(zip(texts, await MiniLM(threads=1).embed(texts), strict=True))
    rows: list[tuple[str, ...]] = []
    for part, name in PARTS.items():
        for how, known in (("words and vectors", vectors), ("words alone", {})):
            found = [
                (
                    item,
                    judge(item.text, grounds(item.language), language_for(item.language), known),
                )
                for item in labelled(part)
            ]
            rows.append(_row(f"{name}, {how}", [(item, each.verdict) for item, each in found]))
    report.tables.append(
        Table(
            title="Support of sentences, labelled pairs",
            about=ABOUT,
            heads=(
                "part",
                "true",
                "of them doubted",
                "wrong",
                "of them unsupported",
                "weak",
                "supported",
                "precision",
                "recall",
            ),
            rows=rows,
        )
    )


def _row(name: str, found: list[tuple[Labelled, Verdict]]) -> tuple[str, ...]:
    true = Counter(verdict for item, verdict in found if item.is_true)
    wrong = Counter(verdict for item, verdict in found if not item.is_true)
    doubted = true.total() - true[Verdict.SUPPORTED]
    caught = wrong.total() - wrong[Verdict.SUPPORTED]
    return (
        name,
        str(true.total()),
        str(doubted),
        str(wrong.total()),
        str(wrong[Verdict.UNSUPPORTED]),
        str(wrong[Verdict.WEAK]),
        str(wrong[Verdict.SUPPORTED]),
        f"{caught / (caught + doubted):.0%}",
        f"{caught / wrong.total():.0%}",
    )


async def test_a_writer_that_errs(workshop: Workshop, report: Report):
    rows: list[tuple[str, ...]] = []
    for seed in SEEDS:
        writer = CarelessWriter(seed)
        texts = [item.text for item in writer.write()]
        sentences = await checked(workshop, MiniLM(threads=1), *texts)
        wrong = [item for item in sentences if item.text in writer.planted]
        right = [item for item in sentences if item.text not in writer.planted]
        missed = sum(item.support.verdict is Verdict.SUPPORTED for item in wrong)
        alarms = sum(item.support.verdict is not Verdict.SUPPORTED for item in right)
        rows.append(
            (
                f"seed {seed}",
                str(len(wrong)),
                f"{len(wrong) - missed} ({1 - missed / len(wrong):.0%})",
                str(len(right)),
                f"{alarms} ({alarms / len(right):.1%})",
            )
        )
    report.tables.append(
        Table(
            title="Support of sentences, planted errors",
            about=(
                "Each run: a lesson of 200 sentences, 10 % of them planted (numbers, denials, swapped "
                "roles, additions, inventions, phrases that say nothing), checked by the real job. The "
                "check does not know where they are. Texts are those of the pairs above."
            ),
            heads=(
                "run",
                "planted",
                "caught as weak or unsupported",
                "true",
                "of them doubted",
            ),
            rows=rows,
        )
    )
