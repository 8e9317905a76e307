"""Simplified print that an engine reads as traditional: some types of letters mislead it."""

import re
from dataclasses import replace

from dossier_ocr.text.folding import SIMPLIFIED
from dossier_ocr.text.writing import Writing

_KEPT = "昇陞鍾氾"
"""Traditional forms that names bear in simplified print too."""
_TABLE = {code: form for code, form in SIMPLIFIED.items() if chr(code) not in _KEPT}
_JAPANESE = str.maketrans(
    "鉄戸郷単図団圧県労経実営検険帰転関徳恵斉斎両対黒歩覚観発売読変",
    "铁户乡单图团压县劳经实营检险归转关德惠齐斋两对黑步觉观发卖读变",
)
"""Japanese forms; engines that read both take simplified print for them."""
_MISREAD_YU = re.compile(r"於(?=[0-9０-９一二〇○])|(?<=[已定由自系住位])於")
"""于 before a day or behind a verb: 於 stands for it only in traditional print, or in a name."""


def _is_in_traditional_print(character: str) -> bool:
    """Tell whether Big5, the code of traditional print, has a character."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


_ONLY_SIMPLIFIED = frozenset(
    form for form in _TABLE.values() if not _is_in_traditional_print(form)
)


def in_one_script(writings: tuple[Writing, ...]) -> tuple[Writing, ...]:
    """Return a page in simplified characters where it has any that only simplified print has.

    One page is printed in one script; the traditional characters among them were misread.
    """
    if not any(character in _ONLY_SIMPLIFIED for one in writings for character in one.text):
        return writings
    table = _TABLE | _JAPANESE
    if any(
        _MISREAD_YU.search(one.text) or one.text.translate(table) != one.text
        for one in writings
    ):
        table[ord("於")] = "于"
    return tuple(
        writing
        if (text := writing.text.translate(table)) == writing.text
        else replace(writing, text=text)
        for writing in writings
    )
