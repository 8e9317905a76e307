"""Small changes to a definition's text that leave its comments and its layout alone."""

from collections.abc import Mapping
from datetime import date

from dossier.catalogue.yaml_tree import Malformed, Node, read
from dossier.kernel.errors import Refused


def with_facts(
    text: str, *, code: str = "", version: int = 0, valid_from: date | None = None
) -> str:
    """Return ``text`` with another code, version or first day; what is not given stays.

    Raises Refused for a text whose facts do not stand on lines of their own.
    """
    wanted: dict[str, str | int] = {}
    if code:
        wanted["code"] = code
    if version:
        wanted["version"] = version
    if valid_from is not None:
        wanted["valid_from"] = valid_from.isoformat()
    for name, value in wanted.items():
        text = _with(text, name, value)
    found = _root(text)
    if any(_value(found, name) != value for name, value in wanted.items()):
        raise _refused()
    return text


def facts_of(text: str) -> tuple[str, int]:
    """Return the code and the version that a text gives itself; "" and 0 where it gives none."""
    try:
        root = read(text)
    except Malformed:
        return "", 0
    code, version = _value(root, "code"), _value(root, "version")
    number = version if isinstance(version, int) and not isinstance(version, bool) else 0
    return (code if isinstance(code, str) else ""), number


def _with(text: str, name: str, value: str | int) -> str:
    root = _root(text)
    known = root.members.get(name)
    if known is not None:
        if known.members or known.items:
            raise _refused()
        return f"{text[: known.start]}{value}{text[known.end :]}"
    after = root.keys.get("version") or root.keys.get("code")
    if after is None:
        raise _refused()
    lines = text.splitlines(keepends=True)
    if not lines[after.line - 1].endswith("\n"):
        lines[after.line - 1] += "\n"
    lines.insert(after.line, f"{name}: {value}\n")
    return "".join(lines)


def _root(text: str) -> Node:
    try:
        root = read(text)
    except Malformed as fault:
        raise Refused(
            f"定义的内容有语法错误（第{fault.place.line}行：{fault.message}），请先改正。",
            code="definition_malformed",
            line=fault.place.line,
        ) from None
    if not isinstance(root.value, Mapping):
        raise _refused()
    return root


def _value(root: Node, name: str) -> object:
    found = root.members.get(name)
    return found.value if found else None


def _refused() -> Refused:
    return Refused(
        "找不到定义开头的code或version，不能改写；请把它们各写一行，放在最前面。",
        code="definition_head",
    )
