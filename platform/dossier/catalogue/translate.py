"""Conditions written the Python way, brought over to CEL.

The fact sheets of the offices say ``any(members, income > 600 and not retired)`` with money in
yuan.  CEL here has money in whole fen and does not mix whole numbers and fractions, so the
translation needs to know the shape of the form.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dossier.catalogue.shapes import Shape

Kind = Literal["money", "integer", "number", "string", "boolean", "list", "object", "null"]

_COMPARE: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_WORDS: Mapping[str, tuple[str, Kind]] = {
    "true": ("true", "boolean"),
    "false": ("false", "boolean"),
    "null": ("null", "null"),
}
_PLAIN_CALLS: Mapping[str, Kind] = {
    "age": "integer",
    "months_between": "integer",
    "years_between": "integer",
    "today": "string",
    "std": "integer",
}
_FRACTIONS = ("integer", "number")


class UntranslatableError(ValueError):
    """An expression outside of the subset, or one whose kinds do not fit."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A piece of CEL; ``literal`` is the number that it writes, ``compound`` asks for ()."""

    text: str
    kind: Kind
    literal: Decimal | None = None
    compound: bool = False
    path: str = ""

    def within(self) -> str:
        """Return the text as an operand."""
        return f"({self.text})" if self.compound else self.text


def translate(expression: str, form: Shape, *, row_of: str = "") -> str:
    """Return ``expression`` in CEL; raises UntranslatableError.

    row_of: the list for each of whose rows the result is meant: ``any(list, cond)`` becomes
    ``cond`` on ``item``.
    """
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as failure:
        raise UntranslatableError(f"{expression}: {failure.msg}") from None
    names = [("", form, "form.")]
    if row_of and isinstance(tree, ast.Call) and _called(tree) == "any":
        rows = form.members.get(row_of)
        if len(tree.args) == 2 and _is_name(tree.args[0], row_of) and rows and rows.item:
            return _Writer([*names, ("item.", rows.item, "item.")]).term(tree.args[1]).text
    return _Writer(names).term(tree).text


class _Writer:
    """Writes one expression; ``names`` are the scopes from the outermost to the innermost."""

    def __init__(self, names: list[tuple[str, Shape, str]]) -> None:
        self._names = names

    def term(self, node: ast.expr) -> _Term:
        """Return the CEL of ``node``."""
        match node:
            case ast.BoolOp(op=op, values=values):
                sign = " && " if isinstance(op, ast.And) else " || "
                parts = [self._of(value, "boolean").within() for value in values]
                return _Term(sign.join(parts), "boolean", compound=True)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return _Term(f"!{self._of(operand, 'boolean').within()}", "boolean")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.term(operand)
                literal = None if inner.literal is None else -inner.literal
                return _Term(f"-{inner.within()}", inner.kind, literal, compound=True)
            case ast.Compare():
                return self._comparison(node)
            case ast.BinOp(left=left, op=op, right=right):
                return _arithmetic(self.term(left), op, self.term(right))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self._choice(test, body, orelse)
            case ast.Call():
                return self._call(node)
            case ast.Subscript(value=value, slice=where):
                return self._cut(value, where)
            case ast.List(elts=elts) | ast.Tuple(elts=elts):
                inside = ", ".join(self.term(each).text for each in elts)
                return _Term(f"[{inside}]", "list")
            case ast.Name(id=name):
                return self._name(name)
            case ast.Constant(value=value):
                return _constant(value)
            case _:
                raise UntranslatableError(f"{ast.unparse(node)}: not in the subset")

    def _of(self, node: ast.expr, *kinds: Kind) -> _Term:
        term = self.term(node)
        if term.kind not in kinds:
            raise UntranslatableError(f"{term.text}: {term.kind} where {kinds} is needed")
        return term

    def _name(self, name: str) -> _Term:
        if name in _WORDS:
            text, kind = _WORDS[name]
            return _Term(text, kind)
        for prefix, shape, path in reversed(self._names):
            if found := shape.members.get(name):
                kind = "money" if found.money else found.kind
                return _Term(f"{prefix}{name}", kind, path=f"{path}{name}")
        raise UntranslatableError(f"{name}: no such field")

    def _comparison(self, node: ast.Compare) -> _Term:
        terms = [self.term(each) for each in (node.left, *node.comparators)]
        parts = [
            _compared(left, op, right)
            for left, op, right in zip(terms, node.ops, terms[1:], strict=False)
        ]
        if len(parts) == 1:
            return _Term(parts[0], "boolean", compound=not parts[0].startswith(("has(", "!")))
        return _Term(" && ".join(f"({part})" for part in parts), "boolean", compound=True)

    def _choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr) -> _Term:
        condition = self._of(test, "boolean")
        yes, no = _matched(self.term(body), self.term(orelse))
        kind = yes.kind if yes.literal is None else no.kind
        text = f"{condition.within()} ? {yes.within()} : {no.within()}"
        return _Term(text, kind, compound=True)

    def _call(self, node: ast.Call) -> _Term:
        name, args = _called(node), node.args
        if name in _PLAIN_CALLS:
            inside = ", ".join(self._of(each, "string").text for each in args)
            return _Term(f"{name}({inside})", _PLAIN_CALLS[name])
        lists: Mapping[str, Callable[[_Term, _Writer, list[ast.expr]], _Term]] = {
            "any": _any,
            "all": _all,
            "count": _count,
            "count_if": _count_if,
            "sum": _sum,
        }
        if name not in lists or not args:
            raise UntranslatableError(f"{name}: no such function")
        rows = self._of(args[0], "list")
        return lists[name](rows, self._inside(rows), args[1:])

    def _inside(self, rows: _Term) -> "_Writer":
        variable = "m" * len(self._names)
        shape = self._shape(rows.path)
        return _Writer([*self._names, (f"{variable}.", shape, f"{variable}.")])

    def _shape(self, path: str) -> Shape:
        prefix, _, name = path.rpartition(".")
        for _, shape, known in self._names:
            found = shape.members.get(name)
            if known == f"{prefix}." and found and found.item:
                return found.item
        return Shape("object")

    @property
    def variable(self) -> str:
        """The name of the row of the innermost list."""
        return self._names[-1][0].removesuffix(".")

    def _cut(self, value: ast.expr, where: ast.expr) -> _Term:
        text = self._of(value, "string").within()
        match where:
            case ast.Slice(lower=lower, upper=upper, step=None):
                start = self._of(lower, "integer").text if lower else "0"
                stop = f", {self._of(upper, 'integer').text}" if upper else ""
                return _Term(f"{text}.substring({start}{stop})", "string")
            case _:
                return _Term(f"{text}.charAt({self._of(where, 'integer').text})", "string")

    def condition(self, args: list[ast.expr]) -> _Term:
        """Return the one condition among ``args``."""
        if len(args) != 1:
            raise UntranslatableError("one condition is needed")
        return self._of(args[0], "boolean")


def _any(rows: _Term, inside: _Writer, args: list[ast.expr]) -> _Term:
    condition = inside.condition(args).text
    return _Term(f"{rows.text}.exists({inside.variable}, {condition})", "boolean")


def _all(rows: _Term, inside: _Writer, args: list[ast.expr]) -> _Term:
    condition = inside.condition(args).text
    return _Term(f"{rows.text}.all({inside.variable}, {condition})", "boolean")


def _count(rows: _Term, inside: _Writer, args: list[ast.expr]) -> _Term:
    if args:
        return _count_if(rows, inside, args)
    return _Term(f"size({rows.text})", "integer")


def _count_if(rows: _Term, inside: _Writer, args: list[ast.expr]) -> _Term:
    condition = inside.condition(args).text
    return _Term(f"{rows.text}.filter({inside.variable}, {condition}).size()", "integer")


def _sum(rows: _Term, inside: _Writer, args: list[ast.expr]) -> _Term:
    if len(args) != 1:
        raise UntranslatableError("sum: a list and one value are needed")
    value = inside.term(args[0])
    if value.kind not in ("money", "integer", "number"):
        raise UntranslatableError(f"sum: {value.kind} cannot be added up")
    name = "total_number" if value.kind == "number" else "total"
    return _Term(f"{name}({rows.text}.map({inside.variable}, {value.text}))", value.kind)


def _compared(left: _Term, op: ast.cmpop, right: _Term) -> str:
    if isinstance(op, ast.In | ast.NotIn):
        text = f"{left.within()} in {right.within()}"
        return text if isinstance(op, ast.In) else f"!({text})"
    sign = _COMPARE.get(type(op))
    if sign is None:
        raise UntranslatableError(f"{type(op).__name__}: not in the subset")
    for term, other in ((left, right), (right, left)):
        if other.kind == "null":
            if not term.path or sign not in ("==", "!="):
                raise UntranslatableError("only a field can be compared with null")
            return f"{'!' if sign == '==' else ''}has({term.path})"
        if other.text == "''" and term.path and sign in ("==", "!="):
            if term.kind == "list":
                return f"size({term.text}) {sign} 0"
            return f"{'!' if sign == '==' else ''}has({term.path})"
    one, two = _matched(left, right)
    return f"{one.within()} {sign} {two.within()}"


def _arithmetic(left: _Term, op: ast.operator, right: _Term) -> _Term:
    if isinstance(op, ast.Div):
        return _division(left, right)
    sign = _ARITHMETIC.get(type(op))
    if sign is None:
        raise UntranslatableError(f"{type(op).__name__}: not in the subset")
    if sign == "*":
        return _product(left, right)
    one, two = _matched(left, right)
    kind = one.kind if one.literal is None else two.kind
    return _Term(f"{one.within()} {sign} {two.within()}", kind, compound=True)


def _product(left: _Term, right: _Term) -> _Term:
    for money, factor in ((left, right), (right, left)):
        if money.kind != "money":
            continue
        if factor.kind == "integer":
            return _Term(f"{left.within()} * {right.within()}", "money", compound=True)
        thousandths = factor.literal * 1000 if factor.literal is not None else Decimal("NaN")
        if thousandths != thousandths.to_integral_value():
            raise UntranslatableError(f"{factor.text}: money takes whole thousandths")
        return _Term(f"per_mille({money.text}, {int(thousandths)}, 'half_up')", "money")
    one, two = _matched(left, right)
    return _Term(f"{one.within()} * {two.within()}", one.kind, compound=True)


def _division(left: _Term, right: _Term) -> _Term:
    if left.kind == "money" and right.kind == "integer":
        return _Term(f"divide({left.text}, {right.text}, 'half_up')", "money")
    if left.kind == "money" != right.kind:
        raise UntranslatableError(f"{right.text}: money is divided by a whole number")
    one, two = (_fraction(term) for term in (left, right))
    return _Term(f"{one.within()} / {two.within()}", "number", compound=True)


def _matched(left: _Term, right: _Term) -> tuple[_Term, _Term]:
    """Return both terms in one kind: fen beside money, fractions beside fractions."""
    kinds = {left.kind, right.kind}
    if "money" in kinds:
        return _fen(left), _fen(right)
    if kinds == {"integer", "number"}:
        return _fraction(left), _fraction(right)
    if len(kinds) > 1:
        raise UntranslatableError(f"{left.text} and {right.text}: {left.kind}, {right.kind}")
    return left, right


def _fen(term: _Term) -> _Term:
    if term.kind == "money" or (term.kind == "integer" and term.literal is None):
        return term  # figures of the office are fen already
    if term.literal is None or term.literal * 100 != (term.literal * 100).to_integral_value():
        raise UntranslatableError(f"{term.text}: no amount in whole fen")
    return _Term(str(int(term.literal * 100)), "money")


def _fraction(term: _Term) -> _Term:
    if term.kind == "number":
        return term
    if term.kind == "money":
        return _Term(f"double({term.text})", "number")
    if term.kind not in _FRACTIONS:
        raise UntranslatableError(f"{term.text}: {term.kind} is no number")
    if term.literal is not None:
        return _Term(f"{term.literal}.0", "number", term.literal)
    return _Term(f"double({term.text})", "number")


def _constant(value: object) -> _Term:
    match value:
        case bool():
            return _Term("true" if value else "false", "boolean")
        case int():
            return _Term(str(value), "integer", Decimal(value))
        case float():
            return _Term(repr(value), "number", Decimal(repr(value)))
        case str():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return _Term(f"'{escaped}'", "string")
        case None:
            return _Term("null", "null")
        case _:
            raise UntranslatableError(f"{value!r}: not in the subset")


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) and not node.keywords else ""


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
