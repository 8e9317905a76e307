"""The same page scanned twice, told from its print where no document type tells what it is.

A picture does not tell: two papers of one form look more alike than one paper scanned on a flat
bed and then on a desk.  The print does, as far as it was read: runs of three characters are
nearly all the same on two scans of one page, and numbers and days differ between two papers.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dossier_ocr.model import Line
from dossier_ocr.text.folding import folded

RUNS_MIN = 12
"""A page with fewer different runs is not compared."""
SAME_RUNS_MIN, SAME_NUMBERS_MIN = 0.85, 0.9
"""Shares from which runs and numbers count as the same.

Of 234 pairs of scans of one page (18 invented forms, up to five captures each, from clean to
blurred, tilted or on a desk) 224 are told; of 756 pairs of papers of one form with other values,
and of 8712 pairs of papers of different forms, none.
"""
_RUN = 3
_RUN_HASHES, _NUMBER_HASHES = 128, 64
_MARKS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_HIGH_BITS = np.uint64(48)


def likeness_of(lines: Iterable[Line]) -> str:
    """Return what a page is compared by, as a short text; empty where too little is printed.

    The order of the lines makes no difference; nobody can read the page back from it.
    """
    runs: set[str] = set()
    numbers: set[str] = set()
    for line in lines:
        text = folded(line.text)
        plain = _MARKS.sub("", text)
        runs.update(plain[at : at + _RUN] for at in range(len(plain) - _RUN + 1))
        numbers.update(_NUMBER.findall(text.replace(" ", "")))
    if len(runs) < RUNS_MIN:
        return ""
    kept = [_least(runs, _RUN_HASHES), _least(numbers, _NUMBER_HASHES)]
    return base64.b64encode(np.concatenate(kept).tobytes()).decode()


def alike(one: str, other: str) -> bool:
    """Tell whether two pages are scans of the same page, by what ``likeness_of`` gave."""
    a, b = _read(one), _read(other)
    if a is None or b is None:
        return False
    runs = np.mean(a[:_RUN_HASHES] == b[:_RUN_HASHES])
    numbers = np.mean(a[_RUN_HASHES:] == b[_RUN_HASHES:])
    return bool(runs >= SAME_RUNS_MIN and numbers >= SAME_NUMBERS_MIN)


def _least(things: Iterable[str], many: int) -> NDArray[np.uint16]:
    """Return the least hash of ``things`` under each of ``many`` hash functions.

    The share of them that is the same for two sets is about the share of things they have in
    common.  Source: A. Broder, "On the resemblance and containment of documents", 1997.
    """
    hashes = np.array([_hash(one) for one in things], np.uint64)
    if not hashes.size:
        return np.zeros(many, np.uint16)
    mixed = hashes[:, None] * _FACTORS[None, :many] + _TERMS[None, :many]
    least: NDArray[np.uint16] = (mixed >> _HIGH_BITS).min(axis=0).astype("<u2")
    return least


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


_FACTORS = np.array([_hash(f"factor {n}") | 1 for n in range(_RUN_HASHES)], np.uint64)
_TERMS = np.array([_hash(f"term {n}") for n in range(_RUN_HASHES)], np.uint64)


@lru_cache(maxsize=4096)
def _read(likeness: str) -> NDArray[np.uint16] | None:
    try:
        content = base64.b64decode(likeness, validate=True)
    except (binascii.Error, ValueError):
        return None
    numbers = np.frombuffer(content, "<u2") if len(content) % 2 == 0 else np.zeros(0, "<u2")
    return numbers if len(numbers) == _RUN_HASHES + _NUMBER_HASHES else None
