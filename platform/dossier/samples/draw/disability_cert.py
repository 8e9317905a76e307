"""The disability certificate: an open booklet with the photograph at the left."""

from __future__ import annotations

from datetime import date

import numpy as np

from dossier.samples.draw.portrait import photo
from dossier.samples.draw.scan import Colour, Scan
from dossier.samples.draw.seal import RED, round_seal
from dossier.samples.draw.sheet import Sheet, long_date
from dossier.samples.people import DISABLED_FEDERATION, Disability, Person, add_years

WIDTH_MM, HEIGHT_MM = 170.0, 118.0
_PAPER: Colour = (248, 250, 246)
_WAVE: Colour = (226, 238, 226)
_RULE: Colour = (96, 110, 100)
_YEARS = 10


def disability_cert(
    rng: np.random.Generator, person: Person, issued_on: date, *, guardian: Person | None = None
) -> Scan:
    """Draw the inner pages."""
    truth = truth_of_disability_cert(person, issued_on, guardian=guardian)
    sheet = Sheet(WIDTH_MM, HEIGHT_MM, paper=_PAPER)
    sheet.waves(_WAVE, step=1.8, swing=1.5, length=26)
    sheet.line((WIDTH_MM / 2, 0), (WIDTH_MM / 2, HEIGHT_MM), width=0.35, fill=(214, 216, 210))
    sheet.text(42.5, 12.5, "中华人民共和国", 3.9, family="SerifBold", anchor="mm", spacing=0.8)
    sheet.text(42.5, 21.0, "残疾人证", 7.0, family="SerifBold", anchor="mm", spacing=2.0)
    sheet.paste(photo(rng, person.gender, width_mm=26, height_mm=33), 29.5, 29.5)
    sheet.text(42.5, 72.0, "残疾人证号", 3.1, anchor="mm", spacing=0.3)
    sheet.text(
        42.5, 79.0, person.disability_number, 4.1, family="SerifBold", anchor="mm", spacing=0.3
    )
    sheet.text(8.0, 92.0, "批准残联", 3.1, anchor="lm")
    sheet.text(23.5, 92.0, DISABLED_FEDERATION, 3.3, family="Serif", anchor="lm")
    sheet.text(8.0, 101.0, "签发日期", 3.1, anchor="lm")
    sheet.text(23.5, 101.0, long_date(issued_on), 3.3, family="Serif", anchor="lm")
    sheet.text(8.0, 109.0, "有效期至", 3.1, anchor="lm")
    sheet.text(
        23.5, 109.0, long_date(add_years(issued_on, _YEARS)), 3.3, family="Serif", anchor="lm"
    )
    seal = round_seal(rng, DISABLED_FEDERATION, caption="残疾人证专用章", diameter_mm=32)
    sheet.stamp(seal, 60.0 + float(rng.uniform(-2, 2)), 58.0 + float(rng.uniform(-2, 2)), RED)
    rows = [
        ("姓    名", person.name),
        ("性    别", person.gender),
        ("民    族", person.ethnicity),
        ("出生日期", long_date(person.birth_date)),
        ("残疾类别", truth["category"]),
        ("残疾等级", truth["grade"]),
        ("家庭住址", person.address),
        ("监 护 人", truth.get("guardian_name", "")),
        ("联系电话", truth["guardian_phone"]),
    ]
    y = 9.0
    for label, value in rows:
        height = 15.0 if label == "家庭住址" else 10.6
        sheet.box((91, y, 113, y + height), outline=_RULE)
        sheet.box((113, y, 163, y + height), outline=_RULE)
        sheet.cell((91, y, 113, y + height), label, 3.1)
        sheet.cell((113, y, 163, y + height), value, 3.6, family="Serif", align="l")
        y += height
    sheet.mark(WIDTH_MM - 4, HEIGHT_MM - 4.2)
    return sheet.scan()


def truth_of_disability_cert(
    person: Person, issued_on: date, *, guardian: Person | None = None
) -> dict[str, str]:
    """Return what a reader is to find; an empty guardian is left out."""
    printed = _disability_of(person)
    truth = {
        "name": person.name,
        "cert_number": person.disability_number,
        "category": printed.category,
        "grade": printed.grade,
        "guardian_phone": guardian.phone if guardian else person.phone,
        "address": person.address,
        "issued_on": issued_on.isoformat(),
        "valid_to": add_years(issued_on, _YEARS).isoformat(),
        "authority": DISABLED_FEDERATION,
    }
    if guardian:
        truth["guardian_name"] = guardian.name
    return truth


def _disability_of(person: Person) -> Disability:
    assert person.disability is not None
    return person.disability
