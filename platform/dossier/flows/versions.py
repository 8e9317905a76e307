"""A case that is not accepted yet goes on under a newer version of its service."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from dossier import audit
from dossier.cases import rules as case_rules
from dossier.cases import store as cases
from dossier.cases.events import CaseActed, CaseVersionChanged
from dossier.cases.model import Case, ChangeVersion, Fallen
from dossier.catalogue.changes import changes, for_the_counter, lines
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.catalogue.verdicts import Evaluation
from dossier.catalogue.versions import find_newer
from dossier.flows import form_returns, index, judge, standing_in
from dossier.flows.carrying import Carried, carried
from dossier.kernel.canonical import canonical_json
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import CaseId
from dossier.work import Work


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a case under a newer version.

    changes: what the version changes, in words.  fallen: what the case could not take along.
    required: names of fields that would have to be filled and need not be now.
    materials_new, materials_gone: papers that would be asked for, or no longer.
    """

    before: int
    after: int
    revision: int
    changes: tuple[str, ...]
    fallen: tuple[Fallen, ...]
    required: tuple[str, ...]
    materials_new: tuple[str, ...]
    materials_gone: tuple[str, ...]


def find_newer_version(catalogue: Catalogue, case: Case, today: date) -> Definition | None:
    """Return the version to which an open case could be carried today."""
    if case.status not in judge.OPEN or case.case_no is not None:
        return None  # what was accepted ends by the rules that it was accepted by
    return find_newer(catalogue, case.service, case.version, case.digest, today)


def preview(session: Session, catalogue: Catalogue, case: Case, today: date) -> Preview:
    """Return what would change; Refused when there is no version to go to."""
    after = _newer(catalogue, case, today)
    present = catalogue.definitions.get((case.service, case.version))
    form = cases.form_of(session, case.id)
    carry = _carry(session, catalogue, case, after)
    papers = judge.papers_of(session, case.batch_id)
    desk = judge.desk_notes(session, case.id, papers)
    acting = desk.stands_in
    facts = form_returns.serving(judge.facts_of(papers), desk.returns)
    figures = judge.parameters_on(session, catalogue, today, case.unit_path)

    def judged(definition: Definition, it: Carried) -> Evaluation:
        return judge.weighed(
            definition, it.form, it.marks, facts, acting, figures, today, catalogue.papers
        )

    about = standing_in.facts_without_stand_in(acting, after, carry.form, facts)
    filled = judge.fill(after, carry.form, about, judge.silent_of(papers))
    now = judged(after, replace(carry, form=filled))
    marks = cases.marks_of(session, case.id)
    was = judged(present, Carried(form, marks, ())) if present else None
    old = _due(was) if was else {}
    new = _due(now)
    asked = _required(was) if was else set()
    return Preview(
        before=case.version,
        after=after.version,
        revision=form.revision,
        changes=lines(for_the_counter(changes(present, after))) if present else (),
        fallen=carry.fallen,
        required=tuple(
            judge.label_of(after, pointer) for pointer in sorted(_required(now) - asked)
        ),
        materials_new=tuple(title for key, title in new.items() if key not in old),
        materials_gone=tuple(title for key, title in old.items() if key not in new),
    )


def change_version(
    work: Work,
    catalogue: Catalogue,
    case: CaseId,
    version: int,
    revision: int,
    confirmed: Collection[str],
) -> None:
    """Carry the case to ``version``; doing it again changes nothing.

    revision: of the form that the preview was made of.  confirmed: pointers of what falls away,
    as a person has seen it; Conflict when it is not exactly that.
    """
    head = cases.lock_case(work.session, case)
    done = cases.find_action(work.session, case, _key(version))
    if done is not None and head.version == version:
        return
    after = _newer(catalogue, head, work.today)
    form = cases.form_of(work.session, case)
    carry = _carry(work.session, catalogue, head, after)
    _require_seen(after, version, form.revision, revision, carry, confirmed)
    action = ChangeVersion(
        before=head.version,
        before_digest=head.digest,
        after=after.version,
        after_digest=after.digest,
        fallen=carry.fallen,
    )
    case_rules.apply(
        case_rules.state_of(cases.actions_of(work.session, case)), action, work.actor
    )
    cases.change_version(work.session, case, after.version, after.digest)
    turn = form.revision + 1  # a screen that still shows the former form is told to load anew
    cases.change_form(
        work.session,
        case,
        form.revision,
        replace(carry.form, revision=turn, person_revision=turn),
    )
    for mark in cases.marks_of(work.session, case):
        if mark not in carry.marks:
            cases.drop_mark(work.session, case, mark.code, mark.person_pointer)
    kept, digest = cases.add_action(
        work.session, case, _key(version), action, work.actor, work.now
    )
    judge.assemble_case(work, catalogue, case)
    index.owe(work, case, kept.number)
    work.record(
        CaseActed(
            case=case,
            action=kept.id,
            number=kept.number,
            step=action.kind,
            body_sha256=digest,
        )
    )
    work.record(
        CaseVersionChanged(
            case=case,
            before=head.version,
            before_digest=head.digest,
            after=after.version,
            after_digest=after.digest,
            revision=turn,
            form=audit.commit_value(
                work.session, canonical_json(carry.form.form), subject=case
            ),
            fallen=tuple(sorted(one.pointer for one in carry.fallen)),
        )
    )


def _key(version: int) -> str:
    return f"change_version-{version}"


def _newer(catalogue: Catalogue, case: Case, today: date) -> Definition:
    judge.require_not_accepted(case)
    found = find_newer_version(catalogue, case, today)
    if found is None:
        raise Refused(
            "这件办件用的已经是现行版本，没有可转的新版本；请刷新页面。",
            code="no_newer_version",
        )
    return found


def _carry(session: Session, catalogue: Catalogue, case: Case, after: Definition) -> Carried:
    present = catalogue.definitions.get((case.service, case.version))
    known = present if present and judge.is_as_opened(present, case) else None
    return carried(
        known, after, cases.form_of(session, case.id), cases.marks_of(session, case.id)
    )


def _require_seen(
    after: Definition,
    version: int,
    revision: int,
    known: int,
    carry: Carried,
    confirmed: Collection[str],
) -> None:
    if after.version != version or revision != known:
        raise Conflict(
            "看过差异以后，表单或服务版本又有变化。请重新查看差异，再转到新版本。",
            code="version_preview_outdated",
        )
    if {one.pointer for one in carry.fallen} != set(confirmed):
        raise Conflict(
            "有内容带不到新版本。请看过带不走的内容并确认，再转到新版本。",
            code="version_loss_unconfirmed",
        )


def _required(evaluation: Evaluation) -> set[str]:
    return {one.pointer for one in evaluation.problems if one.code == "required"}


def _due(evaluation: Evaluation) -> dict[tuple[str, str], str]:
    return {
        (due.code, due.person_pointer): due.title_zh
        + (f"（{due.person_name}）" if due.person_name else "")
        for due in evaluation.materials
    }
