"""What the compiler of expressions says, in words of those who write them."""

import re
from collections.abc import Iterator

_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_ANOTHER = re.compile(r": gives (\w+), (\w+) is needed")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*|[0-9.]+|==|!=|<=|>=|&&|\|\|")
_OPERATORS = {
    "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_%_": "%", "-_": "-", "!_": "!",
    "_==_": "==", "_!=_": "!=", "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=",
    "_&&_": "&&", "_||_": "||", "@in": "in", "_?_:_": "? :", "_[_]": "[ ]",
}  # fmt: skip
_TYPES = {
    "int": "整数",
    "double": "小数",
    "string": "文字",
    "bool": "“是否”",
    "null": "空",
    "dyn": "任意",
}


def in_words(text: str) -> str:
    """Return what is wrong with an expression in one sentence."""
    if found := _ANOTHER.search(text):
        given, wanted = (_TYPES.get(one.lower(), one) for one in found.groups())
        return f"结果是{given}，这里要的是{wanted}"
    told = [*dict.fromkeys(_sentences(text))]
    return "；".join(told) if told else f"写法不对（{text[:200]}）"


def error_at(text: str, source: str) -> tuple[int, int] | None:
    """Return where in ``source`` the first error lies: start and end, counted from 0.

    None where the compiler saw another text, or more than one line.
    """
    found = _ERROR.search(text)
    if found is None or found[1] != "1" or f"{source}: " not in text:
        return None
    start = int(found[2]) - 1
    word = _WORD.match(source, start)
    return start, word.end() if word else min(start + 1, len(source))


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        found = _ERROR.search(line)
        if not found:
            continue
        row, column, said = found.groups()
        place = f"第{int(column)}个字符处" if row == "1" else f"第{row}行第{column}个字符处"
        if "*error*" not in said:  # follows from another one
            yield f"{place}{_sentence(said.strip())}"


def _sentence(said: str) -> str:
    if found := re.match(r"undeclared reference to '([^']*)'", said):
        return f"没有名为“{found[1]}”的字段或函数"
    if found := re.match(r"undefined field '([^']*)'", said):
        return f"没有名为“{found[1]}”的下级字段"
    if found := re.match(
        r"found no matching overload for '([^']*)' applied to '([^']*)'", said
    ):
        name = _OPERATORS.get(found[1], found[1])
        given = re.sub(r"[a-z]+", lambda word: _TYPES.get(word[0], word[0]), found[2])
        return f"“{name}”不能用在{given}上"
    if found := re.match(
        r"expression of type '([^']*)' cannot be the operand of a select", said
    ):
        return f"{_TYPES.get(found[1], found[1])}没有下级字段"
    if said.startswith("Syntax error"):
        if "<EOF>" in said:
            return "表达式没有写完，或括号没有配对"
        return "的写法不对，请核对运算符、引号和括号"
    return f"有错误（{said[:120]}）"
