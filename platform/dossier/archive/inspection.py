"""An inspection of the archive: packages, the register, and whatever lies about besides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier.archive.model import ArchiveItem, AuditJudge, CheckResult, Property, Scanner
from dossier.archive.package import BUILDING
from dossier.archive.verdict import verdict
from dossier.archive.verify import verify_package


@dataclass(frozen=True, slots=True)
class Inspected:
    """One package and what its check found; item: None for a folder that nobody registered."""

    reference_code: str
    folder: str
    results: tuple[CheckResult, ...]
    item: ArchiveItem | None = None

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(result.passed is not False for result in self.results)


def inspect_folder(folder: Path, judge: AuditJudge, scan: Scanner | None = None) -> Inspected:
    """Check a package that was handed over, without any register."""
    results = verify_package(folder.resolve(), judge, scan=scan)
    return Inspected(folder.resolve().name, str(folder), results)


def inspect_item(
    root: Path, item: ArchiveItem, judge: AuditJudge, scan: Scanner | None = None
) -> Inspected:
    """Check the package of a registered item."""
    results = verify_package(root / item.package, judge, item=item, scan=scan)
    return Inspected(item.reference_code, item.package, results, item)


def inspect_register(
    root: Path, items: Iterable[ArchiveItem], missing: Sequence[str]
) -> tuple[CheckResult, ...]:
    """Check the register as a whole.

    items: those that are filed.  missing: codes that were given but that no item bears.
    """
    known = {item.package for item in items}
    return (
        verdict(
            Property.INTEGRITY,
            "number-continuity",
            "件号连续，没有缺号。",
            "有{n}个档号缺失：已编号但登记中没有，请立即报告。",
            missing,
        ),
        verdict(
            Property.INTEGRITY,
            "unregistered-packages",
            "没有未登记的归档包。",
            "有{n}个归档包未在登记之中，来源不明，请核查。",
            sorted(_standing(root) - known),
        ),
    )


def _standing(root: Path) -> set[str]:
    """Return everything that lies where packages lie."""
    return {
        path.relative_to(root).as_posix()
        for path in root.glob("*/*/*")
        if path.relative_to(root).parts[0] != BUILDING
    }
