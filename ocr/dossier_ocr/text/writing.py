"""What an engine hands on: a run of text that knows where each character stands."""

import re
import unicodedata
from dataclasses import dataclass, replace

from dossier_ocr.model import Box, Line

_DASH_FOR_ONE = re.compile(
    r"(?<=[一二][〇○零])[—－-](?=[〇○零一二三四五六七八九])|(?<=[一二][〇○零][一二])[—－-](?=年)"
)
"""The year 二〇一一 with a dash for one of its figures."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One run of text.

    spans: x0 and x1 of each character, in pixels.  sure: confidence of each, 0 to 1.
    """

    text: str
    box: Box
    spans: tuple[tuple[float, float], ...]
    sure: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """The mean confidence of the characters."""
        return sum(self.sure) / len(self.sure) if self.sure else 0.0

    @property
    def height(self) -> int:
        """Pixels from the upper to the lower edge."""
        return self.box[3] - self.box[1]

    def line(self) -> Line:
        """Return it as it is published."""
        return Line(self.text, round(self.confidence, 4), self.box)


def evenly(text: str, box: Box, confidence: float) -> Writing:
    """Build a run whose characters share the box: Han two parts, others one."""
    parts = [2 if wide(character) else 1 for character in text]
    unit = (box[2] - box[0]) / max(1, sum(parts))
    spans, x = [], float(box[0])
    for part in parts:
        spans.append((x, x + part * unit))
        x += part * unit
    return Writing(text, box, tuple(spans), (confidence,) * len(text))


def tidied(writing: Writing) -> Writing:
    """Take out the spaces that engines put between Han characters and at the ends."""
    text = _DASH_FOR_ONE.sub("一", writing.text)
    keep = [
        index
        for index, character in enumerate(text)
        if not _needless_space(text, index, character)
    ]
    if len(keep) == len(text):
        return writing if text == writing.text else replace(writing, text=text)
    return Writing(
        "".join(text[index] for index in keep),
        writing.box,
        tuple(writing.spans[index] for index in keep),
        tuple(writing.sure[index] for index in keep),
    )


def _needless_space(text: str, index: int, character: str) -> bool:
    if not character.isspace():
        return False
    before, after = text[:index].rstrip(), text[index + 1 :].lstrip()
    return not before or not after or (wide(before[-1]) and wide(after[0]))


def wide(character: str) -> bool:
    """Tell whether ``character`` is as wide as a Han character."""
    return unicodedata.east_asian_width(character) in "WF"
