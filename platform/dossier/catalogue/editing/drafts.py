"""A draft of a definition: what may be done with it, and by whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import DraftId, UserId


class DraftState(StrEnum):
    """Where a draft stands."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    DISCARDED = "discarded"


OPEN = frozenset({DraftState.EDITING, DraftState.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a version that is not published yet.

    version: the number that it will have.  based_on: the version that it was begun from.
    revision: grows with every text that is saved.
    office, fingerprint: whose bundle it came in, "" where it was written here.
    """

    id: DraftId
    code: str
    version: int
    based_on: int | None
    text: str
    revision: int
    state: DraftState
    editors: tuple[UserId, ...]
    created_by: UserId
    created_at: datetime
    updated_by: UserId
    updated_at: datetime
    submitted_by: UserId | None
    returned_reason: str
    office: str
    fingerprint: str


def require_state(draft: Draft, *wanted: DraftState) -> None:
    """Let pass a draft in one of the ``wanted`` states; raises Conflict with where it stands."""
    if draft.state in wanted:
        return
    told = {
        DraftState.EDITING: "这份草稿还在编辑，没有提交发布；请先提交。",
        DraftState.SUBMITTED: "这份草稿已经提交发布，不能再改；要改请先撤回。",
        DraftState.PUBLISHED: "这份草稿已经发布，不能再改；要改请起草新的版本。",
        DraftState.DISCARDED: "这份草稿已经作废；要改请重新起草。",
    }[draft.state]
    raise Conflict(told, code=f"draft_{draft.state.value}", state=draft.state.value)


def require_revision(draft: Draft, revision: int, by: str) -> None:
    """Let pass who knows the present text; raises Conflict naming ``by``, who saved it."""
    if draft.revision != revision:
        raise Conflict(
            f"{by}在您之后保存过这份草稿。请对照两份内容，决定保留哪一份。",
            code="draft_changed",
            by=by,
            at=draft.updated_at.isoformat(),
            revision=draft.revision,
        )


def barred_from_publishing(draft: Draft, person: UserId, *, has_right: bool) -> str:
    """Return why ``person`` may not publish the draft, "" where nothing stands against it."""
    if not has_right:
        return "您的岗位没有发布服务定义的权限；请交由有权限的同事复核发布。"
    if draft.state is not DraftState.SUBMITTED:
        return "草稿还没有提交发布。"
    if person in draft.editors or person == draft.submitted_by:
        return "您编辑过这份草稿，不能由您发布；请由没有编辑过的同事复核发布。"
    return ""


def require_four_eyes(draft: Draft, person: UserId) -> None:
    """Let pass a second person; raises Refused for whoever wrote any of the draft."""
    reason = barred_from_publishing(draft, person, has_right=True)
    if reason:
        raise Refused(reason, code="forbidden_four_eyes")


def next_version(versions: Collection[int]) -> int:
    """Return the number after the last one."""
    return max(versions, default=0) + 1
