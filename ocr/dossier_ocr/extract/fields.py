"""The fields of one paper: of all places where a value may stand, the best."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from dossier_ocr.definitions.document_types import FieldSpec, Part
from dossier_ocr.extract.candidates import candidates_of
from dossier_ocr.extract.foot import is_day
from dossier_ocr.extract.paper import Candidate, Paper, paper_of
from dossier_ocr.extract.torn import is_torn
from dossier_ocr.text.anchors import compiled
from dossier_ocr.text.flow import Chunk, Flow
from dossier_ocr.text.titles import plain
from dossier_ocr.values import VALUE_TYPES, Flaw, Options, Parsed
from dossier_ocr.values.money import amounts_in_capitals
from dossier_ocr.values.value_type import SEVERAL

_CERTAIN, _FLAW, _FLAWS_MAX, _STRICT, _PATTERN = 0.8, 0.6, 0.9, 0.2, 0.2
_ELSEWHERE, _NUMBER_ELSEWHERE = 0.3, 0.9
_UNUSED = 0.2
_LABEL_LIKE = 0.8
_CLOSE, _RIVALLED, _SAME = 0.15, 0.5, 0.3
_STRANGE, _SHARED, _WHOLE, _CUT = 0.5, 0.7, 0.9, 0.3
_MISSING, _UNDERSTOOD_MIN = 0.92, 0.7
_WORTH_MIN = -0.3
_FREE = frozenset({"text", "address", "organisation", "name", "names", "cert_number"})
_DAYS = frozenset({"date", "date_or_longterm"})
_FIGURE_ON, _NEAR_EM = re.compile(r"[ \t./-]{0,3}\d(?!\d{3})"), 2.5
"""A figure that may belong to a day; four of them are a year, from which another day begins."""
_NUMBERS = frozenset({"id_number", "id_numbers", "id_or_passport", "disability_number"})
_ID = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
_HOLE_EM = 0.45
_LISTED = frozenset({"names", "id_numbers"})
_LABEL_FROM, _LABEL_TO = 4, 10
_PLACED = frozenset({"organisation", "address"})
_INNER = re.compile(r"[省市县区旗乡镇号校位构称址落]|人(?![民力才保寿事和文])")
"""How no place and no body begins: what stood before it was lost, or a label was read with it."""
_PEOPLE = frozenset({"name", "names"})
_TITLE_OF_ADDRESS = re.compile(r"[ \t]*(?:同志|先生|女士|同学|小朋友)$")
_NUMBER = re.compile(r"[\d\s.,:/-]{4,}[Xx]?")
_HEAD = "户主关系"
_TAIL = re.compile(r"户主(?=[^之的、,.;\s])")
_SIGNED = re.compile(r"[ \t]*\((?:[^()]*[章印]|签[字名]|手印)\)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value as it was found, before it is judged.

    worth: how little doubt there is that it stands in its place, 0 to 1.
    """

    spec: FieldSpec
    parsed: Parsed
    chunk: Chunk
    worth: float = 1.0

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong with it."""
        return self.parsed.flaws


@dataclass(frozen=True, slots=True)
class _Scored:
    found: Found
    score: float
    labelled: bool

    @property
    def place(self) -> frozenset[tuple[float, int]]:
        """The characters that it takes."""
        return frozenset((g.x0, g.y0) for g in self.found.chunk.printed)


def fields_of(part: Part, flow: Flow) -> dict[str, Found]:
    """Return what stands on the paper for each field of ``part`` that was found.

    What one field has taken, a field that has no label there cannot take for its own.
    """
    if not flow.rows:
        return {}
    paper = paper_of(part, flow)
    every: dict[str, list[_Scored]] = {}
    for spec in part.fields:
        scored = [_scored(spec, candidate, paper) for candidate in candidates_of(spec, paper)]
        every[spec.name] = _ranked([one for one in scored if one is not None])
    specs = {spec.name: spec for spec in part.fields}
    order = sorted(
        (name for name in every if every[name]), key=lambda name: -every[name][0].score
    )
    taken: list[tuple[FieldSpec, _Scored]] = []
    for name in order:
        for one in every[name]:
            if one.score >= _WORTH_MIN and not _is_taken(specs[name], one, taken):
                taken.append((specs[name], one))
                break
    chosen = {
        spec.name: replace(one.found, worth=worth_of(one, every[spec.name], taken, part))
        for spec, one in taken
    }
    for spec in part.fields:
        if spec.name in chosen and _goes_on(chosen[spec.name], flow):
            chosen[spec.name] = _cut_off(chosen[spec.name])
    chosen = _counted(_contradicted(chosen, flow), flow)
    missing = sum(spec.required and spec.name not in chosen for spec in part.fields)
    understood = max(_UNDERSTOOD_MIN, _MISSING**missing)
    chosen = {name: replace(one, worth=one.worth * understood) for name, one in chosen.items()}
    return {spec.name: chosen[spec.name] for spec in part.fields if spec.name in chosen}


def worth_of(
    one: _Scored,
    others: list[_Scored],
    taken: list[tuple[FieldSpec, _Scored]],
    part: Part,
) -> float:
    """Return how little doubt there is that a value stands in its place, 0 to 1.

    Doubtful is what another value nearly beat, what is part of something longer, what looks
    like another field's value, and what another field takes as well.
    """
    found = one.found
    worth = found.worth
    rivals = [
        (one.score - other.score, bool(one.place & other.place))
        for other in others
        if other is not one and other.found.parsed.value != found.parsed.value
    ]
    near = max(
        ((1 - max(gap, 0.0) / _CLOSE) * (_SAME if same else 1.0) for gap, same in rivals),
        default=0.0,
    )
    worth *= 1 - _RIVALLED * max(0.0, near)
    if found.spec.value_type in _FREE - {"cert_number"} and _is_strange(found):
        worth *= _STRANGE
    if found.spec.value_type in _FREE and _swallows(found, part):
        worth *= _STRANGE
    if any(spec is not found.spec and one.place & owner.place for spec, owner in taken):
        worth *= _SHARED
    return worth


def _goes_on(found: Found, flow: Flow) -> bool:
    """Tell whether figures go on behind a day that ends with one."""
    printed = found.chunk.printed
    if (
        found.spec.value_type not in _DAYS
        or not printed
        or not found.chunk.folded[-1:].isdigit()
    ):
        return False
    last = printed[-1]
    end = next(i for i, glyph in enumerate(flow.whole.glyphs) if glyph is last) + 1
    following = _FIGURE_ON.match(flow.text, end)
    if following is None:
        return False
    next_one = flow.whole.glyphs[following.end() - 1]
    return next_one is not None and next_one.x0 - last.x1 <= _NEAR_EM * (last.y1 - last.y0)


def _contradicted(chosen: dict[str, Found], flow: Flow) -> dict[str, Found]:
    """Doubt all amounts where the page has some in capitals and none of them is the same."""
    amounts = {name: one for name, one in chosen.items() if one.spec.value_type == "money"}
    capitals = amounts_in_capitals(flow.prose.text) if amounts else frozenset[str]()
    if not capitals or any(one.parsed.value in capitals for one in amounts.values()):
        return chosen
    message = f"金额与大写「{'、'.join(sorted(capitals))}」元不一致，请对照原件核对。"
    flaw = Flaw("amount_mismatch", message)
    return chosen | {
        name: replace(one, parsed=replace(one.parsed, flaws=(*one.parsed.flaws, flaw)))
        for name, one in amounts.items()
    }


def _counted(chosen: dict[str, Found], flow: Flow) -> dict[str, Found]:
    """Doubt a list of ID numbers where the paper bears more of them."""
    here = len(_ID.findall(flow.prose.folded))
    return {
        name: _cut_off(one)
        if one.spec.value_type == "id_numbers" and len(one.parsed.value.split(SEVERAL)) < here
        else one
        for name, one in chosen.items()
    }


def _cut_off(found: Found) -> Found:
    message = f"「{found.chunk.text}」前后还有内容，可能不完整，请对照原件核对。"
    parsed = found.parsed
    return replace(
        found, parsed=replace(parsed, flaws=(*parsed.flaws, Flaw("cut_off", message)))
    )


def _has_hole(chunk: Chunk) -> bool:
    """Tell whether room for a figure is left before one of the signs of a day, but not of all.

    Where all signs stand apart a day was filled into a form.
    """
    em = max((glyph.y1 - glyph.y0 for glyph in chunk.printed), default=1)
    gaps = [
        (sign.x0 - figure.x1) / em
        for (a, figure), (b, sign) in pairwise(
            (character, glyph)
            for character, glyph in zip(chunk.folded, chunk.glyphs, strict=True)
            if glyph is not None and not character.isspace()
        )
        if a.isdigit() and b in "年月日" and figure.y1 > sign.y0
    ]
    return len(gaps) > 1 and max(gaps) >= _HOLE_EM and min(gaps) < _HOLE_EM / 2


def _is_listed(chunk: Chunk, flow: Flow) -> bool:
    """Tell whether the list goes on before or behind."""
    printed = chunk.printed
    if not printed:
        return False
    first = next(i for i, glyph in enumerate(flow.whole.glyphs) if glyph is printed[0])
    last = next(i for i, glyph in enumerate(flow.whole.glyphs) if glyph is printed[-1])
    around = (flow.whole.text[:first].rstrip()[-1:], flow.whole.text[last + 1 :].lstrip()[:1])
    return SEVERAL in around


def _swallows(found: Found, part: Part) -> bool:
    """Tell whether a value holds a label: then it holds more than its own."""
    text = plain(found.parsed.value)
    if any(text.find(word, 1) > 0 for word in part.office):
        return True
    return any(
        text[at : at + size] in part.around
        for at in range(1, len(text))
        for size in range(_LABEL_FROM, min(_LABEL_TO, len(text) - at) + 1)
    )


def _is_strange(found: Found) -> bool:
    """Tell whether a name, an address or a text is nothing but a day or a number."""
    return is_day(found.chunk) or _NUMBER.fullmatch(found.chunk.folded) is not None


def _is_taken(spec: FieldSpec, one: _Scored, taken: list[tuple[FieldSpec, _Scored]]) -> bool:
    place = one.place
    return any(
        place & other.place
        and not (set(spec.labels) & set(owner.labels) and spec.take)
        and (
            spec.value_type == owner.value_type
            or (one.labelled and other.labelled)
            or (not one.labelled and spec.at is not None)
        )
        for owner, other in taken
    )


def _ranked(scored: list[_Scored]) -> list[_Scored]:
    """Order what was found for one field, the best first.

    A value that stands elsewhere than the label says is doubted.
    """
    labelled = [one for one in scored if one.labelled and one.score > 0]
    places = frozenset().union(*(one.place for one in labelled))
    ranked = []
    for one in scored:
        less = 0.0
        if labelled and not one.labelled and not one.place & places:
            number = one.found.spec.value_type in _NUMBERS
            less = _NUMBER_ELSEWHERE if number else _ELSEWHERE
        ranked.append(_Scored(one.found, one.score - less, one.labelled))
    return sorted(ranked, key=lambda one: -one.score)


def _scored(spec: FieldSpec, candidate: Candidate, paper: Paper) -> _Scored | None:
    found, used = _parsed(spec, candidate.chunk)
    if found is None:
        return None
    proved = found.parsed.certain and spec.value_type in _NUMBERS
    lost = spec.value_type in _DAYS and _has_hole(found.chunk)
    if (
        lost
        or (not proved and is_torn(found.chunk, paper))
        or (spec.value_type in _LISTED and _is_listed(found.chunk, paper.flow))
    ):
        found = _cut_off(found)
    found = replace(found, worth=candidate.place * _worth_of_share(found, used))
    score = candidate.worth - _UNUSED * (1 - used)
    score -= min(_FLAWS_MAX, _FLAW * len(found.flaws))
    score += _CERTAIN if found.parsed.certain else 0.0
    if not found.flaws:
        score += _STRICT if spec.value_type not in _FREE else 0.0
        score += _PATTERN if spec.pattern else 0.0
    if spec.value_type in _FREE:
        text = found.chunk.folded
        known = spec.pattern is not None and not found.flaws
        if candidate.labelled and not known and plain(text) in paper.part.around:
            score -= _LABEL_LIKE
        score -= 0.3 if ":" in text else 0.0
    return _Scored(found, score, candidate.labelled)


def _parsed(spec: FieldSpec, chunk: Chunk) -> tuple[Found | None, float]:
    """Return the value in ``chunk``, and how much of it the value fills."""
    if spec.take:
        match = compiled(spec.take).search(chunk.folded)
        if match is None:
            return None, 0.0
        chunk = chunk[slice(*match.span("v"))]
    chunk = _without(_SIGNED, chunk)
    if spec.value_type in _PEOPLE:
        chunk = _without(_TITLE_OF_ADDRESS, chunk)
    parsed = VALUE_TYPES[spec.value_type](chunk.text, Options(spec.choices, spec.pattern))
    if parsed is None or not parsed.value:
        return None, 0.0
    if (spec.value_type in _PLACED or spec.at) and _INNER.match(parsed.value):
        flaw = Flaw("cut_off", f"「{parsed.value}」开头似乎缺字，请对照原件核对。")
        parsed = replace(parsed, flaws=(*parsed.flaws, flaw))
    length = len(plain(chunk.text)) or 1
    value = chunk[parsed.start : parsed.end]
    related = spec.value_type == "relation" or any(_HEAD in label for label in spec.labels)
    if related and (tail := _TAIL.match(parsed.value)):
        parsed = replace(parsed, value=parsed.value[tail.end() :])
    return Found(spec, parsed, value), min(1.0, len(plain(value.text)) / length)


def _worth_of_share(found: Found, used: float) -> float:
    """Return how little doubt it leaves that a value is only part of what stands there."""
    if found.spec.take or used >= _WHOLE:
        return 1.0
    return 1 - _CUT * (1 - used)


def _without(pattern: re.Pattern[str], chunk: Chunk) -> Chunk:
    found = pattern.search(chunk.folded)
    return chunk[: found.start()] if found else chunk
