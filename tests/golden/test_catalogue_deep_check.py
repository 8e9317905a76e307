"""The shipped definitions, tried: every form can be filled, every condition can go both ways."""

import json
from pathlib import Path
from time import process_time

from catalogue_sample import catalogue
from typer.testing import CliRunner

from dossier.catalogue.deep_lint.deep import check_deeply
from dossier.catalogue.lint import check
from dossier.cli.catalogue import app
from dossier.kernel.settings import form_schemas_folder

QUICK_SECONDS, DEEP_SECONDS = 4.0, 30.0
"""Looser than what is promised (2 and 10): the machine may be busy; the bench measures."""


def test_nothing_in_the_shipped_definitions_is_impossible_or_without_effect() -> None:
    heard: list[tuple[int, int]] = []
    begun = process_time()
    assert check_deeply(catalogue(), lambda done, of: heard.append((done, of))) == ()
    assert process_time() - begun < DEEP_SECONDS
    assert heard[-1] == (len(catalogue().definitions),) * 2


def test_the_quick_check_of_all_definitions_stays_quick() -> None:
    taken: list[float] = []
    for _ in range(3):  # the best of three: other work on the machine is not our time
        begun = process_time()
        check(form_schemas_folder())
        taken.append(process_time() - begun)
        if taken[-1] <= QUICK_SECONDS:
            break
    assert min(taken) <= QUICK_SECONDS


def test_the_command_tells_what_trying_shows(tmp_path: Path) -> None:
    source = form_schemas_folder()
    for folder in ("meta", "parameters", "retention", "organisation", "documents"):
        (tmp_path / folder).symlink_to(source / folder)
    services = tmp_path / "services" / "legal"
    services.mkdir(parents=True)
    text = (source / "services/legal/peoples-mediation.yaml").read_text("utf-8")
    assert "checks:\n" in text
    planted = """checks:
  - id: planted
    zh: 试验
    severity: warn
    cel: 1 > 2 && 'a' == 'a'
    message_zh: 试验。
    remedy_zh: 请核对。
"""
    (services / "one.yaml").write_text(text.replace("checks:\n", planted, 1), "utf-8")
    words = ["check", "--deep", "--json", "--folder", str(tmp_path)]
    result = CliRunner().invoke(app, words)
    told = json.loads(result.output)["findings"]
    assert [each["code"] for each in told if each["severity"] == "error"] == ["check.never"]
    assert result.exit_code == 1
