"""Know the residents of cases that were accepted before there was a locker."""

import json
from typing import Annotated

import typer
from rich.console import Console

from dossier import wiring
from dossier.cases import store as cases
from dossier.flows import residents
from dossier.kernel.ids import SYSTEM
from dossier.work import begin, look


def know_residents(
    *, as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False
) -> None:
    """把已受理办件中的居民和家庭成员登记到居民材料库(可重复执行)。"""
    parts = wiring.build(wiring.load())
    try:
        with look(parts.sessions) as session:
            known = cases.all_cases(session)
        new = 0
        with Console(stderr=True).status(f"正在登记，共 {len(known)} 件……"):
            for case in known:
                with begin(parts.sessions, SYSTEM, parts.clock) as work:
                    new += residents.know_residents(work, parts.catalogue, parts.blobs, case)
    finally:
        parts.close()
    if as_json:
        typer.echo(json.dumps({"cases": len(known), "new": new}))
    else:
        Console().print(f"查过 {len(known)} 件，新登记 {new} 人次。")
