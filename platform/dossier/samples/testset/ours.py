"""The drawings that the demonstration uses, as papers of the test set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from dossier.samples.draw import (
    application_form,
    bank_card,
    disability_cert,
    economy_check_authorisation,
    hukou_booklet,
    id_card,
    income_proof,
    marriage_cert,
)
from dossier.samples.draw.application_form import MemberLine
from dossier.samples.draw.marriage_cert import Marriage
from dossier.samples.draw.scan import Scan
from dossier.samples.people import (
    CATEGORIES,
    DEMONSTRATION_DAY,
    GRADES,
    Household,
    Person,
    disability,
    invent_address,
    invent_household,
    invent_job,
    invent_person,
)

Drawn = tuple[str, Scan, dict[str, str]]
"""The code of the document type, the picture, and what a reader is to find."""


def _person(rng: np.random.Generator, *, gender: str | None = None) -> Person:
    sex = gender or ("女" if rng.random() < 0.5 else "男")
    age = int(rng.integers(18, 80))
    return invent_person(rng, age=age, gender=sex, address=invent_address(rng))


def _household(rng: np.random.Generator) -> Household:
    return invent_household(rng, size=int(rng.integers(1, 5)))


def _lately(rng: np.random.Generator) -> date:
    return DEMONSTRATION_DAY - timedelta(days=int(rng.integers(1, 25)))


def _portrait(rng: np.random.Generator) -> Drawn:
    who = _person(rng)
    return "id_card", id_card.portrait_side(rng, who), id_card.truth_of_portrait(who)


def _emblem(rng: np.random.Generator) -> Drawn:
    who = _person(rng)
    return "id_card", id_card.emblem_side(who), id_card.truth_of_emblem(who)


def _home(rng: np.random.Generator) -> Drawn:
    home = _household(rng)
    return (
        "hukou_booklet",
        hukou_booklet.home_page(rng, home),
        hukou_booklet.truth_of_home(home),
    )


def _member(rng: np.random.Generator) -> Drawn:
    home = _household(rng)
    who = home.members[int(rng.integers(len(home.members)))]
    return (
        "hukou_booklet",
        hukou_booklet.member_page(rng, home, who),
        hukou_booklet.truth_of_member(home, who),
    )


def _disability(rng: np.random.Generator) -> Drawn:
    kind, grade = CATEGORIES[int(rng.integers(7))], GRADES[int(rng.integers(4))]
    who = replace(_person(rng), disability=disability(kind, grade))
    guardian = _person(rng) if rng.random() < 0.4 else None
    day = DEMONSTRATION_DAY - timedelta(days=int(rng.integers(60, 3000)))
    return (
        "disability_cert",
        disability_cert.disability_cert(rng, who, day, guardian=guardian),
        disability_cert.truth_of_disability_cert(who, day, guardian=guardian),
    )


def _marriage(rng: np.random.Generator) -> Drawn:
    man, woman = _person(rng, gender="男"), _person(rng, gender="女")
    day = DEMONSTRATION_DAY - timedelta(days=int(rng.integers(60, 6000)))
    entry = Marriage(man, woman, man, day, int(rng.integers(1, 4000)))
    return (
        "marriage_cert",
        marriage_cert.marriage_cert(rng, entry),
        marriage_cert.truth_of_marriage_cert(entry),
    )


def _income(rng: np.random.Generator) -> Drawn:
    who, day = replace(_person(rng), job=invent_job(rng)), _lately(rng)
    return (
        "income_proof",
        income_proof.income_proof(rng, who, day),
        income_proof.truth_of_income_proof(who, day),
    )


def _bank(rng: np.random.Generator) -> Drawn:
    home = _household(rng)
    return "bank_card", bank_card.bank_card(rng, home), bank_card.truth_of_bank_card(home)


def _application(rng: np.random.Generator) -> Drawn:
    home, day = _household(rng), _lately(rng)
    lines = tuple(
        MemberLine(who, "本人" if who is home.head else "子女", "无业", 0)
        for who in home.members
    )
    return (
        "application_form",
        application_form.application_form(rng, home, lines, "因病生活困难。", day),
        application_form.truth_of_application_form(home, day),
    )


def _authorisation(rng: np.random.Generator) -> Drawn:
    home, day = _household(rng), _lately(rng)
    return (
        "economy_check_authorisation",
        economy_check_authorisation.economy_check_authorisation(rng, home.members, day),
        economy_check_authorisation.truth_of_authorisation(home.members, day),
    )


def both_sides(rng: np.random.Generator) -> Drawn:
    """Draw both sides of an identity card on one page."""
    who = _person(rng)
    truth = id_card.truth_of_portrait(who) | id_card.truth_of_emblem(who)
    return "id_card", id_card.both_sides(rng, who), truth


OURS: tuple[Callable[[np.random.Generator], Drawn], ...] = (
    _portrait,
    _home,
    _member,
    _income,
    _disability,
    _emblem,
    _marriage,
    _bank,
    _authorisation,
    _application,
)
