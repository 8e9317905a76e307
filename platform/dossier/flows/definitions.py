"""A definition's way from a draft to a published version, under four eyes."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from sqlalchemy.orm import Session

from dossier import audit
from dossier.catalogue import version_store
from dossier.catalogue.deep_lint.deep import try_definition
from dossier.catalogue.editing import draft_store, drafts
from dossier.catalogue.editing.drafts import Draft, DraftState
from dossier.catalogue.editing.template import starting_text
from dossier.catalogue.editing.text_check import Checked, check_text
from dossier.catalogue.editing.text_edits import facts_of, with_facts
from dossier.catalogue.events import (
    DefinitionDraftDiscarded,
    DefinitionDrafted,
    DefinitionDraftEdited,
    DefinitionDraftReturned,
    DefinitionDraftSubmitted,
    DefinitionDraftWithdrawn,
    DefinitionPublished,
)
from dossier.catalogue.living import definition_kept
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.catalogue.version_store import PublishedVersion
from dossier.catalogue.yaml_tree import SIZE_BYTES_MAX
from dossier.identity import store as identity
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import DraftId, UserId, new_id
from dossier.work import Work

_CODE = re.compile(r"[a-z][a-z0-9-]{0,38}\.[a-z0-9][a-z0-9-]{0,39}")
REASON_MAX = 500


def create_draft(
    work: Work, catalogue: Catalogue, code: str, based_on: int | None, title: str = ""
) -> DraftId:
    """Begin the next version of a service from one of its versions, or from a small template.

    Raises Conflict when a draft of the service is open, NotFound for an unknown version,
    Refused for a code that none can have.
    """
    version = next_version(work.session, catalogue, code)
    if based_on is None:
        text = _template(catalogue, code, version, title or code)
    else:
        text = with_facts(text_of(work.session, catalogue, code, based_on), version=version)
    return begin_draft(work, code, version, based_on, text)


def begin_draft(
    work: Work,
    code: str,
    version: int,
    based_on: int | None,
    text: str,
    *,
    office: str = "",
    fingerprint: str = "",
) -> DraftId:
    """Keep a new draft.  Raises Conflict when one of the service is open."""
    if not _CODE.fullmatch(code):
        raise Refused(
            "服务编码要写成“类别.名称”，用小写字母、数字和短横线，如 elderly.meal-card。",
            code="definition_code",
        )
    present = draft_store.find_open(work.session, code)
    if present is not None:
        raise Conflict(
            "这项服务已经有一份草稿没有办完；请打开那份草稿继续。",
            code="draft_open",
            id=present.id,
        )
    draft = Draft(
        id=DraftId(new_id()),
        code=code,
        version=version,
        based_on=based_on,
        text=_storable(text),
        revision=1,
        state=DraftState.EDITING,
        editors=(work.actor,),
        created_by=work.actor,
        created_at=work.now,
        updated_by=work.actor,
        updated_at=work.now,
        submitted_by=None,
        returned_reason="",
        office=office,
        fingerprint=fingerprint,
    )
    draft_store.add(work.session, draft)
    work.record(
        DefinitionDrafted(
            draft=draft.id,
            code=code,
            version=version,
            based_on=based_on,
            fingerprint=fingerprint,
        )
    )
    return draft.id


def save_draft(work: Work, draft: DraftId, revision: int, text: str) -> None:
    """Keep a text; sending the same again changes nothing.

    revision: of the text that it was made from.  Raises Conflict, with who and when, when
    somebody saved another one since.
    """
    present = draft_store.lock(work.session, draft)
    drafts.require_state(present, DraftState.EDITING)
    if present.text == text and present.updated_by == work.actor:
        return
    drafts.require_revision(present, revision, _name(work.session, present.updated_by))
    taken_up = present.updated_by != work.actor
    if taken_up:
        draft_store.keep_text(work.session, present)
    draft_store.add_editor(work.session, draft, work.actor, work.now)
    changed = replace(
        present,
        text=_storable(text),
        revision=present.revision + 1,
        updated_by=work.actor,
        updated_at=work.now,
    )
    draft_store.put(work.session, changed)
    if taken_up or present.revision == 1:
        work.record(DefinitionDraftEdited(draft=draft, revision=changed.revision))


def discard_draft(work: Work, draft: DraftId) -> None:
    """Give a draft up; its text stays on record."""
    present = draft_store.lock(work.session, draft)
    drafts.require_state(present, DraftState.EDITING, DraftState.SUBMITTED)
    _put(work, replace(present, state=DraftState.DISCARDED))
    work.record(DefinitionDraftDiscarded(draft=draft))


def submit_draft(work: Work, catalogue: Catalogue, draft: DraftId, revision: int) -> None:
    """Give a draft to others to publish.  Raises Refused while its text has errors.

    Where its number was published meanwhile, it gets the next one.
    """
    present = draft_store.lock(work.session, draft)
    drafts.require_state(present, DraftState.EDITING)
    drafts.require_revision(present, revision, _name(work.session, present.updated_by))
    _require_own_head(present)
    if present.version in _known(work.session, catalogue, present.code):
        version = next_version(work.session, catalogue, present.code)
        text = with_facts(present.text, version=version)
        present = replace(present, version=version, text=text, revision=revision + 1)
    definition = _without_errors(check_text(present.text, catalogue))
    _require_fillable(definition, catalogue)
    given = replace(
        present, state=DraftState.SUBMITTED, submitted_by=work.actor, returned_reason=""
    )
    _put(work, given)
    work.record(
        DefinitionDraftSubmitted(
            draft=draft, revision=given.revision, text_sha256=_sha256(given.text)
        )
    )


def withdraw_draft(work: Work, draft: DraftId) -> None:
    """Take a draft back to be edited."""
    present = draft_store.lock(work.session, draft)
    drafts.require_state(present, DraftState.SUBMITTED)
    _put(work, replace(present, state=DraftState.EDITING, submitted_by=None))
    work.record(DefinitionDraftWithdrawn(draft=draft))


def return_draft(work: Work, draft: DraftId, reason: str) -> None:
    """Give a draft back to those who wrote it, with the reason."""
    told = reason.strip()
    if not told or len(told) > REASON_MAX:
        raise Refused(
            f"请写明退回的原因（不超过{REASON_MAX}字），让起草人知道要改什么。",
            code="draft_reason",
        )
    present = draft_store.lock(work.session, draft)
    drafts.require_state(present, DraftState.SUBMITTED)
    changed = replace(
        present, state=DraftState.EDITING, submitted_by=None, returned_reason=told
    )
    _put(work, changed)
    work.record(DefinitionDraftReturned(draft=draft, reason_sha256=_sha256(told)))


def publish_draft(
    work: Work, catalogue: Catalogue, draft: DraftId, revision: int, valid_from: date | None
) -> PublishedVersion:
    """Publish a draft for good.

    revision: of the text that the publishing person saw.  valid_from: the first day, where the
    text shall not say it itself.  Raises Refused for whoever wrote any of it and for a text with
    errors, Conflict when it is no longer what was seen or its number is taken.
    """
    present = draft_store.lock(work.session, draft)
    drafts.require_state(present, DraftState.SUBMITTED)
    drafts.require_four_eyes(present, work.actor)
    drafts.require_revision(present, revision, _name(work.session, present.updated_by))
    if present.version in _known(work.session, catalogue, present.code):
        raise Conflict(
            f"第{present.version}版刚被发布或随系统更新而来。请退回草稿，重新提交时会改用新的版本号。",
            code="version_taken",
        )
    if valid_from is not None and valid_from < work.today:
        raise Refused(
            "施行日期不能早于今天：此前登记的办件已经用了原来的版本。请改为今天或以后。",
            code="valid_from_past",
        )
    text = with_facts(present.text, valid_from=valid_from)
    definition = _without_errors(check_text(text, catalogue))
    if definition.valid_to is not None and definition.valid_to < work.today:
        raise Refused(
            f"定义里的停止日期（valid_to）{definition.valid_to}已经过去，发布后这项服务就不能办理。"
            "请退回草稿，去掉或改正停止日期。",
            code="valid_to_past",
        )
    _require_own_head(replace(present, text=text))
    made = PublishedVersion(
        code=present.code,
        version=present.version,
        text=text,
        digest=definition.digest,
        draft_id=draft,
        office=present.office,
        fingerprint=present.fingerprint,
        published_by=work.actor,
        published_at=work.now,
    )
    version_store.add(work.session, made)
    _put(work, replace(present, text=text, state=DraftState.PUBLISHED))
    since, until = definition.valid_from, definition.valid_to
    work.record(
        DefinitionPublished(
            draft=draft,
            code=made.code,
            version=made.version,
            digest=made.digest,
            valid_from=since.isoformat() if since else None,
            valid_to=until.isoformat() if until else None,
        )
    )
    return made


@dataclass(frozen=True, slots=True)
class Kept:
    """A version that was published here and what is wrong with its row, "" for nothing."""

    version: PublishedVersion
    fault: str


def verify_published(session: Session) -> tuple[Kept, ...]:
    """Hold every published row against its own digest and against the audit log's."""
    return tuple(Kept(one, _fault(session, one)) for one in version_store.all_but(session))


def _fault(session: Session, kept: PublishedVersion) -> str:
    definition = definition_kept(kept)
    if definition is None:
        return "内容已不是有效的定义"
    if definition.digest != kept.digest:
        return "内容与摘要不符，发布后被改动"
    for record in audit.events_about(session, kept.draft_id):
        body = json.loads(record.body)
        if body["kind"] == DefinitionPublished.kind:
            event = DefinitionPublished.model_validate(body["data"])
            same = (event.code, event.version, event.digest)
            kept_as = (kept.code, kept.version, kept.digest)
            return "" if same == kept_as else "与审计日志里的摘要不符，发布后被改动"
    return "审计日志里没有它的发布记录"


def text_of(session: Session, catalogue: Catalogue, code: str, version: int) -> str:
    """Return the text of a version as it was written; raises NotFound."""
    kept = version_store.find(session, code, version)
    if kept is not None:
        return kept.text
    path = catalogue.files.get((code, version))
    if path is None:
        raise NotFound(
            f"没有编码为“{code}”的第{version}版，请核对编码和版本。", code="catalogue.unknown"
        )
    return path.read_text("utf-8")


def _put(work: Work, draft: Draft) -> None:
    draft_store.put(work.session, draft)


def _known(session: Session, catalogue: Catalogue, code: str) -> set[int]:
    delivered = {version for known, version in catalogue.definitions if known == code}
    return delivered | {*version_store.versions_of(session, code)}


def next_version(session: Session, catalogue: Catalogue, code: str) -> int:
    """Return the number that the next version of a service gets."""
    return drafts.next_version(_known(session, catalogue, code))


def _template(catalogue: Catalogue, code: str, version: int, title: str) -> str:
    group = code.partition(".")[0]
    groups = {one.group: one.group_zh for one in catalogue.definitions.values()}
    return starting_text(code, version, title, groups.get(group, group))


def _require_own_head(draft: Draft) -> None:
    if facts_of(draft.text) != (draft.code, draft.version):
        raise Refused(
            f"定义开头的code和version要与草稿一致（{draft.code}，第{draft.version}版）；请改回后再提交。",
            code="draft_head",
        )


def _without_errors(checked: Checked) -> Definition:
    wrong = checked.errors
    if wrong or checked.definition is None:
        first = wrong[0] if wrong else checked.problems[0]
        raise Refused(
            f"定义有{len(wrong)}处错误，不能提交或发布；第一处在第{first.place.line}行：{first.message}",
            code="draft_has_errors",
            errors=len(wrong),
            line=first.place.line,
        )
    return checked.definition


def _require_fillable(definition: Definition, catalogue: Catalogue) -> None:
    """Let pass a definition whose forms can be filled and whose conditions decide something."""
    wrong = [
        one
        for one in try_definition(definition, catalogue.parameters)
        if one.severity == "error"
    ]
    if wrong:
        raise Refused(
            f"逐项试填时发现{len(wrong)}处错误，不能提交：{wrong[0].message}（{wrong[0].place}）",
            code="draft_has_errors",
            errors=len(wrong),
        )


def _storable(text: str) -> str:
    """Return ``text``; raises Refused for one that is too large or that no database can keep."""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        size = -1
    if size < 0 or "\x00" in text:
        raise Refused("内容里有不能保存的字符；请删去后重试。", code="draft_characters")
    if size > SIZE_BYTES_MAX:
        raise Refused(
            f"内容超过{SIZE_BYTES_MAX // 1024}KB，不能保存；请删去不需要的部分。",
            code="draft_too_large",
        )
    return text


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _name(session: Session, user: UserId) -> str:
    return identity.names_of(session, {user}).get(user, "别人")
