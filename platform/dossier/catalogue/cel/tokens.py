"""The words and signs of an expression."""

import re
from dataclasses import dataclass

MACROS = frozenset({"exists", "exists_one", "all", "filter", "map"})
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"""
    r"""|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(?P<space>\s+)"""
    r"""|(?P<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()\[\]{}])"""
)


class ExpressionError(ValueError):
    """An expression that does not compile; the text is the compiler's."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of an expression; ``kind`` is text, name, number or sign."""

    kind: str
    text: str


def tokens_of(source: str) -> list[Token]:
    """Return the tokens of an expression; raises ExpressionError for a strange sign."""
    tokens: list[Token] = []
    place = 0
    while place < len(source):
        found = _TOKEN.match(source, place)
        if found is None or found.lastgroup is None:
            raise ExpressionError(f"{source}: sign {source[place]!r} is not understood")
        place = found.end()
        if found.lastgroup != "space":
            tokens.append(Token(found.lastgroup, found[0]))
    return tokens
