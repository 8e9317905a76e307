"""What is known of a file once its papers are: copies, and blank pages left out."""

from collections.abc import Sequence
from dataclasses import replace

from dossier_ocr.model import Finding, PageReading, ReadDocument
from dossier_ocr.pages.quality import copy_finding


def with_copies(
    documents: Sequence[ReadDocument], pages: Sequence[PageReading]
) -> tuple[ReadDocument, ...]:
    """Tell of the documents all of whose pages are black-and-white copies."""
    grey = {page.number for page in pages if page.quality and not page.quality.colour}
    return tuple(
        replace(one, findings=(*one.findings, copy_finding(one.pages[0])))
        if one.fields and set(one.pages) <= grey
        else one
        for one in documents
    )


def dropped_blanks(pages: Sequence[PageReading]) -> tuple[Finding, ...]:
    """Say which pages were left out because nothing stands on them."""
    blank = [page.number for page in pages if page.blank]
    if not blank:
        return ()
    which = "、".join(str(number) for number in blank)
    text = f"第 {which} 页是空白页，已略去；如果那一页有内容，请确认没有放反，再重新扫描。"
    return (Finding("blank_page", None, text, blank[0]),)
