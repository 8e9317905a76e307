"""Who hands a case in is noted at the counter."""

from dossier import audit
from dossier.cases import desk_store
from dossier.cases import store as cases
from dossier.cases.acting import (
    ID_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    Acting,
    settled,
)
from dossier.cases.events import ActingNoted
from dossier.catalogue.loading import Catalogue
from dossier.flows import judge
from dossier.flows.desk import require_open
from dossier.kernel.canonical import canonical_json
from dossier.kernel.errors import Refused
from dossier.kernel.ids import CaseId
from dossier.work import Work


def note_acting(work: Work, catalogue: Catalogue, case: CaseId, acting: Acting) -> None:
    """Note who hands the case in; what is still wanting is told with the case.

    Raises Refused for texts that are too long, and once papers are no longer taken.
    """
    head = cases.lock_case(work.session, case)
    require_open(head)
    noted = settled(acting)
    _require_short(noted)
    known = desk_store.find_acting(work.session, case)
    if known is not None and known.acting == noted:
        return
    desk_store.set_acting(work.session, case, noted, work.actor, work.now)
    judge.assemble_case(work, catalogue, case)
    work.record(
        ActingNoted(
            case=case,
            acted_by=str(noted.by),
            channel=str(noted.channel),
            person=audit.commit_value(
                work.session,
                canonical_json(
                    {
                        "name": noted.name,
                        "id_number": noted.id_number,
                        "phone": noted.phone,
                        "relation": noted.relation,
                        "scope": noted.scope,
                        "valid_until": noted.valid_until.isoformat()
                        if noted.valid_until
                        else None,
                    }
                ),
                subject=case,
            ),
        )
    )


def _require_short(acting: Acting) -> None:
    for what, text, limit in (
        ("姓名", acting.name, NAME_LIMIT),
        ("公民身份号码", acting.id_number, ID_LIMIT),
        ("电话", acting.phone, NAME_LIMIT),
        ("关系", acting.relation, NAME_LIMIT),
        ("授权事项", acting.scope, TEXT_LIMIT),
    ):
        if len(text) > limit:
            raise Refused(f"{what}太长，最多{limit}个字，请写短一些。", code="acting_too_long")
