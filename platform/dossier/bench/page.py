"""The page of the docs with the tables and plots of one run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from dossier.bench.panels import Bin, Panel
from dossier.bench.reading_bench import Bench, BenchJson
from dossier.bench.report import EngineJson, GroupJson
from dossier.bench.scoring import ValueScore
from dossier.bench.showing import CONDITIONS_ZH, ROWS, SOURCES_ZH, written
from dossier_ocr import DocumentTypes

_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01)
_TARGETS: Mapping[str, str] = {
    "fields_exact": "≥ 97%",
    "id_numbers_exact": "≥ 99%",
    "numbers_exact": "≥ 99%",
    "type_right": "≥ 99%",
    "auto_share": "≥ 85%",
    "wrong_auto_share": "≤ 0.3%",
    "wrong_auto_id_numbers": "0",
    "pages_per_minute": "≥ 60",
    "peak_rss_mb": "≤ 1536",
    "first_page_seconds": "≤ 5",
}
_VALUES_MIN = 25
_KINDS_ZH: Mapping[str, str] = {
    "address": "地址",
    "bank_account": "银行账号",
    "card_number": "银行卡号",
    "cert_number": "证号",
    "choice": "选项",
    "contact": "联系人",
    "date": "日期",
    "date_or_longterm": "日期或长期",
    "disability_number": "残疾人证号",
    "ethnicity": "民族",
    "id_number": "身份证号",
    "id_numbers": "多个身份证号",
    "integer": "整数",
    "moment": "时刻",
    "money": "金额",
    "name": "姓名",
    "names": "多个姓名",
    "number": "数",
    "org_code": "统一社会信用代码",
    "organisation": "单位",
    "period": "期间",
    "phone": "电话",
    "relation": "关系",
    "text": "文字",
    "year_month": "年月",
}


class _Plots(Protocol):
    """The module that draws; it needs matplotlib, which only developers have."""

    def reliability(self, panels: Sequence[Panel], *, columns: int = 4) -> str: ...

    def bars(
        self,
        rows: Sequence[tuple[str, Sequence[float | None]]],
        names: Sequence[str],
        *,
        low: float = 0.0,
    ) -> str: ...


def write_page(folder: Path, bench: Bench, types: DocumentTypes) -> None:
    """Write reading.md and its plots into ``folder``."""
    draw: _Plots = import_module("dossier.bench.plots")
    plots = folder / "reading"
    plots.mkdir(parents=True, exist_ok=True)
    engines = bench.figures["engines"]
    panels = panels_of(bench.score.values, types)
    (plots / "reliability.svg").write_text(draw.reliability(panels), encoding="utf-8")
    conditions = [
        (title, [_exact(engine, name) for engine in engines.values()])
        for name, title in CONDITIONS_ZH.items()
    ]
    (plots / "conditions.svg").write_text(
        draw.bars(conditions, list(engines), low=0.2), encoding="utf-8"
    )
    (folder / "reading.md").write_text(_page(bench.figures, panels, types), encoding="utf-8")


def panels_of(values: Sequence[ValueScore], types: DocumentTypes) -> list[Panel]:
    """Return the reliability of each value type that has enough values, most frequent first."""
    kinds = {
        (code, spec.name): spec.value_type
        for code, document_type in types.by_code.items()
        for part in document_type.parts
        for spec in part.fields
    }
    by_kind: dict[str, list[ValueScore]] = defaultdict(list)
    for value in values:
        kind = kinds.get((value.document_type, value.field))
        if kind and value.read is not None:
            by_kind[kind].append(value)
            by_kind["全部"].append(value)
    chosen = [kind for kind, held in by_kind.items() if len(held) >= _VALUES_MIN]
    chosen.sort(key=lambda kind: -len(by_kind[kind]))
    return [
        Panel(_KINDS_ZH.get(kind, kind), _bins(by_kind[kind]), _fill_from(by_kind[kind]))
        for kind in chosen
    ]


def _bins(values: Sequence[ValueScore]) -> tuple[Bin, ...]:
    bins = []
    for low, high in pairwise(_EDGES):
        held = [value for value in values if low <= value.confidence < high]
        if held:
            mean = sum(value.confidence for value in held) / len(held)
            right = sum(value.right for value in held) / len(held)
            bins.append(Bin(mean, right, len(held)))
    return tuple(bins)


def _fill_from(values: Sequence[ValueScore]) -> float | None:
    return min((value.confidence for value in values if value.auto), default=None)


def _exact(engine: EngineJson, condition: str) -> float | None:
    group = engine["by_condition"].get(condition)
    return group["fields_exact"] if group else None


def _page(figures: BenchJson, panels: Sequence[Panel], types: DocumentTypes) -> str:
    engines = figures["engines"]
    first = next(iter(engines.values()))
    machine = figures["machine"]
    parts = [
        "# 识别测量",
        "本页由命令生成，请勿手工修改：",
        f"```\ndossier bench read --seed {figures['seed']} --images {figures['images']}"
        f" --engines {','.join(engines)} --processes {figures['processes']}"
        " --docs platform/docs\n```",
        f"测量日期 {figures['date']}；处理器 {machine['processor']}，{machine['cores']} 核，"
        f"内存 {machine['memory_gb']} GB，Python {machine['python']}；"
        f"开始时系统负载 {machine['load_before']}。",
        "## 总表",
        _totals(engines),
        "“要求”是本项目给自己定的界限。",
        _ratios(figures),
        "## 怎样测量",
        _METHOD,
        "## 按条件",
        "![各条件下完全正确的字段](reading/conditions.svg)",
        _engine_groups("条件", engines, CONDITIONS_ZH),
        "## 按来源",
        _groups("来源", first["by_source"], SOURCES_ZH),
        "## 按材料类型",
        _groups("材料类型", first["by_type"], _titles(first["by_type"], types)),
        "## 自动填入而错误的值",
        _wrong(first, types),
        "## 可信程度",
        _RELIABILITY,
        "![可信程度与实际正确率](reading/reliability.svg)",
        _panels(panels),
        "## 这些数字说明不了什么",
        _LIMITS,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


_METHOD = """\
- 图片由种子决定，相同的种子和材料定义画出相同的图片。约四分之一是演示材料的画法；约四分之一从全部材料
  类型中任选一种，按其定义画成任一种版式；近一半是“另行绘制”的画法：只按材料的规定（名称、栏目、
  格式）另写一套版式、字体、间距和栏目名称；其余是菜单、报纸、白纸等无关纸张，应当判为未知。
- 开发中按原因（不按单张图片）看过其他种子的错误；本页的种子此前没有用过。
- 每张图片受一种条件影响，二十种条件轮流出现；“一页两面（两证）”是一页上有证件的两面或两张不同的证件。
- 通过命令 `dossier read --json --processes 2` 读取，时间从命令启动算到命令结束，包括加载模型；
  CPU 时间和内存包括所有子进程，内存是其中最大的一个进程。
- 字段“完全正确”：除全角半角和空白外逐字相同，日期按 ISO 8601，金额按元比较数值。没有读出算错。
- 字符错误率：每一行印刷文字在识别全文中找最相近的一段，漏掉和读错的字占全部印刷文字的比例，与阅读
  顺序无关。
- 自动填入的比例：印有的值中，不经询问直接填入的比例。"""

_RELIABILITY = """\
横轴是给出的可信程度，纵轴是实际正确的比例，落在虚线上最好；圆点越大，值越多；橙线右侧自动填入。
曲线用另一个种子的图片拟合（`dossier bench confidence --write`，一半图片拟合，另一半检验），
写在 `form_schemas/reading/confidence.yaml`；本页的图片没有参与拟合。"""

_LIMITS = """\
- 全部是程序画的材料，没有真实证件。真实证件的底纹、磨损、手写和拍摄条件更杂，准确率会低一些。
- 拟合与检验用的是同一类生成程序的不同种子；换一类材料，可信程度可能偏高。上线后请看
  `dossier read-report`：它按工作人员的更正统计真实的准确率。
- 字体只有 Noto Sans/Serif CJK，没有仿宋、楷体和真正的手写。
- 反光和缺角会抹掉内容，不在准确率之内，由拍摄质量检查提示重拍。
- 速度取决于机器和当时的负载；比较不同引擎时请看同一次运行的比值和每页 CPU 秒。"""


def _totals(engines: Mapping[str, EngineJson]) -> str:
    lines = [_row("", *engines, "要求"), _row("---", *["---:"] * (len(engines) + 1))]
    for heading, key, kind in ROWS:
        figures = (written(engine.get(key), kind) for engine in engines.values())
        lines.append(_row(heading.strip(), *figures, _TARGETS.get(key, "")))
    return "\n".join(lines)


def _ratios(figures: BenchJson) -> str:
    if not figures["ratios"]:
        return ""
    lines = [
        _row("同一次运行的比值", "完全正确", "字符错误率", "每分钟页数", "每页 CPU 秒"),
        _row("---", *["---:"] * 4),
    ]
    for name, one in figures["ratios"].items():
        cells = (
            one["fields_exact"], one["cer"], one["pages_per_minute"], one["cpu_seconds_per_page"],
        )  # fmt: skip
        lines.append(_row(name, *(written(cell, "number") for cell in cells)))
    return "\n".join(lines)


def _engine_groups(
    heading: str, engines: Mapping[str, EngineJson], names: Mapping[str, str]
) -> str:
    first = next(iter(engines.values()))
    titles = [f"{engine} 完全正确" for engine in engines]
    lines = [
        _row(heading, "页", "值", *titles, "自动填入", "填错"),
        _row("---", *["---:"] * (len(titles) + 4)),
    ]
    for name, group in first["by_condition"].items():
        exact = (written(_exact(engine, name), "share") for engine in engines.values())
        lines.append(
            _row(
                names.get(name, name),
                str(group["pages"]),
                str(group["values"]),
                *exact,
                written(group["auto_share"], "share"),
                str(group["wrong_auto"]),
            )
        )
    return "\n".join(lines)


def _groups(heading: str, groups: Mapping[str, GroupJson], names: Mapping[str, str]) -> str:
    lines = [
        _row(heading, "页", "值", "完全正确", "字符错误率", "类型正确", "自动填入", "填错"),
        _row("---", *["---:"] * 7),
    ]
    for name, group in groups.items():
        shares = (group["fields_exact"], group["cer"], group["type_right"], group["auto_share"])
        lines.append(
            _row(
                names.get(name, name),
                str(group["pages"]),
                str(group["values"]),
                *(written(share, "share") for share in shares),
                str(group["wrong_auto"]),
            )
        )
    return "\n".join(lines)


def _titles(groups: Mapping[str, GroupJson], types: DocumentTypes) -> dict[str, str]:
    return {
        name: " + ".join(types.title(code) for code in name.split("+"))
        for name in groups
        if name != "unknown"
    } | {"unknown": "无关纸张"}


def _wrong(engine: EngineJson, types: DocumentTypes) -> str:
    wrong = engine["wrong_auto_values"]
    if not wrong:
        return "没有。"
    lines = [_row("材料", "字段", "条件", "应为", "读作", "可信程度"), _row(*["---"] * 6)]
    lines += [
        _row(
            types.title(one["document_type"]),
            one["field"],
            CONDITIONS_ZH.get(one["condition"], one["condition"]),
            one["truth"] or "（没有印）",
            one["read"] or "",
            f"{one['confidence']:.4f}",
        )
        for one in wrong
    ]
    return "\n".join(lines)


def _panels(panels: Sequence[Panel]) -> str:
    lines = [_row("值的类型", "值", "平均可信程度", "实际正确"), _row("---", *["---:"] * 3)]
    for panel in panels:
        count = sum(one.count for one in panel.bins)
        mean = sum(one.predicted * one.count for one in panel.bins) / count
        right = sum(one.right * one.count for one in panel.bins) / count
        lines.append(_row(panel.title, str(count), f"{mean:.2%}", f"{right:.2%}"))
    return "\n".join(lines)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
