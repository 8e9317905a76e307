"""Yes or no, as papers say it: 是/否, 有/无, 同意/不同意, a tick or none."""

import re

from dossier_ocr.text.folding import folded
from dossier_ocr.values.value_type import (
    EQUAL,
    Comparison,
    Flaw,
    Options,
    Parsed,
    contradicting,
    normal_by,
    written_alike,
)

YES, NO = "是", "否"
_TICKED = re.compile(r"[√☑✓✔■](?:[ \t]?)(?P<w>[^\s√☑✓✔■□☐]{1,6})")
_NO = re.compile(r"否|未|无|没有|不(?:同意|是|愿|生效)|×|✗|☒")
_YES = re.compile(r"是|有|已|同意|愿意|生效|√|☑|✓|✔")


def yes_no(raw: str, _options: Options) -> Parsed | None:
    """Find the answer; where boxes are ticked, the ticked one."""
    raw = folded(raw)
    start, end = 0, len(raw)
    if ticked := _TICKED.search(raw):
        start, end = ticked.span("w")
    for value, form in ((NO, _NO), (YES, _YES)):
        if found := form.search(raw, start, end):
            return Parsed(value, *found.span())
    text = raw.strip()
    if not text:
        return None
    start = raw.index(text)
    flaw = Flaw("not_an_answer", f"「{text}」看不出是或否，请对照原件核对。")
    return Parsed(text, start, start + len(text), flaws=(flaw,))


normal = normal_by(yes_no)


def compare_answers(a: str, b: str) -> Comparison:
    """Compare two answers."""
    one, other = normal(a), normal(b)
    if one == other:
        return EQUAL if a == b else written_alike()
    return contradicting("一处是“是”，一处是“否”")
