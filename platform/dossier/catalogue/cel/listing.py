"""Several names in one text, as people write them."""

import re

_BETWEEN = re.compile(r"[、,，;；/\s]+")


def listed(text: str) -> list[str]:
    """Return the members of a list written with 、 or commas or spaces."""
    return [part for part in _BETWEEN.split(text) if part]
