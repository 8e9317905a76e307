"""Queries of printed forms and of their return."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dossier.kernel.canonical import Json
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import CaseId, FileId, UserId
from dossier.notices.printed_forms import PrintedForm, ReturnedForm
from dossier.notices.printed_tables import PrintedFormRow, ReturnedFormRow, SignatureRow

_texts = TypeAdapter(dict[str, str])
_content = TypeAdapter(dict[str, Json])
_numbers = TypeAdapter(tuple[int, ...])


def next_number(session: Session, case: CaseId) -> int:
    """Return the next number of the prints of ``case``; the caller holds the case's row."""
    query = select(func.max(PrintedFormRow.number)).where(PrintedFormRow.case_id == case)
    return (session.scalar(query) or 0) + 1


def add_form(session: Session, form: PrintedForm) -> None:
    """Keep a print."""
    session.add(
        PrintedFormRow(
            id=form.id,
            case_id=form.case_id,
            material=form.material,
            person_pointer=form.person_pointer,
            number=form.number,
            title=form.title,
            document_type=form.document_type,
            digest=form.digest,
            lines=dict(form.lines),
            field_values=dict(form.values),
            content=dict(form.content),
            pages=form.pages,
            blob_name=form.blob_name,
            printed_by=form.printed_by,
            printed_at=form.printed_at,
        )
    )
    session.flush()


def keep_pages(session: Session, form: str, pages: int, blob_name: str) -> None:
    """Note what typesetting gave."""
    row = session.get_one(PrintedFormRow, form)
    row.pages, row.blob_name = pages, blob_name
    session.flush()


def forms_of(session: Session, case: CaseId) -> tuple[PrintedForm, ...]:
    """Return the prints of ``case``, oldest first."""
    rows = session.scalars(
        select(PrintedFormRow)
        .where(PrintedFormRow.case_id == case)
        .order_by(PrintedFormRow.number)
        .execution_options(populate_existing=True)
    )
    return tuple(map(_form, rows))


def get_form(session: Session, case: CaseId, form: str) -> PrintedForm:
    """Return a print of ``case``.  Raises NotFound."""
    row = session.get(PrintedFormRow, form)
    if row is None or row.case_id != case:
        raise NotFound("没有这份打印的表格，请刷新页面。", code="printed_form_missing")
    return _form(row)


def find_numbered(session: Session, case: CaseId, number: int) -> PrintedForm | None:
    """Return the print of ``case`` that bears ``number``."""
    row = session.scalar(
        select(PrintedFormRow).where(
            PrintedFormRow.case_id == case, PrintedFormRow.number == number
        )
    )
    return _form(row) if row else None


def add_return(
    session: Session, document: str, file: FileId, form: str, pages: Sequence[int]
) -> None:
    """Note that ``document`` is made of pages of a print."""
    session.add(
        ReturnedFormRow(document_id=document, form_id=form, file_id=file, pages=[*pages])
    )
    session.flush()


def returns_of(session: Session, documents: Sequence[str]) -> Mapping[str, ReturnedForm]:
    """Return which of ``documents`` are prints that came back, by document."""
    rows = session.execute(
        select(ReturnedFormRow, PrintedFormRow, SignatureRow)
        .join(PrintedFormRow, PrintedFormRow.id == ReturnedFormRow.form_id)
        .outerjoin(
            SignatureRow,
            (SignatureRow.form_id == ReturnedFormRow.form_id)
            & (SignatureRow.file_id == ReturnedFormRow.file_id),
        )
        .where(ReturnedFormRow.document_id.in_(documents))
        .order_by(ReturnedFormRow.document_id)
        .execution_options(populate_existing=True)
    )
    return {
        came.document_id: ReturnedForm(
            document_id=came.document_id,
            file_id=FileId(came.file_id),
            form=_form(form),
            pages=_numbers.validate_python(came.pages),
            signed_by=UserId(seen.seen_by) if seen else None,
            signed_at=seen.seen_at if seen else None,
        )
        for came, form, seen in rows
    }


def set_signature(
    session: Session, form: str, file: FileId, by: UserId | None, now: datetime
) -> None:
    """Note who saw the signature; ``by`` None: nobody has."""
    row = session.get(SignatureRow, (form, file))
    if by is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(SignatureRow(form_id=form, file_id=file, seen_by=by, seen_at=now))
    session.flush()


def _form(row: PrintedFormRow) -> PrintedForm:
    return PrintedForm(
        id=row.id,
        case_id=CaseId(row.case_id),
        material=row.material,
        person_pointer=row.person_pointer,
        number=row.number,
        title=row.title,
        document_type=row.document_type,
        digest=row.digest,
        lines=_texts.validate_python(row.lines),
        values=_texts.validate_python(row.field_values),
        content=_content.validate_python(row.content),
        pages=row.pages,
        blob_name=row.blob_name,
        printed_by=UserId(row.printed_by),
        printed_at=row.printed_at,
    )
