"""Masks: what is left of names, numbers and addresses."""

import pytest

from dossier.catalogue.masking import (
    account_last4,
    address_to_community,
    id_mask,
    masked,
    phone_mask,
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


def test_several_names_are_masked_each_for_itself() -> None:
    assert masked("surname_star", "王桂兰、欧阳小雨、李四") == "王**、欧阳**、李*"
