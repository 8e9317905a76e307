"""What this person may do next with this case."""

from dossier.cases import rules as case_rules
from dossier.cases.model import Status
from dossier.flows.judge import OPEN, Judged
from dossier.flows.steps import may_ask_again
from dossier.identity import rules as rights
from dossier.identity.model import Actor, Permission, Role

_STAGE_STEPS = frozenset({"forward", "return", "refuse", "publish", "close_notice", "approve"})
_NEEDS = {
    "supplement": Permission.CASE_NOTIFY,
    "resubmit": Permission.CASE_EDIT,
    "accept": Permission.CASE_ACCEPT,
    "withdraw": Permission.CASE_EDIT,
    "change_version": Permission.CASE_EDIT,
    "prepare_payment": Permission.PAYMENT_PREPARE,
    "approve_payment": Permission.PAYMENT_APPROVE,
    "release_payment": Permission.PAYMENT_RELEASE,
    "archive": Permission.ARCHIVE_FILE,
}


def offered_to(actor: Actor, judged: Judged) -> tuple[str, ...]:
    """Return the steps, and "edit", that ``actor`` may take now.

    A step that is offered may still be refused, with the reason, when its details are wrong.
    """
    path = judged.case.unit_path
    steps = [
        step
        for step in case_rules.offered(judged.state)
        if _may_take(step, actor, judged) and not _pointless(step, judged, actor)
    ]
    if rights.may(actor, Permission.CASE_EDIT, path) and judged.case.status in OPEN:
        steps.append("edit")
    elif judged.state.status is Status.UNDER_REVIEW and _may_act_at_stage(actor, judged):
        steps.append("edit_office")
    return tuple(steps)


def _may_take(step: str, actor: Actor, judged: Judged) -> bool:
    if step in _STAGE_STEPS:
        return _may_act_at_stage(actor, judged)
    path = judged.case.unit_path
    if step == "supplement" and judged.state.supplements:
        return may_ask_again(actor, path)
    return rights.may(actor, _NEEDS[step], path)


def _may_act_at_stage(actor: Actor, judged: Judged) -> bool:
    now = judged.state.now
    return (
        now is not None
        and rights.acts_as(actor, Role(now.role), judged.case.unit_path)
        and case_rules.may_act(judged.state, actor.user_id)
    )


def _pointless(step: str, judged: Judged, actor: Actor) -> bool:
    """Leave out what would be refused at once for a reason that the screen shows anyway."""
    if step == "change_version":
        return True  # offered apart, where there is a newer version
    if judged.changed and step != "withdraw":
        return True
    if step == "accept":
        return not judged.complete
    if step == "supplement":
        return not (judged.missing or judged.for_applicant)
    if step == "approve_payment":
        return judged.state.voucher_by == actor.user_id
    if step == "release_payment":
        return actor.user_id in (judged.state.voucher_by, judged.state.voucher_approved_by)
    return False
