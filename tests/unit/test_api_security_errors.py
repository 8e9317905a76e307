"""The table from what went wrong to what the browser is told."""

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dossier.api.deps import limits_of
from dossier.api.errors import is_passing, seconds_up, status_of
from dossier.api.security import allowed_hosts, name_of
from dossier.kernel.errors import Conflict, DossierError, NotFound, Refused, Unavailable
from dossier.kernel.settings import Settings


class _Said(Exception):
    """What a driver says."""


class _SqliteSaid(Exception):
    """What SQLite's driver says."""


_SqliteSaid.__module__ = "sqlite3"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("没有找到。", code="case_not_found"), 404),
        (Refused("不行。", code="step_not_allowed"), 422),
        (Refused("不行。", code="forbidden_permission"), 403),
        (Refused("不行。", code="forbidden_no_counter"), 403),
        (Refused("请登录。", code="sign_in_required"), 401),
        (Refused("请稍等。", code="sign_in_throttled"), 429),
        (Conflict("改过了。", code="forbidden_looking"), 409),
        (Unavailable("没有响应。", code="objects_unavailable"), 503),
    ],
)
def test_each_kind_has_its_status(error: DossierError, status: int) -> None:
    assert status_of(error)[0] == status


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (OperationalError("…", {}, _SqliteSaid("database is locked")), True),
        (OperationalError("…", {}, _SqliteSaid("database or disk is full")), True),
        (OperationalError("…", {}, _SqliteSaid("no such column: nmae")), False),
        (OperationalError("…", {}, _Said("server closed the connection")), True),
        (PoolTimeout("no connection left"), True),
        (ValueError("a bug"), False),
    ],
)
def test_only_failures_of_place_or_moment_ask_for_patience(
    error: Exception, *, passing: bool
) -> None:
    assert is_passing(error) == passing


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Dossier.Example:8000", "dossier.example"),
        ("[::1]:8000", "::1"),
        ("", ""),
        ("[", ""),
        ("a@b", "b"),
    ],
)
def test_a_host_is_known_by_its_name(host: str, name: str) -> None:
    assert name_of(host) == name


def test_the_public_name_and_the_bound_address_are_allowed() -> None:
    settings = Settings(host="10.0.0.5", public_origin="https://Dossier.example:8443")
    assert {"dossier.example", "10.0.0.5", "localhost"} <= allowed_hosts(settings)
    open_wide = allowed_hosts(Settings(host="0.0.0.0"))
    assert "0.0.0.0" not in open_wide
    assert "" not in open_wide


def test_limits_come_from_the_settings() -> None:
    limits = limits_of(Settings(session_idle_minutes=5, session_limit_hours=2))
    assert (limits.idle.total_seconds(), limits.absolute.total_seconds()) == (300, 7200)


def test_a_wait_is_told_in_whole_seconds() -> None:
    assert [seconds_up(wait) for wait in (0.01, 1, 1.2)] == [1, 1, 2]
