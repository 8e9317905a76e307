"""What we would state to an auditor of the document locker."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dossier.kernel.ids import CaseId, ConsentId, LinkId, ResidentId, UserId
from dossier.people import rules
from dossier.people.model import EVERYTHING, Consent, Given, Kind, Link, Standing

DAY = date(2026, 3, 9)
PURPOSES = ("a.first", "b.second", EVERYTHING)
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))
kinds = st.frozensets(st.sampled_from(list(Kind)))


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    """Return any consent, revoked or not."""
    given_on = draw(days)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Consent(
        id=ConsentId(str(draw(st.integers(0, 10**6)))),
        resident=ResidentId("r"),
        purpose=draw(st.sampled_from(PURPOSES)),
        kinds=tuple(draw(kinds)),
        given_on=given_on,
        until=given_on + timedelta(days=draw(st.integers(0, 700))),
        how=Given.IN_PERSON,
        guardian="",
        file=None,
        case=None,
        unit_path="0001/",
        text_sha256="",
        by=UserId("u"),
        at=at,
        revoked_at=draw(st.none() | st.just(at)),
    )


@given(st.lists(consents(), max_size=6), st.sampled_from(PURPOSES[:2]), kinds, days)
def test_nothing_is_offered_without_a_consent_that_holds_for_it(
    given_ones: list[Consent], purpose: str, wanted: frozenset[Kind], day: date
) -> None:
    found = rules.covering(given_ones, purpose, wanted, day)
    fit = [
        one
        for one in given_ones
        if one.revoked_at is None
        and one.given_on <= day <= one.until
        and wanted <= set(one.kinds)
        and (one.purpose == purpose or (one.purpose == EVERYTHING and not wanted))
    ]
    assert (found is None) == (not fit)
    assert found is None or found in fit


@given(st.lists(consents(), max_size=6), st.sampled_from(PURPOSES[:2]), kinds, days)
def test_revoking_takes_away_at_once_and_never_gives(
    given_ones: list[Consent], purpose: str, wanted: frozenset[Kind], day: date
) -> None:
    now = datetime(2026, 3, 9, tzinfo=UTC)
    revoked = [replace(one, revoked_at=one.revoked_at or now) for one in given_ones]
    assert rules.covering(revoked, purpose, wanted, day) is None
    assert not rules.may_reach(revoked, day)


@given(st.lists(consents(), max_size=6), days)
def test_other_offices_know_only_by_a_consent_for_everything(
    given_ones: list[Consent], day: date
) -> None:
    one_service = [one for one in given_ones if one.purpose != EVERYTHING]
    assert not rules.may_reach(one_service, day)


@given(
    st.sampled_from(["never", "dated", "lasting", "check"]),
    st.none() | days,
    days,
    st.booleans(),
)
def test_an_expired_paper_is_never_offered(
    reuse: str, last: date | None, day: date, long_term: bool
) -> None:
    standing = rules.standing_of(reuse, last, day, long_term=long_term)  # type: ignore[arg-type]
    if last is not None and last < day:
        assert standing in (Standing.EXPIRED, Standing.NEVER)
    if reuse == "never":
        assert standing is Standing.NEVER
    if standing is Standing.GOOD:
        assert reuse == "lasting" or long_term or last is not None


@given(days, st.integers(1, 60))
def test_a_consent_of_months_ends_on_the_same_day_or_the_last_of_a_shorter_month(
    start: date, months: int
) -> None:
    end = rules.last_day_of(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), days, st.booleans()), max_size=8), days)
def test_of_each_pair_at_most_the_newest_link_holds(
    told: list[tuple[str, date, bool]], day: date
) -> None:
    links = [
        Link(
            id=LinkId(str(number)),
            head=ResidentId("head"),
            member=ResidentId(member),
            relation="child",
            relation_zh="子女",
            case=CaseId(str(number)),
            unit_path="0001/",
            row="",
            since=since,
            until=since if ended else None,
            reason="",
            ended_by=None,
        )
        for number, (member, since, ended) in enumerate(told)
    ]
    held = rules.current(links, day)
    assert len({one.member for one in held}) == len(held)
    for one in held:
        assert one.until is None or one.until > day
        assert all(
            (other.since, other.id) <= (one.since, one.id)
            for other in links
            if other.member == one.member
        )
