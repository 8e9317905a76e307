"""What is wrong with document types, told to whoever writes them."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dossier_ocr.definitions.document_types import (
    DocumentType,
    DocumentTypes,
    Example,
    FieldSpec,
    Part,
    among,
    documents_folder,
    load_type,
    patterns_of,
)
from dossier_ocr.linting.examples import read_example
from dossier_ocr.model import UNKNOWN, ReadDocument
from dossier_ocr.text.folding import folded

_SLOW_SECONDS = 0.05
_SIZES = (16, 20, 24, 28, 600)
_SEEDS = ("1", "1 ", "中", "中1", ":中", "a1", "\t中\n")


@dataclass(frozen=True, slots=True)
class TypeFinding:
    """One thing wrong.  place: the field, part or example inside the type."""

    code: str
    place: str
    rule: str
    message: str


def loaded(
    folder: Path, files: tuple[Path, ...] = ()
) -> tuple[DocumentTypes, list[TypeFinding]]:
    """Load every type that can be loaded, and tell of those that cannot.

    files: more types, or newer ones; they take the place of those of the same code.
    """
    found: dict[str, DocumentType] = {}
    findings = []
    for path in (*sorted(documents_folder(folder).glob("*.yaml")), *files):
        try:
            found[path.stem] = load_type(path, folder)
        except (ValueError, OSError) as error:
            findings.append(
                TypeFinding(path.stem, path.name, "broken", f"文件读不进来：{error}")
            )
    return among(found), findings


def check_type(document_type: DocumentType, types: DocumentTypes) -> list[TypeFinding]:
    """Return all that is wrong with one type, its examples read among all ``types``."""
    told = [*_data(document_type), *_examples(document_type, types)]
    return [TypeFinding(document_type.code, *each) for each in told]


def _data(document_type: DocumentType) -> Iterator[tuple[str, str, str]]:
    for part in document_type.parts:
        yield from _labels(part)
        yield from _names(part)
        full = sum(anchor.weight for anchor in part.anchors)
        if part.needs > full:
            yield (
                part.code,
                "unreachable",
                f"锚点权重合计 {full:g}，达不到 needs {part.needs:g}。",
            )
    for pattern in patterns_of(document_type):
        if slow := slow_on(pattern):
            message = f"正则「{pattern}」回溯失控（{slow!r} 一类文字上太慢），请改写。"
            yield "patterns", "slow_pattern", message
    shown = {part.code for part in document_type.parts} - {
        example.part for example in document_type.examples if example.to_be is None
    }
    for code in sorted(shown):
        yield code, "no_example", f"部分「{code}」没有示例，请在 examples 里补一个。"


def _labels(part: Part) -> Iterator[tuple[str, str, str]]:
    owners: dict[str, list[FieldSpec]] = {}
    for spec in part.fields:
        for label in spec.labels:
            owners.setdefault(plain(label), []).append(spec)
    for label, specs in owners.items():
        names = [spec.name for spec in specs]
        if len(set(names)) < len(names):
            yield names[0], "twice", f"标签「{label}」写了两次。"
        elif len(specs) > 1 and any(spec.take is None for spec in specs):
            message = (
                f"标签「{label}」同时属于字段 {'、'.join(names)}，请用 take 区分或换标签。"
            )
            yield names[0], "shadowed", message
    for stop in part.stops:
        if plain(stop) in owners:
            yield part.code, "shadowed", f"「{stop}」既是标签又在 stops 里，请去掉一处。"


def _names(part: Part) -> Iterator[tuple[str, str, str]]:
    for name, count in Counter(spec.name for spec in part.fields).items():
        if count > 1:
            yield part.code, "twice", f"字段「{name}」写了 {count} 次。"
    for spec in part.fields:
        if spec.value_type == "choice" and not spec.choices:
            yield spec.name, "no_choices", f"字段「{spec.name}」是选项，却没有 choices。"


def _examples(
    document_type: DocumentType, types: DocumentTypes
) -> Iterator[tuple[str, str, str]]:
    for number, example in enumerate(document_type.examples, start=1):
        place = f"examples {number}"
        read = read_example(example, types)
        for rule, message in _compared(document_type, example, read, types):
            yield place, rule, message


def _compared(
    document_type: DocumentType,
    example: Example,
    read: tuple[ReadDocument, ...],
    types: DocumentTypes,
) -> Iterator[tuple[str, str]]:
    expected = example.to_be or document_type.code
    found = [document.document_type for document in read]
    if expected != UNKNOWN and expected not in types.by_code:
        yield "no_such_type", f"to_be「{expected}」没有这种材料。"
    if found != [expected]:
        told = "、".join(f"{types.title(code)}（{code}）" for code in found)
        yield "wrong_type", f"应认作 {expected}，却认作 {told}。"
        return
    if example.to_be is not None:
        return
    if example.part not in read[0].parts:
        yield (
            "wrong_part",
            f"应为部分「{example.part}」，却认作「{'、'.join(read[0].parts)}」。",
        )
        return
    values = {name: value.value for name, value in read[0].fields.items()}
    for name in sorted(set(values) | set(example.fields)):
        want, have = example.fields.get(name), values.get(name)
        if want != have:
            told = "没有读到" if have is None else f"读成「{have}」"
            due = "不该有值" if want is None else f"应为「{want}」"
            yield "wrong_value", f"字段 {name} {due}，{told}。"


def plain(label: str) -> str:
    """Return a label as it is compared: folded, without spaces."""
    return label if label.startswith("~") else re.sub(r"\s", "", folded(label))


def slow_on(pattern: str) -> str | None:
    """Return the kind of text on which ``pattern`` takes longer than texts of a page may."""
    compiled = re.compile(pattern, re.MULTILINE)
    for seed in (*_SEEDS, *_own_seeds(pattern)):
        for size in _SIZES:
            text = seed * size + "!"
            began = time.process_time()  # a busy machine does not make a pattern slow
            compiled.search(text)
            if time.process_time() - began > _SLOW_SECONDS:
                return seed
    return None


def _own_seeds(pattern: str) -> list[str]:
    """Return the first words that the pattern itself names."""
    return re.findall(r"[一-龥]{2,6}", pattern)[:3]
