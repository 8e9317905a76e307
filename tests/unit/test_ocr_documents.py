"""Sides to documents: what belongs together, what proves or contradicts what."""

from dataclasses import replace
from pathlib import Path

from dossier_ocr import Value, from_json, load_types, to_json
from dossier_ocr.definitions.checks import days_in_order, disability_of_number, person_of_id
from dossier_ocr.identify.regions import regions_of
from dossier_ocr.model import FileReading, Line, PageReading, Quality
from dossier_ocr.papers.documents import Side, documents_of, side_of
from dossier_ocr.text.writing import Writing, evenly

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
ID = "210102196908170427"


def value(text: str | None, *, confidence: float = 1.0, auto: bool = True) -> Value:
    return Value(text, text or "", confidence, auto, 1, (0, 0, 10, 10))


def card(page: int = 1, y: int = 0, *, sure: float = 1.0, number: str = ID) -> Side:
    texts = (
        "姓名王桂兰",
        "性别女民族汉",
        "出生1969年8月17日",
        "住址沈阳市和安区丁香路18号",
        f"公民身份号码{number}",
    )
    writings = tuple(
        evenly(text, (0, y + 40 * row, 20 * len(text), y + 40 * row + 20), sure)
        for row, text in enumerate(texts)
    )
    return side(page, writings)


def emblem(page: int = 1, y: int = 0) -> Side:
    texts = ("居民身份证", "签发机关沈阳市公安局和安分局", "有效期限2016.05.12-长期")
    return side(
        page,
        tuple(
            evenly(text, (0, y + 40 * row, 20 * len(text), y + 40 * row + 20), 1.0)
            for row, text in enumerate(texts)
        ),
    )


def side(page: int, writings: tuple[Writing, ...], *, certifies: bool = True) -> Side:
    (region,) = regions_of(writings, TYPES)
    found = side_of(region, page, certifies=certifies)
    assert found is not None
    return found


def test_two_sides_of_a_card_are_one_document_on_one_page_or_on_two() -> None:
    for second in (emblem(1, 400), emblem(2)):
        (document,) = documents_of([card(), second], {})
        assert document.document_type == "id_card"
        assert document.parts == ("portrait", "emblem")
        assert document.fields["name"].value == "王桂兰"
        assert document.fields["valid_to"].value == "长期"
        assert document.findings == ()


def test_two_cards_are_two_documents_and_each_side_goes_to_the_nearest() -> None:
    sides = [card(1, 0), card(1, 1000), emblem(1, 1300), emblem(1, 300)]
    first, second = documents_of(sides, {})
    assert first.parts == second.parts == ("portrait", "emblem")
    assert first.fields["authority"].box[1] < second.fields["authority"].box[1]


def test_pages_of_the_register_stay_documents_of_their_own() -> None:
    home = side(
        1,
        (
            evenly("户别家庭户", (0, 0, 100, 20), 1.0),
            evenly("户主姓名王桂兰", (0, 40, 140, 60), 1.0),
        ),
    )
    documents = documents_of([home, replace(home, page=2)], {})
    assert [document.pages for document in documents] == [(1,), (2,)]


def test_an_unknown_page_is_a_document_that_says_so() -> None:
    (document,) = documents_of([], {3: (0, 0, 5, 5)})
    assert (document.document_type, document.pages) == ("unknown", (3,))
    assert [finding.code for finding in document.findings] == ["unknown_document"]


def test_sure_values_may_be_filled_unasked_and_unsure_ones_not() -> None:
    assert all(one.auto for one in documents_of([card()], {})[0].fields.values())
    unsure = documents_of([card(sure=0.9)], {})[0].fields
    assert unsure["id_number"].auto
    assert unsure["birth_date"].auto
    assert not unsure["name"].auto
    assert not unsure["address"].auto
    assert not any(one.auto for one in documents_of([card(sure=0.5)], {})[0].fields.values())


def test_an_engine_that_cannot_certify_fills_only_what_proves_itself() -> None:
    writings = tuple(
        evenly(text, (0, 40 * row, 20 * len(text), 40 * row + 20), 1.0)
        for row, text in enumerate(("姓名王桂兰", "性别女民族汉", f"公民身份号码{ID}"))
    )
    (document,) = documents_of([side(1, writings, certifies=False)], {})
    filled = {name for name, one in document.fields.items() if one.auto}
    assert filled == {"id_number", "birth_date", "gender"}


def test_a_wrong_check_character_is_told_and_nothing_is_proved_by_it() -> None:
    (document,) = documents_of([card(number=ID[:-1] + "6")], {})
    assert [(f.code, f.field) for f in document.findings] == [("id_check_digit", "id_number")]
    assert not document.fields["id_number"].auto
    assert not document.fields["birth_date"].auto
    assert not document.fields["gender"].auto


def test_birthday_and_sex_are_filled_from_a_valid_number() -> None:
    checked = person_of_id({"id": value(ID)}, ("id", "birth", "sex"))
    assert checked.fields["birth"].value == "1969-08-17"
    assert checked.fields["sex"].value == "女"
    assert checked.fields["birth"].auto
    assert checked.findings == ()


def test_a_birthday_that_contradicts_the_number_is_told_and_not_filled() -> None:
    fields = {"id": value(ID), "birth": value("1969-08-11"), "sex": value("女", auto=False)}
    checked = person_of_id(fields, ("id", "birth", "sex"))
    assert checked.fields["birth"].value == "1969-08-11"
    assert not checked.fields["birth"].auto
    assert checked.fields["sex"].auto
    assert [(f.code, f.field) for f in checked.findings] == [("id_contradiction", "birth")]


def test_category_and_grade_follow_from_the_certificate_s_number() -> None:
    names = ("number", "category", "grade")
    filled = disability_of_number({"number": value(ID + "42")}, names).fields
    assert (filled["category"].value, filled["grade"].value) == ("肢体", "二级")
    told = disability_of_number({"number": value(ID + "42"), "grade": value("三级")}, names)
    assert [(f.code, f.field) for f in told.findings] == [("disability_contradiction", "grade")]
    doubted = disability_of_number(
        {"number": value(ID + "99", auto=False), "grade": value("三级")}, names
    )
    assert not doubted.fields["grade"].auto


def test_days_in_the_wrong_order_are_told() -> None:
    names = ("start", "end")
    wrong = days_in_order({"start": value("2026-01-01"), "end": value("2016-01-01")}, names)
    assert [finding.code for finding in wrong.findings] == ["days_out_of_order"]
    assert not any(one.auto for one in wrong.fields.values())
    for end in (value("2036-01-01"), value("长期"), value(None)):
        fields = {"start": value("2026-01-01"), "end": end}
        assert days_in_order(fields, names).fields == fields
    assert days_in_order({"start": value("2026-01-01")}, names).findings == ()


def test_a_required_value_that_is_not_legible_is_told() -> None:
    writings = (
        evenly("姓名王桂兰", (0, 0, 100, 20), 1.0),
        evenly(f"公民身份号码{ID}", (0, 40, 480, 60), 1.0),
    )
    (document,) = documents_of([side(1, writings)], {})
    told = {(f.code, f.field) for f in document.findings}
    assert told == {("missing_field", "ethnicity"), ("missing_field", "address")}


def test_a_reading_survives_json() -> None:
    documents = documents_of([card(), emblem(2)], {3: (0, 0, 5, 5)})
    page = PageReading(
        1,
        100,
        50,
        90,
        -0.75,
        (Line("姓名", 0.99, (1, 2, 3, 4)),),
        Quality(50, 100, 9.5, 0.0, 0.1, 200.0),
        "ocr",
    )
    reading = FileReading(
        (page, replace(page, quality=None)), documents, (), "rapidocr", "3.10.0", 1.25, "姓名"
    )
    assert from_json(to_json(reading)) == reading
