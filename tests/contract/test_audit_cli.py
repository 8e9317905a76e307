"""``dossier audit`` and ``dossier ledger`` as other tools call them."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
import sqlalchemy as sa
import typer
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner, Result

from dossier.audit import tree
from dossier.audit.note import is_signed_by, parse_verifying_key
from dossier.cli import audit as audit_cli
from dossier.cli import ledger as ledger_cli
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import NotFound
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId
from dossier.work import begin

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


class SlipCounted(Event):
    """Something that happened, for these tests."""

    kind: ClassVar[str] = "test.slip-counted"
    number: int


@pytest.fixture
def home(
    sessions: sessionmaker[Session],
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """A data folder whose log holds five events."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DOSSIER_HOME", str(folder))
    monkeypatch.setenv("DOSSIER_DATABASE_URL", database_url)
    with begin(sessions, UserId("clerk"), FixedClock(NOW)) as work:
        for number in range(5):
            work.record(SlipCounted(number=number))
    yield folder
    monkeypatch.undo()


def _run(app: typer.Typer, *arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_sound_log_is_said_to_be_sound(home: Path) -> None:
    result = _run(audit_cli.app, "verify", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["passed"], told["size"], told["findings"]) == (True, 5, [])
    assert list(told) == [
        "passed", "size", "root", "checkpoints", "signatures", "first_bad_seq", "findings",
    ]  # fmt: skip
    assert "没有发现问题" in _run(audit_cli.app, "verify").stdout


def test_a_checkpoint_is_signed_and_checked_from_outside(home: Path, tmp_path: Path) -> None:
    result = _run(audit_cli.app, "checkpoint", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert is_signed_by(told["note"], parse_verifying_key(told["key"]))
    note, key = tmp_path / "note", tmp_path / "key"
    note.write_text(_run(audit_cli.app, "checkpoint").stdout, encoding="utf-8")
    key.write_text(told["key"], encoding="utf-8")
    assert note.read_text(encoding="utf-8") == told["note"]
    checking = ("verify", "--checkpoint", str(note), "--key", str(key), "--json")
    checked = json.loads(_run(audit_cli.app, *checking).stdout)
    assert (checked["checkpoints"], checked["signatures"]) == (2, 2)
    longer = note.read_text(encoding="utf-8").replace("\n5\n", "\n6\n")
    note.write_text(longer, encoding="utf-8")
    result = _run(audit_cli.app, *checking)
    assert result.exit_code == 1
    codes = {found["code"] for found in json.loads(result.stdout)["findings"]}
    assert codes == {"signature", "truncated"}
    assert "立即报告" in _run(audit_cli.app, *checking[:-1]).stdout


def test_an_event_is_proved(home: Path) -> None:
    result = _run(audit_cli.app, "prove", "3", "--size", "4", "--json")
    told = json.loads(result.stdout)
    body, root = base64.b64decode(told["body"]), base64.b64decode(told["root"])
    path = [base64.b64decode(part) for part in told["hashes"]]
    assert tree.verify_inclusion(3, told["size"], tree.leaf_hash(body), path, root)
    assert '"number":3' in _run(audit_cli.app, "prove", "3").stdout
    missing = _run(audit_cli.app, "prove", "5")
    assert missing.exit_code == 1
    assert isinstance(missing.exception, NotFound)


def test_the_books_are_verified(home: Path, sessions: sessionmaker[Session]) -> None:
    result = _run(ledger_cli.app, "verify", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "passed": True, "books": 0, "vouchers": 0, "entries": 0, "findings": [],
    }  # fmt: skip
    assert "没有发现问题" in _run(ledger_cli.app, "verify").stdout


def test_wrong_usage_is_not_a_finding(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(b"\xff\xfe")
    malformed = tmp_path / "malformed"
    malformed.write_text("?", encoding="utf-8")
    wrong = [
        ("verify", "--checkpoint", str(tmp_path / "none")),
        ("verify", "--checkpoint", str(bad)),
        ("verify", "--key", str(malformed)),
        ("prove", "-1"),
        ("prove", "one"),
    ]
    for arguments in wrong:
        assert _run(audit_cli.app, *arguments).exit_code == 2


def test_a_database_that_is_not_ready_is_not_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_HOME", str(tmp_path))
    monkeypatch.setenv("DOSSIER_DATABASE_URL", "")
    for arguments in (("verify",), ("checkpoint",), ("prove", "0")):
        result = _run(audit_cli.app, *arguments)
        assert result.exit_code == 2
        assert "dossier migrate" in result.stderr
    assert _run(ledger_cli.app, "verify").exit_code == 2


def test_books_that_the_log_does_not_know_are_a_finding(
    home: Path, sessions: sessionmaker[Session]
) -> None:
    forged = (
        "INSERT INTO book (id, unit_id, title, chart, posting, review_required,"
        " fund_transfers_allowed, opened_at)"
        " VALUES ('b', 'u', '账簿', 'c', '{}', (1=0), (1=0), '2026-03-09 01:00:00')",
        "INSERT INTO fund VALUES ('f', 'b', 'x', '低保资金', '', 500, 500, 0,"
        " '2026-03-09 01:00:00')",
    )
    with begin(sessions, UserId("thief"), FixedClock(NOW)) as work:
        for statement in forged:
            work.session.execute(sa.text(statement))
    result = _run(ledger_cli.app, "verify", "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["code"], finding["voucher"]) == ("fund-total", None)
    assert "立即报告" in _run(ledger_cli.app, "verify").stdout
