"""What a case claims for itself: values that no other case may have.

A register number stands once in its register; a household has one application under way; an
invoice is paid by one kind of aid.  The definition says which values; the offices keep them.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dossier.catalogue.cel.expressions import paths
from dossier.catalogue.cel.shapes import Bound, bind, shape_of
from dossier.catalogue.model import Definition, UniqueRule
from dossier.catalogue.validation import clean
from dossier.catalogue.verdicts import DocumentFacts
from dossier.kernel.canonical import Json, canonical_json, sha256_hex


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that a case claims.

    pool: among which cases it must be the only one.  digest: of the value, however it is spaced.
    pointer: where it stands: on the form, or "document:<id>".
    """

    rule: UniqueRule
    pool: str
    digest: str
    pointer: str
    value: str


def claims_of(
    definition: Definition, form: Mapping[str, Json], documents: Sequence[DocumentFacts]
) -> tuple[Claim, ...]:
    """Return what the form and its papers claim, each value once per rule."""
    if not definition.unique:
        return ()
    bound = bind(shape_of(definition.form), clean(form))
    given: Bound = {} if bound is None else bound
    found: dict[tuple[str, str], Claim] = {}
    for rule in definition.unique:
        pool = rule.pool or f"{definition.code}.{rule.id}"
        beside = [
            _normal(value) for pointer in rule.beside for _, value in paths(pointer, given)
        ]
        if not all(beside):  # what tells them apart is not filled yet
            continue
        for pointer, text in (*_on_form(rule, given), *_on_papers(rule, documents)):
            digest = sha256_hex(canonical_json([_normal(text), *beside]))
            found.setdefault((rule.id, digest), Claim(rule, pool, digest, pointer, text))
    return tuple(found.values())


def _on_form(rule: UniqueRule, form: Bound) -> Iterator[tuple[str, str]]:
    for pattern in rule.pointers:
        for pointer, value in paths(pattern, form):
            if text := _normal(value):
                yield pointer, text


def _on_papers(
    rule: UniqueRule, documents: Sequence[DocumentFacts]
) -> Iterator[tuple[str, str]]:
    for source in rule.papers:
        kind, _, name = source.partition(".")
        for document in documents:
            if document.document_type == kind and (text := _normal(document.text(name))):
                yield f"document:{document.id}", text


def _normal(value: Bound | None) -> str:
    """Return a value as it is compared: wide signs narrow, letters big, without spaces."""
    if value is None or isinstance(value, list | dict):
        return ""
    return "".join(unicodedata.normalize("NFKC", str(value)).split()).upper()
