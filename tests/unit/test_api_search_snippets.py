"""What a list of hits shows of long numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.api.archive import hushed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王桂兰 21010819690817042X 女", "王桂兰 210108********042X 女"),
        ("电话14000240386。", "电话140****0386。"),
        ("卡号6299990100245018371", "卡号629999*********8371"),
        ("2026-000100010001-00001", "2026-000100010001-00001"),
        ("档号 Z109-ZY·2026·D30·社区-0001", "档号 Z109-ZY·2026·D30·社区-0001"),
    ],
)
def test_long_numbers_lose_their_middle(text: str, shown: str) -> None:
    assert hushed(text) == shown


@given(st.text(alphabet="0123456789X王 -", max_size=60))
def test_highlights_keep_their_places(text: str) -> None:
    assert len(hushed(text)) == len(text)
