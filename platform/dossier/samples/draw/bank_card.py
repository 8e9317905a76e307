"""A debit card of a bank that does not exist."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dossier.samples.draw.scan import Colour, Scan
from dossier.samples.draw.sheet import Sheet
from dossier.samples.people import BANK, Household

WIDTH_MM, HEIGHT_MM, CORNER_MM = 85.6, 54.0, 3.2
_SILVER: Colour = (238, 240, 242)
_LIGHT: Colour = (252, 252, 252)
_DARK: Colour = (12, 38, 62)
_GOLD: Colour = (206, 178, 116)


def bank_card(rng: np.random.Generator, household: Household) -> Scan:
    """Draw the number side, its digits and the holder's name raised."""
    sheet = Sheet(WIDTH_MM, HEIGHT_MM)
    sheet.paste(_ground(rng, sheet.image.size), 0, 0)
    sheet.box((6.0, 5.6, 13.2, 12.8), outline=_SILVER, width=0.6, radius=3.6)
    sheet.text(9.6, 9.3, "和", 4.2, family="SerifBold", fill=_SILVER, anchor="mm")
    sheet.text(16.0, 9.0, BANK, 5.2, family="SerifBold", fill=_LIGHT, anchor="lm", spacing=0.6)
    sheet.text(79.5, 7.6, "借记卡", 3.4, family="SansBold", fill=_LIGHT, anchor="rm")
    sheet.text(79.5, 11.4, "DEBIT CARD", 2.2, fill=_LIGHT, anchor="rm", spacing=0.2)
    _chip(sheet, 9.5, 18.0)
    number = household.bank_card_number
    grouped = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    _raised(sheet, 9.0, 36.4, grouped, 4.9, spacing=0.32)
    _raised(sheet, 9.0, 46.0, household.head.name, 3.7, spacing=0.4)
    sheet.text(9.0, 42.0, "持卡人", 2.2, fill=_SILVER, anchor="lm")
    sheet.text(
        79.5, 46.4, "ATM", 3.0, family="SansBold", fill=_SILVER, anchor="rm", spacing=0.4
    )
    sheet.text(82.4, 50.4, "演示样本", 1.9, fill=(150, 178, 196), anchor="ra")
    return sheet.scan(corner_mm=CORNER_MM)


def truth_of_bank_card(household: Household) -> dict[str, str]:
    """Return what a reader is to find, the number without its gaps."""
    return {
        "card_number": household.bank_card_number,
        "holder_name": household.head.name,
        "bank_name": BANK,
    }


def _ground(rng: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    fall = x / width * 0.6 + y / height * 0.4
    swing = np.sin(x / width * 5 + y / height * 3 + float(rng.uniform(0, 6))) * 0.12
    share = np.clip(fall + swing, 0, 1)[..., None]
    near, far = np.array((18, 62, 104), np.float32), np.array((30, 118, 128), np.float32)
    return Image.fromarray((near + (far - near) * share).astype(np.uint8))


def _chip(sheet: Sheet, x: float, y: float) -> None:
    sheet.box((x, y, x + 11.5, y + 9.0), outline=(150, 124, 70), fill=_GOLD, radius=1.4)
    for across in (3.8, 7.7):
        sheet.line((x + across, y), (x + across, y + 9.0), fill=(150, 124, 70))
    for down in (3.0, 6.0):
        sheet.line((x, y + down), (x + 11.5, y + down), fill=(150, 124, 70))


def _raised(
    sheet: Sheet, x: float, y: float, text: str, size: float, *, spacing: float
) -> None:
    for shift, fill in ((0.2, _DARK), (-0.12, _LIGHT), (0.0, _SILVER)):
        sheet.text(
            x + shift,
            y + shift,
            text,
            size,
            family="SansBold",
            fill=fill,
            anchor="lm",
            spacing=spacing,
        )
