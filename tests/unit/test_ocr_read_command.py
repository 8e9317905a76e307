"""The command: its JSON keys, its exit codes, its words for people."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from dossier.adapters.ocr import ReadingProcesses
from dossier.cli import read as read_command
from dossier.cli.read import HELP, Outcome, read
from dossier.cli.read_output import as_json, show
from dossier_ocr import EngineMissing, load_types
from dossier_ocr.model import FileReading, Finding, PageReading, Quality, ReadDocument, Value

TYPES = load_types(Path(__file__).parents[2] / "form_schemas")
APP = typer.Typer(add_completion=False)
APP.command(help=HELP)(read)


def value(text: str, *, auto: bool = True) -> Value:
    return Value(text, text, 0.99, auto, 1, (1, 2, 3, 4))


def document(part: str, fields: dict[str, Value], code: str = "hukou_booklet") -> ReadDocument:
    return ReadDocument(code, 0.9, (part,), (1,), (0, 0, 9, 9), fields)


def reading(*documents: ReadDocument, findings: tuple[Finding, ...] = ()) -> FileReading:
    page = PageReading(1, 100, 50, 90, 0.5, (), Quality(50, 100, 99.5, 0.0, 0.1, 200.0), "ocr")
    return FileReading((page,), documents, findings, "rapidocr", "3.10.0", 1.5, "户主姓名")


def test_one_paper_has_the_agreed_keys() -> None:
    home = document("home", {"head_name": value("王桂兰")})
    line = as_json(Path("户口簿.jpg"), reading(home), None)
    assert set(line) == {
        "file", "pages", "document_type", "document_confidence", "fields", "findings", "text",
        "seconds", "engine", "page_details",
    }  # fmt: skip
    assert (line["file"], line["pages"], line["document_type"]) == (
        "户口簿.jpg",
        1,
        "hukou_booklet",
    )
    assert line["fields"]["head_name"] == {
        "value": "王桂兰", "raw": "王桂兰", "confidence": 0.99, "auto": True, "page": 1,
        "box": [1, 2, 3, 4],
    }  # fmt: skip
    json.dumps(line)


def test_several_papers_stand_in_documents_and_two_persons_are_never_mixed() -> None:
    home = document("home", {"head_name": value("王桂兰")})
    first = document("member", {"member_name": value("王桂兰")})
    second = document("member", {"member_name": value("陈磊"), "member_gender": value("男")})
    line = as_json(Path("a.pdf"), reading(home, first, second), None)
    assert [one["parts"] for one in line["documents"]] == [["home"], ["member"], ["member"]]
    assert {name: one["value"] for name, one in line["fields"].items()} == {
        "head_name": "王桂兰",
        "member_name": "王桂兰",
    }


def test_a_known_paper_stands_before_an_unknown_one() -> None:
    unknown = document("x", {}, "unknown")
    line = as_json(Path("a.pdf"), reading(unknown, document("home", {})), None)
    assert line["document_type"] == "hukou_booklet"
    assert as_json(Path("a.pdf"), reading(), None)["document_type"] == "unknown"


def test_findings_of_file_and_papers_stand_together() -> None:
    paper = replace(
        document("home", {}), findings=(Finding("missing_field", "address", "…", 1),)
    )
    line = as_json(
        Path("a.jpg"), reading(paper, findings=(Finding("blurred", None, "…", 1),)), None
    )
    assert [finding["code"] for finding in line["findings"]] == ["blurred", "missing_field"]


def test_bad_files_are_findings_and_the_exit_code_is_1(tmp_path: Path) -> None:
    (tmp_path / "空.jpg").touch()
    files = [str(tmp_path / "空.jpg"), str(tmp_path / "没有.jpg"), str(tmp_path)]
    result = CliRunner().invoke(APP, [*files, "--json"])
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    codes = [line["findings"][0]["code"] for line in lines]
    assert codes == ["empty_file", "no_such_file", "cannot_open"]
    assert all(line["fields"] == {} and line["pages"] == 0 for line in lines)


def test_a_file_too_large_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_command, "FILE_LIMIT_BYTES", 1)
    (tmp_path / "大.jpg").write_bytes(b"xx")
    result = CliRunner().invoke(APP, [str(tmp_path / "大.jpg"), "--json"])
    assert json.loads(result.stdout)["findings"][0]["code"] == "file_too_large"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a.jpg", "--engine", "other"],
        ["a.jpg", "--type", "other"],
        ["a.jpg", "--processes", "0"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(APP, arguments).exit_code == 2


def test_a_missing_engine_is_told_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_name: str) -> None:
        raise EngineMissing("本机没有安装 Tesseract。")

    monkeypatch.setattr(read_command, "check_engine", missing)
    result = CliRunner().invoke(APP, ["a.jpg", "--engine", "tesseract"])
    assert result.exit_code == 2
    assert "没有安装 Tesseract" in result.stderr


def test_clean_files_are_exit_code_0(monkeypatch: pytest.MonkeyPatch) -> None:
    def clean(file: Path, _reader: ReadingProcesses, _only: str | None) -> Outcome:
        return Outcome(file, reading(document("home", {"head_name": value("王桂兰")})), None)

    monkeypatch.setattr(read_command, "read_one", clean)
    result = CliRunner().invoke(APP, ["a.jpg"])
    assert result.exit_code == 0
    assert "居民户口簿" in result.stdout
    assert "王桂兰" in result.stdout


def test_people_read_what_to_confirm_and_what_is_wrong() -> None:
    console = Console(record=True, width=100)
    paper = replace(
        document(
            "home", {"head_name": value("王桂兰"), "address": value("丁香路", auto=False)}
        ),
        findings=(
            Finding("missing_field", "household_type", "没有读到「户别」，请人工填写。", 1),
        ),
    )
    show(console, TYPES, Path("户口簿.jpg"), reading(paper), None)
    show(
        console,
        TYPES,
        Path("坏.jpg"),
        None,
        Finding("empty_file", None, "文件「坏.jpg」是空的。"),
    )
    text = console.export_text()
    for words in ("户主姓名", "请确认", "没有读到「户别」", "坏.jpg：无法读取", "是空的"):
        assert words in text
