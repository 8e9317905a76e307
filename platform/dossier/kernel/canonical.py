"""The one way in which a value becomes bytes that are stored and hashed."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from typing_extensions import TypeAliasType

# Named, so that Pydantic can follow the recursion.
Json = TypeAliasType(
    "Json", "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
)


def canonical_json(value: Json) -> bytes:
    """Return UTF-8 JSON with sorted keys and no spaces; raises ValueError on NaN."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()
