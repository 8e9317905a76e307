"""The official JSON Schema test suite, draft 2020-12, through the entry that judges forms.

Source: https://github.com/json-schema-org/JSON-Schema-Test-Suite (MIT), the required cases.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema_rs import ValidationError
from pydantic import JsonValue, TypeAdapter

from dossier.catalogue.cel.shapes import Shape
from dossier.catalogue.validation import validator_of, violations

SUITE = Path(__file__).parents[1] / "json_schema_suite" / "draft2020-12"
_groups = TypeAdapter(list[dict[str, JsonValue]])


class Case(NamedTuple):
    """One schema of the suite with its values and whether each is valid."""

    name: str
    schema: JsonValue
    tests: list[tuple[str, JsonValue, bool]]


def cases() -> Iterator[Case]:
    """Yield every schema of the suite that stands on its own."""
    for path in sorted(SUITE.glob("*.json")):
        for group in _groups.validate_json(path.read_bytes()):
            given = group["tests"]
            assert isinstance(given, list)
            tests = [
                (str(one["description"]), one["data"], one["valid"] is True)
                for one in given
                if isinstance(one, dict)
            ]
            name = f"{path.stem}: {group['description']}"
            yield Case(name, group["schema"], tests)


LIES_ELSEWHERE = "refRemote: "
"""A form never fetches a part of its schema; the entry says that it cannot be resolved."""
ALSO_ELSEWHERE = (
    "dynamicRef: strict-tree schema, guards against misspelled properties",
    "dynamicRef: tests for implementation dynamic anchor and reference link",
    "dynamicRef: $ref and $dynamicAnchor are independent of order - $defs first",
    "dynamicRef: $ref and $dynamicAnchor are independent of order - $ref first",
    "dynamicRef: $ref to $dynamicRef finds detached $dynamicAnchor",
)
OTHERWISE = (
    "format: date format",  # a form's formats are demanded, not only noted
    "vocabulary: schema that uses custom metaschema with with no validation vocabulary",
)
"""The only cases that are judged otherwise than the suite says."""


def judged(case: Case) -> list[bool]:
    """Return for each value of the case whether the entry judges it as the suite does."""
    whole = case.schema if isinstance(case.schema, dict) else {"allOf": [case.schema]}
    validator = validator_of(whole)
    return [
        (not violations(validator, Shape("object"), value)) == valid
        for _, value, valid in case.tests
    ]


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_the_entry_judges_as_the_standard_says(case: Case) -> None:
    if case.name.startswith(LIES_ELSEWHERE) or case.name in ALSO_ELSEWHERE:
        with pytest.raises(ValidationError, match="Retrieval is disabled"):
            judged(case)
    else:
        assert all(judged(case)) == (case.name not in OTHERWISE)
