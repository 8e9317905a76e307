"""The households of the three cases."""

from __future__ import annotations

from datetime import date

from dossier.samples.check_digits import with_luhn_check
from dossier.samples.people import CITY, DISTRICT, Household, Job, Person, disability, id_number


def demonstration_household() -> Household:
    """Return the household of the demonstration: 王桂兰, widowed and disabled, and her son 陈磊."""
    address = f"辽宁省{CITY}{DISTRICT}丁香路18号3-2-1"
    mother_birth, son_birth = date(1969, 8, 17), date(1997, 11, 23)
    mother = Person(
        name="王桂兰",
        gender="女",
        birth_date=mother_birth,
        ethnicity="汉",
        id_number=id_number(mother_birth, "女", 21),
        address=address,
        phone="14000240386",
        relation="户主",
        marital="丧偶",
        education="初中",
        card_valid_from=date(2016, 5, 12),
        card_valid_to=None,
        disability=disability("肢体", "二级"),
    )
    son = Person(
        name="陈磊",
        gender="男",
        birth_date=son_birth,
        ethnicity="汉",
        id_number=id_number(son_birth, "男", 8),
        address=address,
        phone="14000245127",
        relation="长子",
        marital="未婚",
        education="中等专科",
        card_valid_from=date(2017, 6, 8),
        card_valid_to=date(2027, 6, 8),
        job=Job("沈阳和安春晖物业服务有限公司", "保洁员", date(2023, 5, 1), 118_000),
    )
    return Household(
        members=(mother, son),
        address=address,
        household_no="010802318",
        bank_card_number=with_luhn_check("629999010024501837"),
        registered_on=date(2012, 4, 18),
    )


def couple() -> Household:
    """Return 赵德海, who has a small wage, and his wife 刘玉芬."""
    address = f"辽宁省{CITY}{DISTRICT}槐荫路66号2-4-3"
    his_birth, her_birth = date(1972, 5, 30), date(1974, 12, 3)
    husband = Person(
        name="赵德海",
        gender="男",
        birth_date=his_birth,
        ethnicity="满",
        id_number=id_number(his_birth, "男", 15),
        address=address,
        phone="14000247719",
        relation="户主",
        marital="已婚",
        education="高中",
        card_valid_from=date(2019, 9, 24),
        card_valid_to=None,
        job=Job("沈阳和安云杉商贸有限公司", "门卫", date(2021, 3, 1), 132_000),
    )
    wife = Person(
        name="刘玉芬",
        gender="女",
        birth_date=her_birth,
        ethnicity="汉",
        id_number=id_number(her_birth, "女", 33),
        address=address,
        phone="14000241904",
        relation="妻",
        marital="已婚",
        education="初中",
        card_valid_from=date(2013, 2, 19),
        card_valid_to=date(2033, 2, 19),
    )
    return Household(
        (husband, wife),
        address,
        "010806642",
        with_luhn_check("629999010024506124"),
        date(2014, 7, 8),
    )


def mother_and_daughter() -> Household:
    """Return 欧阳文华, widowed and disabled, and her daughter 孙静."""
    address = f"辽宁省{CITY}{DISTRICT}春晖街105号1-6-2"
    her_birth, child_birth = date(1967, 10, 9), date(1998, 6, 21)
    mother = Person(
        name="欧阳文华",
        gender="女",
        birth_date=her_birth,
        ethnicity="汉",
        id_number=id_number(her_birth, "女", 12),
        address=address,
        phone="14000243562",
        relation="户主",
        marital="丧偶",
        education="高中",
        card_valid_from=date(2014, 1, 15),
        card_valid_to=None,
        disability=disability("视力", "三级"),
    )
    daughter = Person(
        name="孙静",
        gender="女",
        birth_date=child_birth,
        ethnicity="汉",
        id_number=id_number(child_birth, "女", 27),
        address=address,
        phone="14000248830",
        relation="长女",
        marital="未婚",
        education="大学专科",
        card_valid_from=date(2018, 8, 2),
        card_valid_to=date(2028, 8, 2),
        job=Job("沈阳和安槐荫餐饮管理有限公司", "收银员", date(2022, 9, 1), 145_000),
    )
    return Household(
        (mother, daughter),
        address,
        "010801057",
        with_luhn_check("629999010024509276"),
        date(2011, 11, 22),
    )
