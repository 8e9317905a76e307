"""The figures of a run under stable keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypedDict

from dossier.bench.readings import Run
from dossier.bench.scoring import ID_FIELDS, NUMBER_FIELDS, PageScore, Score, ValueScore
from dossier.samples.testset.specimens import UNKNOWN


class GroupJson(TypedDict):
    """Pages and values that have something in common.  Shares are 0 to 1, None of nothing."""

    pages: int
    values: int
    fields_exact: float | None
    cer: float | None
    auto_share: float | None
    wrong_auto: int
    type_right: float | None


class WrongJson(TypedDict):
    """One value that is not what was printed."""

    image: str
    source: str
    condition: str
    document_type: str
    field: str
    truth: str | None
    read: str | None
    confidence: float
    auto: bool


class EngineJson(TypedDict):
    """What one engine reached."""

    pages: int
    values: int
    fields_exact: float | None
    cer: float | None
    id_numbers_exact: float | None
    numbers_exact: float | None
    auto_share: float | None
    wrong_auto: int
    wrong_auto_share: float | None
    wrong_auto_id_numbers: int
    type_right: float | None
    unknown_kept: float | None
    seconds: float
    pages_per_minute: float
    cpu_seconds_per_page: float
    peak_rss_mb: float
    first_page_seconds: float
    by_source: dict[str, GroupJson]
    by_type: dict[str, GroupJson]
    by_condition: dict[str, GroupJson]
    wrong_auto_values: list[WrongJson]
    wrong_values: list[WrongJson]
    wrong_types: list[dict[str, str]]


class RatioJson(TypedDict):
    """Ours divided by the other's: above 1 we are more, below 1 less."""

    fields_exact: float | None
    cer: float | None
    pages_per_minute: float | None
    cpu_seconds_per_page: float | None


def engine_json(result: Score, run: Run, first_page_seconds: float) -> EngineJson:
    """Return the figures of one engine."""
    asked = result.asked
    filled = [value for value in result.values if value.auto]
    strange = [page for page in result.pages if page.document_types == (UNKNOWN,)]
    known = [page for page in result.pages if page.document_types != (UNKNOWN,)]
    pages = max(1, run.pages)
    return EngineJson(
        pages=run.pages,
        values=len(asked),
        fields_exact=_exact(asked),
        cer=_cer(result.pages),
        id_numbers_exact=_exact([v for v in asked if v.field in ID_FIELDS]),
        numbers_exact=_exact([v for v in asked if v.field in NUMBER_FIELDS]),
        auto_share=_share(v.auto for v in asked),
        wrong_auto=len(result.wrong_auto),
        wrong_auto_share=_share(not value.right for value in filled),
        wrong_auto_id_numbers=sum(v.field in ID_FIELDS for v in result.wrong_auto),
        type_right=_share(page.type_right for page in known),
        unknown_kept=_share(page.type_right for page in strange),
        seconds=round(run.seconds, 2),
        pages_per_minute=round(run.pages / run.seconds * 60, 2),
        cpu_seconds_per_page=round(run.cpu_seconds / pages, 3),
        peak_rss_mb=round(run.peak_rss_bytes / 1024 / 1024, 1),
        first_page_seconds=round(first_page_seconds, 2),
        by_source=_groups(result, lambda page: page.source, lambda value: value.source),
        by_type=_groups(
            result,
            lambda page: "+".join(page.document_types),
            lambda value: value.document_type,
        ),
        by_condition=_groups(
            result, lambda page: page.condition, lambda value: value.condition
        ),
        wrong_auto_values=[_wrong(value) for value in result.wrong_auto],
        wrong_values=[_wrong(value) for value in asked if not value.right],
        wrong_types=[
            {
                "image": page.specimen,
                "source": page.source,
                "condition": page.condition,
                "truth": "+".join(page.document_types),
                "read": "+".join(page.read_types),
            }
            for page in result.pages
            if not page.type_right
        ],
    )


def ratio(ours: EngineJson, other: EngineJson) -> RatioJson:
    """Return our figures as multiples of the other's."""
    return RatioJson(
        fields_exact=_over(ours["fields_exact"], other["fields_exact"]),
        cer=_over(ours["cer"], other["cer"]),
        pages_per_minute=_over(ours["pages_per_minute"], other["pages_per_minute"]),
        cpu_seconds_per_page=_over(ours["cpu_seconds_per_page"], other["cpu_seconds_per_page"]),
    )


def _groups(
    result: Score,
    of_page: Callable[[PageScore], str],
    of_value: Callable[[ValueScore], str],
) -> dict[str, GroupJson]:
    names = dict.fromkeys(of_page(page) for page in result.pages)
    names |= dict.fromkeys(of_value(value) for value in result.values)
    groups = {}
    for name in sorted(names):
        pages = [page for page in result.pages if of_page(page) == name]
        values = [value for value in result.values if of_value(value) == name]
        asked = [value for value in values if value.truth is not None]
        groups[name] = GroupJson(
            pages=len(pages),
            values=len(asked),
            fields_exact=_exact(asked),
            cer=_cer(pages),
            auto_share=_share(value.auto for value in asked),
            wrong_auto=sum(value.auto and not value.right for value in values),
            type_right=_share(page.type_right for page in pages),
        )
    return groups


def _exact(values: Iterable[ValueScore]) -> float | None:
    return _share(value.right for value in values)


def _cer(pages: Sequence[PageScore]) -> float | None:
    printed = sum(page.printed for page in pages)
    return round(sum(page.lost for page in pages) / printed, 5) if printed else None


def _share(held: Iterable[bool]) -> float | None:
    all_of_them = list(held)
    return round(sum(all_of_them) / len(all_of_them), 5) if all_of_them else None


def _over(ours: float | None, other: float | None) -> float | None:
    return round(ours / other, 3) if ours is not None and other else None


def _wrong(value: ValueScore) -> WrongJson:
    return WrongJson(
        image=value.specimen,
        source=value.source,
        condition=value.condition,
        document_type=value.document_type,
        field=value.field,
        truth=value.truth,
        read=value.read,
        confidence=value.confidence,
        auto=value.auto,
    )
