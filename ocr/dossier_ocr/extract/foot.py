"""What stands without a label: the day and the body at the foot, the body in the title."""

import re
from collections.abc import Iterator
from itertools import pairwise

from dossier_ocr.definitions.document_types import FieldSpec, Part
from dossier_ocr.extract.clauses import cells_of
from dossier_ocr.extract.stretches import Stretch
from dossier_ocr.text.flow import Chunk, Flow
from dossier_ocr.text.titles import is_called, plain, titles_of
from dossier_ocr.values import VALUE_TYPES, Options

_DAYS = frozenset({"date", "date_or_longterm", "year_month", "moment"})
_FOOT_FROM = 0.35
_LAST_CHARACTERS, _ACROSS_EM = 30, 1.5
_DAY = re.compile(
    r"(?:(?:19|20)\d\d|[一二][〇零○O一二三四五六七八九]{3})[ ]*(?:年|[-./])[ ]*"
    r"[\d一二三四五六七八九十]{1,3}[ ]*(?:月|[-./])[ ]*[\d一二三四五六七八九十]{1,3}(?![\d])[ ]*[日号]?"
)
_BODY = re.compile(
    r"(?:公司|集团|厂|店|局|处|所|院|校|学|中心|站|社|会|部|委|银行|支行|分行|信用社|政府|办事处|残联|支部"
    r"|殡仪馆|馆|园|队|室|科|办|合作社|村|厅|署|总支|党组|超市|商行|商场|市场|药房)$"
)
_REST = re.compile(r"[一-龥]{1,3}[ \t]*:[ \t]*")
"""What is left of a label before a body: 名: ..."""
_SEALED = re.compile(r"[ \t]*\([^()]*章\)?$|[ \t]*(?:公章|盖章)$")
_OPTIONS = Options({})


def at_foot(
    spec: FieldSpec, flow: Flow, stretches: list[Stretch]
) -> Iterator[tuple[Chunk, float]]:
    """Yield what may be the day, or the body, under which the paper ends; the last first."""
    _, top, _, bottom = flow.whole.box
    pieces = [
        s
        for s in reversed(stretches)
        if s.label is None and s.chunk.printed and not is_headed(s.chunk, s.row, stretches)
    ]
    if spec.value_type in _DAYS:
        days = [s for s in pieces if is_day(s.chunk)]
        for order, stretch in enumerate(days):
            yield stretch.chunk, 0.05 * order + _high(stretch.chunk, top, bottom)
        prose = flow.prose
        text = prose.folded
        for found in reversed(list(_DAY.finditer(text))):
            last = prose[slice(*found.span())]
            if len(plain(text[found.end() :])) <= _LAST_CHARACTERS and not _across(last):
                yield last, 0.2
                break
        return
    low = [s for s in pieces if _high(s.chunk, top, bottom) == 0.0]
    day = next((s.row for s in pieces if is_day(s.chunk)), None)
    for order, stretch in enumerate(low):
        chunk = _unsealed(stretch.chunk)
        if rest := _REST.match(chunk.folded):
            chunk = chunk[rest.end() :]
        if spec.value_type == "organisation" and not _BODY.search(chunk.folded):
            continue
        far = abs(stretch.row - day) if day is not None else order
        yield chunk, 0.04 * min(far, 8)


def at_title(spec: FieldSpec, part: Part, flow: Flow) -> Iterator[tuple[Chunk, float]]:
    """Yield the title; for a body what stands before it in its row, and the rows around it."""
    titles = [
        title
        for title in titles_of(flow)
        if any(anchor.title and is_called(anchor.text, title.whole) for anchor in part.anchors)
    ]
    if spec.value_type != "organisation":
        for title in sorted(titles, key=lambda title: -len(title.text)):
            yield flow.whole[title.start : title.end], 0.0
        return
    names = sorted({plain(a.text) for a in part.anchors if a.title}, key=len, reverse=True)
    rows = [flow.whole[start:end] for start, end in flow.rows]
    for title in titles:
        chunk = flow.whole[title.start : title.end]
        text = chunk.folded
        for name in names:
            at = text.find(name)
            if at > 0 and _BODY.search(text[:at].rstrip()):
                yield chunk[:at], 0.0
                break
    first = min((title.row for title in titles), default=1)
    for row in (first - 1, first + 1, first - 2, 0, 1, 2):
        if 0 <= row < len(rows):
            for cell in cells_of(rows[row]):
                chunk = _unsealed(cell)
                if _BODY.search(chunk.folded.rstrip()) and ":" not in chunk.folded:
                    yield chunk, 0.05 + 0.02 * abs(row - first)


def is_headed(chunk: Chunk, row: int, stretches: list[Stretch]) -> bool:
    """Tell whether a line stands right under a label that has nothing beside it."""
    left, top, right, bottom = chunk.box
    reach = bottom - top
    return any(
        other.label is not None
        and not other.chunk.printed
        and other.row == row - 1
        and other.label_box[0] < right
        and other.label_box[2] + reach > left
        for other in stretches
    )


def is_day(chunk: Chunk) -> bool:
    """Tell whether a piece of text is a day and hardly anything else."""
    parsed = VALUE_TYPES["date"](chunk.text, _OPTIONS)
    if parsed is None or parsed.flaws:
        return False
    return parsed.end - parsed.start >= 0.75 * len(chunk.text.strip(" \t:"))


def _high(chunk: Chunk, top: int, bottom: int) -> float:
    middle = (chunk.box[1] + chunk.box[3]) / 2
    return 0.0 if middle >= top + _FOOT_FROM * (bottom - top) else 0.3


def _across(chunk: Chunk) -> bool:
    """Tell whether a piece of text goes over the edge of a cell."""
    return any(b.x0 - a.x1 > _ACROSS_EM * (a.y1 - a.y0) for a, b in pairwise(chunk.printed))


def _unsealed(chunk: Chunk) -> Chunk:
    found = _SEALED.search(chunk.folded)
    return chunk[: found.start()] if found else chunk
