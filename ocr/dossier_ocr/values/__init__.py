"""Value types by name, one file each: how each is found, normalised and compared."""

from collections.abc import Collection, Mapping

from dossier_ocr.values.address import address, compare_addresses
from dossier_ocr.values.address import normal as normal_address
from dossier_ocr.values.bank_account import bank_account, compare_accounts
from dossier_ocr.values.bank_account import normal as normal_account
from dossier_ocr.values.calendar_day import compare_days, day, day_or_long_term
from dossier_ocr.values.calendar_day import normal as normal_day
from dossier_ocr.values.card_number import card_number, compare_cards
from dossier_ocr.values.card_number import normal as normal_card
from dossier_ocr.values.cert_number import cert_number, compare_numbers
from dossier_ocr.values.cert_number import normal as normal_cert
from dossier_ocr.values.choice import choice
from dossier_ocr.values.disability_number import compare_certificates, disability_number
from dossier_ocr.values.disability_number import normal as normal_certificate
from dossier_ocr.values.ethnicity import compare_groups, ethnicity
from dossier_ocr.values.ethnicity import normal as normal_group
from dossier_ocr.values.id_number import compare_id_lists, compare_ids, id_number, id_numbers
from dossier_ocr.values.id_number import normal as normal_id
from dossier_ocr.values.id_number import normal_several as normal_ids
from dossier_ocr.values.id_or_passport import id_or_passport
from dossier_ocr.values.moment import compare_moments, moment
from dossier_ocr.values.moment import normal as normal_moment
from dossier_ocr.values.money import compare_amounts, money
from dossier_ocr.values.money import normal as normal_amount
from dossier_ocr.values.number import (
    compare_figures,
    compare_integers,
    compare_percents,
    integer,
    normal_integer,
    normal_number,
    normal_percent,
    number,
    percent,
    table_count,
)
from dossier_ocr.values.org_code import compare_codes, org_code
from dossier_ocr.values.org_code import normal as normal_code
from dossier_ocr.values.period import compare_periods, period
from dossier_ocr.values.period import normal as normal_period
from dossier_ocr.values.person_name import (
    compare_lists,
    compare_names,
    normal_names,
    person_name,
    person_names,
)
from dossier_ocr.values.person_name import normal as normal_name
from dossier_ocr.values.phone import (
    compare_contacts,
    compare_phones,
    contact,
    normal_contact,
    phone,
)
from dossier_ocr.values.phone import normal as normal_phone
from dossier_ocr.values.plain import compare_organisations, compare_texts, organisation, text
from dossier_ocr.values.plain import normal as normal_text
from dossier_ocr.values.postcode import compare_postcodes, postcode
from dossier_ocr.values.postcode import normal as normal_postcode
from dossier_ocr.values.relation import compare_relations, relation
from dossier_ocr.values.relation import normal as normal_relation
from dossier_ocr.values.value_type import (
    PLAIN,
    Comparison,
    Flaw,
    Options,
    Parse,
    Parsed,
    Reason,
    ValueType,
    Verdict,
)
from dossier_ocr.values.year_month import compare_months, year_month
from dossier_ocr.values.year_month import normal as normal_month
from dossier_ocr.values.yes_no import compare_answers, yes_no
from dossier_ocr.values.yes_no import normal as normal_answer

__all__ = [
    "CERTAIN_SURE_MIN",
    "KINDS",
    "SURE_MIN",
    "VALUE_TYPES",
    "Comparison",
    "Flaw",
    "Options",
    "Parse",
    "Parsed",
    "Reason",
    "ValueType",
    "Verdict",
    "check",
    "compare",
    "normalise",
]

KINDS: Mapping[str, ValueType] = {
    "text": ValueType(text, normal_text, compare_texts),
    "address": ValueType(address, normal_address, compare_addresses),
    "organisation": ValueType(organisation, normal_text, compare_organisations),
    "name": ValueType(person_name, normal_name, compare_names),
    "names": ValueType(person_names, normal_names, compare_lists),
    "id_number": ValueType(id_number, normal_id, compare_ids),
    "id_numbers": ValueType(id_numbers, normal_ids, compare_id_lists),
    "date": ValueType(day, normal_day, compare_days),
    "date_or_longterm": ValueType(day_or_long_term, normal_day, compare_days),
    "period": ValueType(period, normal_period, compare_periods),
    "money": ValueType(money, normal_amount, compare_amounts),
    "choice": ValueType(choice, normal_text, compare_texts),
    "card_number": ValueType(card_number, normal_card, compare_cards),
    "disability_number": ValueType(disability_number, normal_certificate, compare_certificates),
    "phone": ValueType(phone, normal_phone, compare_phones),
    "contact": ValueType(contact, normal_contact, compare_contacts),
    "cert_number": ValueType(cert_number, normal_cert, compare_numbers),
    "ethnicity": ValueType(ethnicity, normal_group, compare_groups),
    "org_code": ValueType(org_code, normal_code, compare_codes),
    "relation": ValueType(relation, normal_relation, compare_relations),
    "number": ValueType(number, normal_number, compare_figures),
    "integer": ValueType(integer, normal_integer, compare_integers),
    "percent": ValueType(percent, normal_percent, compare_percents),
    "table_count": ValueType(table_count, normal_integer, compare_integers),
    "year_month": ValueType(year_month, normal_month, compare_months),
    "moment": ValueType(moment, normal_moment, compare_moments),
    "yes_no": ValueType(yes_no, normal_answer, compare_answers),
    "bank_account": ValueType(bank_account, normal_account, compare_accounts),
    "postcode": ValueType(postcode, normal_postcode, compare_postcodes),
    "id_or_passport": ValueType(id_or_passport, normal_id, compare_ids),
}

VALUE_TYPES: Mapping[str, Parse] = {name: kind.parse for name, kind in KINDS.items()}

SURE_MIN: Mapping[str, float] = {
    "text": 0.97,
    "address": 0.97,
    "organisation": 0.97,
    "name": 0.97,
    "names": 0.97,
    "date": 0.93,
    "date_or_longterm": 0.93,
    "period": 0.95,
    "money": 0.95,
    "choice": 0.93,
    "phone": 0.97,
    "contact": 0.97,
    "cert_number": 0.97,
    "ethnicity": 0.93,
    "relation": 0.95,
    "number": 0.95,
    "integer": 0.95,
    "percent": 0.95,
    "table_count": 0.97,
    "year_month": 0.93,
    "moment": 0.95,
    "yes_no": 0.97,
    "bank_account": 0.97,
    "postcode": 0.97,
    "id_or_passport": 0.97,
}
"""How certain the least certain character must be to fill a value that proves nothing itself."""

CERTAIN_SURE_MIN = 0.6
"""The same for a value that proves itself by a check digit or by being written twice."""


def normalise(kind: str, value: str) -> str:
    """Return ``value`` in the normal form of its kind.  Raises KeyError for no such kind."""
    return KINDS[kind].normal(value)


def check(kind: str, value: str) -> tuple[Flaw, ...]:
    """Return what is wrong with a value, and what a clerk should know of it.

    Raises KeyError for no such kind.
    """
    parsed = KINDS[kind].parse(value, PLAIN)
    if parsed is None:
        return (Flaw("nothing", f"「{value}」里没有可用的内容，请对照原件核对。"),)
    return (*parsed.flaws, *parsed.remarks)


def compare(kind: str, a: str, b: str, former: Collection[str] = ()) -> Comparison:
    """Compare two values of one kind, whichever comes first.

    former: names that the person is known to have borne before.
    Raises KeyError for no such kind.
    """
    if kind == "name":
        return compare_names(a, b, former)
    return KINDS[kind].compare(a, b)
