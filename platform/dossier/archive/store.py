"""Queries of the archive."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dossier.archive.content import Package
from dossier.archive.model import (
    ITEM_DIGITS,
    ArchiveItem,
    CheckResult,
    CheckRun,
    Fonds,
    ItemState,
    ReferenceCode,
    Scheme,
)
from dossier.archive.rules import CATEGORIES, format_code, missing_numbers
from dossier.archive.tables import (
    ArchiveCheckRow,
    ArchiveItemRow,
    FondsRow,
    ItemNumberRow,
    SchemeRow,
)
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import ArchiveItemId, CaseId, UserId, new_id

_results = TypeAdapter(tuple[CheckResult, ...])


def add_fonds(session: Session, fonds: Fonds) -> None:
    """Keep a new fonds; the same again is harmless.  Raises Conflict for another of its code."""
    row = session.get(FondsRow, fonds.code)
    if row is None:
        values = {"code": fonds.code, "name": fonds.name, "unit_path": fonds.unit_path}
        session.add(FondsRow(**values))
        session.flush()
    elif _fonds(row) != fonds:
        raise Conflict(f"全宗号“{fonds.code}”已属于其他单位。", code="archive_fonds_taken")


def fonds_of(session: Session, unit_path: str) -> Fonds:
    """Return the fonds of the unit or of the nearest unit above it.  Raises NotFound."""
    parts = unit_path.split("/")
    above = ["/".join(parts[:count]) + "/" for count in range(1, len(parts))]
    rows = session.scalars(select(FondsRow).where(FondsRow.unit_path.in_(above))).all()
    if not rows:
        raise NotFound(
            "本单位尚未登记全宗，不能归档，请先在档案设置中登记全宗号。",
            code="archive_fonds_missing",
        )
    return _fonds(max(rows, key=lambda row: len(row.unit_path)))


def set_scheme(
    session: Session, fonds: str, category: str, scheme: Scheme, *, digits: int = ITEM_DIGITS
) -> None:
    """Choose how the codes of a fonds and category are written.

    Raises Refused when codes were already given under another.
    """
    if category not in CATEGORIES:
        raise Refused(f"门类代码“{category}”不在规定之列。", code="archive_category")
    row = session.get(SchemeRow, (fonds, category), with_for_update=True)
    if row is None:
        values = {"fonds": fonds, "category": category}
        session.add(SchemeRow(**values, scheme=str(scheme), digits=digits))
    elif (row.scheme, row.digits) != (str(scheme), digits):
        if _is_used(session, fonds, category):
            raise Refused(
                "该全宗门类已按现行规则编过档号，编制规则不得再改。",
                code="archive_scheme_frozen",
            )
        row.scheme, row.digits = str(scheme), digits
    session.flush()


def get_scheme(session: Session, fonds: str, category: str) -> tuple[Scheme, int]:
    """Return the scheme and the width of 件号.  Raises NotFound."""
    row = session.get(SchemeRow, (fonds, category), with_for_update={"read": True})
    if row is None:
        raise NotFound(
            f"全宗“{fonds}”的“{category}”门类尚未选定档号编制规则，请先在档案设置中选定。",
            code="archive_scheme_missing",
        )
    return Scheme(row.scheme), row.digits


def reserve_item(
    session: Session,
    case: CaseId,
    *,
    fonds: str,
    category: str,
    year: int,
    retention: str,
    organ: str,
    title: str,
    unit_path: str,
    now: datetime,
    retention_to_confirm: bool = False,
) -> ArchiveItem:
    """Give the case its reference code, once: asking again returns the item it has.

    The number follows the last one without a gap; it is given back when the transaction is.
    """
    if known := find_item_of_case(session, case):
        return known
    scheme, digits = get_scheme(session, fonds, category)
    number = _next_number(session, fonds, category, year, retention, organ)
    code = ReferenceCode(fonds, category, year, retention, organ, number)
    row = ArchiveItemRow(
        id=new_id(),
        case_id=case,
        reference_code=format_code(scheme, code, digits=digits),
        fonds=fonds,
        category=category,
        year=year,
        retention=retention,
        organ=organ,
        number=number,
        retention_to_confirm=retention_to_confirm,
        title=title,
        unit_path=unit_path,
        state=str(ItemState.RESERVED),
        reserved_at=now,
        package="",
        manifest_sha256="",
        tagmanifest_sha256="",
    )
    session.add(row)
    session.flush()
    return _item(row)


def file_item(
    session: Session,
    item: ArchiveItemId,
    package: Package,
    *,
    now: datetime,
    by: UserId,
    destroy_after: date | None,
) -> ArchiveItem:
    """Note that the package of ``item`` stands; the same again is harmless.

    Raises Conflict when another package was filed under it.
    """
    row = _locked(session, item)
    if row.state == ItemState.FILED:
        if row.tagmanifest_sha256 != package.tagmanifest_sha256:
            raise Conflict(
                f"“{row.reference_code}”已归档且内容不同，不得覆盖。",
                code="archive_item_filed",
            )
        return _item(row)
    row.state = str(ItemState.FILED)
    row.package = package.folder
    row.manifest_sha256 = package.manifest_sha256
    row.tagmanifest_sha256 = package.tagmanifest_sha256
    row.filed_at, row.filed_by = now, by
    row.destroy_after = destroy_after
    session.flush()
    return _item(row)


def start_retention(session: Session, item: ArchiveItemId, destroy_after: date) -> None:
    """Note the end of a retention that an event has started."""
    _locked(session, item).destroy_after = destroy_after
    session.flush()


def get_item(session: Session, item: ArchiveItemId) -> ArchiveItem:
    """Return an item.  Raises NotFound."""
    row = session.get(ArchiveItemRow, item)
    if row is None:
        raise NotFound("没有这件档案，或者您无权查看。", code="archive_item_missing")
    return _item(row)


def find_item(session: Session, reference_code: str) -> ArchiveItem | None:
    """Return the item of a reference code."""
    query = select(ArchiveItemRow).where(ArchiveItemRow.reference_code == reference_code)
    row = session.scalar(query)
    return _item(row) if row else None


def find_item_of_case(session: Session, case: CaseId) -> ArchiveItem | None:
    """Return the item of a case."""
    row = session.scalar(select(ArchiveItemRow).where(ArchiveItemRow.case_id == case))
    return _item(row) if row else None


def filed_items(session: Session) -> tuple[ArchiveItem, ...]:
    """Return every item whose package stands, by reference code."""
    query = select(ArchiveItemRow).where(ArchiveItemRow.state == str(ItemState.FILED))
    return tuple(map(_item, session.scalars(query.order_by(ArchiveItemRow.reference_code))))


def missing_items(session: Session) -> tuple[str, ...]:
    """Return the reference codes that ought to be there, but no item bears them.

    Numbers are counted up to the last one given, so that a lost last item shows as well.
    """
    series = tuple_(
        ArchiveItemRow.fonds,
        ArchiveItemRow.category,
        ArchiveItemRow.year,
        ArchiveItemRow.retention,
        ArchiveItemRow.organ,
    )
    codes = []
    for last in session.scalars(select(ItemNumberRow)).all():
        key = (last.fonds, last.category, last.year, last.retention, last.organ)
        numbers = session.scalars(select(ArchiveItemRow.number).where(series == key)).all()
        scheme, digits = get_scheme(session, last.fonds, last.category)
        codes += [
            format_code(scheme, ReferenceCode(*key, number), digits=digits)
            for number in missing_numbers([*numbers, last.last + 1])
        ]
    return tuple(sorted(codes))


def add_check(session: Session, run: CheckRun) -> None:
    """Keep a run of the four-property check."""
    session.add(
        ArchiveCheckRow(
            id=new_id(),
            item_id=run.item,
            why=run.why,
            at=run.at,
            actor=run.actor,
            passed=run.passed,
            results=[asdict(result) for result in run.results],
        )
    )
    session.flush()


def checks_of(session: Session, item: ArchiveItemId) -> Sequence[CheckRun]:
    """Return every run of the check on ``item``, newest first."""
    query = select(ArchiveCheckRow).where(ArchiveCheckRow.item_id == item)
    rows = session.scalars(query.order_by(ArchiveCheckRow.at.desc(), ArchiveCheckRow.id.desc()))
    return [
        CheckRun(
            item=ArchiveItemId(row.item_id),
            why=row.why,
            at=row.at,
            actor=UserId(row.actor),
            results=_results.validate_python(row.results),
        )
        for row in rows
    ]


def _next_number(
    session: Session, fonds: str, category: str, year: int, retention: str, organ: str
) -> int:
    """Count one further; a rival waits here until this transaction ends."""
    values = {
        "fonds": fonds,
        "category": category,
        "year": year,
        "retention": retention,
        "organ": organ,
        "last": 1,
    }
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    count = (
        dialect.insert(ItemNumberRow)
        .values(values)
        .on_conflict_do_update(
            index_elements=["fonds", "category", "year", "retention", "organ"],
            set_={"last": ItemNumberRow.last + 1},
        )
        .returning(ItemNumberRow.last)
    )
    number: int = session.scalars(count, execution_options={"populate_existing": True}).one()
    return number


def _is_used(session: Session, fonds: str, category: str) -> bool:
    query = select(ItemNumberRow.last).where(
        ItemNumberRow.fonds == fonds, ItemNumberRow.category == category
    )
    return session.scalars(query.limit(1)).first() is not None


def _locked(session: Session, item: ArchiveItemId) -> ArchiveItemRow:
    get_item(session, item)
    query = select(ArchiveItemRow).where(ArchiveItemRow.id == item).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def _fonds(row: FondsRow) -> Fonds:
    return Fonds(row.code, row.name, row.unit_path)


def _item(row: ArchiveItemRow) -> ArchiveItem:
    return ArchiveItem(
        id=ArchiveItemId(row.id),
        case_id=CaseId(row.case_id),
        reference_code=row.reference_code,
        title=row.title,
        year=row.year,
        retention=row.retention,
        retention_to_confirm=row.retention_to_confirm,
        unit_path=row.unit_path,
        state=ItemState(row.state),
        reserved_at=row.reserved_at,
        package=row.package,
        manifest_sha256=row.manifest_sha256,
        tagmanifest_sha256=row.tagmanifest_sha256,
        filed_at=row.filed_at,
        filed_by=UserId(row.filed_by) if row.filed_by else None,
        destroy_after=row.destroy_after,
    )
