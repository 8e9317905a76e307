"""Expressions at work: the calls that were taken out of them first, then what is left.

Only the values that an expression touches are handed to the library.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from cel_expr_python import cel
from cel_expr_python.ext import ext_strings

from dossier.catalogue.cel.functions import DAY, FIGURES, LISTS, run
from dossier.catalogue.cel.lifting import SEPARATOR, Call, lift
from dossier.catalogue.cel.shapes import Bound
from dossier.catalogue.cel.tokens import Token, tokens_of

ROUNDS = 10_000
"""How often a call may be made for the rows of lists: as often as the library goes round."""
_NARROWED = frozenset({"form", "docs", "papers"})
"""Variables that hold much, of which an expression wants a few members."""


@dataclass(frozen=True, slots=True)
class Around:
    """What expressions see: the values of variables, the office's figures and the day."""

    values: Mapping[str, Bound]
    figures: Mapping[str, int]
    day: str


class Running:
    """One checked expression, made ready when it is first run."""

    __slots__ = ("_calls", "_main")

    def __init__(self, source: str, touched: Sequence[tuple[str, ...]]) -> None:
        lifted = lift(tokens_of(source))
        wanted = _wanted(touched)
        self._calls = [_Call(call, wanted) for call in lifted.calls]
        self._main = _Text(lifted.text, wanted)

    def value(self, around: Around) -> Bound | None:
        """Return the value, None when it is unknown."""
        extra: dict[str, Bound] = {}
        for call in self._calls:
            call.add(around, extra)
        return self._main.value(around, extra)


class _Text:
    """A part of an expression in which our functions are not called any more."""

    __slots__ = ("_expression", "_figures", "_names", "_path", "_wanted", "source")

    def __init__(self, source: str, wanted: Mapping[str, frozenset[str]]) -> None:
        tokens = tokens_of(source)
        self.source = source
        self._wanted = wanted
        self._names = tuple({token.text for token in tokens if token.kind == "name"})
        self._figures = _figures(tokens)
        plain = all(token.kind == "name" or token.text == "." for token in tokens)
        self._path = tuple(token.text for token in tokens[::2]) if plain else ()
        if self._path in {("true",), ("false",), ("null",)}:
            self._path = ()
        self._expression: cel.Expression | None = None

    def value(self, around: Around, extra: Mapping[str, Bound]) -> Bound | None:
        """Return the value, None when it is unknown."""
        if self._path:
            return _at(self._path, around, extra)
        if self._expression is None:
            self._expression = _environment().compile(self.source, disable_check=True)
        try:
            activation = _environment().Activation(self._values(around, extra))
            value = self._expression.eval(activation)
        except (RuntimeError, OverflowError):  # more rounds over lists than are allowed
            return None
        if value.type() in (cel.Type.ERROR, cel.Type.UNKNOWN):
            return None
        plain: Bound | None = value.plain_value()
        return plain

    def _values(self, around: Around, extra: Mapping[str, Bound]) -> dict[str, Bound]:
        given: dict[str, Bound] = {}
        for name in self._names:
            if name in extra:
                given[name] = extra[name]
            elif name == FIGURES:
                given[name] = {
                    code: figure
                    for code, figure in around.figures.items()
                    if self._figures is None or code in self._figures
                }
            elif name == DAY:
                given[name] = around.day
            elif (value := around.values.get(name)) is not None:
                given[name] = _narrowed(value, self._wanted.get(name))
        return given


class _Call:
    """A call that runs before the expression."""

    __slots__ = ("_arguments", "_call", "_frames")

    def __init__(self, call: Call, wanted: Mapping[str, frozenset[str]]) -> None:
        self._call = call
        self._arguments = [_Text(each, wanted) for each in call.arguments]
        self._frames = [(each.variable, _Text(each.rows, wanted)) for each in call.frames]

    def add(self, around: Around, extra: dict[str, Bound]) -> None:
        """Put the value, or the table of values, where the expression looks for it."""
        if not self._frames:
            arguments, value = self._called(around, extra)
            if value is not None:
                extra[self._call.name] = value
            return
        table: dict[str, Bound] = {}
        rows = self._rows(around, extra, self._frames)
        for row in islice(rows, ROUNDS):  # beyond them it is not known
            arguments, value = self._called(around, row)
            if value is not None:
                for key in _keys(self._call.function, arguments):
                    table[key] = value
        extra[self._call.name] = dict(table)

    def _called(
        self, around: Around, extra: Mapping[str, Bound]
    ) -> tuple[list[Bound], Bound | None]:
        arguments: list[Bound] = []
        for each in self._arguments:
            value = each.value(around, extra)
            if value is None:
                return [], None
            arguments.append(value)
        return arguments, run(self._call.function, arguments, around.day)

    def _rows(
        self,
        around: Around,
        extra: Mapping[str, Bound],
        frames: Sequence[tuple[str, _Text]],
    ) -> Iterator[Mapping[str, Bound]]:
        if not frames:
            yield extra
            return
        (variable, text), *inner = frames
        listed = text.value(around, extra)
        for row in listed if isinstance(listed, list) else ():
            yield from self._rows(around, {**extra, variable: row}, inner)


@cache
def _environment() -> cel.Env:
    """Return the one environment in which expressions run.

    It knows no variables: types were checked before, and what has no value is unknown.
    """
    return cel.NewEnv(extensions=[ext_strings.ExtStrings()])


def _wanted(touched: Sequence[tuple[str, ...]]) -> Mapping[str, frozenset[str]]:
    """Return which members of the large variables are touched; one that is absent: all."""
    members: dict[str, set[str]] = {}
    whole: set[str] = set()
    for name, *rest in touched:
        if name in _NARROWED:
            if rest:
                members.setdefault(name, set()).add(rest[0])
            else:
                whole.add(name)
    return {name: frozenset(given) for name, given in members.items() if name not in whole}


def _figures(tokens: Sequence[Token]) -> frozenset[str] | None:
    """Return the figures that are looked up; None where the code is computed."""
    codes: set[str] = set()
    for place, token in enumerate(tokens):
        if token.text == FIGURES:
            code, after = tokens[place + 2], tokens[place + 3]
            if code.kind != "text" or after.text != "]":
                return None
            codes.add(code.text[1:-1])
    return frozenset(codes)


def _narrowed(value: Bound, wanted: frozenset[str] | None) -> Bound:
    if wanted is None or not isinstance(value, dict):
        return value
    return {name: value[name] for name in wanted if name in value}


def _at(path: Sequence[str], around: Around, extra: Mapping[str, Bound]) -> Bound | None:
    name, *rest = path
    here: Bound | None = around.day if name == DAY else around.values.get(name)
    here = extra.get(name, here)
    for member in rest:
        here = here.get(member) if isinstance(here, dict) else None
    return here


def _keys(function: str, arguments: Sequence[Bound]) -> Iterator[str]:
    """Yield how the library may write the arguments in the key of a table."""
    if function in LISTS:
        yield ",".join("".join(_written(part)[:1]) for part in _listed(arguments[0]))
        return
    for texts in product(*(_written(each) for each in arguments)):
        yield SEPARATOR.join(texts)


def _listed(value: Bound) -> list[Bound]:
    return value if isinstance(value, list) else []


def _written(value: Bound) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, float):
        return [f"{value:.17g}", repr(value), f"{value:g}"]
    return [str(value)]
