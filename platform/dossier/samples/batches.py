"""All papers of any invented household, for benchmarks and tests that need many of them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from dossier.samples import papers
from dossier.samples.papers import Doses, Paper
from dossier.samples.people import DEMONSTRATION_DAY, Household, Person

_NEEDS_GUARDIAN = ("智力", "精神")


def household_papers(
    rng: np.random.Generator,
    household: Household,
    *,
    doses: Doses | None = None,
    day: date = DEMONSTRATION_DAY,
) -> tuple[Paper, ...]:
    """Return identity cards, register pages, letters, certificates and the bank card.

    doses: what happens to every paper; None leaves it to the paper's usual way of capture.
    """
    drawn: list[Paper] = []
    drawn.append(papers.hukou_home(rng, household, doses=doses))
    for person in household.members:
        drawn.append(papers.id_card(rng, person, doses=doses))
        drawn.append(papers.hukou_member(rng, household, person, doses=doses))
        if person.job:
            issued = day - timedelta(days=int(rng.integers(1, 25)))
            drawn.append(papers.income_proof(rng, person, issued, doses=doses))
        if person.disability:
            issued = day - timedelta(days=int(rng.integers(60, 3000)))
            guardian = _guardian(household, person)
            drawn.append(
                papers.disability_cert(rng, person, issued, guardian=guardian, doses=doses)
            )
    drawn.append(papers.bank_card(rng, household, doses=doses))
    return tuple(drawn)


def _guardian(household: Household, person: Person) -> Person | None:
    assert person.disability is not None
    if person.disability.category not in _NEEDS_GUARDIAN:
        return None
    return next((other for other in household.members if other is not person), None)
