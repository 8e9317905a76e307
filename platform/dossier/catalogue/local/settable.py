"""What an office may set of a service: words and places that no rule reads, days, its own word.

Everything marked to be confirmed can be confirmed as it stands; the rest of a definition is
the same everywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal

from pydantic import TypeAdapter

from dossier.catalogue.model import (
    Definition,
    FigureUnit,
    Limit,
    Mark,
    Material,
    NoticePeriod,
    Parameter,
    PublicNotice,
    Stage,
)
from dossier.kernel.canonical import Json, canonical_json, sha256_hex

Kind = Literal["text", "texts", "days", "limit", "open_limit", "figure", "as_it_is"]
"""limit: can only become shorter; open_limit: the catalogue names no number; as_it_is: nothing can
be put in its place, it can only be confirmed."""
_OPEN = "待确认"
"""What stands in the words of a limit that the catalogue leaves to the office."""
NO_MARK = Mark()
_json = TypeAdapter(dict[str, Json])


@dataclass(frozen=True, slots=True)
class Settable:
    """One thing that an office may set or confirm.

    value: as the catalogue has it; days and limits: ``{"value": 7, "unit": "calendar_day"}``.
    of_sha256: digest of what the catalogue says there, its mark left out.
    words: what the catalogue says, where its value alone does not tell.  unit: of a figure.
    at_acceptance: a case goes by what held on the day of its acceptance.
    """

    pointer: str
    title_zh: str
    kind: Kind
    value: Json
    mark: Mark
    of_sha256: str
    words: str = ""
    at_acceptance: bool = False
    unit: FigureUnit | None = None

    @property
    def confirmable(self) -> bool:
        """Whether the catalogue says something here that waits for the office's word."""
        if not self.mark.to_confirm:
            return False
        if self.kind == "open_limit":
            return self.words != "" and _OPEN not in self.words
        if self.kind == "days":
            return isinstance(self.value, Mapping) and self.value["value"] is not None
        return self.kind == "as_it_is" or self.value is not None


@lru_cache(maxsize=1024)
def settables(definition: Definition) -> dict[str, Settable]:
    """Return what may be set of ``definition``, by pointer, in the order of the guide."""
    return {one.pointer: one for one in _of(definition)}


def settable_figure(parameter: Parameter) -> Settable:
    """Return a figure as a thing to be set."""
    return Settable(
        pointer=f"/parameters/{parameter.code}",
        title_zh=parameter.title_zh,
        kind="figure",
        value=parameter.value,
        mark=parameter.mark,
        of_sha256=sha256_hex(canonical_json(parameter.value)),
        unit=parameter.unit,
    )


def escaped(token: str) -> str:
    """Return ``token`` as one part of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def settled_words(text: str) -> list[str]:
    """Return the clauses of a limit's words that are not left to the office."""
    return [clause for clause in text.split("；") if clause and _OPEN not in clause]


def _of(definition: Definition) -> Iterator[Settable]:
    yield _settable("/target_zh", "办理对象", "text", definition.target_zh)
    yield from _limit("/limit", "办理期限", definition.limit)
    if fee := definition.fee:
        yield _settable("/fee/text_zh", "收费", "text", fee.text_zh, fee.mark)
    if notice := definition.public_notice:
        yield from _notice(notice)
    for stage in definition.stages:
        yield from _stage(stage)
    yield _settable("/remedies_zh", "不服怎么办", "texts", list(definition.remedies_zh))
    for material in definition.materials:
        yield from _material(material)
    yield from _rules(definition)


def _material(material: Material) -> Iterator[Settable]:
    place, title = f"/materials/{escaped(material.code)}", f"材料“{material.title_zh}”"
    if material.from_zh:
        yield _settable(f"{place}/from_zh", f"{title}：向谁调取", "text", material.from_zh)
    else:
        yield _settable(f"{place}/issuers", f"{title}：到哪里开", "texts", [*material.issuers])
    if material.mark.to_confirm:
        yield _as_it_is(place, title, asdict(material), material.mark)


def _stage(stage: Stage) -> Iterator[Settable]:
    place, title = f"/stages/{stage.order}", f"第{stage.order}环节（{stage.action_zh}）"
    if stage.mark.to_confirm:
        yield _as_it_is(place, title, asdict(stage), stage.mark)
    yield from _limit(f"{place}/limit", f"{title}：时限", stage.limit)
    if notice := stage.public_notice:
        days = f"{place}/public_notice/value"
        yield from _days(days, f"{title}：公示天数", notice)
        where = f"{place}/public_notice/where_zh"
        yield _settable(where, f"{title}：公示地点", "text", notice.where_zh)


def _notice(notice: PublicNotice) -> Iterator[Settable]:
    places = [*notice.places_zh]
    yield _settable("/public_notice/places_zh", "公示书上写的公示地点", "texts", places)
    if notice.period:
        title = "公示天数（本事项总的说明）"
        yield from _days("/public_notice/period", title, notice.period)


def _rules(definition: Definition) -> Iterator[Settable]:
    """Yield the rules that wait for the office's word; their content is the same everywhere."""
    for rule in definition.fields:
        if rule.mark.to_confirm:
            place = f"/fields/{escaped(rule.pointer)}"
            yield _as_it_is(place, f"表单项目 {rule.pointer}", asdict(rule), rule.mark)
    for derived in definition.derived:
        if derived.mark.to_confirm:
            place = f"/derived/{escaped(derived.pointer)}"
            yield _as_it_is(place, f"计算：{derived.title_zh}", asdict(derived), derived.mark)
    for condition in definition.eligibility:
        if condition.mark.to_confirm:
            place = f"/eligibility/{escaped(condition.id)}"
            yield _as_it_is(place, f"条件：{condition.zh}", asdict(condition), condition.mark)
    for check in definition.checks:
        if check.mark.to_confirm:
            place = f"/checks/{escaped(check.id)}"
            yield _as_it_is(place, f"核对：{check.zh}", asdict(check), check.mark)
    if (filing := definition.archive) and filing.mark.to_confirm:
        title = f"归档：{filing.category_zh}，保管期限 {filing.retention}"
        yield _as_it_is("/archive", title, asdict(filing), filing.mark)
    if (benefit := definition.benefit) and benefit.mark.to_confirm:
        title = f"待遇：{benefit.title_zh} {benefit.formula_zh}"
        yield _as_it_is("/benefit", title, asdict(benefit), benefit.mark)
    if benefit and benefit.unit_mark.to_confirm:
        title = f"待遇的单位：{benefit.unit_zh}"
        fact = {"unit_zh": benefit.unit_zh}
        yield _as_it_is("/benefit/unit_zh", title, fact, benefit.unit_mark)
    if (payment := definition.payment) and payment.mark.to_confirm:
        title = f"发放：{payment.fund_zh}，{payment.method_zh}"
        yield _as_it_is("/payment", title, asdict(payment), payment.mark)


def _limit(pointer: str, title: str, limit: Limit | None) -> Iterator[Settable]:
    """Yield a time limit; one that the catalogue knows without a number stays as it is."""
    if limit is None or (limit.value is None and not limit.mark.to_confirm):
        return
    value = {"value": limit.value, "unit": limit.unit}
    yield Settable(
        pointer=pointer,
        title_zh=title,
        kind="open_limit" if limit.value is None else "limit",
        value=value,
        mark=limit.mark,
        of_sha256=sha256_hex(canonical_json({**value, "text_zh": limit.text_zh})),
        words=limit.text_zh if limit.value is None else "",
        at_acceptance=True,
    )


def _days(pointer: str, title: str, period: NoticePeriod) -> Iterator[Settable]:
    """Yield the days of a public notice where the definition leaves them to the office."""
    if period.mark.to_confirm or period.value is None:
        value: Json = {"value": period.value, "unit": period.unit}
        yield _settable(pointer, title, "days", value, period.mark)


def _as_it_is(pointer: str, title: str, fact: Mapping[str, object], mark: Mark) -> Settable:
    return _settable(pointer, title, "as_it_is", _json.validate_python(_unmarked(fact)), mark)


def _unmarked(fact: Mapping[str, object]) -> dict[str, object]:
    return {
        name: _unmarked(value) if isinstance(value, Mapping) else value
        for name, value in fact.items()
        if name not in ("mark", "unit_mark")
    }


def _settable(
    pointer: str, title: str, kind: Kind, value: Json, mark: Mark = NO_MARK
) -> Settable:
    return Settable(
        pointer=pointer,
        title_zh=title,
        kind=kind,
        value=None if kind == "as_it_is" else value,
        mark=mark,
        of_sha256=sha256_hex(canonical_json(value)),
    )
