"""People, bodies and places of the test set: invented, and other ones than the demonstration's.

The division codes are not assigned to any place, so that no number can be a living person's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dossier.samples.check_digits import with_id_check, with_luhn_check
from dossier.samples.people import DEMONSTRATION_DAY, add_years, card_valid_to, full_years

_SURNAMES = (
    *"王李张刘陈杨赵黄周吴孙马郭何高林郑谢宋唐许邓冯韩曹曾彭蔡潘田董袁于余叶杜苏魏吕丁任卢姚沈",
    *"钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷黎史龙陶贺顾毛郝龚邵万覃武钱戴严",
    *("欧阳", "上官", "司马", "夏侯", "诸葛", "呼延"),
)
_GIVEN = {
    "女": (
        *(
            "秀兰",
            "玉珍",
            "桂英",
            "淑芳",
            "艳红",
            "海燕",
            "丽萍",
            "雪梅",
            "文静",
            "雨桐",
            "梓涵",
        ),
        *("美玲", "慧", "娜", "莹", "蕾", "芸", "娅楠", "翠花", "淼", "钰莹", "婧怡", "莉莉"),
    ),
    "男": (
        *(
            "建军",
            "国庆",
            "志刚",
            "永强",
            "海涛",
            "立新",
            "春生",
            "德福",
            "明辉",
            "宇轩",
            "浩宇",
        ),
        *("刚", "勇", "斌", "超", "晨", "犇", "泽楷", "天佑", "鑫", "振东", "炳坤", "学文"),
    ),
}
_FAR_NAMES = {
    "女": ("古丽娜尔·艾合买提", "卓玛·次仁"),
    "男": ("买买提·吐尔逊", "阿木尔·巴特"),
}
_ETHNICITIES = ("汉", "满", "蒙古", "朝鲜", "回", "锡伯", "壮", "维吾尔")
_ETHNICITY_SHARES = (0.72, 0.1, 0.05, 0.04, 0.04, 0.03, 0.01, 0.01)


@dataclass(frozen=True, slots=True)
class Place:
    """A district with its bodies; names as they are printed."""

    division: str
    province: str
    city: str
    district: str
    town: str
    community: str
    roads: tuple[str, ...]

    def body(self, name: str) -> str:
        """Return the body of the district called ``name``."""
        return f"{self.city}{self.district}{name}"


PLACES = (
    Place("210108", "辽宁省", "沈阳市", "和安区", "北塔街道", "金桥社区", ("松江路", "崇文街", "望花中街")),
    Place("220109", "吉林省", "长春市", "和静区", "柳影街道", "向阳社区", ("解放大路", "青年路", "九台北路")),
    Place("230119", "黑龙江省", "哈尔滨市", "松和区", "新春街道", "河柏社区", ("中央大道", "通达街", "和兴十二道街")),
    Place("110120", "北京市", "", "安和区", "清水镇", "燕园社区", ("学院南路", "四季青路", "永定门东街")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resident:
    """An invented person; texts are as papers print them."""

    name: str
    gender: str
    birth: date
    ethnicity: str
    number: str
    address: str
    phone: str
    place: Place
    issued: date
    valid_to: date | None


def resident(
    rng: np.random.Generator,
    *,
    gender: str | None = None,
    ages: tuple[int, int] = (19, 84),
    place: Place | None = None,
) -> Resident:
    """Return a person of ``place`` whose age lies in ``ages`` (the upper end not included)."""
    home = place or PLACES[int(rng.integers(len(PLACES)))]
    sex = gender or ("女" if rng.random() < 0.5 else "男")
    group = int(rng.choice(len(_ETHNICITIES), p=_ETHNICITY_SHARES))
    name = pick(rng, _SURNAMES) + pick(rng, _GIVEN[sex])
    if rng.random() < 0.03:
        name = pick(rng, _FAR_NAMES[sex])
    years = int(rng.integers(*ages))
    day = DEMONSTRATION_DAY.toordinal() - int(rng.integers(0, 365))
    birth = add_years(date.fromordinal(day), -years)
    order = 2 * int(rng.integers(1, 490)) + (1 if sex == "男" else 0)
    issued = max(birth + timedelta(days=60), days_before(rng, 40, 1400))
    return Resident(
        name=name,
        gender=sex,
        birth=birth,
        ethnicity=_ETHNICITIES[group],
        number=with_id_check(f"{home.division}{birth:%Y%m%d}{order:03d}"),
        address=address(rng, home),
        phone=f"1400{rng.integers(0, 10**7):07d}",
        place=home,
        issued=issued,
        valid_to=card_valid_to(birth, issued),
    )


def address(rng: np.random.Generator, place: Place) -> str:
    """Return an address in one of the forms that registers use."""
    start = f"{place.province}{place.city}{place.district}"
    road = f"{pick(rng, place.roads)}{rng.integers(1, 380)}"
    block, entrance, flat = (int(rng.integers(1, top)) for top in (30, 6, 30))
    floor = 100 * (1 + flat // 4) + 1 + flat % 4
    form = int(rng.integers(4))
    if form == 0:
        return f"{start}{place.town}{road}号{block}号楼{entrance}单元{floor}室"
    if form == 1:
        return f"{start}{road}-{block}号{entrance}-{1 + flat // 4}-{1 + flat % 4}"
    if form == 2:
        return f"{start}{road}号{entrance}单元{floor}号"
    return f"{start}{place.town}{place.community}{block}组{flat + 10}号"


def days_before(rng: np.random.Generator, least: int, most: int) -> date:
    """Return a day at least ``least`` and less than ``most`` days before the demonstration."""
    return DEMONSTRATION_DAY - timedelta(days=int(rng.integers(least, most)))


def age_of(person: Resident) -> int:
    """Return the age in full years on the day of the demonstration."""
    return full_years(person.birth, DEMONSTRATION_DAY)


def bank_number(rng: np.random.Generator, length: int = 19) -> str:
    """Return a number of a bank that does not exist, with its Luhn digit."""
    return with_luhn_check("629999" + digits(rng, length - 7))


def company(rng: np.random.Generator, place: Place) -> str:
    """Return the name of a firm."""
    town = (place.city or place.province).removesuffix("市")
    name = pick(rng, ("恒瑞", "鸿远", "金穗", "明达", "盛合", "万家乐", "宏图", "东方", "百惠"))
    trade = pick(
        rng, ("机械制造", "商贸", "物业管理", "建筑工程", "食品", "电子科技", "家政服务")
    )
    return f"{town}{name}{trade}有限{pick(rng, ('公司', '责任公司'))}"


def hospital(rng: np.random.Generator, place: Place) -> str:
    """Return the name of a hospital."""
    return (place.city or place.province) + pick(
        rng, ("第三人民医院", "中心医院", "妇婴医院", "和平医院")
    )


def pick(rng: np.random.Generator, choices: tuple[str, ...]) -> str:
    """Return one of ``choices``."""
    return choices[int(rng.integers(len(choices)))]


def digits(rng: np.random.Generator, count: int) -> str:
    """Return ``count`` digits."""
    return "".join(str(digit) for digit in rng.integers(0, 10, count))
