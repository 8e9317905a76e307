"""What of a case fits another version of its service: what fits stays, the rest falls away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dossier.cases.model import CaseForm, Fallen, Mark
from dossier.catalogue.cel.shapes import Shape, at, bind
from dossier.catalogue.compiling import compiled
from dossier.catalogue.labels import label
from dossier.catalogue.model import Definition, Material
from dossier.flows import pointers
from dossier.kernel.canonical import Json
from dossier.kernel.money import yuan_text

_GONE = "新版本没有这一项"
_COMPUTED = "新版本里这一项由系统算出"
_OPTION = "新版本的可选项里没有它"
_KIND = "新版本里这一项的类型变了"
_UNIT = "新版本里这一项的单位变了"


@dataclass(frozen=True, slots=True)
class Carried:
    """The form and the marks as they go on, and what falls away."""

    form: CaseForm
    marks: tuple[Mark, ...]
    fallen: tuple[Fallen, ...]


def carried(
    before: Definition | None, after: Definition, form: CaseForm, marks: tuple[Mark, ...]
) -> Carried:
    """Return what of a case of version ``before`` fits ``after``.

    before: None where nobody knows any more what the values meant; then a value stays only
    where it is of the right kind by itself, and no mark does.
    """
    whole = _Whole(before, after, form)
    values = whole.carry()
    kept = tuple(mark for mark in marks if not _why_not(before, after, mark))
    dropped = [_fallen_mark(before, after, mark) for mark in marks if mark not in kept]
    if whole.fallen:
        values = pointers.pruned(values)
    gone = {one.pointer for one in whole.fallen}
    origins = {
        pointer: origin
        for pointer, origin in form.origins.items()
        if whole.has(pointer) and (pointer not in gone or pointers.get(values, pointer))
    }
    return Carried(replace(form, form=values, origins=origins), kept, (*whole.fallen, *dropped))


class _Whole:
    """A form on its way from one version to another."""

    def __init__(self, before: Definition | None, after: Definition, form: CaseForm) -> None:
        self._before, self._after, self._form = before, after, form
        self._old = compiled(before).shape if before else None
        self._new = compiled(after).shape
        self._computed = {derived.pointer for derived in after.derived}
        self._units = (_units(before) if before else {}, _units(after))
        self.fallen: list[Fallen] = []

    def has(self, pointer: str) -> bool:
        """Tell whether the newer form has a place for what a person or a paper says."""
        return at(self._new, pointer) is not None and _general(pointer) not in self._computed

    def carry(self) -> pointers.Form:
        """Return the values that fit; the others are in ``fallen`` afterwards."""
        made = self._value(dict(self._form.form), self._old, self._new, "")
        return dict(made) if isinstance(made, Mapping) else {}

    def _value(self, value: Json, old: Shape | None, new: Shape | None, pointer: str) -> Json:
        if new is None or _general(pointer) in self._computed:
            return self._drop(value, pointer, _COMPUTED if new else _GONE)
        if isinstance(value, Mapping) and new.kind == "object":
            members = old.members if old and old.kind == "object" else {}
            inner = {
                name: self._value(
                    given,
                    members.get(name),
                    new.members.get(name),
                    f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}",
                )
                for name, given in value.items()
            }
            return {
                name: given
                for name, given in inner.items()
                if given is not None or value[name] is None
            }
        if isinstance(value, list) and new.kind == "list" and new.item:
            item = old.item if old and old.kind == "list" else None
            if new.item.kind == "object":  # a row keeps its place
                return [
                    self._value(row, item, new.item, f"{pointer}/{number}") or {}
                    if row
                    else row
                    for number, row in enumerate(value)
                ]
            return self._choices(value, item, new.item, pointer)
        why = self._why_not(value, old, new, pointer)
        return self._drop(value, pointer, why) if why else value

    def _choices(
        self, values: list[Json], old: Shape | None, new: Shape, pointer: str
    ) -> list[Json]:
        reasons = [self._why_not(value, old, new, pointer) for value in values]
        gone = [value for value, why in zip(values, reasons, strict=True) if why]
        if gone:
            self._drop(gone, pointer, next(why for why in reasons if why))
        return [value for value, why in zip(values, reasons, strict=True) if not why]

    def _why_not(self, value: Json, old: Shape | None, new: Shape, pointer: str) -> str:
        if value is None:
            return ""
        units = [given.get(_general(pointer), "") for given in self._units]
        if old and (old.money != new.money or units[0] != units[1]):
            return _UNIT
        if old and (old.kind, old.options) == (new.kind, new.options):
            return ""
        if new.kind in ("object", "list") or not _is_of_kind(new, value):
            return _KIND
        return _OPTION if new.options and value and value not in new.options else ""

    def _drop(self, value: Json, pointer: str, why: str) -> Json:
        """Note what falls away; return what stays in its place."""
        for place, leaf in pointers.leaves(value, pointer):
            if leaf is None or leaf == []:
                continue
            origin = self._form.origins.get(place)
            shape = self._old or self._new
            self.fallen.append(
                Fallen(
                    pointer=place,
                    title=label(shape, place),
                    value=leaf,
                    text=_told(self._before, at(shape, place), place, leaf),
                    reason=why,
                    origin=origin.origin if origin else "person",
                    document=origin.document_id if origin else None,
                    field=origin.field if origin else None,
                )
            )
        return None


def _general(pointer: str) -> str:
    return "/".join("*" if part.isdigit() else part for part in pointer.split("/"))


def _units(definition: Definition) -> dict[str, str]:
    return {hint.pointer: hint.unit for hint in definition.ui.hints if hint.unit}


def _is_of_kind(shape: Shape, value: Json) -> bool:
    if shape.kind == "string":
        return isinstance(value, str)
    return bind(shape, value) is not None


def _told(definition: Definition | None, shape: Shape | None, pointer: str, value: Json) -> str:
    """Return a value as people read it."""
    if isinstance(value, list):
        return "、".join(_told(definition, shape, f"{pointer}/0", one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if shape and shape.money and isinstance(value, int):
        return f"{yuan_text(value)}元"
    schema = _schema_at(definition.form, pointer) if definition else {}
    options = schema.get("oneOf")
    for option in options if isinstance(options, list | tuple) else ():
        if isinstance(option, Mapping) and option.get("const") == value:
            return str(option.get("title", value))
    return str(value)


def _schema_at(form: Mapping[str, Json], pointer: str) -> Mapping[str, Json]:
    here: Json = form
    for name in pointer.split("/")[1:]:
        if not isinstance(here, Mapping):
            return {}
        inner = here.get("items") if name.isdigit() else here.get("properties")
        here = inner if name.isdigit() or not isinstance(inner, Mapping) else inner.get(name)
    return here if isinstance(here, Mapping) else {}


def _material(definition: Definition | None, code: str) -> Material | None:
    materials = definition.materials if definition else ()
    return next((one for one in materials if one.code == code), None)


def _why_not(before: Definition | None, after: Definition, mark: Mark) -> str:
    old, new = _material(before, mark.code), _material(after, mark.code)
    if new is None:
        return "新版本不要这份材料"
    if old is None or before is None or _demand(before, old) != _demand(after, new):
        return "新版本里这份材料的要求变了，请重新核对"
    if mark.waived_by and not (new.waivable_by_platform or new.question_zh):
        return "新版本里这份材料不能由平台查询免交"
    return ""


def _demand(definition: Definition, material: Material) -> object:
    """Return what a mark on a material was made about."""
    persons = definition.persons.get(material.per)
    return (
        material.document_types,
        material.form,
        material.per,
        material.parts,
        material.shared_parts,
        persons.list if persons else "",
        material.question_zh,
    )


def _fallen_mark(before: Definition | None, after: Definition, mark: Mark) -> Fallen:
    material = _material(before, mark.code) or _material(after, mark.code)
    told = (
        "原件已核" if mark.originals_seen_by else "",
        "平台已核或免交" if mark.waived_by else "",
        "平台未查到" if mark.not_found_by else "",
        mark.note or "",
    )
    return Fallen(
        pointer=f"mark:{mark.code}:{mark.person_pointer}",
        title=f"材料“{material.title_zh if material else mark.code}”的核对记录",
        value={
            "originals_seen_by": mark.originals_seen_by,
            "waived_by": mark.waived_by,
            "not_found_by": mark.not_found_by,
            "note": mark.note,
        },
        text="；".join(part for part in told if part),
        reason=_why_not(before, after, mark),
        origin="person",
        document=None,
        field=None,
    )
