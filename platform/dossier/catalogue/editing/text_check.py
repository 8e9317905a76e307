"""A definition's text checked while it is typed: every problem with its place in the text."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import jsonschema_rs
from pydantic import ValidationError

from dossier.catalogue import lint
from dossier.catalogue.editing.cel_words import error_at, in_words
from dossier.catalogue.editing.places import Path, path_of
from dossier.catalogue.loading import Catalogue, definition_of
from dossier.catalogue.meta_words import meta_problems, pointer_of
from dossier.catalogue.model import Definition
from dossier.catalogue.versions import name_of
from dossier.catalogue.yaml_tree import START, Malformed, Node, Range, read
from dossier.kernel.canonical import Json

PROBLEMS_MAX = 200
EXAMPLES_MAX = 100
"""The delivered definitions have at most a fifth of that; each is run with every check."""


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One thing wrong with a text, and the stretch to point at."""

    place: Range
    pointer: str
    code: str
    message: str
    severity: Literal["error", "warn"] = "error"


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a text.

    definition: None where the text is too broken to be one.
    """

    definition: Definition | None
    problems: tuple[TextProblem, ...]
    title_zh: str = ""

    @property
    def errors(self) -> tuple[TextProblem, ...]:
        """What forbids publishing."""
        return tuple(one for one in self.problems if one.severity == "error")


@lru_cache(maxsize=4)
def _judge(meta: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads(meta))


def known_types(catalogue: Catalogue) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the fields and parts of the document types, as the check wants them."""
    return {
        code: (frozenset(paper.labels), frozenset(paper.parts))
        for code, paper in catalogue.papers.items()
    }


def check_text(text: str, catalogue: Catalogue) -> Checked:
    """Return everything wrong with ``text``, in the order of the text."""
    try:
        root = read(text)
    except Malformed as fault:
        return Checked(None, (TextProblem(fault.place, "", fault.code, fault.message),))
    title = _title(root)
    found = [TextProblem(*told) for told in meta_problems(_judge(catalogue.meta), root)]
    if found:
        return Checked(None, _sorted(found), title)
    raw = root.value
    assert isinstance(raw, Mapping), "the meta-schema wants an object"
    try:
        definition = definition_of(raw)
    except ValidationError as failure:
        return Checked(None, _sorted([*_unfit(failure, root)]), title)
    except (ValueError, TypeError, AttributeError, RecursionError):
        message = "内容超出了能处理的范围；请对照其他服务核对写法。"
        return Checked(None, (TextProblem(START, "", "definition.invalid", message),), title)
    if len(definition.examples) > EXAMPLES_MAX:
        message = f"样例超过{EXAMPLES_MAX}个，不能检查；请只留有代表性的。"
        where = root.range_of(["examples"])
        problem = TextProblem(where, "/examples", "examples.many", message)
        return Checked(None, (problem,), title)
    found = [*_taken(catalogue, definition, root)]
    for each in lint.check_definition(catalogue, definition, known_types(catalogue)):
        place = each.place.partition(" ")[2]
        path = path_of(raw, place, each.code, each.message)
        place_there = _within(root, path, each)
        found.append(
            TextProblem(place_there, pointer_of(path), each.code, _said(each), each.severity)
        )
    found += _days(definition, root)
    return Checked(definition, _sorted(found), title)


def _within(root: Node, path: Path, finding: lint.LintFinding) -> Range:
    """Return the stretch to point at; in an expression on one line, the word that is wrong."""
    whole, node = root.range_of(path), root.find(path)
    if finding.code != "cel.invalid" or node is None or not isinstance(node.value, str):
        return whole
    stretch = error_at(finding.message, node.value)
    marks = whole.end_column - whole.column - len(node.value)  # a quote on each side
    if stretch is None or whole.line != whole.end_line or marks not in (0, 2):
        return whole
    begin = whole.column + marks // 2
    return Range(whole.line, begin + stretch[0], whole.line, begin + stretch[1])


def _said(finding: lint.LintFinding) -> str:
    if finding.code != "cel.invalid":
        return finding.message
    return f"表达式不对：{in_words(finding.message)}。"


def _sorted(found: list[TextProblem]) -> tuple[TextProblem, ...]:
    once = dict.fromkeys(found)
    return tuple(sorted(once, key=lambda one: (one.place.line, one.place.column)))[
        :PROBLEMS_MAX
    ]


def _title(root: Node) -> str:
    found = root.find(["title_zh"])
    return found.value if found and isinstance(found.value, str) else ""


def _unfit(failure: ValidationError, root: Node) -> Iterator[TextProblem]:
    for error in failure.errors():
        path = [step for step in error["loc"] if step != "mark"]
        message = (
            "日期写法不对，应当像 2026-03-09。"
            if error["type"].startswith("date")
            else "这一项的内容不对；请对照其他服务核对。"
        )
        yield TextProblem(root.range_of(path), pointer_of(path), "definition.value", message)


def _taken(catalogue: Catalogue, definition: Definition, root: Node) -> Iterator[TextProblem]:
    given = catalogue.published.get(name_of(definition))
    if given not in (None, definition.digest):
        latest = max(at for code, at in catalogue.definitions if code == definition.code)
        message = (
            f"第{definition.version}版已经发布，内容不能再改；请把version改为{latest + 1}。"
        )
        yield TextProblem(root.range_of(["version"]), "/version", "version.taken", message)


def _days(definition: Definition, root: Node) -> Iterator[TextProblem]:
    since, until = definition.valid_from, definition.valid_to
    if since and until and until < since:
        message = "停止办理的日期早于开始施行的日期；请改正其中一个。"
        yield TextProblem(root.range_of(["valid_to"]), "/valid_to", "days.order", message)


def raw_of(text: str) -> Mapping[str, Json]:
    """Return what a text holds, {} where it is none; for the few facts that a list shows."""
    try:
        value = read(text).value
    except Malformed:
        return {}
    return value if isinstance(value, Mapping) else {}


def definition_in(text: str, catalogue: Catalogue) -> Definition | None:
    """Return the definition that a text holds, None where its form is none of this system's."""
    try:
        root = read(text)
        if not _judge(catalogue.meta).is_valid(root.value) or not isinstance(
            root.value, Mapping
        ):
            return None
        return definition_of(root.value)
    except (Malformed, ValueError, TypeError, AttributeError):
        return None
