"""How text becomes terms; the same for every engine, so that they find the same.

Text is folded character by character (compatibility decomposition, lower case, accents,
variation selectors and invisible characters dropped), so that texts that are equal under
NFKC are equal here.  A run of Han characters "abcd" gives the overlapping bigrams
"ab bc cd" and its last character "d": a phrase of bigrams then matches inside one run
only, and a single character is the prefix of a term.  Other words (latin, digits) are
kept whole.  Spaces inside a Han run are nothing: forms print 王　桂　兰.
"""

import unicodedata
from functools import cache

import regex

from dossier_search.model import Word

_TERM_LENGTH_MAX = 100
_QUERY_LENGTH_MAX = 256
_DROPPED = frozenset({"Mn", "Me", "Cf", "Cs"})

# Private-use characters stand for rare characters of names in older systems.
_HAN = r"\p{Han}\p{Co}"
_PIECE = regex.compile(
    rf"(?P<han>[{_HAN}](?:\s*[{_HAN}])*)|[[\p{{L}}\p{{M}}\p{{N}}]--[{_HAN}]]+", regex.V1
)
_ONE_HAN = regex.compile(rf"[{_HAN}]", regex.V1)
_SPACE = regex.compile(r"\s+")


@cache
def fold_character(character: str) -> str:
    """Return what ``character`` counts as: mostly one character, sometimes none or several."""
    lowered = unicodedata.normalize("NFKD", character).lower()
    return "".join(
        part
        for part in unicodedata.normalize("NFKD", lowered)
        if unicodedata.category(part) not in _DROPPED
    )


class _Folding(dict[int, str]):
    """A translation table that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return ``text`` as it is compared."""
    return text.translate(_FOLDING)


def is_han(character: str) -> bool:
    """Tell whether ``character`` belongs into a Han run."""
    return _ONE_HAN.fullmatch(character) is not None


def terms(text: str) -> list[str]:
    """Return the terms of a text that is to be found, in order."""
    found: list[str] = []
    for han, piece in _pieces(fold(text)):
        found.extend(_whole_run(piece) if han else [piece])
    return found


def words(text: str) -> tuple[Word, ...]:
    """Return the words of what a person typed; beyond 256 characters it is cut.

    Spaces separate words, but characters that stand alone belong together (王 桂 兰).
    The last piece of a word may go on in the text: "Z109-WS·20" finds Z109-WS·2026.
    """
    return tuple(
        word for chunk in _chunks(fold(text)[:_QUERY_LENGTH_MAX]) if (word := _word(chunk))
    )


def _pieces(folded: str) -> list[tuple[bool, str]]:
    """Cut into (is a Han run, piece)."""
    return [
        (True, _SPACE.sub("", match[0]))
        if match["han"] is not None
        else (False, match[0][:_TERM_LENGTH_MAX])
        for match in _PIECE.finditer(folded)
    ]


def _whole_run(run: str) -> list[str]:
    return [*_bigrams(run), run[-1]]


def _bigrams(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _chunks(folded: str) -> list[str]:
    chunks: list[str] = []
    joining = False
    for chunk in folded.split():
        alone = is_han(chunk)
        if alone and joining:
            chunks[-1] += chunk
        else:
            chunks.append(chunk)
        joining = alone
    return chunks


def _word(chunk: str) -> Word | None:
    cut = _pieces(chunk)
    if not cut:
        return None
    pieces = tuple(piece for _, piece in cut)
    before = [
        term for han, piece in cut[:-1] for term in (_whole_run(piece) if han else [piece])
    ]
    han, last = cut[-1]
    if han and len(last) > 1:
        return Word((*before, *_bigrams(last)), None, pieces)
    if before or han or len(last) > 1:
        return Word(tuple(before), last, pieces)
    return Word((last,), None, pieces)  # a lone letter or digit would begin half of all words
