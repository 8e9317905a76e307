"""The resident identity card: portrait side, emblem side, and the A4 copy that holds both."""

from __future__ import annotations

import numpy as np

from dossier.samples.draw.portrait import photo
from dossier.samples.draw.scan import Colour, Scan
from dossier.samples.draw.sheet import Sheet, dotted_date
from dossier.samples.people import POLICE, Person

WIDTH_MM, HEIGHT_MM, CORNER_MM = 85.6, 54.0, 3.2
_LABEL: Colour = (58, 112, 158)
_ROSE: Colour = (196, 64, 62)


def portrait_side(rng: np.random.Generator, person: Person) -> Scan:
    """Draw the side with the photograph."""
    sheet = _card((222, 236, 240), (236, 226, 232))
    sheet.paste(photo(rng, person.gender, width_mm=23.5, height_mm=29.5), 57.6, 7.6)
    label, value = 2.75, 3.25
    sheet.text(5.6, 8.6, "姓名", label, fill=_LABEL, anchor="lm", spacing=0.5)
    sheet.text(15.2, 8.5, person.name, 3.7, anchor="lm", spacing=0.25)
    sheet.text(5.6, 15.1, "性别", label, fill=_LABEL, anchor="lm", spacing=0.5)
    sheet.text(15.2, 15.0, person.gender, value, anchor="lm")
    sheet.text(24.6, 15.1, "民族", label, fill=_LABEL, anchor="lm", spacing=0.5)
    sheet.text(33.2, 15.0, person.ethnicity, value, anchor="lm", spacing=0.2)
    sheet.text(5.6, 21.6, "出生", label, fill=_LABEL, anchor="lm", spacing=0.5)
    birth = person.birth_date
    sheet.text(15.2, 21.5, str(birth.year), value, anchor="lm", spacing=0.15)
    sheet.text(24.6, 21.6, "年", label, fill=_LABEL, anchor="lm")
    sheet.text(30.6, 21.5, str(birth.month), value, anchor="mm", spacing=0.15)
    sheet.text(33.6, 21.6, "月", label, fill=_LABEL, anchor="lm")
    sheet.text(39.8, 21.5, str(birth.day), value, anchor="mm", spacing=0.15)
    sheet.text(42.8, 21.6, "日", label, fill=_LABEL, anchor="lm")
    sheet.text(5.6, 28.2, "住址", label, fill=_LABEL, anchor="lm", spacing=0.5)
    sheet.block(15.2, 26.3, 39.0, person.address, value, leading=1.42)
    sheet.text(5.6, 47.0, "公民身份号码", label, fill=_LABEL, anchor="lm", spacing=0.35)
    sheet.text(29.6, 46.9, person.id_number, 3.9, family="SansBold", anchor="lm", spacing=0.42)
    sheet.mark(82.8, 50.6)
    return sheet.scan(corner_mm=CORNER_MM)


def emblem_side(person: Person) -> Scan:
    """Draw the side with the authority; a plain rosette stands where the emblem would be."""
    sheet = _card((226, 238, 240), (240, 224, 226))
    for ring, reach in enumerate((8.6, 7.2, 5.8, 4.4)):
        colour = _ROSE if ring % 2 == 0 else (222, 150, 120)
        sheet.box(
            (13.5 - reach, 14.0 - reach, 13.5 + reach, 14.0 + reach),
            outline=colour,
            width=0.5,
            radius=reach,
        )
    sheet.text(13.5, 14.0, "样", 5.0, family="SerifBold", fill=_ROSE, anchor="mm")
    sheet.text(53.0, 11.0, "中华人民共和国", 5.0, family="SerifBold", anchor="mm", spacing=1.0)
    sheet.text(53.0, 22.0, "居民身份证", 7.4, family="SerifBold", anchor="mm", spacing=1.6)
    sheet.text(16.6, 39.6, "签发机关", 2.8, family="SansBold", anchor="lm", spacing=0.3)
    sheet.text(32.6, 39.6, POLICE, 3.1, anchor="lm", spacing=0.15)
    sheet.text(16.6, 46.6, "有效期限", 2.8, family="SansBold", anchor="lm", spacing=0.3)
    sheet.text(32.6, 46.6, validity(person), 3.1, anchor="lm", spacing=0.12)
    sheet.mark(82.8, 50.6)
    return sheet.scan(corner_mm=CORNER_MM)


def both_sides(rng: np.random.Generator, person: Person) -> Scan:
    """Draw the copy that a counter keeps: both sides on one A4 page."""
    sheet = Sheet(210, 297)
    left = (210 - WIDTH_MM) / 2 + float(rng.uniform(-6, 6))
    for top, side in ((58.0, portrait_side(rng, person)), (138.0, emblem_side(person))):
        x, y = left + float(rng.uniform(-1.5, 1.5)), top + float(rng.uniform(-3, 3))
        sheet.lay(side, x, y)
        edge = (x, y, x + WIDTH_MM, y + HEIGHT_MM)
        sheet.box(edge, outline=(150, 152, 156), width=0.25, radius=CORNER_MM)
    return sheet.scan()


def truth_of_portrait(person: Person) -> dict[str, str]:
    """Return what a reader is to find on the portrait side."""
    return {
        "name": person.name,
        "gender": person.gender,
        "ethnicity": person.ethnicity,
        "birth_date": person.birth_date.isoformat(),
        "address": person.address,
        "id_number": person.id_number,
    }


def truth_of_emblem(person: Person) -> dict[str, str]:
    """Return what a reader is to find on the emblem side."""
    end = person.card_valid_to
    return {
        "authority": POLICE,
        "valid_from": person.card_valid_from.isoformat(),
        "valid_to": end.isoformat() if end else "长期",
    }


def validity(person: Person) -> str:
    """Return the validity as printed: 2017.06.08-2027.06.08 or 2016.05.12-长期."""
    end = person.card_valid_to
    return f"{dotted_date(person.card_valid_from)}-{dotted_date(end) if end else '长期'}"


def _card(upper: Colour, lower: Colour) -> Sheet:
    sheet = Sheet(WIDTH_MM, HEIGHT_MM, paper=(246, 249, 250))
    sheet.waves(upper, step=1.1, swing=1.6, length=31)
    sheet.waves(lower, step=1.7, swing=2.4, length=47, phase=1.3)
    return sheet
