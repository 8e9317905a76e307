"""Masks, the whitelist of public notices, numbers and receipts."""

from datetime import date

import pytest

from dossier.catalogue.model import NoticeField, PublicNotice
from dossier.kernel.errors import Refused
from dossier.notices.model import LetterKind, NoticeLine
from dossier.notices.rules import (
    account_last4,
    address_to_community,
    id_mask,
    letter_number,
    office_date,
    parse_receipt,
    phone_mask,
    public_fields,
    receipt_content,
    require_public,
    surname_star,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("王桂兰", "王**"),
        ("欧阳修文", "欧阳**"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("司马", "司*"),
        ("阿依古丽·买买提", "阿*******"),
        ("王", "*"),
        ("", "*"),
        (" 李四 ", "李*"),
    ],
)
def test_names_keep_the_surname_alone(name: str, shown: str) -> None:
    assert surname_star(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("21010219900101123X", "210102********123X"),
        ("210102900101123", "*" * 15),
        ("", ""),
    ],
)
def test_id_numbers_lose_their_birthday(number: str, shown: str) -> None:
    assert id_mask(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("024-88880001", "024-****0001"),
        ("04168880001", "0416-****0001"),
        ("12345", "*****"),
    ],
)
def test_telephone_numbers_lose_their_middle(number: str, shown: str) -> None:
    assert phone_mask(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("6222021234567891234", "**** 1234"),
        ("6222 0212 3456 7891", "**** 7891"),
        ("1234", "****"),
    ],
)
def test_accounts_keep_four_digits(number: str, shown: str) -> None:
    assert account_last4(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("沈阳市和安区春晖街道丁香社区3号楼2单元501室", "沈阳市和安区春晖街道丁香社区3号楼"),
        ("沈阳市和安区丁香路20号5-2-1", "沈阳市和安区丁香路20号"),
        ("沈阳市和安区丁香路20-1号3栋2单元", "沈阳市和安区丁香路20-1号3栋"),
        ("春晖街道丁香社区幸福小区2单元", "春晖街道丁香社区幸福小区"),
        ("和安区春晖街道501室", "和安区春晖街道"),
        ("辽宁省沈阳市大屯镇李家村12", "辽宁省沈阳市大屯镇李家村"),
        ("501", "（略）"),
    ],
)
def test_addresses_lose_unit_and_room(address: str, shown: str) -> None:
    assert address_to_community(address) == shown


def a_notice(*fields: NoticeField, never: tuple[str, ...] = ()) -> PublicNotice:
    return PublicNotice(
        publish=True, fields=fields, never_publish=never, places_zh=("社区公示栏",)
    )


HEAD = NoticeField("head_name", "户主姓名", "", "surname_star")
SIZE = NoticeField("household_size", "家庭人口", "")


def test_the_whitelist_is_shown_in_its_order_and_masked() -> None:
    lines = public_fields(
        a_notice(HEAD, SIZE), {"household_size": "2人", "head_name": "王桂兰"}
    )
    assert lines == (
        NoticeLine(label="户主姓名", value="王**"),
        NoticeLine(label="家庭人口", value="2人"),
    )


def test_a_field_without_a_value_is_left_out() -> None:
    assert public_fields(a_notice(HEAD, SIZE), {"household_size": "2人"}) == (
        NoticeLine(label="家庭人口", value="2人"),
    )


def test_what_is_not_on_the_whitelist_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        public_fields(a_notice(HEAD), {"applicant_name": "王桂兰"})
    assert refusal.value.facts["field"] == "applicant_name"


@pytest.mark.parametrize(
    "field",
    [
        NoticeField("applicant_id_no", "证号", ""),
        NoticeField("head_name", "证号", "", "id_mask"),
        NoticeField("head_name", "账号", "", "account_last4"),
        NoticeField("secret", "病情", ""),
    ],
)
def test_no_whitelist_admits_what_is_sensitive(field: NoticeField) -> None:
    with pytest.raises(Refused):
        public_fields(a_notice(field, never=("secret",)), {field.code: "x"})


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
        public_fields(a_notice(SIZE), {"household_size": text})
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
