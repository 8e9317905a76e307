"""A definition is drafted, given to another, published from a day, and cases go on as they were."""

import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from build import DIBAO, Home

from dossier import audit
from dossier.api.app import create_app
from dossier.api.deps import COOKIE, CSRF_HEADER, limits_of
from dossier.api.routes import ROUTERS
from dossier.cases import store as cases
from dossier.catalogue import version_store
from dossier.catalogue.compiling import compiled
from dossier.catalogue.editing import draft_store
from dossier.catalogue.editing.drafts import Draft
from dossier.catalogue.editing.text_edits import with_facts
from dossier.catalogue.living import LivingCatalogue, definition_kept
from dossier.flows import definitions as flow
from dossier.flows import versions
from dossier.identity import sessions
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, DossierError, NotFound, Refused
from dossier.kernel.ids import DraftId
from dossier.work import Work, begin, look

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers a successor of httpx
    from starlette.testclient import TestClient

OLD, NEW = "residence_months >= 6", "residence_months > 5"
GUIDE, RENAMED = "title_zh: 低保、边缘户申请", "title_zh: 最低生活保障申请"
CITIZEN = "{id: hukou, zh: 具有本市户籍,"
MEAL = "elderly.meal-card"
WRITTEN = (
    ("target_zh: 请写明办理对象", "target_zh: 本社区七十周岁以上的老人"),
    ("source: 请写明依据的文件", "source: 老年助餐服务办法（演示）"),
)


@contextmanager
def acting(home: Home, login: str) -> Iterator[Work]:
    with begin(home.parts.sessions, home.people[login], home.clock) as work:
        yield work
    refresh(home)


def refresh(home: Home) -> None:
    with look(home.parts.sessions) as session:
        home.parts.refresh(session)


def drafted(home: Home, *edits: tuple[str, str], code: str = DIBAO) -> DraftId:
    """A draft on version 1 with some edits, by the city; a new service says what it must."""
    with acting(home, "city") as work:
        based_on = 1 if code == DIBAO else None
        draft = flow.create_draft(work, home.parts.catalogue, code, based_on, "老年餐卡")
    with acting(home, "city") as work:
        text = draft_store.get(work.session, draft).text
        for old, new in (*(() if code == DIBAO else WRITTEN), *edits):
            assert old in text
            text = text.replace(old, new, 1)
        flow.save_draft(work, draft, 1, text)
    return draft


def seen(home: Home, draft: DraftId) -> Draft:
    with look(home.parts.sessions) as session:
        return draft_store.get(session, draft)


def submit(home: Home, draft: DraftId) -> int:
    with acting(home, "city") as work:
        flow.submit_draft(work, home.parts.catalogue, draft, seen(home, draft).revision)
    return seen(home, draft).revision


def publish(
    home: Home, draft: DraftId, since: date | None = None, login: str = "approver"
) -> None:
    with acting(home, login) as work:
        revision = draft_store.get(work.session, draft).revision
        flow.publish_draft(work, home.parts.catalogue, draft, revision, since)


def today(home: Home) -> date:
    return civil_day(home.clock())


def told_of(home: Home, thing: str) -> list[str]:
    with look(home.parts.sessions) as session:
        bodies = [one.body.decode() for one in audit.events_about(session, thing)]
    return [body.split('"kind":"', 1)[1].split('"', 1)[0] for body in bodies]


# -- the whole way


def test_new_cases_get_what_was_published_and_the_running_one_keeps_its_version(
    home: Home,
) -> None:
    running = home.open_case()
    draft = drafted(home, (OLD, NEW), (GUIDE, RENAMED))
    submit(home, draft)
    tomorrow = today(home) + timedelta(1)
    publish(home, draft, tomorrow)
    assert home.judged(home.open_case()).case.version == 1
    home.clock.advance(timedelta(1))
    later = home.judged(home.open_case())
    assert (later.case.version, later.definition.title_zh) == (2, "最低生活保障申请")
    assert later.definition.valid_from == tomorrow
    kept = home.judged(running)
    assert (kept.case.version, kept.definition.title_zh, kept.changed) == (
        1,
        "低保、边缘户申请",
        False,
    )
    assert told_of(home, draft) == [
        "definition_drafted",
        "definition_draft_edited",
        "definition_draft_submitted",
        "definition_published",
    ]


def test_a_running_case_is_carried_to_it(home: Home) -> None:
    case = home.open_case()
    draft = drafted(home, (OLD, NEW), (CITIZEN, CITIZEN.replace("本市", "沈阳市")))
    submit(home, draft)
    publish(home, draft)
    with look(home.parts.sessions) as session:
        head = cases.get_case(session, case)
        told = versions.preview(session, home.parts.catalogue, head, today(home))
    assert (told.before, told.after) == (1, 2)
    assert any("具有沈阳市户籍" in one for one in told.changes)
    with home.acting("clerk") as (work, _):
        versions.change_version(
            work, home.parts.catalogue, case, 2, told.revision, [p.pointer for p in told.fallen]
        )
    after = home.judged(case)
    assert (after.case.version, after.changed) == (2, False)


CHILD = """
import sys
from sqlalchemy.orm import sessionmaker
from dossier.catalogue.editing.drafts import Draft
from dossier.catalogue.living import LivingCatalogue
from dossier.catalogue.loading import load
from dossier.kernel.db import open_engine
from dossier.kernel.settings import form_schemas_folder
from dossier.work import look
sessions = sessionmaker(open_engine(sys.argv[1]))
living = LivingCatalogue(load(form_schemas_folder()))
for line in sys.stdin:
    with look(sessions) as session:
        living.refresh(session)
    found = living.catalogue.get(line.strip())
    print(found.version, found.title_zh, flush=True)
"""


def test_another_process_knows_it_without_a_restart(home: Home) -> None:
    url = home.parts.sessions.kw["bind"].url.render_as_string(hide_password=False)
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", CHILD, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "utf-8"},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:

        def ask() -> str:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(f"{DIBAO}\n")
            child.stdin.flush()
            return child.stdout.readline().strip()

        assert ask() == "1 低保、边缘户申请"
        draft = drafted(home, (GUIDE, RENAMED))
        submit(home, draft)
        publish(home, draft)
        assert ask() == "2 最低生活保障申请"
    finally:
        child.stdin.close()
        child.stdout.close()
        child.wait(timeout=10)


def test_a_service_is_ended_by_a_version_with_a_last_day(home: Home) -> None:
    last = today(home)
    draft = drafted(home, ("version: 2\n", f"version: 2\nvalid_to: {last}\n"))
    submit(home, draft)
    publish(home, draft)
    assert home.judged(home.open_case()).case.version == 2
    home.clock.advance(timedelta(1))
    with pytest.raises(Refused, match="停止办理") as refused:
        home.open_case()
    assert refused.value.code == "service_ended"


def test_no_day_lies_in_the_past(home: Home) -> None:
    yesterday = today(home) - timedelta(1)
    draft = drafted(home, (OLD, NEW))
    submit(home, draft)
    with pytest.raises(Refused) as refused:
        publish(home, draft, yesterday)
    assert refused.value.code == "valid_from_past"
    with acting(home, "city") as work:
        flow.discard_draft(work, draft)
    draft = drafted(home, ("version: 2\n", f"version: 2\nvalid_to: {yesterday}\n"))
    submit(home, draft)
    with pytest.raises(Refused) as ended:
        publish(home, draft)
    assert ended.value.code == "valid_to_past"


def test_a_new_service_is_made_from_the_template(home: Home) -> None:
    with acting(home, "city") as work:
        draft = flow.create_draft(work, home.parts.catalogue, MEAL, None, "老年餐卡")
    with pytest.raises(Refused):  # whom it is for is not written yet
        submit(home, draft)
    with acting(home, "city") as work:
        flow.discard_draft(work, draft)
    draft = drafted(home, code=MEAL)
    submit(home, draft)
    publish(home, draft)
    made = home.parts.catalogue.get(MEAL)
    assert (made.version, made.title_zh, made.group_zh) == (1, "老年餐卡", "退休养老")
    case = home.open_case(service=MEAL)
    assert home.judged(case).case.service == MEAL


# -- four eyes


def test_nobody_publishes_what_they_wrote(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    submit(home, draft)
    with pytest.raises(Refused) as refused:
        publish(home, draft, login="city")
    assert refused.value.code == "forbidden_four_eyes"
    with acting(home, "approver") as work:
        flow.return_draft(work, draft, "请写明依据")
    assert seen(home, draft).returned_reason == "请写明依据"
    with acting(home, "approver") as work:  # whoever touches it is an editor from then on
        text = draft_store.get(work.session, draft).text
        flow.save_draft(work, draft, 2, text.replace(NEW, OLD, 1))
    submit(home, draft)
    with pytest.raises(Refused):
        publish(home, draft)
    assert version_store_of(home) == 0


def version_store_of(home: Home) -> int:
    with look(home.parts.sessions) as session:
        return version_store.count(session)


def test_what_is_published_is_what_was_seen(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    revision = submit(home, draft)
    with acting(home, "city") as work:
        flow.withdraw_draft(work, draft)
        flow.save_draft(work, draft, revision, seen(home, draft).text + "# 又改了\n")
        flow.submit_draft(work, home.parts.catalogue, draft, revision + 1)
    with acting(home, "approver") as work, pytest.raises(Conflict) as outdated:
        flow.publish_draft(work, home.parts.catalogue, draft, revision, None)
    assert outdated.value.code == "draft_changed"
    assert outdated.value.facts["by"] == "邓超"


def test_a_text_with_errors_is_not_submitted(home: Home) -> None:
    draft = drafted(home, (OLD, "residence_monts >= 6"))
    with pytest.raises(Refused, match="residence_monts") as refused:
        submit(home, draft)
    assert refused.value.code == "draft_has_errors"


def test_a_form_that_nobody_can_fill_is_not_submitted(home: Home) -> None:
    resident = "local_resident: {type: boolean, title: 是否本市户籍}"
    age = "age: {type: integer, title: 年龄, minimum: 70, maximum: 60}"
    draft = drafted(
        home,
        (resident, f"{resident}\n    {age}"),
        ("applicant_id, local_resident]", "applicant_id, local_resident, age]"),
        code=MEAL,
    )
    with pytest.raises(Refused, match="试填") as refused:
        submit(home, draft)
    assert refused.value.code == "draft_has_errors"


def test_code_and_number_stay_those_of_the_draft(home: Home) -> None:
    for edit in (("version: 2\n", "version: 3\n"), (f"code: {DIBAO}", f"code: {DIBAO}x")):
        draft = drafted(home, edit)
        with pytest.raises(Refused) as refused:
            submit(home, draft)
        assert refused.value.code == "draft_head"
        with acting(home, "city") as work:
            flow.discard_draft(work, draft)


# -- nothing is lost


def test_a_second_person_is_told_who_saved_meanwhile_and_both_texts_stay(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    mine = seen(home, draft).text
    with acting(home, "approver") as work:
        flow.save_draft(work, draft, 2, mine + "# 沈涛改过\n")
    with acting(home, "city") as work, pytest.raises(Conflict) as refused:
        flow.save_draft(work, draft, 2, mine + "# 邓超改过\n")
    assert refused.value.code == "draft_changed"
    assert refused.value.facts == {
        "by": "沈涛",
        "at": home.clock().isoformat(),
        "revision": 3,
    }
    with look(home.parts.sessions) as session:
        kept = draft_store.kept_texts(session, draft)
    assert [(text, by) for _, text, by, _ in kept] == [(mine, home.people["city"])]
    (shown,) = sit(home, "approver").get(f"drafts/{draft}/texts").json()
    assert (shown["text"], shown["saved_by"], shown["revision"]) == (mine, "邓超", 2)
    with acting(home, "city") as work:
        flow.save_draft(work, draft, 3, mine + "# 邓超改过\n")
    assert told_of(home, draft).count("definition_draft_edited") == 3


def test_two_who_save_at_once_are_not_lost_to_each_other(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    before = seen(home, draft).text
    start = threading.Barrier(2)
    told: list[str] = []

    def run(login: str) -> None:
        start.wait()
        try:
            with begin(home.parts.sessions, home.people[login], home.clock) as work:
                flow.save_draft(work, draft, 2, f"{before}# {login}\n")
            told.append("saved")
        except DossierError as refused:
            told.append(refused.code)

    threads = [threading.Thread(target=run, args=(login,)) for login in ("city", "approver")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["draft_changed", "saved"]
    assert seen(home, draft).revision == 3


def test_saving_the_same_again_changes_nothing(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    before = seen(home, draft)
    with acting(home, "city") as work:
        flow.save_draft(work, draft, 1, before.text)
    assert seen(home, draft) == before


def test_a_service_has_one_open_draft(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    with pytest.raises(Conflict) as refused:
        drafted(home)
    assert (refused.value.code, refused.value.facts["id"]) == ("draft_open", draft)
    with acting(home, "city") as work:
        flow.discard_draft(work, draft)
    assert seen(home, draft).text
    drafted(home, (OLD, NEW))


def test_a_closed_draft_is_left_alone(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    submit(home, draft)
    publish(home, draft)
    with acting(home, "city") as work:
        steps = (
            partial(flow.save_draft, work, draft, 2, "x"),
            partial(flow.discard_draft, work, draft),
            partial(flow.withdraw_draft, work, draft),
            partial(flow.return_draft, work, draft, "x"),
        )
        for step in steps:
            with pytest.raises(Conflict) as refused:
                step()
            assert refused.value.code == "draft_published"


def test_a_text_that_cannot_be_kept_is_refused(home: Home) -> None:
    draft = drafted(home)
    for text in ("a\x00b", "\ud800", "x" * (512 * 1024 + 1)):
        with acting(home, "city") as work, pytest.raises(Refused):
            flow.save_draft(work, draft, seen(home, draft).revision, text)


def test_a_code_that_none_can_have_is_refused(home: Home) -> None:
    for code in ("Dibao", "a", "a.b.c", "../x.y", "a." + "b" * 60, "a.b c"):
        with acting(home, "city") as work, pytest.raises(Refused):
            flow.create_draft(work, home.parts.catalogue, code, None)


def test_an_unknown_draft_or_version_is_not_found(home: Home) -> None:
    with acting(home, "city") as work:
        with pytest.raises(NotFound):
            flow.save_draft(work, DraftId("nothing"), 1, "x")
        with pytest.raises(NotFound):
            flow.create_draft(work, home.parts.catalogue, DIBAO, 9)


# -- numbers


def test_a_number_that_was_taken_meanwhile_is_passed_over(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    take_number(home, 2)
    submit(home, draft)
    after = seen(home, draft)
    assert (after.version, after.revision) == (3, 3)
    publish(home, draft)
    assert home.parts.catalogue.get(DIBAO).version == 3


def test_a_number_that_was_taken_after_submitting_is_refused(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    submit(home, draft)
    take_number(home, 2)
    with pytest.raises(Conflict) as refused:
        publish(home, draft)
    assert refused.value.code == "version_taken"


def take_number(home: Home, version: int) -> None:
    """Let a version of dibao be published by somebody else."""
    with acting(home, "admin") as work:
        text = with_facts(
            flow.text_of(work.session, home.parts.catalogue, DIBAO, 1), version=version
        )
        version_store.add(
            work.session,
            version_store.PublishedVersion(
                DIBAO, version, text, "0" * 64, DraftId("other"), "", "", work.actor, work.now
            ),
        )


def test_two_who_publish_at_once_publish_once(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    submit(home, draft)
    start = threading.Barrier(2)
    told: list[str] = []

    def run() -> None:
        start.wait()
        try:
            with begin(home.parts.sessions, home.people["approver"], home.clock) as work:
                flow.publish_draft(work, home.parts.catalogue, draft, 2, None)
            told.append("published")
        except DossierError as refused:
            told.append(refused.code)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["draft_published", "published"]
    assert version_store_of(home) == 1


# -- what the database keeps


FORBIDDEN = (
    "UPDATE definition_version SET text = 'x'",
    "UPDATE definition_version SET digest = 'x'",
    "DELETE FROM definition_version",
    "DELETE FROM definition_draft",
    "UPDATE definition_draft SET text = 'x'",
    "DELETE FROM definition_draft_editor",
    "UPDATE definition_draft_editor SET user_id = 'x'",
)


def test_what_was_published_is_neither_changed_nor_taken_away(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    submit(home, draft)
    publish(home, draft)
    engine = home.parts.sessions.kw["bind"]
    for statement in FORBIDDEN:
        with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
            connection.execute(sa.text(statement))


def test_a_row_that_was_changed_all_the_same_is_offered_to_nobody(home: Home) -> None:
    draft = drafted(home, (OLD, NEW))
    submit(home, draft)
    publish(home, draft)
    tamper(home, "UPDATE definition_version SET text = replace(text, '> 5', '> 1')")
    fresh = LivingCatalogue(home.parts.catalogue)
    with look(home.parts.sessions) as session:
        fresh.refresh(session)
    view = sit(home, "approver", fresh).get(f"definitions/{DIBAO}").json()
    assert [(one["version"], one["changed"]) for one in view["versions"]] == [
        (2, True),
        (1, False),
    ]
    opened = sit(home, "clerk", fresh).post("cases", json={"service": DIBAO})
    assert opened.json()["summary"]["version"] == 1


def test_a_row_that_is_no_definition_any_more_is_passed_over(home: Home) -> None:
    draft = drafted(home, code=MEAL)
    submit(home, draft)
    publish(home, draft)
    tamper(home, "UPDATE definition_version SET text = 'a: ['")
    fresh = LivingCatalogue(home.parts.catalogue)
    with look(home.parts.sessions) as session:
        fresh.refresh(session)
    assert (MEAL, 1) not in fresh.catalogue.definitions
    assert f"{MEAL}@1" in fresh.catalogue.published


def test_published_rows_are_held_against_the_audit_log(home: Home) -> None:
    for code in (DIBAO, MEAL):
        draft = drafted(home, code=code)
        submit(home, draft)
        publish(home, draft)
    assert faults(home) == ["", ""]
    tamper(home, f"UPDATE definition_version SET text = replace(text, '> 5', '> 1'), digest = '{'1' * 64}' WHERE code = '{MEAL}'")  # fmt: skip
    assert faults(home)[0] == "内容与摘要不符，发布后被改动"
    with look(home.parts.sessions) as session:
        kept = version_store.find(session, MEAL, 1)
    assert kept is not None
    other = with_facts(kept.text, version=1) + "remedies_zh2: 1\n"
    forged = replace(kept, text=other.replace("remedies_zh2: 1\n", "title_en: x\n"))
    made = definition_kept(replace(forged, digest=""))
    assert made is not None
    tamper(home, f"UPDATE definition_version SET text = text || 'title_en: x', digest = '{made.digest}' WHERE code = '{MEAL}'")  # fmt: skip
    assert "审计日志" in faults(home)[0]
    tamper(home, f"UPDATE definition_version SET text = 'a: [' WHERE code = '{MEAL}'")
    assert faults(home)[0] == "内容已不是有效的定义"
    tamper(home, f"UPDATE definition_version SET draft_id = 'x' WHERE code = '{DIBAO}'")
    assert faults(home)[1] == "审计日志里没有它的发布记录"


def faults(home: Home) -> list[str]:
    with look(home.parts.sessions) as session:
        return [one.fault for one in flow.verify_published(session)]


def tamper(home: Home, statement: str) -> None:
    """Change a row as somebody would who owns the whole database."""
    engine = home.parts.sessions.kw["bind"]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(sa.text("DROP TRIGGER IF EXISTS definition_version_no_update"))
        else:
            connection.execute(sa.text("ALTER TABLE definition_version DISABLE TRIGGER USER"))
        connection.execute(sa.text(statement))
        connection.commit()


def test_what_is_known_stays_the_same_object(home: Home) -> None:
    before = home.parts.catalogue.get(DIBAO, 1)
    ready = compiled(before)
    for number in (1, 2):
        draft = drafted(home, (OLD, f"{OLD} + {number} - {number}"))
        submit(home, draft)
        publish(home, draft)
    assert home.parts.catalogue.get(DIBAO, 1) is before
    assert compiled(before) is ready
    second = home.parts.catalogue.get(DIBAO, 2)
    refresh(home)
    assert home.parts.catalogue.get(DIBAO, 2) is second


# -- over the wire


def sit(home: Home, login: str, living: LivingCatalogue | None = None) -> TestClient:
    user = home.people[login]
    parts = home.parts
    if living is not None:  # another process
        parts = replace(parts, catalogue=living.catalogue, refresh=living.refresh)
    with begin(home.parts.sessions, user, home.clock) as work:
        limits = limits_of(home.parts.settings)
        opened = sessions.open_session(work.session, user, limits, work.now)
    browser = TestClient(create_app(parts, ROUTERS), base_url="http://127.0.0.1:8000/api/v1")
    browser.cookies.set(COOKIE, opened.token)
    browser.headers[CSRF_HEADER] = opened.csrf
    return browser
