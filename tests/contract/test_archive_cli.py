"""``dossier archive verify``: what other programs rely on."""

import json
import shutil
from pathlib import Path

import pytest
from archive_sample import CASE, KEY, WRITTEN, a_content
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from dossier.archive import store
from dossier.archive.content import Package
from dossier.archive.model import Fonds, Scheme
from dossier.archive.package import build_package
from dossier.cli.archive import app
from dossier.kernel.clock import FixedClock
from dossier.kernel.ids import SYSTEM, CaseId
from dossier.work import begin

run = CliRunner().invoke


@pytest.fixture
def home(
    tmp_path: Path,
    database_url: str,
    sessions: sessionmaker[Session],
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """An installation with one filed case."""
    home = tmp_path / "home"
    package: Package = build_package(home / "archive", a_content())
    with begin(sessions, SYSTEM, clock) as work:
        store.add_fonds(work.session, Fonds("Z109", "春晖街道", "0001/"))
        store.set_scheme(work.session, "Z109", "WS", Scheme.DAT22)
        item = store.reserve_item(
            work.session,
            CaseId(CASE),
            fonds="Z109",
            category="WS",
            year=2026,
            retention="D30",
            organ="社区",
            title="低保、边缘户申请 2026-0001",
            unit_path="0001/0003/0007/",
            now=work.now,
        )
        store.file_item(
            work.session, item.id, package, now=work.now, by=SYSTEM, destroy_after=None
        )
    (home / "keys").mkdir()
    (home / "keys/audit.pub").write_text(KEY.verifying.text)
    monkeypatch.setenv("DOSSIER_HOME", str(home))
    monkeypatch.setenv("DOSSIER_DATABASE_URL", database_url)
    return home


def test_a_good_archive_exits_with_0(home: Path) -> None:
    answer = run(app, ["verify", "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert set(told) == {"passed", "packages", "register"}
    assert told["passed"] is True
    (package,) = told["packages"]
    assert set(package) == {"reference_code", "folder", "passed", "results"}
    assert package["reference_code"] == WRITTEN
    assert set(package["results"][0]) == {"property", "code", "passed", "message", "paths"}
    signature = [one for one in package["results"] if one["code"] == "audit-signature"]
    assert [one["passed"] for one in signature] == [True]


def test_one_code_is_checked_alone(home: Path) -> None:
    answer = run(app, ["verify", WRITTEN])
    assert answer.exit_code == 0, answer.output
    assert "真实性" in answer.stdout
    assert "未配置病毒扫描程序" in answer.stdout


def test_a_finding_exits_with_1_and_names_the_file(home: Path) -> None:
    form = home / "archive/Z109/2026" / WRITTEN / "data/form/form.json"
    form.chmod(0o600)
    form.write_bytes(b'{"applicant_name":"y"}')
    answer = run(app, ["verify", WRITTEN])
    assert answer.exit_code == 1
    assert "data/form/form.json" in answer.stdout


def test_a_lost_package_and_a_stray_one_are_findings(home: Path) -> None:
    place = home / "archive/Z109/2026"
    (place / WRITTEN).rename(place / "stray")
    answer = run(app, ["verify", "--all", "--json"])
    assert answer.exit_code == 1
    told = json.loads(answer.stdout)
    assert told["packages"][0]["results"][0]["code"] == "package"
    assert told["register"][1]["paths"] == ["Z109/2026/stray"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["X", "--all"],
        ["Z109-WS·2026-D30-社区-0099"],
        ["--folder", "/nowhere"],
        ["--folder", "/tmp", "--key", "/nowhere"],
        ["--nonsense"],
    ],
)
def test_wrong_use_exits_with_2(home: Path, arguments: list[str]) -> None:
    assert run(app, ["verify", *arguments]).exit_code == 2


def test_an_outsider_needs_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = build_package(tmp_path, a_content())
    taken = tmp_path / "usb" / WRITTEN
    shutil.copytree(tmp_path / package.folder, taken)
    key = tmp_path / "audit.pub"
    key.write_text(KEY.verifying.text + "\n")
    monkeypatch.setenv("DOSSIER_HOME", str(tmp_path / "absent"))
    monkeypatch.setenv("DOSSIER_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    answer = run(app, ["verify", "--folder", str(taken), "--key", str(key), "--json"])
    assert answer.exit_code == 0, answer.output
    assert not (tmp_path / "absent").exists()


def test_a_database_that_does_not_open_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_HOME", str(tmp_path / "absent"))
    answer = run(app, ["verify", "--all"])
    assert answer.exit_code == 2
    assert "dossier migrate" in answer.stderr
