"""Between a stored block and the form a teacher fills in. Pure.

Lists are one item per line; tables one row per line with ` | ` between cells, the first line being
the head; legends and quantities one per line as `mark = meaning`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alp_app.kit.forms import FormIncomplete, read_form
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    CodeBlock,
    FigureBlock,
    FileBlock,
    FormulaBlock,
    HeadingBlock,
    LegendEntry,
    ListBlock,
    ModelBlock,
    QuizBlock,
    TableBlock,
    VideoBlock,
)
from alp_app.services.courses.inputs import BlockInput

Form = Mapping[str, str]


@dataclass(frozen=True)
class BlockForm:
    """The fields of the form, whatever the block's type; a type shows those it uses."""

    text: str = ""
    title: str = ""
    caption: str = ""
    level: str = "2"
    tone: str = "note"
    is_ordered: bool = False
    language: str = ""
    where: str = ""
    legend: str = ""
    alt: str = ""
    prompt: str = ""
    passing_percent: str = "60"
    asset_id: str = ""


def form_of(  # noqa: C901, PLR0911 - one branch for each type of block
    content: BlockContent, text: str
) -> BlockForm:
    """The form that edits `content`; `text` is its sentences as one text."""
    match content:
        case HeadingBlock():
            return BlockForm(text=content.text, level=str(content.level))
        case ListBlock():
            return BlockForm(text=text, is_ordered=content.ordered)
        case TableBlock():
            lines = [" | ".join(row) for row in (content.header, *content.rows)]
            return BlockForm(text="\n".join(lines), caption=content.caption)
        case FormulaBlock():
            where = "\n".join(f"{item.symbol} = {item.meaning}" for item in content.where)
            return BlockForm(text=content.latex, where=where)
        case CalloutBlock():
            return BlockForm(text=text, title=content.title, tone=content.tone)
        case CodeBlock():
            return BlockForm(text=content.code, language=content.language, caption=content.caption)
        case FigureBlock() | ModelBlock():
            return BlockForm(
                alt=content.alt,
                caption=content.caption,
                legend=_lines_of(content.legend),
                prompt=content.prompt if isinstance(content, FigureBlock) else "",
                asset_id=str(content.asset_id or ""),
            )
        case VideoBlock():
            return BlockForm(
                alt=content.alt, caption=content.caption, asset_id=str(content.asset_id or "")
            )
        case FileBlock():
            return BlockForm(title=content.title, asset_id=str(content.asset_id or ""))
        case QuizBlock():
            return BlockForm(title=content.title, passing_percent=str(content.passing_percent))
        case _:
            return BlockForm(text=text)


def input_of(kind: str, form: Form) -> BlockInput:
    """What a filled-in form asks for. Raises FormIncomplete."""
    fields = _FIELDS.get(kind)
    if fields is None:
        raise FormIncomplete("this kind of block cannot be edited here")
    return read_form(BlockInput, {"type": kind, **fields(form)})


def _lines_of(legend: list[LegendEntry]) -> str:
    return "\n".join(f"{entry.mark} = {entry.meaning}" for entry in legend)


def _pairs(text: str, first: str, second: str) -> list[dict[str, str]]:
    pairs = [line.partition("=") for line in text.splitlines() if line.strip()]
    return [{first: left.strip(), second: right.strip()} for left, _, right in pairs]


def _table(form: Form) -> dict[str, object]:
    lines = [line for line in form.get("text", "").splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    if not cells:
        raise FormIncomplete("a table needs a head and a row")
    return {"header": cells[0], "rows": cells[1:], "caption": form.get("caption", "")}


def _picture(form: Form) -> dict[str, object]:
    return {
        "asset_id": form.get("asset_id") or None,
        "alt": form.get("alt", ""),
        "caption": form.get("caption", ""),
        "legend": _pairs(form.get("legend", ""), "mark", "meaning"),
    }


_FIELDS: dict[str, Callable[[Form], dict[str, object]]] = {
    "heading": lambda form: {"text": form.get("text", ""), "level": int(form.get("level", "2"))},
    "text": lambda form: {"text": form.get("text", "")},
    "list": lambda form: {
        "items": [line.strip() for line in form.get("text", "").splitlines() if line.strip()],
        "ordered": bool(form.get("is_ordered")),
    },
    "table": _table,
    "formula": lambda form: {
        "latex": form.get("text", ""),
        "where": _pairs(form.get("where", ""), "symbol", "meaning"),
    },
    "callout": lambda form: {
        "text": form.get("text", ""),
        "title": form.get("title", ""),
        "tone": form.get("tone", "note"),
    },
    "code": lambda form: {
        "code": form.get("text", ""),
        "language": form.get("language", ""),
        "caption": form.get("caption", ""),
    },
    "figure": lambda form: {**_picture(form), "prompt": form.get("prompt", "")},
    "model": _picture,
    "video": lambda form: {key: value for key, value in _picture(form).items() if key != "legend"},
    "file": lambda form: {
        "asset_id": form.get("asset_id") or None,
        "title": form.get("title", ""),
    },
    "quiz": lambda form: {
        "title": form.get("title", ""),
        "passing_percent": int(form.get("passing_percent") or "60"),
    },
}
