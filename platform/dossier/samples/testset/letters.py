"""Letters: proofs in sentences, as communities, firms, hospitals and courts write them."""

from __future__ import annotations

import numpy as np

from dossier.kernel.money import capitals, yuan_text
from dossier.samples.people import add_years
from dossier.samples.testset.entries import Office, han_day, words
from dossier.samples.testset.printing import A4, A5, Blank, Entry
from dossier.samples.testset.residents import (
    company,
    days_before,
    digits,
    hospital,
    pick,
    resident,
)


def _signed(rng: np.random.Generator, office: Office, least: int = 1) -> Entry:
    day = days_before(rng, least, 28)
    if rng.random() < 0.15:
        return words("issued_on", "", han_day(day), day.isoformat())
    return office.day("issued_on", "日期" if rng.random() < 0.3 else "", day)


def income_proof(rng: np.random.Generator) -> Blank:
    """What somebody earns."""
    who, office = resident(rng, ages=(20, 60)), Office(rng)
    firm = company(rng, who.place)
    fen = int(rng.integers(180, 900)) * 1000
    plain = f"{fen // 100}.{fen % 100:02d}"
    amounts = (
        f"人民币{capitals(fen)}（¥{yuan_text(fen)}）",
        f"{plain}元（大写：{capitals(fen)}）",
        f"{fen // 100}元",
    )
    entries = (
        words("name", "", who.name),
        words("id_number", "", who.number),
        words("position", "", pick(rng, ("操作工", "会计", "驾驶员", "售货员"))),
        words("monthly_income", "", amounts[int(rng.integers(3))], plain),
    )
    forms = (
        "兹证明 {0}（身份证号：{1}）系我单位职工，现任 {2} 岗位，月收入为{3}。",
        "兹有我单位职工{0}，身份证号{1}，在我单位从事{2}工作，月收入{3}。",
    )
    foot = (
        words("employer", ("单位", "出具单位", ""), firm),
        words(
            "signer",
            ("经办人及电话",),
            f"{resident(rng).name} 024-{rng.integers(2_000_000, 8_999_999) + 50_000_000}",
        ),
        _signed(rng, office),
    )
    return Blank(
        "income_proof", A4, ("收入证明",), entries,
        sentences=(pick(rng, forms), "特此证明。"), foot=foot, seal=firm,
    )  # fmt: skip


def employment_proof(rng: np.random.Generator) -> Blank:
    """Where somebody works."""
    who, office = resident(rng, ages=(20, 60)), Office(rng)
    firm = company(rng, who.place)
    since = days_before(rng, 100, 4000)
    entries = (
        words("name", "", who.name),
        office.day("since", "", since),
        words(None, "", who.number),
    )
    forms = (
        "兹证明{0}（身份证号{2}）自{1}起在我单位工作，现为我单位在职职工。",
        "{0}，身份证号：{2}，于{1}入职我单位，工作至今，特此证明。",
    )
    foot = (words("employer", ("单位", "用人单位", ""), firm), _signed(rng, office))
    return Blank(
        "employment_proof", A4, ("在职证明", "工作证明"), entries,
        sentences=(pick(rng, forms),), foot=foot, seal=firm,
    )  # fmt: skip


def labour_termination(rng: np.random.Generator) -> Blank:
    """That somebody no longer works there."""
    who, office = resident(rng, ages=(20, 60)), Office(rng)
    firm = company(rng, who.place)
    entries = (
        words("name", "", who.name),
        words("id_number", "", who.number),
        office.day("end_date", "", days_before(rng, 5, 500)),
        words("reason", "", pick(rng, ("合同期满", "用人单位裁员", "双方协商一致"))),
    )
    sentence = (
        "{0}（身份证号：{1}）原系我单位职工，因{3}，已于{2}与我单位终止（解除）劳动关系。"
    )
    foot = (words("employer", ("单位", "用人单位"), firm), _signed(rng, office))
    return Blank(
        "labour_termination", A4, ("终止（解除）劳动关系证明", "解除劳动合同证明书"), entries,
        sentences=(sentence, "特此证明。"), foot=foot, seal=firm,
    )  # fmt: skip


def residence_proof(rng: np.random.Generator) -> Blank:
    """Where somebody lives."""
    who, office = resident(rng), Office(rng)
    committee = f"{who.place.town}{who.place.community}居民委员会"
    entries = (
        words("name", "", who.name),
        words("address", "", who.address),
        office.day("since", "", days_before(rng, 200, 6000)),
        words(None, "", who.number),
    )
    sentence = "兹证明居民{0}（身份证号：{3}）自{2}起居住在{1}，情况属实。"
    foot = (words(None, "", committee), _signed(rng, office))
    return Blank(
        "residence_proof", A4, ("居住证明",), entries,
        sentences=(sentence, "特此证明。"), foot=foot, seal=committee,
    )  # fmt: skip


def kinship_proof(rng: np.random.Generator) -> Blank:
    """How two people are related."""
    elder = resident(rng, ages=(50, 80))
    child, office = resident(rng, ages=(20, 45), place=elder.place), Office(rng)
    kind = {"男": ("父子", "父女"), "女": ("母子", "母女")}[elder.gender]
    relation = kind[0] if child.gender == "男" else kind[1]
    committee = f"{elder.place.town}{elder.place.community}居民委员会"
    entries = (
        words("person_a", "", elder.name),
        words("person_b", "", child.name),
        words("relation", "", relation),
    )
    sentence = "兹证明{0}与{1}系{2}关系。"
    foot = (words(None, "", committee), _signed(rng, office))
    return Blank(
        "kinship_proof", A4, ("亲属关系证明",), entries,
        sentences=(sentence, "特此证明。"), foot=foot, seal=committee,
    )  # fmt: skip


def enrolment_proof(rng: np.random.Generator) -> Blank:
    """That somebody goes to a school."""
    who, office = resident(rng, ages=(18, 24)), Office(rng)
    school = f"{who.place.city or who.place.province}{pick(rng, ('第二高级中学', '职业学院'))}"
    entries = (
        words("name", "", who.name),
        words("id_number", "", who.number),
        words("grade", "", pick(rng, ("高三年级", "一年级", "二年级"))),
        words("student_no", "", digits(rng, 10)),
    )
    sentence = "兹证明{0}，身份证号：{1}，现为我校{2}在读学生，学号：{3}。"
    foot = (words("school", ("学校", ""), school), _signed(rng, office))
    return Blank(
        "enrolment_proof", A4, ("在读证明", "学籍证明"), entries,
        sentences=(sentence, "特此证明。"), foot=foot, seal=school,
    )  # fmt: skip


def hukou_cancellation(rng: np.random.Generator) -> Blank:
    """That somebody left the register."""
    who, office = resident(rng, ages=(40, 95)), Office(rng)
    station = f"{who.place.body('公安局')}{who.place.town[:-2]}派出所"
    entries = (
        words("name", "", who.name),
        words("id_number", "", who.number),
        office.day("cancelled_on", "", days_before(rng, 3, 600)),
        words("reason", "", pick(rng, ("死亡", "迁出"))),
    )
    sentence = "{0}，公民身份号码：{1}，因{3}，已于{2}注销户口。"
    foot = (words(None, "", station), office.day(None, "", days_before(rng, 1, 3)))
    return Blank(
        "hukou_cancellation", A5, ("户口注销证明",), entries,
        sentences=(sentence, "特此证明。"), foot=foot, seal=station,
    )  # fmt: skip


def hospital_diagnosis(rng: np.random.Generator) -> Blank:
    """What a hospital found; a form rather than a letter."""
    who, office = resident(rng), Office(rng)
    house = hospital(rng, who.place)
    entries = (
        words("name", "姓名", who.name),
        words(None, "性别", who.gender),
        words("diagnosis", ("诊断", "临床诊断"), pick(rng, ("高血压病3级", "2型糖尿病", "腰椎间盘突出症"))),
        words(None, "处理意见", "休息两周，门诊随诊。"),
        words("hospital", ("医院", "医院名称"), house),
        words("hospital_grade", "医院等级", pick(rng, ("三级甲等", "二级甲等"))),
        words("doctor", ("医师", "医师签名"), resident(rng).name),
        office.day("issued_on", ("日期", "诊断日期"), days_before(rng, 2, 80)),
    )  # fmt: skip
    return Blank("hospital_diagnosis", A5, ("疾病诊断证明书", "诊断证明"), entries, seal=house)


def court_judgment(rng: np.random.Generator) -> Blank:
    """The head of a judgment."""
    who = resident(rng)
    other, office = resident(rng, place=who.place), Office(rng)
    day = days_before(rng, 60, 2500)
    court = who.place.body("人民法院")
    short = who.place.province[0]
    number = f"（{day.year}）{short}{who.place.division[2:]}民初{rng.integers(20, 4000)}号"
    entries = (
        words("case_no", "", number),
        words(None, "", who.name),
        words(None, "", other.name),
    )
    sentences = (
        "{0}",
        "原告：{1}，住" + who.address + "。",
        "被告：{2}，住" + other.address + "。",
        "原告{1}与被告{2}离婚纠纷一案，本院立案后依法适用简易程序公开开庭进行了审理，现已审理终结。",
        "判决如下：准予原告{1}与被告{2}离婚。",
    )
    foot = (words(None, "审判员", "赵正"), office.day("decided_on", "", day))
    return Blank(
        "court_judgment", A4, ("民事判决书",), entries, over_title=court,
        sentences=sentences, foot=foot, seal=court, of_title=(("court", court),),
    )  # fmt: skip


def power_of_attorney(rng: np.random.Generator) -> Blank:
    """Who may act for whom."""
    who = resident(rng)
    agent, office = resident(rng, place=who.place), Office(rng)
    day = days_before(rng, 1, 40)
    entries = (
        words("principal", ("委托人",), who.name),
        words(None, "身份证号", who.number),
        words("agent", ("受托人",), agent.name),
        words(None, "身份证号", agent.number),
        words("scope", ("权限", "委托权限"), "代为办理低保申请、递交材料、领取文书"),
        office.day("valid_to", ("期限至", "委托期限至", "期限"), add_years(day, 1)),
        office.day("signed_on", ("日期", "委托日期"), day),
    )
    return Blank("power_of_attorney", A4, ("授权委托书",), entries)


def credit_report(rng: np.random.Generator) -> Blank:
    """The head of a credit report."""
    who = resident(rng)
    day = days_before(rng, 2, 60)
    moment = f"{day:%Y-%m-%d} {rng.integers(8, 20):02d}:{rng.integers(60):02d}:{rng.integers(60):02d}"
    entries = (
        words("report_no", "报告编号", digits(rng, 22)),
        words("report_time", "报告时间", moment, moment.replace(" ", "T")),
        words("name", ("被查询者姓名", "姓名"), who.name),
        words(None, "证件类型", "身份证"),
        words(None, "证件号码", who.number),
    )
    return Blank(
        "credit_report", A4, ("个人信用报告",), entries,
        remark="本报告由中国人民银行征信中心出具，依据截至报告时间的个人征信系统记录的信息生成。",
    )  # fmt: skip
