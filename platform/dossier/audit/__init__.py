"""The audit log: an RFC 6962 Merkle tree in the same database, written in the same transaction.

``append`` writes one event; ``verify`` recomputes everything; a checkpoint signs the state for
keeping outside.  Events after the last checkpoint that is kept outside are not protected
against somebody who can rewrite the whole database.
"""

from dossier.audit.checkpoints import checkpoint, latest_checkpoint
from dossier.audit.commitments import commit_value, destroy_commitments, open_commitment
from dossier.audit.keys import create_key, open_key
from dossier.audit.model import ConsistencyProof, Finding, InclusionProof, Record, VerifyReport
from dossier.audit.note import SigningKey, VerifyingKey, parse_verifying_key
from dossier.audit.store import (
    append,
    append_all,
    consistency,
    events,
    events_about,
    prove,
    prove_all,
    size_of,
)
from dossier.audit.verify import verify

__all__ = [
    "ConsistencyProof",
    "Finding",
    "InclusionProof",
    "Record",
    "SigningKey",
    "VerifyReport",
    "VerifyingKey",
    "append",
    "append_all",
    "checkpoint",
    "commit_value",
    "consistency",
    "create_key",
    "destroy_commitments",
    "events",
    "events_about",
    "latest_checkpoint",
    "open_commitment",
    "open_key",
    "parse_verifying_key",
    "prove",
    "prove_all",
    "size_of",
    "verify",
]
