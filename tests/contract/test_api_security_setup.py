"""The first administrator of an empty home."""

from pathlib import Path

import pytest
from contract.test_api_security_edge import PASSWORD, Desk, EdgeParts, Sessions, a_browser

from dossier.api.app import create_app
from dossier.api.setup import issue_setup_code
from dossier.identity.setup_code import FILE, TRIES
from dossier.kernel.clock import FixedClock
from dossier.kernel.settings import Settings


@pytest.fixture
def empty(sessions: Sessions, clock: FixedClock, tmp_path: Path) -> Desk:
    parts = EdgeParts(Settings(home=tmp_path, web=tmp_path / "web"), sessions, clock)
    app = create_app(parts)
    return Desk(parts, app, a_browser(app), {}, {})


def _wanted(code: str) -> dict[str, str]:
    return {
        "code": code,
        "login": "Admin1",
        "password": PASSWORD,
        "name": "王管理",
        "unit_name": "和安区",
        "unit_level": "区县",
    }


def test_the_consoles_code_lets_the_first_administrator_in_once(empty: Desk) -> None:
    code = issue_setup_code(empty.parts.settings.home)
    assert empty.client.get("/api/v1/setup").json() == {"needed": True, "here": True}
    assert empty.client.post("/api/v1/setup", json=_wanted(code)).status_code == 204
    assert empty.client.get("/api/v1/setup").json() == {"needed": False, "here": True}
    assert not (empty.parts.settings.home / FILE).exists()
    empty.sign_in("admin1")
    me = empty.client.get("/api/v1/auth/me").json()
    assert [(grant["role"], grant["unit_path"]) for grant in me["grants"]] == [
        ("sysadmin", "0001/")
    ]
    code = issue_setup_code(empty.parts.settings.home)
    again = empty.client.post("/api/v1/setup", json=_wanted(code))
    assert again.status_code == 403
    assert again.json()["code"] == "forbidden_set_up_done"


def test_only_this_machine_can_set_up(empty: Desk) -> None:
    code = issue_setup_code(empty.parts.settings.home)
    far = empty.another(address="10.0.0.5")
    assert far.get("/api/v1/setup").json() == {"needed": True, "here": False}
    assert far.post("/api/v1/setup", json=_wanted(code)).json()["code"] == "forbidden_not_local"
    relayed = empty.client.post(
        "/api/v1/setup", json=_wanted(code), headers={"X-Forwarded-For": "10.0.0.5"}
    )
    assert relayed.json()["code"] == "forbidden_not_local"
    assert empty.client.post("/api/v1/setup", json=_wanted(code)).status_code == 204


def test_codes_cannot_be_guessed_for_long(empty: Desk) -> None:
    code = issue_setup_code(empty.parts.settings.home)
    for _ in range(TRIES):
        wrong = empty.client.post("/api/v1/setup", json=_wanted("2222-2222-2222-2222"))
        assert wrong.json()["code"] == "forbidden_setup_code_wrong"
    late = empty.client.post("/api/v1/setup", json=_wanted(code))
    assert late.json()["code"] == "forbidden_setup_code_void"


def test_a_poor_password_or_login_costs_no_code(empty: Desk) -> None:
    code = issue_setup_code(empty.parts.settings.home)
    for poor in ({"password": "1234567890"}, {"login": "管理员"}, {"unit_level": "省"}):
        answer = empty.client.post("/api/v1/setup", json={**_wanted(code), **poor})
        assert answer.status_code == 422
    assert empty.client.post("/api/v1/setup", json=_wanted(code)).status_code == 204
