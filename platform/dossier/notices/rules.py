"""Rules of letters and notices: how numbers are written, what the public may read."""

import re
from collections.abc import Iterable
from datetime import date

from dossier.kernel.errors import Refused
from dossier.kernel.ids import CaseId
from dossier.notices.model import LetterKind, NoticeLine

_SIGN = {
    LetterKind.SUPPLEMENT: "告",
    LetterKind.ACCEPTANCE: "受",
    LetterKind.PUBLIC_NOTICE: "示",
    LetterKind.APPROVAL: "决",
    LetterKind.REFUSAL: "拒",
    LetterKind.PAYMENT: "付",
    LetterKind.FORM: "表",
    LetterKind.ARCHIVE_COVER: "档",
    LetterKind.SEPARATOR: "隔",
    LetterKind.GUIDE: "南",
    LetterKind.PRINTED_FORM: "签",
    LetterKind.PROCESSING_NOTICE: "知",
    LetterKind.CERTIFIED_COPY: "核",
}

_LEAKS = (
    ("公民身份号码", re.compile(r"(?<!\d)\d{6}[\d*]{8}\d{3}[\dXx]|(?<!\d)\d{15}(?!\d)")),
    ("银行账号", re.compile(r"\d{13}|(?:\d{4}[ -]){3}\d")),
    ("电话号码", re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")),
    ("详细住址", re.compile(r"\d+\s*(?:单元|室)")),
)


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
        raise Refused("这不是本平台的受理回执二维码，请核对。", code="receipt_unknown")
    return match[1], match[2]


def separator_content(case: CaseId) -> str:
    """Return what the code on a separator sheet holds; it opens nothing."""
    return f"DOSSIER-CASE:{case}"


def find_separated(content: str) -> CaseId | None:
    """Return the case that a separator sheet's code names; None for another code."""
    match = re.fullmatch(r"DOSSIER-CASE:([0-9a-f-]{36})", content)
    return CaseId(match[1]) if match else None


def _sensitive(code: str, why: str) -> Refused:
    return Refused(
        f"公示内容“{code}”{why}，未予公示，请修改事项的公示设置。",
        code="notice_sensitive_field",
        field=code,
    )
