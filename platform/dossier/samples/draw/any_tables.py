"""Layouts with rules: labels beside their values, or heads above them."""

from dossier.samples.draw.any_page import Item, Page


def table(page: Page, y: float) -> float:
    """Draw a row for each value, its label before it."""
    left, right = page.margin, page.width - page.margin
    return _ruled(page, [[item] for item in page.items], left, right, y)


def two_columns(page: Page, y: float) -> float:
    """Draw a form: short values stand two to a row."""
    rows: list[list[Item]] = []
    room = (page.width - 2 * page.margin) * 0.27
    for item in page.items:
        short = (
            page.press.measure(item.text) < room and page.press.measure(item.label) < room * 0.7
        )
        if short and rows and len(rows[-1]) == 1 and rows[-1][0].at == "half":
            rows[-1].append(item)
        else:
            rows.append([Item(item.label, item.text, item.names, "half" if short else None)])
    return _ruled(page, rows, page.margin, page.width - page.margin, y)


def header_table(page: Page, y: float) -> float:
    """Print blocks of a row of heads with a row of values under it."""
    press, size = page.press, page.press.size
    left, right = page.margin, page.width - page.margin
    row: list[Item] = []
    used = 0.0
    blocks: list[list[Item]] = []
    for item in page.items:
        wide = min(
            right - left, max(press.measure(item.label), press.measure(item.text)) + size
        )
        if row and (used + wide > right - left or len(row) == 5):
            blocks.append(row)
            row, used = [], 0.0
        row.append(item)
        used += wide
    blocks.append(row)
    for block in blocks:
        wide_of = [max(press.measure(i.label), press.measure(i.text)) + size for i in block]
        scale = (right - left) / sum(wide_of)
        x = left
        lines = [page.wrapped(i.text, right - left - 2, right - left - 2) for i in block]
        tall = max(len(each) for each in lines)
        high, low = size * 2.0, size * (1.3 * tall + 0.9)
        for item, wide, text in zip(block, wide_of, lines, strict=True):
            wide *= scale
            press.sheet.box((x, y, x + wide, y + high))
            press.sheet.box((x, y + high, x + wide, y + high + low))
            press.run(x + wide / 2, y + high / 2, item.label, align="m")
            _stack(page, text, x + wide / 2, y + high, low, "m", item.field)
            x += wide
        y += high + low
    return y + size


def _ruled(page: Page, rows: list[list[Item]], left: float, right: float, y: float) -> float:
    """Draw a table whose cells are labels and values in turn."""
    press, size = page.press, page.press.size
    width = right - left
    label_width = min(width * 0.3, max(_label_width(page, row) for row in rows) + size)
    if any(len(row) > 1 for row in rows):
        label_width = min(label_width, width * 0.21)
    middle = page.rng.random() < 0.4
    for row in rows:
        half = len(row) > 1
        cell = width / 2 if half else width
        texts = [
            page.wrapped(item.text, cell - label_width - 3, cell - label_width - 3)
            for item in row
        ]
        heads = [press.lines(page.spaced_label(item.label), label_width - 2) for item in row]
        upright = page.upright and not half and len(row[0].label) == 2
        tall = max([len(lines) for lines in texts + heads] + [2 if upright else 1])
        height = size * (1.3 * tall + 0.9)
        for order, item in enumerate(row):
            x = left + order * cell
            press.sheet.box((x, y, x + label_width, y + height))
            press.sheet.box((x + label_width, y, x + cell, y + height))
            if upright:
                for number, letter in enumerate(item.label):
                    press.run(
                        x + label_width / 2, y + height / 2 + (number - 0.5) * size * 1.15,
                        letter, align="m",
                    )  # fmt: skip
            else:
                _stack(page, heads[order], x + label_width / 2, y, height, "m", None)
            at = x + label_width + (cell - label_width) / 2 if middle else x + label_width + 1.6
            _stack(page, texts[order], at, y, height, "m" if middle else "l", item.field)
        y += height
    return y + size


def _label_width(page: Page, row: list[Item]) -> float:
    return max(page.press.measure(page.spaced_label(item.label)) for item in row)


def _stack(
    page: Page,
    lines: list[str],
    x: float,
    y: float,
    height: float,
    align: str,
    name: str | None,
) -> None:
    step = page.press.size * 1.3
    at = y + height / 2 - step * (len(lines) - 1) / 2
    for line in lines:
        page.press.run(x, at, line, align=align, field=name)
        at += step
