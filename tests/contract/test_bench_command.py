"""``dossier bench read`` as other tools use it."""

import json
import sys
from pathlib import Path

import pytest

from dossier.cli import main

pytestmark = pytest.mark.ocr
ENGINE_KEYS = {
    "pages", "values", "fields_exact", "cer", "id_numbers_exact", "numbers_exact", "auto_share",
    "wrong_auto", "wrong_auto_share", "wrong_auto_id_numbers", "type_right", "unknown_kept",
    "seconds", "pages_per_minute", "cpu_seconds_per_page", "peak_rss_mb", "first_page_seconds",
    "by_source", "by_type", "by_condition", "wrong_auto_values", "wrong_values", "wrong_types",
}  # fmt: skip


def test_four_pictures_are_drawn_read_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["bench", "read", "--images", "4", "--engines", "auto", "--json"]
    places = ["--keep", str(tmp_path / "kept"), "--docs", str(tmp_path / "docs")]
    monkeypatch.setattr(sys, "argv", ["dossier", *words, *places])
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert not ended.value.code
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert {"seed", "images", "processes", "date", "machine", "engines", "ratios"} <= set(told)
    figures = told["engines"]["auto"]
    assert set(figures) >= ENGINE_KEYS
    assert figures["pages"] == 4
    assert figures["cpu_seconds_per_page"] > 0
    assert figures["peak_rss_mb"] < 2000
    assert {file.name for file in (tmp_path / "kept").iterdir()} == {
        "0000.jpg", "0001.jpg", "0002.jpg", "0003.jpg", "truth.jsonl", "auto.jsonl",
    }  # fmt: skip
    page = (tmp_path / "docs" / "reading.md").read_text(encoding="utf-8")
    assert "| 字段完全正确 |" in page
    assert (tmp_path / "docs" / "reading" / "reliability.svg").exists()


def test_an_engine_that_does_not_exist_is_a_wrong_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dossier", "bench", "read", "--engines", "auto,abacus"])
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 2
    assert "abacus" in capsys.readouterr().err
