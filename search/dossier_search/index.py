"""The index as its users see it: opening, writing, searching."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal

from dossier_search.analysis import terms, words
from dossier_search.engine import Engine, Opener
from dossier_search.errors import IndexUnusable
from dossier_search.locking import write_lock
from dossier_search.model import (
    NO_HITS,
    Entry,
    Hit,
    Hits,
    Match,
    Plan,
    Query,
    Record,
    Word,
    paths_above,
)
from dossier_search.snippets import snippet
from dossier_search.tantivy_engine import open_tantivy
from dossier_search.whoosh_engine import open_whoosh

EngineName = Literal["tantivy", "whoosh"]

ENGINES: Mapping[EngineName, Opener] = {"tantivy": open_tantivy, "whoosh": open_whoosh}

FORMAT = 1
"""Goes up when analysis or fields change, so that an older index is not searched as if new."""

_LOCK = "write.lock"
_MANIFEST = "index.json"
_FILES = "files"
WAIT_SECONDS = 10.0
"""How long a write waits for another writer, unless told otherwise."""


def open_index(
    folder: Path, engine: EngineName = "tantivy", *, wait_seconds: float = WAIT_SECONDS
) -> "Index":
    """Open the index in ``folder``; make one where there is none yet.

    wait_seconds: how long a write waits for another writer before it raises IndexBusy.
    Raises IndexUnusable when what lies there is damaged, or of another version or engine.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / _MANIFEST).exists():
        with write_lock(folder / _LOCK, wait_seconds=wait_seconds):
            if not (folder / _MANIFEST).exists():
                _refuse_strangers(folder)
                _make(folder, engine)
    _check_manifest(folder, engine)
    return Index(folder, ENGINES[engine](folder / _FILES, create=False), wait_seconds)


def reset_index(
    folder: Path, engine: EngineName = "tantivy", *, wait_seconds: float = WAIT_SECONDS
) -> "Index":
    """Throw away whatever index lies in ``folder``, however damaged, and open an empty one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with write_lock(folder / _LOCK, wait_seconds=wait_seconds):
        _make(folder, engine)
    return open_index(folder, engine, wait_seconds=wait_seconds)


class Index:
    """An open index.  Several threads and processes may search while one writes."""

    def __init__(self, folder: Path, engine: Engine, wait_seconds: float) -> None:
        self._lock_path = folder / _LOCK
        self._engine = engine
        self._wait_seconds = wait_seconds

    def put(self, entries: Sequence[Entry]) -> None:
        """Index ``entries``, replacing those of the same id; all or none of them.

        Of two entries with the same id the later one counts.
        Raises IndexBusy, WriteFailed.
        """
        latest = {entry.id: entry for entry in entries}
        if latest:
            self._write([*latest], [_record(entry) for entry in latest.values()])

    def remove(self, ids: Sequence[str]) -> None:
        """Forget ``ids``; unknown ones do no harm.  Raises IndexBusy, WriteFailed."""
        if ids:
            self._write(ids, [])

    def clear(self) -> None:
        """Forget everything.  Raises IndexBusy, WriteFailed."""
        self._write([], [], clear=True)

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Put ``entries`` in the place of everything; until the end the old ones are found.

        Raises ValueError when an id comes twice; IndexBusy, WriteFailed.
        """
        self._write([], (_record(entry) for entry in _once(entries)), clear=True)

    def search(self, query: Query) -> Hits:
        """Return one page of what matches and may be seen.  Raises IndexUnusable."""
        wanted = words(query.text)
        if not query.scopes or (query.text.strip() and not wanted):
            return NO_HITS
        total, matches = self._engine.search(_plan(query, wanted))
        return Hits(total=total, items=tuple(_hit(match, wanted) for match in matches))

    def count(self) -> int:
        """Return how many entries there are.  Raises IndexUnusable."""
        return self._engine.count()

    def close(self) -> None:
        """Let go of files."""
        self._engine.close()

    def __enter__(self) -> "Index":
        """Close on leaving."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def _write(
        self, removed: Sequence[str], added: Iterable[Record], *, clear: bool = False
    ) -> None:
        with write_lock(self._lock_path, wait_seconds=self._wait_seconds):
            self._engine.apply(
                [_storable(entry_id) for entry_id in removed], added, clear=clear
            )


def _make(folder: Path, engine: EngineName) -> None:
    """Make an empty index; the manifest, written last, says that it is whole."""
    (folder / _MANIFEST).unlink(missing_ok=True)
    files = folder / _FILES
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(mode=0o700)
    ENGINES[engine](files, create=True).close()
    unfinished = folder / f"{_MANIFEST}.part"
    unfinished.write_text(json.dumps({"engine": engine, "format": FORMAT}), encoding="utf-8")
    os.replace(unfinished, folder / _MANIFEST)  # noqa: PTH105 (Path.replace is the same call)


def _refuse_strangers(folder: Path) -> None:
    ours = {_LOCK, _FILES, f"{_MANIFEST}.part"}
    if strangers := sorted(path.name for path in folder.iterdir() if path.name not in ours):
        raise IndexUnusable(f"文件夹中有不属于索引的文件：{strangers[0]}")


def _check_manifest(folder: Path, engine: EngineName) -> None:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        made_by, version = manifest["engine"], manifest["format"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnusable("索引说明文件已损坏") from error
    if made_by != engine:
        raise IndexUnusable(f"由 {made_by} 建立，现在设置的是 {engine}")
    if version != FORMAT:
        raise IndexUnusable(f"版本为 {version}，本程序需要 {FORMAT}")


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ValueError(f"the id {entry.id!r} came twice")
        seen.add(entry.id)
        yield entry


def _record(entry: Entry) -> Record:
    codes = " | ".join(entry.keywords.values())  # a sign, so that Han runs do not join
    return Record(
        id=_storable(entry.id),
        kind=_storable(entry.kind),
        scopes=tuple(paths_above(_storable(entry.unit_path))),
        keywords=_digests(entry.keywords),
        day=entry.day.toordinal(),
        title=_storable(entry.title),
        text=_storable(entry.text),
        terms={
            "title": " ".join(terms(entry.title)),
            "text": " ".join(terms(entry.text)),
            "codes": " ".join(terms(codes)),
        },
    )


def _plan(query: Query, wanted: tuple[Word, ...]) -> Plan:
    return Plan(
        words=wanted,
        scopes=tuple(_storable(scope) for scope in query.scopes),
        kinds=tuple(_storable(kind) for kind in query.kinds),
        keywords=_digests(query.keywords),
        since=query.since.toordinal() if query.since else None,
        until=query.until.toordinal() if query.until else None,
        limit=query.limit,
        offset=query.offset,
    )


def _digests(keywords: Mapping[str, str]) -> tuple[str, ...]:
    """Return one term of fixed length per keyword: any value is filtered exactly."""
    return tuple(
        hashlib.blake2b(_storable(f"{name}\0{value}").encode(), digest_size=16).hexdigest()
        for name, value in sorted(keywords.items())
    )


def _storable(text: str) -> str:
    """Replace lone surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _hit(match: Match, wanted: tuple[Word, ...]) -> Hit:
    shown, highlights = snippet(match.text, wanted)
    return Hit(match.id, match.kind, match.title, match.score, shown, highlights)
