"""Whether papers and form tell the same of one person, and who says what where they do not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.verdicts import DocumentFacts
from dossier.kernel.errors import Severity
from dossier_ocr.values import Comparison, compare

Fact = Literal["name", "id_number", "date", "address"]

WORDS: Mapping[Fact, str] = {
    "name": "姓名",
    "id_number": "公民身份号码",
    "date": "出生日期",
    "address": "住址",
}
_ORDER = ("same", "probably_same", "different")
_SURE = {
    "name": "确是同一人的姓名",
    "id_number": "确是同一个号码",
    "date": "确是同一天",
    "address": "确是同一处",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a paper, or the form (document None), says in one field."""

    document: DocumentFacts | None
    field: str
    text: str

    @property
    def evidence(self) -> tuple[tuple[str, str], ...]:
        """Where it stands on a scan."""
        return ((self.document.id, self.field),) if self.document else ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two sources that do not simply say the same."""

    fact: Fact
    one: Said
    other: Said
    comparison: Comparison

    @property
    def contradicts(self) -> bool:
        """Whether they contradict each other, rather than being probably the same."""
        return self.comparison.verdict == "different"


def disputes(
    fact: Fact, papers: Sequence[Said], form: Said | None = None, former: Collection[str] = ()
) -> tuple[Dispute, ...]:
    """Return where the papers, and then the form, do not simply say the same.

    Each text that differs from what the first paper says is told once; so is a form that
    says what no paper says, against the paper that it is nearest to.
    former: names that the person has borne before.
    """
    distinct: list[Said] = []
    for said in papers:
        if all(
            compare(fact, said.text, known.text, former).verdict != "same" for known in distinct
        ):
            distinct.append(said)
    found = [
        Dispute(fact, distinct[0], other, compare(fact, distinct[0].text, other.text, former))
        for other in distinct[1:]
    ]
    if form and form.text and distinct:
        against = [
            Dispute(fact, form, said, compare(fact, form.text, said.text, former))
            for said in distinct
        ]
        nearest = min(against, key=lambda dispute: _ORDER.index(dispute.comparison.verdict))
        if nearest.comparison.verdict != "same":
            found.append(nearest)
    return tuple(found)


def told(around: Circumstances, dispute: Dispute) -> str:
    """Say in one sentence who says what, and why it is taken as it is."""
    one, other = (_says(around, dispute.fact, said) for said in (dispute.one, dispute.other))
    word = WORDS[dispute.fact]
    verdict = "不一致" if dispute.contradicts else "写法不同，可能是一致的"
    return f"同一个人的{word}{verdict}：{one}，{other}；{dispute.comparison.message_zh}。"


def severity_of(dispute: Dispute, severity: Severity) -> Severity:
    """Return how heavily it weighs: what is probably the same is only a warning."""
    return severity if dispute.contradicts else "warn"


def remedy_of(dispute: Dispute, remedy: str) -> str:
    """Return what the clerk does; ``remedy``: where the sources contradict each other."""
    if dispute.contradicts:
        return remedy
    sure = _SURE[dispute.fact]
    return f"请对照扫描件确认：{sure}的可以继续办理，读错了请更正识别结果。"


def advice_of(around: Circumstances, dispute: Dispute) -> str:
    """Return what the resident is told to do."""
    titles = dict.fromkeys(
        title_of(around, said.document)
        for said in (dispute.one, dispute.other)
        if said.document
    )
    papers = "和".join(titles)
    word = WORDS[dispute.fact]
    return (
        f"请携带{papers}原件到窗口核对{word}；"
        f"证件或证明上的{word}确实有误的，请先到出具它的机关或单位更正。"
    )


def title_of(around: Circumstances, document: DocumentFacts | None) -> str:
    """Return what the service calls a paper, else what the reading calls it; None is the form."""
    if document is None:
        return "表单"
    kind = around.definition.papers.get(document.document_type)
    if kind:
        return kind.title_zh
    known = around.known.get(document.document_type)
    return known.title_zh if known else document.document_type


def label_on(around: Circumstances, document: DocumentFacts, field: str, fallback: str) -> str:
    """Return what a field of a paper is called."""
    known = around.known.get(document.document_type)
    return known.labels.get(field, fallback) if known else fallback


def _says(around: Circumstances, fact: Fact, said: Said) -> str:
    if said.document is None:
        return f"表单上是“{said.text}”"
    label = label_on(around, said.document, said.field, WORDS[fact])
    return f"{title_of(around, said.document)}（{label}）是“{said.text}”"
