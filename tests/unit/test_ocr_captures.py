"""Blank pages, printed codes, handwriting, the figures of a capture: on pictures drawn here."""

import io
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
import segno
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from dossier_ocr import Value, load_types, split_file
from dossier_ocr.definitions.capture import Capture, CaptureLimits, load_capture
from dossier_ocr.files.declared import declared_dpi
from dossier_ocr.files.faults import Unreadable
from dossier_ocr.files.media import JPEG, PDF, TIFF
from dossier_ocr.files.raster import Picture
from dossier_ocr.model import Box, Code, PageReading, Quality, ReadDocument
from dossier_ocr.pages.blanks import is_blank
from dossier_ocr.pages.cards import LONG_INCH, card_dpi
from dossier_ocr.pages.codes import codes_of, is_ours
from dossier_ocr.pages.handwriting import marked, score_of
from dossier_ocr.pages.quality import findings_of, measure, measured_with
from dossier_ocr.pages.upright import levelled
from dossier_ocr.papers.captured import dropped_blanks, with_copies

SCHEMAS = Path(__file__).parents[2] / "form_schemas"
CAPTURE = load_capture(SCHEMAS)
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
A4 = (1654, 2339)
WORDS = "沈阳市和安区丁香路建设大街二十八号三单元"


def sheet(size: tuple[int, int] = A4, paper: int = 246) -> Picture:
    noise = np.random.default_rng(7).normal(0, 3, (size[1], size[0], 1))
    return np.clip(np.full((size[1], size[0], 3), paper) + noise, 0, 255).astype(np.uint8)


def written(
    picture: Picture,
    text: str,
    at: tuple[int, int],
    px: int,
    *,
    font: str = SERIF,
    dark: int = 20,
) -> Picture:
    image = Image.fromarray(picture)
    ImageDraw.Draw(image).text(at, text, (dark,) * 3, ImageFont.truetype(font, px, index=2))
    return np.asarray(image, np.uint8)


def lines(px: int = 40, *, size: tuple[int, int] = (1200, 800)) -> tuple[Picture, list[Box]]:
    """Print lines of text; return them with where they stand."""
    picture, boxes = sheet(size), []
    for y in range(80, size[1] - 2 * px, 2 * px):
        picture = written(picture, WORDS, (100, y), px)
        boxes.append((96, y, 104 + px * len(WORDS), y + round(1.4 * px)))
    return picture, boxes


def figures(picture: Picture, boxes: list[Box], **more: float | bool) -> Quality:
    return measured_with(measure(picture), picture, boxes, **more)  # type: ignore[arg-type]


def codes(quality: Quality) -> list[str]:
    return [one.code for one in findings_of(quality, 1, CAPTURE.limits)]


def test_the_back_of_a_paper_is_blank_with_all_that_lies_on_it() -> None:
    back = sheet()
    ghost = written(np.full_like(back, 255), WORDS, (200, 400), 34, dark=0)
    soft = cv2.GaussianBlur(np.fliplr(ghost), (0, 0), 2).astype(np.float32)
    back = np.clip(back - (255 - soft) * 0.1, 0, 255).astype(np.uint8)
    for y in (860, 1480):
        cv2.circle(back, (90, y), 24, (70, 70, 70), -1)
    rng = np.random.default_rng(3)
    for x, y in rng.integers(60, 1600, (30, 2)).tolist():
        cv2.circle(back, (x, y), 2, (90, 90, 90), -1)
    back[:, :24] = 40
    assert is_blank(back)
    assert is_blank(sheet())


def test_a_stamp_a_signature_or_one_word_makes_a_page() -> None:
    stamped = sheet()
    cv2.circle(stamped, (1100, 1700), 150, (120, 120, 225), 8)
    signed = sheet()
    cv2.polylines(
        signed,
        [np.array([(700, 1200), (760, 1140), (800, 1260), (880, 1150), (990, 1230)], np.int32)],
        isClosed=False,
        color=(90, 60, 50),
        thickness=3,
    )
    for page in (stamped, signed, written(sheet(), "同意", (800, 2100), 34)):
        assert not is_blank(page)


def test_a_dark_picture_is_no_blank_page() -> None:
    assert not is_blank(np.full((900, 700, 3), 30, np.uint8))


def test_blank_pages_are_named_once() -> None:
    page = PageReading(1, 9, 9, 0, 0.0, (), None, "ocr")
    blank = [PageReading(n, 9, 9, 0, 0.0, (), None, "ocr", blank=True) for n in (2, 4)]
    (told,) = dropped_blanks([page, *blank])
    assert (told.code, told.page) == ("blank_page", 2)
    assert "2、4" in told.message
    assert dropped_blanks([page]) == ()


CONTENT = "DOSSIER-CASE:0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"


def with_code(content: str, px: int = 212) -> Picture:
    page = sheet()
    rows = [
        [0 if dark else 255 for dark in row]
        for row in segno.make(content).matrix_iter(border=4)
    ]
    code = cv2.resize(np.array(rows, np.uint8), (px, px), interpolation=cv2.INTER_NEAREST)
    page[300 : 300 + px, 1200 : 1200 + px] = code[..., None]
    return page


def test_a_code_is_found_where_it_stands() -> None:
    (code,) = codes_of(with_code(CONTENT))
    assert code.text == CONTENT
    assert np.allclose(code.box, (1200, 300, 1412, 512), atol=40)
    assert codes_of(sheet()) == ()


def test_a_code_on_a_crooked_page_is_found_where_the_level_page_shows_it() -> None:
    crooked = levelled(with_code(CONTENT), -3.0)
    (code,) = codes_of(crooked, 3.0)
    (level,) = codes_of(levelled(crooked, 3.0))
    assert np.allclose(code.box, level.box, atol=12)


def test_ours_are_told_from_other_codes() -> None:
    assert is_ours((Code(CONTENT, "qr", (0, 0, 1, 1)),))
    assert is_ours((Code("DOSSIER:SY-2026-1:abc", "qr", (0, 0, 1, 1)),))
    assert not is_ours((Code("https://example.org/", "qr", (0, 0, 1, 1)),))


def test_print_is_sharp_small_or_large_and_a_blurred_line_is_not() -> None:
    for px in (22, 40, 80):
        assert "blurred" not in codes(figures(*lines(px)))
    picture, boxes = lines(40)
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), 5), np.uint8)
    assert "blurred" in codes(figures(soft, boxes))


def test_text_that_runs_off_the_picture_is_cut_off() -> None:
    picture, boxes = lines()
    assert figures(picture, boxes).cut == 0.0
    cut = picture[:, 130:]
    moved = [(max(0, x0 - 130), y0, x1 - 130, y1) for x0, y0, x1, y1 in boxes]
    assert "cut_off" in codes(figures(cut, moved))
    mark = [*boxes, (5, 780, 60, 799)]
    assert figures(picture, mark).cut == 0.0
    foot = [*boxes, (100, 770, 900, 799)]
    assert figures(picture, foot).cut > 0


def test_colour_beside_the_tint_of_the_paper_makes_an_original() -> None:
    picture, boxes = lines()
    assert not figures(picture, boxes).colour
    yellow = np.clip(picture * np.array([0.7, 0.95, 1.0]), 0, 255).astype(np.uint8)
    assert not figures(yellow, boxes).colour
    picture = picture.copy()
    cv2.circle(picture, (600, 400), 120, (60, 60, 210), 8)
    assert figures(picture, boxes).colour


def card_on(size: tuple[int, int], dpi: int, at: tuple[int, int], turn: float = 0.0) -> Picture:
    desk = np.full((size[1], size[0], 3), (70, 100, 140), np.uint8)
    wide, tall = round(LONG_INCH * dpi), round(2.125 * dpi)
    x, y = at
    desk[y : y + tall, x : x + wide] = 235
    return levelled(desk, turn) if turn else desk


@pytest.mark.parametrize("turn", [0.0, 3.0])
def test_a_card_tells_the_resolution_by_its_size(turn: float) -> None:
    for dpi in (100, 250):
        found = card_dpi(card_on((1400, 1000), dpi, (180, 160), turn))
        assert found == pytest.approx(dpi, rel=0.05)


def test_a_picture_cut_to_its_card_tells_it_too_and_others_do_not() -> None:
    assert card_dpi(np.full((540, 856, 3), 230, np.uint8)) == pytest.approx(254, rel=0.01)
    assert card_dpi(np.full((1200, 848, 3), 230, np.uint8)) is None


def test_a_low_resolution_is_told_with_its_figure() -> None:
    picture, boxes = lines()
    quality = figures(picture, boxes, dpi=96.0)
    (told,) = findings_of(quality, 1, CAPTURE.limits)
    assert told.code == "low_resolution"
    assert "96 dpi" in told.message


def tiff(*dpi: int) -> bytes:
    frames = [Image.fromarray(np.full((90, 70 + one, 3), one, np.uint8)) for one in dpi]
    kept = io.BytesIO()
    frames[0].save(kept, "TIFF", save_all=True, append_images=frames[1:], dpi=(dpi[0],) * 2)
    return kept.getvalue()


def pdf(pages: int) -> bytes:
    kept = io.BytesIO()
    frames = [Image.fromarray(np.full((1100, 850, 3), 200 + n, np.uint8)) for n in range(pages)]
    frames[0].save(kept, "PDF", save_all=True, append_images=frames[1:], resolution=150)
    return kept.getvalue()


def test_a_file_says_its_resolution_and_a_camera_says_nothing() -> None:
    assert declared_dpi(pdf(2), PDF, 2) == pytest.approx(150, rel=0.01)
    assert declared_dpi(tiff(200), TIFF, 1) == pytest.approx(200)
    kept = io.BytesIO()
    Image.new("RGB", (60, 60)).save(kept, "JPEG", dpi=(72, 72))
    assert declared_dpi(kept.getvalue(), JPEG, 1) is None
    assert declared_dpi(b"broken", JPEG, 1) is None
    assert declared_dpi(b"%PDF-broken", PDF, 1) is None


def test_pages_of_a_file_make_a_file_and_always_the_same() -> None:
    whole = pdf(4)
    part = split_file(whole, "一叠.pdf", (2, 4))
    assert part == split_file(whole, "一叠.pdf", (2, 4))
    with pikepdf.open(io.BytesIO(part)) as opened:
        assert len(opened.pages) == 2
    frames = split_file(tiff(200, 210, 220), "一叠.tif", (3,))
    with Image.open(io.BytesIO(frames)) as image:
        assert (image.width, getattr(image, "n_frames", 1)) == (290, 1)


def test_what_cannot_be_taken_apart_says_why() -> None:
    with pytest.raises(Unreadable, match="损坏"):
        split_file(b"%PDF-1.7 broken", "一叠.pdf", (1,))
    for pages in ((), (5,), (0,)):
        with pytest.raises(ValueError, match="no pages"):
            split_file(pdf(4), "一叠.pdf", pages)
    with pytest.raises(ValueError, match="one page"):
        split_file(b"\xff\xd8\xff\xe0", "x.jpg", (1,))


def by_hand(text: str, px: int, seed: int) -> Picture:
    """Write ``text`` as a hand does: each character bent, leaning, off the line, of its own size."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((3 * px, px * (len(text) + 3)), np.float32)
    x, foot, side = float(px), 0.0, 2 * px
    across, down = np.meshgrid(
        np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32)
    )
    for character in text:
        font = ImageFont.truetype(SERIF, int(px * rng.uniform(0.86, 1.14)), index=2)
        image = Image.new("L", (side, side), 0)
        ImageDraw.Draw(image).text((px, px), character, 255, font, anchor="mm")
        level = np.asarray(image.rotate(float(rng.uniform(-6, 6))), np.float32)
        bend = rng.normal(0, px * 0.06, (2, 5, 5)).astype(np.float32)
        dx, dy = (cv2.resize(one, (side, side), interpolation=cv2.INTER_CUBIC) for one in bend)
        lean = rng.uniform(0.08, 0.28) * (down - px)
        rise = rng.uniform(0.02, 0.16) * (across - px)
        glyph = cv2.remap(
            level / 255,
            (across + dx + lean).astype(np.float32),
            (down + dy + rise).astype(np.float32),
            cv2.INTER_LINEAR,
        )
        foot = float(np.clip(foot + rng.normal(0, 0.05 * px), -0.2 * px, 0.2 * px))
        left, top = int(x - px / 2), int(0.5 * px + foot)
        room = ink[top : top + side, left : left + side]
        np.maximum(room, glyph[: room.shape[0], : room.shape[1]], out=room)
        x += px * rng.uniform(0.9, 1.1)
    return on_paper(ink)


def printed(text: str, px: int, font: str) -> Picture:
    image = Image.new("L", (px * (len(text) + 3), 3 * px), 0)
    ImageDraw.Draw(image).text((px, px), text, 255, ImageFont.truetype(font, px, index=2))
    return on_paper(np.asarray(image, np.float32) / 255)


def on_paper(level: NDArray[np.generic]) -> Picture:
    ink = np.asarray(level, np.float32)
    ys, xs = np.nonzero(ink > 0.3)
    ink = ink[max(0, ys.min() - 3) : ys.max() + 4, max(0, xs.min() - 3) : xs.max() + 4]
    soft = cv2.GaussianBlur(np.ascontiguousarray(ink), (0, 0), 0.8)
    return np.clip(240 - 200 * soft, 0, 255).astype(np.uint8)[..., None].repeat(3, axis=2)


TEXTS = (
    "王桂兰建国",
    "沈阳市和安区丁香路18号",
    "2026年3月9日",
    "210108196908170425",
    "和安商贸有限公司",
)


def test_print_is_not_taken_for_handwriting() -> None:
    assert CAPTURE.hand is not None
    for font in (SERIF, SANS):
        for text in TEXTS:
            for px in (24, 48):
                score = score_of(printed(text, px, font), CAPTURE.hand)
                assert score is not None
                assert score < CAPTURE.hand.line


def test_most_handwriting_is_told() -> None:
    assert CAPTURE.hand is not None
    scores = [
        score_of(by_hand(text, px, seed), CAPTURE.hand)
        for seed, (text, px) in enumerate((text, px) for text in TEXTS for px in (36, 56))
    ]
    told = sum(score is not None and score > CAPTURE.hand.line for score in scores)
    assert told >= 0.6 * len(scores)


def filled_form(*crops: Picture) -> tuple[Picture, dict[str, Value]]:
    page, fields, y = sheet((1400, 1200)), {}, 40
    for number, crop in enumerate(crops):
        height, width = crop.shape[:2]
        page[y : y + height, 100 : 100 + width] = crop
        box = (100, y, 100 + width, y + height)
        fields[f"field_{number}"] = Value("x", "x", 1.0, True, 1, box)
        y += height + 40
    return page, fields


def test_where_a_hand_filled_the_form_short_values_are_its_own_too() -> None:
    assert CAPTURE.hand is not None
    page, fields = filled_form(*(by_hand(text, 48, n) for n, text in enumerate(TEXTS)))
    fields["short"] = Value("女", "女", 1.0, True, 1, (1300, 1100, 1310, 1110))
    found = marked(fields, page, CAPTURE.hand)
    assert all(one.handwritten and not one.auto for one in found.values())


def test_a_crooked_form_is_looked_at_where_its_values_stand_once_it_is_level() -> None:
    assert CAPTURE.hand is not None
    page, fields = filled_form(*(by_hand(text, 48, n) for n, text in enumerate(TEXTS)))
    crooked = levelled(page, -3.0)
    grown = np.array(levelled(crooked, 3.0).shape[:2]) - page.shape[:2]
    down, across = (int(one) // 2 for one in grown)
    moved = {
        name: replace(
            one,
            box=(
                one.box[0] + across,
                one.box[1] + down,
                one.box[2] + across,
                one.box[3] + down,
            ),
        )
        for name, one in fields.items()
    }
    found = marked(moved, crooked, CAPTURE.hand, skew=3.0)
    assert all(one.handwritten for one in found.values())


def test_a_printed_form_stays_as_it_was() -> None:
    assert CAPTURE.hand is not None
    page, fields = filled_form(*(printed(text, 40, SERIF) for text in TEXTS))
    assert marked(fields, page, CAPTURE.hand) == fields


def test_too_little_to_tell_is_nobodys_hand() -> None:
    assert CAPTURE.hand is not None
    for crop in (
        np.full((40, 200, 3), 240, np.uint8),
        np.full((4, 200, 3), 0, np.uint8),
        np.zeros((0, 0, 3), np.uint8),
        printed("一", 48, SERIF),
    ):
        assert score_of(crop, CAPTURE.hand) is None


def test_copies_are_told_for_documents_and_not_for_unknown_papers() -> None:
    grey = Quality(9, 9, 1.0, 0.0, 0.1, 200.0, colour=False)
    page = PageReading(1, 9, 9, 0, 0.0, (), grey, "ocr")
    value = Value("x", "x", 1.0, True, 1, (0, 0, 9, 9))
    known = ReadDocument("id_card", 1.0, ("portrait",), (1,), (0, 0, 9, 9), {"name": value})
    unknown = ReadDocument("unknown", 0.0, (), (1,), (0, 0, 9, 9))
    found = with_copies([known, unknown], [page])
    assert [[one.code for one in document.findings] for document in found] == [["copy"], []]


def test_limits_are_data_and_faults_in_them_are_named(tmp_path: Path) -> None:
    assert load_types(SCHEMAS).capture == CAPTURE
    assert load_capture(tmp_path) == Capture()
    assert CaptureLimits().model_dump() == CAPTURE.limits.model_dump()
    (tmp_path / "reading").mkdir()
    (tmp_path / "meta").mkdir()
    for name in ("reading_quality", "reading_handwriting"):
        schema = (SCHEMAS / "meta" / f"{name}.schema.json").read_text("utf-8")
        (tmp_path / "meta" / f"{name}.schema.json").write_text(schema, "utf-8")
    (tmp_path / "reading" / "quality.yaml").write_text("limits: {}\ncards: []\n", "utf-8")
    with pytest.raises(ValueError, match=r"quality\.yaml: \$\.limits"):
        load_capture(tmp_path)


@pytest.mark.parametrize("seed", range(12))
def test_no_picture_however_odd_upsets_the_figures(seed: int) -> None:
    rng = np.random.default_rng(seed)
    height, width = (int(side) for side in rng.choice([32, 33, 64, 120, 700], 2))
    picture = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    if seed % 3 == 0:
        picture[:] = seed * 20
    corners = rng.integers(-20, 720, (6, 4)).tolist()
    boxes: list[Box] = [(x0, y0, x1, y1) for x0, y0, x1, y1 in corners]
    is_blank(picture)
    codes_of(picture, 2.5)
    quality = figures(picture, boxes, skew=-3.0, card=True)
    assert all(np.isfinite(one) for one in (quality.sharp, quality.cut, quality.screen))
    assert CAPTURE.hand is not None
    fields = {str(n): Value("x", "x", 1.0, True, 1, box) for n, box in enumerate(boxes)}
    assert marked(fields, picture, CAPTURE.hand, skew=-3.0).keys() == fields.keys()


def test_what_the_engine_reads_without_doubt_needs_more_to_be_handwriting() -> None:
    assert CAPTURE.hand is not None
    page, fields = filled_form(printed(TEXTS[1], 48, SERIF))
    score = score_of(printed(TEXTS[1], 48, SERIF), CAPTURE.hand)
    assert score is not None
    low = CAPTURE.hand.model_copy(update={"line": score - 1})
    (unsure,) = marked(
        {name: replace(one, sure=(0.6, 0.9)) for name, one in fields.items()}, page, low
    ).values()
    (clear,) = marked(
        {name: replace(one, sure=(1.0, 1.0)) for name, one in fields.items()}, page, low
    ).values()
    assert (unsure.handwritten, clear.handwritten) == (True, False)
