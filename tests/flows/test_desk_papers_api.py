"""Papers at the desk over HTTP: who may, what is answered, what a print looks like."""

import warnings
from collections.abc import Callable, Iterator

import pytest
from build import Home
from pydantic import JsonValue

from dossier.api.app import create_app
from dossier.api.deps import COOKIE, CSRF_HEADER, limits_of
from dossier.api.desk_papers import DeskPapersView, PrintedView
from dossier.api.routes import ROUTERS
from dossier.identity import sessions
from dossier.kernel.ids import CaseId
from dossier.notices.binding import count_pages
from dossier.work import begin

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers a successor of httpx
    from starlette.testclient import TestClient

SignIn = Callable[[Home, str], TestClient]
AGENT: dict[str, JsonValue] = {
    "by": "agent",
    "name": "孙悦",
    "relation": "邻居",
    "scope": "代办",
}


@pytest.fixture
def sign_in() -> Iterator[SignIn]:
    """Sign somebody of the office in."""
    browsers = []

    def signed_in(home: Home, login: str) -> TestClient:
        limits = limits_of(home.parts.settings)
        with begin(home.parts.sessions, home.people[login], home.clock) as work:
            opened = sessions.open_session(work.session, home.people[login], limits, work.now)
        app = create_app(home.parts, ROUTERS)
        browser = TestClient(app, base_url="http://127.0.0.1:8000/api/v1")
        browser.cookies.set(COOKIE, opened.token)
        browser.headers[CSRF_HEADER] = opened.csrf
        browsers.append(browser)
        return browser

    yield signed_in
    for browser in browsers:
        browser.close()


def papers(browser: TestClient, case: CaseId) -> DeskPapersView:
    answer = browser.get(f"cases/{case}/desk-papers")
    assert answer.status_code == 200, answer.text
    return DeskPapersView.model_validate_json(answer.content)


def test_the_counter_works_through_its_papers(
    ready: tuple[Home, CaseId], sign_in: SignIn
) -> None:
    home, case = ready
    clerk = sign_in(home, "clerk")
    seen = papers(clerk, case)
    assert seen.editable
    assert seen.acting is None
    assert seen.consent.given
    assert {one.material for one in seen.prints} == {
        "application_form",
        "authorisation",
        "acting.consent",
    }
    assert not any(one.needed for one in seen.prints)  # all filled in by hand, or agreed to
    assert clerk.post(f"cases/{case}/prints", json={}).status_code == 422

    answer = clerk.put(f"cases/{case}/acting", json=AGENT)
    assert answer.status_code == 200, answer.text
    assert "acting_id_number" in answer.text
    seen = papers(clerk, case)
    assert seen.acting is not None
    assert (seen.acting.by_title, seen.acting.channel_title) == ("代办人代办", "代办")
    assert [one.material for one in seen.prints if one.needed] == ["acting.power"]

    answer = clerk.post(f"cases/{case}/prints", json={"wanted": None})
    printed = PrintedView.model_validate_json(answer.content)
    assert len(printed.forms) == 1
    pdf = clerk.get(printed.url.removeprefix("/api/v1/"))
    assert count_pages(pdf.content) == 1
    (power,) = (one for one in papers(clerk, case).prints if one.material == "acting.power")
    assert (power.state, power.number, power.pages) == ("printed", 1, 1)
    signed = clerk.put(f"cases/{case}/prints/{power.form}/signature", json={"signed": True})
    assert signed.status_code == 422  # it has not come back

    copies = clerk.get(f"cases/{case}/certified-copies.pdf")
    assert copies.headers["content-type"] == "application/pdf"
    one = next(one for one in papers(clerk, case).certifications if one.material == "id_cards")
    assert (one.certified_by, one.unit, one.covers) == ("林晓燕", "丁香社区", True)
    taken = clerk.post(
        f"cases/{case}/certifications/{one.id}/withdraw", json={"reason": "看错"}
    )
    assert taken.status_code == 200
    kept = next(each for each in papers(clerk, case).certifications if each.id == one.id)
    assert (kept.withdrawn_by, kept.withdrawn_reason) == ("林晓燕", "看错")

    assert clerk.put(f"cases/{case}/consent", json={"given": False}).status_code == 200
    assert not papers(clerk, case).consent.given
    notice = clerk.get("services/social-security.dibao/processing-notice.pdf")
    assert count_pages(notice.content) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "desk-papers", None),
        ("PUT", "acting", AGENT),
        ("PUT", "consent", {"given": True}),
        ("POST", "prints", {}),
        ("GET", "prints.pdf?form=x", None),
        ("PUT", "prints/x/signature", {"signed": True}),
        ("POST", "certifications/x/withdraw", {"reason": "x"}),
        ("GET", "certified-copies.pdf", None),
    ],
)
def test_a_case_of_another_counter_is_not_there(
    ready: tuple[Home, CaseId],
    sign_in: SignIn,
    method: str,
    path: str,
    body: dict[str, JsonValue] | None,
) -> None:
    home, case = ready
    neighbour = sign_in(home, "neighbour")
    answer = neighbour.request(method, f"cases/{case}/{path}", json=body)
    assert answer.status_code == 404


def test_what_an_accepted_case_has_is_seen_and_no_longer_changed(
    accepted: tuple[Home, CaseId], sign_in: SignIn
) -> None:
    home, case = accepted
    director = sign_in(home, "director")
    seen = papers(director, case)
    assert not seen.editable
    assert seen.certifications
    assert director.get(f"cases/{case}/certified-copies.pdf").status_code == 200
    clerk = sign_in(home, "clerk")
    one = seen.certifications[0]
    for method, path, body in (
        ("PUT", "acting", AGENT),
        ("PUT", "consent", {"given": False}),
        ("POST", "prints", {}),
        ("POST", f"certifications/{one.id}/withdraw", {"reason": "看错"}),
    ):
        assert clerk.request(method, f"cases/{case}/{path}", json=body).status_code == 422


def test_what_is_too_much_is_refused(ready: tuple[Home, CaseId], sign_in: SignIn) -> None:
    home, case = ready
    clerk = sign_in(home, "clerk")
    for path, body in (
        ("acting", {**AGENT, "name": "孙" * 201}),
        ("acting", {**AGENT, "name": "孙" * 41}),
        ("acting", {**AGENT, "by": "somebody"}),
        ("acting", {**AGENT, "more": 1}),
        ("consent", {"given": "perhaps"}),
    ):
        assert clerk.put(f"cases/{case}/{path}", json=body).status_code == 422
    many = [{"material": "x"}] * 51
    assert clerk.post(f"cases/{case}/prints", json={"wanted": many}).status_code == 422
    assert clerk.get(f"cases/{case}/prints.pdf").status_code == 422
    assert clerk.get(f"cases/{case}/prints.pdf?form=nothing").status_code == 404
