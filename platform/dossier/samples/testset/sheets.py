"""Certificates, forms and bills on sheets, drawn from what the rules say of them."""

from __future__ import annotations

from datetime import timedelta

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
from dossier.samples.testset.printing import A4, A5, BOOKLET, LANDSCAPE, Blank
from dossier.samples.testset.residents import (
    company,
    days_before,
    digits,
    hospital,
    pick,
    resident,
)

_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code(rng: np.random.Generator, division: str) -> str:
    """Return a unified social credit code with its check character.

    Source: GB 32100-2015.
    """
    body = "9" + pick(rng, ("1", "2")) + division
    body += "".join(_CREDIT_SIGNS[int(sign)] for sign in rng.integers(0, 31, 9))
    total = sum(
        _CREDIT_SIGNS.index(sign) * weight
        for sign, weight in zip(body, _CREDIT_WEIGHTS, strict=True)
    )
    return body + _CREDIT_SIGNS[-total % 31]


def business_licence(rng: np.random.Generator) -> Blank:
    """The business licence of a firm or of a trader."""
    who, office = resident(rng), Office(rng)
    alone = rng.random() < 0.4
    kind = "个体工商户" if alone else pick(rng, ("有限责任公司", "有限责任公司(自然人独资)"))
    name = company(rng, who.place)
    if alone:
        name = f"{who.place.district}{pick(rng, ('张记', '福顺', '阳光'))}小吃店"
    scope = pick(
        rng,
        (
            "食品销售；日用百货销售；餐饮服务",
            "建筑材料销售；机械设备租赁；装卸搬运",
            "家政服务；物业管理；园林绿化工程施工",
        ),
    )
    capital = pick(rng, ("壹佰万元整", "伍拾万元整"))
    worth = {"壹佰万元整": "1000000.00", "伍拾万元整": "500000.00"}[capital]
    entries = [
        words("uscc", "统一社会信用代码", credit_code(rng, who.place.division)),
        words("name", "名称", name),
        words("type", "类型", kind),
        words("legal_person", "经营者" if alone else "法定代表人", who.name),
        words("address", "经营场所" if alone else "住所", who.address),
        words("scope", "经营范围", scope),
    ]
    if not alone:
        entries.insert(3, words("registered_capital", "注册资本", capital, worth))
    founded = days_before(rng, 200, 7000)
    entries.append(
        office.day("founded_on", ("成立日期", "注册日期") if alone else "成立日期", founded)
    )
    size = LANDSCAPE if rng.random() < 0.6 else A4
    return Blank(
        "business_licence", size, ("营业执照",), tuple(entries),
        seal=who.place.body("市场监督管理局"),
    )  # fmt: skip


def birth_cert(rng: np.random.Generator) -> Blank:
    """The medical certificate of birth."""
    mother = resident(rng, gender="女", ages=(22, 40))
    father = resident(rng, gender="男", ages=(23, 45), place=mother.place)
    child = resident(rng, ages=(1, 8), place=mother.place)
    office, house = Office(rng), hospital(rng, mother.place)
    hour, minute = int(rng.integers(24)), int(rng.integers(60))
    weeks, grams = int(rng.integers(36, 42)), int(rng.integers(2400, 4200))
    day = child.birth
    clock = f"{day.year}年{day.month}月{day.day}日{hour}时{minute}分"
    entries = (
        words("child_name", "新生儿姓名", child.name),
        gender_of(child, "gender"),
        words("birth_time", "出生时间", clock, f"{day.isoformat()}T{hour:02d}:{minute:02d}"),
        words("birth_place", "出生地点", f"{mother.place.province}{mother.place.city}"),
        words("gestation_weeks", "出生孕周", f"{weeks}周", str(weeks)),
        words("weight_g", ("体重", "出生体重"), f"{grams}克", str(grams)),
        words("mother_name", "母亲姓名", mother.name),
        words("mother_id", ("母亲身份证号", "母亲有效身份证件号码"), mother.number),
        words("father_name", "父亲姓名", father.name),
        words("father_id", ("父亲身份证号", "父亲有效身份证件号码"), father.number),
        words("institution", ("接生机构", "接生机构名称"), house),
        words(
            "cert_number",
            ("出生医学证明编号", "出生证编号"),
            f"{pick(rng, ('S', 'T', 'U', 'V'))}{digits(rng, 9)}",
        ),
        office.day("issued_on", "签发日期", day + timedelta(days=int(rng.integers(2, 25)))),
    )
    return Blank("birth_cert", A4, ("出生医学证明",), entries, seal=house)


def death_cert(rng: np.random.Generator) -> Blank:
    """The medical certificate of death."""
    who, office = resident(rng, ages=(50, 95)), Office(rng)
    house = hospital(rng, who.place)
    entries = (
        words("name", ("死者姓名", "姓名"), who.name),
        gender_of(who),
        words(None, "民族", who.ethnicity),
        number_of(who, labels=("死者身份证号", "公民身份号码", "身份证件号码")),
        office.day("death_date", "死亡日期", days_before(rng, 3, 300)),
        words("place", "死亡地点", pick(rng, ("医疗卫生机构", "家中", "来院途中"))),
        words("cause", "死亡原因", pick(rng, ("急性心肌梗死", "脑出血", "肺部恶性肿瘤"))),
        words("issuer", ("出具单位", "填写单位"), house),
    )
    title = ("居民死亡医学证明（推断）书", "居民死亡医学证明(推断)书")
    return Blank("death_cert", A4, title, entries, seal=house)


def property_cert(rng: np.random.Generator) -> Blank:
    """The real-estate title certificate, or the older one of a house."""
    who, office = resident(rng), Office(rng)
    day = days_before(rng, 200, 5000)
    old = rng.random() < 0.35
    short = who.place.province[0]
    number = (
        f"{who.place.city[:1]}房权证{who.place.district[:1]}字第{digits(rng, 8)}号"
        if old
        else f"{short}({max(day.year, 2016)})"
        f"{who.place.city or who.place.district}不动产权第{digits(rng, 7)}号"
    )
    entries = (
        words("owner", "房屋所有权人" if old else "权利人", who.name),
        words("share", "共有情况", pick(rng, ("单独所有", "共同共有"))),
        words("location", "房屋坐落" if old else ("坐落",), who.address),
        words("cert_number", ("证号", "房权证号") if old else ("不动产权证号", "证号"), number),
        office.area("floor_area", "建筑面积"),
        words("use", "规划用途" if old else ("用途", "规划用途"), "住宅"),
        office.day("register_date", "登记时间", day),
    )
    size = BOOKLET if rng.random() < 0.5 else A5
    title = ("房屋所有权证",) if old else ("不动产权证书",)
    return Blank("property_cert", size, title, entries, seal=who.place.body("不动产登记中心"))


def lease_contract(rng: np.random.Generator) -> Blank:
    """The first page of a lease."""
    owner = resident(rng)
    tenant, office = resident(rng, place=owner.place), Office(rng)
    start = days_before(rng, 30, 300)
    rent = int(rng.integers(6, 40)) * 10_000
    entries = (
        words("lessor", ("出租方（甲方）", "出租人", "甲方（出租方）"), owner.name),
        words("lessee", ("承租方（乙方）", "承租人", "乙方（承租方）"), tenant.name),
        words("location", "房屋坐落", owner.address),
        office.area("floor_area", ("建筑面积", "面积")),
        office.amount("rent", ("月租金", "每月租金"), rent),
        office.day("start_date", ("起租日期", "起租日"), start),
        office.day("end_date", ("到期日期", "到期日"), add_years(start, 1)),
    )
    return Blank(
        "lease_contract", A4, ("房屋租赁合同",), entries,
        remark="双方就上述房屋的租赁事宜协商一致，订立本合同。租金按月支付，乙方不得擅自转租。",
    )  # fmt: skip


def dibao_cert(rng: np.random.Generator) -> Blank:
    """The certificate of a household that draws the minimum living allowance."""
    who, office = resident(rng), Office(rng)
    count = int(rng.integers(1, 5))
    entries = (
        words("head_name", ("户主", "户主姓名"), who.name),
        words("cert_number", ("证号", "编号"), f"{who.place.division}{digits(rng, 6)}"),
        words("members", "保障人口", f"{count}人", str(count)),
        office.amount("amount", ("月保障金", "月保障金额"), count * 46_500),
        words("category", "类别", pick(rng, ("A类", "B类", "C类"))),
        issued(office, days_before(rng, 30, 900)),
    )
    return Blank(
        "dibao_cert", BOOKLET, ("城市居民最低生活保障金领取证",), entries,
        seal=who.place.body("民政局"),
    )  # fmt: skip


def unemployment_cert(rng: np.random.Generator) -> Blank:
    """The booklet of those who look for work."""
    who, office = resident(rng, ages=(22, 58)), Office(rng)
    entries = (
        person_of(who),
        gender_of(who),
        number_of(who),
        words("cert_number", ("证号", "证书编号"), who.place.division + digits(rng, 10)),
        office.day("registered_on", ("失业登记日期",), days_before(rng, 20, 600)),
        words(
            "reason", "失业原因", pick(rng, ("企业破产", "合同期满", "用人单位解除劳动合同"))
        ),
        words("last_employer", "原工作单位", company(rng, who.place)),
    )
    return Blank(
        "unemployment_cert", BOOKLET, ("就业创业证",), entries, photo_of=who.gender,
        seal=who.place.body("公共就业服务中心"),
    )  # fmt: skip


def medical_invoice(rng: np.random.Generator) -> Blank:
    """The bill of a hospital."""
    who, office = resident(rng), Office(rng)
    total = int(rng.integers(20_000, 2_000_000))
    fund = int(total * float(rng.uniform(0.3, 0.8)))
    house = hospital(rng, who.place)
    entries = (
        words("patient", ("姓名", "交款人"), who.name),
        words("invoice_no", ("票据号码", "票据号", "票号"), digits(rng, 10)),
        office.amount("total", ("总金额", "金额合计"), total),
        office.amount("fund_paid", ("统筹支付", "医保统筹基金支付"), fund),
        office.amount("self_paid", ("个人自付", "个人支付"), total - fund),
        office.day("invoice_date", ("开票日期",), days_before(rng, 3, 300)),
        words(None, "收款单位", house),
    )
    title = ("医疗住院收费票据", "医疗门诊收费票据", "住院收费票据")
    return Blank("medical_invoice", (190.0, 127.0), title, entries, seal=house)


def heating_invoice(rng: np.random.Generator) -> Blank:
    """The bill for a winter's heating."""
    who, office = resident(rng), Office(rng)
    year = int(rng.integers(2019, 2026))
    body = f"{who.place.city or who.place.province}{pick(rng, ('惠天', '北方'))}供热有限公司"
    entries = (
        words("payer", ("交款人", "缴款人"), who.name),
        words("address", ("房屋坐落", "房屋地址"), who.address),
        office.area("area", ("供热面积",)),
        office.amount("amount", ("金额", "采暖费金额"), int(rng.integers(90_000, 400_000))),
        words("period", ("采暖期",), f"{year}-{year + 1}"),
        words("invoice_no", ("发票号码", "发票号"), digits(rng, 8)),
        words(None, "收款单位", body),
    )
    return Blank("heating_invoice", A5, ("采暖费发票", "供热采暖费发票"), entries, seal=body)


def social_insurance_proof(rng: np.random.Generator) -> Blank:
    """The print-out of paid social insurance."""
    who, office = resident(rng, ages=(22, 60)), Office(rng)
    months = int(rng.integers(14, 260))
    unbroken = int(rng.integers(3, months))
    begin = days_before(rng, months * 30 + 200, months * 30 + 900).replace(day=1)
    end = days_before(rng, 20, 60).replace(day=1)
    entries = (
        person_of(who),
        number_of(who),
        words("insurance_type", ("险种", "险种类型"), pick(rng, ("养老", "医疗", "失业"))),
        words("months", ("累计月数", "累计缴费月数"), str(months)),
        words("continuous_months", ("连续月数", "连续缴费月数"), str(unbroken)),
        office.day("period_from", ("缴费起始日期", "起始日期"), begin),
        office.day("period_to", ("缴费截止日期", "截止日期"), end),
    )
    return Blank(
        "social_insurance_proof", A4, ("社会保险缴费证明", "社会保险参保缴费证明"), entries,
        seal=who.place.body("社会保险事业服务中心"),
    )  # fmt: skip


def pension_statement(rng: np.random.Generator) -> Blank:
    """The certificate of the retired."""
    who, office = resident(rng, ages=(56, 85)), Office(rng)
    entries = (
        person_of(who),
        gender_of(who),
        number_of(who),
        office.day("retired_on", ("退休时间", "退休日期"), add_years(who.birth, 55)),
        words("former_employer", ("原单位", "原工作单位"), company(rng, who.place)),
        words("cert_number", ("退休证号", "证号"), digits(rng, 10)),
        office.amount("monthly_pension", ("月养老金",), int(rng.integers(180, 620)) * 1000),
    )
    return Blank(
        "pension_statement", BOOKLET, ("退休证",), entries, photo_of=who.gender,
        seal=who.place.body("人力资源和社会保障局"),
    )  # fmt: skip


def cremation_cert(rng: np.random.Generator) -> Blank:
    """The certificate of cremation."""
    who, office = resident(rng, ages=(50, 95)), Office(rng)
    house = f"{who.place.city or who.place.province}{pick(rng, ('回龙岗', '天泰'))}殡仪馆"
    entries = (
        words("name", ("死者姓名", "逝者姓名"), who.name),
        gender_of(who),
        number_of(who),
        office.day("cremated_on", "火化日期", days_before(rng, 3, 300)),
        words("cert_number", ("编号", "火化证编号"), digits(rng, 9)),
        words(None, "火化单位", house),
    )
    return Blank("cremation_cert", A5, ("火化证明",), entries, seal=house)


def party_dues_record(rng: np.random.Generator) -> Blank:
    """The booklet of a party member's dues."""
    who, office = resident(rng), Office(rng)
    month = days_before(rng, 10, 200)
    truth = f"{month:%Y-%m}"
    entries = (
        person_of(who),
        words("branch", "所在支部", f"{who.place.community}第{pick(rng, ('一', '二'))}党支部"),
        words("paid_to", "交至年月", f"{month.year}年{month.month}月", truth),
        office.amount("monthly_amount", ("月交额", "月交党费"), int(rng.integers(2, 60)) * 50),
    )
    return Blank("party_dues_record", BOOKLET, ("党费证",), entries)


def application_form(rng: np.random.Generator) -> Blank:
    """An official form that somebody filled in by machine."""
    who, office = resident(rng), Office(rng)
    title = pick(
        rng, ("临时救助申请审批表", "残疾人生活补贴申请表", "老年人高龄津贴申请登记表")
    )
    entries = (
        words("applicant", ("申请人", "申请人姓名"), who.name),
        gender_of(who),
        words(None, "身份证号", who.number),
        words(None, "家庭住址", who.address),
        words(None, "联系电话", who.phone),
        words(None, "申请理由", pick(rng, ("因病致贫，生活困难。", "年满八十周岁。"))),
        office.day("signed_on", ("申请日期", "日期", "填表日期"), days_before(rng, 1, 30)),
    )
    return Blank("application_form", A4, (title,), entries, of_title=(("form_name", title),))
