"""What an office sets changes words, places and days; never a rule, the form or the digest."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from build import catalogue
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.catalogue.local.local_settings import (
    Choice,
    LocalSetting,
    holding,
    paths_above,
)
from dossier.catalogue.local.local_values import MAX_NOTICE_DAYS, refusal
from dossier.catalogue.local.localising import as_shown
from dossier.catalogue.local.settable import Settable, settables
from dossier.catalogue.rules import evaluate
from dossier.catalogue.unconfirmed import unconfirmed
from dossier.kernel.canonical import Json
from dossier.kernel.ids import UserId

DAY, MOMENT = date(2026, 3, 9), datetime(2026, 3, 9, 1, tzinfo=UTC)
SERVICES = catalogue().list()
CODES = [one.code for one in SERVICES]
UNITS = ("", "0001/", "0001/0001/", "0001/0001/0001/", "0001/0002/")
words = st.text("低保公示栏社区东门0123（）", min_size=1, max_size=20)


def setting(
    pointer: str,
    choice: Choice,
    value: Json = None,
    *,
    of_sha256: str = "",
    unit: str = "",
    since: date = DAY,
    confirmed_at: datetime | None = MOMENT,
    number: int = 0,
) -> LocalSetting:
    return LocalSetting(
        id=f"{number:04d}",
        unit_path=unit,
        service="s",
        pointer=pointer,
        choice=choice,
        value=value,
        of_sha256=of_sha256,
        basis="依据",
        valid_from=since,
        set_by=UserId("one"),
        set_at=MOMENT,
        confirmed_by=UserId("two") if confirmed_at else None,
        confirmed_at=confirmed_at,
    )


@st.composite
def chosen(draw: st.DrawFn) -> tuple[str, dict[str, LocalSetting]]:
    """A service, and settings of some of its places that an office could have made."""
    code = draw(st.sampled_from(CODES))
    known = settables(catalogue().get(code))
    picked = draw(st.lists(st.sampled_from(list(known)), unique=True, max_size=12))
    return code, {pointer: draw(_entry(known[pointer])) for pointer in picked}


def _entry(one: Settable) -> st.SearchStrategy[LocalSetting]:
    confirmed = st.just(setting(one.pointer, "confirm", of_sha256=one.of_sha256))
    if not one.confirmable:
        confirmed = st.nothing()
    values: dict[str, st.SearchStrategy[Json]] = {
        "text": words,
        "texts": st.lists(words, min_size=1, max_size=3),
        "days": st.builds(
            lambda number, unit: {"value": number, "unit": unit},
            st.integers(1, MAX_NOTICE_DAYS),
            st.sampled_from(["working_day", "calendar_day"]),
        ),
    }
    values["open_limit"] = values["days"]
    if one.kind == "limit" and isinstance(one.value, Mapping):
        most, unit = one.value["value"], one.value["unit"]
        assert isinstance(most, int)
        values["limit"] = st.builds(lambda n: {"value": n, "unit": unit}, st.integers(1, most))
    if one.kind not in values:
        return confirmed
    return confirmed | st.builds(
        lambda value: setting(one.pointer, "set", value), values[one.kind]
    )


@given(chosen())
@settings(max_examples=60, deadline=None)
def test_rules_form_papers_and_digest_are_the_same_in_every_office(
    made: tuple[str, dict[str, LocalSetting]],
) -> None:
    code, held = made
    definition = catalogue().get(code)
    shown = as_shown(definition, held)
    for name in ("code", "version", "digest", "form", "ui", "persons", "tables", "parameters"):
        assert getattr(shown, name) == getattr(definition, name)
    for name in ("fields", "derived", "eligibility", "checks"):
        pairs = zip(getattr(shown, name), getattr(definition, name), strict=True)
        assert all(replace(one, mark=was.mark) == was for one, was in pairs)
    for one, was in zip(shown.materials, definition.materials, strict=True):
        kept = replace(one, mark=was.mark, issuers=was.issuers, from_zh=was.from_zh)
        assert kept == was
    for stage, before in zip(shown.stages, definition.stages, strict=True):
        same = replace(
            stage, mark=before.mark, limit=before.limit, public_notice=before.public_notice
        )
        assert same == before
        assert (stage.limit is None) == (before.limit is None)
        assert (stage.public_notice is None) == (before.public_notice is None)
    assert unconfirmed(shown) <= unconfirmed(definition)


@given(chosen())
@settings(max_examples=15, deadline=None)
def test_what_a_case_is_entitled_to_is_the_same_in_every_office(
    made: tuple[str, dict[str, LocalSetting]],
) -> None:
    code, held = made
    definition = catalogue().get(code)
    shown = as_shown(definition, held)
    for example in definition.examples[:1]:
        was = evaluate(definition, example.form, (), catalogue().parameters, example.day)
        now = evaluate(shown, example.form, (), catalogue().parameters, example.day)
        assert now.derived == was.derived
        assert now.stages == was.stages
        assert [(one.id, one.verdict) for one in now.eligibility] == [
            (one.id, one.verdict) for one in was.eligibility
        ]
        assert [(one.code, one.person_pointer, one.status) for one in now.materials] == [
            (one.code, one.person_pointer, one.status) for one in was.materials
        ]
        assert (now.benefit and now.benefit.amount_fen) == (
            was.benefit and was.benefit.amount_fen
        )
        assert [(one.pointer, one.code) for one in now.problems] == [
            (one.pointer, one.code) for one in was.problems
        ]


@given(st.sampled_from(CODES), st.integers(1, 1000))
@settings(max_examples=40, deadline=None)
def test_no_office_can_lengthen_a_time_limit(code: str, more: int) -> None:
    definition = catalogue().get(code)
    for one in settables(definition).values():
        if one.kind == "limit" and isinstance(one.value, Mapping):
            most = one.value["value"]
            assert isinstance(most, int)
            longer: Json = {"value": most + more, "unit": one.value["unit"]}
            held = {one.pointer: setting(one.pointer, "set", longer)}
            assert refusal(one, longer)
            assert as_shown(definition, held) is definition


@given(
    st.lists(
        st.tuples(
            st.sampled_from(UNITS),
            st.integers(-5, 5),
            st.sampled_from(["set", "set", "revert"]),
            st.one_of(st.none(), st.integers(0, 5)),
        ),
        max_size=12,
    ),
    st.sampled_from(UNITS),
    st.integers(-6, 6),
)
def test_the_nearest_unit_that_has_said_something_by_the_day_counts(
    made: list[tuple[str, int, Choice, int | None]], unit: str, at: int
) -> None:
    day = DAY + timedelta(days=at)
    entries = [
        setting(
            "/target_zh",
            choice,
            f"{number}" if choice == "set" else None,
            unit=path,
            since=DAY + timedelta(days=since),
            confirmed_at=None if hours is None else MOMENT + timedelta(hours=hours),
            number=number,
        )
        for number, (path, since, choice, hours) in enumerate(made)
    ]
    held = holding(entries, unit, day).get(("s", "/target_zh"))
    expected = None
    for path in paths_above(unit):
        own = [
            one
            for one in entries
            if one.unit_path == path and one.confirmed_at and one.valid_from <= day
        ]
        own.sort(key=lambda one: (one.valid_from, one.confirmed_at or MOMENT, one.id))
        if own and own[-1].choice == "set":
            expected = own[-1]
    assert held == expected


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 5)), max_size=8), st.integers(0, 5)
)
def test_what_was_confirmed_later_changes_nothing_that_was_known_before(
    made: list[tuple[int, int]], known: int
) -> None:
    entries = [
        setting(
            "/target_zh",
            "set",
            str(number),
            since=DAY + timedelta(days=since),
            confirmed_at=MOMENT + timedelta(hours=hours),
            number=number,
        )
        for number, (since, hours) in enumerate(made)
    ]
    moment = MOMENT + timedelta(hours=known)
    before = [one for one in entries if one.confirmed_at and one.confirmed_at <= moment]
    assert holding(entries, "0001/", DAY, moment) == holding(before, "0001/", DAY)


def test_every_fact_that_waits_can_be_confirmed_or_set() -> None:
    days: Json = {"value": 5, "unit": "working_day"}
    for definition in SERVICES:
        held = {
            one.pointer: setting(one.pointer, "confirm", of_sha256=one.of_sha256)
            if one.confirmable
            else setting(one.pointer, "set", days)
            for one in settables(definition).values()
            if one.mark.to_confirm
        }
        assert unconfirmed(definition) == len(held), definition.code
        assert unconfirmed(as_shown(definition, held)) == 0, definition.code
