"""Printed forms: printed, signed, scanned back, and good only while they are true."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pypdfium2
import pytest
from build import Home, dibao_typed
from fakes import Slip, reading_of

from dossier import audit
from dossier.cases.model import Status
from dossier.flows import printed_forms, receive
from dossier.flows.printed_forms import Printable
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.notices import printed_store
from dossier.notices.printed_forms import PrintedForm, find_form_code, form_code
from dossier.work import begin, look
from dossier_ocr.model import Code
from dossier_ocr.pages.codes import codes_of

FORM, AUTHORISATION = "application_form", "authorisation"
HAND_FILLED = ("申请表", "授权书")


@pytest.fixture
def case(ready: tuple[Home, CaseId]) -> CaseId:
    """A complete dibao case but for the forms that the counter prints, and the consent."""
    home, case = ready
    for file in home.judged(case).papers.files:
        if file.name in HAND_FILLED:
            home.remove(case, file)
    with home.acting("clerk") as (work, _):
        printed_forms.note_consent(work, home.parts.house, case, given=False)
    return case


@pytest.fixture
def office(ready: tuple[Home, CaseId]) -> Home:
    return ready[0]


def another_case(home: Home, login: str = "clerk") -> CaseId:
    case = home.open_case(login=login)
    home.save(case, dibao_typed(), login=login)
    return case


def print_all(home: Home, case: CaseId, login: str = "clerk") -> dict[str, PrintedForm]:
    """Print everything that is due, as the counter does; by material."""
    with home.acting(login) as (work, _):
        forms = printed_forms.order_prints(work, home.parts.house, case, None)
    for form in forms:
        pdf, pages = printed_forms.typeset_form(home.parts.letters, form)
        blob = home.parts.blobs.put(case, pdf)
        with home.acting(login) as (work, _):
            printed_forms.keep_print(work, form, pages, blob.name)
    with look(home.parts.sessions) as session:
        kept = printed_store.forms_of(session, case)
    return {one.material: one for one in kept}


def scan_of(form: PrintedForm, pages: Sequence[int], name: str = "") -> Slip:
    """Pages of a print as a scan on which nothing can be read but the codes."""
    return Slip(f"{name}{form.title}{form.number}", "unknown", (), {"pages": str(pages)})


def scan_back(
    home: Home, case: CaseId, *scans: tuple[PrintedForm, Sequence[int]], name: str = ""
) -> None:
    """Scan pages of prints, one file after the other, into ``case``."""
    for form, numbers in scans:
        slip = scan_of(form, numbers, name)
        reading = reading_of(slip)
        pages = tuple(
            replace(
                reading.pages[0],
                number=place,
                codes=(Code(form_code(form, page), "qr", (0, 0, 9, 9)),),
            )
            for place, page in enumerate(numbers, 1)
        )
        home.reader.prepare(slip, replace(reading, pages=pages, documents=()))
        home.receive(case, slip, pile=f"{name}{form.id}"[:60])
        home.work_off("read_file", "assemble", "route_pages")


def all_pages(form: PrintedForm) -> tuple[PrintedForm, range]:
    return form, range(1, form.pages + 1)


def sign(home: Home, case: CaseId, form: PrintedForm, *, signed: bool = True) -> None:
    with home.acting("clerk") as (work, _):
        printed_forms.see_signature(work, home.parts.catalogue, case, form.id, signed=signed)


def states(home: Home, case: CaseId) -> dict[str, Printable]:
    judged = home.judged(case)
    with look(home.parts.sessions) as session:
        found = printed_forms.printables_of(session, home.parts.house, judged)
    return {one.material: one for one in found}


def codes(home: Home, case: CaseId) -> list[str]:
    return [one.code for one in home.judged(case).problems if one.severity == "block"]


def status(home: Home, case: CaseId, material: str) -> str:
    due = home.judged(case).evaluation.materials
    return next(one.status for one in due if one.code == material)


def test_a_print_alone_is_no_material_and_its_signed_scan_is(
    office: Home, case: CaseId
) -> None:
    home = office
    assert status(home, case, FORM) == "missing"
    forms = print_all(home, case)
    assert {FORM, AUTHORISATION} <= forms.keys()
    assert forms[FORM].pages == 2
    assert status(home, case, FORM) == "missing"
    assert states(home, case)[FORM].state == "printed"

    scan_back(home, case, all_pages(forms[FORM]), all_pages(forms[AUTHORISATION]))
    assert status(home, case, FORM) == status(home, case, AUTHORISATION) == "present"
    assert codes(home, case).count("signature_unseen") == 2
    assert states(home, case)[FORM].state == "unsigned"
    for form in (forms[FORM], forms[AUTHORISATION]):
        sign(home, case, form)
    assert "signature_unseen" not in codes(home, case)
    assert states(home, case)[FORM].state == "signed"

    scan_back(home, case, all_pages(forms["acting.consent"]))
    sign(home, case, forms["acting.consent"])
    judged = home.judged(case)
    assert judged.desk.consent is not None
    assert judged.desk.consent.how == "signed"
    assert judged.complete, [one.message for one in judged.problems]
    home.accept(case)
    assert home.judged(case).state.status is Status.UNDER_REVIEW


def test_printing_again_is_the_same_print_until_the_form_changes(
    office: Home, case: CaseId
) -> None:
    home = office
    first = print_all(home, case)
    assert print_all(home, case) == first
    home.save(case, {"/applicant_phone": "13900008888"})
    assert states(home, case)[FORM].state == "outdated"
    second = print_all(home, case)
    assert second[FORM].number > first[FORM].number
    assert second[AUTHORISATION] == first[AUTHORISATION]


def test_a_form_changed_since_it_was_printed_is_signed_again_or_changed_back(
    office: Home, case: CaseId
) -> None:
    home = office
    form = print_all(home, case)[FORM]
    scan_back(home, case, all_pages(form))
    sign(home, case, form)
    before = home.value(case, "/applicant_phone")
    home.save(case, {"/applicant_phone": "13900008888"})
    judged = home.judged(case)
    (wrong,) = (one for one in judged.problems if one.code == "print_outdated")
    assert wrong.severity == "block"
    assert f"“联系电话”：{before}→13900008888" in wrong.message
    assert wrong in judged.for_applicant
    with pytest.raises(Refused, match="打印后内容有变动"):
        home.accept(case)

    home.save(case, {"/applicant_phone": before})
    assert "print_outdated" not in codes(home, case)
    home.save(case, {"/applicant_phone": "13900008888"})
    again = print_all(home, case)[FORM]
    assert "print_outdated" in codes(home, case)
    scan_back(home, case, all_pages(again), name="再")
    assert "print_outdated" not in codes(home, case)
    assert "signature_unseen" in codes(home, case)


def test_what_the_office_fills_in_later_does_not_undo_a_signature(
    office: Home, case: CaseId
) -> None:
    home = office
    form = print_all(home, case)[FORM]
    assert not {"/visit_date", "/visitors", "/household_size"} & form.lines.keys()


def test_a_page_that_is_wanting_is_told_and_may_come_in_another_file(
    office: Home, case: CaseId
) -> None:
    home = office
    form = print_all(home, case)[FORM]
    scan_back(home, case, (form, [1]))
    (torn,) = (one for one in home.judged(case).problems if one.code == "print_pages_missing")
    assert "共2页，缺第2页" in torn.message
    assert states(home, case)[FORM].missing_pages == (2,)
    scan_back(home, case, (form, [2]), name="补")
    assert "print_pages_missing" not in codes(home, case)
    assert "signature_unseen" in codes(home, case)


def test_a_print_of_another_case_goes_into_its_own(office: Home, case: CaseId) -> None:
    home, mine, theirs = office, case, another_case(office)
    form = print_all(home, theirs)[FORM]
    scan_back(home, mine, all_pages(form))
    assert status(home, mine, FORM) == "missing"
    assert status(home, theirs, FORM) == "present"
    assert "pages_routed_away" in [one.code for one in home.judged(mine).problems]
    assert "pages_routed_here" in [one.code for one in home.judged(theirs).problems]


def test_a_print_of_a_case_that_is_not_theirs_counts_nowhere(
    office: Home, case: CaseId
) -> None:
    home, mine, strange = office, case, another_case(office, "neighbour")
    form = print_all(home, strange, "neighbour")[FORM]
    scan_back(home, mine, all_pages(form))
    assert status(home, mine, FORM) == "missing"
    judged = home.judged(mine)
    told = [
        one.message
        for reading in judged.papers.readings.values()
        for one in reading.findings
        if one.code == "print_refused"
    ]
    assert len(told) == form.pages
    assert "不属于您可以办理的办件" in told[0]
    assert status(home, strange, FORM) == "missing"


def test_a_code_that_was_never_printed_makes_no_paper(office: Home, case: CaseId) -> None:
    home = office
    form = replace(print_all(home, case)[FORM], digest="0" * 64)
    scan_back(home, case, all_pages(form))
    assert status(home, case, FORM) == "missing"


def test_a_print_does_not_serve_another_form_of_the_same_kind(home: Home) -> None:
    case = home.open_case("other.social-org-filing")
    due = home.judged(case).evaluation.materials
    assert [one.code for one in due if one.form == "filled_form_original"] == [
        "form",
        "members",
    ]
    form = print_all(home, case)["form"]
    scan_back(home, case, all_pages(form))
    assert status(home, case, "form") == "present"
    assert status(home, case, "members") != "present"


def test_reading_a_file_again_keeps_the_signature(office: Home, case: CaseId) -> None:
    home = office
    form = print_all(home, case)[FORM]
    scan_back(home, case, all_pages(form))
    sign(home, case, form)
    (file,) = (one for one in home.judged(case).papers.files if one.name.startswith("低保"))
    with home.acting("clerk") as (work, _):
        receive.read_again(work, file.batch_id, file.id)
    home.work_off("read_file", "assemble")
    assert states(home, case)[FORM].state == "signed"


def test_a_signature_is_seen_only_on_what_came_back_and_may_be_taken_back(
    office: Home, case: CaseId
) -> None:
    home = office
    form = print_all(home, case)[FORM]
    with pytest.raises(Refused, match="还没有收回来"):
        sign(home, case, form)
    scan_back(home, case, all_pages(form))
    sign(home, case, form)
    sign(home, case, form, signed=False)
    assert states(home, case)[FORM].state == "unsigned"


def test_only_what_is_due_is_printed_while_papers_are_taken(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    with home.acting("clerk") as (work, _), pytest.raises(Refused):
        printed_forms.order_prints(work, home.parts.house, case, None)
    other = another_case(home)
    with home.acting("clerk") as (work, _), pytest.raises(NotFound):
        printed_forms.order_prints(work, home.parts.house, other, [("nothing", "")])


def test_every_page_of_the_print_bears_its_own_code(office: Home, case: CaseId) -> None:
    home = office
    form = print_all(home, case)[FORM]
    document = pypdfium2.PdfDocument(home.parts.blobs.get(form.blob_name))
    try:
        assert len(document) == form.pages
        for number in range(form.pages):
            grey = np.asarray(
                document[number].render(scale=110 / 72, grayscale=True).to_numpy()
            )
            scan = np.asarray(cv2.cvtColor(np.squeeze(grey), cv2.COLOR_GRAY2BGR), np.uint8)
            (code,) = codes_of(np.ascontiguousarray(scan))
            said = find_form_code(code.text)
            assert said is not None
            assert (said.case, said.material) == (case, FORM)
            assert (said.number, said.page) == (form.number, number + 1)
            assert form.digest.startswith(said.digest)
    finally:
        document.close()


def test_printing_signing_and_returning_stand_in_the_log(office: Home, case: CaseId) -> None:
    home = office
    form = print_all(home, case)[FORM]
    scan_back(home, case, all_pages(form))
    sign(home, case, form)
    with begin(home.parts.sessions, home.people["clerk"], home.clock) as work:
        told = b"".join(one.body for one in audit.events_about(work.session, case))
    for kind in (b"form_printed", b"form_returned", b"signature_seen"):
        assert kind in told
    name = str(home.value(case, "/applicant_name")).encode()
    assert name not in told
