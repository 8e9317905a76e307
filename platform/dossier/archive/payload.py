"""The bytes of a package: payload and tag files, the same for the same content."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping

from dossier.archive.content import Evidence, PackageContent, PackageFile, PackageMetadata
from dossier.archive.rules import FOLDERS, FORMATS, require_path, retention_zh
from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.errors import Refused

METADATA = "metadata/metadata.json"
CATALOGUE = "metadata/catalogue.csv"
COLUMNS = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注", "文件")
_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def evidence_files(evidence: Evidence) -> tuple[PackageFile, ...]:
    """Return the audit files of a package: event bodies line by line, proofs, checkpoint."""
    events = b"".join(event.body + b"\n" for event in evidence.events)
    proofs: Json = {
        "size": evidence.size,
        "root": evidence.root.hex(),
        "events": [
            {
                "seq": event.seq,
                "leaf": event.leaf.hex(),
                "hashes": [node.hex() for node in event.hashes],
            }
            for event in evidence.events
        ],
    }
    return (
        PackageFile("audit/events.jsonl", events),
        PackageFile("audit/proofs.json", canonical_json(proofs)),
        PackageFile("audit/checkpoint.note", evidence.checkpoint.encode()),
    )


def payload_of(content: PackageContent, code: str) -> dict[str, bytes]:
    """Return the payload, by path from the bag's root, in a fixed order.

    Raises Refused when a path may not stand there, stands there twice or is one of ours.
    """
    files = sorted(content.files, key=lambda file: _order(file.path))
    payload: dict[str, bytes] = {}
    for file in files:
        path = f"data/{require_path(file.path)}"
        if path in payload or file.path in (METADATA, CATALOGUE):
            raise Refused(
                f"归档包内“{file.path}”重复，请重新编号。", code="archive_path_repeated"
            )
        if not file.content:
            raise Refused(
                f"归档包内“{file.path}”是空文件，不能归档，请重新扫描或生成。",
                code="archive_file_empty",
            )
        payload[path] = file.content
    payload[f"data/{CATALOGUE}"] = _catalogue(content.metadata, files, code)
    payload[f"data/{METADATA}"] = _metadata(content.metadata, files, code, payload)
    return payload


def tag_files(
    metadata: PackageMetadata, code: str, payload: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the tag files of the bag, by name."""
    size = sum(map(len, payload.values()))
    info = {
        "Source-Organization": metadata.fonds_name,
        "External-Identifier": code,
        "Internal-Sender-Identifier": metadata.case_id,
        "Bagging-Date": metadata.filed_on.isoformat(),
        "Bag-Size": f"{size} bytes",
        "Payload-Oxum": f"{size}.{len(payload)}",
        "Bag-Software-Agent": "Dossier",
    }
    tags = {
        "bag-info.txt": "".join(f"{key}: {value}\n" for key, value in info.items()).encode(),
        "bagit.txt": _BAGIT,
        "manifest-sha256.txt": manifest(payload, "sha256"),
        "sm3-manifest.txt": manifest(payload, "sm3"),
    }
    return {**tags, "tagmanifest-sha256.txt": manifest(tags, "sha256")}


def manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    """Return the lines ``digest  path``, as ``sha256sum -c`` reads them."""
    return "".join(
        f"{hashlib.new(algorithm, files[path]).hexdigest()}  {path}\n" for path in sorted(files)
    ).encode()


def _order(path: str) -> tuple[int, str]:
    folder = path.partition("/")[0]
    return (FOLDERS.index(folder) if folder in FOLDERS else len(FOLDERS), path)


def _catalogue(metadata: PackageMetadata, files: list[PackageFile], code: str) -> bytes:
    """Return 卷内目录 as CSV; with a byte order mark, so that WPS reads it as UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for number, file in enumerate((file for file in files if file.title), start=1):
        title = f"[{file.title}]" if file.supplied else file.title
        lines.writerow(
            (
                number,
                code,
                file.document_number,
                file.responsible or metadata.responsible,
                title,
                file.day.isoformat() if file.day else "",
                metadata.security,
                "" if file.pages is None else file.pages,
                "",
                f"data/{file.path}",
            )
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _metadata(
    metadata: PackageMetadata,
    files: list[PackageFile],
    code: str,
    payload: Mapping[str, bytes],
) -> bytes:
    listed = [file for file in files if file.title]
    described: Json = {
        "format": "dossier-archive-metadata",
        "version": 1,
        "elements": _elements(metadata, code, sum(file.pages or 0 for file in listed)),
        "process": list(metadata.process),
        "items": len(listed),
        "files": [
            {
                "path": path,
                "size_bytes": len(content),
                "sha256": sha256_hex(content),
                "media_type": FORMATS[path.rpartition(".")[2]],
            }
            for path, content in payload.items()
        ],
    }
    text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return text.encode() + b"\n"


def _elements(metadata: PackageMetadata, code: str, pages: int) -> Json:
    """Return the elements under their names in DA/T 46."""
    return {
        **metadata.further,
        "聚合层次": "卷",
        "档号": code,
        "档号编制规则": str(metadata.scheme),
        "全宗号": metadata.code.fonds,
        "全宗名称": metadata.fonds_name,
        "门类代码": metadata.code.category,
        "门类名称": metadata.category_name,
        "年度": metadata.code.year,
        "保管期限": retention_zh(metadata.code.retention),
        "保管期限代码": metadata.code.retention,
        "保管期限待确认": metadata.retention_to_confirm,
        "机构或问题": metadata.code.organ,
        "件号": metadata.code.item,
        "题名": metadata.title,
        "责任者": metadata.responsible,
        "密级": metadata.security,
        "语种": metadata.language,
        "页数": pages,
        "办件标识": metadata.case_id,
        "受理编号": metadata.case_no,
        "事项代码": metadata.service,
        "事项名称": metadata.service_title,
        "表单版本": metadata.service_version,
        "表单摘要": metadata.service_digest,
        "立件日期": metadata.opened_on.isoformat(),
        "办结日期": metadata.closed_on.isoformat(),
        "归档日期": metadata.filed_on.isoformat(),
        "归档人": metadata.filed_by,
        "单位路径": metadata.unit_path,
    }
