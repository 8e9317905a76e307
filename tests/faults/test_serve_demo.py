"""The demonstration: never on somebody's data, never beyond this machine, and once."""

import json
import signal
import sqlite3
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from site_process import (
    Home,
    Person,
    Running,
    demonstration_home,
    letter,
    serve_demonstration,
    until,
)

from dossier.cli.demo import BEGUN, MARK
from dossier.kernel.clock import CIVIL

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
NOW = datetime(2026, 4, 8, 9, 0, tzinfo=CIVIL)
ENDING_SECONDS = 15


def test_it_refuses_a_real_home_a_real_database_and_any_other_address(
    home: Home, tmp_path: Path
) -> None:
    elsewhere = Home(
        tmp_path / "elsewhere",
        {},
        {"DOSSIER_DATABASE_URL": f"sqlite:///{home.folder}/dossier.db"},
    )
    nowhere = Home(tmp_path / "nowhere", {})
    elsewhere.folder.mkdir()
    nowhere.folder.mkdir()
    rows = _tables(home)
    with ExitStack() as running:
        on_home, on_database, beyond = (
            running.enter_context(one)
            for one in (
                Running(home, "demo"),
                Running(elsewhere, "demo"),
                Running(nowhere, "demo", "--serve", "--host", "0.0.0.0"),
            )
        )
        for one in (on_home, on_database, beyond):
            assert one.process.wait(60) == 1
            assert "Traceback" not in one.said, one.said
        assert "已有正式数据" in on_home.said
        assert "已有数据" in on_database.said
        assert "本机" in beyond.said
    assert _tables(home) == rows
    assert not (home.folder / MARK).exists()
    assert not list(nowhere.folder.iterdir())


@pytest.mark.ocr
def test_interrupted_it_leaves_nothing_running_and_begins_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", {})
    home.folder.mkdir()
    (home.folder / "笔记.txt").write_text("不是演示的文件")
    with Running(home, "demo") as first:
        first.until_said("开始识别")
        until(first.readers, 60, "reading has begun")
        assert first.stop(signal.SIGINT, ENDING_SECONDS) == 130
        until(lambda: not first.group(), 3, "no process of it is left")
        assert "Traceback" not in first.said
    assert (home.folder / BEGUN).exists()
    assert not (home.folder / MARK).exists()
    with Running(home, "demo") as second:
        second.until_said("从头再来")
        second.until_said("设立虚构的区")
        assert second.stop(signal.SIGTERM, ENDING_SECONDS) == 130
    assert (home.folder / "笔记.txt").exists()


def test_a_second_run_is_quick_keeps_the_data_and_serves_until_ctrl_c(tmp_path: Path) -> None:
    home = demonstration_home(tmp_path / "home", NOW)
    with serve_demonstration(home) as site:
        site.until_ready()
        for login, password in home.people.items():
            assert password in site.said, login
        with Person(site.base_url, "clerk", home.people["clerk"]) as clerk:
            case = clerk.open_case()
            clerk.put_in(case, "收入证明.pdf", letter(900))
            seen = clerk.until_read(case)
            assert seen.files[0].state == "read"
            assert seen.files[0].received_at.date() == NOW.date()
            assert clerk.http.get("/auth/me").json()["demonstration"] is True
        assert site.stop(signal.SIGINT, ENDING_SECONDS) in (0, 130)
        until(lambda: not site.group(), 3, "no process of it is left")
        assert "Traceback" not in site.said
    began = time.monotonic()
    with Running(home, "demo", "--json") as again:
        assert again.process.wait(60) == 0
        told = json.loads(again.said.splitlines()[-1])
    assert time.monotonic() - began < 60
    kept = _tables(home)
    assert (kept["intake_file"], kept["reading"]) == (1, 1)
    assert told["audit_size"] == kept["audit_event"] > 0


@pytest.mark.soak
@pytest.mark.ocr
def test_it_plays_one_case_from_scan_to_archive_and_says_the_same_the_second_time(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path / "home", {})
    home.folder.mkdir()
    with Running(home, "demo", "--json") as first:
        assert first.process.wait(600) == 0, first.said
        told = json.loads(first.said.splitlines()[-1])
    assert told["pages"] > 20
    assert told["hits"] == 1
    assert told["reference_code"]
    assert told["voucher"]
    assert (home.folder / MARK).stat().st_mode & 0o777 == 0o600
    with Running(home, "demo", "--json") as second:
        assert second.process.wait(60) == 0, second.said
    assert json.loads(second.said.splitlines()[-1]) == told


def _tables(home: Home) -> dict[str, int]:
    """Return how many rows each table of the home has."""
    database = sqlite3.connect(home.folder / "dossier.db")
    try:
        names = [
            row[0]
            for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in names
        }
    finally:
        database.close()
