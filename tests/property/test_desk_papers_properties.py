"""What must hold of every printed form: its code says which it is; its digest says what it says."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from dossier.catalogue.loading import Catalogue, load
from dossier.catalogue.rules import evaluate
from dossier.flows import pointers
from dossier.flows.form_sheets import Grounds, Sheet, sheets_of
from dossier.kernel.canonical import Json
from dossier.kernel.clock import CIVIL
from dossier.kernel.ids import CaseId, UserId, new_id
from dossier.kernel.settings import form_schemas_folder
from dossier.notices.printed_forms import (
    PrintedForm,
    find_form_code,
    form_code,
    is_print,
)

DAY = date(2026, 3, 9)
SERVICE = "social-security.dibao"


@cache
def catalogue() -> Catalogue:
    return load(form_schemas_folder())


def a_form(case: CaseId, material: str, number: int, digest: str) -> PrintedForm:
    return PrintedForm(
        id=new_id(),
        case_id=case,
        material=material,
        person_pointer="",
        number=number,
        title="表",
        document_type="application_form",
        digest=digest,
        lines={},
        values={},
        content={},
        pages=1,
        blob_name="",
        printed_by=UserId("system"),
        printed_at=datetime(2026, 3, 9, 9, tzinfo=CIVIL),
    )


materials = st.sampled_from(
    sorted(
        {one.code for definition in catalogue().list() for one in definition.materials}
        | {"acting.power", "acting.consent"}
    )
)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(materials, st.integers(1, 999_999), digests, st.integers(1, 999))
def test_a_code_says_case_material_number_digest_and_page(
    material: str, number: int, digest: str, page: int
) -> None:
    form = a_form(CaseId(new_id()), material, number, digest)
    text = form_code(form, page)
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -.:")
    code = find_form_code(text)
    assert code is not None
    assert is_print(code, form)
    assert (code.case, code.material, code.number, code.page) == (
        form.case_id,
        material,
        number,
        page,
    )
    other = a_form(CaseId(new_id()), material, number, digest)
    assert not is_print(code, other)


@given(st.text(max_size=150))
def test_another_code_is_no_print(text: str) -> None:
    assert find_form_code(text) is None


def sheet_of(form: Mapping[str, Json]) -> Sheet:
    definition = catalogue().get(SERVICE)
    evaluation = evaluate(definition, form, (), catalogue().parameters, DAY)
    grounds = Grounds(definition, evaluation, None, catalogue().desk, "和安区民政局", DAY)
    return next(one for one in sheets_of(grounds) if one.material == "application_form")


EXAMPLE = dict(catalogue().get(SERVICE).examples[0].form)
TYPED = (
    "/applicant_phone",
    "/residence_address",
    "/bank_account",
    "/household_members/1/employer_name",
    "/household_members/0/member_name",
)


@given(
    st.sampled_from(TYPED), st.text("一二三四五六七八九十0123456789", min_size=1, max_size=20)
)
def test_the_digest_changes_exactly_with_what_is_printed(pointer: str, text: str) -> None:
    before = sheet_of(EXAMPLE)
    after = sheet_of(pointers.placed(EXAMPLE, pointer, text))
    same = pointers.get(EXAMPLE, pointer) == text
    assert (before.digest == after.digest) is same
    assert (before.lines == after.lines) is same
    assert sheet_of(dict(EXAMPLE)).digest == before.digest


@given(st.dates(DAY, date(2027, 12, 31)))
def test_time_alone_changes_no_form(day: date) -> None:
    definition = catalogue().get(SERVICE)
    evaluation = evaluate(definition, EXAMPLE, (), catalogue().parameters, day)
    grounds = Grounds(definition, evaluation, None, catalogue().desk, "和安区民政局", day)
    found = {one.material: one.digest for one in sheets_of(grounds)}
    assert found["application_form"] == sheet_of(EXAMPLE).digest
