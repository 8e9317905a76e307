"""The demonstration's story: three cases at the counter, one of them all the way to the archive."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from dossier import audit, jobs
from dossier.cases import store as cases
from dossier.cases.model import Status
from dossier.flows import desk, file, judge, pay, pointers, printed_forms, receive, steps
from dossier.flows.house import House
from dossier.flows.steps import Asked
from dossier.identity import store as identity
from dossier.identity.model import Actor
from dossier.kernel.canonical import Json
from dossier.kernel.clock import FixedClock, civil_day
from dossier.kernel.errors import Unavailable
from dossier.kernel.ids import CaseId, new_id
from dossier.ledger import vouchers
from dossier.ledger.rules import voucher_name
from dossier.notices import store as notices
from dossier.ports import SearchQuery
from dossier.samples.cases import (
    SampleCase,
    complete_case,
    contradicting_case,
    missing_paper_case,
)
from dossier.samples.office import Member
from dossier.wiring import Parts
from dossier.work import Work, begin, look

Say = Callable[[str], None]
_PATIENCE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Told:
    """What one case of the story came to.

    filled, confirmed, corrected: form values that scans filled without asking, that the clerk
    confirmed, and that the clerk put right or added.  wrong: filled without asking, and wrong.
    for_applicant: problems that the applicant must put right, besides missing materials.
    """

    title: str
    case: CaseId
    pages: int
    filled: int
    wrong: int
    confirmed: int
    corrected: int
    missing: int = 0
    for_applicant: int = 0
    problems: tuple[str, ...] = ()
    status: str = ""
    case_no: str | None = None
    reference_code: str | None = None
    voucher: str | None = None


class Story:
    """Plays the cases with the invented people, through the same flows as the desk."""

    def __init__(
        self, parts: Parts, clock: FixedClock, people: dict[str, Member], say: Say
    ) -> None:
        self._parts = parts
        self._clock = clock
        self._people = people
        self._say = say

    def complete(self) -> Told:
        """The complete case: from the scans to payment, archive and proof."""
        sample = complete_case()
        case = self._receive(sample)
        told = self._fill(sample, case)
        self._mark_materials(case, look_up=True)
        with self._as("clerk") as (work, actor):
            steps.accept(work, self._house, actor, case, _press())
        self._say(f"受理，出具受理通知书：{self._case_no(case)}")
        self._review(case)
        voucher = self._pay(case)
        self._wait()
        with self._as("archivist") as (work, actor):
            file.file_case(work, self._house, actor, case, _press())
        self._wait()
        told = self._closed(told, case, voucher)
        self._say(f"归档：{told.reference_code}")
        return told

    def missing(self) -> Told:
        """The case with papers missing: one notice names them all."""
        sample = missing_paper_case()
        case = self._receive(sample)
        told = self._fill(sample, case)
        self._mark_materials(case, look_up=True)
        told = self._judged_anew(told, case)
        with self._as("clerk") as (work, actor):
            steps.supplement(work, self._house, actor, case, _press())
        self._wait()
        self._say(
            f"一次性告知：{told.missing} 项材料、{told.for_applicant} 个问题，写在一份告知书上"
        )
        return self._closed(told, case, None)

    def contradicting(self) -> Told:
        """The case whose papers contradict each other: it stays at the desk, to be looked at."""
        sample = contradicting_case()
        case = self._receive(sample)
        told = self._fill(sample, case)
        self._mark_materials(case, look_up=False)
        told = self._judged_anew(told, case)
        for problem in told.problems[:3]:
            self._say(f"发现：{problem}")
        return told

    @property
    def _house(self) -> House:
        return self._parts.house

    def _receive(self, sample: SampleCase) -> CaseId:
        self._clock.advance(timedelta(minutes=20))
        with self._as("clerk") as (work, actor):
            case = desk.open_case(work, self._parts.catalogue, actor, sample.service)
        with look(self._parts.sessions) as session:
            batch = cases.get_case(session, case).batch_id
        for paper in sample.papers:
            with self._as("clerk") as (work, _):
                receive.receive_file(
                    work,
                    self._parts.blobs,
                    batch,
                    paper.name,
                    paper.content,
                    self._parts.settings.upload_limit_bytes,
                )
        self._say(f"{sample.title_zh}：收下 {len(sample.papers)} 份扫描件，开始识别")
        self._wait()
        return case

    def _fill(self, sample: SampleCase, case: CaseId) -> Told:
        """Do what the clerk does: type what no paper says, check what was read unsurely."""
        self._clock.advance(timedelta(minutes=8))
        with look(self._parts.sessions) as session:
            judged = self._judged(session, case)
        form = dict(judged.form.form)
        machine = [one for one in judged.form.origins.values() if one.origin == "document"]
        wanted = dict(pointers.leaves(sample.form))
        typed = dict(pointers.leaves(sample.typed))
        corrected, confirmed = 0, []
        for pointer, value in typed.items():
            form = pointers.placed(form, pointer, value)
        for pointer, origin in judged.form.origins.items():
            if pointer in typed or pointer not in wanted:
                continue
            if (
                pointers.get(judged.form.form, pointer) != wanted[pointer]
                and not origin.confirmed
            ):
                form = pointers.placed(form, pointer, wanted[pointer])
                corrected += 1
            elif not origin.confirmed:
                confirmed.append(pointer)
        for pointer, value in wanted.items():
            if pointers.get(form, pointer) is None and value is not None:
                form = pointers.placed(form, pointer, value)
                corrected += 1
        with self._as("clerk") as (work, _):
            desk.change_form(
                work, self._parts.catalogue, case, judged.form.revision, form, confirmed
            )
        told = self._judged_anew(
            Told(
                title=sample.title_zh,
                case=case,
                pages=sum(len(one.pages) for one in judged.papers.readings.values()),
                filled=sum(one.confirmed for one in machine),
                wrong=sum(
                    pointers.get(judged.form.form, pointer) != wanted.get(pointer)
                    for pointer, origin in judged.form.origins.items()
                    if origin.origin == "document" and origin.confirmed
                ),
                confirmed=len(confirmed),
                corrected=corrected,
            ),
            case,
        )
        self._say(
            f"识别 {told.pages} 页；自动填入 {told.filled} 项，核对 {told.confirmed} 项，"
            f"改正或补录 {told.corrected} 项"
        )
        return told

    def _judged_anew(self, told: Told, case: CaseId) -> Told:
        with look(self._parts.sessions) as session:
            judged = self._judged(session, case)
        return replace(
            told,
            missing=judged.missing,
            for_applicant=len(judged.for_applicant),
            problems=tuple(one.message for one in judged.problems if one.severity == "block"),
            status=str(judged.state.status),
        )

    def _mark_materials(self, case: CaseId, *, look_up: bool) -> None:
        """Tell what is done with personal data; see the originals; look up in the platform."""
        with self._as("clerk") as (work, _):
            printed_forms.note_consent(work, self._house, case, given=True)
        with look(self._parts.sessions) as session:
            due = self._judged(session, case).evaluation.materials
        for one in due:
            waived = look_up and one.waivable and one.status != "present"
            with self._as("clerk") as (work, _):
                desk.mark_material(
                    work,
                    self._parts.catalogue,
                    case,
                    one.code,
                    one.person_pointer,
                    originals_seen=one.status == "present",
                    waived=waived,
                    note="平台查询结果：有记录（演示）" if waived else None,
                )

    def _review(self, case: CaseId) -> None:
        """Community, public notice, street, district: other people than the clerk."""
        self._clock.advance(timedelta(hours=2))
        self._office_findings(case)
        for _ in range(10):
            with look(self._parts.sessions) as session:
                judged = self._judged(session, case)
            now = judged.state.now
            if now is None or judged.state.status is not Status.UNDER_REVIEW:
                return
            login = _LOGIN_OF[now.role]
            press = self._press_with_checklist(judged)
            if now.notice and not judged.state.notice_ended:
                with self._as(login) as (work, actor):
                    steps.publish(work, self._house, actor, case, _press())
                self._say(f"{now.title}：公示开始")
                self._until_notice_is_over(case)
                with self._as(login) as (work, actor):
                    steps.close_notice(work, self._house, actor, case, _press())
                self._say("公示期满，没有异议")
                continue
            last = judged.state.stage == len(judged.state.route) - 1
            with self._as(login) as (work, actor):
                if last:
                    steps.approve(work, self._house, actor, case, press)
                else:
                    steps.forward(work, self._house, actor, case, press)
            self._say(f"{now.level}：{now.title}——{'批准' if last else '同意'}（{actor.name}）")
            self._clock.advance(timedelta(days=1))

    def _office_findings(self, case: CaseId) -> None:
        """Fill in what the community found when it visited the household."""
        with look(self._parts.sessions) as session:
            judged = self._judged(session, case)
        today = civil_day(self._clock()).isoformat()
        found: dict[str, Json] = {
            "/visit_living_ok": True,
            "/visit_date": today,
            "/visitors": "赵国强、林晓燕",
        }
        form = dict(judged.form.form)
        for pointer, value in found.items():
            form = pointers.placed(form, pointer, value)
        with self._as("director") as (work, _):
            desk.change_form(work, self._parts.catalogue, case, judged.form.revision, form, ())

    def _until_notice_is_over(self, case: CaseId) -> None:
        self._wait()
        with look(self._parts.sessions) as session:
            ends = notices.notices_of(session, case)[0].ends
        while civil_day(self._clock()) <= ends:
            self._clock.advance(timedelta(days=1))

    def _press_with_checklist(self, judged: judge.Judged) -> Asked:
        ticked = tuple(one.id for one in judged.evaluation.checklist)
        return Asked(new_id(), "经核查，情况属实", ticked)

    def _pay(self, case: CaseId) -> str:
        with self._as("bookkeeper") as (work, actor):
            pay.prepare_payment(work, self._house, actor, case, _press())
        with self._as("leader") as (work, actor):
            pay.approve_payment(work, self._house, actor, case, _press())
        with self._as("cashier") as (work, actor):
            pay.release_payment(work, self._house, actor, case, _press(), "演示回单-0001")
        with look(self._parts.sessions) as session:
            paid = vouchers.vouchers_of_case(session, case)[-1]
        name = f"{paid.day.year}年{voucher_name(paid)}"
        self._say(f"制单、复核、支付由三人完成：{name}，{paid.amount_fen / 100:.2f} 元")
        return name

    def _closed(self, told: Told, case: CaseId, voucher: str | None) -> Told:
        with look(self._parts.sessions) as session:
            head = cases.get_case(session, case)
        return replace(
            told,
            status=str(head.status),
            case_no=head.case_no,
            reference_code=head.reference_code,
            voucher=voucher,
        )

    def _case_no(self, case: CaseId) -> str:
        with look(self._parts.sessions) as session:
            return cases.get_case(session, case).case_no or ""

    def _judged(self, session: Session, case: CaseId) -> judge.Judged:
        head = cases.get_case(session, case)
        return judge.judge(session, self._parts.catalogue, head, civil_day(self._clock()))

    @contextmanager
    def _as(self, login: str) -> Iterator[tuple[Work, Actor]]:
        """Work as one of the people."""
        user = self._people[login].user
        with look(self._parts.sessions) as session:
            actor = identity.get_actor(session, user)
        with begin(self._parts.sessions, user, self._clock) as work:
            yield work, actor

    def _wait(self) -> None:
        """Wait until every job that is owed has been done."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            with look(self._parts.sessions) as session:
                if not jobs.unfinished(session):
                    return
            time.sleep(0.1)
        raise Unavailable("后台工作没有在规定时间内完成，请查看日志。", code="jobs_stuck")


_LOGIN_OF = {
    "community_director": "director",
    "street_reviewer": "reviewer",
    "district_approver": "approver",
}


def proof(parts: Parts, told: Told) -> tuple[int, str, int]:
    """Return (size of the audit log, its root, hits of the archived case in full text).

    Raises Unavailable when the log does not verify.
    """
    with look(parts.sessions) as session:
        report = audit.verify(session)
    if not report.sound:
        raise Unavailable("审计日志校验不通过。", code="audit_broken")
    hits = parts.index.search(SearchQuery(text=told.reference_code or "", scopes=("0001/",)))
    return report.size, report.root, hits.total


def _press() -> Asked:
    return Asked(new_id())
