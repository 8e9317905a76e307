"""The audit log's mathematics, as the verifier of packages uses it."""

from dossier.archive.model import AuditJudge, CheckpointClaim
from dossier.audit.note import VerifyingKey, is_signed_by, parse_checkpoint
from dossier.audit.tree import leaf_hash, verify_inclusion


def audit_judge(key: VerifyingKey | None) -> AuditJudge:
    """Return the judge; without ``key`` the signatures of checkpoints stay unchecked."""

    def read_checkpoint(note: str) -> CheckpointClaim:
        checkpoint = parse_checkpoint(note)
        signed = is_signed_by(note, key) if key else None
        return CheckpointClaim(checkpoint.size, checkpoint.root, signed)

    return AuditJudge(leaf_hash, verify_inclusion, read_checkpoint)
