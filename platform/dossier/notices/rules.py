"""Rules of letters and notices: how numbers are written, what the public may read."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from dossier.catalogue.model import PublicNotice
from dossier.kernel.errors import Refused
from dossier.notices.model import LetterKind, NoticeLine

COMPOUND_SURNAMES = {
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯",
    "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠",
    "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车",
    "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁",
    "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生",
    "梁丘", "左丘", "西门", "第五", "南荣", "东里", "东宫", "仲长", "即墨", "达奚", "褚师",
    "纳兰", "完颜", "叶赫", "耶律", "尔朱", "贺兰",
}  # fmt: skip

_SIGN = {
    LetterKind.SUPPLEMENT: "告",
    LetterKind.ACCEPTANCE: "受",
    LetterKind.PUBLIC_NOTICE: "示",
    LetterKind.APPROVAL: "决",
    LetterKind.REFUSAL: "拒",
    LetterKind.PAYMENT: "付",
    LetterKind.FORM: "表",
    LetterKind.ARCHIVE_COVER: "档",
}

NEVER_PUBLIC = frozenset(
    {
        "citizen_id_number",
        "id_number",
        "applicant_id_no",
        "member_id_no",
        "phone",
        "applicant_phone",
        "bank_account",
        "bank_card",
        "card_number",
        "full_address",
        "residence_address",
        "hukou_address",
        "diagnosis",
        "disability_detail",
        "disability_cert_no",
        "photo",
        "under_14",
    }
)
"""Codes that no whitelist can admit.  Source: 个人信息保护法, art. 28."""

_LEAKS = (
    ("公民身份号码", re.compile(r"(?<!\d)\d{6}[\d*]{8}\d{3}[\dXx]|(?<!\d)\d{15}(?!\d)")),
    ("银行账号", re.compile(r"\d{13}|(?:\d{4}[ -]){3}\d")),
    ("电话号码", re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")),
    ("详细住址", re.compile(r"\d+\s*(?:单元|室)")),
)

_PLACE = re.compile(
    r".*?(?:\d+(?:-\d+)?号楼|\d+[栋幢座]|社区|小区|新村|家园|花园|村|\d+(?:-\d+)?号(?!楼))"
)
_HOUSE = re.compile(r"^.*?(?:\d+(?:-\d+)?号楼|\d+[栋幢座])")
_STREET = re.compile(r"^.*?(?:街道|镇|乡|路|街)")


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


def public_fields(notice: PublicNotice, values: Mapping[str, str]) -> tuple[NoticeLine, ...]:
    """Return the lines that the public may read, masked, in the order of the whitelist.

    values: the text of each field by its code; a field without a value is left out.
    Raises Refused for a value that is not on the whitelist, and for anything sensitive, however
    it came to stand there: ID numbers, accounts, telephone numbers, room numbers.
    Source: 个人信息保护法, art. 28.
    """
    admitted = {field.code for field in notice.fields}
    for code in values:
        if code not in admitted:
            raise _sensitive(code, "不在公示内容清单之内")
    lines = []
    for field in notice.fields:
        if field.code in NEVER_PUBLIC or field.code in notice.never_publish:
            raise _sensitive(field.code, "属于不得公示的敏感信息")
        if field.code not in values:
            continue
        if field.masking not in ("", "surname_star"):
            raise _sensitive(field.code, "属于敏感信息，遮掩后也不得公示")
        value = values[field.code]
        text = surname_star(value) if field.masking else value
        lines.append(NoticeLine(label=field.title_zh, value=text))
    return require_public(lines)


def require_public(lines: Iterable[NoticeLine]) -> tuple[NoticeLine, ...]:
    """Return ``lines`` when nothing sensitive stands in their text; raises Refused.

    The last guard before a notice hangs, whatever way the text came.
    """
    checked = tuple(lines)
    for line in checked:
        for what, pattern in _LEAKS:
            if pattern.search(line.value):
                raise _sensitive(line.label, f"含有{what}")
    return checked


def letter_number(sign: str, kind: LetterKind, year: int, serial: int) -> str:
    """Return the number of a letter: ``丁香社区告字〔2026〕第0001号``.

    sign: the short name under which the unit writes letters.
    """
    return f"{sign}{_SIGN[kind]}字〔{year}〕第{serial:04}号"


def office_date(day: date) -> str:
    """Return the day as offices write it: ``2026年3月9日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def receipt_content(case_no: str, token: str) -> str:
    """Return what the code on a receipt holds; the token opens nothing but the case's state."""
    return f"DOSSIER:{case_no}:{token}"


def parse_receipt(content: str) -> tuple[str, str]:
    """Return case number and token from the code on a receipt; raises Refused."""
    match = re.fullmatch(r"DOSSIER:([^:\s]{1,40}):([A-Za-z0-9_-]{16,64})", content)
    if not match:
        raise Refused("这不是本平台的受理回执二维码，请核对。", code="receipt-unknown")
    return match[1], match[2]


def _sensitive(code: str, why: str) -> Refused:
    return Refused(
        f"公示内容“{code}”{why}，未予公示，请修改事项的公示设置。",
        code="notice-sensitive-field",
        field=code,
    )
