"""YAML with the place of every part of it, and with limits, for texts that people type.

The values are those that ``yaml_text`` gives.  Anchors and aliases are followed, as the delivered
definitions use them; what they unfold to is counted, so that a short text cannot stand for an
enormous one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml
from yaml._yaml import Mark as FastMark

from dossier.catalogue.plain_yaml import Unusual, scalar_value
from dossier.kernel.canonical import Json

SIZE_BYTES_MAX = 512 * 1024
DEPTH_MAX = 40
PARTS_MAX = 100_000
"""How many parts a text may have once its aliases are unfolded; the largest delivered has 3 000."""
DIGITS_MAX = 18
_MERGE = "<<"
Mark = yaml.Mark | FastMark


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of text; lines and columns count from 1, the end is not part of it."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Range(1, 1, 1, 1)


class Malformed(Exception):
    """A text that is no YAML of the plain kind, or larger than it may be."""

    def __init__(self, code: str, message: str, place: Range = START) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place


@dataclass(slots=True)
class Node:
    """One part of a text.

    keys: where the name of each member stands.  parts: how many parts it has in all, itself too.
    """

    place: Range
    value: Json
    start: int = 0
    end: int = 0
    members: "dict[str, Node]" = field(default_factory=dict)
    keys: dict[str, Range] = field(default_factory=dict)
    items: "list[Node]" = field(default_factory=list)
    parts: int = 1

    def find(self, path: Sequence[str | int]) -> "Node | None":
        """Return the part at ``path``."""
        here: Node | None = self
        for step in path:
            if here is None:
                return None
            if isinstance(step, int):
                here = here.items[step] if step < len(here.items) else None
            else:
                here = here.members.get(step)
        return here

    def range_of(self, path: Sequence[str | int]) -> Range:
        """Return the stretch to point at for ``path``: a value, or the name of a larger part.

        Where the path leads further than the text, the last part that is there.
        """
        here, told = self, START
        for step in path:
            if isinstance(step, int):
                if step >= len(here.items):
                    break
                here = here.items[step]
                told = here.place
            else:
                inner = here.members.get(step)
                if inner is None:
                    break
                told = (
                    here.keys.get(step, told) if inner.members or inner.items else inner.place
                )
                here = inner
        return told


def read(text: str) -> Node:
    """Return the parts of ``text``.  Raises Malformed, naming the place."""
    if len(text.encode("utf-8", "surrogatepass")) > SIZE_BYTES_MAX:
        raise Malformed(
            "yaml.too_large",
            f"内容超过{SIZE_BYTES_MAX // 1024}KB，不能检查；请删去不需要的内容。",
        )
    try:
        return _Builder(yaml.parse(text, yaml.CSafeLoader)).document()
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        raise Malformed("yaml.syntax", _told(failure), _at(mark)) from None
    except (yaml.YAMLError, UnicodeError):
        raise Malformed(
            "yaml.characters", "内容里有YAML不允许的字符；请删去不可见的控制字符。"
        ) from None


class _Builder:
    """Builds the parts from the parser's events, with a stack of its own."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._anchors: dict[str, Node] = {}

    def document(self) -> Node:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise Malformed("yaml.empty", "还没有内容；请从模板或已有的版本开始。")
        root = self._node(next(self._events), 1)
        next(self._events)
        last = next(self._events)
        if not isinstance(last, yaml.StreamEndEvent):
            raise Malformed(
                "yaml.documents",
                "一个文件只能写一份定义；请删去“---”后面的部分。",
                _range(last),
            )
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEPTH_MAX:
            raise Malformed(
                "yaml.deep", f"层次超过{DEPTH_MAX}层；请减少缩进层次。", _range(event)
            )
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event)
        if getattr(event, "tag", None) is not None:
            raise Malformed(
                "yaml.tag",
                "这里用了YAML标签（“!”开头），定义里不需要；请删去标签。",
                _range(event),
            )
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, depth)
        else:
            node = self._mapping(event, depth)
        if node.parts > PARTS_MAX:
            raise Malformed(
                "yaml.bomb", "引用（*）展开后的内容太多；请减少引用的层次。", _range(event)
            )
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._anchors[anchor] = node
        return node

    def _aliased(self, event: yaml.AliasEvent) -> Node:
        found = self._anchors.get(event.anchor or "")
        if found is None:
            raise Malformed(
                "yaml.alias",
                f"前面没有名为“&{event.anchor}”的内容，“*{event.anchor}”不知道指什么；请核对名称。",
                _range(event),
            )
        return found

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        try:
            value = scalar_value(event)
        except Unusual as failure:
            raise Malformed(
                "yaml.scalar", f"这个值不能这样写：{failure}。", _range(event)
            ) from None
        if isinstance(value, int | float) and len(event.value) > DIGITS_MAX:
            raise Malformed(
                "yaml.number", "这个数太长；编号之类请加引号写成文字。", _range(event)
            )
        return Node(_range(event), value, *_stretch(event))

    def _sequence(self, event: yaml.Event, depth: int) -> Node:
        node = _begun(event)
        rows: list[Json] = []
        for inner in self._events:
            if isinstance(inner, yaml.SequenceEndEvent):
                break
            part = self._node(inner, depth + 1)
            node.items.append(part)
            rows.append(part.value)
            node.parts += part.parts
        node.value = rows
        return node

    def _mapping(self, event: yaml.Event, depth: int) -> Node:
        node = _begun(event)
        merged: list[Node] = []
        for key in self._events:
            if isinstance(key, yaml.MappingEndEvent):
                break
            name = self._name(key)
            part = self._node(next(self._events), depth + 1)
            node.parts += part.parts
            if name is None:
                merged += _sources(part, _range(key))
            elif name in node.members:
                raise Malformed(
                    "yaml.twice", f"“{name}”在同一处写了两次；请删去一个。", _range(key)
                )
            else:
                node.members[name] = part
                node.keys[name] = _range(key)
        for source in merged:
            for name, part in source.members.items():
                if name not in node.members:
                    node.members[name] = part
                    node.keys[name] = source.keys[name]
        node.value = {name: part.value for name, part in node.members.items()}
        return node

    @staticmethod
    def _name(key: yaml.Event) -> str | None:
        """Return the name that a key gives, None where it merges another part."""
        if (
            not isinstance(key, yaml.ScalarEvent)
            or key.tag is not None
            or key.anchor is not None
        ):
            raise Malformed("yaml.key", "项目名称要写成普通文字。", _range(key))
        if key.value == _MERGE and key.implicit[0]:
            return None
        try:
            name = scalar_value(key)
        except Unusual:
            name = None
        if not isinstance(name, str):
            raise Malformed(
                "yaml.key", f"项目名称“{key.value}”要写成文字；请加引号。", _range(key)
            )
        return name


def _sources(part: Node, place: Range) -> list[Node]:
    found = part.items if isinstance(part.value, list) else [part]
    if not all(isinstance(one.value, Mapping) for one in found):
        raise Malformed("yaml.merge", "“<<”后面只能引用一组项目；请核对引用的名称。", place)
    return found


def _begun(event: yaml.Event) -> Node:
    return Node(_range(event), None, *_stretch(event))


def _stretch(event: yaml.Event) -> tuple[int, int]:
    start, end = _marks(event)
    return start.index, end.index


def _marks(event: yaml.Event) -> tuple[Mark, Mark]:
    start, end = event.start_mark, event.end_mark
    assert start is not None, "the parser marks every event"
    assert end is not None, "the parser marks every event"
    return start, end


def _range(event: yaml.Event) -> Range:
    """Return the stretch of an event; one of several lines is pointed at by its first."""
    start, end = _marks(event)
    if end.line != start.line:
        return Range(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Range(
        start.line + 1, start.column + 1, end.line + 1, max(end.column, start.column + 1) + 1
    )


def _at(mark: Mark | None) -> Range:
    if mark is None:
        return START
    return Range(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


_WORDS: tuple[tuple[str, str], ...] = (
    ("could not find expected ':'", "这一行缺少冒号“:”，或上一行的缩进不对"),
    ("mapping values are not allowed", "这里多了一个冒号，或缩进不对；含冒号的文字请加引号"),
    ("found character that cannot start any token", "这里不能用制表符（Tab）或这个符号；请用空格缩进，含特殊符号的文字请加引号"),
    ("found a tab character", "缩进不能用制表符（Tab）；请用空格"),
    ("did not find expected key", "缩进和上面的项目没有对齐，或缺少冒号"),
    ("did not find expected '-' indicator", "缩进和上面的列表没有对齐，或缺少“- ”"),
    ("block sequence entries are not allowed", "列表不能写在这里；请另起一行并缩进"),
    ("found unexpected end of stream", "引号没有配对；请补上后引号"),
    ("did not find expected ',' or ']'", "方括号没有配对，或缺少逗号"),
    ("did not find expected ',' or '}'", "花括号没有配对，或缺少逗号"),
    ("found unknown escape character", "双引号里的反斜杠写法不对；请改用单引号"),
    ("found invalid", "写法不对"),
    ("control characters are not allowed", "有不可见的控制字符；请删去"),
    ("found duplicate anchor", "“&”后面的名称用了两次；请改一个名称"),
    ("did not find expected <document start>", "前面的内容已经结束，这里多出了内容；请核对缩进"),
)  # fmt: skip


def _told(failure: yaml.MarkedYAMLError) -> str:
    said = str(failure.problem or failure.context or "")
    words = next(
        (zh for sign, zh in _WORDS if sign in said), "写法不对，请核对缩进、冒号和引号"
    )
    return f"YAML{words}。" if words.startswith("写法") else f"{words}。"
