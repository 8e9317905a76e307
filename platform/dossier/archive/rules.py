"""Rules of the archive: how codes are written, how long things are kept, what a name may be."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from dossier.archive.model import ITEM_DIGITS, ReferenceCode, Scheme
from dossier.kernel.errors import Refused

DOT = "\u00b7"
"""The separator of a reference code: MIDDLE DOT, as DA/T 13 has it."""

CATEGORIES = {
    "WS": "文书档案",
    "KJ": "科技档案",
    "RS": "人事档案",
    "KU": "会计档案",
    "ZY": "专业档案",
    "ZP": "照片档案",
    "LY": "录音档案",
    "LX": "录像档案",
    "SJ": "业务数据",
    "YJ": "公务电子邮件",
    "WY": "网页信息",
    "MT": "社交媒体",
    "SW": "实物档案",
}

FOLDERS = (
    "originals",
    "readings",
    "searchable",
    "form",
    "decisions",
    "letters",
    "audit",
    "metadata",
)
"""Folders of a package's payload."""

REQUIRED_FOLDERS = ("form", "decisions", "audit", "metadata")
"""Those without which a case file is not complete."""

FROM_ORIGINALS = ("readings", "searchable")
"""Those that are made from originals: where one stands, the originals must.  A register, or a
case whose papers were all looked up, has none."""

FORMATS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "tif": "image/tiff",
    "heic": "image/heic",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "note": "text/plain",
    "txt": "text/plain",
    "xml": "application/xml",
}
"""Formats that the archive takes, by extension; none compressed or encrypted privately."""

_FONDS = r"[A-Z][A-Z0-9]{0,9}"
_ORGAN = r"[0-9A-Z\u4e00-\u9fff]{1,20}"
_RETENTION = r"Y|D[1-9][0-9]{0,2}"
_PARTS = {
    "fonds": _FONDS,
    "category": "|".join(CATEGORIES),
    "year": r"[12][0-9]{3}",
    "retention": _RETENTION,
    "organ": _ORGAN,
    "item": r"[0-9]{3,6}",
}
_NAMED = {name: f"(?P<{name}>{pattern})" for name, pattern in _PARTS.items()}
_WRITTEN = {
    Scheme.DAT22: f"{{fonds}}-{{category}}{DOT}{{year}}-{{retention}}-{{organ}}-{{item}}",
    Scheme.DAT13: f"{{fonds}}-{{category}}{DOT}{{year}}{DOT}{{retention}}{DOT}{{organ}}-{{item}}",
}
_READ = {scheme: re.compile(form.format(**_NAMED)) for scheme, form in _WRITTEN.items()}
_PATH = re.compile(
    rf"(?:{'|'.join(FOLDERS)})/[a-z0-9][a-z0-9_-]{{0,79}}\.(?:{'|'.join(FORMATS)})"
)


def format_code(scheme: Scheme, code: ReferenceCode, *, digits: int = ITEM_DIGITS) -> str:
    """Return ``code`` as it is written under ``scheme``.

    digits: width of 件号, 3 to 6; a setting of the fonds and category.
    Raises Refused when a part cannot stand in a code.
    Source: DA/T 22-2015 (``Z109-WS·2011-Y-BGS-0001``), DA/T 13-2022
    (``Z109-WS·2011·Y·办公室-0001``).
    """
    assert 3 <= digits <= 6
    parts = {
        "fonds": code.fonds,
        "category": code.category,
        "year": str(code.year),
        "retention": code.retention,
        "organ": code.organ,
        "item": f"{code.item:0{digits}}",
    }
    for name, part in parts.items():
        if not re.fullmatch(_PARTS[name], part) or code.item < 1:
            raise Refused(
                f"档号的{_PART_ZH[name]}“{part}”不合规则，请在档案设置中改正。",
                code="archive_code_part",
                part=name,
            )
    return _WRITTEN[scheme].format(**parts)


def parse_code(text: str) -> tuple[Scheme, ReferenceCode]:
    """Read a reference code; raises ValueError when it is none."""
    for scheme, pattern in _READ.items():
        if match := pattern.fullmatch(text):
            item = int(match["item"])
            if item < 1:
                break
            return scheme, ReferenceCode(
                fonds=match["fonds"],
                category=match["category"],
                year=int(match["year"]),
                retention=match["retention"],
                organ=match["organ"],
                item=item,
            )
    raise ValueError(f"not a reference code: {text!r}")


def retention_years(sign: str) -> int | None:
    """Return the years behind ``D30``, None for ``Y`` (永久); raises Refused for anything else."""
    if not re.fullmatch(_RETENTION, sign):
        raise Refused(
            f"保管期限“{sign}”不合规则，应为Y（永久）或D加年数，如D30。",
            code="archive_retention",
        )
    return None if sign == "Y" else int(sign[1:])


def retention_zh(sign: str) -> str:
    """Return the retention in words: ``永久`` or ``30年``."""
    years = retention_years(sign)
    return "永久" if years is None else f"{years}年"


def keep_until(
    trigger: date, years: int | None, *, counted_from: Literal["year_end", "event"]
) -> date | None:
    """Return the last day on which something must be kept; None for ever.

    trigger: the day of filing, or of the event (a benefit stopped, an asset was disposed of).
    counted_from: "year_end" counts whole years from 1 January after ``trigger``
    (会计档案管理办法, art. 14), "event" from the day itself.
    """
    if years is None:
        return None
    if counted_from == "year_end":
        return date(trigger.year + years, 12, 31)
    try:
        return trigger.replace(year=trigger.year + years)
    except ValueError:  # 29 February: the period ends with the month
        return trigger.replace(year=trigger.year + years, day=28)


def require_path(path: str) -> str:
    """Return ``path`` when it may stand in a package; raises Refused.

    Known folder, ASCII small letters and digits, no name of a person, an allowed format.
    """
    if not _PATH.fullmatch(path):
        raise Refused(
            "归档包内的文件名不合规则，应为已知目录加序号和类别，不含姓名。",
            code="archive_path",
            path=path,
        )
    return path


def missing_numbers(numbers: Iterable[int]) -> tuple[int, ...]:
    """Return the item numbers from 1 up to the highest that are not there."""
    present = set(numbers)
    return tuple(
        number for number in range(1, max(present, default=0)) if number not in present
    )


_PART_ZH = {
    "fonds": "全宗号",
    "category": "门类代码",
    "year": "年度",
    "retention": "保管期限",
    "organ": "机构（问题）",
    "item": "件号",
}
