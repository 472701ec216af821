"""Writes Moodle XML."""

import base64
from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from alp_app.kit.ids import AssetId
from alp_app.models.questions import (
    AnyQuestion,
    ChoiceQuestion,
    ClozeQuestion,
    EssayQuestion,
    FileQuestion,
    MatchingQuestion,
    NumberGap,
    NumericQuestion,
    Option,
    OrderingQuestion,
    ParametrisedQuestion,
    Scoring,
    ShortTextQuestion,
    TextGap,
    ToleranceKind,
)
from alp_app.services.assessment.exchange.calculated import write_calculated
from alp_app.services.assessment.exchange.cloze import write_embedded
from alp_app.services.assessment.exchange.hypertext import PLUGIN_FILE, html_of
from alp_app.services.assessment.exchange.report import (
    Exported,
    Findings,
    Item,
    NotReadable,
    QuestionFile,
)
from alp_app.services.assessment.exchange.stars import written_stars
from alp_app.services.assessment.marking import tolerance_of
from alp_app.services.courses.markup import plain

Files = Mapping[AssetId, QuestionFile]


def write_moodle(items: Iterable[Item], files: Files) -> Exported:
    findings = Findings()
    root = Element("quiz")
    category = ""
    for item in items:
        findings.about(item.name or item.content.stem)
        if item.category != category:
            category = item.category
            node = SubElement(root, "question", type="category")
            path = f"$course$/top/{category}" if category else "$course$/top"
            _said(SubElement(node, "category"), path)
            findings.kept("category", category)
        try:
            root.append(_Writer(item, files, findings).written())
        except NotReadable as refusal:
            findings.dropped("question_kind", f"{item.content.type} {refusal.problem}".strip())
        else:
            findings.kept("question", item.content.type)
    indent(root)
    text = tostring(root, encoding="unicode", short_empty_elements=True)
    return Exported(
        text=f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', findings=tuple(findings.all)
    )


class _Writer:
    def __init__(self, item: Item, files: Files, findings: Findings) -> None:
        self._item = item
        self._files = files
        self._findings = findings

    def written(self) -> Element:
        content = self._item.content
        node = Element("question")
        _said(SubElement(node, "name"), self._item.name or plain(content.stem)[:80])
        question = SubElement(node, "questiontext", format="html")
        _said(question, html_of(content.stem) + self._pictures(question))
        _words(node, "generalfeedback", content.explanation)
        SubElement(node, "defaultgrade").text = f"{content.points:f}"
        SubElement(node, "penalty").text = "0"
        node.set("type", self._kind(node, content))
        if self._item.tags:
            tags = SubElement(node, "tags")
            for tag in self._item.tags:
                _said(SubElement(tags, "tag"), tag)
        self._report_rest(content)
        return node

    def _kind(self, node: Element, content: AnyQuestion) -> str:  # noqa: C901, PLR0911 - one branch for each type
        match content:
            case ChoiceQuestion():
                return self._choice(node, content)
            case NumericQuestion():
                return self._numeric(node, content)
            case ShortTextQuestion():
                return self._short_text(node, content)
            case ClozeQuestion():
                return self._cloze(node, content)
            case MatchingQuestion():
                return self._matching(node, content)
            case OrderingQuestion():
                for number, each in enumerate(content.items, start=1):
                    _words(node, "answer", each.text, fraction=str(number))
                return "ordering"
            case EssayQuestion():
                _words(node, "graderinfo", content.marking_notes)
                SubElement(node, "responseformat").text = "editor"
                SubElement(node, "attachments").text = "0"
                SubElement(node, "minwordlimit").text = str(content.least_words or "")
                SubElement(node, "maxwordlimit").text = str(content.most_words or "")
                return "essay"
            case FileQuestion():
                _words(node, "graderinfo", content.marking_notes)
                SubElement(node, "responseformat").text = "noinline"
                SubElement(node, "attachments").text = str(content.most_files)
                extensions = ",".join(f".{each}" for each in content.extensions)
                SubElement(node, "filetypeslist").text = extensions
                return "essay"
            case ParametrisedQuestion():
                return write_calculated(node, content, self._findings)
            case _:
                raise NotReadable(0, "")

    def _pictures(self, node: Element) -> str:
        html = ""
        for number, picture in enumerate(self._item.content.pictures, start=1):
            file = self._files.get(picture.asset_id) if picture.asset_id else None
            if file is None:
                self._findings.dropped("image", picture.alt)
                continue
            is_taken = any(sent.get("name") == file.name for sent in node.iterfind("file"))
            name = f"{number}-{file.name}" if is_taken else file.name
            sent = SubElement(node, "file", name=name, path="/", encoding="base64")
            sent.text = base64.b64encode(file.data).decode()
            address = escape(PLUGIN_FILE + quote(name))
            html += f'<p><img src="{address}" alt="{escape(picture.alt)}"></p>'
            self._findings.kept("image", file.name)
        return html

    def _report_rest(self, content: AnyQuestion) -> None:
        if content.penalty:
            self._findings.dropped("negative_marking", f"{content.penalty}")
        if content.citations:
            self._findings.dropped("citations", str(len(content.citations)))
        scoring = getattr(content, "scoring", Scoring.BALANCED)
        if scoring is not Scoring.BALANCED:
            self._findings.dropped("scoring", scoring)

    def _choice(self, node: Element, content: ChoiceQuestion) -> str:
        if content.type == "true_false" and [plain(each.text) for each in content.options] == [
            "True",
            "False",
        ]:
            for option in content.options:
                answer = _words(
                    node,
                    "answer",
                    option.text.lower(),
                    fraction="100" if option.is_correct else "0",
                )
                _words(answer, "feedback", option.reason)
            return "truefalse"
        if content.type == "true_false":
            self._findings.changed("true_false", " / ".join(o.text for o in content.options))
        is_single = content.type != "multiple"
        SubElement(node, "single").text = str(is_single).lower()
        SubElement(node, "shuffleanswers").text = str(content.is_shuffled).lower()
        right = sum(option.is_correct for option in content.options)
        for option in content.options:
            share = _share(option, is_single=is_single, right=right)
            answer = _words(node, "answer", option.text, fraction=_percent(share))
            _words(answer, "feedback", option.reason)
        return "multichoice"

    def _numeric(self, node: Element, content: NumericQuestion) -> str:
        tolerance = tolerance_of(content)
        if content.tolerance_kind is ToleranceKind.RELATIVE:
            self._findings.changed("tolerance", f"{content.tolerance:g} relative")
        _number(node, content.answer, tolerance, Decimal(1), "")
        for miss in content.near_misses:
            _number(node, miss.answer, miss.tolerance, miss.credit, miss.reason)
        if content.unit:
            unit = SubElement(SubElement(node, "units"), "unit")
            SubElement(unit, "multiplier").text = "1"
            SubElement(unit, "unit_name").text = content.unit
            SubElement(node, "unitgradingtype").text = "1" if content.is_unit_required else "0"
        return "numerical"

    def _short_text(self, node: Element, content: ShortTextQuestion) -> str:
        SubElement(node, "usecase").text = str(int(content.rules.is_case_counted))
        if not content.rules.is_accent_counted:
            self._findings.changed("accents", "")
        for form in content.accepted:
            text = written_stars(form.text, content.rules)
            answer = SubElement(node, "answer", fraction=_percent(form.credit), format="plain_text")
            _said(answer, text)
            _words(answer, "feedback", form.reason)
        return "shortanswer"

    def _cloze(self, node: Element, content: ClozeQuestion) -> str:
        question = node.find("questiontext/text")
        if question is None:
            raise NotReadable(0, "questiontext")
        if content.stem:
            self._findings.changed("stem", "")
        for gap in content.gaps:
            if isinstance(gap, NumberGap) and gap.unit:
                self._findings.dropped("unit", gap.unit)
            if isinstance(gap, TextGap) and not gap.rules.is_accent_counted:
                self._findings.changed("accents", gap.id)
        stem = f"<p>{html_of(content.stem)}</p>" if content.stem else ""
        pictures = (question.text or "").removeprefix(html_of(content.stem))
        question.text = stem + write_embedded(content) + pictures
        return "cloze"

    def _matching(self, node: Element, content: MatchingQuestion) -> str:
        SubElement(node, "shuffleanswers").text = "true"
        texts = {match.id: plain(match.text) for match in content.matches}
        used = {prompt.match_id for prompt in content.prompts}
        for prompt in content.prompts:
            pair = _words(node, "subquestion", prompt.text)
            _said(SubElement(pair, "answer"), texts[prompt.match_id])
            if prompt.reason:
                self._findings.dropped("feedback", prompt.reason)
        for match in content.matches:
            if match.id not in used:
                pair = _words(node, "subquestion", "")
                _said(SubElement(pair, "answer"), texts[match.id])
        return "matching"


def _share(option: Option, *, is_single: bool, right: int) -> Decimal:
    if option.credit is not None:
        return option.credit
    if is_single:
        return Decimal(int(option.is_correct))
    return Decimal(1 if option.is_correct else -1) / max(right, 1)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(Decimal('0.00001')).normalize():f}"


def _number(node: Element, value: float, tolerance: float, share: Decimal, reason: str) -> None:
    answer = SubElement(node, "answer", fraction=_percent(share))
    _said(answer, repr(value))
    SubElement(answer, "tolerance").text = repr(tolerance)
    _words(answer, "feedback", reason)


def _words(node: Element, tag: str, text: str, **attributes: str) -> Element:
    made = SubElement(node, tag, {"format": "html", **attributes})
    _said(made, html_of(text))
    return made


def _said(node: Element, text: str) -> None:
    SubElement(node, "text").text = _clean(text)


def _clean(text: str) -> str:
    """XML has no place for control characters."""
    return "".join(each for each in text if each in "\t\n\r" or each >= " ")
