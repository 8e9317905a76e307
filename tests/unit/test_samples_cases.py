"""The cases: what is brought, what is missing, what the clerk types."""

import io
from collections import Counter

import pypdfium2
import pytest
from PIL import Image

from dossier.samples.cases import SampleCase, contradicting_case, missing_paper_case
from dossier.samples.degrade import Degradation, Dose


@pytest.fixture(scope="module")
def case() -> SampleCase:
    return missing_paper_case(doses=(Dose(Degradation.DPI_150),))


def test_papers_have_names_of_their_own_and_are_small(case: SampleCase) -> None:
    names = [paper.name for paper in case.papers]
    assert len(set(names)) == len(names)
    for paper in case.papers:
        pages = len(paper.pages)
        assert len(paper.content) <= 400_000 * pages
        if paper.media_type == "image/jpeg":
            assert paper.name.endswith(".jpg")
            with Image.open(io.BytesIO(paper.content)) as image:
                image.load()


def test_what_is_missing_is_not_among_the_papers(case: SampleCase) -> None:
    kinds = Counter(paper.document_type for paper in case.papers)
    assert kinds["income_proof"] == 0
    pages = [
        page.truth.get("member_name")
        for paper in case.papers
        if paper.document_type == "hukou_booklet"
        for page in paper.pages
    ]
    wife = case.household.members[1]
    assert pages == [None, "赵德海"]
    assert [(gap.material, gap.person) for gap in case.missing] == [
        ("hukou", wife.name),
        ("income_employed", "赵德海"),
    ]


def test_the_register_is_one_pdf_of_pictures_without_text(case: SampleCase) -> None:
    register = next(paper for paper in case.papers if paper.document_type == "hukou_booklet")
    assert (register.name, register.parts) == ("户口簿-赵德海.pdf", ("home", "member"))
    assert register.truth["head_name"] == register.truth["member_name"] == "赵德海"
    document = pypdfium2.PdfDocument(register.content)
    assert len(document) == 2
    for page in document:
        assert page.get_textpage().get_text_range() == ""
        width, height = page.get_size()
        assert width > height > 290
    document.close()


def test_the_form_holds_fen_and_what_the_papers_say(case: SampleCase) -> None:
    assert case.form["applicant_name"] == "赵德海"
    assert case.form["bank_account"] == case.household.bank_card_number
    members = case.form["household_members"]
    assert isinstance(members, list)
    assert [member["monthly_income"] for member in members] == [132_000, 0]
    assert "applicant_name" not in case.typed


def test_the_contradiction_is_on_one_page_of_the_register_only() -> None:
    case = contradicting_case(doses=(Dose(Degradation.DPI_150),))
    (found,) = case.contradictions
    assert (found.value, found.other_value) == ("孙静", "孙婧")
    told = {
        (f"{paper.document_type}.{field}", value)
        for paper in case.papers
        for page in paper.pages
        for field, value in page.truth.items()
    }
    assert (found.field, found.value) in told
    assert (found.other_field, found.other_value) in told
    assert (found.other_field, found.value) not in told
    letter = next(paper for paper in case.papers if paper.document_type == "income_proof")
    assert letter.media_type == "application/pdf"
