"""Comparisons across papers that an expression alone cannot tell well, by name.

Each gives the problems it finds, and says whether it could look at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from dossier.catalogue.agreeing import Said, label_on, title_of
from dossier.catalogue.between import (
    addresses_equal,
    births_equal,
    ids_equal,
    names_equal,
    problem_of,
    said_on,
    sources_of,
)
from dossier.catalogue.cel.functions import plain
from dossier.catalogue.cel.shapes import Shape, at
from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.citizen import birth_date, is_id_number
from dossier.catalogue.ending import ended_papers
from dossier.catalogue.household import listed_on_form, signed_by_adults
from dossier.catalogue.labels import label
from dossier.catalogue.model import Check
from dossier.catalogue.papers import LONG_TERM
from dossier.catalogue.verdicts import Finding
from dossier.kernel.errors import Problem
from dossier.kernel.money import yuan_text
from dossier_ocr.values import compare as compared
from dossier_ocr.values.id_number import upgraded


def compare(around: Circumstances, check: Check) -> Finding:
    """Run the named comparison of ``check``; one that does not exist could look at nothing."""
    named = COMPARISONS.get(check.compare)
    return named(around, check) if named else Finding(unread=("",))


def _id_checksum(around: Circumstances, check: Check) -> Finding:
    problems: list[Problem] = []
    for said in said_on(sources_of(check), around.documents):
        number = said.text.replace(" ", "").upper()
        number = upgraded(number) or number
        if not is_id_number(number):
            why = "校验不通过" + _nearest(around, number)
        elif birth_date(number) > around.day:
            why = f"表示的出生日期在受理日{around.day}之后"
        else:
            continue
        title = title_of(around, said.document)
        message = f"{title}上读出的公民身份号码“{said.text}”{why}。"
        advice = f"请携带{title}原件到窗口核对公民身份号码；号码确实有误的，请先到出具它的机关或单位更正。"
        problems.append(problem_of(check, said, message, advice))
    return Finding(tuple(problems))


def _nearest(around: Circumstances, number: str) -> str:
    """Say of which person's number on the form a wrong one is probably a misreading."""
    for role in around.definition.persons:
        for person in around.persons(role):
            known = person.id_number
            if known and compared("id_number", number, known).reason == "misread":
                return f"，与表单上{person.name or '此人'}的“{known}”只差一处，可能读错了"
    return ""


def _not_expired(around: Circumstances, check: Check) -> Finding:
    problems: list[Problem] = []
    unread: list[str] = []
    for kind, name in sources_of(check):
        for document in around.documents:
            if document.document_type != kind:
                continue
            text = document.text(name)
            if text == LONG_TERM:
                continue
            last = _date(text)
            if last is None:
                # the other side bears the date; a missing side is the material's matter
                if text or not document.parts or "emblem" in document.parts:
                    unread.append(document.id)
            elif last < around.day:
                said = Said(document, name, text)
                word = label_on(around, document, name, "有效期")
                title = title_of(around, said.document)
                message = f"{title}（{word}）已于{text}到期（受理日{around.day}）。"
                advice = f"{title}已过有效期，请换领新证后再来补正，或提供有效的临时证件。"
                problems.append(problem_of(check, said, message, advice))
    return Finding(tuple(problems), tuple(unread))


def _in_force(around: Circumstances, check: Check) -> Finding:
    kinds = {kind for kind, _ in sources_of(check)}
    papers = [each for each in around.documents if each.document_type in kinds]
    return Finding(
        tuple(
            replace(
                ended,
                code=f"check.{check.id}",
                remedy=check.remedy_zh,
                severity=check.severity,
                advice=check.advice_zh or ended.advice,
            )
            for ended in ended_papers(around, papers)
        )
    )


def _recomputed(around: Circumstances, check: Check) -> Finding:
    problems: list[Problem] = []
    for pointer in check.pointers:
        entered = around.entered.get(pointer)
        computed = around.form.get(pointer[1:])
        if entered is None or computed is None or entered == computed:
            continue
        shape = at(around.ready.shape, pointer)
        assert shape is not None
        name = label(around.ready.shape, pointer)
        given, right = (_shown(shape, value) for value in (entered, computed))
        message = f"填写的{name}是{given}，按各项计算应为{right}。"
        problems.append(
            Problem(pointer, f"check.{check.id}", message, check.remedy_zh, check.severity)
        )
    return Finding(tuple(problems))


def _shown(shape: Shape, value: object) -> str:
    return f"{yuan_text(value)}元" if shape.money and isinstance(value, int) else plain(value)


COMPARISONS: Mapping[str, Callable[[Circumstances, Check], Finding]] = {
    "names_equal": names_equal,
    "ids_equal": ids_equal,
    "births_equal": births_equal,
    "addresses_equal": addresses_equal,
    "id_checksum": _id_checksum,
    "not_expired": _not_expired,
    "in_force": _in_force,
    "listed_on_form": listed_on_form,
    "signed_by_adults": signed_by_adults,
    "recomputed": _recomputed,
}


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
