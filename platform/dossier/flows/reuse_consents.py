"""A resident lets papers be used again, or no longer; a household link ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dossier import audit
from dossier.cases import store as cases
from dossier.cases.model import Case
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.versions import title_of
from dossier.flows import pointers
from dossier.flows.judge import definition_of, parameters_on
from dossier.flows.lending import note_looks, require_patience
from dossier.flows.residents import OnForm, meet_resident, persons_on
from dossier.identity import rules as rights
from dossier.identity.model import Actor, Permission
from dossier.intake import store as intake
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId, ConsentId, FileId, LinkId, ResidentId, new_id
from dossier.people import rules, store
from dossier.people.events import HouseholdLinkEnded, ReuseConsentGiven, ReuseConsentRevoked
from dossier.people.model import EVERYTHING, Consent, Given, Kind
from dossier.ports import BlobStore
from dossier.work import Work

CONSENT_MONTHS = "locker_consent_months"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a clerk notes of a consent.

    key: made once per press of the button.  purpose: code of the service, or ``EVERYTHING``.
    until: None for as long as the centre lets a consent hold.  file: scan of a signed paper.
    """

    key: str
    purpose: str
    kinds: Collection[Kind]
    how: Given
    guardian: str = ""
    given_on: date | None = None
    until: date | None = None
    file: FileId | None = None


def give_consent(
    work: Work,
    catalogue: Catalogue,
    blobs: BlobStore,
    case: CaseId,
    number_at: str,
    agreed: Agreed,
) -> Consent | None:
    """Keep the consent of a person of the case, who is known to the centre from now on.

    A number that is known under another name is the same to the screen as a person of whom
    there is nothing: None is returned, and the try is counted as a look.  Raises NotFound for a place without a person, Refused for a consent that cannot stand.
    """
    head = cases.get_case(work.session, case)
    person = _person(work.session, catalogue, head, number_at)
    if agreed.purpose not in (head.service, EVERYTHING):
        raise Refused(
            "在办件里只能登记对本事项、或对所有事项的同意。", code="consent_other_purpose"
        )
    if agreed.file is not None:
        file = intake.get_file(work.session, agreed.file)
        if file.batch_id != head.batch_id or file.removed_at is not None:
            raise NotFound("本件没有这份扫描件，请重新选定。", code="file_not_found")
    require_patience(work)
    resident = meet_resident(work, blobs, person.name, person.number)
    if resident is None:
        note_looks(work, blobs, agreed.purpose, case, [person], {})
        return None
    return _keep(work, catalogue, resident, person.number, head, agreed, case)


def give_general_consent(
    work: Work, catalogue: Catalogue, actor: Actor, resident: ResidentId, agreed: Agreed
) -> Consent:
    """Keep a resident's consent for all services, given at the counter without a case."""
    if agreed.purpose != EVERYTHING or agreed.file is not None:
        raise Refused(
            "对某一事项的同意和签字的同意书，请在该事项的办件里登记。",
            code="consent_other_purpose",
        )
    head, number = own_case(work.session, actor, resident, Permission.CASE_EDIT)
    return _keep(work, catalogue, resident, number, head, agreed, None)


def revoke_consent(
    work: Work, actor: Actor, resident: ResidentId, consent: ConsentId, reason: str
) -> None:
    """Take a consent back at the resident's wish; what was accepted meanwhile stays."""
    own_case(work.session, actor, resident, Permission.CASE_EDIT)
    found = store.get_consent(work.session, resident, consent)
    text = _reason(reason, "请写明由谁、因何撤回同意。")
    if store.revoke_consent(work.session, found.id, text, work.actor, work.now):
        work.record(
            ReuseConsentRevoked(
                consent=found.id,
                resident=resident,
                reason=audit.commit_value(work.session, text.encode(), subject=resident),
            )
        )


def end_link(work: Work, actor: Actor, resident: ResidentId, link: LinkId, reason: str) -> None:
    """Note that a member is no longer of the household; the link stays in its history."""
    own_case(work.session, actor, resident, Permission.CASE_EDIT)
    found = next(
        (one for one in store.links_of(work.session, resident) if one.id == link), None
    )
    if found is None:
        raise NotFound("没有这条家庭成员关系，请刷新页面。", code="link_not_found")
    rights.check(actor, Permission.CASE_EDIT, found.unit_path, seen_by=Permission.CASE_READ)
    text = _reason(reason, "请写明关系结束的原因(例如：已分户、已去世)。")
    if store.end_link(work.session, found, work.today, text, work.actor, work.now):
        work.record(
            HouseholdLinkEnded(
                link=link,
                reason=audit.commit_value(work.session, text.encode(), subject=resident),
            )
        )


def own_case(
    session: Session, actor: Actor, resident: ResidentId, permission: Permission
) -> tuple[Case, str]:
    """Return the newest case of a resident over which the actor has ``permission``.

    With the number on its form.  Raises NotFound for whoever may see none, Refused where it may
    be seen but not done.
    """
    seen = visible_cases(session, actor, resident)
    if not seen:
        raise NotFound(
            "没有找到这位居民：不存在，或者不在您的管辖范围内。", code="resident_not_found"
        )
    for head, number in seen:
        if rights.may(actor, permission, head.unit_path):
            return head, number
    rights.check(actor, permission, seen[0][0].unit_path, seen_by=Permission.CASE_READ)
    return seen[0]


def visible_cases(
    session: Session, actor: Actor, resident: ResidentId
) -> list[tuple[Case, str]]:
    """Return the cases of a resident that the actor may look at, newest first."""
    found: dict[str, tuple[Case, str]] = {}
    for one in store.appearances_of(session, resident):
        head = cases.find_case(session, one.case)
        if head is None or head.id in found or not sees(actor, head):
            continue
        number = pointers.get(cases.form_of(session, head.id).form, one.number_at)
        if isinstance(number, str):
            found[head.id] = (head, number)
    return list(found.values())


def sees(actor: Actor, case: Case) -> bool:
    """Tell whether the actor may look at a case."""
    try:
        rights.check_sight(actor, case.unit_path, case.stage_role)
    except (NotFound, Refused):
        return False
    return True


def longest_until(
    session: Session, catalogue: Catalogue, given_on: date, unit_path: str
) -> date | None:
    """Return until when a consent of that day may hold; None: the centre has not said."""
    figure = parameters_on(session, catalogue, given_on, unit_path).get(CONSENT_MONTHS)
    if figure is None or figure.value is None:
        return None
    return rules.last_day_of(given_on, figure.value)


def purpose_title(catalogue: Catalogue, purpose: str) -> str:
    """Return what a purpose is called; "" for all services."""
    return "" if purpose == EVERYTHING else title_of(catalogue, purpose, 0)


def _keep(
    work: Work,
    catalogue: Catalogue,
    resident: ResidentId,
    number: str,
    head: Case,
    agreed: Agreed,
    case: CaseId | None,
) -> Consent:
    given_on = agreed.given_on or work.today
    longest = longest_until(work.session, catalogue, given_on, head.unit_path)
    until = agreed.until or longest
    if until is None:
        raise Refused(
            "本中心还没有规定同意的有效期，请填写截止日期，或由管理员设定"
            "“居民同意复用材料的有效期”。",
            code="consent_until_missing",
        )
    kinds = tuple(kind for kind in Kind if kind in agreed.kinds)
    rules.check_consent(
        how=agreed.how,
        kinds=kinds,
        purpose=agreed.purpose,
        guardian=agreed.guardian,
        given_on=given_on,
        until=until,
        today=work.today,
        longest=longest or until,
        minor=rules.is_minor(number, work.today),
        paper=agreed.file is not None,
    )
    text = rules.consent_text(purpose_title(catalogue, agreed.purpose), kinds, until)
    wanted = Consent(
        id=ConsentId(new_id()),
        resident=resident,
        purpose=agreed.purpose,
        kinds=kinds,
        given_on=given_on,
        until=until,
        how=agreed.how,
        guardian=agreed.guardian.strip(),
        file=agreed.file,
        case=case,
        unit_path=head.unit_path,
        text_sha256=sha256_hex(text.encode()),
        by=work.actor,
        at=work.now,
    )
    kept = store.add_consent(work.session, wanted, agreed.key)
    if kept.id == wanted.id:
        work.record(
            ReuseConsentGiven(
                consent=kept.id,
                resident=resident,
                purpose=kept.purpose,
                kinds=tuple(str(kind) for kind in kinds),
                how=str(kept.how),
                until=kept.until.isoformat(),
                case=kept.case,
                file=kept.file,
                text_sha256=kept.text_sha256,
            )
        )
    return kept


def _person(session: Session, catalogue: Catalogue, head: Case, number_at: str) -> OnForm:
    form = cases.form_of(session, head.id).form
    found = next(
        (
            one
            for one in persons_on(definition_of(catalogue, head), form)
            if one.number_at == number_at
        ),
        None,
    )
    if found is None:
        raise NotFound(
            "表单上没有这个人，或者姓名、身份证号还没有填对。", code="person_not_found"
        )
    return found


def _reason(reason: str, wanted: str) -> str:
    if not reason.strip():
        raise Refused(wanted, code="reason_missing")
    return reason.strip()
