"""Local settings over HTTP: who may see and set what, and that it takes two."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from build import DIBAO, catalogue
from contract.test_api_security_edge import (
    HASH,
    Desk,
    EdgeParts,
    Sessions,
    a_browser,
)
from httpx import Client

from dossier.api.app import create_app
from dossier.api.routes import ROUTERS
from dossier.flows import staff
from dossier.identity.model import Level, Role
from dossier.kernel.clock import FixedClock
from dossier.kernel.ids import SYSTEM
from dossier.kernel.settings import Settings
from dossier.work import begin

WAGE = "/parameters/minimum_wage"
PEOPLE = (
    ("approver", Role.DISTRICT_APPROVER, "和安区"),
    ("second", Role.DISTRICT_APPROVER, "和安区"),
    ("elsewhere", Role.DISTRICT_APPROVER, "云山区"),
    ("city", Role.CITY_APPROVER, "沈阳市"),
    ("clerk", Role.WINDOW_CLERK, "丁香社区"),
)


@dataclass
class Offices:
    """Two districts of a city, their approvers and a counter."""

    desk: Desk
    units: dict[str, str] = field(default_factory=dict)
    seats: dict[str, tuple[Client, dict[str, str]]] = field(default_factory=dict)

    def seat(self, login: str) -> tuple[Client, dict[str, str]]:
        """Return the browser of a person, who signs in once."""
        if login not in self.seats:
            client = a_browser(self.desk.app)
            self.seats[login] = client, self.desk.sign_in(login, client)
        return self.seats[login]

    def get(self, login: str, path: str) -> tuple[int, object]:
        client, _ = self.seat(login)
        answer = client.get(f"/api/v1/settings{path}")
        return answer.status_code, answer.json()

    def post(self, login: str, path: str, body: object) -> tuple[int, object]:
        client, token = self.seat(login)
        answer = client.post(f"/api/v1/settings{path}", json=body, headers=token)
        return answer.status_code, answer.json() if answer.content else None

    def propose(
        self, login: str, unit: str, pointer: str, value: object, service: str = ""
    ) -> tuple[int, object]:
        wish = {
            "service": service,
            "pointer": pointer,
            "choice": "set",
            "value": value,
            "basis": "和安人社发〔2026〕1号",
            "valid_from": "2026-03-09",
        }
        return self.post(login, "", {"unit": self.units[unit], "wishes": [wish]})

    def figure(self, login: str, unit: str, code: str = "minimum_wage") -> dict[str, object]:
        status, found = self.get(login, f"/figures?unit={self.units[unit]}")
        assert status == 200
        assert isinstance(found, list)
        return next(dict(one) for one in found if one["code"] == code)


@pytest.fixture
def offices(sessions: Sessions, clock: FixedClock, tmp_path: Path) -> Offices:
    parts = EdgeParts(
        Settings(home=tmp_path, web=tmp_path / "web"), sessions, clock, catalogue=catalogue()
    )
    app = create_app(parts, ROUTERS)
    made = Offices(Desk(parts, app, a_browser(app), {}, {}))
    with begin(sessions, SYSTEM, clock) as work:
        city = staff.create_root(work, "沈阳市", Level.CITY)
        here = staff.create_unit(work, city, "0001", "和安区", Level.DISTRICT)
        there = staff.create_unit(work, city, "0002", "云山区", Level.DISTRICT)
        street = staff.create_unit(work, here, "0001", "春晖街道", Level.STREET)
        community = staff.create_unit(work, street, "0001", "丁香社区", Level.COMMUNITY)
        made.units |= {"沈阳市": city, "和安区": here, "云山区": there, "丁香社区": community}
        for login, role, unit in PEOPLE:
            user = staff.create_user(work, login, login, HASH)
            staff.grant(work, user, role, made.units[unit])  # type: ignore[arg-type]
    return made


def test_a_figure_is_set_by_one_and_confirmed_by_another(offices: Offices) -> None:
    before = offices.figure("approver", "和安区")
    assert (before["state"], before["value"], before["own"]) == ("unset", None, False)
    status, ids = offices.propose("approver", "和安区", WAGE, 210_000)
    assert status == 201
    assert offices.figure("approver", "和安区")["state"] == "unset"
    status, told = offices.post("approver", "/confirm", {"settings": ids})
    assert status == 403
    assert isinstance(told, dict)
    assert told["code"] == "forbidden_separation_of_duties"
    status, waiting = offices.get("second", "/waiting")
    assert isinstance(waiting, list)
    assert [(one["title"], one["text"], one["mine"]) for one in waiting] == [
        ("最低工资标准（每月）", "2,100.00元", False)
    ]
    assert offices.post("second", "/confirm", {"settings": ids}) == (204, None)
    after = offices.figure("approver", "丁香社区")
    assert (after["state"], after["value"], after["own"]) == ("set", 210_000, False)
    assert after["text"] == "2,100.00元"
    assert offices.figure("elsewhere", "云山区")["state"] == "unset"


def test_another_district_sees_and_decides_nothing_here(offices: Offices) -> None:
    _, ids = offices.propose("approver", "和安区", WAGE, 210_000)
    assert offices.get("elsewhere", "/waiting") == (200, [])
    for path in ("/confirm", "/take-back"):
        assert offices.post("elsewhere", path, {"settings": ids})[0] == 404
    for path in ("/figures", "/services", f"/services/{DIBAO}"):
        assert offices.get("elsewhere", f"{path}?unit={offices.units['和安区']}")[0] == 404
    assert offices.propose("elsewhere", "和安区", WAGE, 1)[0] == 404
    assert offices.propose("approver", "沈阳市", WAGE, 1)[0] == 404
    status, units = offices.get("approver", "/units")
    assert status == 200
    assert isinstance(units, dict)
    assert [one["name"] for one in units["units"]] == ["和安区", "春晖街道", "丁香社区"]
    assert units["today"] == "2026-03-09"


def test_a_counter_sets_nothing(offices: Offices) -> None:
    assert offices.propose("clerk", "丁香社区", WAGE, 1)[0] == 403
    assert offices.get("clerk", "/waiting")[0] == 403


def test_a_service_is_told_with_what_may_be_set_and_what_holds(offices: Offices) -> None:
    _, ids = offices.propose(
        "approver", "和安区", "/public_notice/places_zh", ["区政府公示栏"], DIBAO
    )
    path = f"/services/{DIBAO}?unit={offices.units['丁香社区']}"

    def place() -> tuple[dict[str, object], dict[str, object]]:
        status, told = offices.get("second", path)
        assert status == 200
        assert isinstance(told, dict)
        found = {one["pointer"]: one for one in told["settables"]}
        return told, found["/public_notice/places_zh"]

    told, before = place()
    assert (before["text"], before["holds"]) == (before["original_text"], None)
    assert isinstance(before["entries"], list)
    assert before["entries"][0]["state"] == "pending"
    offices.post("second", "/confirm", {"settings": ids})
    _, after = place()
    assert (after["text"], after["own"]) == ("区政府公示栏", False)
    _, listed = offices.get("second", f"/services?unit={offices.units['丁香社区']}")
    assert isinstance(listed, list)
    row = next(one for one in listed if one["code"] == DIBAO)
    assert (row["set_here"], row["waiting"]) == (1, 0)
    assert row["unconfirmed"] == told["unconfirmed"] != 0
    assert (
        offices.get("second", f"/services/no.such?unit={offices.units['丁香社区']}")[0] == 404
    )


def test_what_is_malformed_is_refused_at_the_door(offices: Offices) -> None:
    for body in (
        {"unit": "x", "wishes": []},
        {"unit": "x" * 37, "wishes": [{}]},
        {"unit": "x", "wishes": [{"service": "", "pointer": "/" * 201}]},
        {"unit": "x", "wishes": "all", "more": 1},
    ):
        assert offices.post("approver", "", body)[0] == 422
    assert offices.post("approver", "/confirm", {"settings": []})[0] == 422
    assert offices.post("approver", "/confirm", {"settings": ["x"] * 301})[0] == 422
