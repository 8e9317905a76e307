"""Letters typeset by typst as PDF/A-2b; the templates are files, the data are never code."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from threading import Lock

import typst

from dossier import notices
from dossier.kernel.errors import NotFound, Refused, Unavailable
from dossier.kernel.log import logger

TEMPLATES = Path(notices.__file__).parent / "templates"
FONTS = Path("/usr/share/fonts/opentype/noto")
_FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
_CIVIL = timezone(timedelta(hours=8))
_PLAIN = frozenset("\n")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing: print would say another thing than the data."""

_log = logger("letters")


class TypstLetters:
    """Typesets with one compiler that is reused, under a lock.

    templates: folder of the ``.typ`` files, one per letter.  fonts: folder of Noto CJK.
    Raises Unavailable when the fonts are not there.
    """

    def __init__(self, templates: Path = TEMPLATES, fonts: Path = FONTS) -> None:
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
        )
        if not set(_FAMILIES) <= set(found.families()):
            raise Unavailable(
                "缺少排版所需的中文字体，请安装：apt-get install fonts-noto-cjk",
                code="letter_fonts_missing",
            )
        self._templates = templates
        self._compiler = typst.Compiler(
            root=templates, font_paths=found, ignore_system_fonts=True
        )
        self._lock = Lock()

    def render(self, template: str, data: Mapping[str, object]) -> bytes:
        """Return a PDF/A-2b; the same data give the same bytes.

        data: JSON values; ``dated`` (ISO 8601) is the day that the file bears.
        Raises NotFound for an unknown template, Refused for data that cannot be printed.
        """
        path = self._templates / f"{template}.typ"
        if not re.fullmatch(r"[a-z_]+", template) or not path.is_file():
            raise NotFound(f"没有名为“{template}”的文书模板。", code="letter_template_missing")
        for pointer, text in _strings(data, ""):
            _require_printable(pointer, text)
        try:
            with self._lock:
                pdf = self._compiler.compile(
                    input=path,
                    format="pdf",
                    pdf_standards="a-2b",
                    sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                    timestamp=_instant(data),
                )
        except typst.TypstError as error:
            raise self._refusal(template, data, error) from None
        assert isinstance(pdf, bytes), "a PDF is one file"
        return pdf

    def _refusal(
        self, template: str, data: Mapping[str, object], error: typst.TypstError
    ) -> Refused:
        missing = re.search(r'the text `"(.+?)"` could not be displayed', error.message, re.S)
        if missing:
            return _no_glyph(_unescaped(missing[1]), data)
        _log.error("letter_failed", template=template, reason=_reason(error.message))
        return Refused(
            f"文书“{template}”的内容与模板不符，无法排版，请报告系统管理员。",
            code="letter_data_mismatch",
            template=template,
        )


def _instant(data: Mapping[str, object]) -> datetime:
    try:
        day = date.fromisoformat(str(data["dated"]))
    except (KeyError, ValueError):
        raise Refused("文书没有日期，无法排版。", code="letter_undated") from None
    return datetime(day.year, day.month, day.day, 12, tzinfo=_CIVIL)  # noon: one day everywhere


def _strings(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(item, f"{pointer}/{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _strings(item, f"{pointer}/{index}")


def _require_printable(pointer: str, text: str) -> None:
    for sign in text:
        hidden = unicodedata.category(sign) in ("Cc", "Cs") and sign not in _PLAIN
        if hidden or sign in _TURNING:
            raise Refused(
                f"文书内容中有不可见的控制字符（U+{ord(sign):04X}，位置{pointer}），"
                "请删除后重新录入。",
                code="letter_control_character",
                pointer=pointer,
            )


def _no_glyph(text: str, data: Mapping[str, object]) -> Refused:
    pointer = next((at for at, held in _strings(data, "") if text in held), "")
    points = " ".join(f"U+{ord(sign):04X}" for sign in text)
    return Refused(
        f"字“{text}”（{points}）在本机字体中没有字形，文书不能缺字印发。"
        "请系统管理员安装含该字的字体，或按身份证件核对该字。",
        code="letter_glyph_missing",
        pointer=pointer,
    )


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)


def _reason(message: str) -> str:
    """Return typst's message without what it quotes: letters hold personal data."""
    return re.sub(r'"[^"]*"|`[^`]*`', "…", message)[:200]
