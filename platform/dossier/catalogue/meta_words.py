"""What is wrong with the form of a definition, in words of those who write it."""

from collections.abc import Iterator, Mapping

import jsonschema_rs

from dossier.catalogue.yaml_tree import Node, Range
from dossier.kernel.canonical import Json

_TYPES = {
    "object": "一组项目（名称: 值）",
    "array": "列表（每项以“- ”开头）",
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "null": "空",
}
_SHOWN_MAX = 12


def meta_problems(
    judge: jsonschema_rs.Validator, root: Node
) -> Iterator[tuple[Range, str, str, str]]:
    """Yield (place, pointer, code, message) for what does not fit the meta-schema."""
    for error in judge.iter_errors(root.value):
        yield from _told(error, root)


def pointer_of(path: "list[str | int] | tuple[str | int, ...]") -> str:
    """Return a path as a JSON pointer."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)


def _told(
    error: jsonschema_rs.ValidationError, root: Node
) -> Iterator[tuple[Range, str, str, str]]:
    path = [*error.instance_path]
    given: Mapping[str, Json] = error.kind.as_dict()
    name = str(error.kind.name)
    value = error.instance
    if name in ("additionalProperties", "unevaluatedProperties"):
        unexpected = given.get("unexpected")
        for key in unexpected if isinstance(unexpected, list) else []:
            inner = [*path, str(key)]
            message = f"这里没有“{key}”这个项目；请核对名称，或删去。"
            yield _key_range(root, inner), pointer_of(inner), "meta.unknown", message
        return
    if name == "propertyNames":
        for key in value if isinstance(value, Mapping) else []:
            message = f"名称“{key}”不合规定；编码只用小写字母、数字和下划线，以字母开头。"
            inner = [*path, str(key)]
            if not _is_name(str(key)):
                yield _key_range(root, inner), pointer_of(inner), "meta.name", message
        return
    code, message = _message(name, given, value)
    yield root.range_of(path), pointer_of(path), code, message


def _message(name: str, given: Mapping[str, Json], value: object) -> tuple[str, str]:
    shown = _short(value)
    match name:
        case "required":
            return "meta.missing", f"缺少必须写的“{given.get('property')}”。"
        case "enum":
            options = given.get("options")
            known = options if isinstance(options, list) else []
            said = "、".join(str(one) for one in known[:_SHOWN_MAX])
            return "meta.option", f"“{shown}”不在可选的范围内；可以写：{said}。"
        case "const":
            return (
                "meta.option",
                f"“{shown}”不对；这里只能写{_short(given.get('expected_value'))}。",
            )
        case "type":
            types = given.get("types")
            wanted = types if isinstance(types, list) else [types]
            said = "或".join(_TYPES.get(str(one), str(one)) for one in wanted)
            return "meta.type", f"这里要写{said}。"
        case "pattern":
            return "meta.pattern", f"“{shown}”的写法不对；应符合 {given.get('pattern')}。"
        case "minLength":
            return "meta.empty", "这里不能空着。"
        case "minItems":
            return "meta.empty", f"列表里至少要有{given.get('limit')}项。"
        case "minimum" | "exclusiveMinimum":
            return "meta.range", f"{shown}太小；至少是{given.get('limit')}。"
        case "maximum" | "exclusiveMaximum":
            return "meta.range", f"{shown}太大；至多是{given.get('limit')}。"
        case "uniqueItems":
            return "meta.twice", "列表里有重复的内容；请删去一个。"
        case "anyOf" | "oneOfNotValid" | "oneOf" | "oneOfMultipleValid" | "not":
            return (
                "meta.shape",
                "这一项的写法不对：几种可用的写法都不符合，请对照说明或其他服务核对。",
            )
        case _:
            return "meta.invalid", "这一项不合定义的格式；请对照说明或其他服务核对。"


def _key_range(root: Node, path: list[str | int]) -> Range:
    holder = root.find(path[:-1])
    known = holder.keys.get(str(path[-1])) if holder else None
    return known or root.range_of(path)


def _is_name(text: str) -> bool:
    return text.isascii() and text[:1].islower() and text.replace("_", "a").isalnum()


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}……"
