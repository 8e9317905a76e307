"""A bundle: definitions that one office gives to another, in one signed file.

A ZIP archive without compression, the same bytes for the same content: ``manifest.json`` with the
digest of every text, ``manifest.json.sig`` (OpenSSH's format), and the texts under ``services/``.
Nothing is ever unpacked to a disk.  Its signature is checked with
``ssh-keygen -Y check-novalidate -n dossier-bundle -s manifest.json.sig < manifest.json``.
"""

import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dossier.catalogue.editing.ssh_signatures import BadSignature, sign, signer_of
from dossier.catalogue.yaml_tree import SIZE_BYTES_MAX
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import Refused

NAMESPACE = "dossier-bundle"
FORMAT = "dossier-bundle/1"
FILE_BYTES_MAX = 8 * 1024 * 1024
ITEMS_MAX = 300
_MANIFEST, _SIGNATURE = "manifest.json", "manifest.json.sig"
_MANIFEST_BYTES_MAX = 512 * 1024
_SIGNATURE_BYTES_MAX = 4096
_CODE = r"[a-z][a-z0-9-]{0,38}\.[a-z0-9][a-z0-9-]{0,39}"
_DIGEST = r"^[0-9a-f]{64}$"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BundleItem(_Part):
    """One version in a bundle; sha256: of the text's bytes, digest: of its content."""

    code: str = Field(pattern=f"^{_CODE}$")
    version: int = Field(ge=1, le=1_000_000)
    title_zh: str = Field(max_length=200)
    digest: str = Field(pattern=_DIGEST)
    sha256: str = Field(pattern=_DIGEST)
    parameters: tuple[str, ...] = Field(max_length=500)
    document_types: tuple[str, ...] = Field(max_length=500)

    @property
    def file(self) -> str:
        """Where its text stands in the archive."""
        return f"services/{self.code}@{self.version}.yaml"


class BundleParameter(_Part):
    """A figure that the definitions name: what it means, never what an office has set."""

    code: str = Field(max_length=80)
    title_zh: str = Field(max_length=200)
    unit: str = Field(max_length=20)
    legal_source: str = Field(max_length=1000)


class Manifest(_Part):
    """What is in a bundle, who made it and when."""

    format: str
    office: str = Field(max_length=200)
    made_at: datetime
    items: tuple[BundleItem, ...] = Field(min_length=1, max_length=ITEMS_MAX)
    parameters: tuple[BundleParameter, ...] = Field(max_length=2000)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose every byte was checked against its signature.

    signer: the public key that signed it.  texts: by code, as the office wrote them.
    """

    manifest: Manifest
    texts: dict[str, str]
    signer: bytes
    sha256: str


def pack(manifest: Manifest, texts: Sequence[str], seed: bytes) -> bytes:
    """Return the bundle; texts: in the order of the manifest's items."""
    body = _json(manifest)
    files = [(_MANIFEST, body), (_SIGNATURE, sign(seed, NAMESPACE, body).encode())]
    pairs = zip(manifest.items, texts, strict=True)
    files += sorted((item.file, text.encode()) for item, text in pairs)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            about = zipfile.ZipInfo(name, _EPOCH)
            about.external_attr = 0o644 << 16
            about.create_system = 3
            archive.writestr(about, content)
    return held.getvalue()


def unpack(content: bytes) -> Bundle:
    """Read a bundle; raises Refused for what is none, was altered, or is larger than it may be."""
    if len(content) > FILE_BYTES_MAX:
        raise _refused("文件太大，不是服务定义包", "bundle_too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _files(archive)
    except (
        zipfile.BadZipFile,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ):
        raise _refused("文件损坏，或不是服务定义包", "bundle_malformed") from None
    body, signature = files.pop(_MANIFEST, b""), files.pop(_SIGNATURE, b"")
    try:
        signer = signer_of(signature.decode("ascii"), NAMESPACE, body)
    except (BadSignature, UnicodeDecodeError):
        raise _refused("签名与内容不符，内容可能被改动过", "bundle_signature") from None
    manifest = _manifest(body)
    if {item.file for item in manifest.items} != files.keys():
        raise _refused("包里的文件与清单不一致", "bundle_files")
    return Bundle(
        manifest,
        {item.code: _text(item, files[item.file]) for item in manifest.items},
        signer,
        sha256_hex(content),
    )


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > ITEMS_MAX + 2 or len(set(names)) != len(names):
        raise _refused("包里的文件太多或重复", "bundle_files")
    files: dict[str, bytes] = {}
    for entry in entries:
        limit = _limit(entry.filename)
        if (
            limit == 0
            or entry.flag_bits & 1
            or entry.file_size > limit
            or entry.compress_type != zipfile.ZIP_STORED
        ):
            raise _refused("包里有不应有的文件", "bundle_files")
        with archive.open(entry) as opened:
            files[entry.filename] = opened.read(limit + 1)
        if len(files[entry.filename]) > limit:
            raise _refused("包里有过大的文件", "bundle_files")
    return files


def _limit(name: str) -> int:
    """Return how large an entry may be, 0 for one that has no business here."""
    if name == _MANIFEST:
        return _MANIFEST_BYTES_MAX
    if name == _SIGNATURE:
        return _SIGNATURE_BYTES_MAX
    return SIZE_BYTES_MAX if re.fullmatch(rf"services/{_CODE}@[0-9]{{1,7}}\.yaml", name) else 0


def _manifest(body: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(body)
    except ValidationError:
        raise _refused("清单的写法不对，可能由更新的系统导出", "bundle_manifest") from None
    codes = [item.code for item in manifest.items]
    if manifest.format != FORMAT or len(set(codes)) != len(codes):
        raise _refused("清单的格式不认识，或同一服务出现两次", "bundle_manifest")
    return manifest


def _text(item: BundleItem, content: bytes) -> str:
    if sha256_hex(content) != item.sha256:
        raise _refused(f"“{item.title_zh}”的内容与清单不符，可能被改动过", "bundle_altered")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise _refused(f"“{item.title_zh}”的内容不是UTF-8文字", "bundle_altered") from None


def _json(manifest: Manifest) -> bytes:
    text = json.dumps(
        manifest.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True
    )
    return f"{text}\n".encode()


def _refused(what: str, code: str) -> Refused:
    return Refused(f"{what}，没有导入任何内容；请向导出的单位重新索取。", code=code)
