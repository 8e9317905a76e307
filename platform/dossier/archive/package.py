"""A case's package: a BagIt bag (RFC 8493) that is whole under its final name, or not there.

    bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt  sm3-manifest.txt
    data/originals/   what was scanned, byte for byte
    data/readings/    what was read on it
    data/searchable/  its documents as PDF/A-1b, what was read laid under each page
    data/form/        form.json, and schema.json: the definition with version and digest
    data/decisions/   actions.json
    data/letters/     what was handed out
    data/audit/       events.jsonl, proofs.json, checkpoint.note
    data/metadata/    metadata.json, catalogue.csv

RFC 8493 knows no SM3, so that its digests stand in a tag file of our own.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dossier.archive.content import Package, PackageContent
from dossier.archive.payload import payload_of, tag_files
from dossier.archive.rules import format_code, require_path
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import Conflict, Refused

BUILDING = ".building"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
_FILE_MODE = 0o440


def build_package(root: Path, content: PackageContent) -> Package:
    """Write the package of ``content`` below ``root`` and return it; it survives a power cut.

    root: the archive's folder.  The package appears under its final name in one step; what a
    crash left half done is swept away by the next attempt.  Building again what stands there
    is harmless: the standing package is returned, even when only the audit log grew meanwhile.
    Raises Refused for a file that may not stand in a package, Conflict when another content
    already stands under the code.
    """
    metadata = content.metadata
    code = format_code(metadata.scheme, metadata.code, digits=metadata.digits)
    payload = payload_of(content, code)
    tags = tag_files(metadata, code, payload)
    folder = folder_of(metadata.code.fonds, metadata.code.year, code)
    with _alone(root, code) as place:
        if (root / folder).exists():
            _require_same(root / folder, tags[MANIFEST], code)
        else:
            _write(place, {**payload, **tags})
            _move(place, root / folder, root)
    return read_package(root, folder)


def folder_of(fonds: str, year: int, code: str) -> str:
    """Return where the package of ``code`` stands below the archive's folder."""
    return f"{fonds}/{year}/{code}"


def read_package(root: Path, folder: str) -> Package:
    """Return what stands in ``folder``; does not verify it."""
    place = root / folder
    files = sorted(path for path in place.rglob("*") if path.is_file())
    return Package(
        folder=folder,
        manifest_sha256=sha256_hex((place / MANIFEST).read_bytes()),
        tagmanifest_sha256=sha256_hex((place / TAG_MANIFEST).read_bytes()),
        files=tuple(path.relative_to(place).as_posix() for path in files),
        size_bytes=sum(path.stat().st_size for path in files),
    )


def read_file(root: Path, folder: str, path: str) -> bytes:
    """Return one file of the payload; path: below ``data/``.  Raises Refused, OSError."""
    return (root / folder / "data" / require_path(path)).read_bytes()


@contextmanager
def _alone(root: Path, code: str) -> Iterator[Path]:
    """Hold the right to build ``code``; the kernel takes it back when we die."""
    building = root / BUILDING
    building.mkdir(parents=True, exist_ok=True)
    with (building / f"{code}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = building / code
        if place.exists():
            shutil.rmtree(place)
        yield place


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    place.mkdir()
    for name, content in files.items():
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(_FILE_MODE)
    for path in (*place.rglob("*"), place):  # after all were written: one journal, not many
        _sync(path)


def _move(place: Path, final: Path, root: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    place.rename(final)
    for folder in (final.parent, final.parent.parent, root, place.parent):
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _require_same(standing: Path, manifest: bytes, code: str) -> None:
    """Raise Conflict unless ``standing`` holds the same things, its proofs aside.

    The audit log grows between two attempts, and the metadata list its proofs.
    """
    try:
        known = (standing / MANIFEST).read_bytes()
    except FileNotFoundError:
        raise Refused(
            f"归档包“{code}”缺少清单文件，请先运行归档检测并从备份恢复。",
            code="archive_package_damaged",
        ) from None
    if _lasting(known) != _lasting(manifest):
        raise Conflict(
            f"档号“{code}”下已有内容不同的归档包，档号不得重复使用，请核对案件。",
            code="archive_package_differs",
        )


def _lasting(manifest: bytes) -> set[bytes]:
    changing = (b"data/audit/", b"data/metadata/metadata.json")
    lines = (line.partition(b"  ") for line in manifest.splitlines())
    return {digest + path for digest, _, path in lines if not path.startswith(changing)}
