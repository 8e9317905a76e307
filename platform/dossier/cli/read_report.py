"""``dossier read-report``: how often reading was right, by what people said of its values."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Never, TypedDict

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from dossier import wiring
from dossier.documents import rules
from dossier.documents import store as documents
from dossier.documents.model import Review
from dossier.documents.rules import Tally
from dossier.flows.due import due_fields
from dossier.kernel.clock import CIVIL
from dossier.work import look
from dossier_ocr import DocumentTypes, load_types

FEW = 30
"""Below so many judged values a share says little."""
_USAGE = 2


class CountsJson(TypedDict):
    """How well values were read.  Shares are null where nothing was looked at.

    accuracy: right of right + corrected; interval: between what it lies with 95 % certainty.
    missed: due by the document type and not read; typed, absent, illegible: what people said of
    what was not read.  exact: right of right + corrected + typed.
    wrong_auto_share: of the values looked at in the queue that had been filled unasked.
    """

    read: int
    auto: int
    auto_share: float | None
    reviewed: int
    right: int
    corrected: int
    corrected_in_form: int
    unreadable: int
    accuracy: float | None
    interval: list[float] | None
    missed: int
    typed: int
    absent: int
    illegible: int
    exact: float | None
    auto_reviewed: int
    wrong_auto: int
    sampled: int
    wrong_auto_share: float | None
    wrong_auto_interval: list[float] | None
    few: bool


class FieldJson(CountsJson):
    """One field of one document type."""

    document_type: str
    title: str
    field: str
    label: str


class TypeJson(CountsJson):
    """One document type, all its fields together."""

    document_type: str
    title: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read, what was missed and what people said, by document type and field.

    read: how many, and how many of them were filled unasked.
    """

    read: Mapping[tuple[str, str], tuple[int, int]]
    missed: Mapping[tuple[str, str], int]
    reviews: Mapping[tuple[str, str], Sequence[Review]]


class ReportJson(TypedDict):
    """The whole report."""

    since: str | None
    fields: list[FieldJson]
    types: list[TypeJson]
    total: CountsJson


def read_report(
    since: Annotated[
        str | None, typer.Option(metavar="日期", help="只算这一天起读取和核对的，如 2026-03-09")
    ] = None,
    code: Annotated[
        str | None, typer.Option("--type", metavar="编码", help="只看一种材料，如 id_card")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，键名固定")] = False,
) -> None:
    """识别准确率：按材料类型和项目，以人核对过的值为准。"""
    settings = wiring.load()
    types = load_types(settings.schemas)
    day = _day(since)
    if code is not None and code not in types.by_code:
        _wrong(f"没有“{code}”这种材料，可用 dossier document-type list 查看编码。")
    sessions = wiring.open_sessions(settings)
    try:
        with look(sessions) as session:
            told = reported(session, types, day, code)
    finally:
        sessions.kw["bind"].dispose()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(Console(), told)


def reported(
    session: Session, types: DocumentTypes, since: date | None, code: str | None
) -> ReportJson:
    """Return the report, with stable keys."""
    begin = datetime.combine(since, time.min, CIVIL).astimezone(UTC) if since else None
    read = {
        place: counts
        for place, counts in documents.count_values(session, begin).items()
        if code in (None, place[0])
    }
    reviews: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in documents.standing_reviews(session, begin):
        if code in (None, review.document_type):
            reviews[review.document_type, review.field].append(review)
    missed = {
        place: count
        for place, count in _missed(session, types, begin).items()
        if code in (None, place[0])
    }
    seen = _Seen(read, missed, reviews)
    places = sorted(
        read.keys() | missed.keys() | reviews.keys(), key=lambda place: _order(types, place)
    )
    return {
        "since": since.isoformat() if since else None,
        "fields": [
            {
                "document_type": kind,
                "title": types.title(kind),
                "field": name,
                "label": label_of(types, kind, name),
                **_counts(_tally(seen, [(kind, name)])),
            }
            for kind, name in places
        ],
        "types": [
            {
                "document_type": kind,
                "title": types.title(kind),
                **_counts(_tally(seen, [one for one in places if one[0] == kind])),
            }
            for kind in dict.fromkeys(kind for kind, _ in places)
        ],
        "total": _counts(_tally(seen, places)),
    }


def label_of(types: DocumentTypes, kind: str, name: str) -> str:
    """Return the Chinese name of a field; its own where the type is not known."""
    known = types.by_code.get(kind)
    for part in known.parts if known else ():
        for spec in part.fields:
            if spec.name == name:
                return spec.label_zh
    return name


def _missed(
    session: Session, types: DocumentTypes, since: datetime | None
) -> dict[tuple[str, str], int]:
    """Return how many values were due and not read, by document type and field."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for kind, parts, many, read in documents.count_documents(session, since):
        for name in due_fields(types, kind, parts):
            if short := many - read.get(name, 0):
                found[kind, name] += short
    return dict(found)


def _tally(seen: _Seen, places: Sequence[tuple[str, str]]) -> Tally:
    counts = [seen.read.get(place, (0, 0)) for place in places]
    return rules.tally(
        sum(total for total, _ in counts),
        sum(auto for _, auto in counts),
        sum(seen.missed.get(place, 0) for place in places),
        [review for place in places for review in seen.reviews.get(place, ())],
    )


def _counts(tally: Tally) -> CountsJson:
    return {
        "read": tally.read,
        "auto": tally.auto,
        "auto_share": _rounded(tally.auto_share),
        "reviewed": tally.reviewed,
        "right": tally.right,
        "corrected": tally.corrected,
        "corrected_in_form": tally.in_form,
        "unreadable": tally.unreadable,
        "accuracy": _rounded(tally.accuracy),
        "interval": _interval(tally.right, tally.judged),
        "missed": tally.missed,
        "typed": tally.typed,
        "absent": tally.absent,
        "illegible": tally.illegible,
        "exact": _rounded(tally.exact),
        "auto_reviewed": tally.auto_reviewed,
        "wrong_auto": tally.wrong_auto,
        "sampled": tally.sampled,
        "wrong_auto_share": _rounded(
            tally.sampled_wrong / tally.sampled if tally.sampled else None
        ),
        "wrong_auto_interval": _interval(tally.sampled_wrong, tally.sampled),
        "few": tally.judged < FEW,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _interval(right: int, of: int) -> list[float] | None:
    bounds = rules.wilson(right, of)
    return [round(bound, 4) for bound in bounds] if bounds else None


def _order(types: DocumentTypes, place: tuple[str, str]) -> tuple[str, int, str]:
    kind, name = place
    known = types.by_code.get(kind)
    names = [spec.name for part in known.parts for spec in part.fields] if known else []
    return kind, names.index(name) if name in names else len(names), name


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        _wrong(f"“{text}”不是日期，请写成 2026-03-09 这样。")


def _wrong(message: str) -> Never:
    typer.echo(message, err=True)
    raise typer.Exit(_USAGE)


def _show(console: Console, told: ReportJson) -> None:
    if not told["fields"]:
        console.print("还没有读取过任何材料。")
        return
    since = f"（{told['since']} 起）" if told["since"] else ""
    table = Table(
        title=f"识别准确率{since}：以人核对过的值为准", box=SIMPLE, padding=(0, 1, 0, 0)
    )
    table.add_column("材料和项目", overflow="fold")
    for title in (
        "读出",
        "自动",
        "无误",
        "改正",
        "看不清",
        "准确率",
        "自动填错",
        "漏读",
    ):
        table.add_column(title, justify="right", no_wrap=True)
    for kind in told["types"]:
        table.add_row(kind["title"], *_cells(kind), style="bold")
        for one in told["fields"]:
            if one["document_type"] == kind["document_type"]:
                table.add_row(f"  {one['label']}", *_cells(one))
    table.add_row("全部", *_cells(told["total"]), style="bold")
    console.print(table)
    for note in notes_on(told["total"]):
        console.print(Text(note, style="dim"))


def _cells(one: CountsJson) -> list[str]:
    return [
        str(one["read"]),
        "–" if one["auto_share"] is None else f"{one['auto_share']:.0%}",
        str(one["right"]),
        str(one["corrected"]),
        str(one["unreadable"]),
        _with_interval(one["accuracy"], one["interval"], few=one["few"]),
        f"{one['wrong_auto']} / {one['auto_reviewed']}" if one["auto_reviewed"] else "–",
        str(one["missed"]) if one["missed"] else "–",
    ]


def _with_interval(share: float | None, bounds: list[float] | None, *, few: bool) -> str:
    if share is None or bounds is None:
        return "–"
    low, high = (round(bound * 100) for bound in bounds)
    return f"{share:.1%} [{low}–{high}]{'※' if few else ''}"


def notes_on(total: CountsJson) -> list[str]:
    """Say what the figures do not: who chose the values, and how few they are."""
    notes = [
        "准确率 = 无误 ÷（无误 + 改正），看不清的不计；方括号内是 95% 区间(百分数)。送人核对的多是机器没有把握的值，"
        "所以这不是全部读出值的准确率。",
        f"※ 判定的不足 {FEW} 个，比例仅供参考，请看区间。",
    ]
    if total["corrected_in_form"]:
        notes.append(
            f"改正中有 {total['corrected_in_form']} 个是在申请表里改的，"
            "也可能是情况有变而不是读错。"
        )
    if total["missed"] or total["typed"] or total["absent"]:
        notes.append(
            f"漏读是按材料类型应有而没有读出的，不在准确率之内。其中有人看过的：补填 {total['typed']} 个，"
            f"此件上没有这一项 {total['absent']} 个，看不清 {total['illegible']} 个。"
            + (f"连同补填的一起算，读对的占 {total['exact']:.1%}。" if total["exact"] else "")
        )
    if total["sampled"]:
        notes.append(
            f"核对页抽查自动填入的值 {total['sampled']} 个，填错率 "
            f"{_with_interval(total['wrong_auto_share'], total['wrong_auto_interval'], few=False)}。"
        )
    else:
        notes.append("还没有在核对页抽查过自动填入的值，自动填错的比例无从得知。")
    return notes
