"""How long the rules of a service take on a filled form with its papers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TypedDict

from jsonschema import Draft202012Validator

from dossier.bench.machine import MachineJson, machine, today
from dossier.bench.memory_bench import MemoryJson, measure_memory
from dossier.catalogue import examples, lint
from dossier.catalogue.loading import Catalogue, load
from dossier.catalogue.model import Definition, Example, Parameter
from dossier.catalogue.rules import evaluate
from dossier.catalogue.verdicts import DocumentFacts, FieldFact, MaterialDue
from dossier.kernel.canonical import Json

LIMIT_MS = 5.0


class ServiceJson(TypedDict):
    """One service on its largest example, with every paper that is due; milliseconds."""

    code: str
    example: str
    fields: int
    expressions_and_checks: int
    papers: int
    median_ms: float
    p95_ms: float
    schema_alone_ms: float
    ratio: float


class EvaluateJson(TypedDict):
    """The run: ``slowest`` first; ``ratio`` is against plain JSON Schema validation."""

    day: str
    machine: MachineJson
    rounds: int
    load_seconds: float
    check_seconds: float
    services: int
    limit_ms: float
    slowest: list[ServiceJson]
    memory: MemoryJson | None


def measure(
    folder: Path,
    rounds: int,
    show: int,
    tell: Callable[[int, int], None],
    memory_rounds: int = 0,
) -> EvaluateJson:
    """Return the slowest services of ``folder``.

    rounds: evaluations of each service.  tell: progress, done and all.
    memory_rounds: evaluations of every example while memory is watched; 0 for not at all.
    """
    here = machine()
    begun = perf_counter()
    catalogue = load(folder)
    load_seconds = perf_counter() - begun
    begun = perf_counter()
    lint.check(folder)
    check_seconds = perf_counter() - begun
    services = [each for each in catalogue.list() if each.examples]
    rows: list[ServiceJson] = []
    for number, definition in enumerate(services):
        rows.append(_service(catalogue, definition, rounds))
        tell(number + 1, len(services) + memory_rounds)
    watched = (
        measure_memory(
            folder,
            memory_rounds,
            lambda done, of: tell(len(services) + done, len(services) + of),
        )
        if memory_rounds
        else None
    )
    rows.sort(key=lambda row: row["p95_ms"], reverse=True)
    return EvaluateJson(
        day=today(),
        machine=here,
        rounds=rounds,
        load_seconds=round(load_seconds, 3),
        check_seconds=round(check_seconds, 3),
        services=len(services),
        limit_ms=LIMIT_MS,
        slowest=rows[:show],
        memory=watched,
    )


def _service(catalogue: Catalogue, definition: Definition, rounds: int) -> ServiceJson:
    example = max(definition.examples, key=lambda each: len(str(each.form)))
    figures = _figures(catalogue.parameters, example)
    due = examples.run(definition, example, catalogue.parameters).materials
    papers = tuple(_paper(definition, example, one, at) for at, one in enumerate(due))
    plain = Draft202012Validator(dict(definition.form))

    def rules() -> None:
        evaluate(definition, example.form, papers, figures, example.day, (), catalogue.papers)

    def schema() -> None:
        list(plain.iter_errors(dict(example.form)))

    taken, alone = _times(rules, rounds), _times(schema, rounds)
    median = taken[len(taken) // 2]
    base = alone[len(alone) // 2]
    return ServiceJson(
        code=definition.code,
        example=example.title_zh,
        fields=len(str(example.form).split(":")) - 1,
        expressions_and_checks=len(definition.checks)
        + len(definition.eligibility)
        + len(definition.derived)
        + len(definition.fields),
        papers=len(papers),
        median_ms=round(median, 3),
        p95_ms=round(taken[int(len(taken) * 0.95)], 3),
        schema_alone_ms=round(base, 3),
        ratio=round(median / base, 2),
    )


def _times(run: Callable[[], None], rounds: int) -> list[float]:
    run()
    gc.collect()
    taken: list[float] = []
    for _ in range(rounds):
        begun = perf_counter()
        run()
        taken.append((perf_counter() - begun) * 1000)
    return sorted(taken)


def _figures(shipped: Mapping[str, Parameter], example: Example) -> dict[str, Parameter]:
    given = {
        code: replace(shipped[code], value=value)
        for code, value in example.parameters.items()
        if code in shipped
    }
    return {**shipped, **given}


def _paper(
    definition: Definition, example: Example, due: MaterialDue, number: int
) -> DocumentFacts:
    """Return a paper that says what the form says, for one set that is due."""
    kind = due.document_types[0]
    values: dict[str, FieldFact] = {}
    for source in definition.from_document:
        if (
            source.document == kind
            and source.field
            and (not source.person or source.person == due.per)
        ):
            text = _text(example.form, source.pointer, due.person_pointer)
            if text:
                values[source.field] = FieldFact(text, 0.99, auto=True)
    return DocumentFacts(f"paper-{number}", kind, (), values)


def _text(form: Mapping[str, Json], pointer: str, row: str) -> str:
    rows, _, name = pointer[1:].partition("/*/")
    if not name:
        value = form.get(rows)
    else:
        listed = form.get(rows)
        at = int(row.rpartition("/")[2]) if row.startswith(f"/{rows}/") else 0
        item = listed[at] if isinstance(listed, list) and at < len(listed) else None
        value = item.get(name) if isinstance(item, dict) else None
    return "" if isinstance(value, bool | dict | list | None) else str(value)
