"""Which lines of a page are titles, by their size and place; and how a title is named."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from statistics import median

from dossier_ocr.model import Box
from dossier_ocr.text.flow import CELL, Chunk, Flow
from dossier_ocr.text.folding import folded

TITLE_MIN = 0.45
CLEAR_MIN = 0.6
"""From this weight on a title says what the paper is, and that it is nothing else."""
_LENGTH_MAX = 34
_LARGER_FROM = 1.12
_JOIN_EM = 1.6
_NUMBER_MAX = 10
_CELL_EM = 2.5
_PROSE = re.compile(r"[,;!?]|[:.](?!$)")
_TAIL = re.compile(
    r"(?:\([^()]*\)|\(?(?:存根|副本|正本|正页|副页|样本|复印件|复印|原件|内页|首页)联?\)?"
    r"|第?[一二三四五]联|回执联?|(?:No|NO|编号|№)?[.:]?[0-9A-Za-z-]++|[.:*])+$"
)
_KINDS = re.compile(
    r"(?:证|证书|证明|证明书|表|表格|单|清单|名单|书|通知书?|通报|公告|公报|启事|声明|函|信|卡|簿|册"
    r"|合同|协议|协议书|报告|报告书|章程|票|发票|票据|收据|凭证|记录|纪要|台账|方案|计划|总结|须知|规定"
    r"|办法|意见|说明|菜单|目录|登记|登记簿|须知|守则|制度|指引|一览|提醒|提示|日报|晚报|账单|帐单|议程|指南|简介|海报|手册)$"
)


_PAGES = 2


@dataclass(frozen=True, slots=True)
class Title:
    """A line that may be a title.  text: without spaces and tails; whole: with its tail.

    weight: 0 to 1.

    row: the first of its rows.  start: where it stands in the text of the flow.
    """

    text: str
    whole: str
    weight: float
    row: int
    box: Box
    start: int
    end: int

    @property
    def names_a_paper(self) -> bool:
        """Whether it is clearly the name of some kind of paper."""
        return self.weight >= CLEAR_MIN and _KINDS.search(self.text) is not None


def titles_of(flow: Flow) -> tuple[Title, ...]:
    """Return the lines that may be titles, and two of them that run on, from the top."""
    heights = [glyph.y1 - glyph.y0 for glyph in flow.whole.glyphs if glyph is not None]
    if not heights:
        return ()
    em, page = median(heights), flow.whole.box
    found: list[Title] = []
    for row, (start, end) in enumerate(flow.rows):
        pieces = _pieces(flow.whole[start:end], start)
        halves = _halves(pieces, page)
        for at, piece in pieces:
            sheet = halves.get(at, page)
            alone = len(pieces) == 1 or at in halves
            title = _title(piece, at, row, em, sheet, alone=alone)
            if title is not None:
                found.append(title)
    joined = [_joined(a, b) for a in found for b in found if _runs_on(a, b)]
    return tuple(t for t in [*found, *joined] if t.weight >= TITLE_MIN)


def likeness(name: str, title: str) -> float:
    """Return how well ``title`` is called ``name`` (both folded, without spaces): 0 to 1.

    A title ends with its kind, so what stands before it is free; one character in four may be
    misread.
    """
    if title.endswith(name):
        return 1.0
    if name in title:
        return 0.75 if len(name) >= 0.6 * len(title) else 0.4
    length = len(name)
    if length < 3 or len(title) < length - 1:
        return 0.0
    tail = title[-length:]
    same = sum(a == b for a, b in zip(name, tail, strict=False))
    if len(tail) == length and length >= 4 and same >= length - max(1, length // 4):
        return 0.9
    if length >= 6 and len(set(name) & set(title)) >= 0.7 * len(set(name)):
        near = max(
            SequenceMatcher(None, name, title[-size:], autojunk=False).ratio()
            for size in (length - 1, length, length + 1)
        )
        if near >= 0.8:
            return 0.8
    return 0.0


def _pieces(chunk: Chunk, start: int) -> list[tuple[int, Chunk]]:
    """Cut a row at wide gaps, but not a title whose characters stand apart."""
    runs = [run for run in chunk.text.split(CELL) if run.strip()]
    if all(len(run) <= 2 for run in runs):
        return [(start, chunk)]
    pieces, begin = [], 0
    for index, character in enumerate(chunk.text):
        if character != CELL:
            continue
        before, after = chunk[begin:index].printed, chunk[index + 1 :].printed
        if (
            before
            and after
            and after[0].x0 - before[-1].x1 > _CELL_EM * (before[-1].y1 - before[-1].y0)
        ):
            pieces.append((start + begin, chunk[begin:index]))
            begin = index + 1
    return [*pieces, (start + begin, chunk[begin:])]


def _halves(pieces: list[tuple[int, Chunk]], page: Box) -> dict[int, Box]:
    """Return for two pieces of a row the page of a booklet on which each stands, by its place."""
    if len(pieces) != _PAGES or not all(piece.printed for _, piece in pieces):
        return {}
    x0, y0, x1, y1 = page
    fold = (x0 + x1) // 2
    (first, left), (second, right) = pieces
    if left.box[2] >= fold or right.box[0] <= fold:
        return {}
    return {first: (x0, y0, fold, y1), second: (fold, y0, x1, y1)}


def _title(
    piece: Chunk, start: int, row: int, em: float, page: Box, *, alone: bool
) -> Title | None:
    text = re.sub(r"\s", "", piece.folded)
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    if not 2 <= len(text) <= _LENGTH_MAX or han < 2 or not piece.printed:
        return None
    name = _TAIL.sub("", text) or text
    if len(text) - len(name) > _NUMBER_MAX and text[-_NUMBER_MAX:].isalnum():
        return None  # a label and its number
    if _PROSE.search(name) or han < 0.6 * len(name):
        return None
    box = piece.box
    ratio = median(glyph.y1 - glyph.y0 for glyph in piece.printed) / em
    width, height = max(1, page[2] - page[0]), max(1, page[3] - page[1])
    aside = abs(box[0] + box[2] - page[0] - page[2]) / 2 / width
    depth = (box[1] - page[1]) / height
    weight = min(0.5, max(0.0, ratio - _LARGER_FROM) * 1.8 + 0.1 * (ratio >= _LARGER_FROM))
    weight += 0.25 if row == 0 or depth < 0.12 else 0.15 if row < 3 or depth < 0.3 else 0.0
    if alone:
        weight += 0.1 + (0.25 if aside < 0.08 else 0.1 if aside < 0.15 else 0.0)
    if _KINDS.search(name):
        weight += 0.1
    return Title(name, text, min(1.0, weight), row, box, start, start + len(piece.text))


def _runs_on(a: Title, b: Title) -> bool:
    if b.row != a.row + 1 or min(a.weight, b.weight) < TITLE_MIN - 0.1:
        return False
    tall, low = a.box[3] - a.box[1], b.box[3] - b.box[1]
    return b.box[1] - a.box[3] <= _JOIN_EM * low and 0.75 <= tall / max(1, low) <= 1.34


def _joined(a: Title, b: Title) -> Title:
    box = (min(a.box[0], b.box[0]), a.box[1], max(a.box[2], b.box[2]), b.box[3])
    return Title(
        a.text + b.text, a.whole + b.whole, max(a.weight, b.weight), a.row, box, a.start, b.end
    )


def is_called(print_: str, title: str) -> bool:
    """Tell whether a title (plain) ends as the print of an anchor says."""
    if print_.startswith("~"):
        return re.search(print_[1:], title) is not None
    return plain(print_) in title or likeness(plain(print_), title) >= 0.8


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Return ``text`` as titles are compared: folded, without spaces."""
    return re.sub(r"\s", "", folded(text))
