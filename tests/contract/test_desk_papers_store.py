"""Rows of what the counter notes beside the form, on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dossier.cases import desk_store
from dossier.cases import store as cases
from dossier.cases.acting import Acting, By, Channel, Proof
from dossier.cases.desk_papers import Certification, Consent, Told
from dossier.cases.model import Case, Status
from dossier.intake import store as intake
from dossier.kernel.clock import CIVIL
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import BatchId, CaseId, FileId, UserId, new_id
from dossier.notices import printed_store as prints
from dossier.notices.printed_forms import PrintedForm

NOW = datetime(2026, 3, 9, 9, tzinfo=CIVIL)
CLERK, OTHER = UserId("clerk"), UserId("other")
FULL = Acting(
    By.AGENT,
    Channel.AGENCY,
    "孙悦",
    "x" * 18,
    "1",
    "邻居",
    "代办",
    date(2026, 12, 31),
    Proof.PAPER,
)


@pytest.fixture
def case(session: Session) -> CaseId:
    case = CaseId(new_id())
    batch = BatchId(new_id())
    intake.add_batch(session, batch, "0001/", CLERK, NOW)
    head = Case(
        id=case,
        batch_id=batch,
        unit_path="0001/",
        service="a.b",
        version=1,
        digest="d" * 64,
        opened_by=CLERK,
        opened_at=NOW,
        case_no=None,
        applicant=None,
        status=Status.OPEN,
        stage_role=None,
        due_on=None,
        due_provisional=False,
        missing=0,
        blocking=0,
        reference_code=None,
    )
    cases.add_case(session, head)
    return case


def a_form(case: CaseId, number: int = 1, digest: str = "d" * 64) -> PrintedForm:
    return PrintedForm(
        id=new_id(),
        case_id=case,
        material="form",
        person_pointer="",
        number=number,
        title="申请表",
        document_type="application_form",
        digest=digest,
        lines={"/a": "甲"},
        values={"applicant": "甲"},
        content={"title": "申请表", "rows": [1, None]},
        pages=0,
        blob_name="",
        printed_by=CLERK,
        printed_at=NOW,
    )


def test_who_acts_is_kept_and_written_over(session: Session, case: CaseId) -> None:
    assert desk_store.find_acting(session, case) is None
    desk_store.set_acting(session, case, FULL, CLERK, NOW)
    noted = desk_store.find_acting(session, case)
    assert noted is not None
    assert (noted.acting, noted.noted_by, noted.noted_at) == (FULL, CLERK, NOW)
    alone = Acting(By.SELF, Channel.COUNTER)
    desk_store.set_acting(session, case, alone, OTHER, NOW)
    noted = desk_store.find_acting(session, case)
    assert noted is not None
    assert (noted.acting, noted.noted_by) == (alone, OTHER)


def test_a_certification_that_is_taken_back_stays(session: Session, case: CaseId) -> None:
    files = (FileId(new_id()), FileId(new_id()))
    given = Certification(new_id(), "id", "/a/0", "身份证", files, "0001/", CLERK, NOW)
    desk_store.add_certification(session, case, given)
    assert desk_store.certifications_of(session, case) == (given,)
    later = NOW + timedelta(minutes=1)
    desk_store.withdraw_certification(session, given.id, "看错了", OTHER, later)
    kept = desk_store.get_certification(session, case, given.id)
    assert kept == replace(
        given, withdrawn_by=OTHER, withdrawn_at=later, withdrawn_reason="看错了"
    )
    assert not kept.stands
    with pytest.raises(NotFound):
        desk_store.get_certification(session, CaseId(new_id()), given.id)


def test_consent_is_given_and_dropped(session: Session, case: CaseId) -> None:
    desk_store.drop_consent(session, case)
    given = Consent(Told.COUNTER, sensitive=True, notice_sha256="a" * 64, by=CLERK, at=NOW)
    desk_store.set_consent(session, case, given)
    assert desk_store.find_consent(session, case) == given
    desk_store.drop_consent(session, case)
    assert desk_store.find_consent(session, case) is None


def test_a_print_is_kept_with_its_pages_and_its_number(session: Session, case: CaseId) -> None:
    assert prints.next_number(session, case) == 1
    form = a_form(case)
    prints.add_form(session, form)
    assert prints.next_number(session, case) == 2
    prints.keep_pages(session, form.id, 2, "blob")
    kept = prints.get_form(session, case, form.id)
    assert kept == replace(form, pages=2, blob_name="blob")
    assert prints.find_numbered(session, case, 1) == kept
    assert prints.find_numbered(session, case, 2) is None
    with pytest.raises(NotFound):
        prints.get_form(session, CaseId(new_id()), form.id)


@pytest.mark.parametrize(("number", "digest"), [(1, "e" * 64), (2, "d" * 64)])
def test_a_number_and_a_content_are_one_print(
    session: Session, case: CaseId, number: int, digest: str
) -> None:
    prints.add_form(session, a_form(case))
    with pytest.raises(IntegrityError), session.begin_nested():
        prints.add_form(session, a_form(case, number, digest))


def test_a_return_knows_its_print_and_who_saw_the_signature(
    session: Session, case: CaseId
) -> None:
    form = a_form(case)
    prints.add_form(session, form)
    document, file = new_id(), FileId(new_id())
    prints.add_return(session, document, file, form.id, (1, 2))
    came = prints.returns_of(session, [document, new_id()])[document]
    assert (came.form, came.pages, came.signed_by) == (form, (1, 2), None)
    for _ in range(2):
        prints.set_signature(session, form.id, file, CLERK, NOW)
    assert prints.returns_of(session, [document])[document].signed_by == CLERK
    for _ in range(2):
        prints.set_signature(session, form.id, file, None, NOW)
    assert prints.returns_of(session, [document])[document].signed_by is None
