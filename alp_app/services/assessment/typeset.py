"""Shows how a formula is read, while somebody types it."""

import ast

from alp_app.models.questions import Name
from alp_app.services.assessment.expressions import ELEMENTARY, NotComputable
from alp_app.services.assessment.formulas import read_formula
from alp_app.services.assessment.views import FormulaReading
from alp_app.services.courses.markup import mathml

SUM, PRODUCT, SIGN, POWER, ATOM = range(5)
"""What binds stronger needs no brackets inside of what binds less."""

_SIGNS: dict[type[ast.operator], tuple[int, str]] = {
    ast.Add: (SUM, " + "),
    ast.Sub: (SUM, " - "),
    ast.Mult: (PRODUCT, r" \cdot "),
}
_NAMED = {"ln", "log", "exp", "sin", "cos", "tan"}
_ARC = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}


def reading_of(text: str, variables: list[Name]) -> FormulaReading:
    """What the marking of a formula will see, or why it cannot read the text."""
    try:
        formula = read_formula(text, variables)
    except NotComputable as refusal:
        return FormulaReading(problem=refusal.problem, detail=refusal.detail)
    return FormulaReading(mathml=mathml(_latex(formula.tree)[1], display=False))


def _latex(tree: ast.expr) -> tuple[int, str]:  # noqa: PLR0911 - one branch for each kind of part
    """How strongly it binds, and its LaTeX."""
    match tree:
        case ast.Constant(value=int() | float() as number):
            return ATOM, f"{number:g}" if isinstance(number, float) else str(number)
        case ast.Name(id=name):
            return ATOM, _name(name)
        case ast.UnaryOp(op=sign, operand=operand):
            return SIGN, ("-" if isinstance(sign, ast.USub) else "+") + _within(SIGN, operand)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return ATOM, rf"\frac{{{_latex(left)[1]}}}{{{_latex(right)[1]}}}"
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            base = _within(ATOM, left, brackets_fractions=True)
            return POWER, f"{{{base}}}^{{{_latex(right)[1]}}}"
        case ast.BinOp(left=left, op=operator, right=right):
            level, sign = _SIGNS[type(operator)]
            return level, _within(level, left) + sign + _within(level + 1, right)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return ATOM, _call(name, argument)
        case _:
            raise NotComputable("not_allowed")


def _within(least: int, tree: ast.expr, *, brackets_fractions: bool = False) -> str:
    level, latex = _latex(tree)
    is_fraction = isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div)
    if level < least or (brackets_fractions and is_fraction):
        return rf"\left({latex}\right)"
    return latex


def _call(name: str, argument: ast.expr) -> str:
    inner = _latex(argument)[1]
    if name == "sqrt":
        return rf"\sqrt{{{inner}}}"
    if name == "abs":
        return rf"\left|{inner}\right|"
    word = f"\\{_ARC.get(name, name)}" if name in _NAMED | _ARC.keys() else rf"\mathrm{{{name}}}"
    return rf"{word}\left({inner}\right)"


def _name(name: str) -> str:
    if name == "pi":
        return r"\pi"
    stem, _, index = name.partition("_")
    upright = stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    return f"{upright}_{{{index.replace('_', '')}}}" if index else upright


assert _NAMED | _ARC.keys() | {"sqrt", "abs"} == ELEMENTARY.keys()  # noqa: S101 - each has its own way
