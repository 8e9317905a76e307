"""Finding known print in a folded text: exactly, or with one character misread."""

import re
from functools import cache

from dossier_ocr.text.folding import folded

FUZZY_FROM = 4
"""From this length on a label may have one character misread."""


def places_of(label: str, text: str) -> list[tuple[int, int]]:
    """Return where ``label`` stands in ``text`` (folded).

    A label beginning with "~" is a pattern itself.  The characters of others may stand apart,
    in cells of their own, but on one row.
    """
    return [match.span() for match in _exact(label).finditer(text)]


def near_places_of(label: str, text: str) -> list[tuple[int, int]]:
    """Return where ``label`` stands with one character misread, if it stands nowhere exactly."""
    if len(label) < FUZZY_FROM or stands_in(label, text):
        return []
    return [match.span() for match in _near(label).finditer(text)]


def stands_in(label: str, text: str) -> bool:
    """Tell whether ``label`` stands in ``text`` (folded), exactly."""
    return _exact(label).search(text) is not None


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern of a document type, once."""
    return re.compile(pattern, flags)


@cache
def _exact(label: str) -> re.Pattern[str]:
    if label.startswith("~"):
        return re.compile(label[1:])
    return re.compile(r"[ \t]*".join(_characters(label)))


@cache
def _near(label: str) -> re.Pattern[str]:
    characters = _characters(label)
    if len(characters) < FUZZY_FROM or label.startswith("~"):
        return re.compile(r"(?!)")
    return re.compile(
        "|".join(
            r" *".join([*characters[:index], r"[^\s]", *characters[index + 1 :]])
            for index in range(len(characters))
        )
    )


def _characters(label: str) -> list[str]:
    return [re.escape(character) for character in folded(label) if not character.isspace()]
