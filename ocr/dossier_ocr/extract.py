"""The fields of one paper: of all places where a value may stand, the best."""

import re
from dataclasses import dataclass, replace

from dossier_ocr.anchors import compiled
from dossier_ocr.candidates import Candidate, candidates_of, paper_of
from dossier_ocr.document_types import FieldSpec, Part
from dossier_ocr.flow import Chunk, Flow
from dossier_ocr.titles import plain
from dossier_ocr.values import VALUE_TYPES, Flaw, Options, Parsed

_CERTAIN, _FLAW, _FLAWS_MAX, _STRICT, _PATTERN = 0.8, 0.6, 0.9, 0.2, 0.2
_ELSEWHERE, _NUMBER_ELSEWHERE = 0.3, 0.9
_UNUSED = 0.2
_LABEL_LIKE = 0.8
_WORTH_MIN = -0.3
_FREE = frozenset({"text", "address", "organisation", "name", "names", "cert_number"})
_NUMBERS = frozenset({"id_number", "id_numbers", "id_or_passport", "disability_number"})
_PLACED = frozenset({"organisation", "address"})
_INNER = "省市县区旗乡镇号"
_PEOPLE = frozenset({"name", "names"})
_TITLE_OF_ADDRESS = re.compile(r"[ \t]*(?:同志|先生|女士|同学|小朋友)$")
_SIGNED = re.compile(r"[ \t]*\((?:[^()]*[章印]|签[字名]|手印)\)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value as it was found, before it is judged."""

    spec: FieldSpec
    parsed: Parsed
    chunk: Chunk

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
        scored = [_scored(spec, candidate, part) for candidate in candidates_of(spec, paper)]
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
    chosen = {spec.name: one.found for spec, one in taken}
    return {spec.name: chosen[spec.name] for spec in part.fields if spec.name in chosen}


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


def _scored(spec: FieldSpec, candidate: Candidate, part: Part) -> _Scored | None:
    found, used = _parsed(spec, candidate.chunk)
    if found is None:
        return None
    score = candidate.worth - _UNUSED * (1 - used)
    score -= min(_FLAWS_MAX, _FLAW * len(found.flaws))
    score += _CERTAIN if found.parsed.certain else 0.0
    if not found.flaws:
        score += _STRICT if spec.value_type not in _FREE else 0.0
        score += _PATTERN if spec.pattern else 0.0
    if spec.value_type in _FREE:
        text = found.chunk.folded
        known = spec.pattern is not None and not found.flaws
        if candidate.labelled and not known and plain(text) in part.around:
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
    if (spec.value_type in _PLACED or spec.at) and parsed.value[0] in _INNER:
        flaw = Flaw("cut_off", f"「{parsed.value}」开头似乎缺字，请对照原件核对。")
        parsed = replace(parsed, flaws=(*parsed.flaws, flaw))
    length = len(plain(chunk.text)) or 1
    value = chunk[parsed.start : parsed.end]
    return Found(spec, parsed, value), min(1.0, len(plain(value.text)) / length)


def _without(pattern: re.Pattern[str], chunk: Chunk) -> Chunk:
    found = pattern.search(chunk.folded)
    return chunk[: found.start()] if found else chunk
