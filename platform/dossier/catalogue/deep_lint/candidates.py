"""Values of one field beside which the answer of an expression can change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from dossier.catalogue.cel.shapes import Bound, Shape
from dossier.catalogue.deep_lint.clauses import Literals
from dossier.catalogue.deep_lint.specimens import identity_number, specimens
from dossier.kernel.canonical import Json

_OPTIONS_BESIDE = 6
_YEARS, _MONTHS, _DAYS = 150, 600, 4000
_PEOPLE = 40
_WORDS = ("样例", "张伟", "2026")


def values_for(
    shape: Shape,
    schema: Mapping[str, Json],
    kind: str,
    literals: Literals,
    figures: Iterable[int],
    day: date,
) -> tuple[tuple[Bound, ...], bool]:
    """Return what to try, and whether it is all that can stand there.

    schema: the field's, empty for a paper's.  kind: its format, or the type of a paper's field.
    """
    if shape.kind == "boolean":
        return (True, False), True
    if shape.options:
        return _options(shape.options, literals)
    if shape.kind == "list":
        return tuple(_lists(shape, schema, literals)), False
    if shape.kind in ("integer", "number"):
        return tuple(_numbers(shape, schema, literals, figures)), False
    tried: Iterator[str] = {
        "date": _days,
        "year-month": _months,
        "cn-id-18": _people,
        "disability-20": _certificates,
    }.get(kind, _texts)(literals, day)
    told = [text for text in tried if text]
    if not schema:
        return tuple(dict.fromkeys(told)), False
    found = [each for each in specimens(schema, told) if isinstance(each, str)]
    return tuple(sorted(found, key=lambda text: text not in told)), False


def _options(options: Sequence[str], literals: Literals) -> tuple[tuple[Bound, ...], bool]:
    named = [text for text in options if text in literals.texts]
    others = [text for text in options if text not in named]
    return (*named, *others[:_OPTIONS_BESIDE]), len(others) <= _OPTIONS_BESIDE


def _numbers(
    shape: Shape, schema: Mapping[str, Json], literals: Literals, figures: Iterable[int]
) -> Iterator[Bound]:
    wanted: list[Json] = []
    whole = [*literals.whole, *figures]
    for number in whole:
        wanted += [number - 1, number, number + 1, 2 * number]
    for decimal in (*literals.decimal, *(float(number) for number in literals.whole)):
        wanted += [decimal - 0.01, decimal, decimal + 0.01]
    given = {"type": shape.kind, **schema}
    for value in specimens(given, wanted):
        if shape.kind == "number" and isinstance(value, int | float):
            yield float(value)
        elif isinstance(value, int):
            yield value


def _lists(
    shape: Shape, schema: Mapping[str, Json], literals: Literals
) -> Iterator[list[Bound]]:
    options = shape.item.options if shape.item else ()
    named = [text for text in options if text in literals.texts] or list(options)
    for text in named or (*literals.texts, *_WORDS):
        yield [text]
    if len(named) > 1:
        yield [*named]
        yield [*named[:2]]
    yield []
    for value in specimens(schema):
        if isinstance(value, list):
            yield [each for each in value if isinstance(each, str)]


def _texts(literals: Literals, day: date) -> Iterator[str]:
    for text in literals.texts:
        yield from (text, f"{text}样例", f"样例{text}", f"样例{text}样例")
    yield from _WORDS
    yield from (day.isoformat(), identity_number(date(1969, 5, 12)))
    yield from ("1", "12", "4200", "0.5")
    for number in literals.whole:
        if number <= _MONTHS:
            yield "字" * number
            yield "字" * (number + 1)


def _days(literals: Literals, day: date) -> Iterator[str]:
    for moved in _moved(literals, day):
        yield moved.isoformat()
    for text in literals.texts:
        for whole in (text, f"{text}-01", f"{text}-01-01", f"{day.year}-{text}"):
            try:
                found = date.fromisoformat(whole)
            except ValueError:
                continue
            yield from (str(found + timedelta(days=step)) for step in (-1, 0, 1))


def _moved(literals: Literals, day: date) -> Iterator[date]:
    yield from (day + timedelta(days=step) for step in (0, -1, 1, -40, 40, -400, 400))
    yield day.replace(year=day.year - 30)
    for number in literals.whole:
        spans = [number] if number <= _DAYS else []
        spans += [round(number * 30.44)] if number <= _MONTHS else []
        spans += [round(number * 365.2425)] if number <= _YEARS else []
        for days in spans:
            for beside in (-32, -2, -1, 0, 1, 2, 32):
                yield day - timedelta(days=days + beside)
                yield day + timedelta(days=days + beside)


def _months(literals: Literals, day: date) -> Iterator[str]:
    yield from dict.fromkeys(text[:7] for text in _days(literals, day))


def _people(literals: Literals, day: date) -> Iterator[str]:
    ages = [
        age for number in literals.whole if number <= _YEARS for age in (number - 1, number)
    ]
    born = [day.replace(day=1, year=day.year - age) for age in (*ages, 30, 70, 5) if age >= 0]
    for place, birth in enumerate(dict.fromkeys(born[:_PEOPLE])):
        for beside in (0, 20):
            yield identity_number(birth + timedelta(days=beside), 1 + place * 2)
            yield identity_number(birth + timedelta(days=beside), 2 + place * 2)


def _certificates(literals: Literals, day: date) -> Iterator[str]:
    people = list(_people(literals, day))
    for place in range(28):
        yield f"{people[place % len(people)]}{1 + place % 7}{1 + place // 7}"
