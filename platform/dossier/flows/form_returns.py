"""Printed forms that came back: what they serve, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.catalogue.model import Definition
from dossier.catalogue.verdicts import DocumentFacts, Evaluation
from dossier.flows.form_sheets import Sheet, changes_of, told_changes
from dossier.kernel.errors import Problem
from dossier.notices.printed_forms import PrintedForm, ReturnedForm

UNSIGNED = "signature_unseen"


@dataclass(frozen=True, slots=True)
class Back:
    """A print with all its pages that came back, in whichever files.

    missing: the pages that did not.  signed: a person has seen the signature on one of them.
    """

    form: PrintedForm
    document_id: str
    missing: tuple[int, ...]
    signed: bool


def serving(
    facts: Sequence[DocumentFacts], returns: Mapping[str, ReturnedForm]
) -> tuple[DocumentFacts, ...]:
    """Return the papers, each print with the material that it was printed for."""
    return tuple(
        replace(one, serves=(came.form.material, came.form.person_pointer))
        if (came := returns.get(one.id))
        else one
        for one in facts
    )


def backs_of(returns: Mapping[str, ReturnedForm]) -> tuple[Back, ...]:
    """Return the prints that came back, oldest first; pages in several files belong together."""
    by_form: dict[str, list[ReturnedForm]] = defaultdict(list)
    for came in returns.values():
        by_form[came.form.id].append(came)
    backs = []
    for group in by_form.values():
        form = group[0].form
        here = {page for came in group for page in came.pages}
        backs.append(
            Back(
                form,
                group[-1].document_id,
                tuple(page for page in range(1, form.pages + 1) if page not in here),
                any(came.signed_by for came in group),
            )
        )
    return tuple(sorted(backs, key=lambda back: back.form.number))


def problems_of(
    definition: Definition,
    evaluation: Evaluation,
    returns: Mapping[str, ReturnedForm],
    sheets: Callable[[], Sequence[Sheet]],
) -> tuple[Problem, ...]:
    """Return what keeps a returned print from counting; one good print is enough.

    sheets: makes the forms as they would be printed now; only asked where a print came back.
    """
    if not returns:
        return ()
    now = {(one.material, one.person_pointer): one for one in sheets()}
    by_slot: dict[tuple[str, str], list[Back]] = defaultdict(list)
    for back in backs_of(returns):
        by_slot[back.form.material, back.form.person_pointer].append(back)
    others = {
        (due.code, due.person_pointer)
        for due in evaluation.materials
        if any(one not in returns for one in due.document_ids)
    }
    found: list[Problem] = []
    for slot, backs in by_slot.items():
        sheet = now.get(slot)
        if sheet is None or slot in others:
            continue  # not asked for any more, or handed in filled by hand
        good = [one for one in backs if one.form.digest == sheet.digest]
        if not good:
            found.append(_outdated(definition, backs[-1], sheet))
            continue
        whole = next((one for one in reversed(good) if not one.missing), None)
        if whole is None:
            found.append(_torn(good[-1]))
        elif not any(one.signed for one in good):
            found.append(_unsigned(whole))
    return tuple(found)


def _outdated(definition: Definition, back: Back, sheet: Sheet) -> Problem:
    changes = told_changes(changes_of(definition, back.form, sheet))
    return Problem(
        f"document:{back.document_id}",
        "print_outdated",
        f"“{back.form.title}”打印后内容有变动（{changes}），签过字的这份不能用。",
        "请重新打印，请申请人看过后签字，再扫描；或者把表单改回打印时的内容。",
        "block",
    )


def _torn(back: Back) -> Problem:
    pages = "、".join(str(page) for page in back.missing)
    return Problem(
        f"document:{back.document_id}",
        "print_pages_missing",
        f"“{back.form.title}”共{back.form.pages}页，缺第{pages}页。",
        f"请补扫第{pages}页；找不到的请重新打印签字。",
        "block",
    )


def _unsigned(back: Back) -> Problem:
    return Problem(
        f"document:{back.document_id}",
        UNSIGNED,
        f"“{back.form.title}”收回来了，还没有人看过签名。",
        "请看扫描件，该签名的都签了，就在材料清单点“已签名”；没签的请补签后重新扫描。",
        "block",
    )
