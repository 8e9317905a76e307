"""Definitions are YAML of the plainest kind: no dates, no yes/no, no key twice."""

import re
from collections.abc import Hashable
from pathlib import Path

import yaml
from pydantic import JsonValue, TypeAdapter

from dossier.kernel.canonical import Json
from dossier.kernel.errors import Refused

_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)


class _Plain(yaml.CSafeLoader):
    """Safe YAML in which only true, false, null and numbers are more than text."""


_Plain.yaml_implicit_resolvers = {
    sign: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for sign, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"]
)


def _mapping(loader: _Plain, node: yaml.MappingNode) -> dict[Hashable, object]:
    given = [key for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    keys = [loader.construct_object(key) for key in given]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.YAMLError(f"key {sorted(twice)[0]!r} stands twice")
    return loader.construct_mapping(node, deep=True)


_Plain.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> Json:
    """Return what a YAML file holds; raises Refused naming the file when it cannot be read."""
    try:
        return _JSON.validate_python(yaml.load(path.read_text("utf-8"), _Plain))  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as failure:
        message = f"定义文件“{path.name}”不是有效的YAML，请改正后再装入：{failure}"
        raise Refused(message, code="catalogue.yaml") from None
