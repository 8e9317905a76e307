"""Rows cut at their labels: what each label claims, and what none claims."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dossier_ocr.definitions.document_types import Part
from dossier_ocr.model import Box
from dossier_ocr.text.anchors import FUZZY_FROM, near_places_of, places_of, stands_in
from dossier_ocr.text.flow import CELL, Chunk, Flow
from dossier_ocr.text.titles import plain, titles_of

EDGES = " \t:;,._|"
_OTHER_CELL_EM = 2.5
_LOOSE_CELL_EM = 1.5
_GAP_EM, _EDGE_EM = 0.35, 2.0
_GLUED, _MISREAD, _PLAIN_LENGTH = 0.3, 0.15, 3
_OTHERS = 0.6
"""How doubtful a label is that ends a longer one of another paper."""
_SPECKS = (".", "·")
"""What a colon becomes on a copy; no sentence ends with them."""
_PROSE = re.compile(r"[,.;][^\t\n]*[一-龥]")
_PROSE_LENGTH = 14
_STRANGER_MAX = 14
_REST = re.compile(r"(?:^|[\n\t])[ ]*(?P<rest>[一-龥]{1,2})[ \t.·_]*:")
_TORN_LENGTHS = (2, 3)
_ROW_OF_NOTES = re.compile(r"[ \t]*注[ \t]*:")
"""What is told there is no form to fill in."""
_NOTE = re.compile(r"[ \t]*\([^()\d]{1,14}\)(?=[ \t]*:|[ \t]*[^\s(:])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one row.  label: the one before it, None for loose text.

    claimed: all that stands beside the label up to the next one, gaps and all.  doubt: how
    unlikely the label is one, from 0.  prose: it stands in a sentence.  followed: by another label.
    leads: the label stands at the start of its cell.
    """

    row: int
    label: str | None
    label_box: Box
    chunk: Chunk
    claimed: Chunk
    start: int
    doubt: float = 0.0
    prose: bool = False
    followed: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: str
    doubt: float


def stretches_of(part: Part, flow: Flow) -> list[Stretch]:
    """Cut every row at its labels, and text at wide gaps, in reading order."""
    text = flow.text
    sentences = "".join(
        "·" if a in "·•" else b for a, b in zip(flow.whole.text, text, strict=True)
    )  # the dot in a name ends no sentence
    marks = _marks(part, flow)
    stretches: list[Stretch] = []
    for row, (start, end) in enumerate(flow.rows):
        here = [mark for mark in marks if start <= mark.start < end]
        until = here[0].start if here else end
        stretches += _loose(row, flow.whole[start:until], start)
        for index, mark in enumerate(here):
            until = here[index + 1].start if index + 1 < len(here) else end
            begin = mark.end
            if note := _NOTE.match(text, begin, until):
                begin = note.end()
            begin += len(text[begin:until]) - len(text[begin:until].lstrip(" \t:;"))
            claimed, *others = _cells(flow.whole[begin:until], _OTHER_CELL_EM)
            box = flow.whole[mark.start : mark.end].box
            whole = _opened(flow.whole[begin:until])
            prose = _in_prose(sentences, mark.start, mark.end)
            followed = index + 1 < len(here)
            stretches.append(
                Stretch(
                    row,
                    mark.label,
                    box,
                    _opened(claimed),
                    whole,
                    mark.start,
                    mark.doubt,
                    prose,
                    followed,
                    leads=text[mark.start - 1 : mark.start] in ("", CELL, "\n"),
                )
            )
            at = begin + len(claimed.text) + 1
            for other in others:
                stretches += _loose(row, other, at)
                at += len(other.text) + 1
    return stretches


def _marks(part: Part, flow: Flow) -> list[_Mark]:
    """Return the labels that stand here; the longest wins where two overlap."""
    text = flow.text
    named = [title for title in titles_of(flow) if title.names_a_paper]
    every = {label for spec in part.fields for label in spec.labels}
    every |= part.office | set(part.stops)
    exact = [(*place, label) for label in every for place in places_of(label, text)]
    exact += list(_strangers(part, text))
    rests = _rests(part, text)
    exact += rests
    known = {(start, end) for start, end, _ in exact}
    longer = [
        place
        for start, end, label in exact
        if (place := _longer(label, start, end, text, part)) and place[:2] not in known
    ]
    near = [
        (start, end, label)
        for label in every
        for start, end in near_places_of(label, text)
        if plain(text[start:end]) not in part.around
    ]
    taken: list[_Mark] = []
    inside = {(start, end) for start, end, _ in longer + rests}
    own = {label for spec in part.fields for label in spec.labels}
    ordered = [
        *sorted(exact + longer, key=lambda place: (-_reach_of(place, own, text), *place)),
        *sorted(near, key=_longest),
    ]
    for start, end, label in ordered:
        if any(start < other.end and other.start < end for other in taken):
            continue
        if _ROW_OF_NOTES.match(text, text.rfind("\n", 0, start) + 1, start):
            continue
        if _colon_after(text, end) is False and any(
            title.start <= start < title.end for title in named
        ):
            continue
        doubt = _doubt(label, start, end, flow)
        if doubt is not None:
            doubt += _OTHERS if (start, end) in inside else 0.0
            taken.append(_Mark(start, end, label, doubt))
    return _without_own(sorted(taken, key=lambda mark: mark.start), part, text)


def _without_own(marks: list[_Mark], part: Part, text: str) -> list[_Mark]:
    """Leave out a word inside a value that might be a label of the very field it stands in."""
    kept: list[_Mark] = []
    for mark in marks:
        own = kept and any(
            {kept[-1].label, mark.label} <= set(spec.labels) for spec in part.fields
        )
        near = own and text.count("\n", kept[-1].end, mark.start) <= 1
        if not (near and mark.doubt >= _GLUED and not _colon_after(text, mark.end)):
            kept.append(mark)
    return kept


def _longer(
    label: str, start: int, end: int, text: str, part: Part
) -> tuple[int, int, str] | None:
    """Return the longer label of another paper that ends with ``label``: 填发日期 with 日期.

    It may tell the same or not; what stands before it is no part of a value.
    """
    if label.startswith("~"):
        return None
    begin = max(text.rfind(edge, 0, start) for edge in "\t\n:,;. ") + 1
    for at in range(max(begin, start - _STRANGER_MAX), start):
        word = plain(text[at:end])
        if word in part.around:
            return at, end, word if word in part.office else label
    return None


def _opened(chunk: Chunk) -> Chunk:
    """Return it without what joins it to its label; how it ends is for its value to tell."""
    text = chunk.folded
    start = len(text) - len(text.lstrip(EDGES))
    return chunk[start:].stripped(" \t:_|")


def _reach_of(place: tuple[int, int, str], own: set[str], text: str) -> int:
    """Return how long a label is, with the note that belongs to an own one: 出具单位(盖章)."""
    start, end, label = place
    note = _NOTE.match(text, end) if label in own else None
    return (note.end() if note else end) - start


def _rests(part: Part, text: str) -> list[tuple[int, int, str]]:
    """Return what is left of labels that lost a character before a colon: 名 of 姓名.

    Only where one field alone may be meant, none of whose labels stands on the paper.
    """
    absent = [
        [
            word
            for word in map(plain, (*spec.labels, spec.label_zh))
            if len(word) in _TORN_LENGTHS and not word.startswith("~")
        ]
        for spec in part.fields
        if not any(_begins(label, text) for label in spec.labels)
    ]
    found = []
    for match in _REST.finditer(text):
        rest = match["rest"]
        if rest in part.around:
            continue
        meant = [
            label
            for labels in absent
            for label in [next((x for x in labels if _is_rest(rest, x)), None)]
            if label is not None
        ]
        if len(meant) == 1:
            found.append((*match.span("rest"), meant[0]))
    return found


def _begins(label: str, text: str) -> bool:
    """Tell whether a label stands somewhere that is no part of a longer word."""
    return any(
        not (start and _is_han(text[start - 1])) and not _is_han(text[end : end + 1] or " ")
        for start, end in places_of(label, text)
    )


def _is_rest(rest: str, label: str) -> bool:
    return len(rest) < len(label) and (label.startswith(rest) or label.endswith(rest))


def _longest(place: tuple[int, int, str]) -> tuple[int, int, str]:
    return place[0] - place[1], place[0], place[2]


def _strangers(part: Part, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield labels that a colon tells to be labels here: of other papers, or by a field's name."""
    named = {plain(spec.label_zh): spec.labels[0] for spec in part.fields if spec.labels}
    named |= {plain(label): label for spec in part.fields for label in spec.labels}
    for match in re.finditer(":", text):
        begin = max(text.rfind(edge, 0, match.start()) for edge in "\n:,;.") + 1
        piece = text[begin : match.start()]
        for length in range(min(_STRANGER_MAX, len(piece)), 1, -1):
            words = piece[-length:]
            if words[0].isspace() or (CELL in words and max(map(len, words.split(CELL))) > 1):
                continue
            word = plain(words)
            begins = length == len(piece) or not _is_han(piece[-length - 1])
            if word in named or (word in part.around and (begins or length >= FUZZY_FROM)):
                yield match.start() - length, match.start(), named.get(word, words)
                break


def _doubt(label: str, start: int, end: int, flow: Flow) -> float | None:
    """Return how doubtful a label is where it stands; None where it is none.

    A short word inside a sentence or inside a longer word is no label.
    """
    text = flow.text
    carried = text[start - 1 : start] == "\n" and not _colon_after(text, end)
    carried = carried and _runs_on(flow, start, end)
    if carried and len(plain(text[start:end])) < _PLAIN_LENGTH:
        return None
    if label.startswith("~"):
        return 0.0
    if _crosses_cells(flow, start, end):
        return None
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    speck = before in "\t\n" and flow.whole.text[end : end + 1] in _SPECKS
    if after in ",.;)" and not speck and not re.match(r"\.[ ]*\d", text[end:]):
        return None
    if carried:
        before = text[start - 2]
    apart = (
        before in "\t\n :;,.|_"
        or not _is_han(before)
        or (text[start - 1 : start] != "\n" and _gap(flow, start) >= _GAP_EM)
    )
    ended = after in "\t\n :_|(" or not _is_han(after) or _gap(flow, end) >= _GAP_EM
    doubt = 0.0 if stands_in(label, text[start:end]) else _MISREAD
    if apart:
        return doubt
    if _colon_after(text, end) or (ended and len(plain(label)) >= _PLAIN_LENGTH):
        return doubt + _GLUED / 2
    piece = text[text.rfind("\t", 0, start) + 1 : end]
    piece = piece[piece.rfind("\n") + 1 :]
    if len(plain(label)) >= _PLAIN_LENGTH or (len(piece) <= 8 and not _PROSE.search(piece)):
        return doubt + _GLUED
    return None


def _runs_on(flow: Flow, start: int, end: int) -> bool:
    """Tell whether the line above goes on, in a sentence, where a label seems to begin a line."""
    text = flow.text
    above = text.rfind("\n", 0, start - 1) + 1
    line = text[above : start - 1]
    last = flow.whole[above : start - 1].printed
    if not last or CELL in line or not _is_han(line.rstrip()[-1:] or " "):
        return False
    right, em = flow.whole.box[2], last[-1].y1 - last[-1].y0
    stop = text.find("\n", end)
    both = line + text[start : stop if stop >= 0 else len(text)]
    return last[-1].x1 >= right - _EDGE_EM * em and _PROSE.search(both) is not None


def _crosses_cells(flow: Flow, start: int, end: int) -> bool:
    """Tell whether words of two cells look like one label; only single characters stand apart."""
    words = flow.text[start:end].split(CELL)
    if len(words) == 1 or max(map(len, words)) < 2:
        return False
    return any(
        _gap_over(flow, start + at) >= 1.0
        for at, character in enumerate(flow.text[start:end])
        if character == CELL
    )


def _gap_over(flow: Flow, cell: int) -> float:
    a, b = flow.whole.glyphs[cell - 1], flow.whole.glyphs[cell + 1]
    return 1.0 if a is None or b is None else (b.x0 - a.x1) / max(1, b.y1 - b.y0)


def _gap(flow: Flow, index: int) -> float:
    """Return how far the character at ``index`` stands from the one before it, in em."""
    a, b = flow.whole.glyphs[index - 1], flow.whole.glyphs[index]
    if a is None or b is None:
        return 1.0
    return (b.x0 - a.x1) / max(1, b.y1 - b.y0)


def _colon_after(text: str, end: int) -> bool:
    return _colon().match(text, end) is not None


@cache
def _colon() -> re.Pattern[str]:
    return re.compile(r"[ \t]*(?:\([^()\n]{1,14}\))?[ \t]*:")


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _in_prose(text: str, start: int, end: int) -> bool:
    """Tell whether a label stands in a sentence."""
    begin = max(text.rfind(CELL, 0, start), text.rfind("\n", 0, start)) + 1
    stop = text.find(CELL, end)
    ends = [at for at in (stop, text.find("\n", end)) if at >= 0]
    piece = text[begin : min(ends, default=len(text))]
    if not text[begin:start].strip() and _colon_after(text, end):
        return False
    return len(piece) >= _PROSE_LENGTH and _PROSE.search(piece) is not None


def _loose(row: int, chunk: Chunk, start: int) -> list[Stretch]:
    found = []
    for cell in _cells(chunk, _LOOSE_CELL_EM):
        stripped = cell.stripped(" \t")
        if stripped.printed:
            found.append(Stretch(row, None, stripped.box, stripped, stripped, start))
        start += len(cell.text) + 1
    return found


def _cells(chunk: Chunk, gap_em: float) -> list[Chunk]:
    """Cut ``chunk`` where its cells stand ``gap_em`` or more apart; at least one piece."""
    pieces, start = [], 0
    for index, character in enumerate(chunk.text):
        if character != CELL:
            continue
        before = chunk[start:index].printed
        after = chunk[index + 1 :].printed
        if not before or not after:
            continue
        if gap_of(chunk[start:index], chunk[index + 1 :]) >= gap_em:
            pieces.append(chunk[start:index])
            start = index + 1
    return [*pieces, chunk[start:]]


def gap_of(left: Chunk, right: Chunk) -> float:
    """Return how far ``right`` begins from the end of ``left``, in em."""
    a, b = left.printed[-1], right.printed[0]
    return (b.x0 - a.x1) / max(1, a.y1 - a.y0, b.y1 - b.y0)
