"""The closed expression language of diagrams and decision tables.

It looks like Python and can do little: names, constants, lists of them, comparisons, `and`, `or`,
`not`, `in`, and `+ - * / %` on numbers. No call, attribute, subscript, format or power exists, so
an expression cannot reach anything but the variables it is given.

It is *total*: evaluating never fails and never takes long. An unset name is None, a comparison of
things that do not compare is False, arithmetic that has no sensible result is None.

Decision 0003.
"""

from __future__ import annotations

import ast
import operator
import textwrap
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from runner.errors import ExpressionError

LONGEST = 1000
"""Characters in an expression."""

DEEPEST = 40
"""Levels of nesting in an expression."""

LARGEST = 10**15
"""Arithmetic beyond this, or its negative, is None."""

Variables = Mapping[str, Any]
Compiled = Callable[[Variables], Any]

_WORDS = {"true": True, "false": False, "null": None}
"""FEEL's spelling of the constants, which decision tables use."""


def evaluate(text: str, variables: Variables) -> Any:
    """The value of an expression. A variable that is not set is None."""
    return compiled(text)(variables)


@lru_cache(maxsize=4096)
def compiled(text: str) -> Compiled:
    """An expression as a function of the variables. Raises ExpressionError if it is not one."""
    return _compile(parse(text))


@lru_cache(maxsize=4096)
def names(text: str) -> frozenset[str]:
    """The variables that an expression reads."""
    return frozenset(_reads(parse(text)))


def _reads(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - _WORDS.keys()


def outcomes(condition: str, known: Variables) -> frozenset[bool]:
    """What a condition can be where only some variables are known."""
    return _outcomes(parse(condition), known)


def _outcomes(node: ast.expr, known: Variables) -> frozenset[bool]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return frozenset(not truth for truth in _outcomes(node.operand, known))
    if isinstance(node, ast.BoolOp):
        decides = isinstance(node.op, ast.Or)  # one part that is this makes it this
        parts = [_outcomes(part, known) for part in node.values]
        some = {decides} if any(decides in part for part in parts) else set()
        none = {not decides} if all((not decides) in part for part in parts) else set()
        return frozenset(some | none)
    is_known = _reads(node) <= known.keys()
    return frozenset({bool(_compile(node)(known))} if is_known else {True, False})


def step(name: str, text: str) -> int:
    """The direction in which a variable moves that is set to an expression: 1 where a positive
    number is added to it, -1 where one is taken away, 0 for anything else."""
    tree = parse(text)
    if not isinstance(tree, ast.BinOp) or not isinstance(tree.op, (ast.Add, ast.Sub)):
        return 0
    sides = [tree.left, tree.right]
    if isinstance(tree.op, ast.Add) and _is_name(tree.right, name):
        sides.reverse()
    by = _fixed_number(sides[1])
    if by is None or not _is_name(sides[0], name):
        return 0
    by = -by if isinstance(tree.op, ast.Sub) else by
    return (by > 0) - (by < 0)


def compares_once(name: str, text: str) -> bool:
    """Does an expression read a variable in one comparison of its size with a number, and nowhere
    else?"""
    tree = parse(text)
    read = [node for node in ast.walk(tree) if _is_name(node, name)]
    return len(read) == 1 and any(
        isinstance(node, ast.Compare) and _is_of_size(node, name) for node in ast.walk(tree)
    )


def _is_of_size(node: ast.Compare, name: str) -> bool:
    sides = [node.left, *node.comparators]
    orders = all(isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for op in node.ops)
    bound = [side for side in sides if not _is_name(side, name)]
    of_two = len(sides) == 2 and len(bound) == 1
    return orders and of_two and _fixed_number(bound[0]) is not None


def _fixed_number(tree: ast.expr) -> float | None:
    """The number that an expression always is; None where it reads a variable or is none."""
    value = None if _reads(tree) else _compile(tree)({})
    return value if _is_number(value) else None


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def parse(text: str) -> ast.expr:
    """The tree of an expression, checked to be in the language. Raises ExpressionError."""
    tree: ast.Expression = _parsed(text, "eval")
    _check_tree(tree.body, text)
    return tree.body


@lru_cache(maxsize=4096)
def assignments(text: str) -> tuple[tuple[str, str], ...]:
    """A script as names and the expressions that give them their values, in order.

    A script may do one thing: set variables, one `name = expression` a line. Raises
    ExpressionError for anything else.
    """
    tree: ast.Module = _parsed(text, "exec")
    found = []
    for statement in tree.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(statement, ast.Assign) or not isinstance(target, ast.Name):
            line = ast.get_source_segment(textwrap.dedent(text).strip(), statement) or text
            raise ExpressionError(
                f"'{_shown(line)}' is not allowed: a script may only set variables, such as "
                "attempts = attempts + 1."
            )
        if len(statement.targets) > 1 or target.id.startswith("__") or target.id in _WORDS:
            raise ExpressionError(f"'{_shown(text)}' is not allowed: set one variable at a time.")
        _check_tree(statement.value, text)
        found.append((target.id, ast.unparse(statement.value)))
    return tuple(found)


def _parsed(text: str, mode: str) -> Any:
    if len(text) > LONGEST:
        raise ExpressionError(f"The text has {len(text)} characters, {LONGEST} are allowed.")
    for start, name in _FOREIGN.items():
        if text.lstrip().startswith(start):
            raise ExpressionError(
                f"'{_shown(text)}' is written in {name}, which does not run here."
            )
    try:
        return ast.parse(textwrap.dedent(text).strip(), mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(_unreadable(text, mode, error)) from error


def _unreadable(text: str, mode: str, error: Exception) -> str:
    if mode == "eval":
        return f"'{_shown(text)}' is not an expression: {_reason(error)}."
    return (
        f"'{_shown(text)}' is not a list of settings such as attempts = attempts + 1: "
        f"{_reason(error)}."
    )


_FOREIGN = {"${": "JUEL (${ })", "#{": "JUEL (#{ })", "=": "FEEL (= in front)"}


def _check_tree(tree: ast.expr, text: str) -> None:
    for node in ast.walk(tree):
        _check(node, text)
    if _depth(tree) > DEEPEST:
        raise ExpressionError(f"'{_shown(text)}' is nested more than {DEEPEST} levels deep.")


def _depth(tree: ast.AST) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def _shown(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error) or type(error).__name__


# ------------------------------------------------------------------ what is in the language

_ALLOWED = (
    ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple, ast.Compare, ast.BoolOp, ast.UnaryOp,
    ast.BinOp, ast.boolop, ast.cmpop, ast.unaryop, ast.operator,
)  # fmt: skip
_REFUSED = {
    ast.Call: "functions cannot be called",
    ast.Attribute: "'.' cannot look into a value",
    ast.Subscript: "[ ] cannot look into a value",
    ast.JoinedStr: "text cannot be put together",
    ast.IfExp: "write two flows with two conditions instead of if/else",
    ast.Pow: "powers do not exist",
}


def _check(node: ast.AST, text: str) -> None:
    refused = (
        not isinstance(node, _ALLOWED)
        or isinstance(node, (ast.Invert, *_UNCOMPUTED))
        or (isinstance(node, ast.Constant) and type(node.value) not in _CONSTANTS)
        or (isinstance(node, ast.Name) and node.id.startswith("__"))
    )
    if refused:
        what = repr(node.value) if isinstance(node, ast.Constant) else type(node).__name__
        why = _REFUSED.get(type(node), f"{what} is not part of the language")
        raise ExpressionError(f"'{_shown(text)}' is not allowed: {why}.")


_CONSTANTS = {str, int, float, bool, type(None)}
_UNCOMPUTED = (
    ast.Pow, ast.MatMult, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor, ast.FloorDiv,
)  # fmt: skip


# ------------------------------------------------------------------ evaluation


def _compile(node: ast.AST) -> Compiled:
    return _COMPILERS[type(node)](node)


def _constant(node: ast.Constant) -> Compiled:
    value = node.value
    return lambda variables: value


def _name(node: ast.Name) -> Compiled:
    name = node.id
    if name in _WORDS:
        value = _WORDS[name]
        return lambda variables: value
    return lambda variables: variables.get(name)


def _sequence(node: ast.List | ast.Tuple) -> Compiled:
    items = [_compile(item) for item in node.elts]
    return lambda variables: [item(variables) for item in items]


def _bool_op(node: ast.BoolOp) -> Compiled:
    items = [_compile(item) for item in node.values]
    if isinstance(node.op, ast.And):
        return lambda variables: all(item(variables) for item in items)
    return lambda variables: any(item(variables) for item in items)


def _unary_op(node: ast.UnaryOp) -> Compiled:
    operand = _compile(node.operand)
    if isinstance(node.op, ast.Not):
        return lambda variables: not operand(variables)
    sign = -1 if isinstance(node.op, ast.USub) else 1
    return lambda variables: _arithmetic(operator.mul, sign, operand(variables))


def _bin_op(node: ast.BinOp) -> Compiled:
    left, right, operation = _compile(node.left), _compile(node.right), _OPERATIONS[type(node.op)]
    return lambda variables: _arithmetic(operation, left(variables), right(variables))


def _compare(node: ast.Compare) -> Compiled:
    first, rest = _compile(node.left), [_compile(item) for item in node.comparators]
    tests = [_COMPARISONS[type(op)] for op in node.ops]

    def run(variables: Variables) -> bool:
        left = first(variables)
        for test, item in zip(tests, rest, strict=True):
            right = item(variables)
            if not test(left, right):
                return False
            left = right
        return True

    return run


def _arithmetic(operation: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    if not (_is_number(left) and _is_number(right)):
        return None
    try:
        value = operation(left, right)
    except ArithmeticError:
        return None
    return value if -LARGEST <= value <= LARGEST else None


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and -LARGEST <= value <= LARGEST


def _equal(left: Any, right: Any) -> bool:
    """Equality that does not take True for 1."""
    return (type(left) is bool) == (type(right) is bool) and left == right


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def run(left: Any, right: Any) -> bool:
        comparable = (_is_number(left) and _is_number(right)) or (
            type(left) is str and type(right) is str
        )
        return comparable and test(left, right)

    return run


def _contained(left: Any, right: Any) -> bool:
    if isinstance(right, str):
        return isinstance(left, str) and left in right
    return isinstance(right, (list, tuple)) and any(_equal(left, item) for item in right)


_OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
}
_COMPARISONS: dict[type, Callable[[Any, Any], bool]] = {
    ast.Eq: _equal,
    ast.NotEq: lambda left, right: not _equal(left, right),
    ast.Is: _equal,
    ast.IsNot: lambda left, right: not _equal(left, right),
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.In: _contained,
    ast.NotIn: lambda left, right: not _contained(left, right),
}
_COMPILERS: dict[type, Callable[[Any], Compiled]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary_op,
    ast.BinOp: _bin_op,
    ast.Compare: _compare,
}
