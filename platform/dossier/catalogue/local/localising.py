"""A definition as one office shows it: its own words, places and days, its confirmations.

Rules, form, papers and digest are never touched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from pydantic import TypeAdapter

from dossier.catalogue.local.local_settings import Choice, LocalSetting
from dossier.catalogue.local.local_values import days_text, number_and_unit, refusal
from dossier.catalogue.local.settable import (
    Settable,
    escaped,
    settable_figure,
    settables,
    settled_words,
)
from dossier.catalogue.model import (
    Archive,
    Benefit,
    Check,
    Condition,
    Definition,
    Derived,
    Fee,
    FieldRule,
    Limit,
    LimitUnit,
    Material,
    NoticePeriod,
    Parameter,
    Payment,
    PublicNotice,
    Stage,
)
from dossier.kernel.canonical import Json, canonical_json

_Marked = TypeVar(
    "_Marked",
    Archive,
    Benefit,
    Check,
    Condition,
    Derived,
    Fee,
    FieldRule,
    Limit,
    Material,
    NoticePeriod,
    Payment,
    Stage,
)
_json: TypeAdapter[Json] = TypeAdapter(Json)
_unit: TypeAdapter[LimitUnit] = TypeAdapter(LimitUnit)
_text = TypeAdapter(str)
_texts = TypeAdapter(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an office says of one settable; its value is frozen, so that offices can share."""

    pointer: str
    choice: Choice
    value_json: bytes
    of_sha256: str


def as_shown(definition: Definition, settings: Mapping[str, LocalSetting]) -> Definition:
    """Return ``definition`` with what holds of it in an office, by pointer.

    What no longer fits the definition (a limit that a newer version made shorter, a fact that
    was confirmed and has changed since) is left out: the definition counts.
    """
    if not settings:
        return definition
    return _shown(definition, tuple(_chosen(settings[one]) for one in sorted(settings)))


def fits(settable: Settable, setting: LocalSetting) -> bool:
    """Tell whether a setting can still be shown: the definition may have changed since."""
    if setting.choice == "confirm":
        return setting.of_sha256 == settable.of_sha256
    return setting.choice == "set" and not refusal(settable, setting.value)


def figure_as_set(parameter: Parameter, setting: LocalSetting) -> Parameter:
    """Return a figure as the office has it."""
    mark = replace(parameter.mark, to_confirm=False)
    if setting.choice == "confirm":
        same = setting.of_sha256 == settable_figure(parameter).of_sha256
        return replace(parameter, mark=mark) if same else parameter
    value = setting.value
    assert isinstance(value, int), "only whole figures are set"
    return replace(
        parameter,
        value=value,
        valid_from=None,
        valid_to=None,
        legal_source=setting.basis,
        mark=mark,
    )


def _chosen(setting: LocalSetting) -> Chosen:
    value_json = canonical_json(setting.value)
    return Chosen(setting.pointer, setting.choice, value_json, setting.of_sha256)


@lru_cache(maxsize=1024)
def _shown(definition: Definition, chosen: tuple[Chosen, ...]) -> Definition:
    known = settables(definition)
    shown = definition
    for one in chosen:
        settable = known.get(one.pointer)
        if settable is None:
            continue
        if one.choice == "confirm":
            if one.of_sha256 == settable.of_sha256:
                shown = _put(shown, one.pointer, None)
            continue
        value = _json.validate_json(one.value_json)
        if not refusal(settable, value):
            shown = _put(shown, one.pointer, value)
    return shown


def _put(definition: Definition, pointer: str, value: Json) -> Definition:
    """Put ``value`` in its place (None: leave what stands there) and take the mark away."""
    match pointer.split("/")[1:]:
        case ["materials", code, *rest]:
            materials = tuple(
                _material(one, rest, value) if escaped(one.code) == code else one
                for one in definition.materials
            )
            return replace(definition, materials=materials)
        case ["stages", order, *rest]:
            stages = tuple(
                _stage(one, rest, value) if str(one.order) == order else one
                for one in definition.stages
            )
            return replace(definition, stages=stages)
        case ["fields" | "derived" | "eligibility" | "checks" as part, place]:
            return _rule_confirmed(definition, part, place)
        case [part, *rest]:
            return _whole(definition, part, rest, value)
        case _:
            return definition


def _whole(definition: Definition, part: str, rest: list[str], value: Json) -> Definition:
    """Put a value that the definition has once."""
    if part == "public_notice" and definition.public_notice:
        notice = _notice(definition.public_notice, rest, value)
        return replace(definition, public_notice=notice)
    if part == "limit" and definition.limit:
        return replace(definition, limit=_within(definition.limit, value))
    if part == "fee" and (fee := definition.fee):
        text = fee.text_zh if value is None else _text.validate_python(value)
        return replace(definition, fee=replace(_sure(fee), text_zh=text))
    if part == "archive" and definition.archive:
        return replace(definition, archive=_sure(definition.archive))
    if part == "payment" and definition.payment:
        return replace(definition, payment=_sure(definition.payment))
    if part == "benefit" and (benefit := definition.benefit):
        if rest == ["unit_zh"]:
            sure = replace(benefit.unit_mark, to_confirm=False)
            return replace(definition, benefit=replace(benefit, unit_mark=sure))
        return replace(definition, benefit=_sure(benefit))
    if part == "target_zh" and value is not None:
        return replace(definition, target_zh=_text.validate_python(value))
    if part == "remedies_zh" and value is not None:
        return replace(definition, remedies_zh=_texts.validate_python(value))
    return definition


def _rule_confirmed(definition: Definition, part: str, place: str) -> Definition:
    if part == "fields":
        fields = _sure_at(definition.fields, lambda one: one.pointer, place)
        return replace(definition, fields=fields)
    if part == "derived":
        derived = _sure_at(definition.derived, lambda one: one.pointer, place)
        return replace(definition, derived=derived)
    if part == "eligibility":
        conditions = _sure_at(definition.eligibility, lambda one: one.id, place)
        return replace(definition, eligibility=conditions)
    return replace(definition, checks=_sure_at(definition.checks, lambda one: one.id, place))


def _material(material: Material, rest: list[str], value: Json) -> Material:
    if rest == ["issuers"] and value is not None:
        return replace(material, issuers=_texts.validate_python(value))
    if rest == ["from_zh"] and value is not None:
        return replace(material, from_zh=_text.validate_python(value))
    return material if rest else _sure(material)


def _stage(stage: Stage, rest: list[str], value: Json) -> Stage:
    if not rest:
        return _sure(stage)
    if rest == ["limit"] and stage.limit:
        return replace(stage, limit=_within(stage.limit, value))
    period = stage.public_notice
    if rest == ["public_notice", "value"] and period:
        return replace(stage, public_notice=_hanging(period, value))
    if rest == ["public_notice", "where_zh"] and period and value is not None:
        where = _text.validate_python(value)
        return replace(stage, public_notice=replace(period, where_zh=where))
    return stage


def _notice(notice: PublicNotice, rest: list[str], value: Json) -> PublicNotice:
    if rest == ["period"] and notice.period:
        return replace(notice, period=_hanging(notice.period, value))
    if rest == ["places_zh"] and value is not None:
        return replace(notice, places_zh=_texts.validate_python(value))
    return notice


def _hanging(period: NoticePeriod, value: Json) -> NoticePeriod:
    found = number_and_unit(value)
    if found is None:
        return _sure(period)
    return replace(_sure(period), value=found[0], unit=_unit.validate_python(found[1]))


def _within(limit: Limit, value: Json) -> Limit:
    found = number_and_unit(value)
    if found is None:
        return _sure(limit)
    words = (
        f"{days_text(value)}（本单位承诺时限）"
        if limit.value is not None
        else "；".join([days_text(value), *settled_words(limit.text_zh)])
    )
    return replace(
        _sure(limit), value=found[0], unit=_unit.validate_python(found[1]), text_zh=words
    )


def _sure(one: _Marked) -> _Marked:
    return replace(one, mark=replace(one.mark, to_confirm=False))


def _sure_at(
    ones: tuple[_Marked, ...], name: Callable[[_Marked], str], place: str
) -> tuple[_Marked, ...]:
    return tuple(_sure(one) if escaped(name(one)) == place else one for one in ones)
