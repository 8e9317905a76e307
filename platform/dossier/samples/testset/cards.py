"""Cards and booklets of persons, drawn from what the rules say of them."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from dossier.samples.draw.portrait import photo
from dossier.samples.draw.scan import Scan
from dossier.samples.draw.sheet import Sheet
from dossier.samples.people import CATEGORIES, GRADES, add_years
from dossier.samples.testset.entries import (
    Office,
    gender_of,
    issued,
    number_of,
    person_of,
    words,
)
from dossier.samples.testset.printing import BOOKLET, CARD, LANDSCAPE, PAGE, Blank, Entry
from dossier.samples.testset.residents import (
    PLACES,
    Resident,
    bank_number,
    days_before,
    digits,
    pick,
    resident,
)

_RELATIONS = {"女": ("妻", "长女", "次女", "母亲"), "男": ("户主", "长子", "次子", "父亲")}
_MARITAL = ("未婚", "已婚", "丧偶", "离婚")


def id_card_portrait(
    rng: np.random.Generator, who: Resident | None = None
) -> tuple[Scan, dict[str, str]]:
    """Draw the side with the photograph, its entries at other places and sizes than ours."""
    who = who or resident(rng)
    sheet = Sheet(*CARD, paper=(233, 240, 244))
    if rng.random() < 0.7:
        sheet.waves((214, 228, 236), step=2.2, swing=1.0, length=40)
    label = (70, 120, 170) if rng.random() < 0.7 else (40, 40, 44)
    face = pick(rng, ("Sans", "Sans", "Serif"))
    big = float(rng.uniform(3.1, 3.7))
    left, at = 5.0 + float(rng.uniform(-1, 1.5)), 14.5 + float(rng.uniform(-1, 1))
    after = pick(rng, ("", "", ":"))
    picture = photo(rng, who.gender, width_mm=22.0, height_mm=28.0, ground=(226, 230, 236))
    sheet.paste(picture, 59.0, 8.5)

    def line(y: float, name: str, value: str, x: float = 0.0, size: float = big) -> None:
        sheet.text(left + x, y, name + after, big * 0.86, fill=label, family=face, anchor="lm")
        sheet.text(at + x, y, value, size, family=face, anchor="lm")

    step = float(rng.uniform(6.2, 6.9))
    y = 8.0 + float(rng.uniform(-0.8, 0.8))
    line(y, "姓名", who.name, size=big * 1.1)
    line(y + step, "性别", who.gender)
    line(y + step, "民族", who.ethnicity, x=17.0)
    birth = who.birth
    gap = pick(rng, ("", " ", "  "))
    line(
        y + 2 * step,
        "出生",
        f"{birth.year}{gap}年{gap}{birth.month}{gap}月{gap}{birth.day}{gap}日",
    )
    sheet.text(
        left, y + 3 * step, "住址" + after, big * 0.86, fill=label, family=face, anchor="lm"
    )
    sheet.block(
        at, y + 3 * step - big / 2 - 0.6, 40.0, who.address, big, family=face, leading=1.3
    )
    down = 47.5 + float(rng.uniform(-1, 1))
    sheet.text(
        left, down, "公民身份号码" + after, big * 0.86, fill=label, family=face, anchor="lm"
    )
    sheet.text(
        31.0 + float(rng.uniform(-2, 2)),
        down,
        who.number,
        float(rng.uniform(3.7, 4.4)),
        family=pick(rng, ("Sans", "SansBold")),
        anchor="lm",
        spacing=float(rng.uniform(0, 0.4)),
    )
    truth = {
        "name": who.name,
        "gender": who.gender,
        "ethnicity": who.ethnicity,
        "birth_date": birth.isoformat(),
        "address": who.address,
        "id_number": who.number,
    }
    return sheet.scan(corner_mm=3.2), truth


def id_card_emblem(
    rng: np.random.Generator, who: Resident | None = None
) -> tuple[Scan, dict[str, str]]:
    """Draw the side with the authority."""
    who = who or resident(rng)
    sheet = Sheet(*CARD, paper=(238, 241, 242))
    sheet.box((7, 6, 21, 20), fill=(206, 70, 60), outline=None, radius=7)
    face = pick(rng, ("SerifBold", "SansBold"))
    middle = 54.0
    sheet.text(middle, 10.5, "中华人民共和国", 4.6, family=face, anchor="mm", spacing=1.2)
    sheet.text(middle, 20.0, "居民身份证", 6.8, family=face, anchor="mm", spacing=1.4)
    station = f"{who.place.city or who.place.province}公安局{who.place.district[:-1]}分局"
    ended = f"{who.valid_to:%Y.%m.%d}" if who.valid_to else "长期"
    left, at = float(rng.uniform(14, 24)), float(rng.uniform(2.5, 5))
    for y, label, value in (
        (38.5, "签发机关", station),
        (46.0, "有效期限", f"{who.issued:%Y.%m.%d}-{ended}"),
    ):
        width = sheet.text(left, y, label, 3.0, family="Sans", anchor="lm")
        sheet.text(left + width + at, y, value, 3.2, family="Sans", anchor="lm")
    truth = {
        "authority": station,
        "valid_from": who.issued.isoformat(),
        "valid_to": who.valid_to.isoformat() if who.valid_to else "长期",
    }
    return sheet.scan(corner_mm=3.2), truth


def bank_card(rng: np.random.Generator) -> tuple[Scan, dict[str, str]]:
    """Draw a plain bank card, dark or light, without or with the holder's name."""
    dark = rng.random() < 0.6
    ground = tuple(int(tone) for tone in rng.integers(20, 120, 3)) if dark else (226, 230, 236)
    ink = (244, 244, 246) if dark else (24, 28, 40)
    sheet = Sheet(*CARD, paper=(ground[0], ground[1], ground[2]))
    bank = pick(rng, ("丰禾银行", "北原农村商业银行", "松江城市银行", "云杉银行"))
    number = bank_number(rng, 19 if rng.random() < 0.7 else 16)
    sheet.text(7, 9, bank, 5.0, family="SansBold", fill=ink, anchor="lm")
    if rng.random() < 0.5:
        sheet.text(78, 9, pick(rng, ("储蓄卡", "借记卡")), 3.2, fill=ink, anchor="rm")
    sheet.text(78, 48, pick(rng, ("UnionPay 银联", "银联")), 3.6, fill=ink, anchor="rm")
    sheet.box((8, 17, 19, 25), fill=(208, 182, 110), outline=(120, 100, 60), radius=1.2)
    spaced = number
    if rng.random() < 0.75:
        spaced = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    sheet.text(
        7, 33.5, spaced, 5.0, family=pick(rng, ("Sans", "SansBold")), fill=ink, anchor="lm"
    )
    truth = {"card_number": number, "bank_name": bank}
    if rng.random() < 0.4:
        who = resident(rng)
        label = pick(rng, ("户名", "持卡人", "姓名"))
        sheet.text(7, 44, f"{label}：{who.name}", 3.4, fill=ink, anchor="lm")
        truth["holder_name"] = who.name
    else:
        sheet.text(7, 44, f"{rng.integers(1, 13):02d}/{rng.integers(27, 35)}", 3.4, fill=ink)
    return sheet.scan(corner_mm=3.2), truth


def hukou_home(rng: np.random.Generator) -> Blank:
    """The home page of the register."""
    who, office = resident(rng), Office(rng)
    kind = pick(rng, ("家庭户", "居民家庭户", "非农业家庭户", "集体户"))
    entries = (
        words("household_type", "户别", kind),
        words("head_name", "户主姓名", who.name),
        words("household_no", "户号", digits(rng, int(rng.integers(7, 11)))),
        words("address", "住址", who.address),
    )
    extra = (
        office.day(None, "签发日期", days_before(rng, 200, 6000)),
        words(None, "承办人", pick(rng, ("李明", "周洁"))),
    )
    seal = f"{who.place.body('公安局')}户口专用章"
    size = pick(rng, ("page", "wide"))
    return Blank(
        "hukou_booklet",
        PAGE if size == "page" else (143.0, 105.0),
        ("居民户口簿", "居民户口簿", "户口簿首页 居民户口簿"),
        entries + (extra if rng.random() < 0.6 else ()),
        seal=seal,
    )


def hukou_member(rng: np.random.Generator) -> Blank:
    """The page of one person."""
    who, office = resident(rng), Office(rng)
    relation = pick(rng, _RELATIONS[who.gender])
    place = f"{who.place.province}{who.place.city}" or who.place.district
    moved = days_before(rng, 900, 9000)
    entries: tuple[Entry, ...] = (
        words("member_name", "姓名", who.name),
        words("member_relation", ("户主或与户主关系", "与户主关系"), relation),
        words("member_former_name", "曾用名", ""),
        gender_of(who, "member_gender"),
        words("member_birth_place", "出生地", place),
        words("member_ethnicity", "民族", who.ethnicity),
        words("member_native_place", "籍贯", place),
        office.day("member_birth_date", "出生日期", who.birth),
        words(None, "宗教信仰", ""),
        number_of(who, "member_id_number", ("公民身份号码", "公民身份证件编号")),
        words("member_education", "文化程度", pick(rng, ("小学", "初中", "高中", "大学本科"))),
        words("member_marital", "婚姻状况", pick(rng, _MARITAL)),
        words("member_military", "兵役状况", pick(rng, ("", "未服兵役"))),
        words("member_workplace", "服务处所", pick(rng, ("", "市第二机床厂", "金桥小学"))),
        words("member_occupation", "职业", pick(rng, ("", "工人", "教师", "个体经营者"))),
        office.day("registered_on", "登记日期", moved),
    )
    if rng.random() < 0.4:
        entries = tuple(e for e in entries if e.name != "member_former_name" and e.name)
    size = PAGE if rng.random() < 0.6 else (143.0, 105.0)
    return Blank("hukou_booklet", size, ("常住人口登记卡",), entries)


def disability_booklet(rng: np.random.Generator) -> Blank:
    """The second generation: a booklet."""
    who, office = resident(rng), Office(rng)
    kind, grade = int(rng.integers(7)), int(rng.integers(4))
    day = days_before(rng, 60, 3000)
    entries = [
        person_of(who),
        gender_of(who),
        words(None, "民族", who.ethnicity),
        office.day(None, "出生日期", who.birth),
        words("category", "残疾类别", CATEGORIES[kind]),
        words("grade", "残疾等级", GRADES[grade]),
        words("cert_number", ("残疾人证号", "证号"), f"{who.number}{kind + 1}{grade + 1}"),
        words("address", ("家庭住址", "住址"), who.address),
        office.day("issued_on", "签发日期", day),
        office.day("valid_to", ("有效期至", "有效期限至"), add_years(day, 10)),
    ]
    if kind in (4, 5) or rng.random() < 0.3:
        guardian = resident(rng, place=who.place)
        entries.append(words("guardian_name", ("监护人", "监护人姓名"), guardian.name))
        entries.append(words("guardian_phone", "联系电话", guardian.phone))
    body = who.place.body("残疾人联合会")
    entries.append(words("authority", ("批准残联", "签发机关"), body))
    size = BOOKLET if rng.random() < 0.5 else (176.0, 125.0)
    return Blank(
        "disability_cert",
        size,
        ("残疾人证",),
        tuple(entries),
        over_title="中华人民共和国",
        photo_of=who.gender,
        seal=body,
    )


def disability_card(rng: np.random.Generator) -> Blank:
    """The third generation: a card."""
    who, office = resident(rng), Office(rng)
    kind, grade = int(rng.integers(7)), int(rng.integers(4))
    day = days_before(rng, 60, 1500)
    entries = (
        person_of(who),
        gender_of(who),
        words("category", ("残疾类别", "类别"), CATEGORIES[kind]),
        words("grade", ("残疾等级", "等级"), GRADES[grade]),
        words("cert_number", ("残疾人证号", "证号"), f"{who.number}{kind + 1}{grade + 1}"),
        office.day("valid_to", ("有效期至", "有效期限至"), add_years(day, 10)),
    )
    return Blank(
        "disability_cert",
        CARD,
        ("中华人民共和国残疾人证", "残疾人证"),
        entries,
        photo_of=who.gender,
    )


def residence_permit(rng: np.random.Generator) -> Blank:
    """The residence permit."""
    who, office = resident(rng), Office(rng)
    host = PLACES[int(rng.integers(len(PLACES)))]
    day = days_before(rng, 20, 330)
    entries = (
        person_of(who),
        gender_of(who),
        number_of(who, labels=("公民身份号码",)),
        words("hukou_address", ("户籍地址", "户籍住址"), who.address),
        words(
            "residence_address",
            ("居住地址", "居住地住址"),
            f"{host.city}{host.district}{host.roads[0]}{rng.integers(3, 90)}号",
        ),
        words("authority", "签发机关", f"{host.city or host.province}公安局"),
        office.day("valid_to", ("有效期至", "有效期"), add_years(day, 1)),
        office.day("last_endorsed", ("签注日期",), day),
    )
    size = CARD if rng.random() < 0.5 else BOOKLET
    return Blank("residence_permit", size, ("居住证",), entries, photo_of=who.gender)


def social_security_card(rng: np.random.Generator) -> Blank:
    """The social security card."""
    who, office = resident(rng), Office(rng)
    entries = (
        person_of(who),
        words("ss_number", ("社会保障号码",), who.number),
        words("card_no", "卡号", pick(rng, ("A", "B", "C")) + digits(rng, 8)),
        words("bank_account", ("银行账号", "银行卡号"), bank_number(rng)),
        office.day(None, "发卡日期", days_before(rng, 100, 3000)),
    )
    return Blank(
        "social_security_card", CARD, ("社会保障卡",), entries,
        over_title="中华人民共和国", photo_of=who.gender,
    )  # fmt: skip


def elderly_card(rng: np.random.Generator) -> Blank:
    """The card that gives the old precedence."""
    who, office = resident(rng, ages=(60, 90)), Office(rng)
    entries = (
        person_of(who),
        gender_of(who),
        number_of(who),
        words("cert_number", ("证号", "编号", "优待证号"), digits(rng, 10)),
        issued(office, days_before(rng, 30, 3000)),
    )
    return Blank(
        "elderly_card", pick_size(rng), ("老年人优待证",), entries, photo_of=who.gender,
        seal=who.place.body("老龄工作委员会办公室"),
    )  # fmt: skip


def student_card(rng: np.random.Generator) -> Blank:
    """The card of a pupil or student."""
    who = resident(rng, ages=(18, 24))
    school = f"{who.place.city or who.place.province}{pick(rng, ('和安大学', '师范学院'))}"
    term = f"{rng.integers(2023, 2026)}-{2026}学年第{pick(rng, ('一', '二'))}学期"
    entries = (
        person_of(who),
        gender_of(who),
        words("school", ("学校", "学校名称"), school),
        words(None, "学号", digits(rng, 10)),
        words("registered_term", ("注册学期",), term),
    )
    return Blank("student_card", BOOKLET, ("学生证",), entries, photo_of=who.gender)


def marriage_cert(rng: np.random.Generator) -> Blank:
    """The marriage certificate, all entries on one opening."""
    man = resident(rng, gender="男", ages=(25, 70))
    woman = resident(rng, gender="女", ages=(24, 66), place=man.place)
    return _of_two(rng, man, woman, "结婚证", "J", "marriage_cert")


def divorce_cert(rng: np.random.Generator) -> Blank:
    """The divorce certificate."""
    man = resident(rng, gender="男", ages=(25, 70))
    woman = resident(rng, gender="女", ages=(24, 66), place=man.place)
    return _of_two(rng, man, woman, "离婚证", "L", "divorce_cert")


def _of_two(
    rng: np.random.Generator,
    man: Resident,
    woman: Resident,
    title: str,
    letter: str,
    document_type: str,
) -> Blank:
    office = Office(rng)
    day = days_before(rng, 90, 7000)
    again = "B" if rng.random() < 0.15 else ""
    number = f"{again}{letter}{man.place.division}-{day.year}-{digits(rng, 6)}"
    holder = man if rng.random() < 0.5 else woman
    body = man.place.body("民政局")
    own = document_type == "marriage_cert"
    entries = [
        words("holder", "持证人", holder.name),
        office.day("register_date", "登记日期", day),
        words("cert_number", f"{title}字号", number),
    ]
    for who, sex in ((man, "male"), (woman, "female")):
        entries += [
            words(f"name_{sex}" if own else None, "姓名", who.name),
            words(None, "性别", who.gender),
            words(None, "国籍", "中国"),
            office.day(None, "出生日期", who.birth),
            words(f"id_{sex}" if own else None, "身份证件号", who.number),
        ]
    entries.append(words("authority" if own else None, ("登记机关", "发证机关"), body))
    size = (176.0, 125.0) if rng.random() < 0.5 else (125.0, 176.0)
    return Blank(document_type, size, (title,), tuple(entries), seal=body)


def one_child_cert(rng: np.random.Generator) -> Blank:
    """The certificate of parents of one child."""
    father = resident(rng, gender="男", ages=(45, 70))
    mother = resident(rng, gender="女", ages=(44, 66), place=father.place)
    child = resident(rng, ages=(12, 40), place=father.place)
    office = Office(rng)
    entries = (
        words("father", ("父亲", "父亲姓名"), father.name),
        words("mother", ("母亲", "母亲姓名"), mother.name),
        words("child", ("子女", "子女姓名"), child.name),
        office.day("child_birth", ("子女出生日期", "出生日期"), child.birth),
        words("cert_number", ("证号", "编号"), digits(rng, 9)),
        issued(office, child.birth + timedelta(days=400)),
    )
    return Blank(
        "one_child_cert", BOOKLET, ("独生子女父母光荣证",), entries,
        seal=father.place.body("卫生和计划生育局"),
    )  # fmt: skip


def orphan_cert(rng: np.random.Generator) -> Blank:
    """The certificate of an orphan."""
    child = resident(rng, ages=(6, 17))
    guardian = resident(rng, ages=(30, 66), place=child.place)
    office = Office(rng)
    entries = (
        person_of(child),
        gender_of(child),
        number_of(child),
        words("guardian", ("监护人", "监护人姓名"), guardian.name),
        words("cert_number", ("证号", "儿童福利证号"), digits(rng, 11)),
        issued(office, days_before(rng, 30, 1500)),
    )
    return Blank(
        "orphan_cert", BOOKLET, ("儿童福利证", "孤儿证"), entries,
        photo_of=child.gender, seal=child.place.body("民政局"),
    )  # fmt: skip


def graduation_cert(rng: np.random.Generator) -> Blank:
    """The graduation certificate: a sentence, not a list."""
    who = resident(rng, ages=(22, 40))
    school = f"{who.place.city or who.place.province}{pick(rng, ('工业大学', '理工学院'))}"
    day = days_before(rng, 200, 5000).replace(day=1, month=7)
    major = pick(rng, ("会计学", "机械工程", "计算机科学与技术", "护理学", "学前教育"))
    level = pick(rng, ("本科", "专科"))
    code = digits(rng, 5) + "1" + str(day.year) + "05" + digits(rng, 6)
    office = Office(rng)
    entries = (
        person_of(who),
        words("major", "专业", major),
        words("level", "层次", level),
        words("full_time", "学习形式", "普通全日制"),
        words(None, "出生", office.written(who.birth)),
        words(None, "性别", who.gender),
    )
    foot = (
        words("school", ("学校", "校名"), school),
        words("cert_number", ("证书编号",), code),
        office.day("graduation_date", ("毕业日期",), day),
    )
    sentence = (
        "学生 {0}，性别 {5}，{4}生，在本校 {1} 专业{3} {2} 学习，修完教学计划规定的全部课程，"
        "成绩合格，准予毕业。"
    )
    return Blank(
        "graduation_cert", LANDSCAPE, ("毕业证书",), entries,
        over_title="普通高等学校", sentences=(sentence,), foot=foot, seal=school,
    )  # fmt: skip


def pick_size(rng: np.random.Generator) -> tuple[float, float]:
    """Return the size of a card or of a booklet."""
    return CARD if rng.random() < 0.5 else BOOKLET
