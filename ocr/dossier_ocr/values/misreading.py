"""Whether two numbers are one number of which a figure was misread or mistyped."""

from dossier_ocr.values.characters import look_alike
from dossier_ocr.values.value_type import Comparison


def one_slip(a: str, b: str) -> bool:
    """Tell whether one changed character, or two neighbours changing places, part them."""
    if len(a) != len(b):
        return False
    at = [place for place, (one, other) in enumerate(zip(a, b, strict=True)) if one != other]
    if len(at) == 2 and at[1] == at[0] + 1:
        return (a[at[0]], a[at[1]]) == (b[at[1]], b[at[0]])
    return len(at) == 1


def only_look_alikes(a: str, b: str) -> bool:
    """Tell whether the numbers differ in nothing but characters that look alike."""
    return len(a) == len(b) and all(
        one == other or look_alike(one, other) for one, other in zip(a, b, strict=True)
    )


def proved_misreading(a: str, b: str, *, good_a: bool, good_b: bool) -> Comparison | None:
    """Compare two different numbers that carry a check character.

    Two that both check are two numbers.  Where one fails and a single slip parts them, it is
    probably the other one, misread.
    """
    if (good_a and good_b) or not (one_slip(a, b) or only_look_alikes(a, b)):
        return None
    if good_a or good_b:
        bad = b if good_a else a
        message = f"“{bad}”的校验位不对，可能是另一处的号码读错或写错了"
    else:
        message = "两处的校验位都不对，只差一处，可能读错或写错了"
    return Comparison("probably_same", "misread", message)
