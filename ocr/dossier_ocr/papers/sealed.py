"""Values that begin or end under a seal: a part of them may be gone with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from dossier_ocr.extract.fields import Found
from dossier_ocr.model import Box, Value
from dossier_ocr.pages.upright import levelling, moved

_REACH_EM = 0.3
_TOLD = frozenset({"choice", "ethnicity", "relation", "yes_no"})
"""Values of a few words: a piece of one is none."""
_ENDS = ("日", "号", "元")


def doubted_under_seals(
    fields: Mapping[str, Value],
    found: Mapping[str, Found],
    seals: Sequence[Box],
    size: tuple[int, int],
    skew: float,
) -> dict[str, Value]:
    """Leave to a person what begins or ends under a seal, unless its own form proves it whole.

    seals: on the page of ``size`` before its ``skew`` was taken out.
    """
    if not seals:
        return dict(fields)
    level = _levelled(seals, size, skew)
    return {
        name: replace(value, auto=False)
        if value.auto and name in found and _is_cut(value, found[name], level)
        else value
        for name, value in fields.items()
    }


def _levelled(seals: Sequence[Box], size: tuple[int, int], skew: float) -> list[Box]:
    if not skew:
        return list(seals)
    matrix, _ = levelling(size, skew)
    level = []
    for x0, y0, x1, y1 in seals:
        corners = moved(
            np.asarray([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32), matrix
        )
        low, high = corners.min(axis=0), corners.max(axis=0)
        level.append((round(low[0]), round(low[1]), round(high[0]), round(high[1])))
    return level


def _is_cut(value: Value, found: Found, seals: Sequence[Box]) -> bool:
    kind = found.spec.value_type
    if found.parsed.certain or kind in _TOLD:
        return False
    x0, y0, x1, y1 = value.box
    reach, middle = _REACH_EM * (y1 - y0), (y0 + y1) / 2
    begins = any(s[0] - reach <= x0 <= s[2] + reach and s[1] <= middle <= s[3] for s in seals)
    ends = any(s[0] - reach <= x1 <= s[2] + reach and s[1] <= middle <= s[3] for s in seals)
    if "date" in kind:
        begins = False  # a day without its year is none
    if kind == "organisation" or value.raw.rstrip().endswith(_ENDS):
        ends = False  # a name that is cut short does not end as bodies' names do
    return begins or ends
