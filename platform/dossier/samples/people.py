"""Invented people of an invented district: no number, name or address belongs to anybody.

The division code, the ranges of phone numbers and the bank's number are not assigned, so that even
a number with a valid check character cannot be a living person's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from dossier.samples.check_digits import with_id_check, with_luhn_check

CITY = "沈阳市"
DISTRICT = "和安区"
STREET = "春晖街道"
COMMUNITY = "丁香社区"
POLICE = f"{CITY}公安局和安分局"
POLICE_STATION = f"{CITY}公安局和安分局春晖派出所"
CIVIL_AFFAIRS = f"{CITY}和安区民政局"
DISABLED_FEDERATION = f"{CITY}和安区残疾人联合会"
BANK = "和安银行"
DIVISION = "210108"
"""In the range of the city's districts; assigned to none."""
DEMONSTRATION_DAY = date(2026, 3, 9)

_BANK_PREFIX = "629999"
_SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
    *("欧阳", "司徒", "上官", "诸葛", "慕容", "皇甫", "东方", "尉迟"),
)
_WOMEN = (
    *("桂兰", "秀珍", "玉芬", "淑华", "丽娟", "凤英", "春梅", "雅琴", "敏", "静", "婷", "雪"),
    *("晓燕", "佳怡", "思琪", "彧", "珺", "翀羽", "韫玉", "芃芃", "姝媛", "珞"),
)
_MEN = (
    *("建国", "德海", "志强", "永福", "国栋", "玉林", "文斌", "磊", "伟", "军", "鹏", "浩然"),
    *("子轩", "宇航", "俊杰", "喆", "垚", "燊", "翀", "彧之", "昊旻", "祎"),
)
_ETHNICITIES = ("汉", "满", "朝鲜", "回", "蒙古", "锡伯")
_ETHNICITY_SHARES = (0.78, 0.12, 0.04, 0.03, 0.02, 0.01)
_ROADS = ("丁香路", "春晖街", "和安大街", "云杉巷", "槐荫路")
_EDUCATIONS = ("小学", "初中", "高中", "中等专科", "大学专科", "大学本科")
_RELATION_WORDS = {"男": ("长子", "次子", "三子"), "女": ("长女", "次女", "三女")}


@dataclass(frozen=True, slots=True)
class Disability:
    """What a disability certificate says: the printed words and the two digits of its number."""

    category: str
    category_digit: int
    grade: str
    grade_digit: int


CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
GRADES = ("一级", "二级", "三级", "四级")


def disability(category: str, grade: str) -> Disability:
    """Return the disability printed as ``category`` and ``grade``."""
    return Disability(category, CATEGORIES.index(category) + 1, grade, GRADES.index(grade) + 1)


@dataclass(frozen=True, slots=True)
class Job:
    """A post, as the employer's letter tells it."""

    employer: str
    position: str
    since: date
    monthly_income_fen: int


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; texts are as papers print them.

    relation: to the head of the register. card_valid_to: None is printed as 长期.
    """

    name: str
    gender: str
    birth_date: date
    ethnicity: str
    id_number: str
    address: str
    phone: str
    relation: str
    marital: str
    education: str
    card_valid_from: date
    card_valid_to: date | None
    job: Job | None = None
    disability: Disability | None = None

    @property
    def disability_number(self) -> str:
        """Return the number of the certificate: citizen's number, type digit, grade digit."""
        assert self.disability is not None
        return f"{self.id_number}{self.disability.category_digit}{self.disability.grade_digit}"

    def age(self, day: date) -> int:
        """Return the full years on ``day``."""
        return full_years(self.birth_date, day)


@dataclass(frozen=True, slots=True)
class Household:
    """People who live together and stand in one register; the first is the head and applies."""

    members: tuple[Person, ...]
    address: str
    household_no: str
    bank_card_number: str
    registered_on: date

    @property
    def head(self) -> Person:
        """Return the head of the register, who is the applicant."""
        return self.members[0]


def full_years(birth: date, day: date) -> int:
    """Return the age in full years on ``day``."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def add_years(day: date, years: int) -> date:
    """Return the same day ``years`` later; 29 February becomes 28 February where it must."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)


def card_valid_to(birth: date, issued: date) -> date | None:
    """Return the last day of an identity card issued on ``issued``, None for 长期.

    Source: 居民身份证法 (2011), art. 5.
    """
    age = full_years(birth, issued)
    if age >= 46:
        return None
    if age >= 26:
        return add_years(issued, 20)
    return add_years(issued, 10 if age >= 16 else 5)


def id_number(birth: date, gender: str, sequence: int) -> str:
    """Return a citizen's number; ``sequence`` (0 to 499) counts people of one day and sex."""
    order = 2 * sequence + (1 if gender == "男" else 0)
    return with_id_check(f"{DIVISION}{birth:%Y%m%d}{order:03d}")


def invent_phone(rng: np.random.Generator) -> str:
    """Return a well-formed mobile number of a range that is not given to people."""
    return f"1400024{rng.integers(0, 10_000):04d}"


def invent_bank_card(rng: np.random.Generator) -> str:
    """Return a card number of 19 digits of a bank that does not exist."""
    return with_luhn_check(_BANK_PREFIX + "".join(str(d) for d in rng.integers(0, 10, 12)))


def invent_address(rng: np.random.Generator) -> str:
    """Return an address in the invented district."""
    road = _ROADS[int(rng.integers(len(_ROADS)))]
    house, entrance, floor, flat = (int(rng.integers(1, top)) for top in (200, 5, 8, 4))
    return f"辽宁省{CITY}{DISTRICT}{road}{house}号{entrance}-{floor}-{flat}"


def invent_birth_date(rng: np.random.Generator, age: int) -> date:
    """Return a day of birth of somebody who is ``age`` on the day of the demonstration."""
    day = DEMONSTRATION_DAY.toordinal() - int(rng.integers(0, 365))
    return add_years(date.fromordinal(day), -age)


def invent_name(rng: np.random.Generator, gender: str, *, surname: str | None = None) -> str:
    """Return a name; some surnames have two characters and some given names rare ones."""
    given = _WOMEN if gender == "女" else _MEN
    first = surname or _SURNAMES[int(rng.integers(len(_SURNAMES)))]
    return first + given[int(rng.integers(len(given)))]


def surname_of(name: str) -> str:
    """Return the surname of an invented ``name``."""
    return name[:2] if name[:2] in _SURNAMES and len(name) > 2 else name[0]


def invent_person(
    rng: np.random.Generator,
    *,
    age: int,
    gender: str,
    address: str,
    name: str | None = None,
    relation: str = "户主",
    marital: str = "未婚",
    ethnicity: str | None = None,
) -> Person:
    """Return a person who is ``age`` on the day of the demonstration."""
    birth = invent_birth_date(rng, age)
    issued = _invent_issue_date(rng, birth)
    groups = rng.choice(len(_ETHNICITIES), p=_ETHNICITY_SHARES)
    return Person(
        name=name or invent_name(rng, gender),
        gender=gender,
        birth_date=birth,
        ethnicity=ethnicity or _ETHNICITIES[int(groups)],
        id_number=id_number(birth, gender, int(rng.integers(1, 250))),
        address=address,
        phone=invent_phone(rng),
        relation=relation,
        marital=marital,
        education=_EDUCATIONS[int(rng.integers(len(_EDUCATIONS)))],
        card_valid_from=issued,
        card_valid_to=card_valid_to(birth, issued),
    )


def invent_household(rng: np.random.Generator, *, size: int = 2) -> Household:
    """Return a household of a head and up to three grown children."""
    assert 1 <= size <= 4
    address = invent_address(rng)
    gender = "女" if rng.random() < 0.5 else "男"
    head = invent_person(
        rng, age=int(rng.integers(50, 60)), gender=gender, address=address, marital="丧偶"
    )
    if rng.random() < 0.5:
        kind = CATEGORIES[int(rng.integers(len(CATEGORIES)))]
        head = replace(
            head, disability=disability(kind, GRADES[int(rng.integers(len(GRADES)))])
        )
    members = [head]
    for order in range(1, size):
        child_gender = "女" if rng.random() < 0.5 else "男"
        elder = sum(person.gender == child_gender for person in members[1:])
        name = invent_name(rng, child_gender, surname=surname_of(head.name))
        while name in [person.name for person in members]:
            name = invent_name(rng, child_gender, surname=surname_of(head.name))
        child = invent_person(
            rng,
            age=int(rng.integers(27, 30)) - 3 * (order - 1),
            gender=child_gender,
            address=address,
            name=name,
            relation=_RELATION_WORDS[child_gender][elder],
            ethnicity=head.ethnicity,
        )
        members.append(replace(child, job=invent_job(rng)))
    return household_of(rng, tuple(members))


def invent_job(rng: np.random.Generator) -> Job:
    """Return a post with a modest wage in whole tens of yuan."""
    return Job(
        employer=f"沈阳和安{('春晖物业服务', '云杉商贸', '槐荫餐饮管理')[int(rng.integers(3))]}有限公司",
        position=("保洁员", "理货员", "门卫", "收银员")[int(rng.integers(4))],
        since=date(int(rng.integers(2019, 2025)), int(rng.integers(1, 13)), 1),
        monthly_income_fen=int(rng.integers(90, 260)) * 1000,
    )


def _invent_issue_date(rng: np.random.Generator, birth: date) -> date:
    """Return a day so near that every card issued on it is still valid at the demonstration."""
    back = int(rng.integers(30, 4 * 365))
    return max(birth, date.fromordinal(DEMONSTRATION_DAY.toordinal() - back))


def household_of(rng: np.random.Generator, members: tuple[Person, ...]) -> Household:
    """Return the household of ``members``, the head first."""
    assert members[0].relation == "户主"
    return Household(
        members=members,
        address=members[0].address,
        household_no=f"{rng.integers(0, 10**9):09d}",
        bank_card_number=invent_bank_card(rng),
        registered_on=date(int(rng.integers(2008, 2020)), int(rng.integers(1, 13)), 12),
    )
