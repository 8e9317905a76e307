"""What the full-text index knows of a case; it can be dropped and made again at any time."""

import re
from collections.abc import Iterator

from sqlalchemy.orm import Session, sessionmaker

from dossier.archive import store as archive
from dossier.cases import store as cases
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.versions import title_of
from dossier.flows import pointers
from dossier.flows.judge import papers_of
from dossier.jobs import Job
from dossier.kernel.clock import civil_day
from dossier.kernel.ids import CaseId
from dossier.notices.model import KIND_ZH
from dossier.notices.orders import orders_of
from dossier.ports import BlobStore, Entry
from dossier.work import Work, look
from dossier_ocr import from_json

INDEX_CASE = "index_case"
_CODE = re.compile("[a-z_]*")
"""A choice of the form, which nobody searches by."""


def owe(work: Work, case: CaseId, number: int) -> None:
    """Owe the indexing of ``case`` after its action ``number``."""
    work.owe(Job(INDEX_CASE, case, number))


def entry_of(session: Session, blobs: BlobStore, catalogue: Catalogue, case: CaseId) -> Entry:
    """Return what is indexed of ``case``: form, readings, names, numbers; rights by unit path."""
    head = cases.get_case(session, case)
    service = title_of(catalogue, head.service, head.version)
    item = archive.find_item_of_case(session, case)
    form = cases.form_of(session, case).form
    values = [
        value
        for _, value in pointers.leaves(form)
        if isinstance(value, str) and not _CODE.fullmatch(value)
    ]
    papers = papers_of(session, head.batch_id)
    texts = [
        from_json(blobs.get(reading.body_blob)).text
        for reading in papers.readings.values()
        if reading.body_blob
    ]
    return Entry(
        id=head.id,
        kind="archive" if item else "case",
        unit_path=head.unit_path,
        title=f"{head.applicant or ''} {service}".strip(),
        text="\n".join(
            [
                head.case_no or "",
                head.reference_code or "",
                service,
                head.status_zh,
                *(f"{KIND_ZH[one.kind]} {one.number}" for one in orders_of(session, case)),
                *values,
                *texts,
            ]
        ),
        keywords={
            "service": head.service,
            "case_no": head.case_no or "",
            "reference_code": head.reference_code or "",
            "year": str(civil_day(head.opened_at).year),
        },
        day=civil_day(head.opened_at),
    )


def all_entries(
    sessions: sessionmaker[Session], blobs: BlobStore, catalogue: Catalogue
) -> Iterator[Entry]:
    """Yield the entry of every case, for a rebuild."""
    with look(sessions) as session:
        known = cases.all_cases(session)
    for case in known:
        with look(sessions) as session:
            entry = entry_of(session, blobs, catalogue, case)
        yield entry
