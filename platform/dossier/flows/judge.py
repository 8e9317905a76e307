"""A case is put together: papers fill the form, the rules judge it, the lists are told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from dossier.cases import desk_store
from dossier.cases import rules as case_rules
from dossier.cases import store as cases
from dossier.cases.acting import Acting, ActingNote
from dossier.cases.desk_papers import Certification, Consent
from dossier.cases.model import Case, CaseForm, CaseState, Done, Mark, Origin, Status
from dossier.catalogue import rules as service_rules
from dossier.catalogue.claims import Claim, claims_of
from dossier.catalogue.compiling import compiled
from dossier.catalogue.labels import label
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition, Parameter
from dossier.catalogue.papers import KnownPaper
from dossier.catalogue.suggesting import suggest
from dossier.catalogue.verdicts import (
    DocumentFacts,
    Evaluation,
    FieldFact,
    MaterialDue,
    Suggestion,
    Waiver,
)
from dossier.documents import store as documents
from dossier.documents.model import Document, Reading
from dossier.flows import (
    claims,
    copies,
    data_notice,
    form_returns,
    local_settings,
    pointers,
    standing_in,
)
from dossier.flows.claims import Clash
from dossier.flows.form_sheets import Grounds, Sheet, sheets_of
from dossier.flows.notes import notes_of
from dossier.flows.office import is_left_to_office
from dossier.flows.way import as_it_goes_on
from dossier.identity import store as staff
from dossier.identity.model import Level
from dossier.intake import store as intake
from dossier.intake.model import ReceivedFile
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound, Problem, Refused
from dossier.kernel.ids import BatchId, CaseId, FileId, ReadingId
from dossier.notices import printed_store as prints
from dossier.notices.printed_forms import ReturnedForm
from dossier.work import Work

OPEN = frozenset({Status.OPEN, Status.SUPPLEMENTING})
"""While these hold, papers may still fill the form."""

_CLOSED = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.ARCHIVED})
_CHANGED = "definition_changed"
_DECIDED = ("approve", "refuse", "withdraw")
_PARTIES_SHOWN = 2
_COUNTER = frozenset(
    {
        "value_unconfirmed",
        "original_unseen",
        form_returns.UNSIGNED,
        data_notice.MISSING,
        _CHANGED,
    }
)
"""Problems that the counter settles by itself; no letter speaks of them."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The files of a case and the newest reading of each."""

    files: tuple[ReceivedFile, ...]
    readings: Mapping[FileId, Reading]

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document of the files that are in the case."""
        return tuple(
            document
            for file in self.files
            if file.removed_at is None and file.id in self.readings
            for document in self.readings[file.id].documents
        )

    @property
    def waiting(self) -> int:
        """How many files still wait for their reading, or for it to reach the form."""
        return sum(
            file.removed_at is None
            and (
                file.id not in self.readings
                or self.readings[file.id].attempt < file.attempt
                or not self.readings[file.id].assembled
            )
            for file in self.files
        )


@dataclass(frozen=True, slots=True)
class DeskNotes:
    """What the counter has noted of a case beside its form.

    returns: the printed forms that came back, by document.
    """

    acting: ActingNote | None
    consent: Consent | None
    certifications: tuple[Certification, ...]
    returns: Mapping[str, ReturnedForm]

    @property
    def stands_in(self) -> Acting | None:
        """Who hands the case in; None while nobody has noted it."""
        return self.acting.acting if self.acting else None


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with everything that its rules are about.

    day: the one that the rules went by.
    """

    case: Case
    definition: Definition
    actions: tuple[Done, ...]
    state: CaseState
    form: CaseForm
    marks: tuple[Mark, ...]
    papers: Papers
    evaluation: Evaluation
    problems: tuple[Problem, ...]
    claims: tuple[Claim, ...]
    clashes: tuple[Clash, ...]
    desk: DeskNotes
    day: date

    @property
    def missing(self) -> int:
        """How many materials are still to be brought, or to be decided on."""
        return sum(due.status in ("missing", "unchecked") for due in self.evaluation.materials)

    @property
    def undecided(self) -> tuple[MaterialDue, ...]:
        """The materials of which the counter must first say whether they are asked for."""
        return tuple(due for due in self.evaluation.materials if due.status == "unchecked")

    @property
    def blocking(self) -> int:
        """How many problems forbid acceptance, besides missing materials."""
        return sum(
            problem.severity == "block" and not problem.pointer.startswith("material:")
            for problem in self.problems
        )

    @property
    def for_applicant(self) -> tuple[Problem, ...]:
        """What the applicant must put right, besides missing materials."""
        return tuple(
            problem
            for problem in self.problems
            if problem.severity == "block"
            and not problem.pointer.startswith("material:")
            and problem.code not in _COUNTER
            and not problem.code.startswith(f"{claims.CODE}.")
        )

    @property
    def changed(self) -> bool:
        """The definition is no longer the one that the case was opened with."""
        return not is_as_opened(self.definition, self.case)

    @property
    def complete(self) -> bool:
        """Nothing is missing, nothing blocks, nothing waits to be read."""
        return not (self.missing or self.blocking or self.papers.waiting)


def weighed(
    definition: Definition,
    form: CaseForm,
    marks: Sequence[Mark],
    facts: Sequence[DocumentFacts],
    acting: Acting | None,
    figures: Mapping[str, Parameter],
    day: date,
    known: Mapping[str, KnownPaper],
) -> Evaluation:
    """Return what the rules say of a form and its papers, whoever brought them.

    facts: every paper, each print with what it was printed for.
    """
    evaluation = service_rules.evaluate(
        definition,
        form.form,
        standing_in.facts_without_stand_in(acting, definition, form, facts),
        figures,
        day,
        (*waivers_of(marks), *standing_in.answers(acting, definition, marks)),
        known,
    )
    return standing_in.with_papers(evaluation, acting, facts)


def papers_of(session: Session, batch: BatchId) -> Papers:
    """Return the files of a batch with their newest readings."""
    files = intake.files_of(session, batch)
    return Papers(files, documents.latest_readings(session, [file.id for file in files]))


def definition_of(catalogue: Catalogue, case: Case) -> Definition:
    """Return the version of the service that the case was opened with; NotFound when lost."""
    definition = catalogue.definitions.get((case.service, case.version))
    if definition is None:
        raise NotFound(
            f"这件办件依据的服务定义（{case.service} 第{case.version}版）找不到了，"
            "请系统管理员把该版本的定义文件恢复到定义文件夹。",
            code="definition_lost",
        )
    return definition


def require_not_accepted(case: Case) -> None:
    """Raise Refused once the case was accepted, or is closed."""
    if case.status not in OPEN or case.case_no is not None:
        raise Refused(
            "此件已经受理或办结，按受理时的规定办到底，不能再转到新版本。",
            code="case_not_open",
        )


def is_as_opened(definition: Definition, case: Case) -> bool:
    """Tell whether the definition still says what it said when the case was opened."""
    return definition.digest == case.digest


def require_as_opened(judged: Judged) -> None:
    """Raise Refused where the case would go on by rules that are not its own."""
    if judged.changed:
        raise Refused(
            f"“{judged.definition.title_zh}”第{judged.case.version}版的定义在此件登记后被改动，"
            "不能按改动后的规定往下办。请系统管理员恢复原来的定义文件。",
            code=_CHANGED,
        )


def judge(session: Session, catalogue: Catalogue, case: Case, today: date) -> Judged:
    """Return the case as the rules see it; the day of acceptance counts once it is accepted."""
    actions = cases.actions_of(session, case.id)
    form = cases.form_of(session, case.id)
    marks = cases.marks_of(session, case.id)
    papers = papers_of(session, case.batch_id)
    accepted_at = moment_of(actions, "accept")
    decided_at = moment_of(actions, *_DECIDED)
    definition = local_settings.shown(
        session,
        definition_of(catalogue, case),
        case.unit_path,
        today,
        accepted_at=accepted_at,
        decided_at=decided_at,
    )
    day = civil_day(accepted_at) if accepted_at else today
    desk = desk_notes(session, case.id, papers)
    acting = desk.stands_in
    facts = form_returns.serving(facts_of(papers), desk.returns)
    figures = parameters_on(session, catalogue, day, case.unit_path, decided_at)
    evaluation = weighed(definition, form, marks, facts, acting, figures, day, catalogue.papers)
    by_id: dict[str, Document] = {one.id: one for one in papers.documents}
    asking = data_notice.consent_problem(
        definition, catalogue.desk.notice, catalogue.papers, desk.consent
    )
    state = as_it_goes_on(case_rules.state_of(actions), definition, evaluation.stages)
    claimed = () if case.status in _CLOSED else claims_of(definition, evaluation.form, facts)
    clashes = claims.clashes_of(session, case, claimed)
    return Judged(
        case=case,
        definition=definition,
        actions=actions,
        state=state,
        form=form,
        marks=marks,
        papers=papers,
        evaluation=evaluation,
        problems=(
            *_changed(definition, case),
            *(
                problem
                for problem in evaluation.problems
                if state.accepted or not is_left_to_office(definition, problem)
            ),
            *(clash.problem for clash in clashes),
            *_unconfirmed(definition, form),
            *copies.unseen(evaluation, marks, desk.certifications, by_id),
            *standing_in.problems_of(
                acting, definition, form.form, facts, today if case.status in OPEN else day
            ),
            *form_returns.problems_of(
                definition,
                evaluation,
                desk.returns,
                lambda: sheets_now(
                    session, catalogue, case, evaluation, definition, acting, day
                ),
            ),
            *((asking,) if asking and not state.accepted else ()),
            *_unread(papers),
            *notes_of(
                case.batch_id,
                papers.files,
                papers.readings,
                intake.routings_of(session, case.batch_id),
                evaluation,
                desk.returns,
            ),
        ),
        claims=claimed,
        clashes=clashes,
        desk=desk,
        day=day,
    )


def desk_notes(session: Session, case: CaseId, papers: Papers) -> DeskNotes:
    """Return what the counter has noted of a case beside its form."""
    return DeskNotes(
        acting=desk_store.find_acting(session, case),
        consent=desk_store.find_consent(session, case),
        certifications=desk_store.certifications_of(session, case),
        returns=prints.returns_of(session, [one.id for one in papers.documents]),
    )


def sheets_now(
    session: Session,
    catalogue: Catalogue,
    case: Case,
    evaluation: Evaluation,
    definition: Definition,
    acting: Acting | None,
    day: date,
) -> tuple[Sheet, ...]:
    """Return the forms of a case as they would be printed now."""
    above = staff.units_above(session, case.unit_path)
    body = next((one.name for one in reversed(above) if one.level is Level.DISTRICT), "")
    return sheets_of(
        Grounds(
            definition=definition,
            evaluation=evaluation,
            acting=acting,
            texts=catalogue.desk,
            body=body or (above[0].name if above else ""),
            day=day,
        )
    )


def assemble(work: Work, catalogue: Catalogue, reading: ReadingId) -> None:
    """Put the case of a reading together again; running it twice changes nothing."""
    batch = _batch_of(work.session, reading)
    case = cases.find_case_of_batch(work.session, batch) if batch else None
    if case is not None:
        assemble_case(work, catalogue, case.id)


def assemble_case(work: Work, catalogue: Catalogue, case: CaseId) -> Judged:
    """Fill from the papers what nobody has typed, and tell the lists what is missing."""
    head = cases.lock_case(work.session, case)
    papers = papers_of(work.session, head.batch_id)
    if head.status in OPEN:
        _fill(work.session, catalogue, head, papers)
    new = [one.id for one in papers.readings.values() if not one.assembled]
    if new:
        documents.mark_assembled(work.session, new, work.now)
    judged = judge(work.session, catalogue, head, work.today)
    cases.project_judgement(
        work.session, case, applicant_of(judged), judged.missing, judged.blocking
    )
    return judged


def applicant_of(judged: Judged) -> str | None:
    """Return the applicant's name as on the form; where nobody applies, the parties' names."""
    form, persons = judged.form.form, judged.definition.persons
    if person := persons.get("applicant"):
        name = pointers.get(form, person.name)
        return name if isinstance(name, str) and name else None
    names = [
        name
        for parties in persons.values()
        if isinstance(rows := pointers.get(form, parties.list), list)
        for number in range(len(rows))
        if isinstance(
            name := pointers.get(form, f"{parties.list}/{number}/{parties.name}"), str
        )
        and name
    ]
    more = "等" if len(names) > _PARTIES_SHOWN else ""
    return "、".join(names[:_PARTIES_SHOWN]) + more or None


def label_of(definition: Definition, pointer: str) -> str:
    """Return the Chinese name of a place in the form."""
    return label(compiled(definition).shape, pointer)


def facts_of(papers: Papers) -> tuple[DocumentFacts, ...]:
    """Return the documents as the catalogue's rules want them."""
    pages = {
        page.id: page.number for reading in papers.readings.values() for page in reading.pages
    }
    return tuple(
        DocumentFacts(
            document.id,
            document.document_type,
            document.parts,
            {
                value.name: FieldFact(
                    value.value,
                    1.0 if value.confirmed else value.confidence,
                    page=pages.get(value.page_id, 1) if value.page_id else 1,
                    auto=value.auto,
                    confirmed=value.confirmed,
                )
                for value in document.values
                if not value.silent
            },
        )
        for document in papers.documents
    )


def moment_of(actions: tuple[Done, ...], *kinds: str) -> datetime | None:
    """Return when the first action of ``kinds`` was taken; None where there is none."""
    return next((done.at for done in actions if done.action.kind in kinds), None)


def parameters_on(
    session: Session,
    catalogue: Catalogue,
    day: date,
    unit_path: str,
    known_at: datetime | None = None,
) -> dict[str, Parameter]:
    """Return the figures of ``day`` for a unit: the catalogue's with those of offices over them.

    known_at: as they were known then; what was decided stays as it was decided.
    """
    return local_settings.figures_of(session, catalogue, day, unit_path, known_at)


def waivers_of(marks: Sequence[Mark]) -> tuple[Waiver, ...]:
    """Return what the look-ups in the city platform gave."""
    return tuple(
        Waiver(mark.code, mark.person_pointer, by, granted=mark.waived_by is not None)
        for mark in marks
        if (by := mark.waived_by or mark.not_found_by)
    )


def silent_of(papers: Papers) -> set[tuple[str, str]]:
    """Return (document, field) of what nobody can read, or does not stand there."""
    return {
        (document.id, value.name)
        for document in papers.documents
        for value in document.values
        if value.silent
    }


def _fill(session: Session, catalogue: Catalogue, case: Case, papers: Papers) -> None:
    definition = definition_of(catalogue, case)
    if not is_as_opened(definition, case):
        return  # nothing is filled in by rules that are not the case's own
    form = cases.form_of(session, case.id)
    noted = desk_store.find_acting(session, case.id)
    facts = standing_in.facts_without_stand_in(
        noted.acting if noted else None, definition, form, facts_of(papers)
    )
    filled = fill(definition, form, facts, silent_of(papers))
    if filled != form:
        cases.change_form(
            session, case.id, form.revision, replace(filled, revision=form.revision + 1)
        )


def fill(
    definition: Definition,
    form: CaseForm,
    facts: tuple[DocumentFacts, ...],
    silent: Collection[tuple[str, str]] = (),
) -> CaseForm:
    """Return ``form`` with what the papers say in every place that no person has touched.

    A value whose paper was taken away, or read anew, is asked for again: it stays when another
    paper says the same, and goes when none does.  So is one that a person has meanwhile looked
    at on its paper: it is sure then, or nothing can be read.
    silent: (document, field) of what nobody can read, or does not stand there.
    """
    present = {one.id: one for one in facts}
    typed = frozenset(pointer for pointer, origin in form.origins.items() if origin.by)
    stale = [
        pointer
        for pointer, origin in form.origins.items()
        if origin.by is None and _outdated(origin, present, silent)
    ]
    names = _naming(definition)
    values, origins = dict(form.form), dict(form.origins)
    for pointer in stale:
        del origins[pointer]
        if not names(pointer):  # what a row is known by stays until the papers have been asked
            values = pointers.placed(values, pointer, None)
    values, origins = _proposed(definition, values, origins, facts, typed)
    for pointer in stale:
        if pointer in origins or not names(pointer):
            continue
        without = pointers.placed(values, pointer, None)
        again = {one.pointer: one for one in suggest(definition, without, facts, typed)}
        if pointer in again:
            values = pointers.placed(values, pointer, again[pointer].value)
            origins[pointer] = _origin(again[pointer])
        else:
            values = without
    return replace(form, form=pointers.pruned(values), origins=origins)


def _outdated(
    origin: Origin,
    present: Mapping[str, DocumentFacts],
    silent: Collection[tuple[str, str]],
) -> bool:
    """Tell whether the paper no longer says what it said, or says it with another certainty."""
    paper = present.get(origin.document_id or "")
    if paper is None or (origin.document_id, origin.field) in silent:
        return True
    if origin.confidence is None:  # let go: what was confirmed of it no longer holds
        return True
    fact = paper.values.get(origin.field or "")
    return fact is not None and (fact.auto or fact.confirmed) != origin.confirmed


def _proposed(
    definition: Definition,
    values: pointers.Form,
    origins: dict[str, Origin],
    facts: tuple[DocumentFacts, ...],
    typed: frozenset[str],
) -> tuple[pointers.Form, dict[str, Origin]]:
    for proposal in suggest(definition, values, facts, typed):
        if proposal.pointer in typed or _shut(proposal.pointer, values, typed):
            continue
        values = pointers.placed(values, proposal.pointer, proposal.value)
        origins[proposal.pointer] = _origin(proposal)
    return values, origins


def _naming(definition: Definition) -> Callable[[str], bool]:
    """Return a test for the places that say who a person is: name and identity number."""
    known = {
        one.list + "/*" + field if one.list else field
        for one in definition.persons.values()
        for field in (one.name, one.id_number)
    }

    def names(pointer: str) -> bool:
        return "/".join("*" if part.isdigit() else part for part in pointer.split("/")) in known

    return names


def _shut(pointer: str, values: Mapping[str, object], typed: frozenset[str]) -> bool:
    """Tell whether the pointer would add a row to a list from which a person took rows away."""
    parts = pointer.split("/")
    for place, name in enumerate(parts):
        if name.isdigit():
            within = "/".join(parts[:place])
            rows = pointers.get(values, within)  # type: ignore[arg-type]
            length = len(rows) if isinstance(rows, list) else 0
            return within in typed and int(name) >= length
    return False


def _origin(proposal: Suggestion) -> Origin:
    return Origin(
        "document",
        proposal.document_id,
        proposal.field,
        proposal.confidence,
        confirmed=proposal.auto,
        by=None,
    )


def _changed(definition: Definition, case: Case) -> list[Problem]:
    if is_as_opened(definition, case):
        return []
    return [
        Problem(
            "definition:",
            _CHANGED,
            f"“{definition.title_zh}”第{case.version}版的定义在此件登记后被改动，"
            "下面的判断不是按登记时的规定作出的，不能作准。",
            "请系统管理员恢复原来的定义文件；还没有受理的，也可以转到新版本。",
            "block",
        )
    ]


def _unconfirmed(definition: Definition, form: CaseForm) -> list[Problem]:
    return [
        Problem(
            pointer,
            "value_unconfirmed",
            f"{label_of(definition, pointer)}是识别得来的，把握不足。",
            "请对照左边的扫描件核对，按回车确认，或直接改正。",
            "block",
            ((origin.document_id, origin.field),),
        )
        for pointer, origin in form.origins.items()
        if not origin.confirmed and origin.document_id and origin.field
    ]


def _unread(papers: Papers) -> list[Problem]:
    return [
        Problem(
            f"file:{file.id}",
            reading.failed_code,
            reading.failed_message or "",
            "请重新扫描后上传，再把读不出的这份移除。",
            "block",
        )
        for file in papers.files
        if file.removed_at is None
        and (reading := papers.readings.get(file.id))
        and reading.failed_code
    ]


def _batch_of(session: Session, reading: ReadingId) -> BatchId | None:
    file = documents.find_file_of_reading(session, reading)
    return intake.get_file(session, file).batch_id if file else None
