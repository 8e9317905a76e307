"""A package is checked with the mathematics of the audit log and the installation's key."""

from collections.abc import Sequence
from pathlib import Path

from dossier.archive.model import ArchiveItem, AuditJudge, CheckpointClaim, CheckResult
from dossier.archive.verify import verify_package
from dossier.audit import VerifyingKey, tree
from dossier.audit.note import is_signed_by, parse_checkpoint


def check_item(folder: Path, item: ArchiveItem, key: VerifyingKey) -> tuple[CheckResult, ...]:
    """Return the four-property check of a filed item; ``folder`` is the archive's."""
    return verify_package(folder / item.package, judge_with(key), item=item)


def judge_with(key: VerifyingKey | None) -> AuditJudge:
    """Return the audit log's mathematics; without ``key`` signatures are not checked."""

    def read(note: str) -> CheckpointClaim:
        claim = parse_checkpoint(note)
        return CheckpointClaim(
            size=claim.size,
            root=claim.root,
            signed=is_signed_by(note, key) if key else None,
        )

    return AuditJudge(
        leaf_hash=tree.leaf_hash, verify_inclusion=_included, read_checkpoint=read
    )


def _included(seq: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    return tree.verify_inclusion(seq, size, leaf, proof, root)
