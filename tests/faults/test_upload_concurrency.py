"""Two people, or one who presses twice, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from site_process import Person, Running, letter, person

from dossier.api.errors import MEDIA_TYPE, FaultView
from dossier.kernel.ids import new_id

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
AT_ONCE = 4
REASON = "申请人本人要求"


def told(answer: httpx.Response) -> FaultView:
    """Return what the loser is told: in Chinese, as a problem document."""
    assert answer.headers["content-type"] == MEDIA_TYPE
    fault = FaultView.model_validate_json(answer.content)
    assert fault.status == answer.status_code
    assert "请" in fault.detail, fault.detail
    return fault


def test_the_same_bytes_dropped_at_once_are_one_file_read_once(clerk: Person) -> None:
    case, start = clerk.open_case(), Barrier(AT_ONCE)

    def drop(number: int) -> httpx.Response:
        start.wait()
        return clerk.upload(case, f"收入证明{number}.pdf", letter(500))

    with ThreadPoolExecutor(AT_ONCE) as counters:
        answers = list(counters.map(drop, range(AT_ONCE)))
    assert [one.status_code for one in answers] == [201] * AT_ONCE
    assert len({one.json()["id"] for one in answers}) == 1
    (file,) = clerk.until_read(case).files
    assert file.state == "read"
    assert len(clerk.case(case).documents) == 1


def test_one_press_sent_twice_is_one_step(clerk: Person) -> None:
    case, start, key = clerk.open_case(), Barrier(2), new_id()

    def press(_: int) -> httpx.Response:
        start.wait()
        return clerk.step(case, "withdraw", key=key, reason=REASON)

    with ThreadPoolExecutor(2) as presses:
        answers = list(presses.map(press, range(2)))
    assert [one.status_code for one in answers] == [200, 200], [one.text for one in answers]
    seen = clerk.case(case)
    assert [one.kind for one in seen.actions].count("withdraw") == 1


def test_of_two_people_pressing_the_same_button_one_is_told_that_it_was_done(
    shared_site: Running, clerk: Person
) -> None:
    case, start = clerk.open_case(), Barrier(2)
    with person(shared_site, "colleague") as colleague:

        def press(who: Person) -> httpx.Response:
            start.wait()
            return who.step(case, "withdraw", reason=REASON)

        with ThreadPoolExecutor(2) as presses:
            answers = list(presses.map(press, (clerk, colleague)))
    done, refused = sorted(answers, key=lambda one: one.status_code)
    assert done.status_code == 200, done.text
    assert told(refused).code in ("step_not_allowed", "conflict")
    seen = clerk.case(case)
    assert [one.kind for one in seen.actions].count("withdraw") == 1


def test_of_two_people_changing_the_form_the_second_is_told_to_look_again(
    shared_site: Running, clerk: Person
) -> None:
    case, start = clerk.open_case(), Barrier(2)
    revision = clerk.case(case).revision
    with person(shared_site, "colleague") as colleague:

        def change(who: Person) -> httpx.Response:
            start.wait()
            name = "王桂兰" if who is clerk else "陈磊"
            return who.change_form(case, revision, {"applicant_name": name})

        with ThreadPoolExecutor(2) as hands:
            answers = list(hands.map(change, (clerk, colleague)))
    assert sorted(one.status_code for one in answers) == [200, 409], [
        one.text for one in answers
    ]
    told(next(one for one in answers if one.status_code == 409))
    winner = next(one for one in answers if one.status_code == 200)
    assert clerk.case(case).form == winner.json()["form"]
