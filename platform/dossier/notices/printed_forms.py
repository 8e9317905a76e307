"""Forms that are printed prefilled, signed, and come back as scans."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from dossier.kernel.canonical import Json
from dossier.kernel.ids import CaseId, FileId, UserId
from dossier.notices.model import FormSection, Letter

_DIGEST_SIGNS = 16


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FormTable(_Part):
    """A list of the form, as a table with a row for each entry."""

    section: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Signer(_Part):
    """Who signs; name: "" where only the pen will tell."""

    title: str
    name: str = ""


class PrintedFormLetter(Letter):
    """A form as it is signed: the values of the case, a declaration, places for pen and thumb.

    label: how the people at the counter tell the case.  print_number: counted in the case.
    codes: what the code on each page holds, in the order of the pages.
    """

    template: ClassVar[str] = "printed_form"
    title: str
    service: str
    label: str
    version: str
    print_number: int
    sections: tuple[FormSection, ...]
    tables: tuple[FormTable, ...] = ()
    declaration: tuple[str, ...]
    signers: tuple[Signer, ...]
    qrs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A print of one material of a case.

    number: counted in the case, from 1.  digest: of everything that was printed on it.
    lines: label and value of every place, to tell later what has changed.
    values: what stands on it, by the fields of its document type.
    content: what the template prints, without the codes.
    pages, blob_name: 0 and "" until it is typeset.
    """

    id: str
    case_id: CaseId
    material: str
    person_pointer: str
    number: int
    title: str
    document_type: str
    digest: str
    lines: Mapping[str, str]
    values: Mapping[str, str]
    content: Mapping[str, Json]
    pages: int
    blob_name: str
    printed_by: UserId
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A print that came back: the document that its pages make.

    pages: which of the print's pages.  signed_by: who has seen the signature.
    """

    document_id: str
    file_id: FileId
    form: PrintedForm
    pages: tuple[int, ...]
    signed_by: UserId | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FormCode:
    """What the code on a page says: the case, the material, which print, which page of it."""

    case: CaseId
    material: str
    number: int
    digest: str
    page: int


def form_code(form: PrintedForm, page: int) -> str:
    """Return what the code on page ``page`` of a print holds.

    Capitals, digits and few signs: such a code is a third smaller than one of any characters.
    """
    case = form.case_id.replace("-", "").upper()
    material = form.material.upper().replace("_", "-")
    digest = form.digest[:_DIGEST_SIGNS].upper()
    return f"DOSSIER-FORM:{case}:{material}:{form.number}:{digest}:{page}"


def find_form_code(content: str) -> FormCode | None:
    """Return what a code of ours says; None for another code."""
    match = re.fullmatch(
        r"DOSSIER-FORM:([0-9A-F]{32}):([A-Z0-9.-]{1,60}):([1-9]\d{0,5}):([0-9A-F]{16}):([1-9]\d{0,2})",
        content,
    )
    if match is None:
        return None
    case = match[1].lower()
    return FormCode(
        CaseId(f"{case[:8]}-{case[8:12]}-{case[12:16]}-{case[16:20]}-{case[20:]}"),
        match[2].lower().replace("-", "_"),
        int(match[3]),
        match[4].lower(),
        int(match[5]),
    )


def is_print(code: FormCode, form: PrintedForm) -> bool:
    """Tell whether the code stands on this very print."""
    return (
        code.case == form.case_id
        and code.number == form.number
        and code.material == form.material
        and form.digest.startswith(code.digest)
    )
