"""The queue over HTTP: what is shown in which order, whose crops one sees, conflicts in words."""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from build import Home, household, hukou_page, id_card
from fakes import ReplayingReader
from httpx import Response
from PIL import Image

from dossier.api.app import create_app
from dossier.api.deps import COOKIE, CSRF_HEADER, limits_of
from dossier.api.routes import ROUTERS
from dossier.api.views import CaseView, ReviewQueueView
from dossier.identity import sessions
from dossier.kernel.ids import CaseId, new_id
from dossier.ports import ReadFile
from dossier.work import begin

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers a successor of httpx
    from starlette.testclient import TestClient

MOTHER, SON = household().members
Desk = Callable[[str], TestClient]


class PicturingReader(ReplayingReader):
    """A reader that gives a real picture of each page."""

    def read(self, content: bytes, name: str) -> ReadFile:
        """Return the prepared reading with white pages."""
        read = super().read(content, name)
        out = BytesIO()
        Image.new("L", (1240, 1754), 255).save(out, "JPEG")
        return replace(read, images=tuple(out.getvalue() for _ in read.images))


@pytest.fixture
def desk(home: Home) -> Iterator[Desk]:
    """Sit somebody of the office down at a browser."""
    home.reader = PicturingReader()
    home.parts = replace(home.parts, reader=home.reader)
    app = create_app(home.parts, ROUTERS)
    browsers = []

    def sit(login: str) -> TestClient:
        user = home.people[login]
        limits = limits_of(home.parts.settings)
        with begin(home.parts.sessions, user, home.clock) as work:
            opened = sessions.open_session(work.session, user, limits, work.now)
        browser = TestClient(app, base_url="http://127.0.0.1:8000/api/v1")
        browser.cookies.set(COOKIE, opened.token)
        browser.headers[CSRF_HEADER] = opened.csrf
        browsers.append(browser)
        return browser

    yield sit
    for browser in browsers:
        browser.close()


@pytest.fixture
def case(home: Home, desk: Desk) -> CaseId:
    """A case with a card and a page of the register, unsure in three places."""
    opened = home.open_case()
    card = id_card(MOTHER, unsure=("ethnicity", "address"))
    home.read_in(opened, card, hukou_page(household(), SON))
    return opened


def queue(browser: TestClient, case: CaseId) -> ReviewQueueView:
    answer = browser.get(f"cases/{case}/values")
    assert answer.status_code == 200, answer.text
    return ReviewQueueView.model_validate_json(answer.content)


def say(browser: TestClient, case: CaseId, of: str, **said: object) -> Response:
    asked = {"key": new_id(), "known": 0, "verdict": "confirmed", **said}
    answer: Response = browser.post(f"cases/{case}/values/{of}/review", json=asked)
    return answer


def test_values_stand_document_by_document_from_the_top_of_the_page(
    desk: Desk, case: CaseId
) -> None:
    told = queue(desk("clerk"), case)
    titles = [one.document_title for one in told.items]
    assert titles == sorted(titles, key=["居民身份证", "居民户口簿"].index)
    card = [one for one in told.items if one.document_title == "居民身份证"]
    tops = [one.box.y0 for one in card if one.box]
    assert tops == sorted(tops)
    assert {one.field for one in told.items if one.state == "waiting"} == {
        "ethnicity",
        "address",
    }
    assert (told.waiting, told.undo, told.editable) == (2, None, True)
    name = next(one for one in card if one.field == "name")
    assert (name.document_of, name.label, name.value_type) == (MOTHER.name, "姓名", "name")
    assert name.fills
    assert name.page is not None
    assert name.crop_url == f"/api/v1/values/{name.id}/crop"


def test_a_review_answers_with_the_queue_as_it_stands(desk: Desk, case: CaseId) -> None:
    clerk = desk("clerk")
    first, second = (one for one in queue(clerk, case).items if one.state == "waiting")
    told = say(clerk, case, first.id, verdict="corrected", value="满")
    after = ReviewQueueView.model_validate_json(told.content)
    now = next(one for one in after.items if one.id == first.id)
    assert (now.state, now.value, now.machine, now.revision) == (
        "corrected",
        "满",
        first.machine,
        1,
    )
    assert (now.reviewed_by, after.waiting, after.undo) == ("林晓燕", 1, first.id)
    seen = CaseView.model_validate_json(clerk.get(f"cases/{case}").content)
    assert seen.waiting_values == 1
    back = clerk.post(f"cases/{case}/values/undo", json={"key": new_id()})
    assert ReviewQueueView.model_validate_json(back.content).waiting == 2
    assert say(clerk, case, second.id, verdict="unreadable").status_code == 200


def test_who_comes_second_is_told_by_whom(desk: Desk, case: CaseId) -> None:
    first, other = desk("clerk"), desk("second_clerk")
    value = queue(other, case).items[0].id
    assert say(first, case, value).status_code == 200
    late = say(other, case, value)
    assert late.status_code == 409
    assert late.json()["code"] == "value_reviewed_elsewhere"
    assert "林晓燕" in late.json()["detail"]


@pytest.mark.parametrize(
    "wrong", [{"verdict": "withdrawn"}, {"verdict": "sure"}, {"key": "short"}, {"more": 1}]
)
def test_what_the_screen_never_sends_is_refused(
    desk: Desk, case: CaseId, wrong: dict[str, object]
) -> None:
    clerk = desk("clerk")
    value = queue(clerk, case).items[0].id
    assert say(clerk, case, value, **wrong).status_code == 422


def test_a_crop_is_a_picture_that_stays_in_no_cache(desk: Desk, case: CaseId) -> None:
    clerk = desk("clerk")
    url = queue(clerk, case).items[0].crop_url
    assert url is not None
    answer = clerk.get(f"http://127.0.0.1:8000{url}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "no-store"
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.width > picture.height > 20


@pytest.fixture
def gap(home: Home, desk: Desk) -> CaseId:
    """A case with a card of which the ethnicity was not read."""
    opened = home.open_case()
    card = id_card(MOTHER)
    truth = {name: text for name, text in card.truth.items() if name != "ethnicity"}
    home.read_in(opened, replace(card, truth=truth))
    return opened


def test_what_was_not_read_is_shown_with_the_place_where_it_should_stand(
    desk: Desk, gap: CaseId
) -> None:
    clerk = desk("clerk")
    told = queue(clerk, gap)
    (missed,) = [one for one in told.items if one.missed]
    assert (missed.field, missed.label, missed.state, missed.machine, missed.value) == (
        "ethnicity",
        "民族",
        "waiting",
        "",
        "",
    )
    assert (told.waiting, missed.auto, missed.sampled) == (1, False, False)
    assert missed.page is not None
    assert missed.crop_url is not None
    seen = CaseView.model_validate_json(clerk.get(f"cases/{gap}").content)
    assert seen.waiting_values == 1
    assert "ethnicity" not in {one.name for one in seen.documents[0].values}
    answer = clerk.get(f"http://127.0.0.1:8000{missed.crop_url}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.size == (1240, 1754), "no label was read: the whole page"
    stranger = desk("neighbour")
    assert stranger.get(f"http://127.0.0.1:8000{missed.crop_url}").status_code == 404
    assert clerk.get("documents/nothing/fields/name/crop").status_code == 404


def test_what_was_not_read_is_typed_in_or_said_to_be_absent(desk: Desk, gap: CaseId) -> None:
    clerk = desk("clerk")
    (missed,) = [one for one in queue(clerk, gap).items if one.missed]
    told = say(clerk, gap, missed.id, verdict="absent")
    after = ReviewQueueView.model_validate_json(told.content)
    now = next(one for one in after.items if one.id == missed.id)
    assert (now.state, now.revision, after.waiting, after.undo) == (
        "absent",
        1,
        0,
        missed.id,
    )
    again = say(clerk, gap, missed.id, verdict="corrected", value="汉", known=1)
    after = ReviewQueueView.model_validate_json(again.content)
    now = next(one for one in after.items if one.id == missed.id)
    assert (now.state, now.value, now.missed, now.fills) == (
        "corrected",
        "汉",
        True,
        ["“民族”"],
    )


def test_another_units_values_are_not_to_be_found(desk: Desk, case: CaseId) -> None:
    value = queue(desk("clerk"), case).items[0]
    stranger = desk("neighbour")
    assert stranger.get(f"cases/{case}/values").status_code == 404
    assert stranger.get(f"values/{value.id}/crop").status_code == 404
    assert say(stranger, case, value.id).status_code == 404
    assert stranger.get("values/nothing/crop").status_code == 404
    director = desk("director")
    assert queue(director, case).editable is False
    assert say(director, case, value.id).status_code == 403
