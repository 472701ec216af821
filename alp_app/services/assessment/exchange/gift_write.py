"""Writes GIFT."""

from collections.abc import Iterable
from decimal import Decimal

from alp_app.models.questions import (
    AnyQuestion,
    ChoiceQuestion,
    EssayQuestion,
    MatchingQuestion,
    NumericQuestion,
    Scoring,
    ShortTextQuestion,
    ToleranceKind,
)
from alp_app.services.assessment.exchange.gift import escaped
from alp_app.services.assessment.exchange.hypertext import html_of
from alp_app.services.assessment.exchange.report import Exported, Findings, Item
from alp_app.services.assessment.exchange.stars import written_stars
from alp_app.services.assessment.marking import tolerance_of
from alp_app.services.courses.markup import plain


def write_gift(items: Iterable[Item]) -> Exported:
    findings = Findings()
    blocks: list[str] = []
    category = ""
    for item in items:
        findings.about(item.name or item.content.stem)
        if item.category != category:
            category = item.category
            blocks.append(f"$CATEGORY: $course$/top{'/' if category else ''}{category}")
            findings.kept("category", category)
        asked = _asked(item.content, findings)
        if asked is None:
            findings.dropped("question_kind", item.content.type)
            continue
        tags = "".join(f"[tag:{tag}] " for tag in item.tags if "]" not in tag)
        comment = f"// {tags.strip()}\n" if tags else ""
        title = f"::{escaped(item.name)}::" if item.name else ""
        explanation = f"####{_words(item.content.explanation)}" if item.content.explanation else ""
        blocks.append(f"{comment}{title}[html]{_words(item.content.stem)}{{{asked}{explanation}}}")
        findings.kept("question", item.content.type)
        _report_rest(item.content, findings)
    return Exported(text="\n\n".join([*blocks, ""]), findings=tuple(findings.all))


def _report_rest(content: AnyQuestion, findings: Findings) -> None:
    for picture in content.pictures:
        findings.dropped("image", picture.alt)
    if content.points != 1:
        findings.dropped("points", f"{content.points:f}")
    if content.penalty:
        findings.dropped("negative_marking", f"{content.penalty:f}")
    if content.citations:
        findings.dropped("citations", str(len(content.citations)))
    scoring = getattr(content, "scoring", Scoring.BALANCED)
    if scoring is not Scoring.BALANCED:
        findings.dropped("scoring", scoring)


def _asked(content: AnyQuestion, findings: Findings) -> str | None:
    match content:
        case ChoiceQuestion():
            return _choice(content, findings)
        case NumericQuestion():
            return _numeric(content, findings)
        case ShortTextQuestion():
            return _short_text(content, findings)
        case MatchingQuestion():
            return _matching(content, findings)
        case EssayQuestion():
            if content.marking_notes:
                findings.dropped("graderinfo", content.marking_notes)
            if content.least_words or content.most_words:
                findings.dropped("word_limit", f"{content.least_words} {content.most_words or ''}")
            return ""
        case _:
            return None


def _words(text: str) -> str:
    return escaped(html_of(text))


def _reason(text: str) -> str:
    return f"#{_words(text)}" if text else ""


def _choice(content: ChoiceQuestion, findings: Findings) -> str:
    texts = [plain(option.text) for option in content.options]
    if content.type == "true_false" and texts == ["True", "False"]:
        true, false = content.options
        right, wrong = (true, false) if true.is_correct else (false, true)
        both = f"#{_words(wrong.reason)}#{_words(right.reason)}"
        return ("TRUE" if true.is_correct else "FALSE") + (both if both != "##" else "")
    if content.type == "true_false":
        findings.changed("true_false", " / ".join(texts))
    if not content.is_shuffled:
        findings.dropped("option_order")
    is_single = content.type != "multiple"
    right_ones = max(sum(option.is_correct for option in content.options), 1)
    written: list[str] = []
    for option in content.options:
        if is_single:
            mark = "=" if option.is_correct else "~"
            share = None if option.is_correct else option.credit
        else:
            mark = "~"
            usual = Decimal(1 if option.is_correct else -1) / right_ones
            share = usual if option.credit is None else option.credit
        percent = f"%{_percent(share)}%" if share else ""
        written.append(f"{mark}{percent}{_words(option.text)}{_reason(option.reason)}")
    return "\n".join(["", *written, ""])


def _numeric(content: NumericQuestion, findings: Findings) -> str:
    tolerance = tolerance_of(content)
    if content.tolerance_kind is ToleranceKind.RELATIVE:
        findings.changed("tolerance", f"{content.tolerance:g}")
    if content.unit:
        findings.dropped("unit", content.unit)
    if not content.near_misses:
        return f"#{content.answer!r}:{tolerance!r}"
    near = [
        f"=%{_percent(miss.credit)}%{miss.answer!r}:{miss.tolerance!r}{_reason(miss.reason)}"
        for miss in content.near_misses
    ]
    return "\n".join([f"#={content.answer!r}:{tolerance!r}", *near])


def _short_text(content: ShortTextQuestion, findings: Findings) -> str:
    if content.rules.is_case_counted or not content.rules.is_accent_counted:
        findings.changed("text_rules")
    written: list[str] = []
    for form in content.accepted:
        text = written_stars(form.text, content.rules)
        percent = "" if form.credit == 1 else f"%{_percent(form.credit)}%"
        written.append(f"={percent}{escaped(text)}{_reason(form.reason)}")
    return "\n".join(["", *written, ""])


def _matching(content: MatchingQuestion, findings: Findings) -> str:
    texts = {match.id: escaped(plain(match.text)) for match in content.matches}
    used = {prompt.match_id for prompt in content.prompts}
    for prompt in content.prompts:
        if prompt.reason:
            findings.dropped("feedback", prompt.reason)
    written = [f"={_words(prompt.text)} -> {texts[prompt.match_id]}" for prompt in content.prompts]
    written += [f"= -> {texts[match.id]}" for match in content.matches if match.id not in used]
    return "\n".join(["", *written, ""])


def _percent(share: Decimal) -> str:
    return f"{(share * 100).quantize(Decimal('0.00001')).normalize():f}"
