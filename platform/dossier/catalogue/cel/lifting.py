"""Calls of our own functions taken out of an expression, so that they run before it.

The CEL library keeps every argument and every result of a function written in Python for good;
a day of work would fill the memory.  So a call becomes a value that is there already: a variable,
or, where it depends on the rows of a list, a look-up in a table made of all rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.catalogue.cel.functions import DAY, FIGURES, LISTS, NAMES
from dossier.catalogue.cel.tokens import MACROS, Token

SEPARATOR = "\x1f"
"""Between the arguments in a look-up's key; it stands in no text that was typed or read."""
_PER_ROW = "_each"


@dataclass(frozen=True, slots=True)
class Frame:
    """A macro around a call: its variable runs through the rows of a list."""

    variable: str
    rows: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Call:
    """One call.  name: of the variable that holds its value, or its table by arguments."""

    name: str
    function: str
    arguments: tuple[str, ...]
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """An expression as it runs, and the calls that run before it, in this order."""

    text: str
    calls: tuple[Call, ...]


def lift(tokens: Sequence[Token]) -> Lifted:
    """Take the calls out of an expression that was checked."""
    work = _Work()
    text = work.render(tokens, ())
    return Lifted(text, tuple(work.calls.values()))


class _Work:
    def __init__(self) -> None:
        self.calls: dict[tuple[str, tuple[str, ...], tuple[Frame, ...]], Call] = {}

    def render(self, tokens: Sequence[Token], frames: tuple[Frame, ...]) -> str:
        """Return the text of ``tokens`` inside ``frames``, outermost first."""
        words: list[str] = []
        begins: dict[int, int] = {}
        place = 0
        while place < len(tokens):
            begins[place] = len(words)
            if _calls(tokens, place) and not _is_method(tokens, place):
                end = closing(tokens, place + 1)
                arguments = split(tokens[place + 2 : end])
                words.append(self._call(tokens[place].text, arguments, frames))
                place = end + 1
            elif _is_method(tokens, place + 1) and tokens[place + 1].text in MACROS:
                end = closing(tokens, place + 2)
                receiver = tokens[receiver_start(tokens, place) : place]
                words.append(self._macro(tokens[place + 1 : end], receiver, frames))
                place = end + 1
            elif _is_method(tokens, place + 1) and tokens[place + 1].text == "substring":
                end = closing(tokens, place + 2)
                begin = begins[receiver_start(tokens, place)]
                receiver_text = " ".join(words[begin:])
                arguments = split(tokens[place + 3 : end])
                words[begin:] = [self._substring(receiver_text, arguments, frames)]
                place = end + 1
            else:
                words.append(tokens[place].text)
                place += 1
        return " ".join(words)

    def _macro(
        self, tokens: Sequence[Token], receiver: Sequence[Token], frames: tuple[Frame, ...]
    ) -> str:
        method, variable = tokens[0].text, tokens[2].text
        names = frozenset(token.text for token in receiver if token.kind == "name")
        frame = Frame(variable, self.render(receiver, frames), names)
        inner = (self.render(part, (*frames, frame)) for part in split(tokens[4:]))
        return f". {method} ( {variable} , {' , '.join(inner)} )"

    def _substring(
        self, receiver: str, arguments: Sequence[Sequence[Token]], frames: tuple[Frame, ...]
    ) -> str:
        """The library's ``substring`` may not end where the text ends; ours may."""
        given = [self.render(each, frames) for each in arguments]
        if len(given) == 1:
            return f"{receiver} . substring ( {given[0]} )"
        start, end = given
        return (
            f"[ {receiver} ] . map ( {_PER_ROW} , {_PER_ROW} . size ( ) == ( {end} ) "
            f"? {_PER_ROW} . substring ( {start} ) "
            f": {_PER_ROW} . substring ( {start} , {end} ) ) [ 0 ]"
        )

    def _call(
        self, function: str, given: Sequence[Sequence[Token]], frames: tuple[Frame, ...]
    ) -> str:
        arguments = tuple(self.render(each, frames) for each in given)
        if function == "std":
            return f"{FIGURES} [ {arguments[0]} ]"
        if function == "today":
            return DAY
        used = _used(given, frames)
        key = (function, arguments, used)
        if key not in self.calls:
            self.calls[key] = Call(f"_c{len(self.calls)}", function, arguments, used)
        name = self.calls[key].name
        if not used:
            return name
        texts = (_as_text(function, each) for each in arguments)
        return f"{name} [ {f' + {SEPARATOR!r} + '.join(texts)} ]"


def _as_text(function: str, argument: str) -> str:
    if function in LISTS:
        return f"( {argument} ) . map ( _part , string ( _part ) ) . join ( ',' )"
    return f"string ( {argument} )"


def _used(given: Sequence[Sequence[Token]], frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Return the frames on whose rows the arguments depend, outermost first."""
    names = {token.text for each in given for token in each if token.kind == "name"}
    used: list[Frame] = []
    for frame in reversed(frames):
        if frame.variable in names:
            used.insert(0, frame)
            names |= frame.names
    return tuple(used)


def _calls(tokens: Sequence[Token], place: int) -> bool:
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return tokens[place].kind == "name" and tokens[place].text in NAMES and following == "("


def _is_method(tokens: Sequence[Token], place: int) -> bool:
    """Whether a method's name stands at ``place``."""
    return (
        0 < place < len(tokens) - 1
        and tokens[place - 1].text == "."
        and tokens[place].kind == "name"
        and tokens[place + 1].text == "("
    )


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Return the place of the bracket that closes the one at ``opening``."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place].text in ("(", "[", "{")) - (
            tokens[place].text in (")", "]", "}")
        )
        if depth == 0:
            return place
    raise ValueError("a bracket is not closed")


def split(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Return what stands between the commas, outside all brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def receiver_start(tokens: Sequence[Token], dot: int) -> int:
    """Return where the value begins whose method is called after ``dot``."""
    place = dot - 1
    while True:
        while tokens[place].text in (")", "]"):
            place = _opening(tokens, place)
            before = tokens[place - 1] if place else None
            if before is None or not (before.kind == "name" or before.text in (")", "]")):
                break
            place -= 1
        if place >= 2 and tokens[place - 1].text == ".":
            place -= 2
        else:
            return place


def _opening(tokens: Sequence[Token], close: int) -> int:
    depth = 0
    for place in range(close, -1, -1):
        depth += (tokens[place].text in (")", "]", "}")) - (
            tokens[place].text in ("(", "[", "{")
        )
        if depth == 0:
            return place
    raise ValueError("a bracket is not opened")
