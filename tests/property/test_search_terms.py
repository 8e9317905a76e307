"""Invariants of the analysis: nothing that stands in a text is missed, whatever was typed."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dossier_search.analysis import fold, is_han, terms, words
from dossier_search.model import Word, paths_above
from dossier_search.snippets import snippet

HAN = "王桂兰低保申请表社区一二〇𠮷\ue123"
texts = st.text(
    st.one_of(st.sampled_from(HAN + "  ，·-aB1９é\u0301\n"), st.characters()), max_size=60
)
runs = st.text(st.sampled_from(HAN), min_size=1, max_size=12)
paths = st.lists(st.text("0123", min_size=1, max_size=4), min_size=1, max_size=5).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


def matches(text: str, word: Word) -> bool:
    """Do what the engines do."""
    have = terms(text)
    ends = 0 if word.prefix is None else 1
    for at in range(len(have) - len(word.terms) - ends + 1):
        phrase = tuple(have[at : at + len(word.terms)]) == word.terms
        if phrase and (
            word.prefix is None or have[at + len(word.terms)].startswith(word.prefix)
        ):
            return True
    return False


@given(texts, runs, texts, st.data())
def test_every_piece_of_a_han_run_is_found(
    before: str, run: str, after: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))
    assert all(matches(before + run + after, word) for word in words(run[start:end]))


@given(runs, runs)
def test_no_phrase_bridges_a_sign(one: str, other: str) -> None:
    joined = words(one + other)[0]
    if not matches(one, joined) and not matches(other, joined):
        assert not matches(f"{one}，{other}", joined)


@given(texts)
def test_texts_that_are_equal_under_nfkc_have_the_same_terms(text: str) -> None:
    assert terms(text) == terms(unicodedata.normalize("NFKC", text))
    assert terms(text) == terms(fold(text))


@given(texts)
def test_terms_hold_no_blank_and_words_never_fail(text: str) -> None:
    for term in terms(text):
        assert term
        assert not any(character.isspace() for character in term)
    for word in words(text):
        assert word.terms or word.prefix


@given(texts, texts)
def test_highlights_are_ordered_and_inside(text: str, query: str) -> None:
    shown, highlights = snippet(text, words(query))
    last = 0
    for start, end in highlights:
        assert last <= start < end <= len(shown)
        last = end


@given(runs, st.text("，。 ab", max_size=40))
def test_what_is_found_is_highlighted(run: str, before: str) -> None:
    text = before + "，" + run
    shown, highlights = snippet(text, words(run))
    assert any(fold(shown[start:end]) == fold(run) for start, end in highlights)
    assert all(is_han(character) for character in fold(run))


@given(paths, paths)
def test_a_scope_holds_exactly_the_paths_that_begin_with_it(scope: str, path: str) -> None:
    assert (scope in paths_above(path)) == path.startswith(scope)
