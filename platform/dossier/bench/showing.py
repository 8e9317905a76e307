"""Tables of a run for the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from dossier.bench.reading_bench import BenchJson
from dossier.bench.report import GroupJson

ROWS = (
    ("字段完全正确", "fields_exact", "share"),
    ("其中身份证号", "id_numbers_exact", "share"),
    ("其中各类证号", "numbers_exact", "share"),
    ("字符错误率", "cer", "share"),
    ("材料类型正确", "type_right", "share"),
    ("未知材料仍为未知", "unknown_kept", "share"),
    ("自动填入的比例", "auto_share", "share"),
    ("自动填入而错误", "wrong_auto", "count"),
    ("  占自动填入的", "wrong_auto_share", "share"),
    ("  其中身份证号", "wrong_auto_id_numbers", "count"),
    ("每分钟页数", "pages_per_minute", "number"),
    ("每页 CPU 秒", "cpu_seconds_per_page", "number"),
    ("单进程内存峰值 MB", "peak_rss_mb", "number"),
    ("启动到第一页（秒）", "first_page_seconds", "number"),
)
"""What is told of an engine: the heading, the key, and how it is written."""
CONDITIONS_ZH = {
    "plain": "平整扫描",
    "turn_90": "转 90°",
    "turn_180": "转 180°",
    "turn_270": "转 270°",
    "tilt": "歪斜",
    "perspective": "透视",
    "blur": "模糊",
    "jpeg_30": "JPEG 30",
    "shadow": "阴影",
    "seal": "印章压字",
    "desk": "桌面拍摄",
    "dpi_150": "150 dpi",
    "dpi_200": "200 dpi",
    "dpi_300": "300 dpi",
    "copy": "灰度复印",
    "faded": "褪色",
    "noise": "噪点",
    "black_white": "黑白复印",
    "screen": "翻拍屏幕",
    "two_sides": "一页两面（两证）",
}
SOURCES_ZH = {
    "ours": "演示材料的画法",
    "any": "按定义绘制的任一类型",
    "apart": "另行绘制的画法",
    "stranger": "无关纸张",
}


def show(console: Console, bench: BenchJson) -> None:
    """Print the tables."""
    engines = bench["engines"]
    title = (
        f"识别测量：{bench['images']} 张图片，种子 {bench['seed']}，{bench['processes']} 个进程"
    )
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for engine in engines:
        table.add_column(engine, justify="right")
    for heading, key, kind in ROWS:
        table.add_row(
            heading, *(written(figures.get(key), kind) for figures in engines.values())
        )
    console.print(table)
    first = next(iter(engines.values()))
    for heading, groups, names in (
        ("来源", first["by_source"], SOURCES_ZH),
        ("条件", first["by_condition"], CONDITIONS_ZH),
        ("材料类型", first["by_type"], {}),
    ):
        console.print(_groups(heading, groups, names))
    for wrong in first["wrong_auto_values"]:
        console.print(
            f"自动填入而错误：{wrong['image']} {wrong['document_type']}.{wrong['field']}"
            f"（{wrong['condition']}）应为「{wrong['truth']}」，读作「{wrong['read']}」"
        )


def written(figure: object, kind: str) -> str:
    """Return a figure as people read it."""
    if not isinstance(figure, int | float):
        return "–"
    if kind == "share":
        return f"{figure:.2%}"
    return f"{figure:.2f}" if kind == "number" else str(figure)


def _groups(heading: str, groups: dict[str, GroupJson], names: dict[str, str]) -> Table:
    table = Table(title_justify="left")
    for column in (
        heading,
        "页",
        "值",
        "完全正确",
        "字符错误率",
        "类型正确",
        "自动填入",
        "填错",
    ):
        table.add_column(column, justify="left" if column == heading else "right")
    for name, group in groups.items():
        table.add_row(
            names.get(name, name),
            str(group["pages"]),
            str(group["values"]),
            written(group["fields_exact"], "share"),
            written(group["cer"], "share"),
            written(group["type_right"], "share"),
            written(group["auto_share"], "share"),
            str(group["wrong_auto"]),
        )
    return table
