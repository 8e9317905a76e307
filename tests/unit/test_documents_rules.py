"""Which review stands, which characters to look at, what a tally says and how sure it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dossier.documents.model import Review, Value, Verdict, Via
from dossier.documents.rules import (
    doubtful,
    is_sample,
    missed_value,
    standing,
    tally,
    wilson,
)
from dossier.kernel.ids import DocumentId, ReadingId, UserId, ValueId

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
SAID = Review(
    id="one",
    document_id=DocumentId("document"),
    reading_id=ReadingId("reading"),
    document_type="id_card",
    field="name",
    number=1,
    value_id=ValueId("value"),
    machine="王桂蓝",
    confidence=0.6,
    auto=False,
    verdict=Verdict.CONFIRMED,
    value="王桂蓝",
    via=Via.QUEUE,
    withdraws=None,
    by=UserId("clerk"),
    at=NOON,
)
CORRECTED = replace(SAID, id="two", number=2, verdict=Verdict.CORRECTED, value="王桂兰")


def withdrawal(of: str) -> Review:
    return replace(SAID, id=f"not {of}", verdict=Verdict.WITHDRAWN, withdraws=of, value=None)


def test_the_last_review_stands_unless_it_was_taken_back() -> None:
    assert standing([]) is None
    assert standing([SAID, CORRECTED]) == CORRECTED
    assert standing([SAID, CORRECTED, withdrawal("two")]) == SAID
    assert standing([SAID, CORRECTED, withdrawal("two"), withdrawal("one")]) is None


@pytest.mark.parametrize(
    ("text", "others", "places"),
    [
        ("王桂蓝", ["王桂兰"], (2,)),
        ("王桂蓝", ["王柱兰", "玉桂蓝"], (0, 1, 2)),
        ("210108", ["21108"], (2,)),
        ("21108", ["210108"], (1, 2)),
        ("王桂蓝", ["沈阳市和安区"], ()),
        ("王桂蓝", [], ()),
    ],
)
def test_where_the_engines_disagree_one_looks(
    text: str, others: list[str], places: tuple[int, ...]
) -> None:
    assert doubtful(text, others) == places


def test_where_the_engine_is_not_sure_of_a_character_one_looks() -> None:
    assert doubtful("王桂蓝", [], "王桂蓝", (0.99, 0.97, 0.41)) == (2,)
    sure = (0.99,) * 5 + (0.3,) + (0.99,) * 4
    assert doubtful("1969-08-17", [], "1969年8月17日", sure) == (6,)
    assert doubtful("1969-08-17", [], "1969年8月17日", (0.99,) * 10) == ()
    assert doubtful("王桂蓝", [], "王桂蓝", (0.1,)) == (), "figures of another text"
    assert doubtful("女", [], "姓名王桂兰", (0.1,) * 5) == (), "inferred from elsewhere"


def test_a_tally_counts_each_value_once_by_what_stands() -> None:
    missed = replace(CORRECTED, machine=None, value_id=None)
    told = tally(
        10,
        6,
        4,
        [
            SAID,
            CORRECTED,
            replace(CORRECTED, auto=True),
            replace(CORRECTED, auto=True, via=Via.FORM),
            replace(SAID, auto=True),
            replace(SAID, verdict=Verdict.UNREADABLE, auto=True, value=None),
            missed,
            replace(missed, verdict=Verdict.ABSENT, value=None),
            replace(missed, verdict=Verdict.ABSENT, value=None),
            replace(missed, verdict=Verdict.UNREADABLE, value=None),
        ],
    )
    assert (told.reviewed, told.right, told.corrected, told.unreadable) == (6, 2, 3, 1)
    assert (told.missed, told.typed, told.absent, told.illegible) == (4, 1, 2, 1)
    assert told.exact == pytest.approx(2 / 6), "of what could be read on the papers"
    assert (told.in_form, told.auto_reviewed, told.wrong_auto) == (1, 4, 2)
    assert (told.sampled, told.sampled_wrong) == (2, 1)
    assert (told.accuracy, told.auto_share) == (0.4, 0.6)
    nothing = tally(0, 0, 0, [])
    assert (nothing.accuracy, nothing.exact, nothing.auto_share) == (None, None, None)


def test_what_was_read_and_does_not_stand_on_the_paper_was_read_wrongly() -> None:
    told = tally(1, 1, 0, [replace(SAID, auto=True, verdict=Verdict.ABSENT, value=None)])
    assert (told.corrected, told.wrong_auto, told.sampled_wrong, told.accuracy) == (1, 1, 1, 0)


def test_a_missed_value_is_called_the_same_every_time_and_waits_for_a_person() -> None:
    one = missed_value(DocumentId("document"), "name")
    assert one == missed_value(DocumentId("document"), "name")
    assert one.id != missed_value(DocumentId("document"), "gender").id
    assert (one.machine, one.value, one.silent, one.waits) == (None, "", True, True)
    typed = replace(one, value="王桂兰", review=replace(CORRECTED, machine=None))
    assert (typed.machine, typed.silent, typed.waits, typed.confirmed) == (
        None,
        False,
        False,
        True,
    )


def test_the_interval_is_wide_for_few_and_keeps_within_its_bounds() -> None:
    assert wilson(0, 0) is None
    few, many = wilson(9, 10), wilson(900, 1000)
    assert few is not None
    assert many is not None
    assert few == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert few[0] < many[0] < 0.9 < many[1] < few[1]
    for right in (0, 5):
        bounds = wilson(right, 5)
        assert bounds is not None
        assert 0 <= bounds[0] <= right / 5 <= bounds[1] <= 1


def test_about_one_in_ten_of_what_was_filled_unasked_is_shown_and_always_the_same() -> None:
    values = [
        Value(ValueId(f"value-{number}"), "name", "王", 0.99, True, None, None)
        for number in range(2000)
    ]
    shown = [one for one in values if is_sample(one)]
    assert 140 < len(shown) < 260
    assert shown == [one for one in values if is_sample(one)]
    assert not any(is_sample(replace(one, auto=False)) for one in shown)
