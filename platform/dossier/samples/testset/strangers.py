"""Papers that are none of ours: they have to be told as unknown."""

from __future__ import annotations

import numpy as np

from dossier.samples.draw.scan import Scan
from dossier.samples.draw.sheet import Sheet
from dossier.samples.testset.residents import pick

_DISHES = ("鱼香肉丝", "锅包肉", "地三鲜", "酸菜白肉", "西红柿炒蛋", "京酱肉丝", "蒜蓉西兰花", "米饭")  # fmt: skip
_NEWS = (
    "本报讯 入冬以来，全市日均供水量保持平稳。记者从市水务集团了解到，今年将改造老旧管网六十公里。",
    "随着气温回升，植物园里的梅花陆续开放，吸引了许多市民前来观赏。园方提醒游客错峰出行。",
    "昨天下午，全市中学生篮球联赛在体育中心开幕，来自三十二所学校的球队参加了开幕式。",
    "市气象台预计，未来三天以晴为主，最高气温十二摄氏度，早晚温差较大，请注意增减衣物。",
)


def menu(rng: np.random.Generator) -> Scan:
    """A bill of fare."""
    sheet = Sheet(148, 210, paper=(252, 246, 232))
    sheet.text(
        74, 20, pick(rng, ("家常菜馆", "老街坊饺子馆")), 9, family="SerifBold", anchor="mm"
    )
    for order, dish in enumerate(rng.permutation(_DISHES)):
        y = 42 + order * 17
        sheet.text(24, y, str(dish), 6, family="Serif")
        sheet.text(122, y, f"{rng.integers(3, 68)}元", 6, family="Serif", anchor="ra")
    return sheet.scan()


def newspaper(rng: np.random.Generator) -> Scan:
    """A cutting of a newspaper."""
    sheet = Sheet(180, 240, paper=(240, 236, 226))
    sheet.text(
        90, 18, pick(rng, ("春江晚报", "北方都市早报")), 14, family="SerifBold", anchor="mm"
    )
    for column in range(2):
        y = 40.0
        for _ in range(4):
            text = pick(rng, _NEWS)
            y = sheet.block(12 + column * 80, y, 72, text, 4.4, indent=2, family="Serif") + 5
    return sheet.scan()


def blank_sheet(rng: np.random.Generator) -> Scan:
    """A sheet with nothing on it."""
    tone = int(rng.integers(244, 256))
    return Sheet(210, 297, paper=(tone, tone, tone)).scan()


def parcel_label(rng: np.random.Generator) -> Scan:
    """A label of a parcel: names, telephones and addresses, and yet no paper of ours."""
    sheet = Sheet(100, 150)
    sheet.text(8, 10, "迅达速运", 8, family="SansBold")
    rows = ("收件人 李先生 138****0021", "地址 和安区松江路12号自提柜", "寄件人 王女士", "品名 书籍 2件", "运费 12.00元")  # fmt: skip
    for order, row in enumerate(rows):
        sheet.text(8, 34 + order * 14, row, 4.6)
        sheet.line((6, 44 + order * 14), (94, 44 + order * 14))
    sheet.text(8, 120, f"单号 SD{rng.integers(10**9, 10**10)}", 5, family="SansBold")
    return sheet.scan()


def manual(rng: np.random.Generator) -> Scan:
    """A page of instructions."""
    sheet = Sheet(148, 210)
    sheet.text(74, 22, "电热水壶使用说明", 7, family="SansBold", anchor="mm")
    steps = (
        "首次使用前请将壶内加满水煮沸两次后倒掉。",
        "加水不得超过最高水位线，也不得低于最低水位线。",
        "水沸后自动断电，如需再次加热请等待二十秒。",
        "清洁前务必拔下电源插头，不得将底座浸入水中。",
        f"额定电压220V，额定功率{rng.integers(12, 19)}00W。",
    )
    y = 40.0
    for order, step in enumerate(steps):
        y = sheet.block(16, y, 116, f"{order + 1}. {step}", 5.0) + 4
    return sheet.scan()


STRANGERS = (menu, newspaper, blank_sheet, parcel_label, manual)
