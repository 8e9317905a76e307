"""A separator sheet over HTTP: printed at the desk, read from its scan, nobody else's."""

import warnings
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pypdfium2
import pytest
from build import Home
from fakes import JPEG

from dossier.api.app import create_app
from dossier.api.deps import COOKIE, CSRF_HEADER, limits_of
from dossier.api.routes import ROUTERS
from dossier.identity import sessions
from dossier.kernel.ids import CaseId
from dossier.notices.rules import find_separated
from dossier.work import begin
from dossier_ocr.pages.codes import codes_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers a successor of httpx
    from starlette.testclient import TestClient

Ask = Callable[[Home, str, CaseId], tuple[int, bytes]]


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Ask for the sheet of a case as somebody of the office."""
    browsers = []

    def get(home: Home, login: str, case: CaseId) -> tuple[int, bytes]:
        limits = limits_of(home.parts.settings)
        with begin(home.parts.sessions, home.people[login], home.clock) as work:
            opened = sessions.open_session(work.session, home.people[login], limits, work.now)
        browser = TestClient(
            create_app(home.parts, ROUTERS), base_url="http://127.0.0.1:8000/api/v1"
        )
        browser.cookies.set(COOKIE, opened.token)
        browsers.append(browser)
        answer = browser.get(f"cases/{case}/separator.pdf")
        return answer.status_code, answer.content

    yield get
    for browser in browsers:
        browser.close()


def test_the_sheet_names_its_case_to_who_scans_it(home: Home, ask: Ask) -> None:
    case = home.open_case()
    status, pdf = ask(home, "clerk", case)
    assert status == 200
    document = pypdfium2.PdfDocument(pdf)
    try:
        grey = np.asarray(document[0].render(scale=150 / 72, grayscale=True).to_numpy())
    finally:
        document.close()
    scan = np.asarray(cv2.cvtColor(np.squeeze(grey), cv2.COLOR_GRAY2BGR), np.uint8)
    (code,) = codes_of(np.ascontiguousarray(np.rot90(scan)))
    assert find_separated(code.text) == case


def test_nobody_prints_the_sheet_of_a_case_that_is_not_theirs(home: Home, ask: Ask) -> None:
    case = home.open_case()
    assert ask(home, "neighbour", case)[0] == 404
    assert ask(home, "auditor", case)[0] == 403


def test_a_case_that_takes_no_papers_has_no_sheet(
    accepted: tuple[Home, CaseId], ask: Ask
) -> None:
    home, case = accepted
    assert ask(home, "clerk", case)[0] == 422


def test_files_are_handed_in_together_over_http(home: Home) -> None:
    case = home.open_case()
    limits = limits_of(home.parts.settings)
    user = home.people["clerk"]
    with begin(home.parts.sessions, user, home.clock) as work:
        opened = sessions.open_session(work.session, user, limits, work.now)
    with TestClient(
        create_app(home.parts, ROUTERS), base_url="http://127.0.0.1:8000/api/v1"
    ) as browser:
        browser.cookies.set(COOKIE, opened.token)
        browser.headers[CSRF_HEADER] = opened.csrf

        def put_in(content: bytes, **form: str) -> int:
            files = {"file": ("a.jpg", JPEG + content)}
            answer = browser.post(f"cases/{case}/files", data=form, files=files)
            status: int = answer.status_code
            return status

        assert put_in(b"one", pile="pile-0001", place="1") == 201
        assert put_in(b"two", pile="pile-0001", place="2") == 201
        assert put_in(b"three") == 201
        for wrong in ({"pile": "short"}, {"pile": "pile-0001", "place": "0"}):
            assert put_in(b"four", **wrong) == 422
    files = home.judged(case).papers.files
    assert [(one.pile, one.place) for one in files] == [
        ("pile-0001", 1),
        ("pile-0001", 2),
        (None, None),
    ]
