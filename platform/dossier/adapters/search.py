"""The search index of ``dossier_search``, in the words of the port."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import dossier_search
from dossier.kernel.errors import Unavailable
from dossier.ports import Entry, SearchHit, SearchHits, SearchQuery
from dossier_search import (
    WAIT_SECONDS,
    EngineName,
    Index,
    IndexBusy,
    IndexUnusable,
    SearchError,
)


class DiskSearch:
    """A ``SearchIndex`` in a folder.

    It is opened when it is first needed, and again after it was found unusable, so that a
    damaged index stops nothing but searching.
    """

    def __init__(
        self, folder: Path, engine: EngineName, *, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._folder = folder
        self._engine = engine
        self._wait_seconds = wait_seconds
        self._lock = Lock()
        self._index: Index | None = None

    def put(self, entries: Sequence[Entry]) -> None:
        """Index ``entries``, replacing those of the same id; all or none.  Raises Unavailable."""
        with self._opened() as index:
            index.put([_entry(entry) for entry in entries])

    def remove(self, ids: Sequence[str]) -> None:
        """Forget ``ids``.  Raises Unavailable."""
        with self._opened() as index:
            index.remove(ids)

    def search(self, query: SearchQuery) -> SearchHits:
        """Return what matches and may be seen.  Raises Unavailable."""
        asked = dossier_search.Query(
            text=query.text,
            scopes=query.scopes,
            kinds=query.kinds,
            keywords=query.keywords,
            limit=query.limit,
            offset=query.offset,
        )
        with self._opened() as index:
            hits = index.search(asked)
        return SearchHits(hits.total, tuple(_hit(hit) for hit in hits.items))

    def clear(self) -> None:
        """Forget everything; repairs a damaged index.  Raises Unavailable."""
        self.close()
        with self._lock, _unavailable():
            self._index = dossier_search.reset_index(
                self._folder, self._engine, wait_seconds=self._wait_seconds
            )

    def count(self) -> int:
        """Return how many things are indexed.  Raises Unavailable."""
        with self._opened() as index:
            return index.count()

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Put ``entries`` in the place of everything, in one step; repairs a damaged index.

        Until the end the old entries are found, unless the index was damaged.
        Raises Unavailable.
        """
        try:
            self.count()
        except Unavailable:
            self.clear()
        with self._opened() as index:
            index.rebuild(_entry(entry) for entry in entries)

    def close(self) -> None:
        """Let go of files."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    @contextmanager
    def _opened(self) -> Iterator[Index]:
        with _unavailable():
            with self._lock:
                if self._index is None:
                    self._index = dossier_search.open_index(
                        self._folder, self._engine, wait_seconds=self._wait_seconds
                    )
                index = self._index
            try:
                yield index
            except IndexUnusable:
                self.close()
                raise


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except SearchError as error:
        raise Unavailable(str(error), code=_code(error)) from error
    except OSError as error:
        raise Unavailable(
            "检索索引目录无法读写，请管理员检查磁盘和目录权限。", code="search_unavailable"
        ) from error


def _code(error: SearchError) -> str:
    if isinstance(error, IndexBusy):
        return "search-busy"
    return "search-unusable" if isinstance(error, IndexUnusable) else "search-write-failed"


def _entry(entry: Entry) -> dossier_search.Entry:
    return dossier_search.Entry(
        id=entry.id,
        kind=entry.kind,
        unit_path=entry.unit_path,
        title=entry.title,
        text=entry.text,
        day=entry.day,
        keywords=entry.keywords,
    )


def _hit(hit: dossier_search.Hit) -> SearchHit:
    return SearchHit(hit.id, hit.kind, hit.title, hit.score, hit.snippet, hit.highlights)
