"""``dossier catalogue``: stable keys, three exit statuses, words in Chinese."""

import json
from pathlib import Path

import pytest
from catalogue_sample import dibao, form_of, gongzu
from typer.testing import CliRunner

from dossier.cli.catalogue import app

runner = CliRunner()


def run(*words: str) -> tuple[int, str]:
    result = runner.invoke(app, list(words), env={"COLUMNS": "200"})
    return result.exit_code, result.output


@pytest.fixture
def form(tmp_path: Path) -> str:
    """A file with the form of the first example of 低保."""
    path = tmp_path / "form.json"
    path.write_text(json.dumps(form_of(dibao())), "utf-8")
    return str(path)


def test_list_has_every_service() -> None:
    status, text = run("list", "--json")
    services = {each["code"]: each for each in json.loads(text)["services"]}
    assert status == 0
    assert services["social-security.dibao"]["title_zh"] == "低保、边缘户申请"
    assert services["social-security.gongzu"]["published"] is True
    assert services["social-security.gongzu"]["to_confirm"] > 0
    status, text = run("list")
    assert (status, "social-security.dibao" in text) == (0, True)


def test_show_tells_the_definition() -> None:
    status, text = run("show", "social-security.dibao", "--json")
    told = json.loads(text)
    assert (status, told["code"], told["version"]) == (0, "social-security.dibao", 1)
    assert len(told["materials"]) == 20
    for code in ("social-security.dibao", "social-security.gongzu"):
        status, text = run("show", code)
        assert status == 0
        assert "待确认" in text
        assert "免费" in text


def test_check_finds_nothing_wrong_in_what_is_shipped() -> None:
    status, text = run("check", "--json")
    assert (status, json.loads(text)["errors"]) == (0, 0)


def test_try_shows_the_working(form: str) -> None:
    words = ("try", "social-security.dibao", "--form", form, "--day", "2026-03-09")
    status, text = run(*words, "--set", "dibao_standard=800", "--json")
    told = json.loads(text)
    assert status == 0
    assert told["benefit"]["amount_fen"] == 10000
    assert told["derived"]["/per_capita_income"] == 75000
    assert told["eligible"] == "yes"
    keys = {"eligibility", "materials", "problems", "asks", "missing_parameters", "checklist"}
    assert keys <= set(told)
    status, text = run(*words, "--set", "dibao_standard=800")
    assert status == 0
    assert "1,600.00元 − 家庭月总收入 1,500.00元 = 100.00元" in text


def test_try_says_which_figure_is_not_set(form: str) -> None:
    status, text = run("try", "social-security.dibao", "--form", form)
    assert status == 0
    assert "最低生活保障标准" in text


def test_try_finds_what_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(form_of(gongzu(), category="migrant")), "utf-8")
    status, text = run("try", "social-security.gongzu", "--form", str(path))
    assert status == 1
    assert "不由社区受理" in text
    over = form_of(dibao(), other_income=10001)
    path.write_text(json.dumps(over), "utf-8")
    status, _ = run(
        "try", "social-security.dibao", "--form", str(path), "--set", "dibao_standard=800"
    )
    assert status == 1


def test_try_without_a_benefit_says_nothing_of_money(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(form_of(gongzu(), assistance_mode="flat")), "utf-8")
    status, text = run("try", "social-security.gongzu", "--form", str(path))
    assert (status, "租赁补贴：" in text) == (0, False)


@pytest.mark.parametrize(
    "words",
    [
        ("show", "no.such"),
        ("show", "social-security.dibao", "--version", "9"),
        ("list", "--folder", "/nowhere"),
        ("try", "social-security.dibao", "--form", "/nowhere.json"),
        ("try", "social-security.dibao", "--form", "FORM", "--day", "3月9日"),
        ("try", "social-security.dibao", "--form", "FORM", "--set", "nonsense=1"),
        ("try", "social-security.dibao", "--form", "FORM", "--set", "dibao_standard=many"),
        ("try", "social-security.dibao", "--form", "FORM", "--set", "dibao_standard=NaN"),
        ("try", "social-security.dibao", "--form", "FORM", "--set", "dibao_standard=0.001"),
        ("try", "social-security.dibao"),
    ],
)
def test_wrong_usage_is_told_with_status_two(form: str, words: tuple[str, ...]) -> None:
    status, text = run(*(form if word == "FORM" else word for word in words))
    assert status == 2
    assert text.strip()


def test_a_form_that_is_no_object_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_text("[1]", "utf-8")
    assert run("try", "social-security.dibao", "--form", str(path))[0] == 2


def test_a_broken_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    (folder / "services").mkdir(parents=True)
    (folder / "services" / "x.yaml").write_text("- 1", "utf-8")
    status, text = run("list", "--folder", str(folder))
    assert (status, "x.yaml" in text) == (2, True)


def test_check_tells_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    (folder / "services").mkdir(parents=True)
    meta = folder / "meta"
    meta.mkdir()
    for name in ("service", "parameter", "retention", "role", "level"):
        (meta / f"{name}.schema.json").write_text('{"type": "object"}', "utf-8")
    (folder / "organisation").mkdir()
    (folder / "organisation" / "roles.yaml").write_text("[]", "utf-8")
    status, text = run("check", "--folder", str(folder))
    assert (status, "错误" in text) == (1, True)
    for name in ("service", "parameter", "retention", "role", "level"):
        (meta / f"{name}.schema.json").write_text("true", "utf-8")
    (folder / "organisation" / "levels.yaml").write_text("[]", "utf-8")
    status, text = run("check", "--folder", str(folder))
    assert (status, "没有发现问题" in text) == (0, True)
