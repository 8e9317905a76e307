"""Three cases for the counter: a complete one, one with papers missing, one that contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dossier.samples import papers
from dossier.samples.draw.marriage_cert import Marriage
from dossier.samples.forms import Circumstances, Form, member_lines, typed_form, whole_form
from dossier.samples.households import couple, demonstration_household, mother_and_daughter
from dossier.samples.papers import Doses, Paper
from dossier.samples.people import DEMONSTRATION_DAY, Household

SERVICE = "social-security.dibao"
_LETTER_DAY = date(2026, 3, 2)
_DISABLED_SINCE = date(2021, 6, 18)
_AT_HOME = Circumstances("none", "na", has_children=True)
_AT_WORK = Circumstances("employed", "full", has_children=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """A material that is due for a member and was not brought."""

    material: str
    person: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two papers that tell the same fact of one person differently; fields as type.field."""

    person: str
    field: str
    value: str
    other_field: str
    other_value: str


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A household at the counter: its papers, what the clerk types, and what must be found.

    typed: what no paper says. form: the whole form without derived values. Money is integer fen.
    """

    code: str
    title_zh: str
    service: str
    household: Household
    papers: tuple[Paper, ...]
    typed: Form
    form: Form
    missing: tuple[Missing, ...]
    contradictions: tuple[Contradiction, ...]


def complete_case(*, doses: Doses | None = None) -> SampleCase:
    """Return 王桂兰 and her son 陈磊 with every paper that is due."""
    household = demonstration_household()
    mother, son = household.members
    told = (_AT_HOME, _AT_WORK)
    reason = (
        "本人丧偶，肢体二级残疾，无劳动收入，与儿子共同生活。"
        "儿子月工资较低，家庭生活困难，特申请最低生活保障。"
    )
    lines = member_lines(household, told)
    return SampleCase(
        code="complete",
        title_zh="材料齐全",
        service=SERVICE,
        household=household,
        papers=(
            papers.application_form(
                _rng(1), household, lines, reason, DEMONSTRATION_DAY, doses=doses
            ),
            papers.economy_check_authorisation(
                _rng(2), (mother, son), DEMONSTRATION_DAY, doses=doses
            ),
            papers.id_card(_rng(3), mother, doses=doses),
            papers.id_card(_rng(4), son, doses=doses),
            papers.hukou_home(_rng(5), household, doses=doses),
            papers.hukou_member(_rng(6), household, mother, doses=doses),
            papers.hukou_member(_rng(7), household, son, doses=doses),
            papers.income_proof(_rng(8), son, _LETTER_DAY, doses=doses),
            papers.disability_cert(_rng(9), mother, _DISABLED_SINCE, doses=doses),
            papers.bank_card(_rng(10), household, doses=doses),
        ),
        typed=typed_form(household, told),
        form=whole_form(household, told),
        missing=(),
        contradictions=(),
    )


def missing_paper_case(*, doses: Doses | None = None) -> SampleCase:
    """Return a couple without his letter about the wage and without her page of the register."""
    household = couple()
    husband, wife = household.members
    told = (_AT_WORK, Circumstances("none", "na", has_children=False))
    reason = "本人工资较低，妻子无业，两人靠一份工资生活，特申请最低生活保障。"
    lines = member_lines(household, told)
    marriage = Marriage(husband, wife, husband, date(1998, 10, 6), 417)
    return SampleCase(
        code="missing_paper",
        title_zh="缺少材料",
        service=SERVICE,
        household=household,
        papers=(
            papers.application_form(
                _rng(21), household, lines, reason, DEMONSTRATION_DAY, doses=doses
            ),
            papers.economy_check_authorisation(
                _rng(22), (husband, wife), DEMONSTRATION_DAY, doses=doses
            ),
            papers.id_card(_rng(23), husband, doses=doses),
            papers.id_card(_rng(24), wife, doses=papers.COPIER if doses is None else doses),
            papers.hukou_pdf(_rng(25), household, (husband,), doses=doses),
            papers.marriage_cert(_rng(26), marriage, doses=doses),
            papers.bank_card(_rng(27), household, doses=doses),
        ),
        typed=typed_form(household, told),
        form=whole_form(household, told),
        missing=(Missing("hukou", wife.name), Missing("income_employed", husband.name)),
        contradictions=(),
    )


def contradicting_case(*, doses: Doses | None = None) -> SampleCase:
    """Return a mother and a daughter whose name on the register is not that of her card."""
    household = mother_and_daughter()
    mother, daughter = household.members
    told = (_AT_HOME, _AT_WORK)
    registered_as = "孙婧"
    reason = "本人丧偶，视力三级残疾，与女儿共同生活，收入不足以维持生活，特申请最低生活保障。"
    lines = member_lines(household, told)
    return SampleCase(
        code="contradicting",
        title_zh="材料矛盾",
        service=SERVICE,
        household=household,
        papers=(
            papers.application_form(
                _rng(41), household, lines, reason, DEMONSTRATION_DAY, doses=doses
            ),
            papers.economy_check_authorisation(
                _rng(42), (mother, daughter), DEMONSTRATION_DAY, doses=doses
            ),
            papers.id_card(_rng(43), mother, doses=doses),
            papers.id_card(_rng(44), daughter, doses=doses),
            papers.hukou_home(_rng(45), household, doses=doses),
            papers.hukou_member(_rng(46), household, mother, doses=doses),
            papers.hukou_member(_rng(47), household, daughter, name=registered_as, doses=doses),
            papers.income_proof_pdf(daughter, _LETTER_DAY),
            papers.disability_cert(_rng(48), mother, _DISABLED_SINCE, doses=doses),
            papers.bank_card(_rng(49), household, doses=doses),
        ),
        typed=typed_form(household, told),
        form=whole_form(household, told),
        missing=(),
        contradictions=(
            Contradiction(
                person=daughter.name,
                field="id_card.name",
                value=daughter.name,
                other_field="hukou_booklet.member_name",
                other_value=registered_as,
            ),
        ),
    )


def corrections(*, doses: Doses | None = None) -> tuple[Paper, ...]:
    """Return what the residents of the second and the third case bring when they come back."""
    pair, family = couple(), mother_and_daughter()
    husband, wife = pair.members
    return (
        papers.income_proof(_rng(61), husband, _LETTER_DAY, doses=doses),
        papers.hukou_member(_rng(62), pair, wife, doses=doses),
        papers.hukou_member(_rng(63), family, family.members[1], doses=doses),
    )


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)
