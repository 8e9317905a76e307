"""A case keeps its version; until it is accepted it can be carried to a newer one, with care."""

import copy
import json
import warnings
from dataclasses import replace
from datetime import date, timedelta

import pytest
from build import DIBAO, Home, household, id_card, press, with_definition
from pydantic import JsonValue

from dossier import audit
from dossier.api.app import create_app
from dossier.api.deps import COOKIE, CSRF_HEADER, limits_of
from dossier.api.routes import ROUTERS
from dossier.cases import store as cases
from dossier.cases.model import ChangeVersion, Status
from dossier.catalogue.model import Definition
from dossier.flows import desk, judge, steps, versions
from dossier.flows.offers import offered_to
from dossier.flows.versions import Preview
from dossier.identity import sessions
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.work import begin, look

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the client prefers a successor of httpx
    from starlette.testclient import TestClient

MOTHER, SON = household().members
PHONE, BANK = "/applicant_phone", "/bank_name"


def publish(home: Home, *made: Definition) -> None:
    """Let ``home`` have more published versions."""
    known = home.parts.catalogue
    home.parts = replace(
        home.parts,
        catalogue=replace(
            known,
            definitions={**known.definitions, **{(one.code, one.version): one for one in made}},
            published={
                **known.published,
                **{f"{one.code}@{one.version}": one.digest for one in made},
            },
        ),
    )


def second(home: Home, **changes: object) -> Definition:
    """Version 2 of dibao with other parts."""
    first = home.parts.catalogue.get(DIBAO, 1)
    return replace(first, version=2, digest="2" * 64, **changes)  # type: ignore[arg-type]


def reworked(home: Home) -> Definition:
    """Version 2: no bank, one choice less, a new required field, another set of materials."""
    first = home.parts.catalogue.get(DIBAO, 1)
    form: dict[str, JsonValue] = copy.deepcopy(dict(first.form))
    text = json.loads(json.dumps(form))
    text["properties"].pop("bank_name")
    text["required"].remove("bank_name")
    kinds = text["properties"]["area_kind"]
    kinds["oneOf"] = [one for one in kinds["oneOf"] if one["const"] != "urban"]
    text["properties"]["wechat"] = {"type": "string", "title": "微信号"}
    text["required"].append("wechat")
    card = next(one for one in first.materials if one.document_type == "bank_card")
    groups = [
        replace(one, fields=tuple(name for name in one.fields if name != "bank_name"))
        for one in first.ui.groups
    ]
    groups[0] = replace(groups[0], fields=(*groups[0].fields, "wechat"))
    return second(
        home,
        form=text,
        ui=replace(first.ui, groups=tuple(groups)),
        from_document=tuple(one for one in first.from_document if one.pointer != BANK),
        materials=(
            *(one for one in first.materials if one.code != card.code),
            replace(card, code="passbook", title_zh="存折"),
        ),
        examples=(),
    )


def today(home: Home) -> date:
    return civil_day(home.clock())


def previewed(home: Home, case: CaseId) -> Preview:
    with look(home.parts.sessions) as session:
        head = cases.get_case(session, case)
        return versions.preview(session, home.parts.catalogue, head, today(home))


def carry(home: Home, case: CaseId, seen: Preview | None = None, login: str = "clerk") -> None:
    told = seen or previewed(home, case)
    with home.acting(login) as (work, _):
        versions.change_version(
            work,
            home.parts.catalogue,
            case,
            told.after,
            told.revision,
            [one.pointer for one in told.fallen],
        )


def bodies(home: Home, case: CaseId, kind: str) -> list[bytes]:
    with look(home.parts.sessions) as session:
        told = [one.body for one in audit.events_about(session, case)]
    return [one for one in told if b'"%s"' % kind.encode() in one]


# -- opening


def test_a_case_is_opened_with_the_version_of_its_day(home: Home) -> None:
    tomorrow = today(home) + timedelta(1)
    publish(home, second(home, valid_from=tomorrow))
    first = home.open_case()
    home.clock.advance(timedelta(1))
    later = home.open_case()
    assert (home.judged(first).case.version, home.judged(later).case.version) == (1, 2)


def test_a_service_that_is_not_in_force_cannot_be_applied_for(home: Home) -> None:
    with_definition(home, DIBAO, valid_to=today(home) - timedelta(1))
    with pytest.raises(Refused, match="停止办理") as refused:
        home.open_case()
    assert refused.value.code == "service_ended"
    with_definition(home, DIBAO, valid_from=today(home) + timedelta(1), valid_to=None)
    with pytest.raises(Refused, match="起才能办理"):
        home.open_case()


def test_a_draft_is_not_offered(home: Home) -> None:
    known = home.parts.catalogue
    publish(home, second(home))
    published = {**home.parts.catalogue.published}
    del published[f"{DIBAO}@2"]
    home.parts = replace(
        home.parts, catalogue=replace(home.parts.catalogue, published=published)
    )
    assert home.judged(home.open_case()).case.version == 1
    home.parts = replace(home.parts, catalogue=replace(known, published={}))
    with pytest.raises(Refused) as refused:
        home.open_case()
    assert refused.value.code == "service_not_published"


# -- a case keeps its version


def test_a_newer_version_does_not_touch_a_case_that_is_open(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    before = home.judged(case)
    publish(home, reworked(home))
    after = home.judged(case)
    assert after.definition.version == 1
    assert (after.evaluation, after.problems, after.form) == (
        before.evaluation,
        before.problems,
        before.form,
    )
    home.accept(case)
    assert home.judged(case).case.status is Status.UNDER_REVIEW


def test_a_case_whose_definition_was_changed_is_told_and_goes_no_further(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    with_definition(home, DIBAO, digest="0" * 64)
    judged = home.judged(case)
    assert judged.changed
    assert "definition_changed" in {one.code for one in judged.problems}
    assert not judged.complete
    with pytest.raises(Refused) as refused:
        home.accept(case)
    assert refused.value.code == "definition_changed"
    assert set(offered_to(home.actor("clerk"), judged)) <= {"withdraw", "edit"}


def test_an_accepted_case_is_not_decided_by_changed_rules(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    with_definition(home, DIBAO, digest="0" * 64)
    with home.acting("director") as (work, actor), pytest.raises(Refused) as refused:
        steps.forward(work, home.parts.house, actor, case, press())
    assert refused.value.code == "definition_changed"


def test_nothing_is_filled_in_by_changed_rules(home: Home) -> None:
    case = home.open_case()
    kept = home.parts.catalogue.get(DIBAO).digest
    with_definition(home, DIBAO, digest="0" * 64)
    home.read_in(case, id_card(MOTHER))
    assert home.judged(case).form.form == {}
    with_definition(home, DIBAO, digest=kept)
    with home.acting("clerk") as (work, _):
        judge.assemble_case(work, home.parts.catalogue, case)
    assert home.value(case, "/applicant_name") == MOTHER.name


def test_a_lost_definition_is_told(home: Home) -> None:
    case = home.open_case()
    known = home.parts.catalogue
    left = {key: one for key, one in known.definitions.items() if key[0] != DIBAO}
    home.parts = replace(home.parts, catalogue=replace(known, definitions=left))
    with pytest.raises(NotFound, match="第1版") as lost:
        home.judged(case)
    assert lost.value.code == "definition_lost"


# -- carrying a case over


def test_a_case_is_carried_over_with_what_fits(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    before = home.judged(case)
    publish(home, reworked(home))
    told = previewed(home, case)
    assert (told.before, told.after, told.revision) == (1, 2, before.form.revision)
    lost = {one.pointer: one for one in told.fallen}
    assert lost[BANK].value == before.form.form["bank_name"]
    assert lost[BANK].reason == "新版本没有这一项"
    assert lost["/area_kind"].text == "城市低保"
    assert "可选项" in lost["/area_kind"].reason
    assert "“微信号”" in told.required
    assert any("存折" in one for one in told.materials_new)
    assert any("银行卡" in one for one in told.materials_gone)
    assert "新增字段“微信号”：必填，文字" in told.changes
    carry(home, case, told)
    after = home.judged(case)
    assert (after.case.version, after.case.digest) == (2, "2" * 64)
    assert after.case.status is Status.OPEN
    assert not after.changed
    for pointer, origin in before.form.origins.items():
        if pointer not in lost:
            assert after.form.origins[pointer] == origin
    gone = {"bank_name", "area_kind"}
    assert after.form.form == {
        name: value for name, value in before.form.form.items() if name not in gone
    }
    assert {("required", "/wechat")} <= {(one.code, one.pointer) for one in after.problems}


def test_what_fell_away_stays_in_the_history_and_its_digest_in_the_log(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    bank = home.value(case, BANK)
    publish(home, reworked(home))
    carry(home, case)
    done = home.judged(case).actions[-1]
    assert isinstance(done.action, ChangeVersion)
    assert {one.pointer: one.value for one in done.action.fallen}[BANK] == bank
    (told,) = bodies(home, case, "case_version_changed")
    assert b'"after_digest":"%s"' % (b"2" * 64) in told
    assert BANK.encode() in told
    assert str(bank).encode() not in told
    assert len(bodies(home, case, "change_version")) == 1


def test_marks_stay_where_the_material_is_still_the_same(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    marks = home.judged(case).marks
    seen = next(one for one in marks if one.originals_seen_by)
    materials = tuple(
        replace(one, form="original") if one.code == seen.code else one
        for one in home.parts.catalogue.get(DIBAO).materials
    )
    publish(home, second(home, materials=materials))
    told = previewed(home, case)
    fallen = [one for one in told.fallen if one.pointer.startswith(f"mark:{seen.code}:")]
    assert fallen
    assert all("原件已核" in one.text for one in fallen)
    carry(home, case, told)
    kept = home.judged(case).marks
    assert kept == tuple(one for one in marks if one.code != seen.code)


def test_what_falls_away_must_be_confirmed(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    publish(home, reworked(home))
    told = previewed(home, case)
    with pytest.raises(Conflict) as refused:
        carry(home, case, replace(told, fallen=told.fallen[1:]))
    assert refused.value.code == "version_loss_unconfirmed"
    home.save(case, {PHONE: "13900001111"})
    with pytest.raises(Conflict) as outdated:
        carry(home, case, told)
    assert outdated.value.code == "version_preview_outdated"
    assert home.judged(case).case.version == 1


def test_doing_it_twice_is_once(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    publish(home, reworked(home))
    told = previewed(home, case)
    carry(home, case, told)
    after = home.judged(case)
    carry(home, case, told)
    assert home.judged(case) == after


def test_a_screen_of_the_former_version_cannot_save_over_it(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    screen = home.judged(case).form
    publish(home, second(home))
    carry(home, case)
    assert home.judged(case).form.form == screen.form
    assert home.judged(case).form.origins == screen.origins
    with pytest.raises(Conflict):
        home.save(case, {PHONE: "13900001111"}, known=screen.revision)


def test_only_what_is_not_accepted_is_carried_over(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    publish(home, reworked(home))
    with pytest.raises(Refused) as refused:
        previewed(home, case)
    assert refused.value.code == "case_not_open"
    with look(home.parts.sessions) as session:
        head = cases.get_case(session, case)
    assert versions.find_newer_version(home.parts.catalogue, head, today(home)) is None


def test_without_a_newer_version_there_is_nothing_to_do(home: Home) -> None:
    case = home.open_case()
    with pytest.raises(Refused) as refused:
        previewed(home, case)
    assert refused.value.code == "no_newer_version"
    publish(home, second(home, valid_from=today(home) + timedelta(1)))
    with pytest.raises(Refused):
        previewed(home, case)


def test_a_case_whose_definition_was_changed_can_go_to_a_newer_version(home: Home) -> None:
    case = home.open_case()
    home.save(case, {PHONE: "13900001111", "/area_kind": "urban"})
    publish(home, reworked(home))
    with_digest = replace(home.parts.catalogue.get(DIBAO, 1), digest="0" * 64)
    known = home.parts.catalogue
    home.parts = replace(
        home.parts,
        catalogue=replace(known, definitions={**known.definitions, (DIBAO, 1): with_digest}),
    )
    told = previewed(home, case)
    assert [one.pointer for one in told.fallen] == ["/area_kind"]
    carry(home, case, told)
    assert home.value(case, PHONE) == "13900001111"
    assert not home.judged(case).changed


# -- over the wire


def sit(home: Home, login: str) -> TestClient:
    user = home.people[login]
    with begin(home.parts.sessions, user, home.clock) as work:
        limits = limits_of(home.parts.settings)
        opened = sessions.open_session(work.session, user, limits, work.now)
    browser = TestClient(
        create_app(home.parts, ROUTERS), base_url="http://127.0.0.1:8000/api/v1"
    )
    browser.cookies.set(COOKIE, opened.token)
    browser.headers[CSRF_HEADER] = opened.csrf
    return browser


def test_the_screen_is_told_and_carries_the_case_over(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    assert sit(home, "clerk").get(f"cases/{case}").json()["newer_version"] is None
    publish(home, reworked(home))
    clerk = sit(home, "clerk")
    assert clerk.get(f"cases/{case}").json()["newer_version"] == 2
    told = clerk.get(f"cases/{case}/version").json()
    asked = {"version": told["after"], "revision": told["revision"], "confirmed": []}
    assert clerk.post(f"cases/{case}/version", json=asked).status_code == 409
    asked["confirmed"] = [one["pointer"] for one in told["fallen"]]
    answer = clerk.post(f"cases/{case}/version", json=asked)
    assert answer.status_code == 200, answer.text
    view = answer.json()
    assert (view["summary"]["version"], view["newer_version"]) == (2, None)
    done = view["actions"][-1]
    assert done["title"] == "转到新版本"
    assert "第1版 → 第2版。没有带走：" in done["detail"]
    for login in ("neighbour", "director"):
        assert sit(home, login).get(f"cases/{case}/version").status_code in (403, 404)


def test_lists_show_what_is_in_force(home: Home) -> None:
    with_definition(home, DIBAO, valid_to=today(home) - timedelta(1))
    clerk = sit(home, "clerk")
    assert DIBAO not in {one["code"] for one in clerk.get("services").json()}
    for place in ("", "/questions", "/guide"):
        answer = clerk.get(f"services/{DIBAO}{place}")
        assert answer.json()["code"] == "service_ended"
    assert clerk.get(f"services/{DIBAO}?version=1").status_code == 200


def test_a_version_is_only_shown_the_desk_of_its_day(home: Home) -> None:
    publish(home, second(home, valid_from=today(home) + timedelta(1)))
    with home.acting("clerk") as (work, actor):
        opened = desk.open_case(work, home.parts.catalogue, actor, DIBAO)
    clerk = sit(home, "clerk")
    assert clerk.get(f"services/{DIBAO}").json()["version"] == 1
    assert clerk.get(f"cases/{opened}").json()["newer_version"] is None
