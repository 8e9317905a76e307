"""The audit log: its size, its root, the last signed checkpoint."""

from fastapi import APIRouter

from dossier import audit
from dossier.api.deps import InParts, InWork, Look, require
from dossier.api.views import AuditView
from dossier.audit.store import root_of
from dossier.flows.file import ORIGIN
from dossier.identity.model import Permission

router = APIRouter(tags=["audit"])


@router.get("/audit", **require(Permission.AUDIT_READ))
def show_audit(session: Look) -> AuditView:
    """Return how far the log has grown, and the last checkpoint to keep outside."""
    size, root = root_of(session)
    return AuditView(size=size, root=root.hex(), checkpoint=audit.latest_checkpoint(session))


@router.post("/audit/checkpoint", **require(Permission.AUDIT_READ))
def sign_checkpoint(parts: InParts, work: InWork) -> AuditView:
    """Sign the log as it stands now."""
    note = audit.checkpoint(work.session, parts.signing_key, ORIGIN, work.now)
    size, root = root_of(work.session)
    return AuditView(size=size, root=root.hex(), checkpoint=note)
