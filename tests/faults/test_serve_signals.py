"""How a server begins and ends: set up once, from this machine; gone in order when asked."""

import re
import signal
import time

import httpx
import pytest
from site_process import Home, Running, letter, person, serve, until, worker

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
SECONDS = 15
SET_UP = {
    "login": "admin",
    "password": "kuaile-xinchuang-42",
    "name": "管理员",
    "unit_name": "和安区民政局",
    "unit_level": "区县",
}


def require_ended(process: Running, by: signal.Signals) -> None:
    """It ends within seconds, in order, and nothing that it began lives on."""
    began = time.monotonic()
    assert process.stop(by, SECONDS) in ((0,) if by is signal.SIGTERM else (0, 130))
    assert time.monotonic() - began < SECONDS
    until(
        lambda: not process.group(), 3, "no process of it is left", lambda: str(process.group())
    )
    assert "Traceback" not in process.said, process.said[-4000:]


def test_a_server_ends_in_order_in_the_middle_of_reading_and_the_files_are_read_later(
    home: Home,
) -> None:
    with serve(home) as site:
        site.until_ready()
        with person(site) as clerk:
            case = clerk.open_case()
            for number in range(6):
                clerk.put_in(case, f"收入证明{number}.pdf", letter(700 + number))
            until(site.readers, 30, "reading has begun")
        require_ended(site, signal.SIGTERM)
    with worker(home) as hands, serve(home, "--no-worker") as site:
        hands.until_started()
        site.until_ready()
        with person(site) as clerk:
            files = clerk.until_read(case, 90).files
        assert [one.state for one in files] == ["read"] * 6
        require_ended(hands, signal.SIGINT)
        require_ended(site, signal.SIGINT)


def test_an_empty_home_is_set_up_once_with_the_code_and_from_this_machine(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = Home(tmp_path_factory.mktemp("empty") / "home", {})
    home.folder.mkdir()
    with serve(home) as site:
        site.until_ready()
        code = site.until_said(r"验证码\s+([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})")[1]
        with httpx.Client(base_url=f"{site.base_url}/api/v1") as browser:
            assert browser.get("/setup").json() == {"needed": True, "here": True}
            wrong = browser.post("/setup", json={**SET_UP, "code": "AAAA-BBBB-CCCC-DDDD"})
            assert wrong.status_code == 403, wrong.text
            assert "还可以试" in wrong.json()["detail"]
            asked = {**SET_UP, "code": code}
            far = browser.post("/setup", json=asked, headers={"X-Forwarded-For": "10.1.2.3"})
            assert far.status_code == 403, far.text
            other_name = browser.post("/setup", json=asked, headers={"Host": "evil.example"})
            assert other_name.status_code == 421
            assert browser.post("/setup", json=asked).status_code == 204
            again = browser.post("/setup", json={**asked, "login": "second"})
            assert again.status_code == 403, again.text
            assert browser.get("/setup").json()["needed"] is False
            signed_in = browser.post(
                "/auth/login", json={"login": "admin", "password": SET_UP["password"]}
            )
            assert signed_in.status_code == 200
        assert home.folder.stat().st_mode & 0o777 == 0o700
        assert re.search(code, "".join(_texts(home))) is None, "the code itself is kept nowhere"
        require_ended(site, signal.SIGTERM)


def test_an_address_that_is_taken_is_told_in_one_line(home: Home, shared_site: Running) -> None:
    with Running(home, "serve", "--port", str(shared_site.port)) as second:
        assert second.process.wait(60) == 1
        assert "--port" in second.said
        assert "Traceback" not in second.said
    assert httpx.get(f"{shared_site.base_url}/healthz").is_success


def _texts(home: Home) -> list[str]:
    return [
        path.read_bytes().decode("utf-8", "replace")
        for path in home.folder.rglob("*")
        if path.is_file() and path.suffix != ".log"
    ]
