"""The form on two screens and in the scanner's hands at once; what the desk refuses."""

import threading

import pytest
from build import (
    GONGZU,
    Home,
    changed,
    household,
    id_card,
)

from dossier import audit
from dossier.flows import desk
from dossier.kernel.errors import Conflict, DossierError, NotFound, Refused
from dossier.kernel.ids import CaseId, DocumentId
from dossier.work import look

MOTHER, SON = household().members
PHONE, NAME = "/applicant_phone", "/applicant_name"


def test_who_saves_second_over_another_person_is_told(home: Home) -> None:
    case = home.open_case()
    screen = home.judged(case).form.revision
    home.save(case, {PHONE: "13900001111"}, known=screen)
    with pytest.raises(Conflict) as conflict:
        home.save(case, {PHONE: "13900002222"}, known=screen, login="second_clerk")
    assert conflict.value.code == "form_changed_elsewhere"
    assert home.value(case, PHONE) == "13900001111"


def test_saving_what_stands_there_already_is_no_change(home: Home) -> None:
    case = home.open_case()
    home.save(case, {PHONE: "13900001111"})
    before = home.judged(case).form
    home.save(case, {PHONE: "13900001111"})
    assert home.judged(case).form == before


def test_what_was_read_meanwhile_stays_when_an_older_screen_is_saved(home: Home) -> None:
    case = home.open_case()
    screen = home.judged(case).form
    home.read_in(case, id_card(MOTHER))
    home.save_form(case, changed(screen.form, {PHONE: "13900001111"}), screen.revision)
    assert home.value(case, PHONE) == "13900001111"
    assert home.value(case, NAME) == MOTHER.name
    assert home.judged(case).form.origins[NAME].origin == "document"


def test_what_was_typed_on_an_older_screen_wins_over_what_was_read_meanwhile(
    home: Home,
) -> None:
    case = home.open_case()
    screen = home.judged(case).form
    home.read_in(case, id_card(MOTHER))
    home.save_form(case, changed(screen.form, {NAME: "王桂蘭"}), screen.revision)
    assert home.value(case, NAME) == "王桂蘭"
    assert home.judged(case).form.origins[NAME].by == home.people["clerk"]
    assert home.value(case, "/applicant_id_no") == MOTHER.id_number


def test_of_two_that_save_at_once_one_is_told(home: Home) -> None:
    case = home.open_case()
    form = home.judged(case).form
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def save(login: str, phone: str) -> None:
        start.wait()
        try:
            home.save_form(case, changed(form.form, {PHONE: phone}), form.revision, login=login)
        except DossierError as failure:
            outcomes.append(failure.code)
        else:
            outcomes.append("saved")

    two = (("clerk", "13900001111"), ("second_clerk", "13900002222"))
    threads = [threading.Thread(target=save, args=one) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["form_changed_elsewhere", "saved"]


def test_derived_values_are_computed_and_never_taken_from_the_screen(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    home.save(case, {"/household_size": 9, "/per_capita_income": 1})
    assert home.value(case, "/household_size") is None
    assert home.judged(case).evaluation.form["household_size"] == 2


def test_what_was_typed_stands_in_the_audit_log_as_a_commitment_only(home: Home) -> None:
    case = home.open_case()
    home.save(case, {PHONE: "13900001111"})
    with look(home.parts.sessions) as session:
        records = [
            one for one in audit.events_about(session, case) if b'"form_changed"' in one.body
        ]
    assert len(records) == 1
    assert b"13900001111" not in records[0].body
    assert b'"changed":["/applicant_phone"]' in records[0].body


def test_an_accepted_case_is_closed_but_for_what_the_office_finds(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    home.accept(case)
    home.save(case, {"/visitors": "赵国强、许静"}, login="director")
    assert home.value(case, "/visitors") == "赵国强、许静"
    with pytest.raises(Refused, match="已受理") as refused:
        home.save(case, {PHONE: "13900009999"})
    assert refused.value.code == "case_not_open"
    with pytest.raises(Refused):
        home.save(case, {"/visitors": "赵国强", PHONE: "13900009999"}, login="director")
    with pytest.raises(Refused):
        home.mark_materials(case)
    document = home.judged(case).papers.documents[0]
    with pytest.raises(Refused):
        home.correct(case, document.id, "applicant", "别人")


def test_an_approved_case_is_closed_for_everybody(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    home.review(case)
    with pytest.raises(Refused):
        home.save(case, {"/visitors": "某某、某某"}, login="director")


def test_only_what_the_platform_shows_is_waived(ready: tuple[Home, CaseId]) -> None:
    home, case = ready

    def mark(code: str, person: str, *, waived: bool) -> None:
        with home.acting("clerk") as (work, _):
            desk.mark_material(
                work,
                home.parts.catalogue,
                case,
                code,
                person,
                originals_seen=False,
                waived=waived,
                note="平台：有记录",
            )

    with pytest.raises(Refused) as refused:
        mark("bank_card", "", waived=True)
    assert refused.value.code == "not_waivable"
    with pytest.raises(NotFound):
        mark("land_ledger", "", waived=False)
    with pytest.raises(NotFound):
        mark("insurance", "/household_members/7", waived=True)
    (insurance,) = [
        one for one in home.judged(case).evaluation.materials if one.code == "insurance"
    ]
    assert (insurance.person_name, insurance.status) == (SON.name, "waived")
    mark("insurance", insurance.person_pointer, waived=False)
    assert home.judged(case).missing == 1


def test_a_question_left_to_the_clerk_is_answered_with_not_needed(home: Home) -> None:
    case = home.open_case(GONGZU)
    (asked,) = [one for one in home.judged(case).evaluation.materials if one.question_zh]
    assert asked.status == "unchecked"
    with home.acting("clerk") as (work, _):
        desk.mark_material(
            work,
            home.parts.catalogue,
            case,
            asked.code,
            asked.person_pointer,
            originals_seen=False,
            waived=True,
            note=None,
        )
    (answered,) = [one for one in home.judged(case).evaluation.materials if one.question_zh]
    assert answered.status == "waived"


def test_what_the_platform_does_not_show_is_asked_of_the_resident(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    (insurance,) = [
        one for one in home.judged(case).evaluation.materials if one.code == "insurance"
    ]
    with home.acting("clerk") as (work, _):
        desk.mark_material(
            work,
            home.parts.catalogue,
            case,
            insurance.code,
            insurance.person_pointer,
            originals_seen=False,
            waived=False,
            not_found=True,
            note="平台：无记录",
        )
    (asked,) = [
        one for one in home.judged(case).evaluation.materials if one.code == "insurance"
    ]
    assert asked.status == "missing"
    with pytest.raises(Refused, match="参保证明"):
        home.accept(case)


def test_a_document_of_another_case_is_not_corrected(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    home.read_in(here, id_card(MOTHER))
    document = home.judged(here).papers.documents[0].id
    for unknown in (document, DocumentId("nothing")):
        with pytest.raises(NotFound):
            home.correct(there, unknown, "name", "别人")


def test_a_case_is_opened_at_a_counter_for_a_service_that_there_is(home: Home) -> None:
    with pytest.raises(Refused) as refused:
        home.open_case(login="reviewer")
    assert refused.value.code == "forbidden_no_counter"
    with pytest.raises(NotFound):
        home.open_case("social-security.nothing")


def test_a_case_is_pinned_to_the_version_that_it_began_with(home: Home) -> None:
    case = home.open_case()
    head = home.judged(case).case
    definition = home.parts.catalogue.get(head.service)
    assert (head.version, head.digest) == (definition.version, definition.digest)
    assert home.parts.catalogue.published[f"{head.service}@{head.version}"] == head.digest
