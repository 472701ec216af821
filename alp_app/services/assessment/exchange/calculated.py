"""Moodle's calculated questions: placeholders `{a}`, expressions of PHP, values drawn from a range."""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from alp_app.models.questions import Choices, ComputedOptions, ParametrisedQuestion
from alp_app.services.assessment.exchange.hypertext import html_of
from alp_app.services.assessment.exchange.report import Findings, NotReadable
from alp_app.services.assessment.exchange.xml_nodes import Node
from alp_app.services.assessment.expressions import LONGEST, read_expression
from alp_app.services.assessment.variants import drawn, shown

Words = Callable[[Node | None], str]
Changes = list[tuple[str, str]]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_INLINE = re.compile(r"\{=((?:[^{}]|\{[^{}]+\})*)\}")
_PLACEHOLDER = re.compile(r"\{([^{}=][^{}]*)\}")
_RENAMED = {"log": "ln", "log10": "log", "deg2rad": "radians", "rad2deg": "degrees"}
_RESERVED = {"pi", "e"}
_TOLERANCES = {"1": "relative", "2": "absolute"}
_MOST_DECIMALS = 6
_SAMPLES = 20


def read_calculated(
    node: Node, shared: Mapping[str, Any], words: Words
) -> tuple[dict[str, Any], Changes]:
    """Raises NotReadable when an expression has no counterpart here."""
    changes: Changes = []
    names: dict[str, str] = {}
    variables = [
        _variable(each, names, changes)
        for group in node.all("dataset_definitions")
        for each in group.all("dataset_definition")
    ]
    fields: dict[str, Any] = {
        "type": "parametrised",
        "stem": _computed(shared["stem"], names),
        "explanation": _computed(shared["explanation"], names),
        "variables": variables,
    }
    if node.attributes.get("type") == "calculatedmulti":
        options = [
            {
                "text": _computed(words(answer), names),
                "is_correct": _percent(answer) > 0,
                "reason": _computed(words(answer.first("feedback")), names),
            }
            for answer in node.all("answer")
        ]
        return {**fields, "asks": {"kind": "options", "options": options}}, changes
    return {**fields, "asks": _number(node, names, words, changes)}, changes


def _percent(answer: Node) -> float:
    try:
        return float(answer.attributes.get("fraction", "0"))
    except ValueError:
        return 0.0


def _number(node: Node, names: dict[str, str], words: Words, changes: Changes) -> dict[str, Any]:
    right: dict[str, Any] = {}
    near: list[dict[str, Any]] = []
    for answer in node.all("answer"):
        text = answer.said("text")
        if text == "*":
            changes.append(("feedback", answer.said("feedback", "text")))
            continue
        expression = _expression(text, names)
        if _percent(answer) == 100 and not right:  # noqa: PLR2004 - percent
            kind = answer.said("tolerancetype") or "1"
            if kind not in _TOLERANCES:
                changes.append(("tolerance", kind))
            if answer.said("correctanswerlength"):
                changes.append(("answer_format", answer.said("correctanswerlength")))
            right = {
                "answer": expression,
                "tolerance": abs(_decimal(answer.said("tolerance") or "0")),
                "tolerance_kind": _TOLERANCES.get(kind, "relative"),
            }
        else:
            reason = _computed(words(answer.first("feedback")), names)
            credit = max(0.0, _percent(answer) / 100)
            near.append({"answer": expression, "credit": credit, "reason": reason})
    if not right:
        raise NotReadable(node.line, "no_key")
    units = [unit.said("unit_name") for group in node.all("units") for unit in group.all("unit")]
    changes += [("unit", unit) for unit in units[1:]]
    return {"kind": "number", **right, "near_misses": near, "unit": units[0] if units else ""}


def _variable(node: Node, names: dict[str, str], changes: Changes) -> dict[str, Any]:
    said = node.said("name", "text") or node.said("name")
    name = said
    if not _NAME.fullmatch(said) or said in _RESERVED:
        name = f"v{len(names) + 1}"
        changes.append(("variable_name", said))
    names[said] = name
    if node.first("dataset_items") is not None:
        changes.append(("dataset_items", said))
    if node.said("distribution") not in {"", "uniform"}:
        changes.append(("distribution", node.said("distribution")))
    digits = int(_decimal(node.said("decimals", "text") or node.said("decimals") or "0"))
    step = Decimal(1).scaleb(-min(max(digits, 0), _MOST_DECIMALS))
    low, high = (
        _decimal(node.said(end, "text") or node.said(end)).quantize(step, rounding)
        for end, rounding in (("minimum", ROUND_CEILING), ("maximum", ROUND_FLOOR))
    )
    if step == 1:
        return {"kind": "integer", "name": name, "low": int(low), "high": int(high)}
    return {"kind": "decimal", "name": name, "low": low, "high": high, "step": step}


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        raise NotReadable(0, text[:40]) from None


def _computed(text: str, names: dict[str, str]) -> str:
    """`{a}` and `{={a}*2}` as we write them. Braces of anything else stay."""
    text = _INLINE.sub(
        lambda found: f"\ue000{_expression(found[1].replace(chr(92), ''), names)}\ue001", text
    )
    text = _PLACEHOLDER.sub(
        lambda found: f"\ue000{names[found[1]]}\ue001" if found[1] in names else found[0], text
    )
    return text.replace("\ue000", "{{").replace("\ue001", "}}")


def _expression(text: str, names: dict[str, str]) -> str:
    plain = _PLACEHOLDER.sub(lambda found: f" {names.get(found[1], found[1])} ", text).strip()
    if len(plain) > LONGEST:
        raise NotReadable(0, plain[:80])
    try:
        tree = _FromPhp().visit(ast.parse(plain.replace("^", "**"), mode="eval"))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise NotReadable(0, text[:80]) from None
    return ast.unparse(tree).replace("**", "^")


class _FromPhp(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Call(func=ast.Name(id="pow"), args=[base, exponent]):
                return ast.BinOp(base, ast.Pow(), exponent)
            case ast.Call(func=ast.Name(id="fmod"), args=[one, other]):
                return ast.BinOp(one, ast.Mod(), other)
            case ast.Call(func=ast.Name(id="pi"), args=[]):
                return ast.Name("pi", ast.Load())
            case ast.Call(func=ast.Name(id=name)):
                node.func = ast.Name(_RENAMED.get(name, name), ast.Load())
            case _:
                pass
        return node


def write_calculated(node: Element, question: ParametrisedQuestion, findings: Findings) -> str:
    """Fill a question's element; the answer is the name of its kind. Raises NotReadable."""
    names = frozenset(variable.name for variable in question.variables)
    for text in node.iterfind(".//text"):
        text.text = _placeholders(text.text or "", names)
    if question.constraints:
        findings.changed("constraints", ", ".join(question.constraints))
    asks = question.asks
    if isinstance(asks, ComputedOptions):
        SubElement(node, "single").text = "true"
        for option in asks.options:
            answer = SubElement(node, "answer", fraction="100" if option.is_correct else "0")
            _said(answer, _placeholders(html_of(option.text), names))
            _said(SubElement(answer, "feedback"), _placeholders(html_of(option.reason), names))
        _write_variables(node, question)
        return "calculatedmulti"
    right = SubElement(node, "answer", fraction="100")
    _said(right, to_php(read_expression(asks.answer, names).tree, names))
    SubElement(right, "tolerance").text = repr(asks.tolerance)
    kinds = {ours: theirs for theirs, ours in _TOLERANCES.items()}
    SubElement(right, "tolerancetype").text = kinds[asks.tolerance_kind]
    for miss in asks.near_misses:
        answer = SubElement(node, "answer", fraction=f"{miss.credit * 100:f}")
        _said(answer, to_php(read_expression(miss.answer, names).tree, names))
        _said(SubElement(answer, "feedback"), _placeholders(html_of(miss.reason), names))
    if asks.unit:
        unit = SubElement(SubElement(node, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = asks.unit
    _write_variables(node, question)
    return "calculated"


def _write_variables(node: Element, question: ParametrisedQuestion) -> None:
    """With values that were drawn here, so that they keep to the constraints."""
    samples = [drawn(question, seed) for seed in range(_SAMPLES)]
    group = SubElement(node, "dataset_definitions")
    for variable in question.variables:
        given = SubElement(group, "dataset_definition")
        _said(SubElement(given, "status"), "private")
        _said(SubElement(given, "name"), variable.name)
        SubElement(given, "type").text = "calculated"
        _said(SubElement(given, "distribution"), "uniform")
        values = variable.values if isinstance(variable, Choices) else [variable.low, variable.high]
        _said(SubElement(given, "minimum"), f"{min(values):f}")
        _said(SubElement(given, "maximum"), f"{max(values):f}")
        finest = variable.values if isinstance(variable, Choices) else [variable.step, variable.low]
        digits = max(-int(Decimal(each).normalize().as_tuple().exponent) for each in finest)
        _said(SubElement(given, "decimals"), str(max(digits, 0)))
        SubElement(given, "itemcount").text = str(_SAMPLES)
        items = SubElement(given, "dataset_items")
        for number, values_drawn in enumerate(samples, start=1):
            item = SubElement(items, "dataset_item")
            SubElement(item, "number").text = str(number)
            SubElement(item, "value").text = shown(values_drawn[variable.name])


def _placeholders(text: str, names: frozenset[str]) -> str:
    """`{{a}}` as `{a}`, `{{2a}}` as `{={a}*2}`."""

    def written(found: re.Match[str]) -> str:
        inner = unescape(found[1]).strip()
        if inner in names:
            return f"{{{inner}}}"
        return f"{{={to_php(read_expression(inner, names).tree, names)}}}"

    return re.sub(r"\{\{([^{}]+)\}\}", written, text)


def _said(node: Element, text: str) -> None:
    SubElement(node, "text").text = text


def to_php(tree: ast.expr, names: Iterable[str]) -> str:
    """An expression of ours as Moodle computes it. Raises NotReadable for conditions."""
    written = _ToPhp(set(names)).visit(tree)
    return re.sub(r"\bv_0_(\w+)\b", r"{\1}", ast.unparse(written))


class _ToPhp(ast.NodeTransformer):
    """Variables become `v_0_a` on the way, so that `unparse` can write them."""

    def __init__(self, names: set[str]) -> None:
        self._names = names

    def generic_visit(self, node: ast.AST) -> ast.AST:
        refused = (ast.IfExp, ast.Compare, ast.BoolOp, ast.Not, ast.FloorDiv)
        if isinstance(node, refused):
            raise NotReadable(0, ast.unparse(node) if isinstance(node, ast.expr) else "")
        return super().generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._names:
            return ast.Name(f"v_0_{node.id}", ast.Load())
        if node.id == "pi":
            return _call("pi")
        if node.id == "e":
            return _call("exp", ast.Constant(1))
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.op, ast.Pow):
            return _call("pow", node.left, node.right)
        if isinstance(node.op, ast.Mod):
            return _call("fmod", node.left, node.right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "factorial":
            raise NotReadable(0, name)
        back = {ours: theirs for theirs, ours in _RENAMED.items()}
        return _call(back.get(name, name), *(self.visit(argument) for argument in node.args))


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
