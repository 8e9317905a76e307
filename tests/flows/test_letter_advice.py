"""What a letter tells the resident where papers contradict each other."""

from dataclasses import replace

from build import Home, dibao_papers, dibao_typed, household, press

from dossier.flows import steps
from dossier.flows.letters import letter_of
from dossier.notices.model import SupplementLetter
from dossier.notices.orders import orders_of
from dossier.work import look

SON = household().members[1]


def test_the_letter_tells_the_resident_what_to_do_and_not_the_clerk(home: Home) -> None:
    case = home.open_case()
    papers = [
        replace(one, truth={**one.truth, "member_name": "陈蕾"})
        if one.truth.get("member_name") == SON.name
        else one
        for one in dibao_papers()
    ]
    home.read_in(case, *papers)
    home.save(case, {**dibao_typed(), "/household_members/1/member_name": SON.name})
    home.mark_materials(case)
    with home.acting("clerk") as (work, actor):
        steps.supplement(work, home.parts.house, actor, case, press())
    with look(home.parts.sessions) as session:
        (order,) = orders_of(session, case)
    letter = letter_of(order)
    assert isinstance(letter, SupplementLetter)
    (told,) = [one for one in letter.problems if "姓名不一致" in one.reason]
    assert told.remedy == (
        "请携带居民身份证和居民户口簿原件到窗口核对姓名；"
        "证件或证明上的姓名确实有误的，请先到出具它的机关或单位更正。"
    )
    (shown,) = [one for one in home.judged(case).problems if one.code == "check.names"]
    assert "更正识别结果" in shown.remedy
