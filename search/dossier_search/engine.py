"""What an engine must do; everything that makes two of them find the same lies above it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from dossier_search.model import Match, Plan, Record

FIELDS = {"title": 3.0, "codes": 2.0, "text": 1.0}
"""Searched fields and their weights."""

EXPANSIONS_MAX = 1024
"""A phrase whose end is open is searched with each term that may end it, up to so many;
beyond that its end may stand anywhere in the field."""


class Engine(Protocol):
    """An index in a folder of its own.

    Raises IndexUnusable when what lies there cannot be read, WriteFailed when it cannot write.
    Whoever writes holds the write lock of the index; reading needs none.
    """

    def apply(self, removed: Sequence[str], added: Iterable[Record], *, clear: bool) -> None:
        """Forget ``removed`` (or, to ``clear``, everything), add ``added``; all or nothing."""

    def search(self, plan: Plan) -> tuple[int, list[Match]]:
        """Return how many match and one page of them, best first."""

    def count(self) -> int:
        """Return how many records there are."""

    def close(self) -> None:
        """Let go of files."""


class Opener(Protocol):
    """Opens the engine's index in a folder, or makes one in an empty folder."""

    def __call__(self, folder: Path, *, create: bool) -> Engine:
        """Raises IndexUnusable."""
