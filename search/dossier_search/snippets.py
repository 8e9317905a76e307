"""The piece of a text that shows why it was found."""

import regex

from dossier_search.analysis import fold_character, is_han
from dossier_search.model import Word

_LENGTH = 120
_LEAD = 30
_TEXT_LENGTH_MAX = 200_000
_NOT_HAN_WORD = r"[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Co}]]"


def snippet(text: str, words: tuple[Word, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return about 120 characters around the first match, and where in them the words stand.

    Line breaks become spaces; cut ends are marked "…".  Without a match it is the beginning.
    """
    text = text[:_TEXT_LENGTH_MAX]
    spans = _spans(text, words)
    start = max(0, spans[0][0] - _LEAD) if spans else 0
    end = min(len(text), start + _LENGTH)
    lead = "…" if start else ""
    tail = "…" if end < len(text) else ""
    shift = len(lead) - start
    shown = tuple(
        (first + shift, min(last, end) + shift) for first, last in spans if start <= first < end
    )
    body = "".join(" " if character in "\r\n\t" else character for character in text[start:end])
    return lead + body + tail, shown


def _spans(text: str, words: tuple[Word, ...]) -> list[tuple[int, int]]:
    """Return the merged spans in ``text`` (not folded) at which any word stands."""
    if not words:
        return []
    folded: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        parts = fold_character(character)
        folded.append(parts)
        origins.extend([at] * len(parts))
    haystack = "".join(folded)
    found = sorted(
        (origins[match.start()], origins[match.end() - 1] + 1)
        for word in words
        for match in _pattern(word).finditer(haystack)
    )
    return _merged(found)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pattern(word: Word) -> regex.Pattern[str]:
    gap = r"[^\p{L}\p{M}\p{N}\p{Co}]*"
    body = gap.join(_piece_pattern(piece) for piece in word.pieces)
    ending = (
        ""
        if word.prefix is not None or is_han(word.pieces[-1][-1])
        else rf"(?!{_NOT_HAN_WORD})"
    )
    return regex.compile(body + ending, regex.V1)


def _piece_pattern(piece: str) -> str:
    if is_han(piece[0]):
        return r"\s*".join(regex.escape(character) for character in piece)
    return rf"(?<!{_NOT_HAN_WORD}){regex.escape(piece)}"
