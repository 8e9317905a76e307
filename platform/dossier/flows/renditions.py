"""Searchable PDF/A copies of the papers of a case: made of what the reading kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import dossier_ocr
from dossier.archive.content import PackageFile
from dossier.documents.model import Document, Page, Reading
from dossier.flows.judge import Papers
from dossier.ports import BlobStore
from dossier_ocr import from_json


@dataclass(frozen=True, slots=True)
class Rendition:
    """One document's pages, to be bound into one PDF.

    path: below ``data/``.  reading_blob: the reading that tells the lines.
    """

    path: str
    title: str
    reading_blob: str
    pages: tuple[Page, ...]
    made_at: datetime


def renditions_of(papers: Papers, title_of: Callable[[Document], str]) -> tuple[Rendition, ...]:
    """Return a rendition for each document of the files that are in the case and were read.

    title_of: what a document is called in Chinese.
    """
    kept = (file for file in papers.files if not file.removed_at)
    return tuple(
        _rendition(f"{number:03d}-{place:02d}", reading, reading.body_blob, document, title_of)
        for number, file in enumerate(kept, 1)
        if (reading := papers.readings.get(file.id)) and reading.body_blob
        for place, document in enumerate(reading.documents, 1)
        if document.page_ids
    )


def bound(rendition: Rendition, blobs: BlobStore) -> PackageFile:
    """Make the PDF; the same one each time.  Reads the blobs, so no transaction is open."""
    lines = {page.number: page for page in from_json(blobs.get(rendition.reading_blob)).pages}
    pages = [
        dossier_ocr.SearchablePage(blobs.get(page.image_blob), lines[page.number].lines)
        for page in rendition.pages
    ]
    content = dossier_ocr.searchable_pdf(
        pages, title=rendition.title, made_at=rendition.made_at
    )
    return PackageFile(path=rendition.path, content=content)


def _rendition(
    number: str,
    reading: Reading,
    body_blob: str,
    document: Document,
    title_of: Callable[[Document], str],
) -> Rendition:
    pages = [page for page in reading.pages if page.id in document.page_ids]
    return Rendition(
        path=f"searchable/{number}-{document.document_type}.pdf",
        title=title_of(document),
        reading_blob=body_blob,
        pages=tuple(sorted(pages, key=lambda page: page.number)),
        made_at=reading.at,
    )
