"""A closed case is filed: it gets its code for ever, and a package that proves itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from dossier import audit
from dossier.archive import store as archive
from dossier.archive.content import (
    EventProof,
    Evidence,
    Package,
    PackageContent,
    PackageFile,
    PackageMetadata,
)
from dossier.archive.events import (
    CaseArchived,
    CodeReserved,
    PackageTaken,
    PackageVerified,
)
from dossier.archive.model import ArchiveItem, CheckResult, CheckRun
from dossier.archive.payload import evidence_files
from dossier.archive.rules import keep_until, parse_code, retention_years
from dossier.audit import SigningKey
from dossier.cases import store as cases
from dossier.cases.model import Action, ArchiveCase, Case, Done
from dossier.catalogue.model import Definition
from dossier.flows import index, pointers
from dossier.flows.desk_files import desk_files
from dossier.flows.house import House
from dossier.flows.judge import Judged, judge, papers_of, require_as_opened
from dossier.flows.renditions import Rendition, bound, renditions_of
from dossier.flows.steps import Asked, take
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Permission
from dossier.intake.model import ReceivedFile
from dossier.jobs import Job
from dossier.kernel.canonical import Json, canonical_json
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import CaseId
from dossier.notices import store as notices
from dossier.notices.model import KIND_ZH, LetterKind
from dossier.notices.orders import orders_of
from dossier.ports import BlobStore
from dossier.work import Work

FILE_CASE = "file_case"
ORIGIN = "dossier"
"""The name under which this installation signs its checkpoints."""

NOT_ACCEPTED = "未受理"
"""Stands for the number of a case that was withdrawn before it got one."""

_json: TypeAdapter[Json] = TypeAdapter(Json)
_definition = TypeAdapter(Definition)
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "image/tiff": "tif",
    "image/heic": "heic",
}


@dataclass(frozen=True, slots=True)
class ToFile:
    """What the package of a case is made of; ``blobs`` names are read with no session open."""

    item: ArchiveItem
    metadata: PackageMetadata
    plain: tuple[PackageFile, ...]
    sealed: tuple[tuple[PackageFile, str], ...]
    renditions: tuple[Rendition, ...]


def file_case(work: Work, house: House, actor: Actor, case: CaseId, asked: Asked) -> None:
    """Give a closed case its reference code and owe its package."""

    def make(judged: Judged) -> Action:
        path = judged.case.unit_path
        rights.check(actor, Permission.ARCHIVE_FILE, path, seen_by=Permission.CASE_READ)
        filing = judged.definition.archive
        if filing is None:
            raise Refused(
                "这项服务没有规定归档门类，请先在服务定义中补上。", code="archive_class_missing"
            )
        pending = [
            one
            for one in orders_of(work.session, case)
            if not notices.find_letter(work.session, case, one.kind, one.key)
        ]
        if pending:
            raise Conflict("还有文书正在排版，请几秒后再归档。", code="letters_pending")
        retention = house.catalogue.retention[filing.retention]
        fonds = archive.fonds_of(work.session, path)
        unit = staff.find_unit_at(work.session, path)
        item = archive.reserve_item(
            work.session,
            case,
            fonds=fonds.code,
            category=filing.category,
            year=work.today.year,
            retention=retention.sign,
            organ=unit.level.value if unit else "社区",
            title=f"{judged.definition.title_zh} {judged.case.case_no or judged.case.id}",
            unit_path=path,
            now=work.now,
            retention_to_confirm=filing.mark.to_confirm or retention.mark.to_confirm,
        )
        work.owe(Job(FILE_CASE, case))
        work.record(CodeReserved(item=item.id, case=case, reference_code=item.reference_code))
        return ArchiveCase(reference_code=item.reference_code)

    take(work, house, case, asked.key, ArchiveCase, make)


def gather(session: Session, house: House, case: CaseId) -> ToFile:
    """Collect what the package of ``case`` is made of."""
    head = cases.get_case(session, case)
    judged = judge(session, house.catalogue, head, civil_day(head.opened_at))
    require_as_opened(judged)  # the package holds the definition that the case went by
    item = archive.find_item_of_case(session, case)
    assert item is not None, "the code is given before the package is built"
    papers = papers_of(session, head.batch_id)
    sealed: list[tuple[PackageFile, str]] = []
    for number, file in enumerate((one for one in papers.files if not one.removed_at), 1):
        sealed.append((_original(number, file), file.blob_name))
        reading = papers.readings.get(file.id)
        if reading and reading.body_blob:
            kept = PackageFile(path=f"readings/{number:03d}-reading.json", content=b"")
            sealed.append((kept, reading.body_blob))
    for number, letter in enumerate(notices.letters_of(session, case), 1):
        sealed.append(
            (
                _letter(number, letter.kind, letter.number, civil_day(letter.created_at)),
                letter.blob_name,
            )
        )
    return ToFile(
        item=item,
        metadata=_metadata(session, judged, item),
        plain=(
            PackageFile(
                path="form/form.json",
                content=canonical_json(dict(judged.evaluation.form)),
                title="申请表单",
                supplied=True,
                day=civil_day(head.opened_at),
            ),
            PackageFile(path="form/sources.json", content=_sources(judged)),
            PackageFile(path="form/schema.json", content=_schema(judged.definition)),
            *desk_files(session, judged),
            PackageFile(
                path="decisions/actions.json",
                content=canonical_json([_action(done) for done in judged.actions]),
                title="办理过程与决定",
                supplied=True,
            ),
        ),
        sealed=tuple(sealed),
        renditions=renditions_of(
            papers,
            lambda document: (
                came.form.title
                if (came := judged.desk.returns.get(document.id))
                else house.document_types.title(document.document_type)
            ),
        ),
    )


def content_of(to_file: ToFile, blobs: BlobStore, evidence: Evidence) -> PackageContent:
    """Return the package's content; reads the blobs, so no transaction is open."""
    return PackageContent(
        metadata=to_file.metadata,
        files=(
            *to_file.plain,
            *(replace(file, content=blobs.get(name)) for file, name in to_file.sealed),
            *(bound(rendition, blobs) for rendition in to_file.renditions),
            *evidence_files(evidence),
        ),
    )


def attest(work: Work, key: SigningKey, case: CaseId) -> Evidence:
    """Sign the log as it stands and prove that the case's events are in it."""
    note = audit.checkpoint(work.session, key, ORIGIN, work.now)
    records = audit.events_about(work.session, case)
    proofs = audit.prove_all(work.session, [record.seq for record in records])
    first = proofs[0]
    return Evidence(
        size=first.size,
        root=first.root,
        events=tuple(
            EventProof(seq=one.seq, body=one.body, leaf=one.leaf, hashes=one.hashes)
            for one in proofs
        ),
        checkpoint=note,
    )


def keep_package(
    work: Work, item: ArchiveItem, package: Package, results: Sequence[CheckResult], why: str
) -> None:
    """Note that the package stands and what its check found; doing it again is harmless."""
    years = retention_years(item.retention)
    filed = archive.file_item(
        work.session,
        item.id,
        package,
        now=work.now,
        by=work.actor,
        destroy_after=keep_until(work.today, years, counted_from="year_end"),
    )
    keep_check(work, filed, results, why)
    index.owe(work, filed.case_id, _AFTER_FILING)
    work.record(
        CaseArchived(
            item=filed.id,
            case=filed.case_id,
            reference_code=filed.reference_code,
            retention=filed.retention,
            manifest_sha256=filed.manifest_sha256,
            tagmanifest_sha256=filed.tagmanifest_sha256,
        )
    )


def keep_check(work: Work, item: ArchiveItem, results: Sequence[CheckResult], why: str) -> None:
    """Keep one run of the four-property check."""
    run = CheckRun(item.id, why, work.now, work.actor, tuple(results))
    archive.add_check(work.session, run)
    work.record(
        PackageVerified(
            item=item.id,
            reference_code=item.reference_code,
            why=why,
            passed=run.passed,
            failed=tuple(one.code for one in results if one.passed is False),
            tagmanifest_sha256=item.tagmanifest_sha256,
        )
    )


_AFTER_FILING = 1_000_000
"""Number of the indexing after the package stands, beyond those of the actions."""


def _metadata(session: Session, judged: Judged, item: ArchiveItem) -> PackageMetadata:
    head: Case = judged.case
    filing = judged.definition.archive
    assert filing is not None
    scheme, code = parse_code(item.reference_code)
    fonds = archive.fonds_of(session, head.unit_path)
    _, digits = archive.get_scheme(session, code.fonds, code.category)
    unit = staff.find_unit_at(session, head.unit_path)
    names = staff.names_of(session, {done.actor for done in judged.actions})
    closed = judged.actions[-1]
    return PackageMetadata(
        code=code,
        scheme=scheme,
        digits=digits,
        fonds_name=fonds.name,
        category_name=filing.category_zh,
        title=item.title,
        responsible=unit.name if unit else fonds.name,
        case_id=head.id,
        case_no=head.case_no or NOT_ACCEPTED,
        service=head.service,
        service_title=judged.definition.title_zh,
        service_version=head.version,
        service_digest=head.digest,
        opened_on=civil_day(head.opened_at),
        closed_on=civil_day(closed.at),
        filed_on=civil_day(item.reserved_at),
        filed_by=names.get(closed.actor, ""),
        unit_path=head.unit_path,
        retention_to_confirm=item.retention_to_confirm,
        process=[
            {
                "action": done.action.title,
                "at": done.at.isoformat(),
                "actor": names.get(done.actor, done.actor),
            }
            for done in judged.actions
        ],
    )


def _original(number: int, file: ReceivedFile) -> PackageFile:
    return PackageFile(
        path=f"originals/{number:03d}-original.{_ENDINGS.get(file.media_type, 'bin')}",
        content=b"",
        title=f"申请材料扫描件之{number}",
        supplied=True,
        day=civil_day(file.received_at),
    )


def _letter(number: int, kind: LetterKind, written: str, day: date) -> PackageFile:
    return PackageFile(
        path=f"letters/{number:03d}-{str(kind).replace('_', '-')}.pdf",
        content=b"",
        title=KIND_ZH[kind],
        document_number=written,
        day=day,
    )


def _sources(judged: Judged) -> bytes:
    """Return where each value of the form came from: file, page, region, confidence, person."""
    documents = {one.id: one for one in judged.papers.documents}
    pages = {
        page.id: page.number
        for reading in judged.papers.readings.values()
        for page in reading.pages
    }
    sources: dict[str, Json] = {}
    for pointer, origin in judged.form.origins.items():
        found = documents.get(origin.document_id) if origin.document_id else None  # type: ignore[call-overload]
        value = found.find_value(origin.field) if found and origin.field else None
        sources[pointer] = {
            "value": pointers.get(judged.form.form, pointer),
            "origin": origin.origin,
            "confirmed": origin.confirmed,
            "confidence": origin.confidence,
            "document_type": found.document_type if found else None,
            "field": origin.field,
            "file": found.file_id if found else None,
            "page": pages.get(value.page_id) if value and value.page_id else None,
            "box": list(value.box) if value and value.box else None,
        }
    return canonical_json(sources)


def _schema(definition: Definition) -> bytes:
    return canonical_json(
        {
            "code": definition.code,
            "version": definition.version,
            "digest": definition.digest,
            "title": definition.title_zh,
            "definition": _json.validate_python(
                _definition.dump_python(definition, mode="json")
            ),
        }
    )


def _action(done: Done) -> Json:
    return {
        "number": done.number,
        "actor": done.actor,
        "at": done.at.isoformat(),
        "body": _json.validate_python(done.action.model_dump(mode="json")),
    }


def record_taken(work: Work, item: ArchiveItem) -> None:
    """Note who took a copy of a package along."""
    work.record(PackageTaken(item=item.id, reference_code=item.reference_code))
