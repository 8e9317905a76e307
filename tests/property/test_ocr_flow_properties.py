"""Cutting and stacking runs loses no character."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dossier_ocr.text.flow import CELL, ROW, flow_of, pieces_of
from dossier_ocr.text.writing import Writing, evenly

TEXTS = st.text("姓名王桂兰0123456789 ：", min_size=1, max_size=12).filter(str.strip)
RUNS = st.builds(
    lambda text, x, y, em: evenly(text, (x, y, x + em * len(text), y + em), 1.0),
    TEXTS, st.integers(0, 900), st.integers(0, 900), st.integers(10, 60),
)  # fmt: skip


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character not in f"{CELL}{ROW} ")


@given(RUNS)
def test_the_pieces_of_a_run_are_the_run(writing: Writing) -> None:
    pieces = pieces_of(writing)
    assert letters("".join(piece.text for piece in pieces)) == letters(writing.text)
    assert all(len(piece.text) == len(piece.spans) == len(piece.sure) for piece in pieces)


@given(st.lists(RUNS, max_size=8))
def test_a_flow_holds_every_character_once(writings: list[Writing]) -> None:
    flow = flow_of(tuple(writings))
    assert letters(flow.whole.text) == letters("".join(w.text for w in writings))
    assert len(flow.whole.text) == len(flow.whole.glyphs)
