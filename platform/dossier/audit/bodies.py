"""From an event to the bytes that are stored and hashed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from dossier.kernel.canonical import Json, canonical_json
from dossier.kernel.events import Event
from dossier.kernel.ids import UserId

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def body_of(
    event: Event, seq: int, actor: UserId, now: datetime
) -> tuple[bytes, frozenset[str]]:
    """Return the canonical bytes of ``event`` at ``seq``, and the ids that it mentions.

    The bytes are a JSON object with the members actor, at (UTC), data, kind and seq.
    """
    assert now.tzinfo is not None, "instants are aware"
    at = now.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    data: Json = event.model_dump(mode="json")
    body: Json = {"actor": actor, "at": at, "data": data, "kind": event.kind, "seq": seq}
    return canonical_json(body), frozenset(ids_in(body))


def ids_in(value: Json) -> Iterator[str]:
    """Yield every id that stands in a body, at any depth."""
    if isinstance(value, str):
        if _ID.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from ids_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from ids_in(part)
