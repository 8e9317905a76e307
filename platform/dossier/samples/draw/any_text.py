"""Layouts without rules: a line for each value, a card, an open booklet, a letter."""

from dossier.samples.draw.any_page import Item, Page


def lines(page: Page, y: float) -> float:
    """Print a line for each value; each drawer returns where the next may stand."""
    return _column_of(page, page.items, page.margin, page.width - page.margin, y, 2.1)


def card(page: Page, y: float) -> float:
    """Print a line for each value, closely."""
    return _column_of(page, page.items, page.margin, page.width - page.margin, y, 1.8)


def booklet(page: Page, y: float) -> float:
    """Print two pages side by side."""
    half = (len(page.items) + 1) // 2
    fold = page.width / 2
    page.press.sheet.line((fold, 0), (fold, page.height), fill=(170, 170, 170))
    first = _column_of(page, page.items[:half], page.margin, fold - page.margin, y, 1.9)
    if page.items[half:]:
        _column_of(
            page,
            page.items[half:],
            fold + page.margin,
            page.width - page.margin,
            page.margin * 2,
            1.9,
        )
    return first


def _column_of(
    page: Page, items: list[Item], left: float, right: float, y: float, leading: float
) -> float:
    """Print label and value, a line each, values wrapped under themselves or the label."""
    press, size = page.press, page.press.size
    aligned = page.colon == "" or page.rng.random() < 0.3
    widest = max(press.measure(page.spaced_label(item.label) + page.colon) for item in items)
    underlined = page.rng.random() < 0.3
    hanging = aligned or page.rng.random() < 0.6
    for item in items:
        label = page.spaced_label(item.label) + page.colon
        start = left + (widest + size if aligned else press.measure(label))
        apart = aligned or page.rng.random() < 0.3
        if apart:
            press.run(left, y, label)
            start = max(start, left + press.measure(label) + 0.6 * size)
            lines = page.wrapped(item.text, right - start, right - start)
            press.run(start, y, lines[0], field=item.field)
        else:
            room = right - start
            lines = page.wrapped(item.text, room, room if hanging else right - left)
            press.run(left, y, label + lines[0], field=item.field)
        if underlined:
            press.sheet.line((start, y + size * 0.68), (right, y + size * 0.68))
        for line in lines[1:]:
            y += size * 1.45
            press.run(start if apart or hanging else left, y, line, field=item.field)
        y += size * leading
    return y


def letter(page: Page, y: float) -> float:
    """Print one long sentence over several lines."""
    join = ("：", "为", "")[int(page.rng.integers(3))]
    said = "，".join(f"{item.label}{join}{item.text}" for item in page.items)
    proves = "证明" in page.title
    text = f"兹证明以下情况属实：{said}。特此证明。" if proves else f"{said}。"
    press = page.press
    left, right = page.margin, page.width - page.margin
    marks = _marks(text, page.items, join)
    at = 0
    y += press.size
    for number, line in enumerate(press.lines(text, right - left, indent=press.size * 2)):
        names = ",".join(
            name for name, (a, b) in marks.items() if a < at + len(line) and b > at
        )
        x = left + (press.size * 2 if number == 0 else 0)
        press.run(x, y, line, field=names or None)
        at += len(line)
        y += press.size * 1.8
    return y + press.size * 2


def _marks(text: str, items: list[Item], join: str) -> dict[str, tuple[int, int]]:
    found, at = {}, 0
    for item in items:
        at = text.index(f"{item.label}{join}{item.text}", at) + len(item.label + join)
        found[item.field] = (at, at + len(item.text))
    return found
