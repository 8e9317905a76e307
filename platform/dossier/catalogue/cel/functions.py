"""The functions that expressions may call, with their types.

They are declared to the library so that it checks their types; it never runs them (lifting).
Two are no functions when they run: ``std`` looks into the office's figures, ``today`` is the day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from cel_expr_python import cel

from dossier.catalogue import citizen
from dossier.catalogue.cel.listing import listed
from dossier.catalogue.cel.shapes import Bound
from dossier.kernel.money import yuan_text

_INT, _STRING, _DOUBLE, _BOOL = (
    cel.Type.INT,
    cel.Type.STRING,
    cel.Type.DOUBLE,
    cel.Type.BOOL,
)
FIGURES = "_figures"
DAY = "_day"
ROUNDING = ("exact", "half_up", "up", "down")


@dataclass(frozen=True, slots=True)
class Signature:
    """One overload, as it is checked."""

    name: str
    parameters: tuple[cel.Type, ...]
    returns: cel.Type
    run: Callable[..., object] | None = None

    def overload(self) -> cel.Overload:
        """Return the overload."""
        return cel.Overload(
            f"{self.name}_{'_'.join(kind.name().lower() for kind in self.parameters)}",
            return_type=self.returns,
            parameters=list(self.parameters),
        )


def divide(amount: int, by: int, rounding: str) -> int:
    """Return ``amount`` / ``by`` in whole units, rounded by the named rule.

    Raises ValueError for an unknown rule, a divisor below one, or "exact" with a remainder.
    """
    if by < 1 or rounding not in ROUNDING:
        raise ValueError("a positive divisor and a known rounding rule are needed")
    whole, rest = divmod(amount, by)
    if rounding == "exact" and rest:
        raise ValueError("the division leaves a remainder")
    return whole + {"exact": 0, "down": 0, "up": rest > 0, "half_up": 2 * rest >= by}[rounding]


def per_mille(amount: int, rate: int, rounding: str) -> int:
    """Return ``rate`` thousandths of ``amount``, rounded by the named rule."""
    return divide(amount * rate, 1000, rounding)


def plain(value: object) -> str:
    """Return a value as it is read: no needless zeros, 是 and 否 for booleans."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def yuan(amount_fen: int) -> str:
    """Return yuan without needless zeros: ``15``, ``15.5``."""
    return yuan_text(amount_fen).removesuffix(".00").replace(",", "")


def rate(thousandths: int) -> str:
    """Return per mille as a decimal fraction: ``0.3``."""
    return plain(thousandths / 1000)


def _age(id_or_date: str, day: str) -> int:
    return citizen.age(id_or_date, date.fromisoformat(day))


def _span(count: Callable[[date, date], int]) -> Callable[[str, str], int]:
    return lambda start, end: count(date.fromisoformat(start), date.fromisoformat(end))


def _total(values: Sequence[int]) -> int:
    return sum(values)


def _total_number(values: Sequence[float]) -> float:
    return float(sum(values))


SIGNATURES = (
    Signature("std", (_STRING,), _INT),
    Signature("age", (_STRING,), _INT, _age),
    Signature("today", (), _STRING),
    Signature("days_between", (_STRING, _STRING), _INT, _span(citizen.days_between)),
    Signature("months_between", (_STRING, _STRING), _INT, _span(citizen.months_between)),
    Signature("years_between", (_STRING, _STRING), _INT, _span(citizen.years_between)),
    Signature("birth_date", (_STRING,), _STRING, lambda text: str(citizen.birth_date(text))),
    Signature("sex", (_STRING,), _STRING, citizen.sex),
    Signature("id_valid", (_STRING,), _BOOL, citizen.is_id_number),
    Signature("luhn", (_STRING,), _BOOL, citizen.luhn),
    Signature("divide", (_INT, _INT, _STRING), _INT, divide),
    Signature("per_mille", (_INT, _INT, _STRING), _INT, per_mille),
    Signature("total", (cel.Type.List(_INT),), _INT, _total),
    Signature("total_number", (cel.Type.List(_DOUBLE),), _DOUBLE, _total_number),
    Signature("listed", (_STRING,), cel.Type.List(_STRING), listed),
    Signature("money", (_INT,), _STRING, yuan_text),
    Signature("yuan", (_INT,), _STRING, yuan),
    Signature("rate", (_INT,), _STRING, rate),
    Signature("plain", (_STRING,), _STRING, plain),
    Signature("plain", (_INT,), _STRING, plain),
    Signature("plain", (_DOUBLE,), _STRING, plain),
    Signature("plain", (_BOOL,), _STRING, plain),
)
NAMES = frozenset(signature.name for signature in SIGNATURES)
OF_DAY = frozenset({"age", "today"})
"""Functions whose value depends on the day of the evaluation."""
LISTS = frozenset({"total", "total_number"})
"""Functions that take one list."""
_RUN = {signature.name: signature.run for signature in SIGNATURES}


def run(name: str, arguments: Sequence[Bound], day: str) -> Bound | None:
    """Return what a function gives, None where its arguments do not suit it."""
    function = _RUN[name]
    assert function is not None, "std and today are no calls when they run"
    given = (*arguments, day) if name in OF_DAY else arguments
    try:
        value = function(*given)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None
    if isinstance(value, tuple):
        return [*value]
    return value if isinstance(value, bool | int | float | str | list) else None


@cache
def declarations() -> tuple[cel.FunctionDecl, ...]:
    """Return the declarations for an environment that checks."""
    overloads: dict[str, list[cel.Overload]] = {}
    for signature in SIGNATURES:
        overloads.setdefault(signature.name, []).append(signature.overload())
    return tuple(cel.FunctionDecl(name, given) for name, given in overloads.items())
