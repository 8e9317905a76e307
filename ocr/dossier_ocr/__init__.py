"""Reads scanned papers: bytes and document types in; text, papers and checked values out.

What works on pictures is imported when it is first asked for: who only compares values or looks
at readings loads no engine and no picture library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from dossier_ocr.definitions.document_types import DocumentType, DocumentTypes, load_types
from dossier_ocr.files.faults import EngineMissing, Unreadable
from dossier_ocr.model import (
    UNKNOWN,
    Box,
    Code,
    FileReading,
    Finding,
    Line,
    PageReading,
    Quality,
    ReadDocument,
    Step,
    Value,
)
from dossier_ocr.storage import from_json, to_json

if TYPE_CHECKING:
    from dossier_ocr.engines import ENGINES, check_engine
    from dossier_ocr.files.searchable import SearchablePage, searchable_pdf
    from dossier_ocr.files.splitting import split_file
    from dossier_ocr.pages.viewing import render_page
    from dossier_ocr.reading.pipeline import read_file

__all__ = [
    "ENGINES",
    "UNKNOWN",
    "Box",
    "Code",
    "DocumentType",
    "DocumentTypes",
    "EngineMissing",
    "FileReading",
    "Finding",
    "Line",
    "PageReading",
    "Quality",
    "ReadDocument",
    "SearchablePage",
    "Step",
    "Unreadable",
    "Value",
    "check_engine",
    "from_json",
    "load_types",
    "read_file",
    "render_page",
    "searchable_pdf",
    "split_file",
    "to_json",
]

_FROM = {
    "SearchablePage": "dossier_ocr.files.searchable",
    "ENGINES": "dossier_ocr.engines",
    "check_engine": "dossier_ocr.engines",
    "read_file": "dossier_ocr.reading.pipeline",
    "render_page": "dossier_ocr.pages.viewing",
    "searchable_pdf": "dossier_ocr.files.searchable",
    "split_file": "dossier_ocr.files.splitting",
}


def __getattr__(name: str) -> object:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FROM[name]), name)
