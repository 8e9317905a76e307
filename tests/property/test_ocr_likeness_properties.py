"""What holds of the likeness of any two pages."""

from hypothesis import given
from hypothesis import strategies as st

from dossier_ocr import Line
from dossier_ocr.papers.likeness import alike, likeness_of

pages = st.lists(st.text(min_size=1, max_size=40), max_size=12)


def scanned(texts: list[str]) -> str:
    return likeness_of(Line(text, 0.9, (0, 0, 10, 10)) for text in texts)


@given(pages, pages)
def test_likeness_goes_both_ways_and_a_page_is_like_itself(a: list[str], b: list[str]) -> None:
    one, other = scanned(a), scanned(b)
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == (one != "")
