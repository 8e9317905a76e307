"""Queries of cases."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from dossier.cases.model import (
    ACTION,
    Action,
    Case,
    CaseForm,
    Done,
    Mark,
    Origin,
    Status,
)
from dossier.cases.tables import ActionRow, CaseNumberRow, CaseRow, FormRow, MarkRow
from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.errors import Conflict, NotFound
from dossier.kernel.ids import ActionId, BatchId, CaseId, UserId, new_id

_form = TypeAdapter(dict[str, Json])
_origins = TypeAdapter(dict[str, Origin])
_json = TypeAdapter(Json)


def add_case(session: Session, case: Case) -> None:
    """Keep a new case and its empty form."""
    session.add(
        CaseRow(
            id=case.id,
            batch_id=case.batch_id,
            unit_path=case.unit_path,
            service=case.service,
            version=case.version,
            digest=case.digest,
            opened_by=case.opened_by,
            opened_at=case.opened_at,
            status=str(case.status),
        )
    )
    session.flush()
    session.add(FormRow(case_id=case.id, revision=0, person_revision=0, form={}, origins={}))
    session.flush()


def find_case(session: Session, case: CaseId) -> Case | None:
    """Return the case's head."""
    row = session.get(CaseRow, case, populate_existing=True)
    return _case(row) if row else None


def get_case(session: Session, case: CaseId) -> Case:
    """Return the case's head.  Raises NotFound."""
    found = find_case(session, case)
    if found is None:
        raise NotFound("没有这个办件，或者您无权查看。", code="case_not_found")
    return found


def lock_case(session: Session, case: CaseId) -> Case:
    """Return the case's head and hold its row until the end of the transaction."""
    row = session.scalar(
        select(CaseRow)
        .where(CaseRow.id == case)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("没有这个办件，或者您无权查看。", code="case_not_found")
    return _case(row)


def find_case_of_batch(session: Session, batch: BatchId) -> Case | None:
    """Return the case whose files are in ``batch``."""
    row = session.scalar(select(CaseRow).where(CaseRow.batch_id == batch))
    return _case(row) if row else None


def actions_of(session: Session, case: CaseId) -> tuple[Done, ...]:
    """Return the accepted actions, oldest first."""
    rows = session.scalars(
        select(ActionRow).where(ActionRow.case_id == case).order_by(ActionRow.number)
    )
    return tuple(_done(row) for row in rows)


def find_action(session: Session, case: CaseId, key: str) -> Done | None:
    """Return the action that was accepted under ``key``."""
    row = session.scalar(
        select(ActionRow).where(ActionRow.case_id == case, ActionRow.key == key)
    )
    return _done(row) if row else None


def add_action(
    session: Session, case: CaseId, key: str, action: Action, actor: UserId, now: datetime
) -> tuple[Done, str]:
    """Keep an accepted action; return it with the SHA-256 of its canonical body.

    The caller holds the case's row.  Raises IntegrityError when the key was used.
    """
    last = session.scalar(select(func.max(ActionRow.number)).where(ActionRow.case_id == case))
    body: Json = _json.validate_python(action.model_dump(mode="json"))
    row = ActionRow(
        id=new_id(),
        case_id=case,
        number=(last or 0) + 1,
        key=key,
        body=body,
        actor=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    return _done(row), sha256_hex(canonical_json(body))


def project(
    session: Session,
    case: CaseId,
    status: Status,
    stage_role: str | None,
    *,
    case_no: str | None = None,
    due: tuple[date | None, bool] | None = None,
    reference_code: str | None = None,
    decided: bool = False,
) -> None:
    """Write what follows from the actions into the case's head; None leaves a column alone.

    due: the day, and whether it is provisional.
    """
    values: dict[str, object] = {
        "status": str(status),
        "stage_role": stage_role,
        "decided": decided,
    }
    if case_no is not None:
        values["case_no"] = case_no
    if due is not None:
        values["due_on"], values["due_provisional"] = due
    if reference_code is not None:
        values["reference_code"] = reference_code
    session.execute(update(CaseRow).where(CaseRow.id == case).values(**values))


def change_version(session: Session, case: CaseId, version: int, digest: str) -> None:
    """Pin the case to another version of its service."""
    session.execute(
        update(CaseRow).where(CaseRow.id == case).values(version=version, digest=digest)
    )


def project_judgement(
    session: Session, case: CaseId, applicant: str | None, missing: int, blocking: int
) -> None:
    """Write the counts that lists show."""
    session.execute(
        update(CaseRow)
        .where(CaseRow.id == case)
        .values(applicant=applicant, missing=missing, blocking=blocking)
    )


def form_of(session: Session, case: CaseId) -> CaseForm:
    """Return the form as it stands."""
    row = session.get_one(FormRow, case, populate_existing=True)
    return CaseForm(
        row.revision,
        row.person_revision,
        _form.validate_python(row.form),
        _origins.validate_python(row.origins),
    )


def change_form(session: Session, case: CaseId, known: int, form: CaseForm) -> None:
    """Write ``form`` over revision ``known``.  Raises Conflict when somebody else was first."""
    changed = session.execute(
        update(FormRow)
        .where(FormRow.case_id == case, FormRow.revision == known)
        .values(
            revision=form.revision,
            person_revision=form.person_revision,
            form=form.form,
            origins={pointer: asdict(origin) for pointer, origin in form.origins.items()},
        )
        .returning(FormRow.case_id)
    )
    if changed.scalar_one_or_none() is None:
        raise Conflict(
            "这份表单刚被别人(或另一个窗口)改过，请先载入最新内容，再补上您的改动。",
            code="form_changed_elsewhere",
        )


def marks_of(session: Session, case: CaseId) -> tuple[Mark, ...]:
    """Return the marks on materials."""
    rows = session.scalars(
        select(MarkRow).where(MarkRow.case_id == case).order_by(MarkRow.code)
    )
    return tuple(
        Mark(
            code=row.code,
            person_pointer=row.person_pointer,
            originals_seen_by=UserId(row.originals_seen_by) if row.originals_seen_by else None,
            waived_by=UserId(row.waived_by) if row.waived_by else None,
            note=row.note,
            not_found_by=UserId(row.not_found_by) if row.not_found_by else None,
        )
        for row in rows
    )


def set_mark(session: Session, case: CaseId, mark: Mark) -> None:
    """Write a mark over the former one."""
    session.merge(
        MarkRow(
            case_id=case,
            code=mark.code,
            person_pointer=mark.person_pointer,
            originals_seen_by=mark.originals_seen_by,
            waived_by=mark.waived_by,
            not_found_by=mark.not_found_by,
            note=mark.note,
        )
    )
    session.flush()


def drop_mark(session: Session, case: CaseId, code: str, person_pointer: str) -> None:
    """Take a mark away, as if nobody had made it."""
    row = session.get(MarkRow, (case, code, person_pointer))
    if row is not None:
        session.delete(row)
        session.flush()


def next_case_number(session: Session, unit_path: str, year: int) -> int:
    """Return the next number of the unit's year, from 1, without gaps.

    A rival waits here until this transaction ends.
    """
    values = {"unit_path": unit_path, "year": year, "last": 1}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    count = (
        dialect.insert(CaseNumberRow)
        .values(values)
        .on_conflict_do_update(
            index_elements=["unit_path", "year"], set_={"last": CaseNumberRow.last + 1}
        )
        .returning(CaseNumberRow.last)
    )
    number: int = session.scalars(count, execution_options={"populate_existing": True}).one()
    return number


def within(column: InstrumentedAttribute[str], scopes: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that ``column`` is a unit path below one of ``scopes``."""
    return or_(
        False,  # noqa: FBT003 - no scope, nothing to see
        *(column.startswith(scope, autoescape=True) for scope in scopes),
    )


def list_cases(
    session: Session,
    scopes: Sequence[str],
    *,
    statuses: Sequence[Status] = (),
    roles: Sequence[tuple[str, str]] | None = None,
    text: str = "",
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, tuple[Case, ...]]:
    """Return (number of all, one page) of the cases below ``scopes``, newest first.

    roles: (role, unit path) pairs; only cases whose turn it is for one of them, in its unit.
    text: part of the case number or of the applicant's name.
    """
    query: Select[CaseRow] = select(CaseRow).where(within(CaseRow.unit_path, scopes))
    if statuses:
        query = query.where(CaseRow.status.in_([str(status) for status in statuses]))
    if roles is not None:
        query = query.where(
            or_(
                False,  # noqa: FBT003 - no role, nothing waits
                *(
                    (CaseRow.stage_role == role)
                    & CaseRow.unit_path.startswith(path, autoescape=True)
                    for role, path in roles
                ),
            )
        )
    if text:
        query = query.where(
            or_(
                CaseRow.case_no.contains(text, autoescape=True),
                CaseRow.applicant.contains(text, autoescape=True),
                CaseRow.reference_code.contains(text, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(
        query.order_by(CaseRow.opened_at.desc(), CaseRow.id.desc()).offset(offset).limit(limit)
    )
    return total, tuple(_case(row) for row in rows)


def count_by_version(session: Session, service: str) -> dict[int, int]:
    """Return how many cases each version of a service has."""
    query = (
        select(CaseRow.version, func.count())
        .where(CaseRow.service == service)
        .group_by(CaseRow.version)
    )
    rows = session.execute(query)
    return {version: number for version, number in rows}  # noqa: C416  (rows are not pairs to mypy)


def all_cases(session: Session) -> tuple[CaseId, ...]:
    """Return the id of every case, oldest first."""
    return tuple(map(CaseId, session.scalars(select(CaseRow.id).order_by(CaseRow.id))))


def _case(row: CaseRow) -> Case:
    return Case(
        id=CaseId(row.id),
        batch_id=BatchId(row.batch_id),
        unit_path=row.unit_path,
        service=row.service,
        version=row.version,
        digest=row.digest,
        opened_by=UserId(row.opened_by),
        opened_at=row.opened_at,
        case_no=row.case_no,
        applicant=row.applicant,
        status=Status(row.status),
        stage_role=row.stage_role,
        due_on=row.due_on,
        due_provisional=row.due_provisional,
        missing=row.missing,
        blocking=row.blocking,
        reference_code=row.reference_code,
        decided=row.decided,
    )


def _done(row: ActionRow) -> Done:
    return Done(
        id=ActionId(row.id),
        number=row.number,
        action=ACTION.validate_python(row.body),
        actor=UserId(row.actor),
        at=row.at,
    )
