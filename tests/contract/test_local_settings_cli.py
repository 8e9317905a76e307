"""``dossier settings`` as those who install use it: it sets nothing by itself."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
import typer
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner, Result

from dossier.catalogue import store
from dossier.cli import local_settings as settings_cli
from dossier.flows import staff
from dossier.identity.model import Level
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import Refused
from dossier.kernel.ids import SYSTEM
from dossier.work import begin, look

WAGE: Mapping[str, object] = {
    "pointer": "/parameters/minimum_wage",
    "value": 210_000,
    "basis": "辽人社发〔2026〕1号",
    "valid_from": "2026-03-09",
}


@pytest.fixture
def home(
    sessions: sessionmaker[Session],
    database_url: str,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """A data folder with one unit."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DOSSIER_HOME", str(folder))
    monkeypatch.setenv("DOSSIER_DATABASE_URL", database_url)
    with begin(sessions, SYSTEM, clock) as work:
        staff.create_root(work, "和安区", Level.DISTRICT)
    yield folder
    monkeypatch.undo()


def _file(tmp_path: Path, *wishes: object) -> str:
    path = tmp_path / "wishes.json"
    path.write_text(json.dumps(wishes, ensure_ascii=False), encoding="utf-8")
    return str(path)


def _run(*arguments: str, app: typer.Typer = settings_cli.app) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_what_is_proposed_waits_for_a_person(
    home: Path, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    assert "没有本地设置" in _run("list").stdout
    made = json.loads(_run("propose", _file(tmp_path, WAGE), "--json").stdout)
    listed = json.loads(_run("list", "--json").stdout)
    assert [one["id"] for one in listed] == made["proposed"]
    assert (listed[0]["state"], listed[0]["holds"]) == ("pending", False)
    assert "待复核" in _run("list").stdout
    with look(sessions) as session:
        assert store.figures_on(session, date(2030, 1, 1), "0001/") == {}


def test_a_refused_value_leaves_nothing_behind(
    home: Path, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    refused = _run("propose", _file(tmp_path, WAGE, {**WAGE, "value": -1}))
    assert refused.exit_code == 1
    assert isinstance(refused.exception, Refused)
    with look(sessions) as session:
        assert store.settings_reaching(session, "0001/") == ()


def test_a_file_that_is_none_is_told(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "wishes.json"
    for content in ("{}", "[1]", "no json", '[{"pointer": "/x"}]'):
        path.write_text(content, encoding="utf-8")
        told = _run("propose", str(path))
        assert told.exit_code == 2
        assert "内容不对" in told.stderr
    assert _run("propose", str(tmp_path / "absent.json")).exit_code == 2
    assert _run("list", "--unit", "0009/").exit_code == 2
