"""An office sets words, places, days and figures for itself; two people each time."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from build import COMMUNITY_PATH, DIBAO, Home, press, with_definition

from dossier.audit.tables import AuditEventRow
from dossier.catalogue import store
from dossier.catalogue.local.local_settings import Choice
from dossier.catalogue.model import Definition
from dossier.catalogue.unconfirmed import unconfirmed
from dossier.flows import local_settings, steps
from dossier.flows.guides import guide_of
from dossier.flows.letters import letter_of, office_of
from dossier.flows.local_settings import Wish
from dossier.kernel.canonical import Json
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.notices import store as notices
from dossier.notices.model import PublicNoticeLetter, SupplementLetter
from dossier.notices.orders import orders_of
from dossier.work import look

DISTRICT_PATH, STREET_PATH = "0001/0001/", "0001/0001/0001/"
STANDARD = "/parameters/dibao_standard"
DAYS = "/stages/2/public_notice/value"


def today(home: Home) -> date:
    return civil_day(home.clock())


def wish(
    home: Home,
    pointer: str,
    value: Json = None,
    *,
    service: str = DIBAO,
    choice: Choice = "set",
    basis: str = "和安民发〔2026〕3号",
    since: date | None = None,
) -> Wish:
    return Wish(service, pointer, choice, value, basis, since or today(home))


def propose(
    home: Home, *wishes: Wish, login: str = "approver", unit: str = DISTRICT_PATH
) -> tuple[str, ...]:
    with home.acting(login) as (work, actor):
        return local_settings.propose(work, home.parts.catalogue, actor, unit, wishes)


def confirm(home: Home, ids: Sequence[str], login: str = "city") -> None:
    with home.acting(login) as (work, actor):
        local_settings.confirm(work, home.parts.catalogue, actor, ids)


def let_hold(home: Home, *wishes: Wish, unit: str = DISTRICT_PATH) -> None:
    confirm(home, propose(home, *wishes, unit=unit))


def take_back(home: Home, ids: Sequence[str], login: str = "approver") -> None:
    with home.acting(login) as (work, actor):
        local_settings.take_back(work, actor, ids)


def shown(home: Home, unit: str = COMMUNITY_PATH, service: str = DIBAO) -> Definition:
    with look(home.parts.sessions) as session:
        definition = home.parts.catalogue.get(service)
        return local_settings.shown(session, definition, unit, today(home))


def figure(home: Home, code: str, unit: str = COMMUNITY_PATH, day: date | None = None) -> Json:
    with look(home.parts.sessions) as session:
        held = local_settings.figures_of(
            session, home.parts.catalogue, day or today(home), unit
        )
        return held[code].value


def without_days(home: Home) -> None:
    """Let the definition leave the days of the notice to the office."""
    stages = home.parts.catalogue.get(DIBAO).stages
    with_definition(
        home,
        DIBAO,
        stages=tuple(
            replace(one, public_notice=replace(one.public_notice, value=None))
            if one.public_notice
            else one
            for one in stages
        ),
    )


def events(home: Home) -> list[str]:
    with look(home.parts.sessions) as session:
        bodies = session.scalars(sa.select(AuditEventRow.body).order_by(AuditEventRow.seq))
        kinds = [str(json.loads(body)["kind"]) for body in bodies]
    return [kind for kind in kinds if kind.startswith("local_setting")]


def test_what_one_person_put_down_holds_once_another_confirms_it(home: Home) -> None:
    ids = propose(home, wish(home, "/target_zh", "持有本区户口的困难家庭"))
    assert shown(home).target_zh == home.parts.catalogue.get(DIBAO).target_zh
    confirm(home, ids)
    assert shown(home).target_zh == "持有本区户口的困难家庭"
    confirm(home, ids)  # pressing twice is harmless
    assert events(home) == ["local_setting_made", "local_setting_confirmed"]


def test_nobody_confirms_what_is_ones_own(home: Home) -> None:
    ids = propose(home, wish(home, "/target_zh", "困难家庭"))
    with pytest.raises(Refused) as refused:
        confirm(home, ids, login="approver")
    assert refused.value.code == "forbidden_separation_of_duties"
    assert shown(home).target_zh != "困难家庭"


def test_a_waiting_entry_can_be_taken_back_and_made_anew(home: Home) -> None:
    ids = propose(home, wish(home, "/target_zh", "写错了"))
    with pytest.raises(Conflict) as conflict:
        propose(home, wish(home, "/target_zh", "另一条"))
    assert conflict.value.code == "setting_pending"
    take_back(home, ids)
    take_back(home, ids)
    with pytest.raises(Conflict, match="撤回"):
        confirm(home, ids)
    let_hold(home, wish(home, "/target_zh", "困难家庭"))
    assert shown(home).target_zh == "困难家庭"
    assert events(home).count("local_setting_taken_back") == 1


def test_what_holds_is_not_taken_back_but_ended(home: Home) -> None:
    ids = propose(home, wish(home, "/target_zh", "困难家庭"))
    confirm(home, ids)
    with pytest.raises(Conflict, match="复核生效"):
        take_back(home, ids)
    let_hold(home, wish(home, "/target_zh", choice="revert", basis=""))
    assert shown(home).target_zh == home.parts.catalogue.get(DIBAO).target_zh
    with pytest.raises(Refused) as refused:
        propose(home, wish(home, "/target_zh", choice="revert"))
    assert refused.value.code == "nothing_to_revert"


def test_the_nearest_unit_counts_and_its_end_gives_way_to_the_one_above(home: Home) -> None:
    let_hold(home, wish(home, "/target_zh", "全区"))
    let_hold(home, wish(home, "/target_zh", "本社区"), unit=COMMUNITY_PATH)
    assert shown(home).target_zh == "本社区"
    assert shown(home, STREET_PATH).target_zh == "全区"
    assert shown(home, "0001/0001/0001/0002/").target_zh == "全区"
    assert shown(home, "0001/").target_zh == home.parts.catalogue.get(DIBAO).target_zh
    let_hold(home, wish(home, "/target_zh", choice="revert"), unit=COMMUNITY_PATH)
    assert shown(home).target_zh == "全区"


def test_it_holds_from_its_day_on(home: Home) -> None:
    later = today(home) + timedelta(days=10)
    let_hold(home, wish(home, "/target_zh", "十天以后", since=later))
    assert shown(home).target_zh != "十天以后"
    home.clock.advance(timedelta(days=10))
    assert shown(home).target_zh == "十天以后"


def test_a_district_sets_nothing_for_the_city_and_a_clerk_nothing_at_all(home: Home) -> None:
    with pytest.raises(NotFound):
        propose(home, wish(home, "/target_zh", "困难家庭"), unit="0001/")
    with pytest.raises(Refused) as refused:
        propose(home, wish(home, "/target_zh", "困难家庭"), login="clerk", unit=COMMUNITY_PATH)
    assert refused.value.code == "forbidden_permission"
    ids = propose(home, wish(home, "/target_zh", "全市"), login="city", unit="0001/")
    with pytest.raises(NotFound):
        confirm(home, ids, login="approver")
    with pytest.raises(NotFound):
        take_back(home, ids, login="clerk")


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/title_zh", "别的名称", "settable_unknown"),
        ("/materials/bank_card/copies", 9, "settable_unknown"),
        ("/eligibility/0/cel", "true", "settable_unknown"),
        ("/target_zh", "", "setting_refused"),
        ("/target_zh", "字" * 301, "setting_refused"),
        ("/target_zh", "两行\n文字", "setting_refused"),
        ("/target_zh", "带表情😀", "setting_refused"),
        ("/limit", {"value": 31, "unit": "working_day"}, "setting_refused"),
        ("/limit", {"value": 20, "unit": "calendar_day"}, "setting_refused"),
        (DAYS, {"value": 0, "unit": "calendar_day"}, "setting_refused"),
        (DAYS, {"value": 91, "unit": "calendar_day"}, "setting_refused"),
        (DAYS, {"value": True, "unit": "calendar_day"}, "setting_refused"),
        (DAYS, "七天", "setting_refused"),
        ("/public_notice/places_zh", [], "setting_refused"),
        ("/public_notice/places_zh", ["公示栏", 7], "setting_refused"),
        ("/archive", {"category": "x"}, "setting_refused"),
    ],
)
def test_what_may_not_be_set_is_refused(
    home: Home, pointer: str, value: Json, code: str
) -> None:
    with pytest.raises((Refused, NotFound)) as refused:
        propose(home, wish(home, pointer, value))
    assert refused.value.code == code


@pytest.mark.parametrize("value", [-1, 1.5, True, "800", 10**14, None])
def test_a_figure_is_a_whole_number_that_can_be(home: Home, value: Json) -> None:
    with pytest.raises(Refused) as refused:
        propose(home, wish(home, STANDARD, value, service=""))
    assert refused.value.code == "setting_refused"


def test_a_rate_beyond_reason_is_refused(home: Home) -> None:
    with pytest.raises(Refused, match="百分数"):
        propose(home, wish(home, "/parameters/heating_rate", 7_000, service=""))


def test_a_setting_says_what_it_rests_on_and_begins_on_a_possible_day(home: Home) -> None:
    with pytest.raises(Refused) as refused:
        propose(home, wish(home, "/target_zh", "困难家庭", basis="  "))
    assert refused.value.code == "basis_missing"
    for since in (today(home) - timedelta(days=1), date(2099, 1, 1)):
        with pytest.raises(Refused) as refused:
            propose(home, wish(home, "/target_zh", "困难家庭", since=since))
        assert refused.value.code == "valid_from_refused"
    with pytest.raises(Refused) as refused:
        propose(home)
    assert refused.value.code == "too_many_at_once"


def test_confirming_as_it_is_takes_the_mark_away_until_the_text_changes(home: Home) -> None:
    before = unconfirmed(shown(home))
    condition = next(
        one for one in home.parts.catalogue.get(DIBAO).eligibility if one.mark.to_confirm
    )
    let_hold(
        home,
        wish(home, "/archive", choice="confirm", basis=""),
        wish(home, f"/eligibility/{condition.id}", choice="confirm", basis=""),
        wish(home, DAYS, choice="confirm", basis=""),
    )
    assert unconfirmed(shown(home)) == before - 3
    changed = tuple(
        replace(one, zh="改了的条件") if one.id == condition.id else one
        for one in home.parts.catalogue.get(DIBAO).eligibility
    )
    with_definition(home, DIBAO, eligibility=changed)
    assert unconfirmed(shown(home)) == before - 2
    with pytest.raises(Refused) as refused:
        propose(home, wish(home, "/public_notice/places_zh", choice="confirm"))
    assert refused.value.code == "nothing_to_confirm"


def test_what_changed_since_it_was_put_down_is_not_confirmed(home: Home) -> None:
    ids = propose(home, wish(home, "/target_zh", "困难家庭"))
    with_definition(home, DIBAO, target_zh="新版本写的对象")
    with pytest.raises(Conflict) as conflict:
        confirm(home, ids)
    assert conflict.value.code == "setting_outdated"


def test_a_notice_without_days_waits_until_the_office_has_set_them(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    without_days(home)
    home.review(case, until=2)
    with home.acting("director") as (work, actor), pytest.raises(Refused) as refused:
        steps.publish(work, home.parts.house, actor, case, press())
    assert refused.value.code == "notice_period_unset"
    assert "本地设置" in refused.value.message
    assert refused.value.facts["setting"] == DAYS
    with pytest.raises(Refused) as nothing:
        propose(home, wish(home, DAYS, choice="confirm"))
    assert nothing.value.code == "nothing_to_confirm"

    let_hold(
        home,
        wish(home, DAYS, {"value": 9, "unit": "calendar_day"}),
        wish(home, "/public_notice/places_zh", ["丁香社区公示栏（东门）", "居住的楼门口"]),
        wish(home, "/stages/2/public_notice/where_zh", "丁香社区公示栏（东门）"),
    )
    started = today(home)
    with home.acting("director") as (work, actor):
        steps.publish(work, home.parts.house, actor, case, press())
    with look(home.parts.sessions) as session:
        notice = notices.notices_of(session, case)[0]
        letter = letter_of(orders_of(session, case)[-1])
    assert (notice.starts, notice.place) == (started, "丁香社区公示栏（东门）")
    assert (notice.ends - notice.starts).days == 9
    assert isinstance(letter, PublicNoticeLetter)
    assert (letter.period.text, letter.period.to_confirm) == ("9天", False)
    assert letter.places == ("丁香社区公示栏（东门）", "居住的楼门口")
    published = home.judged(case).actions[-1].action
    assert published.kind == "publish"
    assert (published.days, published.day_unit) == (9, "calendar_day")

    let_hold(home, wish(home, DAYS, {"value": 3, "unit": "calendar_day"}))
    home.clock.advance(timedelta(days=4))
    with home.acting("director") as (work, actor), pytest.raises(Refused) as hangs:
        steps.close_notice(work, home.parts.house, actor, case, press())
    assert hangs.value.code == "notice_still_hangs"


def test_a_promise_that_is_shorter_holds_for_cases_accepted_after_it(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    let_hold(home, wish(home, "/limit", {"value": 10, "unit": "working_day"}))
    home.accept(case)
    assert home.judged(case).case.due_on == date(2026, 3, 23)
    definition = home.judged(case).definition
    assert definition.limit is not None
    assert definition.limit.text_zh == "10个工作日（本单位承诺时限）"


def test_a_promise_made_later_changes_nothing_for_an_accepted_case(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    before = home.judged(case).definition.limit
    home.clock.advance(timedelta(hours=1))
    let_hold(home, wish(home, "/limit", {"value": 10, "unit": "working_day"}))
    assert home.judged(case).definition.limit == before
    assert shown(home).limit != before


def test_a_limit_that_the_catalogue_leaves_open_is_the_offices_to_set(home: Home) -> None:
    service = "disability.grade1-aid"
    ask = partial(wish, home, "/limit", service=service)
    wrong: tuple[Json, ...] = (
        {"value": 400, "unit": "calendar_day"},
        {"value": 1, "unit": "batch"},
    )
    for value in wrong:
        with pytest.raises(Refused):
            propose(home, ask(value))
    with pytest.raises(Refused) as nothing:
        propose(home, ask(choice="confirm"))
    assert nothing.value.code == "nothing_to_confirm"
    before = unconfirmed(shown(home, service=service))
    let_hold(home, ask({"value": 5, "unit": "working_day"}))
    definition = shown(home, service=service)
    assert unconfirmed(definition) == before - 1
    assert definition.limit is not None
    assert (definition.limit.value, definition.limit.unit) == (5, "working_day")
    assert definition.limit.text_zh == "5个工作日；自递交申请当月计发（国家补贴）"


def test_a_figure_that_reaches_back_counts_for_what_is_not_yet_decided(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    back = today(home) - timedelta(days=40)
    home.clock.advance(timedelta(days=2))
    let_hold(home, wish(home, STANDARD, 90_000, service="", since=back))
    # What the installation brought along holds everywhere; the district's own is nearer.
    benefit = home.judged(case).evaluation.benefit
    assert benefit is not None
    assert benefit.amount_fen == 42_000 + 2 * 10_000


def test_a_figure_that_reaches_back_changes_nothing_that_was_decided(
    accepted: tuple[Home, CaseId],
) -> None:
    home, case = accepted
    back = today(home) - timedelta(days=40)
    home.review(case)
    home.clock.advance(timedelta(days=1))
    let_hold(
        home,
        wish(home, STANDARD, 90_000, service="", since=back),
        wish(home, "/remedies_zh", ["另一种救济"]),
    )
    judged = home.judged(case)
    assert judged.evaluation.benefit is not None
    assert judged.evaluation.benefit.amount_fen == 42_000
    assert judged.definition.remedies_zh == home.parts.catalogue.get(DIBAO).remedies_zh
    assert figure(home, "dibao_standard") == 90_000


def test_one_districts_figure_is_not_anothers(home: Home) -> None:
    let_hold(home, wish(home, "/parameters/minimum_wage", 210_000, service=""))
    assert figure(home, "minimum_wage") == 210_000
    assert figure(home, "minimum_wage", "0001/0009/0001/") is None
    assert figure(home, "minimum_wage", "0001/") is None


def test_letters_and_the_guide_say_what_the_office_set(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    let_hold(
        home,
        wish(home, "/fee/text_zh", "不收取任何费用（含工本费）"),
        wish(home, "/materials/income_employed/issuers", ["用人单位人事部门（盖章）"]),
    )
    income = next(
        one for one in home.judged(case).papers.documents if one.document_type == "income_proof"
    )
    file = next(one for one in home.judged(case).papers.files if one.id == income.file_id)
    home.remove(case, file)
    with home.acting("clerk") as (work, actor):
        steps.supplement(work, home.parts.house, actor, case, press())
    with look(home.parts.sessions) as session:
        letter = letter_of(orders_of(session, case)[-1])
        guide = guide_of(
            shown(home), office_of(session, COMMUNITY_PATH), today(home), demonstration=True
        )
    assert isinstance(letter, SupplementLetter)
    assert letter.fee.text == guide.fee.text == "不收取任何费用（含工本费）"
    assert letter.missing[0].issuer == "用人单位人事部门（盖章）"


def test_what_an_installer_puts_down_waits_for_a_person_of_the_office(home: Home) -> None:
    with home.acting("admin") as (work, _):
        ids = local_settings.propose_unattended(
            work,
            home.parts.catalogue,
            "0001/",
            [wish(home, "/parameters/minimum_wage", 210_000, service="")],
        )
    assert figure(home, "minimum_wage") is None
    confirm(home, ids, login="city")
    assert figure(home, "minimum_wage") == 210_000


def test_what_waits_is_seen_within_ones_units(home: Home) -> None:
    propose(home, wish(home, "/target_zh", "困难家庭"), unit=STREET_PATH)
    propose(home, wish(home, "/target_zh", "全市"), login="city", unit="0001/")
    with look(home.parts.sessions) as session:
        seen = store.settings_waiting(session, (DISTRICT_PATH,))
        none = store.settings_waiting(session, ())
    assert [one.unit_path for one in seen] == [STREET_PATH]
    assert none == ()
