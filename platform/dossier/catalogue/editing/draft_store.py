"""Queries of drafts of definitions."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dossier.catalogue.editing.drafts import OPEN, Draft, DraftState
from dossier.catalogue.tables import (
    DefinitionDraftEditorRow,
    DefinitionDraftRow,
    DefinitionDraftTextRow,
)
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import DraftId, UserId


def add(session: Session, draft: Draft) -> None:
    """Keep a new draft."""
    row = DefinitionDraftRow(
        id=draft.id, created_by=draft.created_by, created_at=draft.created_at
    )
    _write(row, draft)
    session.add(row)
    session.flush()
    for editor in draft.editors:
        add_editor(session, draft.id, editor, draft.created_at)


def put(session: Session, draft: Draft) -> None:
    """Keep the present state of a draft; its editors are kept by ``add_editor``."""
    row = session.get(DefinitionDraftRow, draft.id)
    assert row is not None, "a draft is added before it is changed"
    _write(row, draft)
    session.flush()


def get(session: Session, draft: DraftId) -> Draft:
    """Return a draft; raises NotFound."""
    return _found(session, session.get(DefinitionDraftRow, draft))


def lock(session: Session, draft: DraftId) -> Draft:
    """Return a draft that nobody else changes until the end of the transaction."""
    query = (
        select(DefinitionDraftRow)
        .where(DefinitionDraftRow.id == draft)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _found(session, session.scalar(query))


def find_open(session: Session, code: str) -> Draft | None:
    """Return the open draft of a service."""
    query = select(DefinitionDraftRow).where(DefinitionDraftRow.open_code == code)
    row = session.scalar(query)
    return _value(row, _editors(session, [row.id])) if row is not None else None


def open_drafts(session: Session) -> tuple[Draft, ...]:
    """Return the open drafts, what was changed last first."""
    query = (
        select(DefinitionDraftRow)
        .where(DefinitionDraftRow.open_code.is_not(None))
        .order_by(DefinitionDraftRow.updated_at.desc(), DefinitionDraftRow.id)
    )
    rows = session.scalars(query).all()
    editors = _editors(session, [row.id for row in rows])
    return tuple(_value(row, editors) for row in rows)


def editors_of(session: Session, drafts: Iterable[DraftId]) -> Mapping[str, tuple[UserId, ...]]:
    """Return who wrote each draft, in the order in which they came to it."""
    return _editors(session, list(drafts))


def add_editor(session: Session, draft: DraftId, editor: UserId, now: datetime) -> None:
    """Remember who has written any of a draft."""
    if session.get(DefinitionDraftEditorRow, (draft, editor)) is None:
        session.add(DefinitionDraftEditorRow(draft_id=draft, user_id=editor, since=now))
        session.flush()


def keep_text(session: Session, draft: Draft) -> None:
    """Keep a draft's present text aside, because another person's is about to replace it."""
    if session.get(DefinitionDraftTextRow, (draft.id, draft.revision)) is None:
        session.add(
            DefinitionDraftTextRow(
                draft_id=draft.id,
                revision=draft.revision,
                text=draft.text,
                saved_by=draft.updated_by,
                saved_at=draft.updated_at,
            )
        )
        session.flush()


def kept_texts(
    session: Session, draft: DraftId
) -> tuple[tuple[int, str, UserId, datetime], ...]:
    """Return the texts that others' replaced: revision, text, by whom and when; last first."""
    query = (
        select(DefinitionDraftTextRow)
        .where(DefinitionDraftTextRow.draft_id == draft)
        .order_by(DefinitionDraftTextRow.revision.desc())
    )
    return tuple(
        (row.revision, row.text, UserId(row.saved_by), row.saved_at)
        for row in session.scalars(query)
    )


def _found(session: Session, row: DefinitionDraftRow | None) -> Draft:
    if row is None:
        raise NotFound("没有这份草稿；请回到列表重新打开。", code="draft_unknown")
    return _value(row, _editors(session, [row.id]))


def _editors(
    session: Session, drafts: list[str] | list[DraftId]
) -> dict[str, tuple[UserId, ...]]:
    query = (
        select(DefinitionDraftEditorRow)
        .where(DefinitionDraftEditorRow.draft_id.in_(drafts))
        .order_by(DefinitionDraftEditorRow.since, DefinitionDraftEditorRow.user_id)
    )
    found: dict[str, tuple[UserId, ...]] = {}
    for row in session.scalars(query):
        found[row.draft_id] = (*found.get(row.draft_id, ()), UserId(row.user_id))
    return found


def _write(row: DefinitionDraftRow, draft: Draft) -> None:
    row.code = draft.code
    row.open_code = draft.code if draft.state in OPEN else None
    row.version = draft.version
    row.based_on = draft.based_on
    row.text = draft.text
    row.revision = draft.revision
    row.state = draft.state.value
    row.updated_by = draft.updated_by
    row.updated_at = draft.updated_at
    row.submitted_by = draft.submitted_by
    row.returned_reason = draft.returned_reason
    row.office = draft.office
    row.fingerprint = draft.fingerprint


def _value(row: DefinitionDraftRow, editors: Mapping[str, tuple[UserId, ...]]) -> Draft:
    return Draft(
        id=DraftId(row.id),
        code=row.code,
        version=row.version,
        based_on=row.based_on,
        text=row.text,
        revision=row.revision,
        state=DraftState(row.state),
        editors=editors.get(row.id, ()),
        created_by=UserId(row.created_by),
        created_at=row.created_at,
        updated_by=UserId(row.updated_by),
        updated_at=row.updated_at,
        submitted_by=UserId(row.submitted_by) if row.submitted_by else None,
        returned_reason=row.returned_reason,
        office=row.office,
        fingerprint=row.fingerprint,
    )
