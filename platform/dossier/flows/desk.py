"""The counter desk: open a case, fill the form, mark materials, correct what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dossier import audit
from dossier.cases import desk_store
from dossier.cases import store as cases
from dossier.cases.desk_papers import Certification
from dossier.cases.events import (
    CaseOpened,
    CertificationWithdrawn,
    CopyCertified,
    FormChanged,
    MaterialMarked,
)
from dossier.cases.model import Case, CaseForm, Mark, Open, Origin, Status
from dossier.catalogue import without_derived
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.catalogue.verdicts import MaterialDue
from dossier.catalogue.versions import get_present
from dossier.documents.model import Document, Verdict, Via
from dossier.flows import copies, judge, pointers
from dossier.flows.office import level_of
from dossier.flows.reviews import let_go, note_form, say, tell
from dossier.identity import rules as rights
from dossier.identity.model import Actor, Permission
from dossier.intake import store as intake
from dossier.kernel.canonical import Json, canonical_json
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import BatchId, CaseId, DocumentId, new_id
from dossier.work import Work


def open_case(work: Work, catalogue: Catalogue, actor: Actor, service: str) -> CaseId:
    """Open a case for ``service`` at the actor's counter, pinned to the present version.

    Raises NotFound for an unknown service, Refused when no version of it is in force today or
    the actor has no counter.
    """
    definition = get_present(catalogue, service, work.today)
    counters = rights.scopes(actor, Permission.CASE_OPEN)
    if not counters:
        raise Refused("您没有受理窗口的岗位，不能登记办件。", code="forbidden_no_counter")
    case = Case(
        id=CaseId(new_id()),
        batch_id=BatchId(new_id()),
        unit_path=counters[0],
        service=definition.code,
        version=definition.version,
        digest=definition.digest,
        opened_by=work.actor,
        opened_at=work.now,
        case_no=None,
        applicant=None,
        status=Status.OPEN,
        stage_role=None,
        due_on=None,
        due_provisional=False,
        missing=0,
        blocking=0,
        reference_code=None,
    )
    intake.add_batch(work.session, case.batch_id, case.unit_path, work.actor, work.now)
    cases.add_case(work.session, case)
    cases.add_action(work.session, case.id, f"open-{case.id}", Open(), work.actor, work.now)
    judge.assemble_case(work, catalogue, case.id)
    work.record(
        CaseOpened(
            case=case.id,
            service=definition.code,
            version=definition.version,
            digest=definition.digest,
        )
    )
    return case.id


def change_form(
    work: Work,
    catalogue: Catalogue,
    case: CaseId,
    known: int,
    form: Mapping[str, Json],
    confirmed: Sequence[str],
    base: Mapping[str, Json] | None = None,
) -> None:
    """Keep the form as a person left it on the screen.

    known: the revision that the screen shows.  base: what stood on it before the person began;
    what is still so was not touched, and follows the scans.  Without it, what scans have filled
    in since then stays.  What another person has typed since then raises Conflict.  A value that
    was changed becomes the person's own, one that stands in ``confirmed`` keeps its source and
    counts as checked; both say something of the reading that it came from.
    """
    head = cases.lock_case(work.session, case)
    present = cases.form_of(work.session, case)
    definition = judge.definition_of(catalogue, head)
    if present.person_revision > known:
        raise Conflict(
            "这份表单刚被别人(或另一个窗口)改过，请先载入最新内容，再补上您的改动。",
            code="form_changed_elsewhere",
        )
    wanted = pointers.pruned(without_derived(definition, form))
    if base is not None:
        before = pointers.pruned(without_derived(definition, base))
        wanted = pointers.pruned(pointers.merged(before, wanted, present.form))
    elif known < present.revision:
        wanted = _with_late_values(wanted, present)
    changed = _changed(present.form, wanted)
    origins = _origins(work, present, wanted, changed, confirmed)
    if not changed and origins == present.origins:
        return
    _require_open(head, definition, changed)
    revision = present.revision + 1
    after = CaseForm(revision, revision, wanted, origins)
    cases.change_form(work.session, case, present.revision, after)
    reviews = note_form(work, head, definition, present, after, confirmed)
    judge.assemble_case(work, catalogue, case)
    work.record(
        FormChanged(
            case=case,
            revision=revision,
            form=audit.commit_value(work.session, canonical_json(wanted), subject=case),
            changed=tuple(sorted(changed)),
        )
    )
    tell(work, case, *reviews)


def mark_material(
    work: Work,
    catalogue: Catalogue,
    case: CaseId,
    code: str,
    person_pointer: str,
    *,
    originals_seen: bool,
    waived: bool,
    not_found: bool = False,
    note: str | None,
) -> None:
    """Note that the original was seen, or whether the paper is asked for.

    waived: it is not, because the city platform shows the record, or because the definition
    leaves it to the clerk to say so.  not_found: it is, because the platform shows none.
    """
    assert not (waived and not_found)
    head = cases.lock_case(work.session, case)
    judged = judge.judge(work.session, catalogue, head, work.today)
    due = next(
        (
            one
            for one in judged.evaluation.materials
            if one.code == code and one.person_pointer == person_pointer
        ),
        None,
    )
    if due is None:
        raise NotFound("这件办件不需要这份材料，请刷新页面。", code="material_not_due")
    if (waived or not_found) and not (due.waivable or due.question_zh):
        raise Refused(
            f"“{due.title_zh}”不在可由平台查询免交的材料之列，请收取材料。", code="not_waivable"
        )
    _require_open(head, judged.definition, set())
    _certify(work, judged, due, note, seen=originals_seen)
    cases.set_mark(
        work.session,
        case,
        Mark(
            code,
            person_pointer,
            work.actor if originals_seen else None,
            work.actor if waived else None,
            note,
            work.actor if not_found else None,
        ),
    )
    judge.assemble_case(work, catalogue, case)
    work.record(
        MaterialMarked(
            case=case,
            material=code,
            person=person_pointer,
            originals_seen=originals_seen,
            waived=waived,
            not_found=not_found,
        )
    )


def _certify(
    work: Work, judged: judge.Judged, due: MaterialDue, note: str | None, *, seen: bool
) -> None:
    """Keep that the copies agree with their originals, or take it back with the reason in ``note``.

    Where another scan has come since, the former certification gives way to one of all of them.
    """
    documents: dict[str, Document] = {one.id: one for one in judged.papers.documents}
    files = copies.files_of(due, documents)
    known = copies.standing(judged.desk.certifications, due.code, due.person_pointer)
    if known is not None and seen and set(files) <= set(known.files):
        return
    if known is not None:
        reason = "又收了新的扫描件，一并重新核对" if seen else (note or "").strip()
        if not reason:
            raise Refused(
                f"“{due.title_zh}”已经核对过原件；要撤回，请写明原因。", code="reason_missing"
            )
        desk_store.withdraw_certification(work.session, known.id, reason, work.actor, work.now)
        work.record(
            CertificationWithdrawn(
                case=judged.case.id,
                certification=known.id,
                reason=audit.commit_value(
                    work.session, reason.encode(), subject=judged.case.id
                ),
            )
        )
    if not seen or not files:
        return
    certified = Certification(
        id=new_id(),
        material=due.code,
        person_pointer=due.person_pointer,
        title=due.title_zh + (f"（{due.person_name}）" if due.person_name else ""),
        files=files,
        unit_path=judged.case.unit_path,
        by=work.actor,
        at=work.now,
    )
    desk_store.add_certification(work.session, judged.case.id, certified)
    digests = {file.id: file.sha256 for file in judged.papers.files}
    work.record(
        CopyCertified(
            case=judged.case.id,
            certification=certified.id,
            material=due.code,
            person=due.person_pointer,
            unit=certified.unit_path,
            files=tuple(digests[file] for file in files),
        )
    )


def correct_value(
    work: Work, catalogue: Catalogue, case: CaseId, document: DocumentId, name: str, value: str
) -> None:
    """Keep what a person reads on the scan instead of what the engine read."""
    head = cases.lock_case(work.session, case)
    require_open(head)
    papers = judge.papers_of(work.session, head.batch_id)
    found = next((one for one in papers.documents if one.id == document), None)
    if found is None:
        raise NotFound("这件办件里没有这份证件。", code="document_not_found")
    text = value.strip()
    known = found.find_value(name)
    right = known is not None and known.machine == text
    verdict = Verdict.CONFIRMED if right else Verdict.CORRECTED
    review = say(work, found, name, verdict, text, Via.SCAN)
    let_go(work, case, found, name)
    judge.assemble_case(work, catalogue, case)
    tell(work, case, review)


def require_open(case: Case) -> None:
    """Raise Refused unless papers are still being collected."""
    if case.status not in judge.OPEN:
        raise Refused(
            "此件已受理，表单和材料不能再改；确需更改请退回补正。", code="case_not_open"
        )


def _require_open(head: Case, definition: Definition, changed: set[str]) -> None:
    """Allow changes while papers are collected; later, only what the office itself fills in."""
    office = all(level_of(definition, pointer) for pointer in changed)
    if head.status is Status.UNDER_REVIEW and changed and office:
        return
    require_open(head)


def _with_late_values(wanted: pointers.Form, present: CaseForm) -> pointers.Form:
    for pointer, origin in present.origins.items():
        late = pointers.get(present.form, pointer)
        if origin.by is None and late is not None and pointers.get(wanted, pointer) is None:
            try:
                wanted = pointers.placed(wanted, pointer, late)
            except ValueError:
                continue  # the person took the row away in the meantime
    return wanted


def _changed(before: Mapping[str, Json], after: Mapping[str, Json]) -> set[str]:
    old, new = dict(pointers.leaves(before)), dict(pointers.leaves(after))
    changed = {
        pointer for pointer in old.keys() | new.keys() if old.get(pointer) != new.get(pointer)
    }
    for name, rows in before.items():
        now = after.get(name)
        if isinstance(rows, list) and isinstance(now, list) and len(now) < len(rows):
            changed.add(f"/{name}")  # a row was taken away: scans add none again
    return changed


def _origins(
    work: Work,
    present: CaseForm,
    wanted: pointers.Form,
    changed: set[str],
    confirmed: Sequence[str],
) -> dict[str, Origin]:
    kept = {
        pointer: origin
        for pointer, origin in present.origins.items()
        if pointer not in changed
        and (pointers.get(wanted, pointer) is not None or origin.origin == "person")
    }
    for pointer in confirmed:
        if pointer in kept:
            kept[pointer] = replace(kept[pointer], confirmed=True, by=work.actor)
    typed = Origin("person", None, None, None, confirmed=True, by=work.actor)
    return kept | dict.fromkeys(changed, typed)
