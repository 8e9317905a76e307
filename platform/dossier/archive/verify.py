"""The four-property check of a package (DA/T 70-2018): 真实性 完整性 可用性 安全性.

BagIt's validator forgives a good deal, and a package that was replaced whole would please it;
here altered, missing and unlisted files are each found, and the digests in the database and
the proofs of the audit log are held against the content.
"""

from pathlib import Path

from dossier.archive.authenticity import authenticity
from dossier.archive.bag import read_bag
from dossier.archive.evidence import evidence
from dossier.archive.integrity import integrity
from dossier.archive.model import ArchiveItem, AuditJudge, CheckResult, Property, Scanner
from dossier.archive.security import security
from dossier.archive.usability import usability
from dossier.archive.verdict import verdict


def verify_package(
    folder: Path,
    judge: AuditJudge,
    *,
    item: ArchiveItem | None = None,
    scan: Scanner | None = None,
) -> tuple[CheckResult, ...]:
    """Return the result of every check on the package in ``folder``, the four properties in order.

    judge: the mathematics of the audit log.  item: the row of the register; without it the
    register is not held against the package.  scan: without it no virus check runs.
    """
    if not folder.is_dir():
        return (
            verdict(
                Property.INTEGRITY,
                "package",
                "",
                "归档包不存在，请从备份恢复。",
                [folder.name],
            ),
        )
    bag = read_bag(folder)
    return (
        *authenticity(bag, item),
        *evidence(bag, judge),
        *integrity(bag),
        *usability(bag),
        *security(bag, scan),
    )
