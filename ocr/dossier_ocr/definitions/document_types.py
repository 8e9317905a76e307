"""Document types as data: loaded from YAML, checked against their meta-schema."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from dossier_ocr.definitions.capture import Capture, load_capture
from dossier_ocr.definitions.checks import CHECKS
from dossier_ocr.definitions.confidence import Confidence, load_confidence
from dossier_ocr.text.folding import folded
from dossier_ocr.text.tables import texts_of
from dossier_ocr.values import VALUE_TYPES


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Anchor(_Data):
    """Print that tells a part.  weight: how much.  once: it stands once on every part.

    title: it is the paper's title, and counts little where no title stands.
    """

    text: str
    weight: float = 1.0
    once: bool = False
    title: bool = False


class FieldSpec(_Data):
    """Where a field is looked for, and what it must be.

    labels: print before or above the value.  lines: rows that the value may fill.
    place: "any" side of the label that the paper has it on, or only "right" of it, "below" it,
    "either", or in the "column" under it.  at: where it also stands without a label: at the
    "foot" of the paper or in its "title".  take: the part of what stands there.  in_rows, in_text: looked for row by row, and in the sentences
    as they run on.  All three are patterns with a group "v", for folded text.
    pattern: what the whole value must look like.  auto: False where a person always confirms.
    """

    name: str
    label_zh: str
    value_type: str
    labels: tuple[str, ...] = ()
    place: str = "any"
    at: str | None = None
    lines: int = 1
    take: str | None = None
    in_rows: tuple[str, ...] = ()
    in_text: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    pattern: str | None = None
    required: bool = False
    auto: bool = True


class Part(_Data):
    """One side or page.  needs: the anchors' weight at which it is taken for this part.

    against: print that never stands on it.  stops: labels of what we do not read.
    around: labels of all papers that are known, without spaces; the loader fills it.
    office: those that offices print on any paper, without the part's own.
    """

    code: str
    title_zh: str
    anchors: tuple[Anchor, ...]
    needs: float
    against: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    around: frozenset[str] = Field(default=frozenset(), exclude=True, repr=False)
    office: frozenset[str] = Field(default=frozenset(), exclude=True, repr=False)


class Check(_Data):
    """A rule between fields, by its name in ``dossier_ocr.definitions.checks``."""

    check: str
    fields: tuple[str, ...]


class Validity(_Data):
    """Until when a paper is good: the day in a field, a term from one, or this case alone."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    until: str | None = None
    since: str | None = Field(default=None, alias="from")
    months: int | None = None
    days: int | None = None
    fresh: bool = False
    to_confirm: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it speaks of."""
        return tuple(name for name in (self.until, self.since) if name)


class Example(_Data):
    """A paper in words, and what must be read from it; to_be: what a counter-example is."""

    rows: tuple[str, ...]
    part: str | None = None
    fields: Mapping[str, str] = Field(default_factory=dict)
    to_be: str | None = None


class DocumentType(_Data):
    """One kind of paper.  joined: its parts make one document when they come together.

    masks: how a notice or a list shows a field.  drawn: how samples draw it.
    reuse: whether a paper of an earlier case serves a new one, where its validity does not say.
    """

    code: str
    version: int
    title_zh: str
    title_en: str
    issuer_zh: str
    confidence: str
    to_confirm: bool
    sensitivity: str
    masking: str
    validity: str
    layout: str
    joined: bool
    parts: tuple[Part, ...]
    checks: tuple[Check, ...] = ()
    valid: Validity | None = None
    reuse: Literal["never", "lasting"] | None = None
    masks: Mapping[str, str] = Field(default_factory=dict)
    drawn: str = "table"
    examples: tuple[Example, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentTypes:
    """All the types that are known, by code."""

    by_code: Mapping[str, DocumentType]
    capture: Capture = field(default_factory=Capture)
    confidence: Confidence = field(default_factory=Confidence)

    def title(self, code: str) -> str:
        """Return the Chinese title, or 未知材料."""
        found = self.by_code.get(code)
        return found.title_zh if found else "未知材料"

    def labels(self, code: str) -> Mapping[str, str]:
        """Return field names to what they are called in Chinese."""
        found = self.by_code.get(code)
        parts = found.parts if found else ()
        return {spec.name: spec.label_zh for part in parts for spec in part.fields}


def load_types(folder: Path) -> DocumentTypes:
    """Load every ``documents/*.yaml`` under ``folder`` (or in it, where there is no such folder).

    Raises ValueError naming the file and what is wrong in it.
    """
    documents = documents_folder(folder)
    validator = _validator(documents)
    found = {}
    for path in sorted(documents.glob("*.yaml")):
        document_type = _load(path, validator)
        found[document_type.code] = document_type
    if not found:
        raise ValueError(f"no document types in {documents}")
    return replace(
        among(found),
        capture=load_capture(documents.parent),
        confidence=load_confidence(documents.parent),
    )


def among(found: Mapping[str, DocumentType]) -> DocumentTypes:
    """Put types together; each then knows the labels of all, and those of offices."""
    labels = _office_words() | frozenset(
        re.sub(r"\s", "", folded(label))
        for document_type in found.values()
        for part in document_type.parts
        for label in (*(label for spec in part.fields for label in spec.labels), *part.stops)
        if not label.startswith("~") and len(label) > 1
    )
    return DocumentTypes(
        {
            code: document_type.model_copy(
                update={
                    "parts": tuple(
                        part.model_copy(update={"around": labels, "office": _office(part)})
                        for part in document_type.parts
                    )
                }
            )
            for code, document_type in found.items()
        }
    )


def _office(part: Part) -> frozenset[str]:
    """Return what offices print beside, without what the part reads or names itself."""
    labels = (*(label for spec in part.fields for label in spec.labels), *part.stops)
    own = {folded(label) for label in labels}
    patterns = [label[1:] for label in own if label.startswith("~")]
    return frozenset(
        word
        for word in _office_words() - own
        if not any(re.fullmatch(pattern, word) for pattern in patterns)
    )


@cache
def _office_words() -> frozenset[str]:
    return frozenset(folded(texts_of("office_words")["labels"]).split())


def load_type(path: Path, folder: Path) -> DocumentType:
    """Load one file by the meta-schema of ``folder``; raise ValueError as load_types does."""
    return _load(path, _validator(documents_folder(folder)))


def documents_folder(folder: Path) -> Path:
    """Return where the files of document types lie under ``folder``."""
    documents = folder / "documents"
    return documents if documents.is_dir() else folder


def _validator(documents: Path) -> Draft202012Validator:
    schema = documents.parent / "meta" / "document_type.schema.json"
    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))


def _load(path: Path, validator: Draft202012Validator) -> DocumentType:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: {error}") from error
    for told in validator.iter_errors(data):
        raise ValueError(f"{path.name}: {told.json_path}: {told.message}")
    document_type = DocumentType.model_validate(data)
    for fault in _faults(document_type, path):
        raise ValueError(f"{path.name}: {fault}")
    return document_type


def _faults(document_type: DocumentType, path: Path) -> Iterator[str]:
    """Yield what the meta-schema cannot see."""
    if document_type.code != path.stem:
        yield f"code {document_type.code!r} is not the file's name"
    names = set()
    for part in document_type.parts:
        for spec in part.fields:
            names.add(spec.name)
            if spec.value_type not in VALUE_TYPES:
                yield f"{spec.name}: no value type {spec.value_type!r}"
    for check in document_type.checks:
        if check.check not in CHECKS:
            yield f"no check {check.check!r}"
        if strange := set(check.fields) - names:
            yield f"{check.check}: no field {sorted(strange)}"
    if document_type.valid and (strange := set(document_type.valid.names) - names):
        yield f"valid: no field {sorted(strange)}"
    if strange := set(document_type.masks) - names:
        yield f"masks: no field {sorted(strange)}"
    codes = {part.code for part in document_type.parts}
    for number, example in enumerate(document_type.examples, start=1):
        if example.part is not None and example.part not in codes:
            yield f"examples {number}: no part {example.part!r}"
        if strange := set(example.fields) - names:
            yield f"examples {number}: no field {sorted(strange)}"
    for pattern in patterns_of(document_type):
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"pattern {pattern!r}: {error}"


def patterns_of(document_type: DocumentType) -> tuple[str, ...]:
    """Return every pattern that stands in ``document_type``."""
    found: list[str] = []
    for part in document_type.parts:
        prints = [anchor.text for anchor in part.anchors] + [*part.against, *part.stops]
        for spec in part.fields:
            prints += spec.labels
            found += [*spec.in_rows, *spec.in_text]
            found += [pattern for pattern in (spec.take, spec.pattern) if pattern]
        found += [text[1:] for text in prints if text.startswith("~")]
    return tuple(dict.fromkeys(found))
