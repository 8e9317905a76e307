"""Every route of the whole API, met by a stranger and by every role."""

import re
from pathlib import Path

import pytest
from contract.test_api_security_edge import (
    HASH,
    Desk,
    EdgeParts,
    Sessions,
    a_browser,
)

from dossier.api.app import create_app, route_permissions
from dossier.api.deps import PUBLIC
from dossier.api.routes import ROUTERS
from dossier.flows import staff
from dossier.identity.model import Level, Permission, Role
from dossier.identity.rules import levels_of, permissions_of
from dossier.kernel.clock import FixedClock
from dossier.kernel.ids import SYSTEM
from dossier.kernel.settings import Settings
from dossier.work import begin

OPEN_TO_ALL = {
    ("POST", "/api/v1/auth/login"),
    ("GET", "/api/v1/setup"),
    ("POST", "/api/v1/setup"),
    ("GET", "/api/v1/receipts/{token}"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
}
NO_ROUTE = "/api/{rest:path}"


@pytest.fixture
def house(sessions: Sessions, clock: FixedClock, tmp_path: Path) -> Desk:
    """Everything that is served, and one person for every role, where the role belongs."""
    parts = EdgeParts(Settings(home=tmp_path, web=tmp_path / "web"), sessions, clock)
    with begin(sessions, SYSTEM, clock) as work:
        at = {Level.CITY: staff.create_root(work, "沈阳市", Level.CITY)}
        above = at[Level.CITY]
        for level in (Level.DISTRICT, Level.STREET, Level.COMMUNITY):
            above = at[level] = staff.create_unit(work, above, "0001", str(level), level)
        for role in Role:
            if levels := levels_of(role):
                user = staff.create_user(work, _login(role), str(role), HASH)
                level = next(level for level in Level if level in levels)
                staff.grant(work, user, role, at[level])
    app = create_app(parts, ROUTERS)
    return Desk(parts, app, a_browser(app), {}, {})


def _login(role: Role) -> str:
    return role.value.replace("_", "-")


def _routes(desk: Desk) -> dict[tuple[str, str], str]:
    declared = route_permissions(desk.app)
    return {route: needed for route, needed in declared.items() if route[1] != NO_ROUTE}


def _path(template: str) -> str:
    return re.sub(r"\{[^}]*\}", "nothing", template)


def test_only_the_listed_routes_are_open_to_all(house: Desk) -> None:
    routes = _routes(house)
    assert {route for route, needed in routes.items() if needed == PUBLIC} == OPEN_TO_ALL
    known = {permission.value for permission in Permission}
    assert {needed for needed in routes.values() if needed != PUBLIC} <= known
    assert len(routes) > len(OPEN_TO_ALL)


def test_a_stranger_is_asked_to_sign_in_everywhere_else(house: Desk) -> None:
    for (method, template), needed in _routes(house).items():
        if needed != PUBLIC:
            answer = house.client.request(method, _path(template), json={})
            assert answer.status_code == 401, (method, template)


def test_a_change_without_the_token_is_refused_everywhere(house: Desk) -> None:
    house.sign_in(_login(Role.WINDOW_CLERK))
    for (method, template), needed in _routes(house).items():
        if needed != PUBLIC and method not in ("GET", "HEAD"):
            answer = house.client.request(method, _path(template), json={})
            assert answer.status_code == 403, (method, template)
            assert answer.json()["code"] == "forbidden_csrf"


# Thousands of requests that the door answers: what is behind it is told apart by no database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_role_gets_past_the_door_only_where_it_may(house: Desk) -> None:
    for role in (role for role in Role if levels_of(role)):
        token = house.sign_in(_login(role))
        held = {permission.value for permission in permissions_of(role)}
        for (method, template), needed in _routes(house).items():
            if needed == PUBLIC or template.startswith("/api/v1/auth/"):
                continue
            answer = house.client.request(method, _path(template), json={}, headers=token)
            seen = (role, method, template, answer.status_code)
            if needed in held:
                assert answer.status_code not in (401, 500), seen
            else:
                assert answer.status_code == 403, seen
                assert answer.json()["facts"] == {"permission": needed}, seen
