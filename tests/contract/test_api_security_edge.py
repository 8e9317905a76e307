"""The edge as a browser meets it: sign-in, cookie, tokens, headers, rights; on both databases.

``a_desk`` builds the application on a real database, with neighbours that can be told to fail.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI, Response
from sqlalchemy.orm import Session, sessionmaker

from dossier.api.app import create_app, route_permissions
from dossier.api.deps import COOKIE, CSRF_HEADER, PUBLIC, InWork, Look, Me, require
from dossier.api.views import View
from dossier.audit import SigningKey
from dossier.catalogue.loading import Catalogue
from dossier.deadlines.model import Calendar
from dossier.flows import staff
from dossier.flows.house import House
from dossier.identity import passwords, rules, store
from dossier.identity.model import Level, Permission, Role
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.clock import FixedClock
from dossier.kernel.errors import NotFound, Unavailable
from dossier.kernel.ids import SYSTEM, UnitId, UserId
from dossier.kernel.settings import Settings
from dossier.ports import Blob, Entry, ReadFile, SearchHits, SearchQuery
from dossier.work import begin
from dossier_ocr import DocumentTypes

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers a successor of httpx
    from starlette.testclient import TestClient

PASSWORD = "kuaile-xinchuang-42"
HASH = passwords.hash_password(PASSWORD)
HERE = "127.0.0.1"
LOCAL = f"http://{HERE}"
Sessions = sessionmaker[Session]


@dataclass
class Neighbour:
    """Store, index, blobs, letters and reader in one; says nothing, fails when told to."""

    failing: bool = False

    def check(self) -> None:
        if self.failing:
            raise Unavailable("文件存储没有响应。", code="objects_unavailable")

    def count(self) -> int:
        self.check()
        return 0

    def names(self, prefix: str = "") -> Iterator[str]:
        return iter(())

    def exists(self, name: str) -> bool:
        return False

    def delete(self, name: str) -> None: ...
    def clear(self) -> None: ...
    def remove(self, ids: Sequence[str]) -> None: ...
    def destroy(self, session: Session, name: str) -> None: ...

    def get(self, name: str) -> bytes:
        raise NotFound("没有找到。", code="object_not_found")

    def search(self, query: SearchQuery) -> SearchHits:
        return SearchHits(0, ())

    def render(self, template: str, data: Mapping[str, object]) -> bytes:
        return b""

    def read(self, content: bytes, name: str) -> ReadFile:
        raise Unavailable("没有识别引擎。", code="reader-unavailable")

    def split(self, content: bytes, name: str, pages: Sequence[int]) -> bytes:
        raise Unavailable("没有识别引擎。", code="reader-unavailable")


class Objects(Neighbour):
    def put(self, name: str, content: bytes) -> None: ...


class Index(Neighbour):
    def put(self, entries: Sequence[Entry]) -> None: ...
    def rebuild(self, entries: Iterable[Entry]) -> None: ...


class Blobs(Neighbour):
    def digest(self, kind: str, text: str) -> str:
        return sha256_hex(f"{kind} {text}".encode())

    def put(self, scope: str, content: bytes) -> Blob:
        raise Unavailable("没有文件存储。", code="objects_unavailable")


@dataclass
class EdgeParts:
    settings: Settings
    sessions: Sessions
    clock: FixedClock
    objects: Objects = field(default_factory=Objects)
    blobs: Blobs = field(default_factory=Blobs)
    index: Index = field(default_factory=Index)
    letters: Neighbour = field(default_factory=Neighbour)
    reader: Neighbour = field(default_factory=Neighbour)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue({}, {}, {}, {}, {}, {}))
    document_types: DocumentTypes = field(default_factory=lambda: DocumentTypes({}))
    calendar: Calendar = field(default_factory=lambda: Calendar(frozenset()))
    signing_key: SigningKey = field(default_factory=lambda: SigningKey("edge", bytes(32)))
    demonstration: bool = True

    def refresh(self, session: Session, /) -> None:
        """Nothing is published here."""

    @property
    def house(self) -> House:
        return House(
            catalogue=self.catalogue,
            document_types=self.document_types,
            calendar=self.calendar,
            demonstration=self.demonstration,
        )

    @property
    def archive_folder(self) -> Path:
        return self.settings.home / "archive"


class ThingView(View):
    path: str


things = APIRouter(prefix="/things", tags=["things"])


@things.get("", **require(Permission.CASE_READ))
def list_things(me: Me, session: Look) -> list[ThingView]:
    units = store.units_within(session, rules.scopes(me, Permission.CASE_READ))
    return [ThingView(path=unit.path) for unit in units]


@things.get("/{unit}", **require(Permission.CASE_READ))
def show_thing(unit: UnitId, me: Me, session: Look) -> ThingView:
    found = store.get_unit(session, unit)
    rules.check(me, Permission.CASE_READ, found.path)
    return ThingView(path=found.path)


@things.post("/{unit}/decision", status_code=201, **require(Permission.SELF))
def decide_thing(unit: UnitId, me: Me, work: InWork) -> ThingView:
    found = store.get_unit(work.session, unit)
    rules.check(me, Permission.CASE_DECIDE, found.path, seen_by=Permission.CASE_READ)
    return ThingView(path=found.path)


@things.post("", status_code=201, **require(Permission.CASE_OPEN))
def add_thing(code: str, me: Me, work: InWork) -> ThingView:
    parent = store.get_unit(work.session, me.grants[0].unit_id)
    assert parent.parent_id is not None
    unit = staff.create_unit(work, parent.parent_id, code, "新社区", Level.COMMUNITY)
    return ThingView(path=store.get_unit(work.session, unit).path)


@things.get("/letter/pdf", **require(Permission.SELF))
def show_letter() -> Response:
    return Response(b"%PDF-1.7", media_type="application/pdf")


@things.get("/broken/inside", **require(Permission.SELF))
def break_down() -> None:
    raise RuntimeError("name 王桂兰, id 210108195001011234")


@dataclass
class Desk:
    """A browser in front of the application."""

    parts: EdgeParts
    app: FastAPI
    client: TestClient
    units: dict[str, UnitId]
    users: dict[str, UserId]

    def another(
        self, *, base_url: str = "http://127.0.0.1", address: str = HERE[0]
    ) -> TestClient:
        return TestClient(
            self.app,
            base_url=base_url,
            client=(address, 50_000),
            raise_server_exceptions=False,
            follow_redirects=False,
        )

    def sign_in(self, login: str, client: TestClient | None = None) -> dict[str, str]:
        """Sign in; return the header that every change needs."""
        answer = (client or self.client).post(
            "/api/v1/auth/login", json={"login": login, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        return {CSRF_HEADER: answer.json()["csrf_token"]}


def a_browser(app: FastAPI, *, base_url: str = LOCAL, address: str = HERE) -> TestClient:
    """Open a browser on the machine at ``address``."""
    return TestClient(
        app,
        base_url=base_url,
        client=(address, 50_000),
        raise_server_exceptions=False,
        follow_redirects=False,
    )


def a_desk(
    sessions: Sessions,
    clock: FixedClock,
    home: Path,
    *,
    public_origin: str = "",
    upload_limit_bytes: int = 1024,
) -> Desk:
    """Build the application with a district, a street, two communities and their staff."""
    settings = Settings(
        home=home,
        web=home / "web",
        public_origin=public_origin,
        upload_limit_bytes=upload_limit_bytes,
    )
    parts = EdgeParts(settings, sessions, clock)
    units: dict[str, UnitId] = {}
    users: dict[str, UserId] = {}
    with begin(sessions, SYSTEM, clock) as work:
        units["district"] = staff.create_root(work, "和安区", Level.DISTRICT)
        for name, parent, code, level in (
            ("street", "district", "0003", Level.STREET),
            ("home", "street", "0007", Level.COMMUNITY),
            ("other", "street", "0008", Level.COMMUNITY),
        ):
            units[name] = staff.create_unit(work, units[parent], code, name, level)
        for login, role, unit in (
            ("clerk", Role.WINDOW_CLERK, "home"),
            ("reviewer", Role.STREET_REVIEWER, "street"),
            ("approver", Role.DISTRICT_APPROVER, "district"),
            ("admin", Role.SYSADMIN, "district"),
            ("auditor", Role.AUDITOR, "district"),
        ):
            users[login] = staff.create_user(work, login, f"姓名{login}", HASH)
            staff.grant(work, users[login], role, units[unit])
        users["fresh"] = staff.create_user(work, "fresh", "新人", HASH)
    app = create_app(parts, [things])
    return Desk(parts, app, a_browser(app), units, users)


@pytest.fixture
def desk(sessions: Sessions, clock: FixedClock, tmp_path: Path) -> Desk:
    return a_desk(sessions, clock, tmp_path)


# -- signing in


def test_a_sign_in_sets_a_cookie_that_no_script_and_no_other_site_can_use(desk: Desk) -> None:
    answer = desk.client.post(
        "/api/v1/auth/login", json={"login": "clerk", "password": PASSWORD}
    )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= attributes
    assert "secure" not in attributes
    assert not any(part.startswith(("domain", "max-age", "expires")) for part in attributes)


def test_me_tells_roles_permissions_and_the_token(desk: Desk) -> None:
    token = desk.sign_in("clerk")
    me = desk.client.get("/api/v1/auth/me").json()
    assert me["login"] == "clerk"
    assert me["grants"][0]["role_title"] == "综合受理员（窗口）"
    assert me["grants"][0]["unit_name"] == "home"
    assert "case.open" in me["permissions"]
    assert "case.decide" not in me["permissions"]
    assert me["csrf_token"] == token[CSRF_HEADER]
    assert me["demonstration"] is True


def test_a_failed_sign_in_does_not_tell_why(desk: Desk) -> None:
    answers = [
        desk.client.post("/api/v1/auth/login", json={"login": login, "password": "wrong"})
        for login in ("clerk", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    told = [{**answer.json(), "request_id": ""} for answer in answers]
    assert told[0] == told[1]
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_guessing_is_slowed_down_and_the_right_password_has_to_wait_too(
    desk: Desk, clock: FixedClock
) -> None:
    for _ in range(5):
        desk.client.post("/api/v1/auth/login", json={"login": "clerk", "password": "wrong"})
    right = {"login": "clerk", "password": PASSWORD}
    slowed = desk.client.post("/api/v1/auth/login", json=right)
    assert slowed.status_code == 429
    assert slowed.headers["retry-after"] == "1"
    assert "1 秒" in slowed.json()["detail"]
    clock.advance(timedelta(seconds=1))
    assert desk.client.post("/api/v1/auth/login", json=right).status_code == 200


def test_signing_in_often_costs_nothing(desk: Desk) -> None:
    for _ in range(7):
        desk.sign_in("clerk")


def test_a_token_planted_before_the_sign_in_is_worth_nothing(desk: Desk) -> None:
    desk.client.cookies.set(COOKIE, "planted", domain="127.0.0.1", path="/")
    desk.sign_in("clerk")
    tokens = {cookie.value for cookie in desk.client.cookies.jar if cookie.name == COOKIE}
    assert tokens - {"planted"}
    attacker = desk.another()
    attacker.cookies.set(COOKIE, "planted", domain="127.0.0.1", path="/")
    assert attacker.get("/api/v1/auth/me").status_code == 401


def test_signing_in_again_ends_the_old_sign_in_of_this_browser(desk: Desk) -> None:
    desk.sign_in("clerk")
    old = desk.client.cookies[COOKIE]
    desk.sign_in("reviewer")
    thief = desk.another()
    thief.cookies.set(COOKIE, old)
    assert thief.get("/api/v1/auth/me").status_code == 401


def test_an_idle_sign_in_runs_out_and_a_used_one_does_not(
    desk: Desk, clock: FixedClock
) -> None:
    desk.sign_in("clerk")
    for _ in range(3):
        clock.advance(timedelta(minutes=29))
        assert desk.client.get("/api/v1/auth/me").status_code == 200
    clock.advance(timedelta(minutes=30))
    expired = desk.client.get("/api/v1/auth/me")
    assert expired.status_code == 401
    assert expired.json()["code"] == "sign_in_required"


def test_even_a_used_sign_in_ends_after_its_hours(desk: Desk, clock: FixedClock) -> None:
    desk.sign_in("clerk")
    for _ in range(12 * 60 // 29):
        clock.advance(timedelta(minutes=29))
        assert desk.client.get("/api/v1/auth/me").status_code == 200
    clock.advance(timedelta(minutes=29))
    assert desk.client.get("/api/v1/auth/me").status_code == 401


def test_signing_out_ends_the_sign_in_on_the_server(desk: Desk) -> None:
    token = desk.sign_in("clerk")
    thief = desk.another()
    thief.cookies.set(COOKIE, desk.client.cookies[COOKIE])
    assert desk.client.post("/api/v1/auth/logout", headers=token).status_code == 204
    assert COOKIE not in desk.client.cookies
    assert thief.get("/api/v1/auth/me").status_code == 401


def test_a_closed_account_is_out_at_once(desk: Desk, clock: FixedClock) -> None:
    desk.sign_in("clerk")
    with begin(desk.parts.sessions, SYSTEM, clock) as work:
        staff.deactivate(work, desk.users["clerk"])
    assert desk.client.get("/api/v1/auth/me").status_code == 401


def test_a_role_that_was_taken_back_is_gone_at_once(desk: Desk, clock: FixedClock) -> None:
    desk.sign_in("clerk")
    assert desk.client.get("/api/v1/things").status_code == 200
    with begin(desk.parts.sessions, SYSTEM, clock) as work:
        staff.revoke(work, desk.users["clerk"], Role.WINDOW_CLERK, desk.units["home"])
    assert desk.client.get("/api/v1/things").status_code == 403


def test_changing_the_password_signs_the_other_browsers_out(desk: Desk) -> None:
    elsewhere = desk.another()
    desk.sign_in("clerk", elsewhere)
    token = desk.sign_in("clerk")
    wanted = "another fine phrase"
    change = {"present": PASSWORD, "wanted": wanted}
    answer = desk.client.post("/api/v1/auth/password", json=change, headers=token)
    assert answer.status_code == 204
    assert desk.client.get("/api/v1/auth/me").status_code == 200
    assert elsewhere.get("/api/v1/auth/me").status_code == 401
    again = elsewhere.post("/api/v1/auth/login", json={"login": "clerk", "password": wanted})
    assert again.status_code == 200


def test_a_password_change_needs_the_present_one_and_a_good_new_one(desk: Desk) -> None:
    token = desk.sign_in("clerk")
    for present, wanted, code in (
        ("wrong", "another fine phrase", "password_wrong"),
        (PASSWORD, "clerk", "password_weak"),
    ):
        change = {"present": present, "wanted": wanted}
        answer = desk.client.post("/api/v1/auth/password", json=change, headers=token)
        assert answer.status_code == 422
        assert answer.json()["code"] == code


# -- forged requests


def test_a_change_without_the_token_is_refused(desk: Desk) -> None:
    desk.sign_in("clerk")
    for headers in ({}, {CSRF_HEADER: "guess"}, {CSRF_HEADER: "ü".encode()}):
        answer = desk.client.post("/api/v1/auth/logout", headers=headers)
        assert answer.status_code == 403
        assert answer.json()["code"] == "forbidden_csrf"


def test_the_token_of_another_sign_in_does_not_fit(desk: Desk) -> None:
    foreign = desk.sign_in("reviewer", desk.another())
    desk.sign_in("clerk")
    assert desk.client.post("/api/v1/auth/logout", headers=foreign).status_code == 403


def test_changes_come_from_our_own_pages(desk: Desk) -> None:
    wrong = {"login": "clerk", "password": "wrong"}
    for headers, status in (
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}, 401),
        ({}, 401),
    ):
        answer = desk.client.post("/api/v1/auth/login", json=wrong, headers=headers)
        assert answer.status_code == status, headers


def test_another_name_pointed_at_us_gets_nothing(desk: Desk) -> None:
    for host, status in (
        ("127.0.0.1:8000", 401),
        ("localhost", 401),
        ("[::1]:8000", 401),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("127.0.0.1@evil.example", 421),
        ("[", 421),
        ("", 421),
    ):
        answer = desk.client.get("/api/v1/auth/me", headers={"Host": host})
        assert answer.status_code == status, host


def test_probes_are_answered_under_any_name(desk: Desk) -> None:
    assert desk.client.get("/healthz", headers={"Host": "10.1.2.3"}).json() == {"status": "ok"}


# -- headers


def test_every_answer_carries_the_protective_headers(desk: Desk) -> None:
    for path in ("/healthz", "/nowhere", "/api/v1/auth/me", "/api/v1/nowhere"):
        headers = desk.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self';" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-request-id"]
        assert "strict-transport-security" not in headers
    assert desk.client.get("/api/v1/auth/me").headers["cache-control"] == "no-store"


def test_a_letter_may_be_shown_by_the_browsers_own_viewer(desk: Desk) -> None:
    desk.sign_in("clerk")
    letter = desk.client.get("/api/v1/things/letter/pdf").headers
    assert "object-src 'self'" in letter["content-security-policy"]
    assert letter["cache-control"] == "no-store"
    page = desk.client.get("/api/v1/auth/me").headers
    assert "object-src 'none'" in page["content-security-policy"]


def test_behind_https_the_cookie_is_secure_and_the_browser_is_told_to_stay(
    sessions: Sessions, clock: FixedClock, tmp_path: Path
) -> None:
    desk = a_desk(sessions, clock, tmp_path, public_origin="https://dossier.example")
    client = desk.another(base_url="https://dossier.example", address="10.0.0.5")
    answer = client.post(
        "/api/v1/auth/login",
        json={"login": "clerk", "password": PASSWORD},
        headers={"Origin": "https://dossier.example"},
    )
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert client.get("/api/v1/auth/me").status_code == 200


# -- rights


def test_every_route_declares_what_it_demands(desk: Desk) -> None:
    declared = route_permissions(desk.app)
    open_to_all = {route for route, needed in declared.items() if needed == PUBLIC}
    catch_all = {route for route in open_to_all if route[1] == "/api/{rest:path}"}
    assert open_to_all - catch_all == {
        ("POST", "/api/v1/auth/login"),
        ("GET", "/api/v1/setup"),
        ("POST", "/api/v1/setup"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
    }
    known = {permission.value for permission in Permission}
    assert {needed for needed in declared.values() if needed != PUBLIC} <= known


def test_no_route_but_the_open_ones_answers_a_stranger(desk: Desk) -> None:
    for (method, path), needed in route_permissions(desk.app).items():
        if needed != PUBLIC:
            answer = desk.client.request(method, path.replace("{unit}", "x"), json={})
            assert answer.status_code == 401, (method, path)


def test_an_application_with_an_undeclared_route_does_not_start(desk: Desk) -> None:
    careless = APIRouter()

    @careless.get("/careless")
    def show_everything() -> None: ...

    with pytest.raises(AssertionError, match="declares no permission"):
        create_app(desk.parts, [careless])


def test_a_list_is_for_those_with_the_permission(desk: Desk) -> None:
    for login, paths in (
        ("clerk", ["0001/0003/0007/"]),
        ("reviewer", ["0001/0003/", "0001/0003/0007/", "0001/0003/0008/"]),
        ("admin", None),
        ("fresh", None),
    ):
        desk.sign_in(login)
        answer = desk.client.get("/api/v1/things")
        if paths is None:
            assert answer.status_code == 403
        else:
            assert [thing["path"] for thing in answer.json()] == paths


def test_somebody_without_any_role_can_still_see_and_end_the_own_sign_in(desk: Desk) -> None:
    token = desk.sign_in("fresh")
    assert desk.client.get("/api/v1/auth/me").json()["permissions"] == ["self"]
    assert desk.client.post("/api/v1/auth/logout", headers=token).status_code == 204


def test_an_id_out_of_reach_is_as_good_as_none(desk: Desk) -> None:
    desk.sign_in("clerk")
    own = desk.client.get(f"/api/v1/things/{desk.units['home']}")
    assert own.json() == {"path": "0001/0003/0007/"}
    for unit in (desk.units["other"], desk.units["street"], "nothing"):
        assert desk.client.get(f"/api/v1/things/{unit}").status_code == 404


def test_what_may_be_seen_but_not_done_is_forbidden(desk: Desk) -> None:
    token = desk.sign_in("clerk")
    for unit, status in (("home", 403), ("other", 404)):
        answer = desk.client.post(f"/api/v1/things/{desk.units[unit]}/decision", headers=token)
        assert answer.status_code == status
    token = desk.sign_in("approver")
    answer = desk.client.post(f"/api/v1/things/{desk.units['home']}/decision", headers=token)
    assert answer.status_code == 201


# -- what is asked by machines


def test_ready_says_which_part_is_not(desk: Desk) -> None:
    assert desk.client.get("/readyz").status_code == 200
    desk.parts.index.failing = True
    answer = desk.client.get("/readyz")
    assert answer.status_code == 503
    broken = [part for part in answer.json()["parts"] if not part["ready"]]
    assert [(part["part"], part["message"][:4]) for part in broken] == [("index", "全文检索")]


def test_figures_are_told_on_this_machine_alone(desk: Desk) -> None:
    desk.client.get("/api/v1/auth/me")
    figures = desk.client.get("/metrics").text
    assert 'dossier_requests_total{method="GET",operation="me",status="401"} 1.0' in figures
    assert desk.another(address="10.0.0.5").get("/metrics").status_code == 404
    forwarded = {"X-Forwarded-For": "10.0.0.5"}
    assert desk.client.get("/metrics", headers=forwarded).status_code == 404


def test_a_wrong_method_or_address_is_told_in_chinese(desk: Desk) -> None:
    for answer in (desk.client.post("/healthz"), desk.client.get("/api/v1/nowhere")):
        assert answer.status_code in (404, 405)
        assert answer.headers["content-type"] == "application/problem+json"
        assert "请" in answer.json()["detail"]


def test_the_pages_are_served_and_deep_links_open_them(
    sessions: Sessions, clock: FixedClock, tmp_path: Path
) -> None:
    (tmp_path / "web" / "assets").mkdir(parents=True)
    (tmp_path / "web" / "index.html").write_text("<title>卷宗</title>")
    (tmp_path / "web" / "assets" / "app.js").write_text("let a")
    (tmp_path / "secret").write_text("secret")
    client = a_desk(sessions, clock, tmp_path).another()
    page = {"Accept": "text/html"}
    assert "卷宗" in client.get("/", headers=page).text
    assert "卷宗" in client.get("/cases/0001", headers=page).text
    assert client.get("/assets/app.js").text == "let a"
    assert client.get("/assets/gone.js").status_code == 404
    assert client.get("/api/v1/nowhere", headers=page).status_code == 404
    for climb in ("/../secret", "/%2e%2e/secret", "/..%2fsecret"):
        assert "secret" not in client.get(climb).text
