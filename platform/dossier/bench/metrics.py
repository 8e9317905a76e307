"""How far what was read is from what was printed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

import numpy as np

_MARKS = str.maketrans(
    {"〔": "[", "〕": "]", "【": "[", "】": "]", "—": "-", "－": "-", "–": "-"}
)


def plain(text: str) -> str:
    """Return ``text`` in half-width form without white space; marks in one form."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_MARKS)


def same(read: str | None, truth: str) -> bool:
    """Tell whether ``read`` is what was printed: width and white space aside, every character.

    Numbers are the same when they are worth the same (86.5 and 86.50); stretches of time when
    their months are (2025年12月至2026年2月 and 2025-12/2026-02).
    """
    if read is None:
        return False
    one, other = plain(read), plain(truth)
    if one == other:
        return True
    try:
        if "E" not in (one + other).upper():
            return Decimal(one) == Decimal(other)
    except InvalidOperation:
        pass
    return _months(one) is not None and _months(one) == _months(other)


def lost(printed: str, read: str) -> int:
    """Return how many edits turn the best matching stretch of ``read`` into ``printed``.

    Both are plain.  Reading order does not matter: a run may stand anywhere in what was read.
    Source: P. Sellers, "The theory and computation of evolutionary distances", 1980.
    """
    if not printed or printed in read:
        return 0
    against = np.frombuffer(read.encode("utf-32-le"), np.uint32)
    places = np.arange(len(against) + 1)
    row = np.zeros(len(against) + 1, np.int64)  # a match may begin anywhere
    for count, letter in enumerate(printed, 1):
        below = np.empty_like(row)
        below[0] = count
        below[1:] = np.minimum(row[:-1] + (against != ord(letter)), row[1:] + 1)
        row = np.minimum.accumulate(below - places) + places
    return int(min(row.min(), len(printed)))


def lost_of(text: tuple[str, ...], read: str) -> tuple[int, int]:
    """Return the characters of the runs ``text`` that were not read, and how many were printed."""
    flat = plain(read)
    runs = [plain(run) for run in text]
    return sum(lost(run, flat) for run in runs), sum(len(run) for run in runs)


def _months(text: str) -> tuple[int, ...] | None:
    """Return the numbers of a stretch of time; None for anything else."""
    if not re.fullmatch(
        r"\d{4}[年./-]?(?:\d{1,2}月?)?(?:至|到|-|/|~)\d{4}[年./-]?(?:\d{1,2}月?)?", text
    ):
        return None
    return tuple(int(number) for number in re.findall(r"\d+", text))
