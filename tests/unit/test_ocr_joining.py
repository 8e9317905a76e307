"""Which sides make one paper, and which papers are the same one twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from dossier_ocr import Value, load_types
from dossier_ocr.model import Box
from dossier_ocr.papers.documents import Side, documents_of
from dossier_ocr.papers.duplicates import same_paper

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
ID_CARD = TYPES.by_code["id_card"]
MOTHER, SON = "210108196908170425", "210108199806150013"
CARD = (860, 540)


def value(text: str, *, handwritten: bool = False) -> Value:
    return Value(text, text, 1.0, True, 1, (0, 0, 9, 9), handwritten=handwritten)


def at(x: int, y: int) -> Box:
    return x, y, x + CARD[0], y + CARD[1]


def front(page: int, box: Box = at(0, 0), number: str = MOTHER, name: str = "王桂兰") -> Side:
    fields = {"name": value(name), "id_number": value(number)}
    return Side(ID_CARD, ID_CARD.parts[0], page, box, 1.0, fields, ())


def back(page: int, box: Box = at(0, 0), day: str = "2016-05-12", **more: str) -> Side:
    fields = {"valid_from": value(day)} | {name: value(text) for name, text in more.items()}
    return Side(ID_CARD, ID_CARD.parts[1], page, box, 1.0, fields, ())


def joined(*sides: Side) -> list[tuple[str | None, str | None]]:
    """Return whose card got which back; the days tell the backs apart."""
    found = []
    for document in documents_of(sides, {}):
        name, day = (document.fields.get(field) for field in ("name", "valid_from"))
        found.append((name.value if name else None, day.value if day else None))
    return found


def uncertain(*sides: Side) -> bool:
    codes = [one.code for document in documents_of(sides, {}) for one in document.findings]
    return "sides_uncertain" in codes


A1, B1 = "2011-01-01", "2012-02-02"


def son(page: int, box: Box = at(0, 0)) -> Side:
    return front(page, box, SON, "陈磊")


def test_fronts_and_backs_that_alternate_are_joined_in_turn() -> None:
    sides = front(1), back(2, day=A1), son(3), back(4, day=B1)
    assert joined(*sides) == [("王桂兰", A1), ("陈磊", B1)]
    assert not uncertain(*sides)


def test_backs_before_their_fronts_are_joined_in_turn() -> None:
    sides = back(1, day=A1), front(2), back(3, day=B1), son(4)
    assert joined(*sides) == [("王桂兰", A1), ("陈磊", B1)]


def test_a_pile_turned_over_is_joined_from_its_middle_and_a_person_is_asked() -> None:
    sides = front(1), son(2), back(3, day=B1), back(4, day=A1)
    assert joined(*sides) == [("王桂兰", A1), ("陈磊", B1)]
    assert uncertain(*sides)
    for document in documents_of(sides, {}):
        assert document.fields["name"].auto
        assert not document.fields["valid_from"].auto


@pytest.mark.parametrize(
    "places",
    [
        ((0, 0), (960, 0), (0, 900), (960, 900)),
        ((0, 0), (0, 600), (0, 1500), (0, 2100)),
        ((0, 0), (0, 640), (960, 0), (960, 640)),
    ],
    ids=["rows", "one below the other", "columns"],
)
def test_two_persons_cards_on_one_page_are_joined_by_nearness(
    places: tuple[tuple[int, int], ...],
) -> None:
    first, second, third, fourth = (at(*place) for place in places)
    sides = front(1, first), son(1, third), back(1, fourth, B1), back(1, second, A1)
    assert joined(*sides) == [("王桂兰", A1), ("陈磊", B1)]
    assert not uncertain(*sides)


def test_what_stands_on_both_sides_counts_more_than_nearness() -> None:
    sides = (
        front(1),
        son(2),
        back(3, day=A1, id_number=MOTHER),
        back(4, day=B1, id_number=SON),
    )
    assert joined(*sides) == [("王桂兰", A1), ("陈磊", B1)]
    assert not uncertain(*sides)


def test_sides_of_different_persons_are_never_joined() -> None:
    sides = front(1), back(2, day=A1, id_number=SON)
    assert joined(*sides) == [("王桂兰", None), (None, A1)]
    slip = MOTHER[:5] + "7" + MOTHER[6:]
    assert joined(front(1), back(2, day=A1, id_number=slip)) == [("王桂兰", A1)]


def test_many_cards_are_joined_too() -> None:
    fronts = [front(2 * n + 1, number=f"21010819690817{n:04}", name=f"王{n}") for n in range(9)]
    backs = [back(2 * n + 2, day=f"2011-01-{n + 1:02}") for n in range(9)]
    pairs = joined(*(side for pair in zip(fronts, backs, strict=True) for side in pair))
    assert pairs == [(f"王{n}", f"2011-01-{n + 1:02}") for n in range(9)]


def test_a_side_too_many_is_a_paper_of_its_own() -> None:
    assert joined(front(1), back(2, day=A1), back(3, day=B1)) == [
        ("王桂兰", A1),
        (None, B1),
    ]


def test_a_card_that_lies_there_twice_is_told_and_stays() -> None:
    first, second = documents_of([front(1), front(2)], {})
    assert first.findings == ()
    (told,) = [one for one in second.findings if one.code == "duplicate_document"]
    assert "第 1 页" in told.message
    assert not any(
        one.code == "duplicate_document"
        for document in documents_of([front(1), son(2)], {})
        for one in document.findings
    )


def test_handwriting_is_never_filled_unasked_whatever_proves_it() -> None:
    side = front(1)
    written = {name: replace(one, handwritten=True) for name, one in side.fields.items()} | {
        "birth_date": value("1969-08-17", handwritten=True)
    }
    (document,) = documents_of([replace(side, fields=written)], {})
    assert document.fields["birth_date"].value == "1969-08-17"
    assert not any(one.auto for one in document.fields.values())


LETTER = {"name": "陈磊", "employer": "和安商贸有限公司", "income": "3200.00"}


def test_letters_of_different_days_are_not_the_same_paper() -> None:
    march, april = LETTER | {"issued_on": "2026-03-02"}, LETTER | {"issued_on": "2026-04-02"}
    assert same_paper(("letter",), march, ("letter",), dict(march))
    assert not same_paper(("letter",), march, ("letter",), april)
    assert not same_paper(
        ("letter",), march, ("letter",), march | {"phone": "", "name": "x"} | april
    )


def test_two_sides_of_one_card_in_two_files_are_not_the_same_paper() -> None:
    values = {"id_number": MOTHER}
    assert not same_paper(("portrait",), values, ("emblem",), values)
    assert same_paper(("portrait", "emblem"), values, ("portrait",), values)


def test_numbers_that_differ_are_other_papers_and_little_in_common_is_none() -> None:
    one, other = {"id_number": MOTHER, "name": "王"}, {"id_number": SON, "name": "王"}
    assert not same_paper(("a",), one, ("a",), other)
    assert not same_paper(("a",), {"name": "王"}, ("a",), {"name": "王"})
    assert not same_paper(("a",), {}, ("a",), {})


def test_every_card_whose_size_is_known_is_a_document_type_or_will_be() -> None:
    assert {"id_card", "bank_card"} <= set(TYPES.capture.cards)
