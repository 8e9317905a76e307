"""What a public notice, or a screen, shows of a name or a number."""

import re
from typing import Literal

Masking = Literal["", "surname_star", "id_mask", "phone_mask", "account_last4"]

COMPOUND_SURNAMES = {
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯",
    "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠",
    "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车",
    "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁",
    "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生",
    "梁丘", "左丘", "西门", "第五", "南荣", "东里", "东宫", "仲长", "即墨", "达奚", "褚师",
    "纳兰", "完颜", "叶赫", "耶律", "尔朱", "贺兰",
}  # fmt: skip

_PLACE = re.compile(
    r".*?(?:\d+(?:-\d+)?号楼|\d+[栋幢座]|社区|小区|新村|家园|花园|村|\d+(?:-\d+)?号(?!楼))"
)
_HOUSE = re.compile(r"^.*?(?:\d+(?:-\d+)?号楼|\d+[栋幢座])")
_STREET = re.compile(r"^.*?(?:街道|镇|乡|路|街)")


def masked(kind: Masking, text: str) -> str:
    """Return ``text`` as a public notice may show it; a name keeps the surname alone."""
    match kind:
        case "":
            return text
        case "surname_star":
            return surname_star(text)
        case "id_mask":
            return id_mask(text)
        case "phone_mask":
            return phone_mask(text)
        case "account_last4":
            return account_last4(text)


def surname_star(name: str) -> str:
    """Return the name with a star for each character after the surname: 张*, 欧阳**.

    Compound surnames are kept whole when a given name follows them.
    """
    compact = name.strip()
    kept = 2 if len(compact) > 2 and compact[:2] in COMPOUND_SURNAMES else 1
    if len(compact) < 2:
        return "*"
    return compact[:kept] + "*" * (len(compact) - kept)


def id_mask(number: str) -> str:
    """Return 210102********123X; a number of another length is masked whole."""
    return f"{number[:6]}{'*' * 8}{number[14:]}" if len(number) == 18 else "*" * len(number)


def phone_mask(number: str) -> str:
    """Return 138****5678, or a fixed line as 024-****5678; anything else is masked whole."""
    if re.fullmatch(r"1\d{10}", number):
        return f"{number[:3]}****{number[7:]}"
    if match := re.fullmatch(r"(0\d{2,3})-?\d{3,4}(\d{4})", number):
        return f"{match[1]}-****{match[2]}"
    return "*" * len(number)


def account_last4(number: str) -> str:
    """Return ``**** 1234``; a number too short to be an account is masked whole."""
    digits = re.sub(r"\D", "", number)
    return f"**** {digits[-4:]}" if len(digits) >= 8 else "****"


def address_to_community(address: str) -> str:
    """Return the address up to community or building, without unit and room.

    An address that names neither is cut after its street, else withheld.
    """
    if house := _HOUSE.match(address):
        return house[0]
    found = list(_PLACE.finditer(address))
    if found:
        return address[: found[-1].end()]
    street = _STREET.match(address)
    return street[0] if street else "（略）"
