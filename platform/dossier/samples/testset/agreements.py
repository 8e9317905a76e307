"""More papers on sheets: contracts, statements, conclusions and records."""

from __future__ import annotations

import numpy as np

from dossier.samples.people import add_years
from dossier.samples.testset.entries import (
    Office,
    gender_of,
    issued,
    number_of,
    person_of,
    words,
)
from dossier.samples.testset.printing import A4, A5, BOOKLET, Blank
from dossier.samples.testset.residents import (
    company,
    days_before,
    digits,
    hospital,
    pick,
    resident,
)


def labour_contract(rng: np.random.Generator) -> Blank:
    """The first page of a labour contract."""
    who, office = resident(rng, ages=(20, 58)), Office(rng)
    start = days_before(rng, 30, 900)
    entries = (
        words("employer", ("甲方（用人单位）", "用人单位", "用人单位名称"), company(rng, who.place)),
        words("employee", ("乙方（劳动者）", "劳动者", "劳动者姓名"), who.name),
        number_of(who),
        office.day("start_date", ("合同起始日期", "起始日期"), start),
        office.day("end_date", ("合同终止日期", "终止日期"), add_years(start, 3)),
        office.amount("wage", ("劳动报酬", "月劳动报酬"), int(rng.integers(200, 900)) * 1000),
    )  # fmt: skip
    return Blank(
        "labour_contract", A4, ("劳动合同书", "劳动合同"), entries,
        remark="甲乙双方遵循平等自愿、协商一致的原则，依法订立本合同，共同遵守。",
    )  # fmt: skip


def marital_statement(rng: np.random.Generator) -> Blank:
    """A statement of one's own about being married or not."""
    who, office = resident(rng), Office(rng)
    status = pick(rng, ("未婚", "离异", "丧偶"))
    entries = (
        words("name", "", who.name),
        words(None, "", who.number),
        words("status", "", status),
    )
    sentence = "本人{0}，身份证号：{1}，现声明本人目前婚姻状况为：{2}。以上声明属实，如有虚假，愿承担法律责任。"  # fmt: skip
    foot = (
        words(None, "声明人", who.name),
        office.day("signed_on", "日期", days_before(rng, 1, 28)),
    )
    return Blank(
        "marital_statement", A4, ("婚姻状况声明书", "婚姻状况声明"), entries,
        sentences=(sentence,), foot=foot,
    )  # fmt: skip


def labour_capacity(rng: np.random.Generator) -> Blank:
    """The conclusion of a committee on who can work."""
    who, office = resident(rng, ages=(25, 59)), Office(rng)
    level = pick(rng, ("完全丧失", "大部分丧失", "部分丧失"))
    entries = (
        person_of(who),
        gender_of(who),
        number_of(who),
        words("level", ("鉴定结论", "结论"), f"{level}劳动能力", level),
        words("conclusion_no", ("鉴定书编号", "编号"), digits(rng, 12)),
        office.day("issued_on", ("日期", "鉴定日期"), days_before(rng, 10, 800)),
    )  # fmt: skip
    return Blank(
        "labour_capacity_conclusion", A4,
        ("劳动能力鉴定结论书", "劳动能力鉴定结论通知书"), entries,
        seal=f"{who.place.city or who.place.province}劳动能力鉴定委员会",
    )  # fmt: skip


def tekun_cert(rng: np.random.Generator) -> Blank:
    """The certificate of those in extreme hardship."""
    who, office = resident(rng, ages=(60, 90)), Office(rng)
    mode = pick(rng, ("分散", "集中"))
    entries = (
        person_of(who),
        gender_of(who),
        words("cert_number", ("证号", "编号"), who.place.division + digits(rng, 6)),
        words("support_mode", "供养方式", f"{mode}供养", mode),
        issued(office, days_before(rng, 30, 900)),
    )
    return Blank(
        "tekun_cert", BOOKLET, ("特困人员救助供养证",), entries,
        photo_of=who.gender, seal=who.place.body("民政局"),
    )  # fmt: skip


def admission_letter(rng: np.random.Generator) -> Blank:
    """The letter that a student is taken."""
    who, office = resident(rng, ages=(18, 21)), Office(rng)
    school = f"{who.place.city or who.place.province}{pick(rng, ('医科大学', '职业技术学院'))}"
    entries = (
        words("name", "", who.name),
        words("major", "", pick(rng, ("临床医学", "护理", "电气自动化技术"))),
        words("level", "", pick(rng, ("本科", "专科"))),
        office.day("report_date", "", days_before(rng, 1, 200)),
    )
    sentences = (
        "{0}同学：",
        "经批准，你已被我校{1}专业（{2}）录取，请于{3}持本通知书到校报到。",
    )
    foot = (words("school", "", school), office.day(None, "", days_before(rng, 201, 260)))
    return Blank(
        "admission_letter", A4, ("录取通知书",), entries,
        sentences=sentences, foot=foot, seal=school,
    )  # fmt: skip


def residence_registration(rng: np.random.Generator) -> Blank:
    """The slip that somebody came to live here."""
    who, office = resident(rng), Office(rng)
    entries = (
        person_of(who),
        number_of(who, None),
        words("residence_address", ("居住地址", "现居住地址"), who.address),
        office.day("registered_on", "登记日期", days_before(rng, 20, 700)),
    )
    return Blank(
        "residence_registration", A5, ("居住登记凭证",), entries,
        seal=f"{who.place.body('公安局')}{who.place.town[:-2]}派出所",
    )  # fmt: skip


def medical_record(rng: np.random.Generator) -> Blank:
    """The summary that a hospital gives at discharge."""
    who, office = resident(rng), Office(rng)
    house = hospital(rng, who.place)
    day = days_before(rng, 20, 300)
    entries = (
        person_of(who),
        gender_of(who),
        words(None, "住院号", digits(rng, 7)),
        office.day("admitted_on", ("入院日期",), day),
        office.day("discharged_on", ("出院日期",), days_before(rng, 3, 19)),
        words("diagnosis", ("出院诊断", "诊断"), pick(rng, ("脑梗死", "慢性阻塞性肺疾病", "胆囊结石"))),
    )  # fmt: skip
    return Blank("medical_record", A4, ("出院小结",), entries, over_title=house, seal=house)


def guardian_proof(rng: np.random.Generator) -> Blank:
    """Who is whose guardian."""
    ward = resident(rng, ages=(6, 17))
    guardian, office = resident(rng, ages=(30, 66), place=ward.place), Office(rng)
    relation = pick(rng, ("父子", "祖孙", "母子"))
    committee = f"{ward.place.town}{ward.place.community}居民委员会"
    entries = (
        words("guardian", "监护人", guardian.name),
        words("ward", "被监护人", ward.name),
        words("relation", ("关系", "监护关系"), relation),
        office.day("issued_on", ("日期", "出具日期"), days_before(rng, 1, 28)),
    )
    return Blank("guardian_proof", A4, ("监护关系证明",), entries, seal=committee)


def training_cert(rng: np.random.Generator) -> Blank:
    """The certificate of a course."""
    who, office = resident(rng, ages=(18, 58)), Office(rng)
    entries = (
        person_of(who),
        words("course", ("课程", "培训课程", "培训项目"), pick(rng, ("SYB创业培训", "养老护理员", "中式面点师"))),
        issued(office, days_before(rng, 20, 1500)),
    )  # fmt: skip
    return Blank(
        "training_cert", A5, ("培训合格证",), entries, photo_of=who.gender,
        seal=who.place.body("职业技能培训中心"),
    )  # fmt: skip


def land_ledger(rng: np.random.Generator) -> Blank:
    """The certificate of contracted land."""
    who = resident(rng)
    area = f"{rng.integers(2, 30)}.{rng.integers(10, 99)}"
    year = int(rng.integers(1996, 2004))
    entries = (
        words("holder", ("承包方", "承包方代表"), who.name),
        words("area_mu", ("面积(亩)", "承包面积"), f"{area}亩", area),
        words("period", "承包期", f"{year}年1月至{year + 30}年12月"),
    )
    return Blank("land_ledger", A5, ("农村土地承包经营权证", "土地承包经营权证"), entries)


def housing_status(rng: np.random.Generator) -> Blank:
    """What a household owns."""
    who, office = resident(rng), Office(rng)
    none = rng.random() < 0.5
    entries = (
        person_of(who),
        number_of(who, None),
        words("has_house", ("有无住房",), "无" if none else "有"),
        office.area("floor_area", "建筑面积"),
        office.day("issued_on", ("日期", "查询日期"), days_before(rng, 1, 28)),
    )
    chosen = tuple(e for e in entries if not (none and e.name == "floor_area"))
    return Blank(
        "housing_status_proof", A4, ("家庭住房情况证明", "住房情况证明"), chosen,
        seal=who.place.body("不动产登记中心"),
    )  # fmt: skip


def pregnancy(rng: np.random.Generator) -> Blank:
    """What a hospital says of a pregnancy."""
    who, office = resident(rng, gender="女", ages=(22, 42)), Office(rng)
    house = hospital(rng, who.place)
    weeks = int(rng.integers(6, 38))
    entries = (
        person_of(who),
        words("weeks", "孕周", f"{weeks}周", str(weeks)),
        office.day("expected_date", "预产期", add_years(days_before(rng, 100, 330), 1)),
        words("hospital", ("医院", "医院名称"), house),
        office.day("issued_on", ("日期", "诊断日期"), days_before(rng, 1, 28)),
    )
    return Blank(
        "pregnancy_diagnosis", A5, ("妊娠诊断证明", "妊娠诊断证明书"), entries, seal=house
    )
