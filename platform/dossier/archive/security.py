"""安全性: nothing in the package does harm, and it was kept as it should be."""

import stat
from collections.abc import Iterator

from dossier.archive.bag import TAG_FILES, Bag
from dossier.archive.model import CheckResult, Property, Scanner
from dossier.archive.rules import require_path
from dossier.archive.verdict import not_run, verdict
from dossier.kernel.errors import Refused

_SAFE = Property.SECURITY


def security(bag: Bag, scan: Scanner | None) -> Iterator[CheckResult]:
    """Yield the checks of security; without a scanner that of viruses says it did not run."""
    if scan is None:
        yield not_run(_SAFE, "viruses", "未配置病毒扫描程序，未做病毒检测。")
    else:
        yield verdict(
            _SAFE,
            "viruses",
            "未发现病毒。",
            "有{n}个文件检出病毒，请立即隔离并报告。",
            [path for path in bag.files if scan(bag.content(path))],
        )
    yield verdict(
        _SAFE,
        "names",
        "文件名规范，没有链接等异常文件，不含姓名。",
        "有{n}个文件名不规范，或为链接等异常文件。",
        [*bag.strange, *(path for path in bag.files if not _is_named_well(path))],
    )
    yield verdict(
        _SAFE,
        "permissions",
        "文件权限正确，他人不能改写。",
        "有{n}个文件可被他人改写，请修正权限。",
        [
            path
            for path in bag.files
            if (bag.folder / path).stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        ],
    )


def _is_named_well(path: str) -> bool:
    if path in TAG_FILES:
        return True
    try:
        require_path(path.removeprefix("data/"))
    except Refused:
        return False
    return path.startswith("data/")
