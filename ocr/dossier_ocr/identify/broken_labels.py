"""Labels that a narrow cell breaks over two or three lines, put together again."""

from dossier_ocr.model import union
from dossier_ocr.text.flow import characters_down, level
from dossier_ocr.text.titles import plain
from dossier_ocr.text.writing import Writing, wide

_LENGTH_MAX = 10
_TORN_EM = 5
_GAP_EM, _ASIDE_EM = 0.8, 0.6
_LINES_MAX = 3


def with_whole_labels(
    writings: tuple[Writing, ...], around: frozenset[str]
) -> tuple[Writing, ...]:
    """Join runs that stand under one another where together they are a label in ``around``.

    The label then stands in the middle of its lines, as the value beside it does.
    """
    short = sorted(
        (w for w in writings if 1 <= len(w.text) <= _LENGTH_MAX), key=lambda w: w.box[1]
    )
    gone: set[int] = set()
    whole: list[Writing] = []
    for first in short:
        if id(first) in gone:
            continue
        lines = [first]
        best: list[Writing] = []
        while len(lines) < _LINES_MAX:
            under = next(
                (w for w in short if id(w) not in gone and _is_under(lines[-1], w)), None
            )
            if under is None:
                break
            lines.append(under)
            text = plain("".join(line.text for line in lines)).rstrip(":")
            if text in around and not _are_labels(lines, writings, around):
                best = list(lines)
        if best:
            gone |= {id(line) for line in best}
            whole.append(_joined(best))
    return (*(w for w in writings if id(w) not in gone), *whole)


def with_torn_labels(
    writings: tuple[Writing, ...], around: frozenset[str]
) -> tuple[Writing, ...]:
    """Give labels back their first characters: those of a column stand close, one under another.

    An engine takes them for one run from top to bottom, or for a word that is written so.
    """
    result = list(writings)
    for writing in writings:
        pieces = characters_down(writing) if len(writing.text) > 1 else [writing]
        if not pieces or not all(wide(piece.text) for piece in pieces):
            continue
        pairs = [(piece, _rest_of(piece, result, around)) for piece in pieces]
        rests = {id(rest) for _, rest in pairs if rest is not None}
        if len(rests) < len(pairs):
            continue
        result = [one for one in result if one is not writing]
        for piece, rest in pairs:
            if rest is not None:
                result[result.index(rest)] = _side_by_side(piece, rest)
    return tuple(result)


def _rest_of(piece: Writing, writings: list[Writing], around: frozenset[str]) -> Writing | None:
    """Return the run right of a character that begins with the rest of its label."""
    beside = [w for w in writings if w.box[0] >= piece.box[2] and level(piece, w)]
    rest = min(beside, key=lambda w: w.box[0], default=None)
    if rest is None or rest.box[0] - piece.box[2] > _TORN_EM * rest.height:
        return None
    text = plain(rest.text)
    if any(text[:size] in around for size in range(2, _LENGTH_MAX)):
        return None
    torn = any(piece.text + text[:size] in around for size in (1, 2))
    return rest if torn else None


def _side_by_side(first: Writing, second: Writing) -> Writing:
    return Writing(
        first.text + second.text,
        union([first.box, second.box]),
        (*first.spans, *second.spans),
        (*first.sure, *second.sure),
    )


def _are_labels(
    lines: list[Writing], writings: tuple[Writing, ...], around: frozenset[str]
) -> bool:
    """Tell whether each line is a label of its own, with a value level with it: 诊断, 医院."""
    return all(
        plain(line.text).rstrip(":") in around
        and any(
            level(line, other) and other.box[0] >= line.box[2]
            for other in writings
            if other is not line
        )
        for line in lines
    )


def _is_under(upper: Writing, lower: Writing) -> bool:
    if lower is upper or level(upper, lower):
        return False
    em = min(upper.height, lower.height)
    gap = lower.box[1] - upper.box[3]
    middle = abs(upper.box[0] + upper.box[2] - lower.box[0] - lower.box[2]) / 2
    aside = min(middle, abs(upper.box[0] - lower.box[0]))
    return -0.3 * em <= gap <= _GAP_EM * em and aside <= _ASIDE_EM * em


def _joined(lines: list[Writing]) -> Writing:
    box = union([line.box for line in lines])
    em = min(line.height for line in lines)
    middle = (box[1] + box[3]) // 2
    return Writing(
        "".join(line.text for line in lines),
        (box[0], middle - em // 2, box[2], middle + em // 2),
        tuple(span for line in lines for span in line.spans),
        tuple(sure for line in lines for sure in line.sure),
    )
