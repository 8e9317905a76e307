"""Which papers are due, for whom and why, and whether they are there."""

from collections.abc import Mapping, Sequence

from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.matching import ONCE, match_on, missing_parts, slots
from dossier.catalogue.model import Material
from dossier.catalogue.owners import Person
from dossier.catalogue.verdicts import (
    Ask,
    DocumentFacts,
    MaterialDue,
    MaterialStatus,
    Waiver,
)
from dossier.kernel.errors import Problem

_PARTS = {
    "portrait": "人像面",
    "emblem": "国徽面",
    "home": "首页（户主页）",
    "member": "本人登记页",
}
"""How the counter calls the parts that it asks for most."""
_PLATFORM = "请先在居民信息平台查询；查到的登记为“平台已核”，查不到再请居民提供。"


def materials_due(around: Circumstances, waivers: Sequence[Waiver]) -> tuple[MaterialDue, ...]:
    """Return every set that is due, in the order of the definition and of the persons."""
    documents = {document.id: document for document in around.documents}
    serving: dict[tuple[str, str], list[DocumentFacts]] = {}
    for found in match_on(around.definition, around.persons, around.shelf):
        key = (found.material, found.person_pointer)
        serving.setdefault(key, []).append(documents[found.document])
    answers = {(answer.material, answer.person_pointer): answer for answer in waivers}

    due: list[MaterialDue] = []
    for material in around.definition.materials:
        persons = [
            (person, needed)
            for person in slots(around.persons, material)
            if (needed := around.says(f"material:{material.code}", person)) is not False
        ]
        everybody = [
            document
            for person, _ in persons
            for document in serving.get((material.code, person.pointer), ())
        ]
        for number, (person, needed) in enumerate(persons):
            key = (material.code, person.pointer)
            given = serving.get(key, [])
            lacking = missing_parts(material, given, everybody, first=number == 0)
            status = _status(
                material,
                answers.get(key),
                complete=bool(given) and not lacking,
                needed=None if material.question_zh else needed,
            )
            due.append(_due(around, material, person, status, given, lacking, needed=needed))
    return tuple(due)


def paper_problems(materials: Sequence[MaterialDue]) -> list[Problem]:
    """Return a problem for each missing set, and a warning for each that is to be looked up."""
    problems: list[Problem] = []
    for due in materials:
        whose = f"{due.person_name}的" if due.person_name else ""
        pointer = f"material:{due.code}"
        if due.status == "missing":
            problems.append(
                Problem(
                    pointer,
                    "material.incomplete" if due.document_ids else "material.missing",
                    _missing_text(due, whose),
                    _remedy(due, whose),
                    "block",
                )
            )
        elif due.status == "unchecked" and due.waivable and not due.question_zh:
            message = f"{whose}{due.title_zh}尚未查询平台（{due.reason_zh}）。"
            problems.append(Problem(pointer, "material.unchecked", message, _PLATFORM, "warn"))
    return problems


def material_asks(around: Circumstances, materials: Sequence[MaterialDue]) -> list[Ask]:
    """Return what must be known before it can be said whether a material is due."""
    asks: list[Ask] = []
    for due in materials:
        if due.status != "unchecked":
            continue
        if due.question_zh:
            asks.append(Ask("material.question", due.question_zh, (f"material:{due.code}",)))
            continue
        place = f"material:{due.code}"
        person = _person(around, due)
        if around.says(place, person) is None:
            absent = around.absent(place, person)
            zh = f"尚不能判断是否需要“{due.title_zh}”：{around.why(place, person)}。"
            asks.append(Ask("material.unknown", zh, absent))
    return asks


def _status(
    material: Material, answer: Waiver | None, *, complete: bool, needed: bool | None
) -> MaterialStatus:
    if complete:
        return "present"
    if answer is not None:
        return "waived" if answer.granted else "missing"
    if needed is None or material.waivable_by_platform:
        return "unchecked"
    return "missing"


def _due(
    around: Circumstances,
    material: Material,
    person: Person,
    status: MaterialStatus,
    given: Sequence[DocumentFacts],
    lacking: tuple[str, ...],
    *,
    needed: bool | None,
) -> MaterialDue:
    reason = material.when_zh or "必备材料"
    if needed is None:
        reason = f"{reason}：{around.why(f'material:{material.code}', person)}"
    return MaterialDue(
        code=material.code,
        title_zh=material.title_zh,
        document_types=material.document_types,
        per=material.per,
        person_pointer=person.pointer,
        person_name=person.name if person is not ONCE else "",
        reason_zh=reason,
        form=material.form,
        copies=material.copies,
        original_required=material.original_required
        or material.form in ("original", "filled_form_original", "verify_original_keep_copy"),
        waivable=material.waivable_by_platform,
        status=status,
        document_ids=tuple(document.id for document in given),
        missing_parts=tuple(_part(around, material, part) for part in lacking),
        question_zh=material.question_zh,
        issuers=material.issuers,
        from_zh=material.from_zh,
        note_zh=material.mark.note,
        basis=material.basis,
        to_confirm=material.mark.to_confirm,
        undecided=needed is None,
    )


def _part(around: Circumstances, material: Material, part: str) -> str:
    known = around.known.get(material.document_type)
    return _PARTS.get(part) or (known.parts.get(part, part) if known else part)


def _missing_text(due: MaterialDue, whose: str) -> str:
    if due.document_ids:
        parts = "、".join(due.missing_parts)
        return f"{whose}{due.title_zh}不全，缺{parts}。"
    return f"缺少{whose}{due.title_zh}（{due.reason_zh}）。"


def _remedy(due: MaterialDue, whose: str) -> str:
    if due.document_ids:
        parts = "、".join(due.missing_parts)
        return f"请补扫{parts}。"
    if due.from_zh:
        return f"请向{due.from_zh}调取，不要求居民提供。"
    issuers = f"（{'、'.join(due.issuers)}出具）" if due.issuers else ""
    kind: Mapping[str, str] = {
        "original": "原件",
        "verify_original_keep_copy": "原件，核对后留存复印件",
        "copy": "复印件",
        "electronic_lookup": "查询结果",
        "filled_form_original": "填写并签名的原件",
        "photograph": "照片",
    }
    return f"请提供{whose}{due.title_zh}{issuers}：{kind[due.form]}，{due.copies}份。"


def _person(around: Circumstances, due: MaterialDue) -> Person:
    persons = around.persons(due.per)
    return next((person for person in persons if person.pointer == due.person_pointer), ONCE)
