"""A version is published: checked, and from then on never changed."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dossier.catalogue import lint
from dossier.catalogue.lint import LintFinding
from dossier.catalogue.loading import Catalogue, load, published
from dossier.catalogue.model import Definition
from dossier.catalogue.versions import name_of
from dossier.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing a version came to.

    done: it was written now; False where it was published before, or has errors.
    """

    definition: Definition
    done: bool
    findings: tuple[LintFinding, ...]

    @property
    def errors(self) -> tuple[LintFinding, ...]:
        """What forbids publishing."""
        return lint.errors(self.findings)


def publish(folder: Path, code: str, version: int | None = None) -> Publication:
    """Publish a version of a service, the newest by default; doing it again changes nothing.

    Raises NotFound for an unknown version, Refused where another content was published under
    its number.
    """
    with _alone(folder):
        catalogue = load(folder)
        definition = catalogue.get(code, version)
        given = catalogue.published.get(name_of(definition))
        if given not in (None, definition.digest):
            raise _taken(catalogue, definition)
        findings = _findings(folder, definition)
        done = given is None and not lint.errors(findings)
        if done:
            _write(folder, {**published(folder), name_of(definition): definition.digest})
    return Publication(definition, done, findings)


def _findings(folder: Path, definition: Definition) -> tuple[LintFinding, ...]:
    """Return what is wrong with the definition, or with a file so that nothing can be judged."""
    name = name_of(definition)
    return tuple(
        each
        for each in lint.check(folder)
        if each.code != "published.not"
        and (each.place.partition(" ")[0] == name or "@" not in each.place.partition(" ")[0])
    )


def _taken(catalogue: Catalogue, definition: Definition) -> Refused:
    versions = [at for code, at in catalogue.definitions if code == definition.code]
    return Refused(
        f"“{definition.title_zh}”第{definition.version}版已经发布过，发布后的内容不能改。"
        f"请恢复原来的定义文件，把改动写成第{max(versions) + 1}版再发布。",
        code="catalogue.published_changed",
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else publish in ``folder`` meanwhile."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(folder: Path, digests: dict[str, str]) -> None:
    """Put the list in the place of the former one, whole or not at all."""
    made = folder / ".published.json.new"
    text = json.dumps(digests, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    with made.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    made.replace(folder / "published.json")
