"""Plain YAML is read fast and means what the full loader says it means."""

import pytest
import yaml

from dossier.catalogue.plain_yaml import Unusual, build
from dossier.catalogue.yaml_text import value_of
from dossier.kernel.canonical import Json

PLAIN: list[tuple[str, Json]] = [
    ("", None),
    ("a: 1\nb: -2.50\nc: 007\nd: 1e3\ne: '1'\n", {"a": 1, "b": -2.5, "c": "007", "d": "1e3", "e": "1"}),
    ("[true, false, yes, no, null, ~, Null, '', 2026-03-09]",
     [True, False, "yes", "no", None, None, None, "", "2026-03-09"]),
    ("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: *x\n",
     {"a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}, "c": {"p": 1, "q": 2}}),
    ("a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y], r: 3}\n",
     {"a": {"p": 1}, "b": {"p": 2, "q": 2}, "c": {"p": 1, "q": 2, "r": 3}}),
    ("a: &n 甲\nb: [*n, |\n  两行\n  文字\n  ]", {"a": "甲", "b": ["甲", "两行\n文字\n"]}),
    ("'<<': 1", {"<<": 1}),
    ("a:\n", {"a": None}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), PLAIN[:5] + PLAIN[6:])
def test_plain_texts_are_built(text: str, value: Json) -> None:
    assert build(text) == value
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text",
    ["a: !!str 1", "!!map {a: 1}", "1: a", "true: a", "{[a]: b}", "&k a: 1", "=: 1", "a\n---\nb",
     "a: &x {b: *x}", "{<<: 1}", "{<<: [1]}", "a: !x 1"],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_full_loader(text: str) -> None:
    with pytest.raises((Unusual, yaml.YAMLError)):
        build(text)


def test_the_full_loader_still_reads_what_it_may() -> None:
    assert value_of("a: !!str 1") == {"a": "1"}


@pytest.mark.parametrize("text", ["a: 1\na: 2", "a: [", "{a: 1", "a: &x {<<: *y}"])
def test_a_broken_text_is_refused(text: str) -> None:
    with pytest.raises((yaml.YAMLError, ValueError)):
        value_of(text)
