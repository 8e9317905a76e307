"""How Chinese text becomes terms, and how a query does."""

import pytest

from dossier_search.analysis import fold, terms, words
from dossier_search.model import Word, paths_above
from dossier_search.snippets import snippet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("，。！", []),
        ("兰", ["兰"]),
        ("低保申请", ["低保", "保申", "申请", "请"]),
        ("收入，证明", ["收入", "入", "证明", "明"]),
        ("王　桂\n兰", ["王桂", "桂兰", "兰"]),
        ("月收入3000元", ["月收", "收入", "入", "3000", "元"]),
        ("Z109-WS·2026·D30·社区-0001", ["z109", "ws", "2026", "d30", "社区", "区", "0001"]),
        ("ＡＢＣ　１２", ["abc", "12"]),
        ("Café ﬁn", ["cafe", "fin"]),
        ("㊙件⼀", ["秘件", "件一", "一"]),
        ("\U00020bb7野家", ["\U00020bb7野", "野家", "家"]),
    ],
)
def test_terms_are_bigrams_of_han_and_whole_other_words(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("·-，", ()),
        ("低保申请", (Word(("低保", "保申", "申请"), None, ("低保申请",)),)),
        ("低保 申请", (Word(("低保",), None, ("低保",)), Word(("申请",), None, ("申请",)))),
        ("王 桂 兰", (Word(("王桂", "桂兰"), None, ("王桂兰",)),)),
        ("王", (Word((), "王", ("王",)),)),
        ("dibao", (Word((), "dibao", ("dibao",)),)),
        ("D", (Word(("d",), None, ("d",)),)),
        ("D30·社区-00", (Word(("d30", "社区", "区"), "00", ("d30", "社区", "00")),)),
        ("3号楼", (Word(("3", "号楼"), None, ("3", "号楼")),)),
        ("5栋", (Word(("5",), "栋", ("5", "栋")),)),
    ],
)
def test_words_of_a_query_say_what_must_stand_together(
    text: str, expected: tuple[Word, ...]
) -> None:
    assert words(text) == expected


def test_folding_is_blind_to_what_people_cannot_see() -> None:
    assert fold("葛\U000e0100城\u200b\ufeff\ud800") == "葛城"


def test_paths_above_end_with_the_path_itself() -> None:
    assert list(paths_above("0001/0003/")) == ["0001/", "0001/0003/"]


def test_a_snippet_marks_cut_ends_and_keeps_offsets_right() -> None:
    text = "甲" * 100 + "收入\n证明，Ⅳ级" + "乙" * 200
    shown, highlights = snippet(text, words("收入证明 iv级"))
    assert shown.startswith("…甲")
    assert shown.endswith("乙…")
    assert [shown[start:end] for start, end in highlights] == ["收入 证明", "Ⅳ级"]


def test_a_snippet_of_a_word_that_runs_over_the_end_is_cut_there() -> None:
    shown, highlights = snippet("低保" + "甲" * 116 + "残疾证明", words("低保 残疾证明"))
    assert [shown[start:end] for start, end in highlights] == ["低保", "残疾"]


def test_words_that_overlap_are_one_highlight() -> None:
    shown, highlights = snippet("低保申请表", words("低保申 申请表"))
    assert (shown, highlights) == ("低保申请表", ((0, 5),))


def test_only_whole_words_are_highlighted_but_beginnings_of_open_ones() -> None:
    assert snippet("2026 12026 20261", words("2026"))[1] == ((0, 4), (11, 15))
    assert snippet("d dd", words("d"))[1] == ((0, 1),)


def test_without_words_the_snippet_is_the_beginning() -> None:
    assert snippet("甲" * 200, ()) == ("甲" * 120 + "…", ())
