"""Definitions are YAML of the plainest kind: no dates, no yes/no, no key twice."""

import re
from collections.abc import Callable, Hashable
from pathlib import Path

import yaml
from pydantic import JsonValue, TypeAdapter

from dossier.catalogue.plain_yaml import Unusual, build
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Refused

_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


_TAG = "tag:yaml.org,2002:"


class _Plain(yaml.CSafeLoader):
    """Safe YAML in which only true, false, null and decimal numbers are more than text."""


_Plain.yaml_implicit_resolvers = {
    sign: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in (f"{_TAG}null", f"{_TAG}merge", f"{_TAG}value")
    ]
    for sign, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _words, _signs in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
):
    _Plain.add_implicit_resolver(_TAG + _tag, re.compile(_words), list(_signs))


def _mapping(loader: _Plain, node: yaml.MappingNode) -> dict[Hashable, object]:
    given = [key for key, _ in node.value if key.tag != f"{_TAG}merge"]
    keys = [loader.construct_object(key) for key in given]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.YAMLError(f"key {sorted(twice)[0]!r} stands twice")
    return loader.construct_mapping(node, deep=True)


_Plain.add_constructor(f"{_TAG}map", _mapping)


Read = Callable[[Path], Json]
"""How files are read; one that remembers reads each file once."""


def value_of(text: str) -> Json:
    """Return what a text in YAML holds; raises YAMLError or ValueError when it holds none."""
    try:
        return build(text)
    except Unusual:
        return _JSON.validate_python(yaml.load(text, _Plain))  # noqa: S506


def read_yaml(path: Path) -> Json:
    """Return what a YAML file holds; raises Refused naming the file when it cannot be read."""
    try:
        return value_of(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as failure:
        message = f"定义文件“{path.name}”不是有效的YAML，请改正后再装入：{failure}"
        raise Refused(message, code="catalogue.yaml") from None
