"""The queue of read values: a clerk looks at each beside its scan and says what is right."""

from dossier.cases import store as cases
from dossier.documents import store as documents
from dossier.documents.model import Document, Review, Value, Verdict, Via
from dossier.flows import judge
from dossier.flows.desk import require_open
from dossier.flows.due import values_of
from dossier.flows.house import House
from dossier.flows.reviews import let_go, say, tell
from dossier.identity import store as staff
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import CaseId, ValueId
from dossier.work import Work
from dossier_ocr.text.folding import folded
from dossier_ocr.values import VALUE_TYPES, Options

_AS_TYPED = frozenset({"text", "name", "names", "address", "organisation"})
"""Types whose values a person writes exactly as they stand."""
_NOTHING = frozenset({Verdict.UNREADABLE, Verdict.ABSENT})


def review_value(
    work: Work,
    house: House,
    case: CaseId,
    value: ValueId,
    verdict: Verdict,
    text: str,
    *,
    known: int,
    key: str,
) -> None:
    """Keep what the actor says of a value; the same key twice is one review.

    text: what is right, for a correction.  known: how often anybody had said anything of the
    value when the screen showed it.  Raises Conflict when somebody has since, NotFound when the
    value is not of this case.
    """
    head = cases.lock_case(work.session, case)
    require_open(head)
    document, found = _find(house, judge.papers_of(work.session, head.batch_id), value)
    verdict, text = _judged(house, document, found, verdict, text)
    if before := documents.find_review(work.session, work.actor, key):
        if (before.document_id, before.field, before.verdict) != (
            document.id,
            found.name,
            verdict,
        ):
            raise Conflict("这次提交已经用过，请刷新页面后再试。", code="key_used")
        return
    if found.revision != known:
        raise _meanwhile(work, found)
    right = None if verdict in _NOTHING else text
    review = say(work, document, found.name, verdict, right, Via.QUEUE, key=key)
    if (right or "") != found.value:
        let_go(work, case, document, found.name)
    judge.assemble_case(work, house.catalogue, case)
    tell(work, case, review)


def undo_review(work: Work, house: House, case: CaseId, key: str) -> None:
    """Take back what the actor said last in the queue of this case; the record of it stays.

    Raises Refused when there is nothing, Conflict when somebody has looked at the value since.
    """
    head = cases.lock_case(work.session, case)
    require_open(head)
    if documents.find_review(work.session, work.actor, key):
        return
    papers = judge.papers_of(work.session, head.batch_id)
    last = last_of(work, papers)
    if last is None:
        raise Refused("没有可以撤销的核对。", code="nothing_to_undo")
    document = next(one for one in papers.documents if one.id == last.document_id)
    found = document.find_value(last.field)
    if found is None or found.review is None or found.review.id != last.id:
        raise Conflict(
            "这个值之后又核对过，不能撤销。请直接按扫描件改正。",
            code="value_reviewed_elsewhere",
        )
    review = say(
        work,
        document,
        last.field,
        Verdict.WITHDRAWN,
        None,
        Via.QUEUE,
        key=key,
        withdraws=last.id,
    )
    let_go(work, case, document, last.field)
    judge.assemble_case(work, house.catalogue, case)
    tell(work, case, review)


def last_of(work: Work, papers: judge.Papers) -> Review | None:
    """Return what the actor said last in the queue of these papers, and may take back."""
    ids = [one.id for one in papers.documents]
    return documents.last_review(work.session, ids, work.actor, Via.QUEUE)


def _find(house: House, papers: judge.Papers, value: ValueId) -> tuple[Document, Value]:
    for document in papers.documents:
        for one in values_of(house.document_types, document):
            if one.id == value:
                return document, one
    raise NotFound(
        "这个值已不在这件办件里，可能重新识别过或已移出。请刷新页面。", code="value_not_found"
    )


def _judged(
    house: House, document: Document, value: Value, verdict: Verdict, text: str
) -> tuple[Verdict, str]:
    """Return the verdict as it counts: typing what was read confirms it.

    A type with one way of being written gets it, so that 2026年3月9日 is kept as 2026-03-09.
    """
    if verdict is Verdict.CONFIRMED:
        # What stands there now is confirmed, be it the engine's or a colleague's correction.
        now = value.value or value.machine or ""
        if not now:
            raise _empty()
        same = value.machine is not None and now == value.machine
        return (Verdict.CONFIRMED if same else Verdict.CORRECTED), now
    if verdict in _NOTHING:
        return verdict, ""
    text = _normal(house, document, value.name, text.strip())
    if not text:
        raise _empty()
    return (Verdict.CONFIRMED if text == value.machine else Verdict.CORRECTED), text


def _normal(house: House, document: Document, name: str, text: str) -> str:
    known = house.document_types.by_code.get(document.document_type)
    for part in known.parts if known else ():
        for field in part.fields:
            if field.name == name and field.value_type not in _AS_TYPED:
                options = Options(field.choices, field.pattern)
                plain = folded(text)
                parsed = VALUE_TYPES[field.value_type](plain, options)
                if parsed and (parsed.start, parsed.end) == (0, len(plain)):
                    return parsed.value
    return text


def _empty() -> Refused:
    return Refused(
        "请输入扫描件上的内容；看不清请选“看不清”，纸上没有请选“此件上没有这一项”。",
        code="value_empty",
    )


def _meanwhile(work: Work, value: Value) -> Conflict:
    names = staff.names_of(work.session, {value.review.by}) if value.review else {}
    who = next(iter(names.values()), "别人")
    return Conflict(f"这个值刚由{who}核对过，请看最新的结果。", code="value_reviewed_elsewhere")
