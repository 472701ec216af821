"""Compares formulas with SymPy. Loads slowly: reach it through `on_demand`."""

import ast
from fractions import Fraction
from typing import Any

import sympy

from alp_app.services.assessment.expressions import Expression, Number

DIGITS = 30
CLOSE = 10.0**-20
_SYMPY: Any = sympy


def _decimal_logarithm(argument: Any) -> Any:
    return _SYMPY.log(argument, 10)


_FUNCTIONS: dict[str, Any] = {
    "abs": _SYMPY.Abs,
    "sqrt": _SYMPY.sqrt,
    "exp": _SYMPY.exp,
    "ln": _SYMPY.log,
    "log": _decimal_logarithm,
    "sin": _SYMPY.sin,
    "cos": _SYMPY.cos,
    "tan": _SYMPY.tan,
    "asin": _SYMPY.asin,
    "acos": _SYMPY.acos,
    "atan": _SYMPY.atan,
}


def agree(one: Expression, other: Expression, points: list[dict[str, Number]]) -> bool:
    """As `on_demand.agree`. The caller has seen that no number on the way is large at these points."""
    left, right = _symbolic(one.tree, one.names), _symbolic(other.tree, other.names)
    if left == right:
        return True
    return all(_is_close(_at(left, point), _at(right, point)) for point in points)


def _at(formula: Any, point: dict[str, Number]) -> Any:
    values = {_symbol(name): _rational(Fraction(value)) for name, value in point.items()}
    return _SYMPY.N(formula, DIGITS, subs=values)


def _is_close(one: Any, other: Any) -> bool:
    distance = abs(complex(one - other))
    return distance <= CLOSE * max(1.0, abs(complex(one)), abs(complex(other)))


def _symbol(name: str) -> Any:
    return _SYMPY.Symbol(name, real=True)


def _rational(number: Fraction) -> Any:
    return _SYMPY.Rational(number.numerator, number.denominator)


def _symbolic(tree: ast.AST, variables: frozenset[str]) -> Any:
    match tree:
        case ast.Constant(value=int() | float() as number):
            return _rational(Fraction(repr(number)))
        case ast.Name(id=name):
            if name in variables:
                return _symbol(name)
            return _SYMPY.pi if name == "pi" else _SYMPY.E
        case ast.UnaryOp(op=sign, operand=operand):
            inner = _symbolic(operand, variables)
            return -inner if isinstance(sign, ast.USub) else inner
        case ast.BinOp(left=left, op=sign, right=right):
            return _combined(sign, _symbolic(left, variables), _symbolic(right, variables))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return _FUNCTIONS[name](_symbolic(argument, variables))
        case _:
            raise TypeError(f"{type(tree).__name__} is no part of a formula")


def _combined(sign: ast.operator, one: Any, other: Any) -> Any:
    match sign:
        case ast.Add():
            return one + other
        case ast.Sub():
            return one - other
        case ast.Mult():
            return one * other
        case ast.Div():
            return one / other
        case _:
            return one**other
