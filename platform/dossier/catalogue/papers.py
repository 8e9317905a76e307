"""What the reading knows of papers beyond a service's own definition: names, and until when good."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from dossier.catalogue.verdicts import DocumentFacts
from dossier.catalogue.yaml_text import Read, read_yaml
from dossier.kernel.canonical import Json

LONG_TERM = "长期"
Reuse = Literal["never", "dated", "lasting", "check"]
"""Whether a paper of an earlier case serves a new one: while it is valid, always, or when a
person says that it still holds."""


@dataclass(frozen=True, slots=True)
class Validity:
    """Until when a paper is good: the day in a field, or a term from one.

    since: a field's day from which ``months`` or ``days`` count; the last day counts.
    """

    until: str = ""
    since: str = ""
    months: int = 0
    days: int = 0
    to_confirm: bool = False

    @property
    def name(self) -> str:
        """The field that it looks at."""
        return self.until or self.since


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """One document type: its title, what its fields and its parts are called, its validity.

    sensitivity: how careful one must be with it; reuse: whether it serves a later case.
    """

    title_zh: str
    labels: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    validity: Validity | None = None
    reuse: Reuse = "check"
    sensitivity: str = "personal"


NOTHING_KNOWN: Mapping[str, KnownPaper] = MappingProxyType({})


def known_papers(folder: Path, read: Read = read_yaml) -> dict[str, KnownPaper]:
    """Return the document types of a folder of definitions, by code."""
    return dict(_papers(folder, read))


def last_day(validity: Validity, document: DocumentFacts) -> date | None:
    """Return the last day on which a paper is good; None where it does not end, or is unread."""
    text = document.text(validity.name)
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    if validity.months:
        return _months_after(day, validity.months)
    return day + timedelta(days=validity.days)


def _months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or its last one (Civil Code, art. 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _papers(folder: Path, read: Read) -> Iterator[tuple[str, KnownPaper]]:
    for path in sorted((folder / "documents").glob("*.yaml")):
        raw = read(path)
        if isinstance(raw, Mapping):
            fields = [
                each for part in _maps(raw.get("parts")) for each in _maps(part.get("fields"))
            ]
            labels = {str(each.get("name")): str(each.get("label_zh")) for each in fields}
            title = str(raw.get("title_zh", path.stem))
            parts = {
                str(part.get("code")): str(part.get("title_zh"))
                for part in _maps(raw.get("parts"))
                if part.get("title_zh")
            }
            yield (
                path.stem,
                KnownPaper(
                    title,
                    labels,
                    parts,
                    _validity(raw.get("valid")),
                    _reuse(raw),
                    str(raw.get("sensitivity", "personal")),
                ),
            )


def _reuse(raw: Mapping[str, Json]) -> Reuse:
    given, valid = raw.get("reuse"), raw.get("valid")
    if given == "never" or (isinstance(valid, Mapping) and valid.get("fresh")):
        return "never"
    if given == "lasting":
        return "lasting"
    return "dated" if _validity(valid) else "check"


def _validity(raw: Json) -> Validity | None:
    if not isinstance(raw, Mapping) or not (raw.get("until") or raw.get("from")):
        return None

    def text(name: str) -> str:
        value = raw.get(name)
        return value if isinstance(value, str) else ""

    def number(name: str) -> int:
        value = raw.get(name)
        return value if isinstance(value, int) else 0

    return Validity(
        text("until"),
        text("from"),
        number("months"),
        number("days"),
        raw.get("to_confirm") is True,
    )


def _maps(value: Json) -> list[Mapping[str, Json]]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, Mapping)]
