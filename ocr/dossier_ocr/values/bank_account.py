"""Bank accounts other than cards: digits without a check of their own."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    written_alike,
)

_ACCOUNT = re.compile(r"(?<!\d)\d(?:[ \t-]?\d){7,29}(?![ \t-]?\d)")
_ANY = re.compile(r"\d(?:[ \t-]?\d)*")


def bank_account(raw: str, _options: Options) -> Parsed | None:
    """Find one account, printed in groups or not."""
    raw = folded(raw)
    if found := _ACCOUNT.search(raw):
        return Parsed(normal(found.group()), *found.span())
    longest = max(_ANY.finditer(raw), key=lambda match: len(match.group()), default=None)
    if longest is None:
        return None
    value = normal(longest.group())
    flaw = Flaw("account_length", f"账号「{value}」的位数不对，请对照原件核对。")
    return Parsed(value, *longest.span(), flaws=(flaw,))


def normal(text: str) -> str:
    """Return the digits alone."""
    return re.sub(r"\D", "", folded(text))


def compare_accounts(a: str, b: str) -> Comparison:
    """Compare two accounts: without a check of their own, a slip cannot be told."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    return contradicting("账号不同")
