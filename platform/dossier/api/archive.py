"""Search and the archive: find a file, look at what proves it, check it again, take it along."""

import io
import re
import zipfile
from pathlib import Path

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, InWork, Look, Me, Parts, require
from dossier.api.views import (
    ArchiveItemView,
    CheckResultView,
    HitPageView,
    HitView,
)
from dossier.archive import store as archive
from dossier.archive.judging import audit_judge
from dossier.archive.model import PROPERTY_ZH, ArchiveItem
from dossier.archive.package import read_package
from dossier.archive.rules import retention_zh
from dossier.archive.verify import verify_package
from dossier.cases import store as cases
from dossier.catalogue.versions import title_of
from dossier.flows import file
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.kernel.errors import Conflict
from dossier.kernel.ids import ArchiveItemId, CaseId
from dossier.ports import SearchQuery
from dossier.work import look

router = APIRouter(tags=["archive"])
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{14,}[\dXx]|1\d{10}(?!\d))")


@router.get("/search", **require(Permission.SEARCH_READ))
def search(
    parts: InParts, me: Me, session: Look, q: str, offset: int = 0, limit: int = 20
) -> HitPageView:
    """Search everything that one may see, full text."""
    hits = parts.index.search(
        SearchQuery(
            text=q,
            scopes=rights.scopes(me, Permission.SEARCH_READ),
            limit=min(max(limit, 1), 100),
            offset=max(offset, 0),
        )
    )
    items = []
    for hit in hits.items:
        case = cases.find_case(session, CaseId(hit.id))
        if case is None or not rights.may(me, Permission.SEARCH_READ, case.unit_path):
            continue  # the index is a projection and may lag behind
        item = archive.find_item_of_case(session, case.id)
        items.append(
            HitView(
                id=item.id if item else case.id,
                kind="archive" if item else "case",
                title=hit.title,
                snippet=hushed(hit.snippet),
                highlights=list(hit.highlights),
                case_id=case.id,
                case_no=case.case_no,
                reference_code=case.reference_code,
                service_title=title_of(parts.catalogue, case.service, case.version),
            )
        )
    return HitPageView(total=hits.total, items=items)


@router.get("/archive/{item_id}", **require(Permission.ARCHIVE_READ))
def show_item(item_id: ArchiveItemId, parts: InParts, me: Me, session: Look) -> ArchiveItemView:
    """Return an archived file: its code, its files, its last check."""
    return _view(session, parts, _seen(session, me, item_id))


@router.post("/archive/{item_id}/check", **require(Permission.ARCHIVE_READ))
def check_again(
    item_id: ArchiveItemId, parts: InParts, me: Me, work: InWork
) -> ArchiveItemView:
    """Check the four properties of a package again, and keep the result."""
    with look(parts.sessions) as session:
        item = _seen(session, me, item_id)
    _require_filed(item)
    results = verify_package(
        parts.archive_folder / item.package,
        audit_judge(parts.signing_key.verifying),
        item=item,
    )
    file.keep_check(work, item, results, "manual")
    return _view(work.session, parts, item)


@router.get(
    "/archive/{item_id}/package.zip",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}},
    **require(Permission.ARCHIVE_READ),
)
def take_package(item_id: ArchiveItemId, parts: InParts, me: Me, work: InWork) -> Response:
    """Return the package as a ZIP; who took it stands in the audit log."""
    with look(parts.sessions) as session:
        item = _seen(session, me, item_id)
    _require_filed(item)
    content = _zipped(parts.archive_folder / item.package)
    file.record_taken(work, item)
    name = f"{item.id}.zip"
    return Response(
        content,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def hushed(snippet: str) -> str:
    """Return ``snippet`` with the middle of long numbers starred, at the same length.

    A list of hits is read over shoulders: identity, card and telephone numbers show their
    first three or six and their last four figures.
    """

    def starred(match: re.Match[str]) -> str:
        number = match.group()
        shown = 6 if len(number) >= 15 else 3
        return number[:shown] + "*" * (len(number) - shown - 4) + number[-4:]

    return _LONG_NUMBER.sub(starred, snippet)


def _seen(session: Session, me: Actor, item_id: ArchiveItemId) -> ArchiveItem:
    item = archive.get_item(session, item_id)
    rights.check(me, Permission.ARCHIVE_READ, item.unit_path)
    return item


def _require_filed(item: ArchiveItem) -> None:
    if not item.package:
        raise Conflict("归档包正在生成，请几秒后再试。", code="package_pending")


def _view(session: Session, parts: Parts, item: ArchiveItem) -> ArchiveItemView:
    runs = archive.checks_of(session, item.id)
    names = staff.names_of(session, {item.filed_by} if item.filed_by else set())
    return ArchiveItemView(
        id=item.id,
        case_id=item.case_id,
        reference_code=item.reference_code,
        title=item.title,
        year=item.year,
        retention=retention_zh(item.retention),
        to_confirm=item.retention_to_confirm,
        filed_at=item.filed_at or item.reserved_at,
        filed_by=names.get(item.filed_by, "系统") if item.filed_by else "（正在生成归档包）",
        manifest_sha256=item.manifest_sha256,
        files=list(read_package(parts.archive_folder, item.package).files)
        if item.package
        else [],
        checks=[
            CheckResultView(
                property=PROPERTY_ZH[one.property],
                code=one.code,
                passed=one.passed,
                message=one.message,
            )
            for one in (runs[0].results if runs else ())
        ],
    )


def _zipped(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            packed.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    return out.getvalue()
