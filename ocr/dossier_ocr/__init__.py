"""Reads scanned papers: bytes and document types in; text, papers and checked values out."""

from dossier_ocr.document_types import DocumentType, DocumentTypes, load_types
from dossier_ocr.engines import ENGINES, check_engine
from dossier_ocr.faults import EngineMissing, Unreadable
from dossier_ocr.model import (
    UNKNOWN,
    Box,
    FileReading,
    Finding,
    Line,
    PageReading,
    Quality,
    ReadDocument,
    Value,
)
from dossier_ocr.reading import read_file
from dossier_ocr.storage import from_json, to_json
from dossier_ocr.viewing import render_page

__all__ = [
    "ENGINES",
    "UNKNOWN",
    "Box",
    "DocumentType",
    "DocumentTypes",
    "EngineMissing",
    "FileReading",
    "Finding",
    "Line",
    "PageReading",
    "Quality",
    "ReadDocument",
    "Unreadable",
    "Value",
    "check_engine",
    "from_json",
    "load_types",
    "read_file",
    "render_page",
    "to_json",
]
