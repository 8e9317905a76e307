"""`dossier search`: full text over everything in this home, for who has the machine."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dossier import wiring
from dossier.adapters.search import DiskSearch
from dossier.cases import store as cases
from dossier.identity import store as staff
from dossier.kernel.ids import CaseId
from dossier.ports import SearchQuery
from dossier.work import look


def search(
    query: Annotated[
        str, typer.Argument(help="要找的内容：姓名、证号、办件号、档号、文书中的话")
    ],
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多显示几条")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """全文检索本机的全部办件和档案。"""
    settings = wiring.load()
    sessions = wiring.open_sessions(settings)
    index = DiskSearch(settings.home / "index", settings.search_engine)
    try:
        with look(sessions) as session:
            units = staff.units_within(session, ("",))
            roots = tuple(one.path for one in units if one.parent_id is None)
            hits = index.search(SearchQuery(text=query, scopes=roots, limit=limit))
            shown = []
            for hit in hits.items:
                case = cases.get_case(session, CaseId(hit.id))
                shown.append(
                    {
                        **asdict(hit),
                        "case_no": case.case_no,
                        "reference_code": case.reference_code,
                    }
                )
    finally:
        index.close()
        sessions.kw["bind"].dispose()
    if as_json:
        typer.echo(json.dumps({"total": hits.total, "hits": shown}, ensure_ascii=False))
        return
    table = Table("办件", "办件号", "档号", "摘要", title=f"“{query}” 共 {hits.total} 件")
    for one in shown:
        table.add_row(one["title"], one["case_no"], one["reference_code"], one["snippet"])
    Console().print(table if shown else f"没有找到“{query}”。可换个词，或检查是否有错别字。")
