"""The catalogue of a running installation: what was delivered, and what was published here.

Versions published here are read from the database when there are more of them than before; what
is known stays the same object, so that nothing is compiled twice and nothing piles up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from sqlalchemy.orm import Session

from dossier.catalogue import version_store
from dossier.catalogue.loading import Catalogue, definition_of
from dossier.catalogue.model import Definition
from dossier.catalogue.version_store import Key, PublishedVersion
from dossier.catalogue.versions import name_of
from dossier.catalogue.yaml_tree import Malformed, read
from dossier.kernel.log import logger

_log = logger("catalogue")
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Present(Mapping[_Key, _Value]):
    """A mapping that is put in the place of the former one in one step."""

    def __init__(self, first: Mapping[_Key, _Value]) -> None:
        self._now = first

    def put(self, now: Mapping[_Key, _Value]) -> None:
        """Hold ``now`` from here on; who walks over the former one walks on undisturbed."""
        self._now = now

    def __getitem__(self, key: _Key) -> _Value:
        return self._now[key]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)


class LivingCatalogue:
    """The delivered catalogue with the versions of this installation; safe between threads.

    catalogue: one object for the life of the process, in which new versions appear.
    """

    def __init__(self, delivered: Catalogue) -> None:
        self._delivered = delivered
        self._definitions = Present(delivered.definitions)
        self._published = Present(delivered.published)
        self._here: dict[Key, Definition | None] = {}
        self._digests: dict[Key, str] = {}
        self._lock = Lock()
        self.catalogue = replace(
            delivered, definitions=self._definitions, published=self._published
        )

    def refresh(self, session: Session) -> None:
        """Take in what was published since, here or by another process; else it is one count."""
        if version_store.count(session) == len(self._here):
            return
        with self._lock:
            for one in version_store.all_but(session, self._here):
                key = (one.code, one.version)
                self._digests[key] = one.digest
                self._here[key] = definition_kept(one)
                if key in self._delivered.definitions:
                    _log.warning("a delivered version gives way to one published here", key=key)
            now = joined(self._delivered, self._here, self._digests)
            self._definitions.put(now.definitions)
            self._published.put(now.published)


def joined(
    delivered: Catalogue,
    here: Mapping[Key, Definition | None],
    digests: Mapping[Key, str],
) -> Catalogue:
    """Return ``delivered`` with what was published here.

    Where both have a number, the one published here stands: cases were opened with it.  A row
    whose content is not what was published counts as changed, as a changed file does.
    """
    definitions = {**delivered.definitions}
    published = {**delivered.published}
    for (code, version), definition in here.items():
        published[f"{code}@{version}"] = digests[code, version]
        if definition is None:
            definitions.pop((code, version), None)
        else:
            definitions[code, version] = definition
    return replace(delivered, definitions=definitions, published=published)


def definition_kept(kept: PublishedVersion) -> Definition | None:
    """Return the definition of a kept text, None where the text is no definition any more."""
    try:
        raw = read(kept.text).value
        definition = definition_of(raw) if isinstance(raw, Mapping) else None
    except (
        Malformed,
        ValueError,
        TypeError,
        AttributeError,
    ):  # whatever somebody wrote into it
        definition = None
    name = f"{kept.code}@{kept.version}"
    if definition is None or name_of(definition) != name:
        _log.error("a published definition cannot be read any more", name=name)
        return None
    if definition.digest != kept.digest:
        _log.error("a published definition was changed", name=name)
    return definition
