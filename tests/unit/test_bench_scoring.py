"""What was read against what was printed, and curves from it."""

from pathlib import Path

import pytest
import yaml

from dossier.bench.confidence_bench import OTHERWISE, as_yaml, calibration_of
from dossier.bench.page import panels_of
from dossier.bench.readings import ReadLine, ReadPaper, ReadValue, Run
from dossier.bench.report import engine_json, ratio
from dossier.bench.scoring import Score, ValueScore, score
from dossier.samples.testset.specimens import UNKNOWN, Specimen, Told
from dossier_ocr import DocumentTypes, load_types
from dossier_ocr.definitions.confidence import load_confidence

SCHEMAS = Path(__file__).parents[2] / "form_schemas"


@pytest.fixture(scope="module")
def types() -> DocumentTypes:
    return load_types(SCHEMAS)


def given(text: str, *, auto: bool = True) -> ReadValue:
    return ReadValue(value=text, raw=text, confidence=0.99, auto=auto)


def line(*papers: ReadPaper, text: str = "") -> ReadLine:
    first = papers[0]
    return ReadLine(
        file="0000.jpg",
        pages=1,
        document_type=first.document_type,
        document_confidence=0.9,
        fields=first.fields,
        documents=papers if len(papers) > 1 else (),
        text=text,
        seconds=0.5,
    )


def shown(*papers: Told, text: tuple[str, ...] = ()) -> Specimen:
    return Specimen("0000.jpg", "apart", "plain", papers, text, b"")


ID = Told("id_card", {"name": "王桂兰", "id_number": "210108196908170425"})
BANK = Told("bank_card", {"card_number": "6299990100245018372"})


def test_a_value_that_was_not_printed_is_wrong_when_it_is_filled() -> None:
    read = ReadPaper(
        document_type="id_card", fields={"name": given("王桂兰"), "address": given("无")}
    )
    result = score([shown(ID)], [line(read)])
    assert [(v.field, v.right) for v in result.values] == [
        ("name", True), ("id_number", False), ("address", False),
    ]  # fmt: skip
    assert [v.field for v in result.wrong_auto] == ["address"]
    assert len(result.asked) == 2


def test_of_two_papers_each_is_found_by_its_type() -> None:
    bank = ReadPaper(
        document_type="bank_card", fields={"card_number": given("6299990100245018372")}
    )
    card = ReadPaper(document_type="id_card", fields={"name": given("王桂兰")})
    both = score([shown(ID, BANK)], [line(bank, card)])
    assert both.pages[0].type_right
    assert sum(v.right for v in both.values) == 2
    one = score([shown(ID, BANK)], [line(card)])
    assert not one.pages[0].type_right


def test_a_stranger_is_right_when_it_stays_unknown() -> None:
    nothing = ReadPaper(document_type=UNKNOWN, fields={})
    (page,) = score(
        [shown(Told(UNKNOWN, {}), text=("菜单",))], [line(nothing, text="菜 单")]
    ).pages
    assert page.type_right
    assert (page.lost, page.printed) == (0, 2)


def test_the_figures_of_an_engine_follow_from_its_values() -> None:
    read = ReadPaper(
        document_type="id_card",
        fields={"name": given("王桂芝"), "id_number": given("210108196908170425")},
    )
    lines = (line(read, text="王桂兰"),)
    result = score([shown(ID, text=("王桂兰",))], lines)
    told = engine_json(result, Run(lines, 2.0, 0.7, 1.5, 300 * 2**20), 0.7)
    assert (told["fields_exact"], told["id_numbers_exact"]) == (0.5, 1.0)
    assert (told["wrong_auto"], told["wrong_auto_id_numbers"]) == (1, 0)
    assert (told["pages_per_minute"], told["cpu_seconds_per_page"]) == (30.0, 1.5)
    assert told["by_type"]["id_card"]["fields_exact"] == 0.5
    assert ratio(told, told)["pages_per_minute"] == 1.0


def test_curves_are_fitted_on_even_pictures_and_judged_on_odd_ones(
    types: DocumentTypes, tmp_path: Path
) -> None:
    values = tuple(
        ValueScore(
            specimen=f"{number:04d}.jpg",
            source="apart",
            condition="plain",
            document_type="id_card",
            field="name",
            truth="王桂兰",
            read="王桂兰" if number > 60 else "王桂芝",
            confidence=0.5 + number / 1000,
            auto=True,
            right=number > 60,
        )
        for number in range(400)
    )
    calibration = calibration_of(Score((), values), types, seed=1)
    figures = calibration.figures["value_types"]["name"]
    assert (figures["fitted_on"], figures["judged_on"]) == (200, 200)
    assert figures["wrong_auto"] == 0
    assert figures["auto_share"] == pytest.approx(0.845, abs=0.01)
    folder = tmp_path / "reading"
    folder.mkdir()
    (folder / "confidence.yaml").write_text(as_yaml(calibration.curves, header=["a"]))
    assert set(yaml.safe_load((folder / "confidence.yaml").read_text())) == {"name", OTHERWISE}
    (tmp_path / "meta").symlink_to(SCHEMAS / "meta")
    loaded = load_confidence(tmp_path).of("name")
    for raw in (0.4, 0.52, 0.6, 0.9):
        assert loaded.right(raw) == pytest.approx(calibration.curve("name").at(raw), abs=1e-6)
        assert (loaded.right(raw) >= loaded.fill_from) == calibration.curve("name").fills(raw)
    assert [panel.title for panel in panels_of(values, types)] == ["姓名", "全部"]
