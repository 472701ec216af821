"""A small language for numbers: read into a tree that is checked, worked out exactly where that is possible.

Python's own parser reads the text; nothing of it is ever run. Names are those that the caller allows
and the functions listed here. Length, depth and the size of every number are bounded, so that no text
can take long.
"""

import ast
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Number = Fraction | float
Value = Number | bool
Function = Callable[..., Any]
Problem = Literal[
    "too_long", "not_understood", "unknown_name", "not_allowed",
    "division_by_zero", "out_of_domain", "too_large",
]  # fmt: skip

LONGEST = 300
MOST_PARTS = 150
MOST_BITS = 4096
"""Of the numerator and of the denominator of any number on the way."""
BIGGEST_FACTORIAL = 170

_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "^": "**", "²": "**2", "³": "**3",
     "π": " pi ", "≤": "<=", "≥": ">=", "≠": "!="}
)  # fmt: skip
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>\*\*|//|<=|>=|==|!=|[-+*/%(),<>]))"
)
_WORDS = {"and", "or", "not", "if", "else"}


class NotComputable(Exception):
    """An expression that cannot be read, or has no value here."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".strip())
        self.problem: Problem = problem
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Expression:
    text: str
    tree: ast.expr
    names: frozenset[str]
    """The variables that it uses."""


CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}


def _exact_root(number: Number) -> Number:
    if isinstance(number, Fraction) and number >= 0:
        top, bottom = math.isqrt(number.numerator), math.isqrt(number.denominator)
        if top * top == number.numerator and bottom * bottom == number.denominator:
            return Fraction(top, bottom)
    return math.sqrt(number)


def _rounded(number: Number, places: Number = Fraction(0)) -> Fraction:
    """Half away from zero, as taught in schools."""
    if places != int(places) or abs(places) > 12:  # noqa: PLR2004 - no measurement has more
        raise NotComputable("out_of_domain", "round")
    scale = Fraction(10) ** int(places)
    scaled = abs(Fraction(number)) * scale
    rounded = Fraction(math.floor(scaled + Fraction(1, 2))) / scale
    return rounded if number >= 0 else -rounded


def _factorial(number: Number) -> Fraction:
    if number != int(number) or not 0 <= number <= BIGGEST_FACTORIAL:
        raise NotComputable("out_of_domain", "factorial")
    return Fraction(math.factorial(int(number)))


ELEMENTARY: Mapping[str, Function] = {
    "abs": abs,
    "sqrt": _exact_root,
    "exp": math.exp,
    "ln": math.log,
    "log": math.log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}
"""What a formula may use. `log` is the decimal logarithm, angles are in radians."""
FUNCTIONS: Mapping[str, Function] = {
    **ELEMENTARY,
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": _rounded,
    "factorial": _factorial,
    "degrees": math.degrees,
    "radians": math.radians,
    "atan2": math.atan2,
}
_ARGUMENTS = {"min": (2, 8), "max": (2, 8), "round": (1, 2), "atan2": (2, 2)}
"""How many; one for the others."""

_FORMULA_PARTS: tuple[type[ast.AST], ...] = (
    ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant, ast.Load,
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd,
)  # fmt: skip
_ALL_PARTS = (
    *_FORMULA_PARTS, ast.BoolOp, ast.Compare, ast.IfExp, ast.And, ast.Or, ast.Not, ast.Mod,
    ast.FloorDiv, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip


def read_expression(
    text: str, variables: Collection[str], *, is_formula: bool = False
) -> Expression:
    """Read `2(a + b)^2`, `a if a < b else b`. A formula has neither conditions nor rounding.

    Raises NotComputable.
    """
    functions = ELEMENTARY if is_formula else FUNCTIONS
    if len(text) > LONGEST:
        raise NotComputable("too_long")
    source = _as_python(text.translate(_SIGNS), variables, functions)
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise NotComputable("not_understood", text) from None
    parts = list(ast.walk(tree))
    if len(parts) > 2 * MOST_PARTS:
        raise NotComputable("too_long")
    names: set[str] = set()
    called = {id(part.func) for part in parts if isinstance(part, ast.Call)}
    for part in parts:
        _check(part, _FORMULA_PARTS if is_formula else _ALL_PARTS, functions)
        if isinstance(part, ast.Name) and id(part) not in called:
            if part.id not in variables and part.id not in CONSTANTS:
                raise NotComputable("unknown_name", part.id)
            names.add(part.id)
    return Expression(text=text, tree=tree, names=frozenset(names & set(variables)))


def _check(part: ast.AST, allowed: tuple[type[ast.AST], ...], functions: Collection[str]) -> None:
    if not isinstance(part, allowed):
        raise NotComputable("not_allowed", type(part).__name__.lower())
    if isinstance(part, ast.Constant) and (
        isinstance(part.value, bool) or not isinstance(part.value, int | float)
    ):
        raise NotComputable("not_allowed")
    if isinstance(part, ast.Call):
        name = part.func.id if isinstance(part.func, ast.Name) else ""
        least, most = _ARGUMENTS.get(name, (1, 1))
        if name not in functions or part.keywords or not least <= len(part.args) <= most:
            raise NotComputable("not_allowed", name)


def _as_python(text: str, variables: Collection[str], functions: Collection[str]) -> str:
    """Write the signs of multiplication that people leave out: `2x`, `3(a + b)`, `xy`."""
    written: list[str] = []
    place, before = 0, ""
    text = text.strip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise NotComputable("not_understood", text[place : place + 20].strip())
        place = token.end()
        kind, word = str(token.lastgroup), token[0].strip()
        now = kind
        if kind == "name":
            now = "function" if word in functions and word not in variables else kind
            now = "word" if word in _WORDS else now
            is_known = word in variables or word in CONSTANTS
            if now == kind and not is_known and set(word) <= set(variables):
                word = "*".join(word)
        elif kind == "sign":
            now = word
        if before in {"number", "name", ")"} and now in {"name", "function", "("}:
            written.append("*")
        written.append(word)
        before = now
    return " ".join(written)


def work_out(expression: Expression, values: Mapping[str, Number]) -> Value:
    """The value of an expression: exact for sums, products and whole powers. Raises NotComputable."""
    try:
        return _bounded(_value(expression.tree, values))
    except ZeroDivisionError:
        raise NotComputable("division_by_zero") from None
    except OverflowError:
        raise NotComputable("too_large") from None
    except (ValueError, TypeError):
        raise NotComputable("out_of_domain") from None


def work_out_number(expression: Expression, values: Mapping[str, Number]) -> Number:
    """As `work_out`, for an expression that is not a condition."""
    value = work_out(expression, values)
    if isinstance(value, bool):
        raise NotComputable("not_allowed", "condition")
    return value


def work_out_float(expression: Expression, values: Mapping[str, Number]) -> float:
    return as_float(work_out_number(expression, values))


def as_float(number: Number) -> float:
    """Raises NotComputable."""
    try:
        return float(number)
    except OverflowError:
        raise NotComputable("too_large") from None


def _bounded(value: Value) -> Value:
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
            raise NotComputable("too_large")
    elif isinstance(value, float) and not math.isfinite(value):
        raise NotComputable("too_large")
    return value


def _value(  # noqa: PLR0911 - one branch for each kind of part
    tree: ast.expr, values: Mapping[str, Number]
) -> Value:
    match tree:
        case ast.Constant(value=int() | float() as number):
            return _bounded(Fraction(repr(number)))
        case ast.Name(id=name):
            return values[name] if name in values else CONSTANTS[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, values)
        case ast.UnaryOp(op=sign, operand=operand):
            number = _number(operand, values)
            return -number if isinstance(sign, ast.USub) else number
        case ast.BinOp(left=left, op=sign, right=right):
            return _bounded(_COMBINE[type(sign)](_number(left, values), _number(right, values)))
        case ast.BoolOp(op=word, values=parts):
            decide = all if isinstance(word, ast.And) else any
            return decide(_value(part, values) for part in parts)
        case ast.Compare(left=left, ops=signs, comparators=others):
            numbers = [_number(part, values) for part in (left, *others)]
            pairs = zip(signs, numbers, numbers[1:], strict=False)
            return all(_COMPARE[type(sign)](one, other) for sign, one, other in pairs)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, values) else orelse, values)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            numbers = [_number(argument, values) for argument in arguments]
            return _bounded(_as_number(FUNCTIONS[name](*numbers)))
        case _:
            raise NotComputable("not_allowed")


def _number(tree: ast.expr, values: Mapping[str, Number]) -> Number:
    value = _value(tree, values)
    if isinstance(value, bool):
        raise NotComputable("not_allowed", "condition")
    return value


def _as_number(value: Number) -> Number:
    return value if isinstance(value, Fraction | float) else Fraction(value)


def _power(base: Number, exponent: Number) -> Number:
    if exponent == int(exponent) and isinstance(base, Fraction):
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if bits * abs(exponent) > MOST_BITS:
            raise NotComputable("too_large")
        return base ** int(exponent)
    raised: object = float(base) ** float(exponent)
    if not isinstance(raised, float):
        raise NotComputable("out_of_domain")
    return raised


_COMPARE: Mapping[type[ast.cmpop], Callable[[Number, Number], bool]] = {
    ast.Eq: lambda one, other: one == other,
    ast.NotEq: lambda one, other: one != other,
    ast.Lt: lambda one, other: one < other,
    ast.LtE: lambda one, other: one <= other,
    ast.Gt: lambda one, other: one > other,
    ast.GtE: lambda one, other: one >= other,
}
_COMBINE: Mapping[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: lambda one, other: one + other,
    ast.Sub: lambda one, other: one - other,
    ast.Mult: lambda one, other: one * other,
    ast.Div: lambda one, other: one / other,
    ast.Mod: lambda one, other: one % other,
    ast.FloorDiv: lambda one, other: Fraction(one // other),
    ast.Pow: _power,
}
