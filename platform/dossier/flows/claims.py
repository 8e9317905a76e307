"""No two cases have what only one may have: a number, a household under way, an invoice.

Looked at while the form is filled, told to the counter, and kept with every step from acceptance
on.  Which case has it already is told only to those who may see that case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dossier.cases import claims as kept
from dossier.cases import store as cases
from dossier.cases.claims import Held
from dossier.cases.model import Action, ArchiveCase, Case, Refuse, Withdraw
from dossier.catalogue.claims import Claim
from dossier.identity import rules as rights
from dossier.identity import store as staff
from dossier.identity.model import Actor, Level
from dossier.kernel.errors import NotFound, Problem, Refused
from dossier.kernel.ids import CaseId

CODE = "unique"
_LEVELS = {
    "community": Level.COMMUNITY,
    "street": Level.STREET,
    "district": Level.DISTRICT,
}


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that another case has already."""

    claim: Claim
    other: CaseId

    @property
    def problem(self) -> Problem:
        """What the counter is told; it does not say which case it is."""
        return self._told("另一件办件")

    def named(self, case_no: str) -> Problem:
        """What is told to somebody who may see the other case."""
        return self._told(f"办件{case_no}")

    def _told(self, where: str) -> Problem:
        rule = self.claim.rule
        return Problem(
            self.claim.pointer,
            f"{CODE}.{rule.id}",
            f"“{self.claim.value}”在{where}中已经登记：{rule.zh}。",
            rule.remedy_zh,
            rule.severity,
        )


def clashes_of(session: Session, case: Case, claims: Sequence[Claim]) -> tuple[Clash, ...]:
    """Return what the case claims and another case has."""
    wanted = _held(session, case, claims)
    holders = kept.holders_of(session, wanted.values())
    return tuple(
        Clash(claim, other)
        for claim, held in wanted.items()
        if (other := holders.get(held.key)) is not None and other != case.id
    )


def keep(session: Session, case: Case, claims: Sequence[Claim], action: Action) -> None:
    """Keep what an accepted case claims, or give it up when ``action`` closes the case.

    Raises Refused when another case has it: the form was changed since, or it came first.
    """
    if isinstance(action, Refuse | Withdraw | ArchiveCase):
        kept.give_up(session, case.id, lasting=not isinstance(action, ArchiveCase))
        return
    wanted = _held(session, case, claims)
    if not wanted:
        return
    kept.keep(session, case.id, tuple(wanted.values()))
    holders = kept.holders_of(session, wanted.values())
    taken = [
        Clash(claim, holders[held.key]).problem
        for claim, held in wanted.items()
        if holders[held.key] != case.id and claim.rule.severity == "block"
    ]
    if taken:
        raise Refused(
            f"{'；'.join(one.message.removesuffix('。') for one in taken)}。{taken[0].remedy}",
            code="claimed_elsewhere",
        )


def told_to(session: Session, actor: Actor, clash: Clash) -> Problem:
    """Return the problem, with the number of the other case for who may see that case."""
    other = cases.get_case(session, clash.other)
    try:
        rights.check_sight(actor, other.unit_path, other.stage_role)
    except NotFound:
        return clash.problem
    return clash.named(other.case_no) if other.case_no else clash.problem


def _held(session: Session, case: Case, claims: Sequence[Claim]) -> dict[Claim, Held]:
    if not claims:
        return {}
    units = {unit.level: unit.path for unit in staff.units_above(session, case.unit_path)}

    def place(claim: Claim) -> str:
        level = _LEVELS.get(claim.rule.among)
        return units.get(level, case.unit_path) if level else ""

    return {
        claim: Held(
            claim.pool, place(claim), claim.digest, lasting=claim.rule.standing == "lasting"
        )
        for claim in claims
    }
