"""Texts that match a simple pattern: letters, classes, groups, alternatives and repeats.

What is not simple (look-around, back references) is left alone: nothing is yielded for it.
"""

import re
from collections.abc import Iterator

_CLASSES = {"d": "0123456789", "w": "a0_", "s": " ", "D": "甲", "W": "-", "S": "甲"}
_MOST = 40


class _Difficult(Exception):
    """A pattern that is not simple."""


def matching(pattern: str) -> Iterator[str]:
    """Yield texts in which ``pattern`` is found: the shortest, and with repeats longer ones."""
    for repeats in (0, 1, 2, 5):
        try:
            text, end = _choice(pattern, 0, repeats)
        except (_Difficult, IndexError, ValueError):
            return
        if end == len(pattern) and re.search(pattern, text):
            yield text


def _choice(pattern: str, place: int, repeats: int) -> tuple[str, int]:
    """Read alternatives from ``place`` to a bracket or the end; ``repeats`` picks one."""
    found: list[str] = []
    while True:
        text, place = _run(pattern, place, repeats)
        found.append(text)
        if place >= len(pattern) or pattern[place] != "|":
            return found[repeats % len(found)], place
        place += 1


def _run(pattern: str, place: int, repeats: int) -> tuple[str, int]:
    words: list[str] = []
    while place < len(pattern) and pattern[place] not in "|)":
        if pattern[place] in "^$":
            place += 1
            continue
        word, place = _atom(pattern, place, repeats)
        least, most, place = _repeat(pattern, place)
        words.append(word * max(least, min(most, least + repeats)))
    return "".join(words), place


def _atom(pattern: str, place: int, repeats: int) -> tuple[str, int]:
    sign = pattern[place]
    if sign == "(":
        place += 3 if pattern.startswith("(?:", place) else 1
        if pattern[place] == "?":
            raise _Difficult
        text, place = _choice(pattern, place, repeats)
        if pattern[place] != ")":
            raise _Difficult
        return text, place + 1
    if sign == "[":
        return _class(pattern, place + 1)
    if sign == "\\":
        following = pattern[place + 1]
        if following.isalnum() and following not in _CLASSES:
            raise _Difficult
        return _CLASSES.get(following, following)[0], place + 2
    return ("甲" if sign == "." else sign), place + 1


def _class(pattern: str, place: int) -> tuple[str, int]:
    end = pattern.index("]", place + 1)
    inside = pattern[place:end]
    if inside.startswith("^"):
        barred = re.compile(f"[{inside}]")
        return next(sign for sign in "甲a0-" if barred.match(sign)), end + 1
    if inside.startswith("\\"):
        return _CLASSES.get(inside[1], inside[1])[0], end + 1
    return inside[0], end + 1


def _repeat(pattern: str, place: int) -> tuple[int, int, int]:
    """Return the least and the most times, and where the pattern goes on."""
    sign = pattern[place] if place < len(pattern) else ""
    if sign in ("?", "*", "+") and sign:
        least, most = {"?": (0, 1), "*": (0, _MOST), "+": (1, _MOST)}[sign]
        return least, most, place + 1
    if sign == "{":
        end = pattern.index("}", place)
        low, comma, high = pattern[place + 1 : end].partition(",")
        return int(low or 0), int(high or _MOST) if comma else int(low), end + 1
    return 1, 1, place
