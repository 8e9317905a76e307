"""An expression taken apart: what is joined by ``&&`` or ``||``, and the literals in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.catalogue.cel.functions import OF_DAY
from dossier.catalogue.cel.tokens import Token, tokens_of

_COMPARING = frozenset(["==", "!=", "<", "<=", ">", ">="])
_PLAIN = _COMPARING | {"&&", "||", "!", "(", ")", "[", "]", ",", ".", "in"}


@dataclass(frozen=True, slots=True)
class Literals:
    """The literals of an expression."""

    whole: tuple[int, ...]
    decimal: tuple[float, ...]
    texts: tuple[str, ...]


def conjuncts(source: str) -> tuple[str, ...]:
    """Return the parts that must all hold; the expression itself when it is no conjunction."""
    return _split(source, "&&", "||")


def disjuncts(source: str) -> tuple[str, ...]:
    """Return the parts of which one must hold."""
    return _split(source, "||", "")


def literals_of(source: str) -> Literals:
    """Return the numbers and texts that stand in ``source``."""
    tokens = tokens_of(source)
    numbers = [token.text for token in tokens if token.kind == "number"]
    return Literals(
        tuple(dict.fromkeys(int(text) for text in numbers if text.isdigit())),
        tuple(dict.fromkeys(float(text) for text in numbers if not text.isdigit())),
        tuple(dict.fromkeys(token.text[1:-1] for token in tokens if token.kind == "text")),
    )


def compares_only(source: str) -> bool:
    """Whether ``source`` does nothing but compare fields with literals, and join that.

    Then the literals, what lies beside them and the ends of a range are all that can matter.
    """
    tokens = tokens_of(source)
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.text in _COMPARING and not (_is_literal(before) or _is_literal(after)):
            return False
        if after.text == "(" and token.kind == "name" and token.text != "in":
            return False
    called = tokens[1:2] and tokens[1].text == "(" and tokens[0].kind == "name"
    return not called and all(token.kind != "sign" or token.text in _PLAIN for token in tokens)


def calls_for_day(source: str) -> bool:
    """Whether the answer depends on the day on which it is asked."""
    return any(token.kind == "name" and token.text in OF_DAY for token in tokens_of(source))


def _is_literal(token: Token) -> bool:
    return token.kind in ("number", "text") or token.text in ("true", "false")


def _split(source: str, at: str, never: str) -> tuple[str, ...]:
    tokens = _unwrapped(tokens_of(source))
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth == 0 and token.kind == "sign" and token.text in (never, "?"):
            return (source,)
        if depth == 0 and token.kind == "sign" and token.text == at:
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(" ".join(token.text for token in part) for part in parts)


def _unwrapped(tokens: Sequence[Token]) -> Sequence[Token]:
    """Take away brackets around the whole."""
    while tokens and tokens[0].text == "(" and _closes(tokens) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _closes(tokens: Sequence[Token]) -> int:
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return place
    return -1
