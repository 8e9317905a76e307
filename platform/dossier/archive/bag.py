"""A package as it lies on the disk, read without trusting anything that it says."""

import hashlib
import json
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dossier.kernel.canonical import Json, sha256_hex

MANIFEST = "manifest-sha256.txt"
SM3_MANIFEST = "sm3-manifest.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
TAG_FILES = ("bag-info.txt", "bagit.txt", MANIFEST, SM3_MANIFEST, TAG_MANIFEST)
_CHUNK_BYTES = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


@dataclass(frozen=True, slots=True)
class BagFile:
    """One file that is there."""

    size_bytes: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class Bag:
    """What lies in ``folder``.

    files: every regular file, by path from the bag's root.
    strange: links, devices and other things that are no regular file.
    manifest, sm3, tags: digest by path, of the three lists; malformed: their unreadable lines.
    info: the lines of bag-info.txt; metadata: parsed, None when unreadable.
    """

    folder: Path
    files: Mapping[str, BagFile]
    strange: tuple[str, ...]
    manifest: Mapping[str, str]
    sm3: Mapping[str, str]
    tags: Mapping[str, str]
    malformed: tuple[str, ...]
    info: Mapping[str, str]
    metadata: Mapping[str, Json] | None

    @property
    def payload(self) -> dict[str, BagFile]:
        """The files below ``data/``."""
        return {path: file for path, file in self.files.items() if path.startswith("data/")}

    @property
    def elements(self) -> Mapping[str, Json]:
        """The elements of the metadata, empty when there are none."""
        elements = (self.metadata or {}).get("elements")
        return elements if isinstance(elements, Mapping) else {}

    def content(self, path: str) -> bytes:
        """Return the bytes of a file; b"" when it is not there."""
        return (self.folder / path).read_bytes() if path in self.files else b""


def read_bag(folder: Path) -> Bag:
    """Read ``folder``, digests included; whatever is missing or broken is left out."""
    files: dict[str, BagFile] = {}
    strange: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        kind = path.lstat().st_mode
        if stat.S_ISREG(kind):
            files[name] = _file(path)
        elif not stat.S_ISDIR(kind):
            strange.append(name)
    malformed: list[str] = []
    lists = [
        _manifest(folder, name, files, malformed)
        for name in (MANIFEST, SM3_MANIFEST, TAG_MANIFEST)
    ]
    return Bag(
        folder=folder,
        files=files,
        strange=tuple(strange),
        manifest=lists[0],
        sm3=lists[1],
        tags=lists[2],
        malformed=tuple(malformed),
        info=_info(folder, files),
        metadata=_metadata(folder, files),
    )


def seal_of(bag: Bag) -> tuple[str, str]:
    """Return the digests of manifest and tag manifest, "" for one that is not there."""
    names = (MANIFEST, TAG_MANIFEST)
    first, second = (
        sha256_hex(bag.content(name)) if name in bag.files else "" for name in names
    )
    return first, second


def _file(path: Path) -> BagFile:
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK_BYTES):
            sha256.update(chunk)
            sm3.update(chunk)
            size += len(chunk)
    return BagFile(size, sha256.hexdigest(), sm3.hexdigest())


def _manifest(
    folder: Path, name: str, files: Mapping[str, BagFile], malformed: list[str]
) -> dict[str, str]:
    """Return digest by path; a path that leads out of the bag or comes twice is malformed."""
    digests: dict[str, str] = {}
    if name not in files:
        return digests
    for line in (folder / name).read_text("utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in digests or not is_inside(match[2]):
            malformed.append(f"{name}: {line[:80]}")
        else:
            digests[match[2]] = match[1]
    return digests


def is_inside(path: str) -> bool:
    """Tell whether ``path`` stays inside the bag."""
    return not path.startswith(("/", "~")) and ".." not in path.split("/")


def _info(folder: Path, files: Mapping[str, BagFile]) -> dict[str, str]:
    if "bag-info.txt" not in files:
        return {}
    lines = (folder / "bag-info.txt").read_text("utf-8", errors="replace").splitlines()
    pairs = (line.partition(": ") for line in lines)
    return {key: value for key, _, value in pairs}


def _metadata(folder: Path, files: Mapping[str, BagFile]) -> Mapping[str, Json] | None:
    name = "data/metadata/metadata.json"
    if name not in files:
        return None
    parsed = parse_json((folder / name).read_bytes())
    return parsed if isinstance(parsed, Mapping) else None


def parse_json(content: bytes) -> Json:
    """Return the parsed JSON, None when it is none."""
    try:
        parsed: Json = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return parsed
