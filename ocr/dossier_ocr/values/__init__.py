"""Value types by name, one file each."""

from collections.abc import Mapping

from dossier_ocr.values.calendar_day import day, day_or_long_term, period
from dossier_ocr.values.card_number import card_number
from dossier_ocr.values.choice import choice
from dossier_ocr.values.disability_number import disability_number
from dossier_ocr.values.id_number import id_number, id_numbers
from dossier_ocr.values.money import money
from dossier_ocr.values.person_name import person_name, person_names
from dossier_ocr.values.phone import contact, phone
from dossier_ocr.values.plain import address, organisation, text
from dossier_ocr.values.value_type import Flaw, Options, Parse, Parsed

__all__ = ["CERTAIN_SURE_MIN", "SURE_MIN", "VALUE_TYPES", "Flaw", "Options", "Parse", "Parsed"]

VALUE_TYPES: Mapping[str, Parse] = {
    "text": text,
    "address": address,
    "organisation": organisation,
    "name": person_name,
    "names": person_names,
    "id_number": id_number,
    "id_numbers": id_numbers,
    "date": day,
    "date_or_longterm": day_or_long_term,
    "period": period,
    "money": money,
    "choice": choice,
    "card_number": card_number,
    "disability_number": disability_number,
    "phone": phone,
    "contact": contact,
}

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
}
"""How certain the least certain character must be to fill a value that proves nothing itself."""

CERTAIN_SURE_MIN = 0.6
"""The same for a value that proves itself by a check digit or by being written twice."""
