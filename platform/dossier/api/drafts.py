"""Drafts of definitions: written, checked while typed, tried out, and published by another."""

from collections.abc import Iterator, Sequence

from fastapi import APIRouter
from pydantic import JsonValue, TypeAdapter
from sqlalchemy.orm import Session

from dossier.api.definition_views import (
    ChangeLineView,
    ChangesView,
    CheckedView,
    DraftPublication,
    DraftReturn,
    DraftRevision,
    DraftSummaryView,
    DraftText,
    DraftView,
    ExampleView,
    KeptTextView,
    NewDraft,
    TextOnly,
    TextProblemView,
    TextTrial,
)
from dossier.api.deps import InParts, InWork, Look, Me, require
from dossier.api.present import evaluation_view, problem_view
from dossier.api.services import form_view
from dossier.api.views import EvaluationView
from dossier.catalogue.changes import changes, sentence
from dossier.catalogue.editing import draft_store
from dossier.catalogue.editing.drafts import Draft, barred_from_publishing
from dossier.catalogue.editing.text_check import Checked, check_text, raw_of
from dossier.catalogue.examples import differences
from dossier.catalogue.model import Definition
from dossier.catalogue.rules import evaluate
from dossier.flows import definitions as flow
from dossier.flows.judge import parameters_on
from dossier.identity import may_somewhere, names_of
from dossier.identity.model import Actor, Permission
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import DraftId

router = APIRouter(prefix="/drafts", tags=["definitions"])
_EDIT = require(Permission.CATALOGUE_EDIT)
_PUBLISH = require(Permission.CATALOGUE_PUBLISH)
_form = TypeAdapter(dict[str, JsonValue])


@router.get("", **_EDIT)
def list_drafts(session: Look, me: Me) -> list[DraftSummaryView]:
    """List the open drafts, what was changed last first."""
    return [*summaries(session, me, draft_store.open_drafts(session))]


@router.post("", status_code=201, **_EDIT)
def create_draft(asked: NewDraft, parts: InParts, work: InWork, me: Me) -> DraftView:
    """Begin the next version of a service, or a new service."""
    made = flow.create_draft(work, parts.catalogue, asked.code, asked.based_on, asked.title)
    return _shown(work.session, me, made)


@router.post("/check", **_EDIT)
def check_draft_text(asked: TextOnly, parts: InParts) -> CheckedView:
    """Check a text without keeping it: every problem with its place, and the form."""
    checked = check_text(asked.text, parts.catalogue)
    definition = checked.definition
    whole = definition is not None and not any(
        one.code == "schema.invalid" for one in checked.problems
    )
    return CheckedView(
        problems=[
            TextProblemView(
                line=one.place.line,
                column=one.place.column,
                end_line=one.place.end_line,
                end_column=one.place.end_column,
                pointer=one.pointer,
                code=one.code,
                message=one.message,
                severity=one.severity,
            )
            for one in checked.problems
        ],
        title=checked.title_zh or None,
        form=form_view(parts, definition) if definition is not None and whole else None,
    )


@router.post("/try", **_EDIT)
def try_draft_text(asked: TextTrial, parts: InParts, session: Look, me: Me) -> EvaluationView:
    """Judge a form by a text, with the office's figures, without keeping either."""
    definition = _runnable(check_text(asked.text, parts.catalogue))
    day = asked.day or civil_day(parts.clock())
    figures = parameters_on(session, parts.catalogue, day, me.grants[0].unit_path)
    evaluation = evaluate(definition, asked.form, (), figures, day)
    problems = [problem_view(one, []) for one in evaluation.problems]
    return evaluation_view(parts.house, evaluation, problems, complete=not evaluation.blocked)


@router.post("/examples", **_EDIT)
def run_draft_examples(asked: TextOnly, parts: InParts) -> list[ExampleView]:
    """Run the examples of a text and tell how each came out."""
    definition = _runnable(check_text(asked.text, parts.catalogue))
    told = []
    for one in definition.examples:
        found = [*differences(definition, one, parts.catalogue.parameters)]
        told.append(
            ExampleView(
                title=one.title_zh,
                outcome=one.outcome,
                ok=not found,
                differences=found,
                day=one.day,
                form=_form.validate_python(dict(one.form)),
            )
        )
    return told


@router.get("/{draft_id}", **_EDIT)
def show_draft(draft_id: DraftId, session: Look, me: Me) -> DraftView:
    """Return a draft with its text."""
    return _shown(session, me, draft_id)


@router.put("/{draft_id}", **_EDIT)
def save_draft(draft_id: DraftId, asked: DraftText, work: InWork, me: Me) -> DraftView:
    """Keep a text; 409 with who and when, when somebody saved another one since."""
    flow.save_draft(work, draft_id, asked.revision, asked.text)
    return _shown(work.session, me, draft_id)


@router.get("/{draft_id}/changes", **_EDIT)
def draft_changes(draft_id: DraftId, parts: InParts, session: Look) -> ChangesView:
    """Tell what the draft changes against the version that it was begun from."""
    draft = draft_store.get(session, draft_id)
    before, definition = "", None
    if draft.based_on is not None:
        definition = parts.catalogue.definitions.get((draft.code, draft.based_on))
        try:
            before = flow.text_of(session, parts.catalogue, draft.code, draft.based_on)
        except NotFound:
            before = ""
    after = check_text(draft.text, parts.catalogue).definition
    return ChangesView(
        changes=change_lines(definition, after) if definition and after else [],
        from_text=before,
        to_text=draft.text,
    )


@router.get("/{draft_id}/texts", **_EDIT)
def replaced_texts(draft_id: DraftId, session: Look) -> list[KeptTextView]:
    """Return the texts of a draft that another person's replaced, the last first."""
    draft_store.get(session, draft_id)
    kept = draft_store.kept_texts(session, draft_id)
    names = names_of(session, {by for _, _, by, _ in kept})
    return [
        KeptTextView(revision=revision, text=text, saved_by=names.get(by, "系统"), saved_at=at)
        for revision, text, by, at in kept
    ]


@router.post("/{draft_id}/discard", **_EDIT)
def discard_draft(draft_id: DraftId, work: InWork, me: Me) -> DraftView:
    """Give a draft up."""
    flow.discard_draft(work, draft_id)
    return _shown(work.session, me, draft_id)


@router.post("/{draft_id}/submit", **_EDIT)
def submit_draft(
    draft_id: DraftId, asked: DraftRevision, parts: InParts, work: InWork, me: Me
) -> DraftView:
    """Give a draft to others to publish."""
    flow.submit_draft(work, parts.catalogue, draft_id, asked.revision)
    return _shown(work.session, me, draft_id)


@router.post("/{draft_id}/withdraw", **_EDIT)
def withdraw_draft(draft_id: DraftId, work: InWork, me: Me) -> DraftView:
    """Take a draft back to be edited."""
    flow.withdraw_draft(work, draft_id)
    return _shown(work.session, me, draft_id)


@router.post("/{draft_id}/return", **_PUBLISH)
def return_draft(draft_id: DraftId, asked: DraftReturn, work: InWork, me: Me) -> DraftView:
    """Give a draft back to those who wrote it, with the reason."""
    flow.return_draft(work, draft_id, asked.reason)
    return _shown(work.session, me, draft_id)


@router.post("/{draft_id}/publish", **_PUBLISH)
def publish_draft(
    draft_id: DraftId, asked: DraftPublication, parts: InParts, work: InWork, me: Me
) -> DraftView:
    """Publish a draft for good, as somebody who wrote none of it."""
    flow.publish_draft(work, parts.catalogue, draft_id, asked.revision, asked.valid_from)
    return _shown(work.session, me, draft_id)


def change_lines(old: Definition, new: Definition) -> list[ChangeLineView]:
    """Return what ``new`` changes, each sentence once."""
    told = {sentence(one): one.area for one in changes(old, new)}
    return [ChangeLineView(what=area, words=words) for words, area in told.items()]


def summaries(
    session: Session, me: Actor, drafts: Sequence[Draft]
) -> Iterator[DraftSummaryView]:
    """Yield the drafts as ``me`` sees them."""
    for view in _views(session, me, drafts):
        yield DraftSummaryView.model_validate(view)


def _views(session: Session, me: Actor, drafts: Sequence[Draft]) -> Iterator[DraftView]:
    people = {
        person
        for one in drafts
        for person in (*one.editors, one.updated_by, *((one.submitted_by,) if one.submitted_by else ()))
    }  # fmt: skip
    names = names_of(session, people)
    has_right = may_somewhere(me, Permission.CATALOGUE_PUBLISH)
    for one in drafts:
        title = raw_of(one.text).get("title_zh")
        barred = barred_from_publishing(one, me.user_id, has_right=has_right)
        yield DraftView(
            id=one.id,
            code=one.code,
            version=one.version,
            title=title if isinstance(title, str) else one.code,
            based_on=one.based_on,
            revision=one.revision,
            state=one.state.value,
            origin="imported" if one.fingerprint else "here",
            office=one.office,
            editors=[names.get(person, "系统") for person in one.editors],
            updated_at=one.updated_at,
            updated_by=names.get(one.updated_by, "系统"),
            submitted_by=names.get(one.submitted_by, "系统") if one.submitted_by else None,
            returned_reason=one.returned_reason or None,
            may_publish=not barred,
            may_not_because=barred or None,
            text=one.text,
        )


def _shown(session: Session, me: Actor, draft: DraftId) -> DraftView:
    return next(_views(session, me, [draft_store.get(session, draft)]))


def _runnable(checked: Checked) -> Definition:
    """Return the definition of a text whose expressions all run; raises Refused."""
    blocking = [
        one
        for one in checked.errors
        if not one.code.startswith(("example.", "version.", "text."))
    ]
    if checked.definition is None or blocking:
        first = (blocking or [*checked.problems])[0]
        raise Refused(
            f"定义还有错误，不能试算；先改正第{first.place.line}行：{first.message}",
            code="draft_has_errors",
            line=first.place.line,
        )
    return checked.definition
