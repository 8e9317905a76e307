"""The application form, filled by the counter and signed by the applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dossier.kernel.money import yuan_text
from dossier.samples.draw.scan import Scan
from dossier.samples.draw.seal import BLUE_BLACK, signature
from dossier.samples.draw.sheet import Sheet, long_date
from dossier.samples.people import BANK, COMMUNITY, STREET, Household, Person

TITLE = "城市居民最低生活保障申请审批表"
_LEFT, _RIGHT = 20.0, 190.0


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A line of the table of members: words as the form prints them."""

    person: Person
    relation: str
    employment: str
    monthly_income_fen: int


def application_form(
    rng: np.random.Generator,
    household: Household,
    lines: tuple[MemberLine, ...],
    reason: str,
    signed_on: date,
) -> Scan:
    """Draw the form."""
    head = household.head
    sheet = Sheet(210, 297)
    sheet.text(105, 24, TITLE, 6.6, family="SansBold", anchor="mm", spacing=0.5)
    sheet.text(_LEFT, 35, f"受理单位：{STREET}{COMMUNITY}", 3.6, anchor="lm")
    sheet.text(_RIGHT, 35, f"填表日期：{long_date(signed_on)}", 3.6, anchor="rm")
    income_fen = sum(line.monthly_income_fen for line in lines)
    y = 40.0
    for cells in (
        (
            ("申请人", 24, head.name, 36),
            ("性别", 16, head.gender, 16),
            ("民族", 16, head.ethnicity, 20),
            ("婚姻状况", 20, head.marital, 22),
        ),
        (
            ("公民身份号码", 28, head.id_number, 62),
            ("出生日期", 24, long_date(head.birth_date), 56),
        ),
        (("联系电话", 28, head.phone, 62), ("申请类别", 24, "城市低保", 56)),
        (("户籍地址", 28, household.address, 142),),
        (("现居住地址", 28, household.address, 142),),
        (
            ("家庭人口", 28, f"{len(lines)}人", 28),
            ("家庭月收入", 28, f"{yuan_text(income_fen)}元", 30),
            ("住房套数", 24, "1套", 32),
        ),
        (("开户银行", 28, BANK, 42), ("银行账号", 24, household.bank_card_number, 76)),
    ):
        _row(sheet, y, 9.6, cells)
        y += 9.6
    y = _members(sheet, y, lines)
    sheet.box((_LEFT, y, _LEFT + 28, y + 26), width=0.25)
    sheet.box((_LEFT + 28, y, _RIGHT, y + 26), width=0.25)
    sheet.cell((_LEFT, y, _LEFT + 28, y + 26), "申请理由", 3.6)
    sheet.block(_LEFT + 31, y + 3.4, 134, reason, 3.9, leading=1.55, indent=2, family="Serif")
    y += 26
    y = _promise(rng, sheet, y, head.name, signed_on)
    for body in ("社区调查意见", "街道审核意见", "区县审批意见"):
        sheet.box((_LEFT, y, _LEFT + 28, y + 22), width=0.25)
        sheet.box((_LEFT + 28, y, _RIGHT, y + 22), width=0.25)
        sheet.cell((_LEFT, y, _LEFT + 28, y + 22), body, 3.6)
        sheet.text(_RIGHT - 4, y + 17.5, "（盖章）        年    月    日", 3.4, anchor="rm")
        y += 22
    sheet.box((_LEFT, 40.0, _RIGHT, y), width=0.5)
    sheet.mark(200, 289, size=2.6)
    return sheet.scan()


def truth_of_application_form(household: Household, signed_on: date) -> dict[str, str]:
    """Return what a reader is to find."""
    return {
        "form_name": TITLE,
        "applicant": household.head.name,
        "signed_on": signed_on.isoformat(),
    }


def _row(
    sheet: Sheet, y: float, height: float, cells: tuple[tuple[str, float, str, float], ...]
) -> None:
    x = _LEFT
    for label, label_width, value, value_width in cells:
        sheet.box((x, y, x + label_width, y + height), width=0.25)
        sheet.cell((x, y, x + label_width, y + height), label, 3.6)
        x += label_width
        sheet.box((x, y, x + value_width, y + height), width=0.25)
        sheet.cell((x, y, x + value_width, y + height), value, 3.9, family="Serif")
        x += value_width


def _members(sheet: Sheet, y: float, lines: tuple[MemberLine, ...]) -> float:
    height = 9.0
    sheet.box((_LEFT, y, _RIGHT, y + height), width=0.25)
    sheet.cell((_LEFT, y, _RIGHT, y + height), "共同生活家庭成员", 3.6, family="SansBold")
    y += height
    widths = (28.0, 26.0, 58.0, 22.0, 20.0, 16.0)
    rows = [("姓名", "与申请人关系", "公民身份号码", "就业状况", "月收入", "残疾")]
    rows += [
        (
            line.person.name,
            line.relation,
            line.person.id_number,
            line.employment,
            yuan_text(line.monthly_income_fen),
            "是" if line.person.disability else "否",
        )
        for line in lines
    ]
    rows += [("", "", "", "", "", "")] * (4 - len(lines))
    for number, texts in enumerate(rows):
        x = _LEFT
        for text, width in zip(texts, widths, strict=True):
            sheet.box((x, y, x + width, y + height), width=0.25)
            family = "Serif" if number else "Sans"
            sheet.cell((x, y, x + width, y + height), text, 3.6, family=family)
            x += width
        y += height
    return y


def _promise(
    rng: np.random.Generator, sheet: Sheet, y: float, name: str, signed_on: date
) -> float:
    height = 25.0
    promise = "本人承诺所填内容和提交的材料真实有效，同意民政部门核对家庭经济状况。"
    sheet.box((_LEFT, y, _LEFT + 28, y + height), width=0.25)
    sheet.box((_LEFT + 28, y, _RIGHT, y + height), width=0.25)
    sheet.cell((_LEFT, y, _LEFT + 28, y + height), "申请人承诺", 3.6)
    sheet.text(_LEFT + 31, y + 5.5, promise, 3.7, anchor="lm")
    sheet.text(_LEFT + 38, y + 16.5, "申请人（签字）：", 3.7, anchor="lm")
    sheet.stamp(signature(rng, name), _LEFT + 86, y + 16.0, BLUE_BLACK)
    sheet.text(_RIGHT - 6, y + 16.5, long_date(signed_on), 3.9, family="Serif", anchor="rm")
    return y + height
