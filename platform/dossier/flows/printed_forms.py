"""Forms are printed prefilled, signed by the resident, and their scans are looked at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from dossier import audit
from dossier.cases import desk_store
from dossier.cases import store as cases
from dossier.cases.desk_papers import Consent, Told
from dossier.cases.events import ConsentNoted
from dossier.catalogue.loading import Catalogue
from dossier.flows import data_notice, judge
from dossier.flows.desk import require_open
from dossier.flows.form_returns import Back, backs_of
from dossier.flows.form_sheets import Sheet, changes_of
from dossier.flows.house import House
from dossier.flows.judge import Judged
from dossier.flows.letters import office_of, told_apart
from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId, FileId, UserId, new_id
from dossier.notices import printed_store as prints
from dossier.notices.binding import count_pages
from dossier.notices.events import FormPrinted, SignatureSeen
from dossier.notices.model import Letter
from dossier.notices.printed_forms import PrintedForm, PrintedFormLetter, form_code
from dossier.notices.printing import typeset
from dossier.notices.processing_notice import ProcessingNoticeLetter
from dossier.ports import Letters
from dossier.work import Work

Slot = tuple[str, str]
"""A material and the person that it is due to."""
State = Literal["unprinted", "printed", "outdated", "incomplete", "unsigned", "signed"]
_CODES = 4
_NOT_WORDS = {"office", "number", "day", "demonstration", "label", "print_number", "qrs"}
"""What may differ between two prints that say the same."""

_content: TypeAdapter[dict[str, Json]] = TypeAdapter(dict[str, Json])


@dataclass(frozen=True, slots=True)
class Printable:
    """One form of a case and how far it is.

    form: the newest print of it.  changes: what is no longer as it was printed.
    needed: it is not there yet, neither signed nor filled in by hand.
    """

    material: str
    person_pointer: str
    title: str
    state: State
    form: PrintedForm | None
    changes: tuple[str, ...]
    missing_pages: tuple[int, ...]
    signed_by: UserId | None
    signed_at: datetime | None
    needed: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """What would be printed now."""

    sheet: Sheet | None
    letter: PrintedFormLetter | ProcessingNoticeLetter
    slot: Slot
    title: str
    document_type: str
    digest: str


def printables_of(session: Session, house: House, judged: Judged) -> tuple[Printable, ...]:
    """Return the forms that the counter prints for a case, the notice on personal data last."""
    drafts = _drafts(session, house, judged)
    forms = prints.forms_of(session, judged.case.id)
    backs = backs_of(judged.desk.returns)
    return tuple(_printable(judged, draft, forms, backs) for draft in drafts)


def order_prints(
    work: Work, house: House, case: CaseId, wanted: Collection[Slot] | None
) -> tuple[PrintedForm, ...]:
    """Keep what is to be printed, all that is due or the ``wanted``; the same again is the same print.

    Raises Refused once papers are no longer taken, NotFound for a form that is not due.
    """
    head = cases.lock_case(work.session, case)
    require_open(head)
    judged = judge.judge(work.session, house.catalogue, head, work.today)
    drafts = _drafts(work.session, house, judged)
    if wanted is not None:
        drafts = tuple(one for one in drafts if one.slot in wanted)
        if len(drafts) < len(set(wanted)):
            raise NotFound("这件办件现在不需要打印这份表格，请刷新页面。", code="form_not_due")
    else:
        drafts = _needed(work.session, judged, drafts)
    if not drafts:
        raise Refused("要签字的表格都已收齐，没有需要打印的。", code="no_form_due")
    known = {
        (one.material, one.person_pointer, one.digest): one
        for one in prints.forms_of(work.session, case)
    }
    found = []
    for draft in drafts:
        form = known.get((*draft.slot, draft.digest)) or _keep(work, case, draft)
        found.append(form)
    return tuple(found)


def typeset_form(letters: Letters, form: PrintedForm) -> tuple[bytes, int]:
    """Return the print as PDF and its number of pages; each page bears its own code.

    No transaction is open meanwhile.
    """
    codes = _CODES
    while True:
        content = {
            **form.content,
            "qrs": [form_code(form, page) for page in range(1, codes + 1)],
        }
        pdf = typeset(letters, _letter_of(form.material).model_validate(content))
        pages = count_pages(pdf)
        if pages <= codes:
            return pdf, pages
        codes = pages


def keep_print(work: Work, form: PrintedForm, pages: int, blob_name: str) -> None:
    """Note the pages of a print that was typeset; doing it again is harmless."""
    if prints.get_form(work.session, form.case_id, form.id).pages:
        return
    prints.keep_pages(work.session, form.id, pages, blob_name)
    work.record(
        FormPrinted(
            form=form.id,
            case=form.case_id,
            material=form.material,
            number=form.number,
            pages=pages,
            content=audit.commit_value(
                work.session, canonical_json(dict(form.content)), subject=form.case_id
            ),
        )
    )


def see_signature(
    work: Work, catalogue: Catalogue, case: CaseId, form: str, *, signed: bool
) -> None:
    """Note that a person saw the signature on a print that came back, or take that back.

    The signed notice on personal data counts as the consent.
    """
    head = cases.lock_case(work.session, case)
    require_open(head)
    judged = judge.judge(work.session, catalogue, head, work.today)
    printed = prints.get_form(work.session, case, form)
    came = [one for one in judged.desk.returns.values() if one.form.id == form]
    if not came:
        raise Refused(
            f"“{printed.title}”还没有收回来，请先扫描签了字的表格。", code="print_not_back"
        )
    for file in dict.fromkeys(one.file_id for one in came):
        _see(work, printed, file, signed=signed)
    if printed.material == data_notice.CONSENT:
        _consent(work, printed, signed=signed)
    judge.assemble_case(work, catalogue, case)


def note_consent(work: Work, house: House, case: CaseId, *, given: bool) -> None:
    """Note that the resident was told at the counter and agreed, or takes it back."""
    head = cases.lock_case(work.session, case)
    require_open(head)
    judged = judge.judge(work.session, house.catalogue, head, work.today)
    known = judged.desk.consent
    if (known is not None) == given:
        return
    notice = notice_of_case(work.session, house, judged)
    if given:
        consent = Consent(
            Told.COUNTER,
            notice.sensitive,
            data_notice.words_sha256(notice),
            work.actor,
            work.now,
        )
        desk_store.set_consent(work.session, case, consent)
    else:
        desk_store.drop_consent(work.session, case)
    judge.assemble_case(work, house.catalogue, case)
    _record_consent(work, case, notice, given=given)


def notice_of_case(session: Session, house: House, judged: Judged) -> ProcessingNoticeLetter:
    """Return what the resident of a case is told of personal data."""
    return data_notice.notice_of(
        judged.definition,
        judged.evaluation,
        house.catalogue,
        judged.desk.stands_in,
        office_of(session, judged.case.unit_path),
        judged.day,
        label=told_apart(judged.case),
        demonstration=house.demonstration,
    )


def _drafts(session: Session, house: House, judged: Judged) -> tuple[_Draft, ...]:
    office = office_of(session, judged.case.unit_path)
    sheets = judge.sheets_now(
        session,
        house.catalogue,
        judged.case,
        judged.evaluation,
        judged.definition,
        judged.desk.stands_in,
        judged.day,
    )
    found = [
        _Draft(
            sheet=one,
            letter=PrintedFormLetter(
                office=office,
                number="",
                day=judged.day,
                demonstration=house.demonstration,
                title=one.title,
                service=judged.definition.title_zh,
                label=told_apart(judged.case),
                version=f"第{judged.definition.version}版",
                print_number=0,
                sections=one.sections,
                tables=one.tables,
                declaration=one.declaration,
                signers=one.signers,
                qrs=(),
            ),
            slot=(one.material, one.person_pointer),
            title=one.title,
            document_type=one.document_type,
            digest=one.digest,
        )
        for one in sheets
    ]
    notice = notice_of_case(session, house, judged)
    if judged.definition.kind == "service" and "applicant" in judged.definition.persons:
        words = notice.model_dump(mode="json", exclude=_NOT_WORDS)
        found.append(
            _Draft(
                sheet=None,
                letter=notice,
                slot=(data_notice.CONSENT, ""),
                title="个人信息处理告知书",
                document_type=data_notice.NOTICE_TYPE,
                digest=sha256_hex(canonical_json(words)),
            )
        )
    return tuple(found)


def _needed(session: Session, judged: Judged, drafts: Sequence[_Draft]) -> tuple[_Draft, ...]:
    forms = prints.forms_of(session, judged.case.id)
    backs = backs_of(judged.desk.returns)
    return tuple(one for one in drafts if _printable(judged, one, forms, backs).needed)


def _is_there(judged: Judged, slot: Slot) -> bool:
    """Tell whether the resident has handed it in otherwise, or has agreed at the counter."""
    if slot[0] == data_notice.CONSENT:
        return judged.desk.consent is not None
    return any(
        due.status == "present"
        and any(one not in judged.desk.returns for one in due.document_ids)
        for due in judged.evaluation.materials
        if (due.code, due.person_pointer) == slot
    )


def _keep(work: Work, case: CaseId, draft: _Draft) -> PrintedForm:
    number = prints.next_number(work.session, case)
    letter = draft.letter.model_copy(update={"print_number": number, "day": work.today})
    form = PrintedForm(
        id=new_id(),
        case_id=case,
        material=draft.slot[0],
        person_pointer=draft.slot[1],
        number=number,
        title=draft.title,
        document_type=draft.document_type,
        digest=draft.digest,
        lines=draft.sheet.lines if draft.sheet else {},
        values=draft.sheet.values if draft.sheet else {},
        content=_content.validate_python(letter.model_dump(mode="json", exclude={"qrs"})),
        pages=0,
        blob_name="",
        printed_by=work.actor,
        printed_at=work.now,
    )
    prints.add_form(work.session, form)
    return form


def _letter_of(material: str) -> type[Letter]:
    return ProcessingNoticeLetter if material == data_notice.CONSENT else PrintedFormLetter


def _printable(
    judged: Judged, draft: _Draft, forms: Sequence[PrintedForm], backs: Sequence[Back]
) -> Printable:
    printed = [
        one for one in forms if (one.material, one.person_pointer) == draft.slot and one.pages
    ]
    returned = [
        one for one in backs if (one.form.material, one.form.person_pointer) == draft.slot
    ]
    good = [one for one in returned if one.form.digest == draft.digest]
    whole = next((one for one in reversed(good) if not one.missing), None)
    signed = next((one for one in reversed(good) if one.signed), None)
    current = next((one for one in printed if one.digest == draft.digest), None)
    state: State = "unprinted"
    if whole is not None:
        state = "signed" if signed else "unsigned"
    elif good:
        state = "incomplete"
    elif current is not None:
        state = "printed"
    elif printed:
        state = "outdated"
    shown = whole or (good[-1] if good else None) or None
    form = shown.form if shown else current or (printed[-1] if printed else None)
    changes = (
        changes_of(judged.definition, form, draft.sheet)
        if state == "outdated" and form and draft.sheet
        else ("告知书的内容",)
        if state == "outdated"
        else ()
    )
    seen = next(
        (
            one
            for one in judged.desk.returns.values()
            if signed and one.form.id == signed.form.id and one.signed_by
        ),
        None,
    )
    return Printable(
        material=draft.slot[0],
        person_pointer=draft.slot[1],
        title=draft.title,
        state=state,
        form=form,
        changes=changes,
        missing_pages=good[-1].missing if state == "incomplete" else (),
        signed_by=seen.signed_by if seen else None,
        signed_at=seen.signed_at if seen else None,
        needed=state not in ("unsigned", "signed") and not _is_there(judged, draft.slot),
    )


def _see(work: Work, form: PrintedForm, file: FileId, *, signed: bool) -> None:
    prints.set_signature(work.session, form.id, file, work.actor if signed else None, work.now)
    work.record(SignatureSeen(form=form.id, case=form.case_id, file=file, signed=signed))


def _consent(work: Work, form: PrintedForm, *, signed: bool) -> None:
    notice = ProcessingNoticeLetter.model_validate({**form.content, "qrs": []})
    known = desk_store.find_consent(work.session, form.case_id)
    if signed:
        consent = Consent(
            Told.SIGNED,
            notice.sensitive,
            data_notice.words_sha256(notice),
            work.actor,
            work.now,
        )
        desk_store.set_consent(work.session, form.case_id, consent)
    elif known is not None and known.how is Told.SIGNED:
        desk_store.drop_consent(work.session, form.case_id)
    _record_consent(work, form.case_id, notice, given=signed)


def _record_consent(
    work: Work, case: CaseId, notice: ProcessingNoticeLetter, *, given: bool
) -> None:
    known = desk_store.find_consent(work.session, case)
    work.record(
        ConsentNoted(
            case=case,
            given=given,
            how=str(known.how) if known else "",
            sensitive=notice.sensitive,
            notice_sha256=data_notice.words_sha256(notice),
        )
    )
