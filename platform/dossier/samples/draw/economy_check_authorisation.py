"""The authorisation to check the household's finances, signed by every adult."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from dossier.samples.draw.scan import MM_PER_INCH, Scan
from dossier.samples.draw.seal import BLUE_BLACK, RED, signature
from dossier.samples.draw.sheet import DPI, Sheet, long_date
from dossier.samples.people import CIVIL_AFFAIRS, Person

TITLE = "家庭经济状况核对委托授权书"
_LEFT, _RIGHT = 26.0, 184.0
_WIDTHS = (30.0, 66.0, 62.0)


def economy_check_authorisation(
    rng: np.random.Generator, signers: tuple[Person, ...], signed_on: date
) -> Scan:
    """Draw the form with a signature and a thumb's print for each of ``signers``."""
    sheet = Sheet(210, 297)
    sheet.text(105, 36, TITLE, 7.4, family="SansBold", anchor="mm", spacing=0.8)
    sheet.text(_LEFT, 56, f"被授权单位：{CIVIL_AFFAIRS}", 4.9, family="Serif", anchor="lm")
    text = (
        "因申请最低生活保障，本人及共同生活的家庭成员自愿授权上述单位及其核对机构，"
        "向公安、人力资源社会保障、住房、税务、金融等部门和机构查询、核对本家庭的"
        "人口、收入、财产等家庭经济状况信息，核对结果用于社会救助的审核确认。"
    )
    y = sheet.block(_LEFT, 66, 156, text, 4.9, leading=1.85, indent=2, family="Serif")
    text = "本授权书自签署之日起至救助终止之日止有效。授权人已阅读并理解以上内容。"
    y = sheet.block(_LEFT, y, 156, text, 4.9, leading=1.85, indent=2, family="Serif") + 10
    y = _line(sheet, y, 11.0, ("授权人", "公民身份号码", "签字（手印）"), family="SansBold")
    for person in signers:
        top = y
        y = _line(sheet, y, 19.0, (person.name, person.id_number, ""), family="Serif")
        middle = _RIGHT - _WIDTHS[2] / 2
        ink = signature(rng, person.name)
        sheet.stamp(ink, middle - 6 + float(rng.uniform(-3, 3)), top + 9.5, BLUE_BLACK)
        sheet.stamp(_thumb(rng), middle + 22, top + 9.5, RED)
    sheet.text(
        _RIGHT, y + 18, f"签署日期：{long_date(signed_on)}", 4.9, family="Serif", anchor="rm"
    )
    sheet.mark(200, 288, size=2.6)
    return sheet.scan()


def truth_of_authorisation(signers: tuple[Person, ...], signed_on: date) -> dict[str, str]:
    """Return what a reader is to find; several names and numbers are joined by 、."""
    return {
        "signers": "、".join(person.name for person in signers),
        "id_numbers": "、".join(person.id_number for person in signers),
        "authorised_body": CIVIL_AFFAIRS,
        "signed_on": signed_on.isoformat(),
    }


def _line(
    sheet: Sheet, y: float, height: float, texts: tuple[str, str, str], *, family: str
) -> float:
    x = _LEFT
    for text, width in zip(texts, _WIDTHS, strict=True):
        sheet.box((x, y, x + width, y + height), width=0.3)
        sheet.cell((x, y, x + width, y + height), text, 4.5, family=family)
        x += width
    return y + height


def _thumb(rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the ink of a thumb: ridges inside an oval, like no living person's."""
    height, width = round(14 * DPI / MM_PER_INCH), round(10 * DPI / MM_PER_INCH)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = x / width * 2 - 1, y / height * 2 - 1
    bend = float(rng.uniform(0.6, 1.2))
    ridges = np.sin((np.hypot(across * 1.1, down + 0.25) + bend * across**2 * 0.3) * 44)
    inside = np.clip((1 - np.hypot(across, down)) * 6, 0, 1)
    patches = rng.uniform(0.5, 1, (height // 8 + 1, width // 8 + 1)).astype(np.float32)
    worn = np.kron(patches, np.ones((8, 8), np.float32))[:height, :width]
    ink: NDArray[np.float32] = inside * (0.25 + 0.5 * (ridges > -0.1)) * worn
    return ink.astype(np.float32)
