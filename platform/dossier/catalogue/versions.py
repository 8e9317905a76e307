"""Which version of a service a new case is opened with, and why there may be none."""

from collections.abc import Iterator
from datetime import date

from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.kernel.errors import Refused


def name_of(definition: Definition) -> str:
    """Return how the list of published versions calls this one: ``code@version``."""
    return f"{definition.code}@{definition.version}"


def is_published(catalogue: Catalogue, definition: Definition) -> bool:
    """Tell whether the version was published, and is still what was published."""
    return catalogue.published.get(name_of(definition)) == definition.digest


def in_force(definition: Definition, day: date) -> bool:
    """Tell whether the version holds on ``day``; its last day is one of its days."""
    begun = definition.valid_from is None or definition.valid_from <= day
    return begun and (definition.valid_to is None or day <= definition.valid_to)


def find_present(catalogue: Catalogue, code: str, day: date) -> Definition | None:
    """Return the newest published version that has begun by ``day``, if it still holds.

    A version takes the place of all former ones; so a service is ended by a version with a last
    day, and no older one comes back.
    """
    begun = (one for one in _published(catalogue, code) if not _begins_after(one, day))
    newest = next(begun, None)
    return newest if newest is not None and in_force(newest, day) else None


def get_present(catalogue: Catalogue, code: str, day: date) -> Definition:
    """Return the version that a case opened on ``day`` is pinned to.

    Raises NotFound for an unknown service, Refused when no version of it holds on that day.
    """
    newest = catalogue.get(code)
    present = find_present(catalogue, code, day)
    if present is None:
        raise _absent(newest, [*_published(catalogue, code)], day)
    return present


def all_present(catalogue: Catalogue, day: date) -> tuple[Definition, ...]:
    """Return what can be applied for on ``day``, by code."""
    codes = sorted({code for code, _ in catalogue.definitions})
    found = (find_present(catalogue, code, day) for code in codes)
    return tuple(one for one in found if one is not None)


def find_newer(
    catalogue: Catalogue, code: str, version: int, digest: str, day: date
) -> Definition | None:
    """Return what a case of ``version`` could be carried to on ``day``: a newer version."""
    present = find_present(catalogue, code, day)
    newer = present is not None and present.version > version and present.digest != digest
    return present if newer else None


def title_of(catalogue: Catalogue, code: str, version: int) -> str:
    """Return the title of a version; of another one, or the code, where its file was lost."""
    definition = catalogue.definitions.get((code, version))
    if definition is None:
        known = [at for one, at in catalogue.definitions if one == code]
        definition = catalogue.definitions[code, max(known)] if known else None
    return definition.title_zh if definition else code


def standing_of(catalogue: Catalogue, definition: Definition, day: date) -> str:
    """Return in one word how a version stands on ``day``."""
    if name_of(definition) not in catalogue.published:
        return "草稿"
    if not is_published(catalogue, definition):
        return "发布后被改动"
    if in_force(definition, day):
        return "已发布"
    return "尚未施行" if _begins_after(definition, day) else "已停止"


def _published(catalogue: Catalogue, code: str) -> Iterator[Definition]:
    """Yield the published versions of a service, the newest first."""
    versions = (version for known, version in catalogue.definitions if known == code)
    for version in sorted(versions, reverse=True):
        definition = catalogue.definitions[code, version]
        if is_published(catalogue, definition):
            yield definition


def _begins_after(definition: Definition, day: date) -> bool:
    return definition.valid_from is not None and definition.valid_from > day


def _absent(newest: Definition, published: list[Definition], day: date) -> Refused:
    title = newest.title_zh
    if not published:
        return Refused(
            f"“{title}”还没有发布的版本（或发布后被改动），不能登记办件；请联系系统管理员。",
            code="service_not_published",
        )
    begins = [one.valid_from for one in published if _begins_after(one, day) and one.valid_from]
    ended = [one.valid_to for one in published if one.valid_to and one.valid_to < day]
    past = f"已于{max(ended):%Y年%-m月%-d日}停止办理" if ended else ""
    if begins:
        again = f"自{min(begins):%Y年%-m月%-d日}起才能办理，请到时再登记"
        return Refused(
            f"“{title}”{'，'.join(part for part in (past, again) if part)}。",
            code="service_not_yet",
            since=min(begins).isoformat(),
        )
    return Refused(
        f"“{title}”{past}，不能再登记；请看有没有替代的服务。",
        code="service_ended",
        until=max(ended).isoformat(),
    )
