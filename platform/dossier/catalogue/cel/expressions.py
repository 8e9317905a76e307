"""Expressions in CEL: checked against the types of a form, run on bound values.

Every expression is compiled twice: once with the form's fields as typed messages, which finds
misspelt fields and mixed types, and, when it first runs, once without types for plain maps,
where a value that is not there makes the answer unknown.  Unknown follows the logic of CEL: ``true || unknown`` is true.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cel_expr_python import cel
from cel_expr_python.ext import ext_strings
from google.protobuf import descriptor_pb2, descriptor_pool

from dossier.catalogue.cel.functions import declarations, plain
from dossier.catalogue.cel.running import Around, Running
from dossier.catalogue.cel.shapes import Bound, Shape
from dossier.catalogue.cel.tokens import MACROS, ExpressionError, Token, tokens_of

_SCALAR_FIELD = {
    "string": descriptor_pb2.FieldDescriptorProto.TYPE_STRING,
    "integer": descriptor_pb2.FieldDescriptorProto.TYPE_INT64,
    "number": descriptor_pb2.FieldDescriptorProto.TYPE_DOUBLE,
    "boolean": descriptor_pb2.FieldDescriptorProto.TYPE_BOOL,
}
_SCALAR_TYPE = {
    "string": cel.Type.STRING,
    "integer": cel.Type.INT,
    "number": cel.Type.DOUBLE,
    "boolean": cel.Type.BOOL,
}
_HOLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class References:
    """What an expression touches: pointers (``*`` for rows) from the variables, and figures.

    compared: pointers with the texts that they are compared with.
    """

    pointers: tuple[str, ...]
    figures: tuple[str, ...]
    compared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables that an expression may use, with their shapes, and who checks its types."""

    variables: Mapping[str, Shape]
    checking: cel.Env


@dataclass(frozen=True, slots=True)
class Program:
    """A checked expression, or a template: texts and expressions in turn.

    pieces: of a template, (whether it is an expression, its text); empty for an expression.
    """

    source: str
    type: str
    references: References
    pieces: tuple[tuple[bool, str], ...] = ()
    _ready: list[Running] = field(default_factory=list, repr=False)

    def run(self, around: Around) -> Bound | None:
        """Return the value, None when it is unknown.

        The running form is made when it is first needed: most texts of problems never are.
        """
        if not self._ready:
            touched = [tuple(pointer[1:].split("/")) for pointer in self.references.pointers]
            sources = [text for hole, text in self.pieces if hole] or [self.source]
            if not self.pieces or any(hole for hole, _ in self.pieces):
                self._ready.extend(Running(source, touched) for source in sources)
        if not self.pieces:
            return self._ready[0].value(around)
        holes = iter(self._ready)
        words: list[str] = []
        for hole, text in self.pieces:
            value = next(holes).value(around) if hole else text
            if value is None:
                return None
            words.append(plain(value))
        return "".join(words)


def open_scope(variables: Mapping[str, Shape]) -> Scope:
    """Return the scope in which ``variables`` are known."""
    pool = descriptor_pool.DescriptorPool()
    file = descriptor_pb2.FileDescriptorProto(name="form.proto", package="f", syntax="proto3")
    typed = {name: _declare(file, name, shape) for name, shape in variables.items()}
    pool.Add(file)
    checking = cel.NewEnv(
        pool,
        variables={name: _type(given) for name, given in typed.items()},
        extensions=[ext_strings.ExtStrings()],
        functions=[*declarations()],
    )
    return Scope(variables, checking)


def activate(values: Mapping[str, Bound], figures: Mapping[str, int], day: str) -> Around:
    """Return the values for one run; variables without a value are unknown."""
    return Around(values, figures, day)


def compile_expression(scope: Scope, source: str, *, wanted: str = "") -> Program:
    """Compile ``source``; raises ExpressionError when it does not fit the scope.

    wanted: the type it must have ("BOOL", "INT", "DOUBLE", "STRING"); "" takes any.
    """
    tokens = tokens_of(source)
    checked = _compile(scope.checking, source)
    found = checked.return_type().name()
    if wanted and found != wanted:
        raise ExpressionError(f"{source}: gives {found}, {wanted} is needed")
    return Program(
        source,
        found,
        _references(tokens, scope.variables),
    )


def compile_template(scope: Scope, template: str) -> Program:
    """Compile a text with ``{expression}`` holes, each of which is written plainly."""
    pieces: list[tuple[bool, str]] = []
    end = 0
    for hole in _HOLE.finditer(template):
        pieces += [(False, template[end : hole.start()]), (True, hole[1])]
        end = hole.end()
    pieces = [piece for piece in (*pieces, (False, template[end:])) if piece[1]]
    if not any(hole for hole, _ in pieces):
        return Program(template, "STRING", References((), ()), ((False, template),))
    checked = " + ".join(f"plain({text})" if hole else _quoted(text) for hole, text in pieces)
    told = compile_expression(scope, checked, wanted="STRING")
    return Program(told.source, told.type, told.references, tuple(pieces))


def loses_fen(source: str) -> bool:
    """Whether ``source`` could lose fractions of a fen: decimal fractions, ``/``, ``double``."""
    return any(
        (token.kind == "number" and not token.text.isdigit())
        or (token.kind == "sign" and token.text == "/")
        or (token.kind == "name" and token.text == "double")
        for token in tokens_of(source)
    )


def paths(pointer: str, form: Bound) -> Iterator[tuple[str, Bound | None]]:
    """Yield every place that ``pointer`` means in ``form``, with its value or None."""
    yield from _paths("", pointer.split("/")[1:], form)


def _paths(
    at: str, names: Sequence[str], here: Bound | None
) -> Iterator[tuple[str, Bound | None]]:
    if not names:
        yield at, here
    elif names[0] == "*":
        for number, row in enumerate(here if isinstance(here, list) else ()):
            yield from _paths(f"{at}/{number}", names[1:], row)
    else:
        inner: Bound | None = None
        if isinstance(here, dict):
            inner = here.get(names[0])
        elif isinstance(here, list) and names[0].isdigit() and int(names[0]) < len(here):
            inner = here[int(names[0])]
        yield from _paths(f"{at}/{names[0]}", names[1:], inner)


def _compile(environment: cel.Env, source: str) -> cel.Expression:
    try:
        return environment.compile(source)
    except RuntimeError as failure:
        raise ExpressionError(f"{source}: {failure}") from None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def _references(tokens: Sequence[Token], variables: Mapping[str, Shape]) -> References:
    rows: dict[str, str] = {}
    pointers: list[str] = []
    figures: list[str] = []
    compared: list[tuple[str, str]] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.text == "std" and place + 2 < len(tokens):
            figures.append(tokens[place + 2].text.strip("\"'"))
            place += 3
            continue
        called = place + 1 < len(tokens) and tokens[place + 1].text == "("
        known = token.text in variables or token.text in rows
        if token.kind != "name" or called or not known:
            place += 1
            continue
        pointer, place = _path(tokens, place, rows)
        pointers.append(pointer)
        compared += [(pointer, text) for text in _texts(tokens, place)]
    return References(
        tuple(dict.fromkeys(pointers)), tuple(dict.fromkeys(figures)), tuple(compared)
    )


def _texts(tokens: Sequence[Token], place: int) -> list[str]:
    """Return the texts with which what ends at ``place`` is compared."""
    following = [token.text for token in tokens[place : place + 2]]
    if following[:1] in (["=="], ["!="]):
        token = tokens[place + 1]
        return [token.text[1:-1]] if token.kind == "text" else []
    if following != ["in", "["]:
        return []
    end = next(at for at in range(place, len(tokens)) if tokens[at].text == "]")
    return [token.text[1:-1] for token in tokens[place:end] if token.kind == "text"]


def _path(tokens: Sequence[Token], place: int, rows: dict[str, str]) -> tuple[str, int]:
    """Follow ``a.b[0].exists(m, …)`` from ``place``; return its pointer and what follows."""
    name = tokens[place].text
    pointer = rows.get(name, f"/{name}")
    place += 1
    while place + 1 < len(tokens):
        if tokens[place].text == "[":
            pointer += "/*"
            place = next(n for n in range(place, len(tokens)) if tokens[n].text == "]") + 1
        elif tokens[place].text == "." and tokens[place + 1].kind == "name":
            word = tokens[place + 1].text
            if place + 2 < len(tokens) and tokens[place + 2].text == "(":
                if word in MACROS:
                    rows[tokens[place + 3].text] = f"{pointer}/*"
                break
            pointer += f"/{word}"
            place += 2
        else:
            break
    return pointer, place


@dataclass(frozen=True, slots=True)
class _Declared:
    message: str
    scalar: str
    repeated: bool


def _declare(file: descriptor_pb2.FileDescriptorProto, name: str, shape: Shape) -> _Declared:
    inner, repeated = shape, shape.kind == "list"
    if shape.kind == "list":
        assert shape.item is not None
        inner = shape.item
    if inner.kind in _SCALAR_FIELD:
        return _Declared("", inner.kind, repeated)
    if inner.kind == "list":
        raise ExpressionError(f"{name}: a list of lists is not possible")
    label = f"M{len(file.message_type)}_{name}"
    message = file.message_type.add(name=label)
    for number, (member, given) in enumerate(inner.members.items(), 1):
        declared = _declare(file, member, given)
        message.field.add(
            name=member,
            json_name=member,
            number=number,
            label=(
                descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED
                if declared.repeated
                else descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL
            ),
            type=(
                descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE
                if declared.message
                else _SCALAR_FIELD[declared.scalar]
            ),
            type_name=f".f.{declared.message}" if declared.message else None,
        )
    return _Declared(label, "", repeated)


def _type(declared: _Declared) -> cel.Type:
    one = (
        cel.Type(f"f.{declared.message}") if declared.message else _SCALAR_TYPE[declared.scalar]
    )
    return cel.Type.List(one) if declared.repeated else one
