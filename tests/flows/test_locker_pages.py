"""Of a scan with many papers only the resident's pages are lent; what people said goes along."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from build import COMMUNITY_PATH, Home, bank_card, household, id_card
from fakes import Slip, reading_of
from flows.test_locker_reuse import ERRAND, agree, knows, looked, new_case, take

from dossier.api.locker import (
    PersonCommand,
    look_before_papers,
    look_into_locker,
    show_resident,
)
from dossier.api.present import case_view
from dossier.documents import store as documents
from dossier.documents.model import Verdict
from dossier.flows import reuse_consents as consents
from dossier.flows.residents import know_resident
from dossier.intake.model import ReceivedFile
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId, new_id
from dossier.people import store
from dossier.people.model import Appearance, Given, Kind
from dossier.samples.people import id_number
from dossier.work import look
from dossier_ocr import from_json
from dossier_ocr.model import FileReading

MOTHER, SON = household().members


def bundled(slips: Sequence[Slip], *, one_page: bool = False) -> tuple[Slip, FileReading]:
    """Return several papers as one scan: each on a page of its own, or all on one."""
    pages, read = [], []
    for number, slip in enumerate(slips, 1):
        reading = reading_of(slip)
        at = 1 if one_page else number
        if at == number:
            pages += [replace(page, number=at) for page in reading.pages]
        read += [
            replace(
                one,
                pages=(at,),
                fields={name: replace(value, page=at) for name, value in one.fields.items()},
            )
            for one in reading.documents
        ]
    name = "、".join(slip.name for slip in slips)
    whole = replace(slips[0], name=name, copy=2 if one_page else 3)
    return whole, FileReading(tuple(pages), tuple(read), (), "replay", "1", 0.0, name)


def accepted_errand(home: Home, slips: Sequence[Slip], *, one_page: bool = False) -> CaseId:
    """Return an accepted case whose papers came in one scan."""
    case = home.open_case(ERRAND)
    whole, reading = bundled(slips, one_page=one_page)
    home.reader.prepare(whole, reading)
    home.receive(case, whole, pile=new_id())
    home.work_off("read_file", "assemble")
    home.save(
        case,
        {
            "/applicant_name": MOTHER.name,
            "/applicant_id_no": MOTHER.id_number,
            "/applicant_phone": MOTHER.phone,
            "/hukou_address": MOTHER.address,
            "/residence_address": MOTHER.address,
            "/service_wanted": "utility",
            "/account_no": "2100012345",
            "/payment_amount": 12_350,
        },
    )
    home.mark_materials(case)
    home.accept(case)
    knows(home)
    return case


def the_file(home: Home, case: CaseId) -> ReceivedFile:
    """Return the one file of a case."""
    (file,) = home.judged(case).papers.files
    return file


def test_of_a_bundle_only_the_pages_of_the_paper_are_taken(home: Home) -> None:
    accepted_errand(home, (id_card(SON), id_card(MOTHER), bank_card(household())))
    case = new_case(home, ERRAND)
    agree(home, case, "/applicant_id_no", purpose=ERRAND)
    take(home, case, *looked(home, case)[MOTHER.name].offers)
    judged = home.judged(case)
    (reading,) = judged.papers.readings.values()
    assert [page.number for page in reading.pages] == [1]
    assert [one.document_type for one in reading.documents] == ["id_card"]
    assert reading.body_blob
    body = from_json(home.parts.blobs.get(reading.body_blob))
    assert SON.name not in str(body)
    assert [one.pages for one in body.documents] == [(1,)]
    assert "第 2 页" in the_file(home, case).name
    assert home.value(case, "/applicant_gender") == "female"
    with look(home.parts.sessions) as session:
        (taken,) = store.takings_of(session, case)
    assert taken.pages == (2,)


def test_a_page_that_bears_papers_of_two_people_is_not_lent(home: Home) -> None:
    accepted_errand(home, (id_card(MOTHER), id_card(SON)), one_page=True)
    case = new_case(home, ERRAND)
    assert looked(home, case) == {}


def test_a_page_that_bears_something_more_sensitive_is_not_lent(home: Home) -> None:
    accepted_errand(home, (id_card(MOTHER), bank_card(household())), one_page=True)
    case = new_case(home, ERRAND)
    assert looked(home, case) == {}


def test_what_people_said_of_a_value_goes_along_and_is_counted_once(home: Home) -> None:
    first = home.open_case(ERRAND)
    home.read_in(first, id_card(MOTHER, unsure=("ethnicity",)))
    (document,) = home.judged(first).papers.documents
    home.correct(first, document.id, "ethnicity", "满")
    home.save(
        first,
        {
            "/applicant_phone": MOTHER.phone,
            "/hukou_address": MOTHER.address,
            "/residence_address": MOTHER.address,
            "/service_wanted": "utility",
            "/account_no": "2100012345",
            "/payment_amount": 12_350,
        },
    )
    home.mark_materials(first)
    home.accept(first)
    knows(home)
    with look(home.parts.sessions) as session:
        before = (documents.count_values(session), len(documents.standing_reviews(session)))

    case = new_case(home, ERRAND)
    agree(home, case, "/applicant_id_no", purpose=ERRAND)
    take(home, case, *looked(home, case)[MOTHER.name].offers)
    (copy,) = home.judged(case).papers.documents
    value = copy.find_value("ethnicity")
    assert value is not None
    assert (value.value, value.machine) == ("满", "汉")
    assert value.review is not None
    assert value.review.verdict is Verdict.CORRECTED
    assert home.value(case, "/applicant_ethnicity") == "满"
    with look(home.parts.sessions) as session:
        after = (documents.count_values(session), len(documents.standing_reviews(session)))
    assert after == before


def test_a_child_s_papers_want_the_guardian_and_the_word_minor(home: Home) -> None:
    born = date(2014, 5, 1)
    child = replace(SON, birth_date=born, id_number=id_number(born, "男", 17))
    first = home.open_case(ERRAND)
    home.read_in(first, id_card(child))
    with home.acting("clerk") as (work, _):
        resident = know_resident(work, home.parts.blobs, child.name, child.id_number)
        store.add_appearance(
            work.session,
            Appearance(
                resident,
                first,
                COMMUNITY_PATH,
                "applicant",
                "/applicant_name",
                "/applicant_id_no",
                work.today,
            ),
        )
    case = home.open_case(ERRAND)
    home.save(case, {"/applicant_name": child.name, "/applicant_id_no": child.id_number})
    with pytest.raises(Refused, match="监护人"):
        agree(home, case, "/applicant_id_no", Kind.MINOR, purpose=ERRAND)
    agreed = consents.Agreed(new_id(), ERRAND, (Kind.MINOR,), Given.GUARDIAN, MOTHER.name)
    with home.acting("clerk") as (work, _):
        consents.give_consent(
            work, home.parts.catalogue, home.parts.blobs, case, "/applicant_id_no", agreed
        )
    borrower = looked(home, case)[child.name]
    assert borrower.minor
    assert [one.consent is not None for one in borrower.offers] == [True]


def test_a_signed_consent_names_a_scan_of_this_very_case(home: Home) -> None:
    first = accepted_errand(home, (id_card(MOTHER),))
    case = new_case(home, ERRAND)
    elsewhere = the_file(home, first).id
    agreed = consents.Agreed(new_id(), ERRAND, (), Given.PAPER, file=elsewhere)
    with home.acting("clerk") as (work, _), pytest.raises(NotFound):
        consents.give_consent(
            work, home.parts.catalogue, home.parts.blobs, case, "/applicant_id_no", agreed
        )
    other = consents.Agreed(new_id(), "social-security.dibao", (), Given.IN_PERSON)
    with home.acting("clerk") as (work, _), pytest.raises(Refused, match="本事项"):
        consents.give_consent(
            work, home.parts.catalogue, home.parts.blobs, case, "/applicant_id_no", other
        )


def test_the_screen_is_told_no_name_before_consent(accepted: tuple[Home, CaseId]) -> None:
    home, _ = accepted
    knows(home)
    case = new_case(home)
    with home.acting("clerk") as (work, actor):
        view = look_into_locker(case, home.parts, actor, work)
    (person,) = view.persons
    assert {(one.name, one.number, one.consented) for one in person.members} == {
        ("", "", False)
    }
    assert SON.name not in view.model_dump_json()
    assert SON.id_number not in view.model_dump_json()


def test_an_accepted_case_leads_to_its_residents(accepted: tuple[Home, CaseId]) -> None:
    home, first = accepted
    knows(home)
    with look(home.parts.sessions) as session:
        view = case_view(
            session,
            home.parts.house,
            home.actor("reviewer"),
            home.judged(first),
            home.clock(),
        )
    assert [one.name for one in view.residents] == [MOTHER.name, SON.name]


def test_a_resident_s_page_is_for_whoever_may_see_a_case_of_theirs(
    accepted: tuple[Home, CaseId],
) -> None:
    home, first = accepted
    knows(home)
    case = new_case(home)
    resident = looked(home, case)[MOTHER.name].resident
    with home.acting("director") as (work, actor):
        view = show_resident(resident, home.parts, actor, work)
    assert (view.name, view.number_masked) == (MOTHER.name, "210108********0425")
    assert not view.may_edit
    assert [one.id for one in view.cases] == [first]
    assert {one.title for one in view.papers} >= {"居民身份证", "残疾人证"}
    assert [one.name for one in view.household] == [SON.name]
    assert MOTHER.id_number not in view.model_dump_json()
    for stranger in ("neighbour", "neighbour_director"):
        with home.acting(stranger) as (work, actor), pytest.raises(NotFound):
            show_resident(resident, home.parts, actor, work)
    with home.acting("director") as (work, actor):
        again = show_resident(resident, home.parts, actor, work)
    assert [one.by for one in again.looks][:1] == [actor.name]


def test_before_the_papers_name_and_number_are_carried_along(
    accepted: tuple[Home, CaseId],
) -> None:
    home, _ = accepted
    knows(home)
    asked = PersonCommand(name=MOTHER.name, id_number=MOTHER.id_number.lower())
    with home.acting("clerk") as (work, actor):
        view = look_before_papers(ERRAND, asked, home.parts, actor, work)
    assert (view.known, view.name_at, view.number_at) == (
        True,
        "/applicant_name",
        "/applicant_id_no",
    )
    assert [(one.material, one.consented) for one in view.held] == [("id", False)]
    wrong = PersonCommand(name=MOTHER.name, id_number="210108196908170420")
    with home.acting("clerk") as (work, actor), pytest.raises(Refused, match="18位"):
        look_before_papers(ERRAND, wrong, home.parts, actor, work)
