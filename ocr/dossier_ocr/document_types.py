"""Document types as data: loaded from YAML, checked against their meta-schema."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from dossier_ocr.values import VALUE_TYPES


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Anchor(_Data):
    """Print that tells a part.  weight: how much.  once: it stands once on every part."""

    text: str
    weight: float = 1.0
    once: bool = False


class FieldSpec(_Data):
    """Where a field is looked for, and what it must be.

    labels: print before or above the value.  lines: rows that the value may fill.
    place: "right" of the label, "below" it, "either", or in the "column" under it.  take: the
    part of what stands there.  in_rows, in_text: looked for row by row, and in the sentences
    as they run on.  All three are patterns with a group "v", for folded text.
    pattern: what the whole value must look like.  auto: False where a person always confirms.
    """

    name: str
    label_zh: str
    value_type: str
    labels: tuple[str, ...] = ()
    place: str = "right"
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
    """

    code: str
    title_zh: str
    anchors: tuple[Anchor, ...]
    needs: float
    against: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()


class Check(_Data):
    """A rule between fields, by its name in ``dossier_ocr.checks``."""

    check: str
    fields: tuple[str, ...]


class DocumentType(_Data):
    """One kind of paper.  joined: its parts make one document when they come together."""

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
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentTypes:
    """All the types that are known, by code."""

    by_code: Mapping[str, DocumentType]

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
    documents = folder / "documents"
    documents = documents if documents.is_dir() else folder
    schema = documents.parent / "meta" / "document_type.schema.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    found = {}
    for path in sorted(documents.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for error in validator.iter_errors(data):
            raise ValueError(f"{path.name}: {error.json_path}: {error.message}")
        document_type = DocumentType.model_validate(data)
        _check(document_type, path)
        found[document_type.code] = document_type
    if not found:
        raise ValueError(f"no document types in {documents}")
    return DocumentTypes(found)


def _check(document_type: DocumentType, path: Path) -> None:
    if document_type.code != path.stem:
        raise ValueError(f"{path.name}: code {document_type.code!r} is not the file's name")
    names = set()
    for part in document_type.parts:
        for spec in part.fields:
            names.add(spec.name)
            if spec.value_type not in VALUE_TYPES:
                raise ValueError(f"{path.name}: {spec.name}: no value type {spec.value_type!r}")
    for check in document_type.checks:
        if strange := set(check.fields) - names:
            raise ValueError(f"{path.name}: {check.check}: no field {sorted(strange)}")
