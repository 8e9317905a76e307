"""The form of social-security.dibao as a clerk ends up with it, and the part that no paper says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dossier.samples.draw.application_form import MemberLine
from dossier.samples.people import BANK, Household, Person

JsonValue = str | int | bool | None | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
Form = dict[str, JsonValue]

_GENDERS = {"男": "male", "女": "female"}
_MARITAL = {"未婚": "single", "已婚": "married", "离婚": "divorced", "丧偶": "widowed"}
_RELATIONS = {
    "户主": ("self", "本人"),
    "妻": ("spouse", "配偶"),
    "夫": ("spouse", "配偶"),
    **dict.fromkeys(("长子", "次子", "三子", "长女", "次女", "三女"), ("child", "子女")),
}
_NAMES_OF_EMPLOYMENT = {"employed": "在职", "none": "无业"}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is asked about a member at the counter; values of the form's choices."""

    employment_status: str
    labour_capacity: str
    has_children: bool


def member_lines(
    household: Household, circumstances: Sequence[Circumstances]
) -> tuple[MemberLine, ...]:
    """Return the lines of the paper form's table of members."""
    return tuple(
        MemberLine(
            person,
            _RELATIONS[person.relation][1],
            _NAMES_OF_EMPLOYMENT[told.employment_status],
            _income_fen(person),
        )
        for person, told in zip(household.members, circumstances, strict=True)
    )


def typed_form(household: Household, circumstances: Sequence[Circumstances]) -> Form:
    """Return what the clerk types because no paper says it; money is integer fen.

    The members stand in the order of the register.
    """
    members: list[JsonValue] = [
        _typed_member(person, told)
        for person, told in zip(household.members, circumstances, strict=True)
    ]
    form: Form = {
        "application_kind": "dibao",
        "area_kind": "urban",
        "applicant_phone": household.head.phone,
        "residence_address": household.address,
        "hukou_in_city": True,
        "residence_same_as_hukou": True,
        "household_members": members,
        "other_income": 0,
        "property_ok": True,
        "property_house_count": 1,
        "property_savings": 350_000,
        "has_contracted_land": False,
        "land_requisitioned": False,
        "is_sanwu": False,
        "job_seeking_required": False,
        "authorisation_signed": True,
        "relative_of_staff": False,
    }
    children = [
        person for person in household.members if _RELATIONS[person.relation][0] == "child"
    ]
    if children:
        form["supporting_children"] = [
            {
                "child_name": child.name,
                "child_id_no": child.id_number,
                "child_monthly_income": _income_fen(child),
                "child_in_household": True,
            }
            for child in children
        ]
    return form


def whole_form(household: Household, circumstances: Sequence[Circumstances]) -> Form:
    """Return the form with all that is typed and all that papers say, without derived values."""
    head = household.head
    members: list[JsonValue] = [
        {**_printed_member(person), **_typed_member(person, told)}
        for person, told in zip(household.members, circumstances, strict=True)
    ]
    return {
        **typed_form(household, circumstances),
        "applicant_name": head.name,
        "applicant_id_no": head.id_number,
        "applicant_gender": _GENDERS[head.gender],
        "applicant_birth_date": head.birth_date.isoformat(),
        "applicant_ethnicity": head.ethnicity,
        "hukou_address": household.address,
        "household_members": members,
        "bank_name": BANK,
        "bank_account": household.bank_card_number,
        "bank_holder": head.name,
    }


def _typed_member(person: Person, told: Circumstances) -> dict[str, JsonValue]:
    typed: dict[str, JsonValue] = {
        "employment_status": told.employment_status,
        "labour_capacity": told.labour_capacity,
        "is_disabled": person.disability is not None,
        "is_student": False,
        "has_children": told.has_children,
    }
    if person.job is None:
        typed["monthly_income"] = 0
    return typed


def _printed_member(person: Person) -> dict[str, JsonValue]:
    printed: dict[str, JsonValue] = {
        "member_name": person.name,
        "member_id_no": person.id_number,
        "relation_to_applicant": _RELATIONS[person.relation][0],
        "marital_status": _MARITAL[person.marital],
    }
    if person.job:
        printed["employer_name"] = person.job.employer
        printed["monthly_income"] = person.job.monthly_income_fen
    if person.disability:
        printed["disability_cert_no"] = person.disability_number
    return printed


def _income_fen(person: Person) -> int:
    return person.job.monthly_income_fen if person.job else 0
