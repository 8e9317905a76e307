"""Clock, canonical bytes, events, ids, errors, settings and the log."""

import json
import logging
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
import structlog
from pydantic import ValidationError

from dossier.kernel import settings as settings_module
from dossier.kernel.canonical import canonical_json, sha256_hex
from dossier.kernel.clock import (
    CIVIL,
    FixedClock,
    civil_day,
    civil_start,
    shifted_clock,
    system_clock,
)
from dossier.kernel.errors import (
    Conflict,
    DossierError,
    NotFound,
    Problem,
    Refused,
    Unavailable,
)
from dossier.kernel.events import Event
from dossier.kernel.ids import SYSTEM, new_id
from dossier.kernel.log import configure_log, logger
from dossier.kernel.settings import (
    Settings,
    form_schemas_folder,
    load_settings,
    platform_folder,
)

MORNING = datetime(2026, 3, 9, 9, 0, tzinfo=CIVIL)


class _SampleHappened(Event):
    kind: ClassVar[str] = "sample_happened"
    subject: str


def test_the_system_clock_is_aware_and_in_utc() -> None:
    before = system_clock()
    assert before.tzinfo is UTC
    assert system_clock() >= before


def test_a_shifted_clock_goes_with_the_systems() -> None:
    ahead = shifted_clock(timedelta(days=1))()
    assert timedelta(0) <= ahead - system_clock() - timedelta(days=1) + timedelta(seconds=5)


def test_a_fixed_clock_stands_until_it_is_moved_and_never_goes_back() -> None:
    clock = FixedClock(MORNING)
    assert clock() == clock() == MORNING
    assert clock().tzinfo is UTC
    clock.advance(timedelta(minutes=5))
    assert clock() - MORNING == timedelta(minutes=5)
    with pytest.raises(AssertionError):
        clock.advance(timedelta(seconds=-1))


def test_a_fixed_clock_needs_a_zone() -> None:
    with pytest.raises(AssertionError):
        FixedClock(datetime(2026, 3, 9, 9, 0))  # noqa: DTZ001 - naive on purpose


def test_a_civil_day_is_that_of_shanghai() -> None:
    assert civil_day(datetime(2026, 3, 8, 16, 0, tzinfo=UTC)) == date(2026, 3, 9)
    assert civil_day(datetime(2026, 3, 8, 15, 59, tzinfo=UTC)) == date(2026, 3, 8)
    assert civil_start(date(2026, 3, 9)) == datetime(2026, 3, 8, 16, 0, tzinfo=UTC)


def test_canonical_bytes_are_sorted_dense_and_utf8() -> None:
    assert (
        canonical_json({"b": [1, None, True], "a": "卷宗"})
        == '{"a":"卷宗","b":[1,null,true]}'.encode()
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_has_no_canonical_bytes(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"amount": value})


def test_a_digest_is_lower_case_hexadecimal() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_event_never_changes_and_takes_nothing_unknown() -> None:
    happened = _SampleHappened(subject="x")
    with pytest.raises(ValidationError):
        setattr(happened, "subject", "y")  # noqa: B010 - the type checker knows it is read-only
    with pytest.raises(ValidationError):
        _SampleHappened.model_validate({"subject": "x", "name": "王桂兰"})


def test_ids_are_of_version_seven() -> None:
    made = new_id()
    assert uuid.UUID(made).version == 7
    assert len(made) == 36
    assert len(SYSTEM) <= 36


@pytest.mark.parametrize("kind", [NotFound, Refused, Conflict, Unavailable])
def test_a_failure_carries_its_sentence_its_code_and_its_facts(
    kind: type[DossierError],
) -> None:
    failure = kind("文件太大，请拆开上传。", code="file_too_large", limit_bytes=10)
    assert isinstance(failure, DossierError)
    assert str(failure) == failure.message == "文件太大，请拆开上传。"
    assert failure.code == "file_too_large"
    assert failure.facts == {"limit_bytes": 10}


def test_a_problem_has_no_evidence_unless_it_is_given() -> None:
    assert Problem("/a", "code", "错了。", "改正。", "block").evidence == ()


def test_there_are_fewer_than_forty_settings() -> None:
    assert len(Settings.model_fields) < 40


def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOSSIER_HOME", str(tmp_path))
    monkeypatch.setenv("DOSSIER_PORT", "8123")
    monkeypatch.setenv("DOSSIER_S3_SECRET_KEY", "very-secret")
    monkeypatch.setenv("DOSSIER_UNKNOWN", "is left alone")
    settings = load_settings()
    assert (settings.home, settings.port) == (tmp_path, 8123)
    assert settings.url == f"sqlite:///{tmp_path.resolve() / 'dossier.db'}"
    assert "very-secret" not in repr(settings)


def test_a_database_url_is_taken_as_it_is() -> None:
    assert Settings(database_url="postgresql+psycopg:///d").url == "postgresql+psycopg:///d"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("READING_PROCESSES", "0"), ("SEARCH_ENGINE", "grep")],
)
def test_a_setting_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"DOSSIER_{name}", value)
    with pytest.raises(ValidationError):
        load_settings()


def test_folders_are_those_of_the_checkout_unless_others_are_named(tmp_path: Path) -> None:
    assert Settings().schemas == form_schemas_folder()
    assert (form_schemas_folder() / "services").is_dir()
    assert (platform_folder() / "alembic.ini").is_file()
    assert Settings().web_folder == platform_folder() / "web" / "dist"
    named = Settings(form_schemas=tmp_path, web=tmp_path / "web")
    assert (named.schemas, named.web_folder) == (tmp_path, tmp_path / "web")


def test_an_installed_package_brings_its_definitions_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "dossier_data" / "form_schemas").mkdir(parents=True)
    monkeypatch.syspath_prepend(site)
    installed = tmp_path / "a" / "b" / "c" / "d.py"
    monkeypatch.setattr(settings_module, "__file__", str(installed))
    assert form_schemas_folder() == site / "dossier_data" / "form_schemas"


@pytest.fixture
def _fresh_log() -> None:
    structlog.reset_defaults()


@pytest.mark.usefixtures("_fresh_log")
def test_the_log_is_json_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log(json_lines=True)
    logger("worker").info("开始", jobs=2)
    out, err = capsys.readouterr()
    line = json.loads(err)
    assert out == ""
    assert (line["part"], line["event"], line["jobs"], line["level"]) == (
        "worker",
        "开始",
        2,
        "info",
    )
    assert "开始" in err
    structlog.reset_defaults()


@pytest.mark.usefixtures("_fresh_log")
def test_the_log_is_for_a_persons_eyes_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log(json_lines=False, level=logging.WARNING)
    logger("worker").info("too small")
    logger("worker").warning("worth a look")
    _, err = capsys.readouterr()
    assert "worth a look" in err
    assert "too small" not in err
    structlog.reset_defaults()
