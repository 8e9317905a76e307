"""What an earlier case holds serves a new one: offered, agreed to, taken over, never asked twice."""

from datetime import timedelta

import pytest
from build import (
    DIBAO,
    FOUND_AT_HOME,
    Home,
    dibao_papers,
    dibao_typed,
    household,
)

from dossier import audit
from dossier.cases import store as cases
from dossier.cases.model import Status
from dossier.flows import before_papers, lending, receive, residents, steps, taking
from dossier.flows import reuse_consents as consents
from dossier.flows.lending import Borrower, Offer
from dossier.intake import store as intake
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import CaseId, new_id
from dossier.people import store
from dossier.people.model import EVERYTHING, Given, Kind
from dossier.work import look

ERRAND = "other.365yi-convenience"
MOTHER, SON = household().members
FRESH = ("申请表", "授权书", f"收入证明-{SON.name}")


def knows(home: Home) -> None:
    """Let the worker know who stands on accepted forms."""
    home.work_off(residents.KNOW_RESIDENTS)


def looked(home: Home, case: CaseId, login: str = "clerk") -> dict[str, Borrower]:
    """Look into the locker; return by name whom something is told of."""
    with home.acting(login) as (work, actor):
        found = lending.look_up(work, home.parts.house, home.parts.blobs, actor, case)
    return {one.person.name: one for one in found}


def agree(
    home: Home,
    case: CaseId,
    number_at: str,
    *kinds: Kind,
    purpose: str = DIBAO,
    login: str = "clerk",
    days: int = 300,
) -> None:
    """Record a resident's consent at the counter."""
    until = civil_day(home.clock()) + timedelta(days=days)
    wanted = consents.Agreed(new_id(), purpose, kinds, Given.IN_PERSON, until=until)
    with home.acting(login) as (work, _):
        consents.give_consent(
            work, home.parts.catalogue, home.parts.blobs, case, number_at, wanted
        )


def take(home: Home, case: CaseId, *offers: Offer, login: str = "clerk") -> None:
    """Take papers over as the desk does."""
    parts = home.parts
    keys = [one.kept.key for one in offers]
    actor = home.actor(login)
    with look(parts.sessions) as session:
        head = cases.get_case(session, case)
        wanted = taking.wanted_of(
            session, parts.house, parts.blobs, actor, case, keys, civil_day(home.clock())
        )
    copied = [taking.bring(parts.blobs, parts.reader, head, one) for one in wanted]
    with home.acting(login) as (work, actor):
        taking.take_over(work, parts.house, parts.blobs, actor, case, copied)


def new_case(home: Home, service: str = DIBAO, login: str = "clerk") -> CaseId:
    """Open a case of the mother's, with her name and number typed in."""
    case = home.open_case(service, login)
    named = {"/applicant_name": MOTHER.name, "/applicant_id_no": MOTHER.id_number}
    home.save(case, named, login=login)
    return case


def with_household(home: Home, case: CaseId) -> None:
    """Put both members on the form."""
    rows = {}
    for number, one in enumerate((MOTHER, SON)):
        rows[f"/household_members/{number}/member_name"] = one.name
        rows[f"/household_members/{number}/member_id_no"] = one.id_number
    home.save(case, rows)


def titles(borrower: Borrower) -> dict[str, bool]:
    """Return the offered papers, and whether they may be taken."""
    return {one.kept.document_type: one.consent is not None for one in borrower.offers}


def test_a_second_application_takes_everything_over_but_what_must_be_fresh(
    accepted: tuple[Home, CaseId],
) -> None:
    home, first = accepted
    knows(home)
    home.clock.advance(timedelta(days=30))
    case = new_case(home)
    with_household(home, case)

    found = looked(home, case)
    assert titles(found[MOTHER.name]) == {
        "hukou_booklet": False,
        "id_card": False,
        "bank_card": False,
    }
    assert titles(found[SON.name]) == {"hukou_booklet": False, "id_card": False}

    home.save(case, {"/household_members/0/is_disabled": True})
    agree(home, case, "/applicant_id_no", Kind.HEALTH, Kind.BANK)
    agree(home, case, "/household_members/1/member_id_no")
    found = looked(home, case)
    offers = [offer for one in found.values() for offer in one.offers]
    assert {one.kept.document_type for one in offers} == {
        "hukou_booklet", "id_card", "bank_card", "disability_cert",
    }  # fmt: skip
    assert all(
        one.consent and one.kept.original_seen_by
        for one in offers
        if one.kept.title != "银行卡/存折"
    )
    reads = home.reader.calls
    take(home, case, *offers)

    judged = home.judged(case)
    assert home.reader.calls == reads
    assert judged.papers.waiting == 0
    assert looked(home, case) == {}
    assert home.value(case, "/bank_account") == household().bank_card_number
    origin = judged.form.origins["/bank_account"]
    value = next(
        one.find_value("card_number")
        for one in judged.papers.documents
        if one.id == origin.document_id
    )
    assert value is not None
    assert value.box is not None
    assert [one.originals_seen_by for one in judged.marks if one.code == "id_cards"]

    home.read_in(case, *(one for one in dibao_papers() if one.name in FRESH))
    home.save(case, dibao_typed())
    home.mark_materials(case)
    home.accept(case)
    home.save(case, FOUND_AT_HOME, login="director")
    home.review(case)
    assert home.judged(case).state.status is Status.APPROVED
    with look(home.parts.sessions) as session:
        taken = store.takings_of(session, case)
        assert {one.source_case for one in taken} == {first}
        assert audit.verify(session).sound


def test_an_errand_needs_no_upload_at_all(accepted: tuple[Home, CaseId]) -> None:
    home, _ = accepted
    knows(home)
    case = new_case(home, ERRAND)
    agree(home, case, "/applicant_id_no", purpose=EVERYTHING)
    (offer,) = looked(home, case)[MOTHER.name].offers
    take(home, case, offer)
    judged = home.judged(case)
    assert [one.status for one in judged.evaluation.materials] == ["present"]
    assert not [one for one in judged.problems if one.code == "original_unseen"]
    person = MOTHER
    home.save(
        case,
        {
            "/applicant_phone": person.phone,
            "/hukou_address": person.address,
            "/residence_address": person.address,
            "/service_wanted": "utility",
            "/account_no": "2100012345",
            "/payment_amount": 12_350,
        },
    )
    home.mark_materials(case)
    home.accept(case)
    assert home.judged(case).state.status is Status.UNDER_REVIEW
    assert not [key for key in home.owed() if key.startswith("read_file")]


def test_erasing_the_first_case_leaves_the_second_whole(accepted: tuple[Home, CaseId]) -> None:
    home, first = accepted
    knows(home)
    case = new_case(home, ERRAND)
    agree(home, case, "/applicant_id_no", purpose=ERRAND)
    take(home, case, *looked(home, case)[MOTHER.name].offers)
    with look(home.parts.sessions) as session:
        files = intake.files_of(session, cases.get_case(session, first).batch_id)
    with home.acting("clerk") as (work, _):
        for file in files:
            home.parts.blobs.destroy(work.session, file.blob_name)
            receive.remove_file(work, file.batch_id, file.id)
    with pytest.raises(NotFound):
        home.parts.blobs.get(files[0].blob_name)
    judged = home.judged(case)
    (mine,) = judged.papers.files
    assert home.parts.blobs.get(mine.blob_name)
    (reading,) = judged.papers.readings.values()
    assert home.parts.blobs.get(reading.pages[0].image_blob)
    assert reading.body_blob
    assert home.parts.blobs.get(reading.body_blob)
    assert judged.missing == 0
    other = new_case(home, ERRAND)
    assert looked(home, other) == {}


def test_a_revoked_consent_gives_nothing_even_between_two_clicks(
    accepted: tuple[Home, CaseId],
) -> None:
    home, _ = accepted
    knows(home)
    case = new_case(home, ERRAND)
    agree(home, case, "/applicant_id_no", purpose=ERRAND)
    borrower = looked(home, case)[MOTHER.name]
    parts = home.parts
    with look(parts.sessions) as session:
        head = cases.get_case(session, case)
        wanted = taking.wanted_of(
            session,
            parts.house,
            parts.blobs,
            home.actor("clerk"),
            case,
            [one.kept.key for one in borrower.offers],
            civil_day(home.clock()),
        )
    copied = [taking.bring(parts.blobs, parts.reader, head, one) for one in wanted]
    with home.acting("second_clerk") as (work, actor):
        (given,) = store.consents_of(work.session, borrower.resident)
        for _ in range(2):
            consents.revoke_consent(work, actor, borrower.resident, given.id, "本人要求")
    with home.acting("clerk") as (work, actor), pytest.raises(Refused, match="同意"):
        taking.take_over(work, parts.house, parts.blobs, actor, case, copied)
    assert home.judged(case).papers.files == ()
    (offer,) = looked(home, case)[MOTHER.name].offers
    assert offer.consent is None


def test_an_expired_consent_and_an_expired_card_offer_nothing(
    accepted: tuple[Home, CaseId],
) -> None:
    home, _ = accepted
    knows(home)
    case = new_case(home, ERRAND)
    agree(home, case, "/applicant_id_no", purpose=ERRAND, days=10)
    home.clock.advance(timedelta(days=11))
    (offer,) = looked(home, case)[MOTHER.name].offers
    assert offer.consent is None
    with pytest.raises(Refused, match="还没有取得居民同意"):
        take(home, case, offer)
    son = home.open_case(ERRAND)
    home.save(son, {"/applicant_name": SON.name, "/applicant_id_no": SON.id_number})
    assert SON.name in looked(home, son)
    home.clock.advance(timedelta(days=366 * 20))
    assert looked(home, son) == {}


def test_another_office_learns_nothing_before_the_resident_says_so(
    accepted: tuple[Home, CaseId],
) -> None:
    home, _ = accepted
    knows(home)
    case = new_case(home, ERRAND, "neighbour")
    assert looked(home, case, "neighbour") == {}
    agree(home, case, "/applicant_id_no", purpose=ERRAND, login="neighbour")
    assert looked(home, case, "neighbour") == {}
    agree(home, case, "/applicant_id_no", purpose=EVERYTHING, login="neighbour")
    (offer,) = looked(home, case, "neighbour")[MOTHER.name].offers
    take(home, case, offer, login="neighbour")
    assert home.judged(case).missing == 0


def test_the_number_alone_is_not_enough(accepted: tuple[Home, CaseId]) -> None:
    home, _ = accepted
    knows(home)
    case = home.open_case(ERRAND)
    home.save(case, {"/applicant_name": "王桂花", "/applicant_id_no": MOTHER.id_number})
    assert looked(home, case) == {}
    with home.acting("clerk") as (work, _):
        events = [one.body for one in audit.events_about(work.session, case)]
    (told,) = [one for one in events if b'"locker_looked"' in one]
    assert MOTHER.id_number.encode() not in told
    assert "王桂花".encode() not in told


def test_a_consent_under_another_name_teaches_nothing(accepted: tuple[Home, CaseId]) -> None:
    home, _ = accepted
    knows(home)
    case = home.open_case(ERRAND)
    home.save(case, {"/applicant_name": "王桂花", "/applicant_id_no": MOTHER.id_number})
    agree(home, case, "/applicant_id_no", purpose=EVERYTHING)
    assert looked(home, case) == {}
    right = new_case(home, ERRAND)
    (offer,) = looked(home, right)[MOTHER.name].offers
    assert offer.consent is None


def test_whoever_tries_one_after_the_other_is_stopped(home: Home) -> None:
    definition = home.parts.catalogue.get(ERRAND)
    with home.acting("clerk") as (work, actor):
        for number in range(40):
            before_papers.held_for(
                work,
                home.parts.house,
                home.parts.blobs,
                actor,
                definition,
                f"王{number}",
                MOTHER.id_number,
            )
        with pytest.raises(Refused, match="十分钟"):
            before_papers.held_for(
                work,
                home.parts.house,
                home.parts.blobs,
                actor,
                definition,
                MOTHER.name,
                MOTHER.id_number,
            )


def test_the_notice_does_not_ask_for_what_may_be_taken(accepted: tuple[Home, CaseId]) -> None:
    home, _ = accepted
    knows(home)
    case = new_case(home, ERRAND)

    def refused() -> bool:
        with look(home.parts.sessions) as session:
            try:
                lending.require_taken(
                    session,
                    home.parts.house,
                    home.parts.blobs,
                    home.actor("clerk"),
                    case,
                    civil_day(home.clock()),
                )
            except Refused:
                return True
        return False

    assert not refused()
    agree(home, case, "/applicant_id_no", purpose=ERRAND)
    assert refused()
    take(home, case, *looked(home, case)[MOTHER.name].offers)
    assert not refused()


def test_before_the_papers_the_list_knows_what_need_not_be_brought(
    accepted: tuple[Home, CaseId],
) -> None:
    home, _ = accepted
    knows(home)

    def held(login: str, name: str = MOTHER.name) -> before_papers.HeldForPerson:
        with home.acting(login) as (work, actor):
            return before_papers.held_for(
                work,
                home.parts.house,
                home.parts.blobs,
                actor,
                home.parts.catalogue.get(DIBAO),
                name,
                MOTHER.id_number,
            )

    found = held("clerk")
    assert {one.material for one in found.held} >= {"hukou", "id_cards", "bank_card"}
    assert not any(one.consented for one in found.held)
    assert found.household == 1
    nothing = before_papers.HeldForPerson((), 0)
    assert held("neighbour") == held("clerk", "王桂花") == nothing


def test_the_last_household_becomes_rows_at_a_click(accepted: tuple[Home, CaseId]) -> None:
    home, first = accepted
    knows(home)
    case = new_case(home)
    before = looked(home, case)[MOTHER.name].members
    assert [(one.name, one.link.relation) for one in before] == [
        (MOTHER.name, "self"),
        (SON.name, "child"),
    ]
    with home.acting("clerk") as (work, actor), pytest.raises(Refused, match="登记同意"):
        lending.take_household(
            work,
            home.parts.house,
            home.parts.blobs,
            actor,
            case,
            [one.link.id for one in before],
        )
    agree(home, case, "/applicant_id_no")
    with home.acting("clerk") as (work, actor):
        lending.take_household(
            work,
            home.parts.house,
            home.parts.blobs,
            actor,
            case,
            [one.link.id for one in before],
        )
    assert home.value(case, "/household_members/1/member_name") == SON.name
    assert home.value(case, "/household_members/1/relation_to_applicant") == "child"
    assert looked(home, case)[MOTHER.name].members == ()
    assert before[0].link.case == first


def test_an_ended_link_is_not_offered_and_stays_in_the_history(
    accepted: tuple[Home, CaseId],
) -> None:
    home, _ = accepted
    knows(home)
    case = new_case(home)
    borrower = looked(home, case)[MOTHER.name]
    (link,) = [one.link for one in borrower.members if one.name == SON.name]
    with home.acting("clerk") as (work, actor):
        for _ in range(2):
            consents.end_link(work, actor, borrower.resident, link.id, "已分户")
    assert [one.name for one in looked(home, case)[MOTHER.name].members] == [MOTHER.name]
    with home.acting("neighbour") as (work, actor), pytest.raises(NotFound):
        consents.end_link(work, actor, borrower.resident, link.id, "已分户")
    with look(home.parts.sessions) as session:
        ended = [one for one in store.links_of(session, borrower.resident) if one.until]
    assert [one.reason for one in ended] == ["已分户"]


def test_knowing_a_case_twice_is_knowing_it_once(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    home.work_off(residents.KNOW_RESIDENTS, again=True)
    with home.acting("clerk") as (work, _):
        again = residents.know_residents(work, home.parts.catalogue, home.parts.blobs, case)
        found = residents.find_resident(
            work.session, home.parts.blobs, MOTHER.name, MOTHER.id_number
        )
        assert found
        assert {one.role for one in store.appearances_of(work.session, found)} == {
            "applicant",
            "each_member",
        }
        assert len(store.links_of(work.session, found)) == 2
    assert again == 0


def test_a_case_that_was_not_accepted_makes_nobody_known(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    with home.acting("clerk") as (work, actor):
        steps.withdraw(
            work, home.parts.house, actor, case, steps.Asked(new_id(), "申请人本人要求")
        )
        known = residents.know_residents(work, home.parts.catalogue, home.parts.blobs, case)
    assert known == 0


def test_what_was_offered_a_while_ago_may_be_gone(accepted: tuple[Home, CaseId]) -> None:
    home, first = accepted
    knows(home)
    case = new_case(home, ERRAND)
    agree(home, case, "/applicant_id_no", purpose=ERRAND)
    offers = looked(home, case)[MOTHER.name].offers
    with look(home.parts.sessions) as session:
        files = intake.files_of(session, cases.get_case(session, first).batch_id)
    with home.acting("clerk") as (work, _):
        for file in files:
            receive.remove_file(work, file.batch_id, file.id)
    with pytest.raises(Conflict, match="刷新"):
        take(home, case, *offers)
