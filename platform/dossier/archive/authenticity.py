"""真实性: the package is what it says it is, and nobody altered it."""

import logging
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

import bagit

from dossier.archive.bag import Bag, parse_json, seal_of
from dossier.archive.model import ArchiveItem, CheckResult, Property
from dossier.archive.rules import parse_code, retention_zh
from dossier.archive.verdict import not_run, verdict
from dossier.kernel.canonical import Json

_TRUE = Property.AUTHENTICITY
_TITLE_LIMIT = 400

bagit.LOGGER.addHandler(logging.NullHandler())  # what it finds stands in our results


def authenticity(bag: Bag, item: ArchiveItem | None) -> Iterator[CheckResult]:
    """Yield the checks of authenticity, those of the audit log aside."""
    yield verdict(
        _TRUE,
        "digest-sha256",
        f"{len(bag.manifest)}个文件的SHA-256摘要与清单一致。",
        "{n}个文件的内容与清单中的SHA-256摘要不一致，可能被改动，请从备份恢复。",
        _altered(bag, bag.manifest, "sha256"),
    )
    yield verdict(
        _TRUE,
        "digest-sm3",
        f"{len(bag.sm3)}个文件的SM3摘要与清单一致。",
        "{n}个文件的SM3摘要不一致或未列入国密清单，请从备份恢复。",
        [*_altered(bag, bag.sm3, "sm3"), *sorted(set(bag.manifest) ^ set(bag.sm3))],
    )
    yield verdict(
        _TRUE,
        "tag-files",
        "清单和说明文件完好。",
        "{n}个清单或说明文件被改动、缺失或写法不合规范，请从备份恢复。",
        [*_altered(bag, bag.tags, "sha256"), *sorted(set(bag.tags) - set(bag.files)),
         *sorted(_needed_tags(bag)), *bag.malformed],
    )  # fmt: skip
    yield _bagit(bag)
    yield verdict(
        _TRUE,
        "reference-code",
        "档号符合编制规则，各处一致。",
        "档号不合规则或各处不一致，请核对包名、包信息和元数据。",
        _code_faults(bag),
    )
    yield verdict(
        _TRUE,
        "metadata-values",
        "元数据的类型、长度、取值和日期次序合理。",
        "元数据中有{n}项不合理，请核对。",
        _implausible(bag.elements),
    )
    yield verdict(
        _TRUE,
        "metadata-content",
        "元数据所记的文件名、大小和摘要与内容一致。",
        "元数据与{n}个文件的实际内容不一致，请核对。",
        _unlike_metadata(bag),
    )
    yield verdict(
        _TRUE,
        "form-version",
        "表单与其定义的版本、摘要相符。",
        "表单所依据的定义版本或摘要与元数据不符，请核对。",
        _schema_faults(bag),
    )
    yield _record(bag, item)


def _altered(bag: Bag, digests: Mapping[str, str], algorithm: str) -> list[str]:
    present = ((path, bag.files.get(path), digest) for path, digest in digests.items())
    return [
        path
        for path, file, digest in present
        if file and digest != (file.sm3 if algorithm == "sm3" else file.sha256)
    ]


def _needed_tags(bag: Bag) -> set[str]:
    """Return the tag files that nobody vouches for."""
    needed = {"bag-info.txt", "bagit.txt", "manifest-sha256.txt", "sm3-manifest.txt"}
    return (needed - set(bag.tags)) | ({"tagmanifest-sha256.txt"} - set(bag.files))


def _bagit(bag: Bag) -> CheckResult:
    """Ask the Library of Congress's own validator, once no path leads astray."""
    if bag.strange or bag.malformed:
        return not_run(_TRUE, "bagit", "包内有异常文件或清单行，未再用BagIt校验工具复核。")
    faults: list[str] = []
    try:
        bagit.Bag(str(bag.folder)).validate()
    except bagit.BagError as error:
        faults.append(str(error).partition(":")[0][:200])
    return verdict(
        _TRUE,
        "bagit",
        "BagIt校验工具认可该归档包。",
        "BagIt校验工具不认可该归档包，请按其他各项结果处理。",
        faults,
    )


def _code_faults(bag: Bag) -> list[str]:
    code = bag.info.get("External-Identifier", "")
    faults = []
    try:
        scheme, parts = parse_code(code)
    except ValueError:
        return ["bag-info.txt"]
    told = {
        "档号": code,
        "档号编制规则": str(scheme),
        "全宗号": parts.fonds,
        "门类代码": parts.category,
        "年度": parts.year,
        "保管期限代码": parts.retention,
        "保管期限": retention_zh(parts.retention),
        "机构或问题": parts.organ,
        "件号": parts.item,
    }
    faults += [key for key, value in told.items() if bag.elements.get(key) != value]
    if bag.folder.name != code:
        faults.append(bag.folder.name)
    return faults


def _implausible(elements: Mapping[str, Json]) -> list[str]:
    faults = [
        key
        for key, value in elements.items()
        if isinstance(value, str)
        and (len(value) > _TITLE_LIMIT or any(unicodedata.category(c) == "Cc" for c in value))
    ]
    days: list[date] = []
    for key in ("立件日期", "办结日期", "归档日期"):
        try:
            days.append(date.fromisoformat(str(elements.get(key))))
        except ValueError:
            faults.append(key)
    if days != sorted(days):
        faults.append("日期次序")
    for key in ("年度", "件号", "页数", "表单版本"):
        value = elements.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            faults.append(key)
    return faults


def _unlike_metadata(bag: Bag) -> list[str]:
    listed = (bag.metadata or {}).get("files")
    if not isinstance(listed, list):
        return ["data/metadata/metadata.json"]
    told = {
        str(entry.get("path")): (entry.get("size_bytes"), entry.get("sha256"))
        for entry in listed
        if isinstance(entry, Mapping)
    }
    found: dict[str, tuple[Json, Json]] = {
        path: (file.size_bytes, file.sha256)
        for path, file in bag.payload.items()
        if path != "data/metadata/metadata.json"
    }
    return sorted(
        path for path in told.keys() | found.keys() if told.get(path) != found.get(path)
    )


def _schema_faults(bag: Bag) -> list[str]:
    schema = parse_json(bag.content("data/form/schema.json"))
    if not isinstance(schema, Mapping):
        return ["data/form/schema.json"]
    told = {"事项代码": "code", "表单版本": "version", "表单摘要": "digest"}
    return [
        f"data/form/schema.json: {key}"
        for element, key in told.items()
        if key not in schema or schema[key] != bag.elements.get(element)
    ]


def _record(bag: Bag, item: ArchiveItem | None) -> CheckResult:
    if item is None:
        return not_run(_TRUE, "record", "未提供数据库记录，未核对归档登记。")
    told = (item.manifest_sha256, item.tagmanifest_sha256)
    faults = [
        name
        for name, recorded, found in zip(
            ("manifest-sha256.txt", "tagmanifest-sha256.txt"), told, seal_of(bag), strict=True
        )
        if recorded != found
    ]
    expected = {
        "档号": item.reference_code,
        "办件标识": item.case_id,
        "题名": item.title,
        "年度": item.year,
        "保管期限代码": item.retention,
    }
    faults += [key for key, value in expected.items() if bag.elements.get(key) != value]
    return verdict(
        _TRUE,
        "record",
        "归档包与归档登记一致。",
        "归档包与归档登记有{n}处不一致：包被整体替换或登记被改动，请从备份恢复。",
        faults,
    )
