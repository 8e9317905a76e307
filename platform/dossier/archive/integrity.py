"""完整性: nothing is missing, and nothing is there that nobody listed."""

import csv
import io
from collections.abc import Iterator, Mapping

from dossier.archive.bag import TAG_FILES, Bag, parse_json
from dossier.archive.model import CheckResult, Property
from dossier.archive.payload import COLUMNS
from dossier.archive.rules import FROM_ORIGINALS, REQUIRED_FOLDERS
from dossier.archive.verdict import verdict

_WHOLE = Property.INTEGRITY
_MANDATORY = (
    "聚合层次", "档号", "全宗号", "全宗名称", "门类代码", "年度", "保管期限", "保管期限代码",
    "机构或问题", "件号", "题名", "责任者", "密级", "办件标识", "受理编号", "事项代码",
    "事项名称", "表单版本", "表单摘要", "立件日期", "办结日期", "归档日期", "归档人",
)  # fmt: skip
_CATALOGUE = "data/metadata/catalogue.csv"


def integrity(bag: Bag) -> Iterator[CheckResult]:
    """Yield the checks of integrity."""
    yield verdict(
        _WHOLE,
        "missing-files",
        "清单所列文件齐全。",
        "清单所列文件缺少{n}个，请从备份恢复。",
        sorted(set(bag.manifest) - set(bag.files)),
    )
    yield verdict(
        _WHOLE,
        "unlisted-files",
        "没有清单以外的文件。",
        "有{n}个清单以外的文件，来源不明，请核查后移出。",
        [
            *sorted(set(bag.payload) - set(bag.manifest)),
            *sorted(set(bag.files) - set(bag.payload) - set(TAG_FILES)),
            *sorted(set(bag.manifest) - {path for path in bag.manifest if _is_data(path)}),
        ],
    )
    size, count = sum(file.size_bytes for file in bag.payload.values()), len(bag.payload)
    told = bag.info.get("Payload-Oxum", "")
    yield verdict(
        _WHOLE,
        "counts",
        f"共{count}个文件、{size}字节，与包信息一致。",
        f"实有{count}个文件、{size}字节，与包信息所记（{told or '无'}）不一致。",
        [] if told == f"{size}.{count}" else ["bag-info.txt"],
    )
    yield verdict(
        _WHOLE,
        "mandatory-elements",
        f"{len(_MANDATORY)}项必填元数据齐全。",
        "缺少{n}项必填元数据，请补充后重新归档。",
        [key for key in _MANDATORY if bag.elements.get(key) in (None, "")],
    )
    folders = {path.split("/")[1] for path in bag.payload if path.count("/") > 1}
    originals = ("originals",) if folders.intersection(FROM_ORIGINALS) else ()
    yield verdict(
        _WHOLE,
        "parts",
        "原件、表单、决定、审计和元数据齐全。",
        "归档包缺少{n}个必备部分。",
        [
            f"data/{folder}"
            for folder in (*originals, *REQUIRED_FOLDERS)
            if folder not in folders
        ],
    )
    yield verdict(
        _WHOLE,
        "process",
        "办理过程信息齐全。",
        "缺少办理过程信息，请核对办理环节记录。",
        _process_faults(bag),
    )
    yield verdict(
        _WHOLE,
        "catalogue",
        "卷内目录与文件一一对应，序号连续。",
        "卷内目录有{n}处与文件不符或序号不连续。",
        _catalogue_faults(bag),
    )


def _is_data(path: str) -> bool:
    return path.startswith("data/")


def _process_faults(bag: Bag) -> list[str]:
    faults = []
    process = (bag.metadata or {}).get("process")
    if not isinstance(process, list) or not process:
        faults.append("data/metadata/metadata.json: process")
    actions = parse_json(bag.content("data/decisions/actions.json"))
    if not actions or not isinstance(actions, list | Mapping):
        faults.append("data/decisions/actions.json")
    return faults


def _catalogue_faults(bag: Bag) -> list[str]:
    text = bag.content(_CATALOGUE).decode("utf-8-sig", "replace")
    try:
        rows = list(csv.DictReader(io.StringIO(text)))
    except csv.Error:
        rows = []
    if not rows or tuple(rows[0]) != COLUMNS:
        return [_CATALOGUE]
    faults = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        path = row["文件"] or ""
        if row["序号"] != str(number) or path in seen or path not in bag.payload:
            faults.append(f"{_CATALOGUE}: {number}")
        seen.add(path)
    if (bag.metadata or {}).get("items") != len(rows):
        faults.append("data/metadata/metadata.json: items")
    faults += sorted(
        path
        for path in bag.payload
        if path.startswith(("data/originals/", "data/letters/")) and path not in seen
    )
    return faults
