"""Pages of printed forms, known by the code on each of them, wherever they are scanned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from dossier.cases import store as cases
from dossier.documents.model import Document, Reading, Value
from dossier.kernel.ids import BatchId, DocumentId, ValueId, new_id
from dossier.notices import printed_store as prints
from dossier.notices.events import FormReturned
from dossier.notices.printed_forms import FormCode, PrintedForm, find_form_code, is_print
from dossier.work import Work
from dossier_ocr import model as ocr


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page that bears the code of a print.

    page: of the file; of_form: which page of the print.  form: None where no print is like it.
    """

    page: int
    code: FormCode
    form: PrintedForm | None

    @property
    def of_form(self) -> int:
        """Which page of the print it is."""
        return self.code.page


def form_pages(session: Session, pages: Sequence[ocr.PageReading]) -> tuple[FormPage, ...]:
    """Return the pages that bear the code of a print, in their order."""
    found = []
    for page in pages:
        code = next((one for text in page.codes if (one := find_form_code(text.text))), None)
        if code is not None:
            form = prints.find_numbered(session, code.case, code.number)
            fits = form is not None and is_print(code, form) and code.page <= form.pages
            found.append(FormPage(page.number, code, form if fits else None))
    return tuple(found)


def with_forms(
    work: Work, batch: BatchId, reading: Reading, pages: Sequence[ocr.PageReading]
) -> Reading:
    """Return the reading with a document for each print of its case that came back in it.

    What stands on a print is known from printing it; nothing on it has to be read.
    """
    case = cases.find_case_of_batch(work.session, batch)
    if case is None:
        return reading
    by_form: dict[str, list[FormPage]] = {}
    for page in form_pages(work.session, pages):
        if page.form is not None and page.form.case_id == case.id:
            by_form.setdefault(page.form.id, []).append(page)
    documents = tuple(_document(reading, found) for found in by_form.values())
    theirs = {page for one in documents for page in one.page_ids}
    return replace(
        reading,
        documents=(
            *(one for one in reading.documents if not theirs.issuperset(one.page_ids)),
            *documents,
        ),
    )


def note_returns(work: Work, reading: Reading, pages: Sequence[ocr.PageReading]) -> None:
    """Keep which documents of a kept reading are prints that came back."""
    ids = {page.number: page.id for page in reading.pages}
    for one in reading.documents:
        here = [
            page for page in form_pages(work.session, pages) if ids[page.page] in one.page_ids
        ]
        form = here[0].form if here else None
        if form is None:
            continue
        numbers = tuple(sorted({page.of_form for page in here}))
        prints.add_return(work.session, one.id, one.file_id, form.id, numbers)
        work.record(
            FormReturned(
                form=form.id,
                case=form.case_id,
                file=one.file_id,
                document=one.id,
                pages=numbers,
            )
        )


def _document(reading: Reading, found: Sequence[FormPage]) -> Document:
    form = found[0].form
    assert form is not None, "only pages of a known print make one"
    ids = {page.number: page.id for page in reading.pages}
    return Document(
        id=DocumentId(new_id()),
        reading_id=reading.id,
        file_id=reading.file_id,
        document_type=form.document_type,
        confidence=1.0,
        parts=(),
        page_ids=tuple(ids[page.page] for page in found),
        values=tuple(
            Value(
                id=ValueId(new_id()),
                name=name,
                value=text,
                confidence=1.0,
                auto=True,
                page_id=ids[found[0].page],
                box=None,
                raw=text,
            )
            for name, text in form.values.items()
        ),
    )
