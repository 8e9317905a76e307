"""Papers that are no longer good on the day of acceptance, by the rules of their types."""

from collections.abc import Iterator, Sequence

from dossier.catalogue.agreeing import label_on, title_of
from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.papers import last_day
from dossier.catalogue.verdicts import DocumentFacts
from dossier.kernel.errors import Problem


def ended_papers(
    around: Circumstances, documents: Sequence[DocumentFacts]
) -> Iterator[Problem]:
    """Give a warning for each paper whose last day lies before the day of acceptance."""
    for document in documents:
        known = around.known.get(document.document_type)
        rule = known.validity if known else None
        last = last_day(rule, document) if rule else None
        if rule is None or last is None or last >= around.day:
            continue
        title = title_of(around, document)
        label = label_on(around, document, rule.name, "有效期")
        doubt = "（有效期规则待确认）" if rule.to_confirm else ""
        yield Problem(
            f"document:{document.id}",
            "papers.expired",
            f"{title}（{label}：{document.text(rule.name)}）有效到{last}，"
            f"在受理日{around.day}已经过期{doubt}。",
            "请对照扫描件核对日期：读错了请更正识别结果；确已过期的请居民提供有效的材料。",
            "warn",
            ((document.id, rule.name),),
            f"请提供在有效期内的{title}。",
        )
