"""What a public notice, or a screen, shows of a name or a number."""

import re
from typing import Literal

from dossier_ocr.values.surnames import surname_of

Masking = Literal["", "surname_star", "id_mask", "phone_mask", "account_last4"]

_PLACE = re.compile(
    r".*?(?:\d+(?:-\d+)?号楼|\d+[栋幢座]|社区|小区|新村|家园|花园|村|\d+(?:-\d+)?号(?!楼))"
)
_HOUSE = re.compile(r"^.*?(?:\d+(?:-\d+)?号楼|\d+[栋幢座])")
_STREET = re.compile(r"^.*?(?:街道|镇|乡|路|街)")


def masked(kind: Masking, text: str) -> str:
    """Return ``text`` as a public notice may show it; a name keeps the surname alone.

    Several names stand with 、 between them; each is masked for itself.
    """
    match kind:
        case "":
            return text
        case "surname_star":
            return "、".join(surname_star(name) for name in text.split("、"))
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
    if len(compact) < 2:
        return "*"
    kept = len(surname_of(compact))
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
