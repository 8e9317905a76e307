"""The marriage certificate, open at the pages with the entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dossier.samples.draw.portrait import photo
from dossier.samples.draw.scan import Colour, Scan
from dossier.samples.draw.seal import RED, round_seal
from dossier.samples.draw.sheet import Sheet, long_date
from dossier.samples.people import CIVIL_AFFAIRS, DIVISION, Person

WIDTH_MM, HEIGHT_MM = 170.0, 125.0
_PAPER: Colour = (252, 243, 240)
_WAVE: Colour = (246, 222, 220)


@dataclass(frozen=True, slots=True)
class Marriage:
    """An entry of the marriage register; ``holder`` is one of the two."""

    man: Person
    woman: Person
    holder: Person
    registered_on: date
    sequence: int

    @property
    def number(self) -> str:
        """Return the number of the certificate."""
        return f"J{DIVISION}-{self.registered_on.year}-{self.sequence:06d}"


def marriage_cert(rng: np.random.Generator, marriage: Marriage) -> Scan:
    """Draw the open certificate."""
    sheet = Sheet(WIDTH_MM, HEIGHT_MM, paper=_PAPER)
    sheet.waves(_WAVE, step=1.7, swing=1.4, length=22)
    sheet.line((WIDTH_MM / 2, 0), (WIDTH_MM / 2, HEIGHT_MM), width=0.35, fill=(226, 204, 200))
    red = (170, 34, 38)
    sheet.text(42.5, 16, "结婚证", 8.0, family="SerifBold", fill=red, anchor="mm", spacing=2.5)
    y = 28.0
    for label, value in (
        ("持证人", marriage.holder.name),
        ("登记日期", long_date(marriage.registered_on)),
        ("结婚证字号", marriage.number),
        ("备  注", ""),
    ):
        sheet.text(9.0, y, label, 3.2, anchor="lm")
        sheet.text(28.0, y, value, 3.6, family="Serif", anchor="lm")
        sheet.line((27.5, y + 3.0), (78, y + 3.0), width=0.12, fill=(190, 150, 148))
        y += 9.5
    sheet.text(9.0, 106, "登记机关", 3.2, anchor="lm")
    sheet.text(28.0, 106, CIVIL_AFFAIRS, 3.6, family="Serif", anchor="lm")
    seal = round_seal(rng, CIVIL_AFFAIRS, caption="婚姻登记专用章", diameter_mm=34)
    sheet.stamp(seal, 56 + float(rng.uniform(-2, 2)), 88 + float(rng.uniform(-2, 2)), RED)
    ground = (196, 44, 46)
    for order, person in enumerate((marriage.man, marriage.woman)):
        picture = photo(rng, person.gender, width_mm=20, height_mm=30, ground=ground)
        sheet.paste(picture, 107.5 + 20 * order, 9.0)
    for top, person in ((48.0, marriage.man), (84.0, marriage.woman)):
        _entry(sheet, top, person)
    sheet.mark(WIDTH_MM - 4, HEIGHT_MM - 4.2)
    return sheet.scan()


def truth_of_marriage_cert(marriage: Marriage) -> dict[str, str]:
    """Return what a reader is to find."""
    return {
        "holder": marriage.holder.name,
        "register_date": marriage.registered_on.isoformat(),
        "cert_number": marriage.number,
        "name_male": marriage.man.name,
        "name_female": marriage.woman.name,
        "id_male": marriage.man.id_number,
        "id_female": marriage.woman.id_number,
        "authority": CIVIL_AFFAIRS,
    }


def _entry(sheet: Sheet, top: float, person: Person) -> None:
    rows = (
        (("姓名", person.name), ("性别", person.gender)),
        (("国籍", "中国"), ("出生日期", long_date(person.birth_date))),
        (("身份证件号", person.id_number),),
    )
    y = top
    for row in rows:
        for (label, value), x in zip(row, (91.0, 123.0), strict=False):
            sheet.text(x, y, label, 3.1, anchor="lm")
            width = sheet.measure(label, 3.1)
            sheet.text(x + width + 2.5, y, value, 3.5, family="Serif", anchor="lm")
        y += 9.0
