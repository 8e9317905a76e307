"""Where a value that was not read should stand."""

from dossier.kernel.settings import form_schemas_folder
from dossier_ocr import FileReading, Line, PageReading, ReadDocument, load_types
from dossier_ocr.extract.likely import likely_place
from dossier_ocr.model import Box

CARD = load_types(form_schemas_folder()).by_code["id_card"]
WHOLE = (0, 0, 1000, 1400)


def read(*lines: tuple[str, Box], box: Box = WHOLE) -> tuple[FileReading, ReadDocument]:
    """A card on the second of two pages; ``box``: where it lies."""
    pages = tuple(
        PageReading(
            number,
            1000,
            1400,
            0,
            0.0,
            tuple(Line(text, 0.9, place) for text, place in (lines if number == 2 else ())),
            None,
            "ocr",
        )
        for number in (1, 2)
    )
    card = ReadDocument("id_card", 0.9, ("portrait",), (2,), box)
    return FileReading(pages, (card,), (), "replay", "1", 0.0, ""), card


def test_it_is_beside_its_label_and_a_row_below() -> None:
    reading, card = read(("姓名 性别 女", (100, 200, 340, 240)))
    place = likely_place(reading, card, CARD, "gender")
    assert place is not None
    page, (left, top, right, bottom) = place
    assert (page, top) == (2, 200)
    assert 180 < left < 240, "from the label on, which stands in the middle of the row"
    assert right > 700
    assert bottom > 280


def test_a_label_with_one_character_misread_will_do_where_no_other_stands() -> None:
    reading, card = read(("公民身份号玛", (50, 900, 300, 940)))
    assert likely_place(reading, card, CARD, "id_number") is not None
    both, card = read(
        ("公民身份号玛", (50, 900, 300, 940)), ("公民身份号码", (50, 1100, 300, 1140))
    )
    place = likely_place(both, card, CARD, "id_number")
    assert place is not None
    assert place[1][1] == 1100


def test_nothing_tells_without_a_label_or_beside_another_paper() -> None:
    reading, card = read(("王桂兰", (100, 200, 340, 240)))
    assert likely_place(reading, card, CARD, "name") is None
    assert likely_place(reading, card, CARD, "no_such_field") is None
    reading, card = read(("姓名", (100, 200, 340, 240)), box=(0, 700, 1000, 1400))
    assert likely_place(reading, card, CARD, "name") is None


def test_it_stays_on_the_page() -> None:
    reading, card = read(("姓名", (900, 200, 980, 240)))
    place = likely_place(reading, card, CARD, "name")
    assert place is not None
    assert place[1][2] == 1000
