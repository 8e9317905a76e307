"""Characters that stand for each other: traditional forms, and those that look alike."""

from collections.abc import Callable
from functools import cache
from itertools import permutations

from dossier_ocr.text.folding import SIMPLIFIED
from dossier_ocr.text.tables import texts_of
from dossier_ocr.values.value_type import Comparison


def simplified(text: str) -> str:
    """Return ``text`` with simplified characters for traditional ones."""
    return text.translate(SIMPLIFIED)


def look_alike(one: str, other: str) -> bool:
    """Tell whether two different characters are taken for each other in print."""
    return (one, other) in _pairs()


def by_characters(a: str, b: str) -> Comparison | None:
    """Compare two different texts of which one may be a misreading or another writing.

    Returns None where they differ in more than traditional forms and look-alikes.
    """
    plain_a, plain_b = simplified(a), simplified(b)
    if plain_a == plain_b:
        pairs = _differing(a, b, lambda one, other: one != other)
        told = "、".join(f"“{one}”和“{other}”" for one, other in pairs)
        return Comparison("probably_same", "traditional", f"{told}是同一个字的繁体和简体")
    if len(plain_a) != len(plain_b):
        return None
    pairs = _differing(plain_a, plain_b, lambda one, other: one != other)
    if not all(look_alike(one, other) for one, other in pairs):
        return None
    told = "、".join(f"“{one}”和“{other}”" for one, other in pairs)
    return Comparison("probably_same", "confusable", f"{told}字形相近，可能看错或读错")


def _differing(a: str, b: str, differ: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    """Return the differing characters of two texts of one length, each pair once."""
    pairs = zip(a, b, strict=True)
    return list(dict.fromkeys(pair for pair in pairs if differ(*pair)))


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    groups = " ".join(texts_of("confusable").values()).split()
    return frozenset(pair for group in groups for pair in permutations(group, 2))
