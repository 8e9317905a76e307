"""The household register booklet: home page, member pages, page of changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dossier.samples.draw.scan import Colour, Scan
from dossier.samples.draw.seal import RED, round_seal
from dossier.samples.draw.sheet import Sheet, long_date
from dossier.samples.people import CITY, POLICE_STATION, Household, Person

WIDTH_MM, HEIGHT_MM = 143.0, 105.0
_PAPER: Colour = (250, 248, 238)
_WAVE: Colour = (238, 233, 214)
_RULE: Colour = (92, 84, 78)
_LABEL: Colour = (70, 62, 58)
_LEFT, _RIGHT = 7.0, 136.0


@dataclass(frozen=True, slots=True)
class _Cell:
    width: float
    text: str
    value: bool = False


def home_page(rng: np.random.Generator, household: Household) -> Scan:
    """Draw the home page (首页)."""
    sheet = _page()
    sheet.text(
        WIDTH_MM / 2, 10.5, "居民户口簿", 5.2, family="SerifBold", anchor="mm", spacing=2
    )
    _grid(
        sheet,
        18.0,
        [
            (
                13.0,
                [
                    _Cell(24, "户    别"),
                    _Cell(40, "居民家庭户", value=True),
                    _Cell(24, "户主姓名"),
                    _Cell(41, household.head.name, value=True),
                ],
            ),
            (
                13.0,
                [
                    _Cell(24, "户    号"),
                    _Cell(40, household.household_no, value=True),
                    _Cell(24, "登记机关"),
                    _Cell(41, "春晖派出所", value=True),
                ],
            ),
            (15.0, [_Cell(24, "住    址"), _Cell(105, household.address, value=True)]),
        ],
    )
    sheet.text(_LEFT + 2, 66.5, "省级公安机关", 2.9, fill=_LABEL, anchor="lm")
    sheet.text(_LEFT + 2, 71.0, "户口专用章", 2.9, fill=_LABEL, anchor="lm")
    sheet.text(70.0, 66.5, "户口登记机关", 2.9, fill=_LABEL, anchor="lm")
    sheet.text(70.0, 71.0, "户口专用章", 2.9, fill=_LABEL, anchor="lm")
    provincial = round_seal(rng, "辽宁省公安厅演示", caption="户口专用章", diameter_mm=30)
    sheet.stamp(provincial, 44.0, 79.0, RED)
    local = round_seal(rng, POLICE_STATION, caption="户口专用章", diameter_mm=30)
    sheet.stamp(local, 107.0, 77.0, RED)
    sheet.text(_LEFT + 2, 97.0, "承办人签章:", 2.9, fill=_LABEL, anchor="lm")
    sheet.text(86.0, 97.0, f"签发日期: {long_date(household.registered_on)}", 2.9, anchor="lm")
    sheet.mark(WIDTH_MM - 4, HEIGHT_MM - 3.6)
    return sheet.scan()


def member_page(
    rng: np.random.Generator, household: Household, person: Person, *, name: str | None = None
) -> Scan:
    """Draw the page of ``person`` (常住人口登记卡), under another ``name`` where it is mistyped."""
    sheet = _page()
    sheet.text(
        WIDTH_MM / 2, 8.2, "常住人口登记卡", 4.6, family="SerifBold", anchor="mm", spacing=1.4
    )
    truth = truth_of_member(household, person, name=name)
    birth = long_date(person.birth_date)
    height = f"{158 + int(rng.integers(0, 22))}厘米"
    blood = ("A", "B", "O", "AB")[int(rng.integers(4))]
    row = 8.1
    _grid(
        sheet,
        13.0,
        [
            (
                row,
                _pairs(
                    (26, "姓    名", 44, truth["member_name"]),
                    (27, "户主或与户主关系", 32, person.relation),
                ),
            ),
            (row, _pairs((26, "曾 用 名", 44, ""), (27, "性    别", 32, person.gender))),
            (
                row,
                _pairs(
                    (26, "出 生 地", 44, truth["member_birth_place"]),
                    (27, "民    族", 32, person.ethnicity),
                ),
            ),
            (
                row,
                _pairs(
                    (26, "籍    贯", 44, truth["member_native_place"]),
                    (27, "出生日期", 32, birth),
                ),
            ),
            (row, _pairs((26, "本市(县)其他住址", 44, ""), (27, "宗教信仰", 32, ""))),
            (
                row,
                _pairs(
                    (26, "公民身份号码", 49, person.id_number),
                    (11, "身高", 17, height),
                    (11, "血型", 15, blood),
                ),
            ),
            (
                row,
                _pairs(
                    (26, "文化程度", 23, person.education),
                    (20, "婚姻状况", 18, person.marital),
                    (20, "兵役状况", 22, truth["member_military"]),
                ),
            ),
            (
                row,
                _pairs(
                    (26, "服务处所", 60, truth.get("member_workplace", "")),
                    (14, "职业", 29, truth.get("member_occupation", "")),
                ),
            ),
            (row, _pairs((42, "何时由何地迁来本市(县)", 87, ""))),
            (row, _pairs((42, "何时由何地迁来本址", 87, truth["moved_in_address"]))),
        ],
        label=2.7,
        value=3.1,
    )
    sheet.text(_LEFT + 2, 98.5, "承办人签章:", 2.8, fill=_LABEL, anchor="lm")
    sheet.text(86.0, 98.5, "登记日期:", 2.8, fill=_LABEL, anchor="lm")
    sheet.text(
        100.0, 98.5, long_date(household.registered_on), 3.0, family="Serif", anchor="lm"
    )
    local = round_seal(rng, POLICE_STATION, caption="户口专用章", diameter_mm=27, strength=0.7)
    sheet.stamp(local, 62.0 + float(rng.uniform(-3, 3)), 88.0 + float(rng.uniform(-2, 2)), RED)
    sheet.mark(WIDTH_MM - 4, HEIGHT_MM - 3.4)
    return sheet.scan()


def change_page(rng: np.random.Generator, entries: tuple[tuple[str, str, date], ...]) -> Scan:
    """Draw the page of changes; an entry is the item, its new content and the day."""
    sheet = _page()
    title = "登记事项变更和更正记载"
    sheet.text(WIDTH_MM / 2, 9.0, title, 4.4, family="SerifBold", anchor="mm", spacing=0.8)
    header = [
        _Cell(25, "项目"),
        _Cell(52, "变更、更正后的内容"),
        _Cell(30, "变更、更正日期"),
        _Cell(22, "承办人签章"),
    ]
    rows: list[tuple[float, list[_Cell]]] = [(9.0, header)]
    for number in range(7):
        item, content, day = (
            (entries[number][0], entries[number][1], long_date(entries[number][2]))
            if number < len(entries)
            else ("", "", "")
        )
        cells = [(25, item), (52, content), (30, day), (22, "")]
        rows.append((10.5, [_Cell(width, text, value=True) for width, text in cells]))
    _grid(sheet, 14.5, rows)
    for number in range(len(entries)):
        stamp = round_seal(rng, "春晖派出所", diameter_mm=12, strength=0.75)
        sheet.stamp(stamp, 125.0, 28.7 + 10.5 * number, RED)
    sheet.mark(WIDTH_MM - 4, HEIGHT_MM - 3.4)
    return sheet.scan()


def truth_of_home(household: Household) -> dict[str, str]:
    """Return what a reader is to find on the home page."""
    return {
        "household_type": "居民家庭户",
        "head_name": household.head.name,
        "household_no": household.household_no,
        "address": household.address,
    }


def truth_of_member(
    household: Household, person: Person, *, name: str | None = None
) -> dict[str, str]:
    """Return what a reader is to find on the page of ``person``; empty cells are left out."""
    truth = {
        "member_name": name or person.name,
        "member_relation": person.relation,
        "member_gender": person.gender,
        "member_birth_place": f"辽宁省{CITY}",
        "member_ethnicity": person.ethnicity,
        "member_native_place": "辽宁省",
        "member_birth_date": person.birth_date.isoformat(),
        "member_id_number": person.id_number,
        "member_education": person.education,
        "member_marital": person.marital,
        "member_military": "未服兵役",
        "moved_in_address": "2008年10月6日由本市丁香路3号迁来",
        "registered_on": household.registered_on.isoformat(),
    }
    if person.job:
        truth["member_workplace"] = person.job.employer
        truth["member_occupation"] = person.job.position
    return truth


def _page() -> Sheet:
    sheet = Sheet(WIDTH_MM, HEIGHT_MM, paper=_PAPER)
    sheet.waves(_WAVE, step=1.5, swing=1.2, length=18)
    return sheet


def _pairs(*pairs: tuple[float, str, float, str]) -> list[_Cell]:
    cells: list[_Cell] = []
    for label_width, label, value_width, value in pairs:
        cells += [_Cell(label_width, label), _Cell(value_width, value, value=True)]
    return cells


def _grid(
    sheet: Sheet,
    top: float,
    rows: list[tuple[float, list[_Cell]]],
    *,
    label: float = 3.0,
    value: float = 3.5,
) -> None:
    first = top
    for height, cells in rows:
        left = _LEFT
        for cell in cells:
            box = (left, top, left + cell.width, top + height)
            sheet.box(box, outline=_RULE, width=0.2)
            if cell.value:
                sheet.cell(box, cell.text, value, family="Serif")
            else:
                sheet.cell(box, cell.text, label, fill=_LABEL)
            left += cell.width
        top += height
    sheet.box((_LEFT, first, _RIGHT, top), outline=_RULE, width=0.45)
