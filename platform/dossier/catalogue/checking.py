"""The checks across the form and the papers."""

from collections.abc import Sequence

from dossier.catalogue.circumstances import NOBODY, Circumstances
from dossier.catalogue.comparing import compare
from dossier.catalogue.labels import row_pointer
from dossier.catalogue.model import Check
from dossier.catalogue.owners import Person
from dossier.catalogue.verdicts import Ask, CheckResult, MaterialDue, Verdict
from dossier.kernel.errors import Problem

Found = tuple[Verdict, list[Problem], list[Ask]]


def check_all(
    around: Circumstances, materials: Sequence[MaterialDue]
) -> tuple[tuple[CheckResult, ...], list[Problem], list[Ask]]:
    """Run every check but those that a reviewer makes."""
    results: list[CheckResult] = []
    problems: list[Problem] = []
    asks: list[Ask] = []
    for check in around.definition.checks:
        if check.review:
            continue
        verdict, found, open_questions = _run(around, check, materials)
        problems += found
        asks += open_questions
        results.append(
            CheckResult(
                check.id, check.zh, check.severity, verdict, check.stage, check.mark.to_confirm
            )
        )
    return tuple(results), problems, asks


def _run(around: Circumstances, check: Check, materials: Sequence[MaterialDue]) -> Found:
    if check.materials:
        return _by_materials(check, materials)
    persons = [NOBODY] if check.per == "application" else around.persons(check.per)
    verdicts: list[Verdict] = []
    problems: list[Problem] = []
    asks: list[Ask] = []
    for person in persons:
        applies = around.says(f"applies:{check.id}", person)
        if applies is None:
            verdict, found, open_questions = _unknown(around, check, "applies", person)
        elif not applies:
            continue
        elif check.compare:
            verdict, found, open_questions = _by_comparison(around, check)
        else:
            verdict, found, open_questions = _by_expression(around, check, person)
        verdicts.append(verdict)
        problems += found
        asks += open_questions
    return _worst(verdicts), problems, asks


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    return "no" if "no" in verdicts else "unknown" if "unknown" in verdicts else "yes"


def _by_materials(check: Check, materials: Sequence[MaterialDue]) -> Found:
    statuses = {due.status for due in materials if due.code in check.materials}
    if "missing" in statuses:  # told as missing materials, once
        return "no", [], []
    return ("unknown" if "unchecked" in statuses else "yes"), [], []


def _by_comparison(around: Circumstances, check: Check) -> Found:
    found = compare(around, check)
    asks = [
        Ask(
            f"check.{check.id}",
            f"“{check.zh}”还不能核对：材料上的内容没有读出，请人工核对。",
            tuple(f"document:{document}" for document in found.unread if document),
            check.stage,
        )
        for _ in found.unread[:1]
    ]
    unsettled = bool(asks or found.doubts)
    verdict: Verdict = "no" if found.problems else "unknown" if unsettled else "yes"
    return verdict, [*found.problems, *found.doubts], asks


def _by_expression(around: Circumstances, check: Check, person: Person) -> Found:
    holds = around.says(f"check:{check.id}", person)
    if holds is None:
        return _unknown(around, check, "check", person)
    if holds:
        return "yes", [], []
    pointer = check.pointers[0] if check.pointers else ""
    problem = Problem(
        row_pointer(pointer, person.pointer),
        f"check.{check.id}",
        around.text(f"message:{check.id}", f"不符合：{check.zh}。", person),
        around.text(f"remedy:{check.id}", check.remedy_zh, person),
        check.severity,
        _evidence(around, check, person),
        around.text(f"advice:{check.id}", check.advice_zh, person),
    )
    return "no", [problem], []


def _unknown(around: Circumstances, check: Check, kind: str, person: Person) -> Found:
    place = f"{kind}:{check.id}"
    ask = Ask(
        f"check.{check.id}",
        f"“{check.zh}”还不能核对：{around.why(place, person)}。",
        around.absent(place, person),
        check.stage,
    )
    return "unknown", [], [ask]


def _evidence(
    around: Circumstances, check: Check, person: Person
) -> tuple[tuple[str, str], ...]:
    documents = around.documents if person is NOBODY else around.papers(person)
    wanted = [source.split(".") for source in check.evidence]
    return tuple(
        (document.id, name)
        for document in documents
        for kind, name in wanted
        if document.document_type == kind and document.text(name)
    )
