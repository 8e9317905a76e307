"""What every value type gives: the value, where in the text it stood, and what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

SEVERAL = "、"
"""Joins the values of a list."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a document type may say about a value.

    choices: value → the ways it is printed.  pattern: the whole value must match it.
    """

    choices: Mapping[str, tuple[str, ...]]
    pattern: str | None = None


PLAIN = Options(choices={})
"""Nothing said."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a value, for the clerk."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value found in a text.

    start, end: where.  certain: proved by its own check (a check digit, figures and capitals
    that agree).  flaws: empty when it is in good form.
    remarks: what a clerk should know although the value is in good form.
    """

    value: str
    start: int
    end: int
    certain: bool = False
    flaws: tuple[Flaw, ...] = ()
    remarks: tuple[Flaw, ...] = ()


Parse = Callable[[str, Options], Parsed | None]
"""Find the value in a text (folded: half-width, simplified); None when there is none."""

Verdict = Literal["same", "probably_same", "different"]

Reason = Literal[
    "equal",
    "writing",
    "traditional",
    "confusable",
    "former_name",
    "rare_character",
    "separator",
    "old_number",
    "misread",
    "masked",
    "precision",
    "shortened",
    "upper_left_out",
    "component_missing",
    "component_contradicts",
    "numbers_unlabelled",
    "less_precise",
    "area_code",
    "decimal_place",
    "list",
    "contradicts",
    "unread",
]
"""Why two values are taken for the same, or not: the rule that decided."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two values tell the same.

    probably_same: a person should look, but nothing speaks against it.
    message_zh: the reason as a clause without the values' sources and without a full stop.
    """

    verdict: Verdict
    reason: Reason
    message_zh: str


Compare = Callable[[str, str], Comparison]
"""Compare two values, whichever comes first."""

EQUAL = Comparison("same", "equal", "两处一致")


def written_alike() -> Comparison:
    """Say that only spaces, widths and punctuation differ."""
    return Comparison("same", "writing", "只是空格、全半角或标点的写法不同")


def contradicting(message_zh: str = "两处内容不同") -> Comparison:
    """Say that two values contradict each other."""
    return Comparison("different", "contradicts", message_zh)


@dataclass(frozen=True, slots=True)
class ValueType:
    """How one kind of value is found, written in its normal form, and compared."""

    parse: Parse
    normal: Callable[[str], str]
    compare: Compare


def normal_by(parse: Parse) -> Callable[[str], str]:
    """Return what gives the value that ``parse`` finds, or the text where it finds none."""

    def normal(text: str) -> str:
        parsed = parse(text, PLAIN)
        return parsed.value if parsed else " ".join(text.split())

    return normal
