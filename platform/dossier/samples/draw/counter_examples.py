"""Papers of everyday life that are none of ours, though some name our papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from dossier.samples.draw.press import Press, Print
from dossier.samples.draw.scan import Scan
from dossier.samples.draw.sheet import Sheet

Drawn = tuple[Scan, tuple[Print, ...]]
_MENU = (
    ("锅包肉", "48"), ("地三鲜", "28"), ("溜肉段", "42"), ("酸菜炖粉条", "36"),
    ("拍黄瓜", "12"), ("米饭", "2"), ("酸梅汤", "15"),
)  # fmt: skip
_COLUMN = (
    "本报讯 昨日清晨，一场小雪悄然落在浑河两岸。沿河公园里晨练的市民不少，有人拍照，有人堆起了雪人。"
    "气象部门预计，周末气温还将下降三到五度，请市民出行注意防滑。公园管理人员介绍，冰面尚未冻实，"
    "请勿在冰上行走。学校将于下周一恢复上课，公交线路不变。"
)
_WATER = (
    "尊敬的用户：因管网检修，定于本周三上午九时至下午五时停止供水，请提前储水备用。"
    "届时水压恢复较慢，敬请谅解。如有疑问，请拨打客服热线96198。"
)
_INSPECTION = ("序号", "检查项目", "结果", "备注")
_PAPERS = (
    "一、申请人居民身份证原件及复印件；", "二、居民户口簿；", "三、结婚证、离婚证或丧偶证明；", "四、收入证明；",
    "五、残疾人证(有残疾人的家庭)；", "六、房屋所有权证或租赁合同。",
)  # fmt: skip
_NOTES = ("1. 使用前请充电八小时。", "2. 请勿放入水中清洗。", "3. 保修期一年，凭购机小票保修。")
_TIMETABLE = (("首班车", "05:30"), ("末班车", "22:00"), ("间隔", "8分钟"), ("票价", "1元"))


def menu(rng: np.random.Generator) -> Drawn:
    """Draw the menu of a small restaurant."""
    press = _press(rng, "春晖家常菜馆　菜单")
    for order, (dish, price) in enumerate(_MENU):
        y = 60 + order * 13
        press.run(35, y, dish)
        press.run(160, y, f"{price}元")
    return _done(press)


def newspaper(rng: np.random.Generator) -> Drawn:
    """Draw a column of a newspaper."""
    return _prose(rng, "小雪落浑河　冬日好景致", _COLUMN)


def water_notice(rng: np.random.Generator) -> Drawn:
    """Draw the notice of a water works."""
    return _prose(rng, "停水提醒", _WATER)


def blank_form(rng: np.random.Generator) -> Drawn:
    """Draw an inspection form that nobody has filled in."""
    press = _press(rng, "电梯日常巡检记录")
    for row in range(9):
        y = 60 + row * 11
        for column in range(4):
            press.sheet.box((25 + column * 40, y, 65 + column * 40, y + 11))
            if row == 0:
                press.run(45 + column * 40, y + 5.5, _INSPECTION[column], align="m")
    return _done(press)


def list_of_papers(rng: np.random.Generator) -> Drawn:
    """Draw a sheet that tells which papers to bring, and is none of them."""
    press = _press(rng, "办理救助所需材料一览")
    for order, line in enumerate(_PAPERS):
        press.run(28, 60 + order * 10, line)
    return _done(press)


def manual(rng: np.random.Generator) -> Drawn:
    """Draw a page of an appliance's manual."""
    press = _press(rng, "电动剃须刀使用说明")
    for order, line in enumerate(_NOTES):
        press.run(28, 60 + order * 10, line)
    return _done(press)


def timetable(rng: np.random.Generator) -> Drawn:
    """Draw the timetable of a bus."""
    press = _press(rng, "218路公交时刻")
    for order, (label, value) in enumerate(_TIMETABLE):
        press.run(40, 60 + order * 12, label)
        press.run(120, 60 + order * 12, value)
    return _done(press)


COUNTER_EXAMPLES: Mapping[str, Callable[[np.random.Generator], Drawn]] = {
    "menu": menu,
    "newspaper": newspaper,
    "water_notice": water_notice,
    "blank_form": blank_form,
    "list_of_papers": list_of_papers,
    "manual": manual,
    "timetable": timetable,
}


def _press(rng: np.random.Generator, title: str) -> Press:
    family = ("Serif", "Sans")[int(rng.integers(2))]
    press = Press(Sheet(210, 297), family=family, size=float(rng.uniform(4.4, 5.4)))
    press.run(105, 35, title, size=float(rng.uniform(7, 9)), family=f"{family}Bold", align="m")
    return press


def _prose(rng: np.random.Generator, title: str, text: str) -> Drawn:
    press = _press(rng, title)
    y = 55.0
    for number, line in enumerate(press.lines(text, 160, indent=press.size * 2)):
        press.run(25 + (press.size * 2 if number == 0 else 0), y, line)
        y += press.size * 1.8
    return _done(press)


def _done(press: Press) -> Drawn:
    return press.sheet.scan(), tuple(press.prints)
