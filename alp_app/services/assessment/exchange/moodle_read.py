"""Reads Moodle XML: what it asks, and a finding for every construct of it."""

import base64
import binascii
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image, UnidentifiedImageError
from pydantic import TypeAdapter, ValidationError

from alp_app.kit.ids import AssetId, new_uuid
from alp_app.models.questions import AnyQuestion, Picture
from alp_app.services.assessment.checks import problems_of
from alp_app.services.assessment.exchange.calculated import read_calculated
from alp_app.services.assessment.exchange.cloze import read_embedded, read_marked_gaps
from alp_app.services.assessment.exchange.hypertext import Words, words_of, words_of_plain
from alp_app.services.assessment.exchange.report import (
    Findings,
    Imported,
    Item,
    NotReadable,
    QuestionFile,
)
from alp_app.services.assessment.exchange.stars import reads_stars
from alp_app.services.assessment.exchange.xml_nodes import Node, read_xml

Shared = Mapping[str, Any]
"""What every kind of question has, as it was read."""
_ANY: TypeAdapter[Any] = TypeAdapter(AnyQuestion)

IMAGE_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
LARGEST_IMAGE = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000

_READ = {
    "name", "questiontext", "generalfeedback", "defaultgrade", "answer", "tags", "single",
    "shuffleanswers", "usecase", "subquestion", "units", "unitgradingtype", "graderinfo",
    "minwordlimit", "maxwordlimit", "attachments", "responseformat", "filetypeslist",
    "dataset_definitions", "selectoption", "dragbox", "layouttype",
}  # fmt: skip
"""What is used where it occurs."""
_NEUTRAL: Mapping[str, set[str]] = {
    "hidden": {"0", ""},
    "penalty": {"0", "0.0", "0.0000000", ""},
    "answernumbering": {"abc", "none", ""},
    "showstandardinstruction": {"0", "1", ""},
    "synchronize": {"0", "1", ""},
    "unitsleft": {"0", ""},
    "showunits": {"0", "1", "2", "3", ""},
    "unitpenalty": {"0", "0.0", "0.1000000", ""},
    "responserequired": {"0", "1", ""},
    "responsefieldlines": {"0", "10", "15", ""},
    "attachmentsrequired": {"0", ""},
    "maxbytes": {"0", ""},
    "gradingtype": {"0", "1", ""},
    "showgrading": {"0", "1", "SHOW", "HIDE", ""},
    "selecttype": {"0", "ALL", ""},
    "selectcount": {"0", ""},
    "numberingstyle": {"none", ""},
}
"""Settings of Moodle's own display and their values that change nothing for a learner here."""


def read_moodle(data: bytes) -> Imported:
    """Raises NotReadable when it is no Moodle XML at all."""
    root = read_xml(data)
    if root.tag != "quiz":
        raise NotReadable(root.line, f"<{root.tag}> instead of <quiz>")
    return _Reader().read(root)


class _Reader:
    def __init__(self) -> None:
        self.findings = Findings()
        self.files: dict[AssetId, QuestionFile] = {}
        self._category = ""

    def read(self, root: Node) -> Imported:
        items: list[Item] = []
        for node in root.children:
            kind = node.attributes.get("type", "").lower()
            if node.tag != "question":
                self.findings.about("", node.line)
                self.findings.dropped("element", node.tag)
            elif kind == "category":
                self._enter_category(node)
            else:
                item = self._item(node, kind)
                if item is not None:
                    items.append(item)
        return Imported(items=tuple(items), findings=tuple(self.findings.all), files=self.files)

    def _enter_category(self, node: Node) -> None:
        self.findings.about("", node.line)
        path = [part.strip() for part in node.said("category", "text").split("/") if part.strip()]
        while path and (path[0] in {"$course$", "$system$", "$module$", "$cat1$", "top"}):
            path.pop(0)
        self._category = "/".join(path)[:200]
        self.findings.kept("category", self._category)

    def _item(self, node: Node, kind: str) -> Item | None:
        name = node.said("name", "text")
        self.findings.about(name or node.said("questiontext", "text"), node.line)
        reader = _KINDS.get(kind)
        if reader is None:
            self.findings.dropped("question_kind", kind)
            return None
        known_files = dict(self.files)
        content: AnyQuestion | None = None
        try:
            shared = self._shared(node)
            read: AnyQuestion = _ANY.validate_python({**shared, **reader(self, node, shared)})
            problem = next((found.key for found in problems_of(read)), "")
            content = read
        except (ValidationError, NotReadable) as refusal:
            problem = _first_error(refusal)
        if content is None or problem:
            self.files = known_files
            self.findings.dropped("question_problem", problem)
            return None
        self._report_rest(node)
        self.findings.kept("question", kind)
        tags = [tag.said("text") for group in node.all("tags") for tag in group.all("tag")]
        for tag in tags:
            self.findings.kept("tag", tag)
        return Item(
            content=content,
            name=name[:200],
            category=self._category,
            tags=tuple(dict.fromkeys(filter(None, tags))),
            line=node.line,
        )

    def _shared(self, node: Node) -> dict[str, Any]:
        stem, pictures = self.words(node.first("questiontext"), with_pictures=True)
        explanation, _ = self.words(node.first("generalfeedback"))
        points = _decimal(node.said("defaultgrade"), "1")
        if points <= 0:
            self.findings.changed("points", str(points))
            points = Decimal(1)
        return {
            "stem": stem,
            "pictures": pictures,
            "explanation": explanation,
            "points": points.quantize(Decimal("0.0001")).normalize(),
        }

    def _report_rest(self, node: Node) -> None:
        for child in node.children:
            if child.tag in _READ or child.text in _NEUTRAL.get(child.tag, set()):
                continue
            text = child.text or child.said("text")
            if text or child.children:
                self.findings.dropped(
                    child.tag if child.tag in _DROPPED else "element",
                    text if child.tag in _DROPPED else f"{child.tag} {text}",
                    child.line,
                )

    def words(self, node: Node | None, *, with_pictures: bool = False) -> tuple[str, list[Picture]]:
        """The text of a node with our marks, and its pictures where there is a place for them."""
        if node is None:
            return "", []
        text = node.said("text") or node.text
        if node.attributes.get("format", "html") in {"plain_text", "markdown"}:
            return words_of_plain(text), []
        words = words_of(text)
        for tag in sorted(words.changed):
            self.findings.changed("html", tag, node.line)
        for tag in sorted(words.dropped):
            self.findings.dropped("html", tag, node.line)
        return words.text, self._pictures(node, words, is_kept=with_pictures)

    def _pictures(self, node: Node, words: Words, *, is_kept: bool) -> list[Picture]:
        sent = {file.attributes.get("name", ""): file for file in node.all("file")}
        found: list[Picture] = []
        for address, alt in words.images:
            file = sent.pop(address, None)
            name = address[:40] if file is None else address
            encoded = file.text if file else address.partition(";base64,")[2]
            picture = self._picture(name, alt, encoded) if is_kept else None
            if picture is None:
                self.findings.dropped("image", name, node.line)
            else:
                self.findings.kept("image", name, node.line)
                found.append(picture)
        for name in sent:
            self.findings.dropped("file", name, node.line)
        return found

    def _picture(self, name: str, alt: str, encoded: str) -> Picture | None:
        try:
            data = base64.b64decode(encoded)
            with Image.open(BytesIO(data)) as image:
                media_type, (width, height) = IMAGE_TYPES.get(image.format or ""), image.size
                if media_type is None or width * height > MOST_PIXELS:
                    return None
                image.load()
        except (binascii.Error, ValueError, UnidentifiedImageError, OSError, SyntaxError):
            return None
        if len(data) > LARGEST_IMAGE:
            return None
        asset_id = AssetId(new_uuid())
        name = name if not name.startswith("data:") else f"picture.{media_type.rpartition('/')[2]}"
        self.files[asset_id] = QuestionFile(name=name[:200], media_type=media_type, data=data)
        return Picture(asset_id=asset_id, alt=alt, width=width, height=height)

    def reason(self, node: Node) -> str:
        return self.words(node.first("feedback"))[0]

    def choice(self, node: Node, shared: Shared) -> dict[str, Any]:
        is_single = node.said("single").lower() in {"true", "1", ""}
        answers = node.all("answer")
        shares = [_share(answer) for answer in answers]
        right = sum(share > 0 for share in shares)
        usual = Decimal(1) / max(right, 1)
        options: list[dict[str, Any]] = []
        for answer, share in zip(answers, shares, strict=True):
            is_correct = share == 1 if is_single else share > 0
            expected = (1, 0) if is_single else (usual, -usual)
            is_usual = min(abs(share - each) for each in expected) < Decimal("0.0001")
            options.append(
                {
                    "text": self.words(answer)[0],
                    "is_correct": is_correct,
                    "reason": self.reason(answer),
                    "credit": None if is_usual else share,
                }
            )
        return {
            "type": "single" if is_single else "multiple",
            "options": options,
            "is_shuffled": node.said("shuffleanswers").lower() not in {"false", "0"},
        }

    def true_false(self, node: Node, shared: Shared) -> dict[str, Any]:
        told = {answer.said("text").lower(): answer for answer in node.all("answer")}
        options = [
            {"text": text, "is_correct": _share(answer) == 1, "reason": self.reason(answer)}
            for text, answer in (("True", told.get("true")), ("False", told.get("false")))
            if answer is not None
        ]
        return {"type": "true_false", "options": options}

    def short_text(self, node: Node, shared: Shared) -> dict[str, Any]:
        accepted: list[dict[str, Any]] = [
            {
                "text": answer.said("text"),
                "credit": max(_share(answer), Decimal(0)),
                "reason": self.reason(answer),
            }
            for answer in node.all("answer")
        ]
        return {
            "type": "short_text",
            "accepted": accepted,
            "rules": {
                "is_case_counted": node.said("usecase") == "1",
                "is_accent_counted": True,
                "has_wildcards": reads_stars(accepted),
            },
        }

    def numeric(self, node: Node, shared: Shared) -> dict[str, Any]:
        right: dict[str, Any] = {}
        near: list[dict[str, Any]] = []
        for answer in node.all("answer"):
            said, share = answer.said("text"), _share(answer)
            if said == "*":
                self.findings.dropped("feedback", answer.said("feedback", "text"), answer.line)
                continue
            value = {"answer": _float(said), "tolerance": _float(answer.said("tolerance") or "0")}
            if share == 1 and not right:
                right = value
                if reason := self.reason(answer):
                    self.findings.dropped("feedback", reason, answer.line)
            else:
                near.append({**value, "credit": max(share, 0), "reason": self.reason(answer)})
        if not right:
            raise NotReadable(node.line, "no_key")
        units = [unit for group in node.all("units") for unit in group.all("unit")]
        own = next((unit for unit in units if _decimal(unit.said("multiplier"), "1") == 1), None)
        for unit in units:
            if unit is not own:
                self.findings.dropped("unit", unit.said("unit_name"), unit.line)
        return {
            "type": "numeric",
            **right,
            "near_misses": near,
            "unit": own.said("unit_name") if own else "",
            "is_unit_required": own is not None and node.said("unitgradingtype") in {"1", "2"},
        }

    def matching(self, node: Node, shared: Shared) -> dict[str, Any]:
        matches: dict[str, dict[str, Any]] = {}
        prompts: list[dict[str, Any]] = []
        for pair in node.all("subquestion"):
            text = words_of_plain(pair.said("answer", "text"))
            match = matches.setdefault(text, {"id": uuid4(), "text": text})
            prompt = self.words(pair)[0]
            if prompt:
                prompts.append({"text": prompt, "match_id": match["id"]})
        return {"type": "matching", "prompts": prompts, "matches": list(matches.values())}

    def ordering(self, node: Node, shared: Shared) -> dict[str, Any]:
        answers = sorted(node.all("answer"), key=_share)
        return {
            "type": "ordering",
            "items": [{"text": self.words(answer)[0]} for answer in answers],
        }

    def essay(self, node: Node, shared: Shared) -> dict[str, Any]:
        notes = self.words(node.first("graderinfo"))[0]
        files = int(_decimal(node.said("attachments"), "0"))
        if node.said("responseformat") == "noinline":
            extensions = [each.strip(" .") for each in node.said("filetypeslist").split(",")]
            return {
                "type": "file",
                "most_files": max(1, files) if files >= 0 else 20,
                "extensions": [each for each in extensions if each],
                "marking_notes": notes,
            }
        if files:
            self.findings.dropped("attachments", str(files))
        return {
            "type": "essay",
            "least_words": int(_decimal(node.said("minwordlimit"), "0")),
            "most_words": int(_decimal(node.said("maxwordlimit"), "0")) or None,
            "marking_notes": notes,
        }

    def cloze(self, node: Node, shared: Shared) -> dict[str, Any]:
        embedded = read_embedded(node.said("questiontext", "text"))
        for part, detail in embedded.changed:
            self.findings.changed(part, detail)
        return {"type": "cloze", "stem": "", "text": embedded.text, "gaps": embedded.gaps}

    def marked_gaps(self, node: Node, shared: Shared) -> dict[str, Any]:
        choices = [
            (words_of(choice.said("text")).text, choice.said("group") or "1")
            for choice in (*node.all("selectoption"), *node.all("dragbox"))
        ]
        if node.all("dragbox"):
            self.findings.changed("drag_into_text", "")
        text, gaps = read_marked_gaps(shared["stem"], choices)
        return {"type": "cloze", "stem": "", "text": text, "gaps": gaps}

    def calculated(self, node: Node, shared: Shared) -> dict[str, Any]:
        fields, changed = read_calculated(node, shared, lambda found: self.words(found)[0])
        for part, detail in changed:
            self.findings.changed(part, detail)
        return fields


_KINDS: Mapping[str, Callable[[_Reader, Node, Shared], dict[str, Any]]] = {
    "multichoice": _Reader.choice,
    "truefalse": _Reader.true_false,
    "shortanswer": _Reader.short_text,
    "numerical": _Reader.numeric,
    "matching": _Reader.matching,
    "ordering": _Reader.ordering,
    "essay": _Reader.essay,
    "cloze": _Reader.cloze,
    "gapselect": _Reader.marked_gaps,
    "ddwtos": _Reader.marked_gaps,
    "calculated": _Reader.calculated,
    "calculatedsimple": _Reader.calculated,
    "calculatedmulti": _Reader.calculated,
}
_DROPPED = {
    "hint", "penalty", "idnumber", "correctfeedback", "partiallycorrectfeedback",
    "incorrectfeedback", "answernumbering", "hidden", "responsetemplate",
}  # fmt: skip
"""Constructs with words of their own in the report."""


def _share(answer: Node) -> Decimal:
    percent = _decimal(answer.attributes.get("fraction", ""), "0")
    return (percent / 100).quantize(Decimal("0.0000001"))


def _decimal(text: str, otherwise: str) -> Decimal:
    try:
        number = Decimal(text.strip() or otherwise)
    except InvalidOperation:
        return Decimal(otherwise)
    return number if number.is_finite() else Decimal(otherwise)


def _float(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise NotReadable(0, text[:40]) from None


def _first_error(refusal: ValidationError | NotReadable) -> str:
    if isinstance(refusal, ValidationError):
        first = refusal.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return refusal.problem
