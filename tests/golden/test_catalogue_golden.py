"""One contradicting case as the counter sees it, word for word."""

from dataclasses import replace

from catalogue_sample import DAY, dibao, figures, form_of, household, paper

from dossier.catalogue import evaluate
from dossier.catalogue.verdicts import Evaluation, FieldFact

CONTRADICTING = """\
计算
  /household_size 2
  /total_monthly_income 150000
  /per_capita_income 75000
条件
  hukou yes 符合
  apply_place yes 符合
  income yes 符合：人均750.00元，标准800.00元
  actual_living unknown 缺少“入户核查实际生活水平符合”
  property yes 符合（待确认）
  margin yes 符合（待确认）
材料
  低保申请（审批）表 present ：必备材料
  委托授权书（允许民政部门核对家庭经济状况） present ：必备材料
  居民户口簿 present 王桂兰：必备材料
  居民户口簿 present 陈磊：必备材料
  居民身份证 present 王桂兰：必备材料
  居民身份证 missing 陈磊：必备材料
  收入证明（其他从业人员） missing 陈磊：在职或灵活就业
  残疾证明 present 王桂兰：残疾人
  参保证明 unchecked 陈磊：参保人员
  银行卡 present ：必备材料
问题
  [block] /household_members/1/member_name 同一个人的姓名不一致：居民身份证（姓名）是“陈磊”，居民户口簿（姓名）是“陈蕾”；姓相同，名不同。
    请对照两份扫描件核对；读错了请更正识别结果，证件本身不一致请居民到公安机关更正户口登记后再受理。
    card_son.name page_son.member_name
  [block] material:id_cards 陈磊的居民身份证不全，缺国徽面。
    请补扫国徽面。
  [block] material:income_employed 缺少陈磊的收入证明（其他从业人员）（在职或灵活就业）。
    请提供陈磊的收入证明（其他从业人员）（单位人事（劳资）部门出具）：原件，1份。
  [warn] material:insurance 陈磊的参保证明尚未查询平台（参保人员）。
    请先在居民信息平台查询；查到的登记为“平台已核”，查不到再请居民提供。
还要知道
  “入户调查人不少于两人”还不能核对：缺少“调查人（两人）”。（第2环节前）
审核人核对
  家庭经济状况核对平台的结果已经返回，并与申报的收入、财产一致。
  两位入户调查人都不是申请家庭成员的近亲属。
待遇
  10000
  低保标准 800.00元 × 2人 = 1,600.00元
  1,600.00元 − 家庭月总收入 1,500.00元 = 100.00元
公示
  户主（申请人）：王**
  家庭人口：2人
  拟保障人数：2人
  人均收入：不高于低保标准
  拟发月低保金：100.00元
  申请类别：低保
"""


def written(result: Evaluation) -> str:
    lines = ["计算", *(f"  {at} {value}" for at, value in result.derived.items()), "条件"]
    for each in result.eligibility:
        mark = "（待确认）" if each.to_confirm else ""
        lines.append(f"  {each.id} {each.verdict} {each.reason}{mark}")
    lines.append("材料")
    lines += [
        f"  {due.title_zh} {due.status} {due.person_name}：{due.reason_zh}"
        for due in result.materials
    ]
    lines.append("问题")
    for problem in result.problems:
        lines.append(f"  [{problem.severity}] {problem.pointer} {problem.message}")
        lines.append(f"    {problem.remedy}")
        if problem.evidence:
            lines.append("    " + " ".join(f"{paper}.{at}" for paper, at in problem.evidence))
    lines.append("还要知道")
    lines += [f"  {ask.zh}（第{ask.stage}环节前）" for ask in result.asks]
    lines += ["审核人核对", *(f"  {each.zh}" for each in result.checklist), "待遇"]
    assert result.benefit is not None
    lines += [
        f"  {result.benefit.amount_fen}",
        *(f"  {line}" for line in result.benefit.working),
    ]
    lines += ["公示", *(f"  {title}：{text}" for title, text in result.notice.items())]
    return "\n".join(lines) + "\n"


def test_the_contradicting_case_reads_as_agreed() -> None:
    papers = household()
    page = papers["page_son"]
    facts = {**page.values, "member_name": FieldFact("陈蕾", 0.96, auto=True)}
    papers["page_son"] = replace(page, values=facts)
    papers["card_son"] = paper(
        "card_son", "id_card", ("portrait",), name="陈磊", id_number="210102199708200314"
    )
    del papers["income"]
    form = form_of(dibao(), visit_living_ok=None, visit_date=None, visitors=None)
    standard = figures(dibao_standard=80000)
    result = evaluate(dibao(), form, tuple(papers.values()), standard, DAY)
    assert written(result) == CONTRADICTING
