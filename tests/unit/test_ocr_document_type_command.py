"""``dossier document-type``: list, show and check."""

import json
from pathlib import Path

from typer.testing import CliRunner

from dossier.cli.main import app

RUN = CliRunner()
FOLDER = str(Path(__file__).parents[2] / "form_schemas")


def run(*words: str) -> tuple[int, str]:
    given = () if "--folder" in words else ("--folder", FOLDER)
    result = RUN.invoke(app, ["document-type", *words, *given])
    return result.exit_code, result.output


def test_list_names_every_type_and_its_fields() -> None:
    status, told = run("list", "--json")
    types = {each["code"]: each for each in json.loads(told)["document_types"]}
    assert status == 0
    assert len(types) >= 74
    assert "id_number" in types["id_card"]["fields"]
    assert types["id_card"]["parts"] == ["portrait", "emblem"]
    assert "居民身份证" in run("list")[1]


def test_show_tells_labels_and_anchors_or_that_there_is_no_such_type() -> None:
    status, told = run("show", "marriage_cert")
    assert status == 0
    assert "结婚证字号" in told
    assert json.loads(run("show", "id_card", "--json")[1])["valid"]["until"] == "valid_to"
    assert run("show", "no_such")[0] == 2


def test_check_reads_the_examples_of_a_type() -> None:
    status, told = run("check", "id_card", "--json")
    assert (status, json.loads(told)) == (0, {"checked": ["id_card"], "findings": []})
    assert "没有发现问题" in run("check", "id_card")[1]


def test_check_of_a_broken_draft_is_a_finding_and_of_a_missing_file_a_mistake(
    tmp_path: Path,
) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("code: draft\n", encoding="utf-8")
    status, told = run("check", str(draft), "--json")
    assert status == 1
    assert json.loads(told)["findings"][0]["rule"] == "broken"
    assert "读不进来" in run("check", str(draft))[1].replace("\n", "")
    assert run("check", str(tmp_path / "nothing.yaml"))[0] == 2
    assert run("check", "no_such")[0] == 2
    assert run("check", "--folder", str(tmp_path))[0] == 2
