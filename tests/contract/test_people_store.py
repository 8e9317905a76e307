"""Residents, links, consents and look-ups as rows; each on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId, ConsentId, LinkId, ResidentId, UserId, new_id
from dossier.people import store
from dossier.people.model import (
    EVERYTHING,
    Appearance,
    Consent,
    Given,
    Kind,
    Link,
    LookUp,
)

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 9)
CLERK = UserId("clerk")


def a_resident(session: Session, number: str = "n1", name: str = "m1") -> ResidentId:
    return store.know(session, number, name, NOW)[0]


def a_consent(resident: ResidentId) -> Consent:
    return Consent(
        id=ConsentId(new_id()),
        resident=resident,
        purpose=EVERYTHING,
        kinds=(Kind.BANK,),
        given_on=TODAY,
        until=TODAY + timedelta(days=30),
        how=Given.IN_PERSON,
        guardian="",
        file=None,
        case=None,
        unit_path="0001/",
        text_sha256="0" * 64,
        by=CLERK,
        at=NOW,
    )


def a_link(head: ResidentId, member: ResidentId, case: str = "case") -> Link:
    return Link(
        id=LinkId(new_id()),
        head=head,
        member=member,
        relation="child",
        relation_zh="子女",
        case=CaseId(case),
        unit_path="0001/",
        row="/household_members/1",
        since=TODAY,
        until=None,
        reason="",
        ended_by=None,
    )


def test_a_number_is_one_resident_under_every_name_that_was_borne(session: Session) -> None:
    first, new = store.know(session, "n1", "m1", NOW)
    again, known = store.know(session, "n1", "m2", NOW)
    assert (new, known, again) == (True, False, first)
    assert store.find_resident(session, "n1", "m1") == first
    assert store.find_resident(session, "n1", "m2") == first
    assert store.find_resident(session, "n1", "m3") is None
    assert store.find_resident(session, "n2", "m1") is None


def test_an_appearance_is_kept_once_and_the_newest_case_comes_first(session: Session) -> None:
    resident = a_resident(session)
    early = Appearance(resident, CaseId("a"), "0001/", "applicant", "/n", "/i", TODAY)
    late = replace(early, case=CaseId("b"), accepted_on=TODAY + timedelta(days=1))
    assert store.add_appearance(session, early)
    assert not store.add_appearance(session, early)
    assert store.add_appearance(session, late)
    assert store.appearances_of(session, resident) == (late, early)


def test_a_link_is_added_once_a_case_and_ends_beside_itself(session: Session) -> None:
    head, member = a_resident(session), a_resident(session, "n2", "m2")
    link = a_link(head, member)
    assert store.add_link(session, link)
    assert not store.add_link(session, a_link(head, member))
    assert store.add_link(session, a_link(head, member, "later"))
    assert store.end_link(session, link, TODAY, "已分户", CLERK, NOW)
    assert not store.end_link(session, link, TODAY, "又一次", CLERK, NOW)
    first, second = store.links_of(session, head)
    ended = first if first.id == link.id else second
    assert (ended.until, ended.reason, ended.ended_by) == (TODAY, "已分户", CLERK)


def test_the_same_press_is_one_consent_and_another_person_cannot_use_it(
    session: Session,
) -> None:
    resident = a_resident(session)
    first = store.add_consent(session, a_consent(resident), "press-1")
    assert store.add_consent(session, a_consent(resident), "press-1") == first
    assert store.consents_of(session, resident) == (first,)
    other = replace(a_consent(resident), by=UserId("other"))
    with pytest.raises(Refused):
        store.add_consent(session, other, "press-1")


def test_a_consent_is_revoked_for_ever(session: Session) -> None:
    resident = a_resident(session)
    consent = store.add_consent(session, a_consent(resident), "press-1")
    assert store.revoke_consent(session, consent.id, "本人要求", CLERK, NOW)
    assert not store.revoke_consent(session, consent.id, "又一次", CLERK, NOW)
    found = store.get_consent(session, resident, consent.id)
    assert (found.revoked_at, found.revoked_because) == (NOW, "本人要求")
    with pytest.raises(NotFound):
        store.get_consent(session, a_resident(session, "n2", "m2"), consent.id)


@pytest.mark.parametrize("table", ["resident_consent", "household_link"])
def test_what_was_written_is_not_changed(session: Session, table: str) -> None:
    resident = a_resident(session)
    store.add_consent(session, a_consent(resident), "press-1")
    store.add_link(session, a_link(resident, resident))
    column = "until" if table == "resident_consent" else "since"
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(sa.text(f"UPDATE {table} SET {column} = '2099-01-01'"))


def test_misses_are_counted_by_person_and_forgotten_with_time(session: Session) -> None:
    resident = a_resident(session)
    miss = LookUp(CLERK, NOW, None, "p1", "a.first", None)
    for one in (
        miss,
        miss,
        replace(miss, person_key="p2"),
        replace(miss, person_key="p3", at=NOW - timedelta(hours=1)),
        replace(miss, person_key="p4", by=UserId("other")),
        replace(miss, person_key="p5", resident=resident),
    ):
        store.add_look_up(session, one)
    assert store.count_misses(session, CLERK, NOW - timedelta(minutes=10)) == 2
    (seen,) = store.look_ups_of(session, resident, 20)
    assert seen.person_key == "p5"
