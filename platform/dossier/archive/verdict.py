"""How the checks word their results."""

from collections.abc import Iterable

from dossier.archive.model import CheckResult, Property

PATHS_SHOWN = 20


def verdict(
    quality: Property, code: str, good: str, bad: str, faults: Iterable[str] = ()
) -> CheckResult:
    """Return a result that passed when there are no faults.

    good, bad: sentences for the archivist; ``{n}`` in ``bad`` is the number of faults.
    faults: what is wrong, mostly paths.
    """
    found = tuple(faults)
    if not found:
        return CheckResult(quality, code, passed=True, message=good)
    message = bad.replace("{n}", str(len(found)))
    return CheckResult(quality, code, passed=False, message=message, paths=found[:PATHS_SHOWN])


def not_run(quality: Property, code: str, why: str) -> CheckResult:
    """Return a result that says honestly that the check did not run."""
    return CheckResult(quality, code, passed=None, message=why)
