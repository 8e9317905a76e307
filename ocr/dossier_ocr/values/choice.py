"""One of a list: the sex, the ethnic group, the grade of a disability."""

from dossier_ocr.text.folding import folded
from dossier_ocr.values.value_type import Flaw, Options, Parsed


def choice(raw: str, options: Options) -> Parsed | None:
    """Find the choice whose print is longest; anything else is a flaw."""
    raw = folded(raw)
    found = [
        (-len(folded(form)), start, value, folded(form))
        for value, forms in options.choices.items()
        for form in (value, *forms)
        if (start := raw.find(folded(form))) >= 0
    ]
    if found:
        _, start, value, form = min(found)
        return Parsed(value, start, start + len(form))
    text = raw.strip(" \t\n:.,")
    if not text:
        return None
    start = raw.index(text)
    flaw = Flaw("not_a_choice", f"「{text}」不在可选范围内，请对照原件核对。")
    return Parsed(text, start, start + len(text), flaws=(flaw,))
