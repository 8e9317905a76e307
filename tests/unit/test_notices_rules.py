"""The last guard of public notices, numbers and receipts."""

from datetime import date

import pytest

from dossier.kernel.errors import Refused
from dossier.notices.model import LetterKind, NoticeLine
from dossier.notices.rules import (
    letter_number,
    office_date,
    parse_receipt,
    receipt_content,
    require_public,
)


@pytest.mark.parametrize(
    "text",
    [
        "身份证21010219700101432X",
        "210102********432X",
        "210102700101432",
        "卡号6222021234567891234",
        "6222 0212 3456 7891",
        "电话13812345678",
        "024-88880001",
        "3号楼2单元",
        "501室",
    ],
)
def test_sensitive_text_is_refused_whatever_its_field_is_called(text: str) -> None:
    with pytest.raises(Refused):
        require_public([NoticeLine(label="家庭人口", value=text)])


@pytest.mark.parametrize(
    "text", ["2人", "每月1,600.00元", "2026-03-09至2026-03-15", "丁香社区", "2026年3月9日"]
)
def test_ordinary_text_may_hang(text: str) -> None:
    line = NoticeLine(label="家庭人口", value=text)
    assert require_public([line]) == (line,)


def test_letters_are_numbered_as_offices_do() -> None:
    assert (
        letter_number("丁香社区", LetterKind.SUPPLEMENT, 2026, 1)
        == "丁香社区告字〔2026〕第0001号"
    )
    numbers = {letter_number("x", kind, 2026, 1) for kind in LetterKind}
    assert len(numbers) == len(LetterKind)


def test_days_are_written_as_offices_do() -> None:
    assert office_date(date(2026, 3, 9)) == "2026年3月9日"


def test_receipts_are_read_back() -> None:
    content = receipt_content("HACH-DX-2026-00001", "abcdefghijklmnop_-1234")
    assert parse_receipt(content) == ("HACH-DX-2026-00001", "abcdefghijklmnop_-1234")
    for other in ("", "https://example.org", "DOSSIER::x", content + "\n"):
        with pytest.raises(Refused):
            parse_receipt(other)
