"""What holds for every amount, every value and every instant."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.clock import civil_day, civil_start
from dossier.kernel.ids import new_id
from dossier.kernel.money import capitals, fen_of_yuan, parse_capitals, yuan_text

amounts = st.integers(0, 10**12) | st.integers(0, 10**14 - 1)
texts = st.text(st.characters(codec="utf-8"))
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
values: st.SearchStrategy[Json] = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(
    datetime(1950, 1, 1),  # noqa: DTZ001 - zones are drawn
    datetime(2200, 1, 1),  # noqa: DTZ001 - zones are drawn
    timezones=zones,
)


@given(amounts)
def test_capitals_say_exactly_the_amount(amount_fen: int) -> None:
    assert parse_capitals(capitals(amount_fen)) == amount_fen


@given(amounts)
def test_capitals_never_leave_room_for_another_figure(amount_fen: int) -> None:
    text = capitals(amount_fen)
    assert text.endswith(("整", "分"))
    assert "零零" not in text
    assert "零元" not in text or text == "零元整"


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_figures_say_exactly_the_amount(amount_fen: int) -> None:
    assert fen_of_yuan(yuan_text(amount_fen)) == amount_fen


@given(st.text() | st.decimals())
def test_a_text_is_an_amount_or_refused_and_nothing_else(text: str) -> None:
    try:
        amount_fen = fen_of_yuan(text)
    except ValueError:
        return
    assert abs(amount_fen) < 10**14


@given(values)
def test_canonical_bytes_are_read_back_as_the_same_value(value: Json) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(texts, scalars))
def test_the_order_of_members_does_not_change_the_bytes(value: dict[str, Json]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_json(turned) == canonical_json(value)
    assert sha256_hex(canonical_json(turned)) == sha256_hex(canonical_json(value))


@given(instants)
def test_a_civil_day_begins_at_its_first_instant(moment: datetime) -> None:
    day = civil_day(moment)
    assert civil_start(day) <= moment < civil_start(day + timedelta(days=1))
    assert civil_start(day).tzinfo is UTC


@given(st.dates(date(1992, 1, 1), date(2200, 1, 1)))
def test_midnight_in_shanghai_is_sixteen_hours_utc_of_the_day_before(day: date) -> None:
    assert civil_start(day) == datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(
        hours=8
    )


@given(st.integers(2, 200))
def test_ids_made_in_sequence_are_unique_and_sorted(many: int) -> None:
    made = [new_id() for _ in range(many)]
    assert len(set(made)) == many
    assert made == sorted(made)
