"""Looking for forms on which a condition is true, and for forms on which it is false.

The search begins at the shipped examples and at forms that fit the schema.  It changes the
fields that the condition touches, towards the literals beside which its answer can change, and
keeps a change that brings more of its clauses to the wanted answer.  It is bounded and gives
the same result in every run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import prod

from dossier.catalogue.cel.expressions import Program, activate, compile_expression
from dossier.catalogue.cel.shapes import Bound, bind
from dossier.catalogue.compiling import Compiled, compiled
from dossier.catalogue.deep_lint.clauses import (
    calls_for_day,
    compares_only,
    conjuncts,
    disjuncts,
)
from dossier.catalogue.deep_lint.draws import Draws
from dossier.catalogue.deep_lint.specimens import specimens
from dossier.catalogue.deep_lint.targets import reach_of, schema_at, targets_of
from dossier.catalogue.deep_lint.worlds import World, activation_of, change
from dossier.catalogue.model import Definition, Parameter
from dossier.catalogue.rules import figures_on, without_derived
from dossier.catalogue.validation import clean
from dossier.kernel.canonical import Json

EFFORT = 400
_EXAMPLES_USED = 6
_EXHAUSTIVE = 4096
_LONGER = 10
_FIGURE = 100_000
_DAY = date(2026, 3, 9)


@dataclass(frozen=True, slots=True)
class Probe:
    """What became of the search: the answers seen, on how many forms.

    open: it also gave no answer, where a value or a paper was not there.
    proven: all that can matter was tried, so that an answer that was not seen cannot be.
    """

    answers: frozenset[bool]
    open: bool
    proven: bool
    tried: int


class Prober:
    """The search through the conditions of one definition."""

    def __init__(
        self, definition: Definition, parameters: Mapping[str, Parameter], effort: int = EFFORT
    ) -> None:
        self.definition = definition
        self.ready: Compiled = compiled(definition)
        self.effort = effort
        self.computed = {
            each.pointer[1:]: f"derived:{each.pointer}" for each in definition.derived
        }
        empty = World({}, {kind: [] for kind in definition.papers}, {}, _DAY)
        self.worlds = tuple(self._worlds(parameters, empty)) or (empty,)
        self.rows = dict(self._rows())

    def probe(self, place: str, gate: str = "") -> Probe:
        """Look for both answers of the condition at ``place``, where ``gate`` holds."""
        return _Search(self, place, gate).run()

    def settle(self, world: World, names: Sequence[str]) -> dict[str, Bound]:
        """Return the form as rules see it: without what is hidden, with what is computed."""
        form = dict(world.form)
        for name in names:
            rule = self.ready.programs.get(f"visible:/{name}")
            if rule and name in form and rule.run(activation_of(world, form)) is False:
                if isinstance(form[name], list):
                    form[name] = []
                else:
                    del form[name]
        for name, place in self.computed.items():
            program = self.ready.programs.get(place) if name in names else None
            value = program.run(activation_of(world, form)) if program else None
            if value is not None:
                form[name] = value
        return form

    def _rows(self) -> Iterator[tuple[str, dict[str, Bound]]]:
        """Yield for each list of objects on the form what a row may hold."""
        for name, shape in self.ready.shape.members.items():
            if shape.kind == "list" and shape.item and shape.item.kind == "object":
                fitting = specimens(schema_at(self.definition.form, (name, "*")))
                row = bind(shape.item, fitting[0]) if fitting else None
                yield name, row if isinstance(row, dict) else {}

    def _worlds(self, parameters: Mapping[str, Parameter], empty: World) -> Iterator[World]:
        examples = sorted(self.definition.examples, key=lambda each: each.outcome == "refused")
        figures = dict.fromkeys(self.definition.parameters, _FIGURE)
        for example in examples:
            figures |= example.parameters
        figures |= figures_on(parameters, examples[0].day if examples else _DAY)
        forms: list[tuple[Mapping[str, Json], date, Mapping[str, int]]] = [
            (example.form, example.day, example.parameters) for example in examples
        ]
        for form in specimens(self.definition.form):
            if isinstance(form, Mapping):
                forms.insert(_EXAMPLES_USED, (form, _DAY, {}))
        for given, day, own in forms:
            bound = bind(self.ready.shape, clean(without_derived(self.definition, given)))
            if isinstance(bound, dict):
                yield replace(empty, form=bound, figures={**figures, **own}, day=day)


class _Search:
    """The search for the answers of one condition."""

    def __init__(self, prober: Prober, place: str, gate: str) -> None:
        self._prober = prober
        ready = prober.ready
        scope = ready.scope_of[place]
        self._program = ready.programs[place]
        self._gate = ready.programs.get(gate)
        self._list = scope[1:] if scope.startswith("/") else ""
        self._tried = 0
        self._open = False
        sources = [self._program, *([self._gate] if self._gate else [])]
        self._reach = reach_of(ready, prober.computed, sources, self._list)
        first = prober.worlds[0]
        figures = tuple(first.figures.values())
        self._targets = tuple(
            targets_of(
                prober.definition, ready, self._reach, prober.computed, figures, first.day
            )
        )
        self._parts = {
            True: self._compiled(scope, conjuncts(self._program.source)),
            False: self._compiled(scope, disjuncts(self._program.source)),
        }
        gates = conjuncts(self._gate.source) if self._gate else ()
        self._gates = self._compiled(scope, gates)

    def run(self) -> Probe:
        """Search, from what is sure to what is tried, and longer where it is in vain."""
        alone = self._program.run(activate({}, {}, _DAY.isoformat()))
        if isinstance(alone, bool):
            return Probe(frozenset({alone}), open=False, proven=True, tried=1)
        seen: set[bool] = set()
        for world in self._prober.worlds:
            seen |= self._answers(world)
        proven = len(seen) < 2 and self._exhaust(seen)
        for wanted, effort in product((True, False), (1, _LONGER)):
            if wanted in seen or proven:
                continue
            if wanted is False and self._open and effort > 1:
                continue  # it is true or not known: what it asks for is there or not
            if self._climb(effort * self._prober.effort, wanted=wanted):
                seen.add(wanted)
        return Probe(frozenset(seen), self._open, proven, self._tried)

    def _compiled(self, scope: str, sources: Sequence[str]) -> tuple[Program, ...]:
        opened = self._prober.ready.scopes[scope]
        return tuple(compile_expression(opened, each, wanted="BOOL") for each in sources)

    def _answers(self, world: World) -> set[bool]:
        """Return the answers in ``world``: of every row where the condition is one of rows."""
        form = self._prober.settle(world, self._reach.names)
        listed = form.get(self._list) if self._list else None
        rows: Sequence[Bound | None] = listed if isinstance(listed, list) else (None,)
        found: set[bool] = set()
        for row in rows:
            self._tried += 1
            activation = activation_of(world, form, row)
            if self._gate and self._gate.run(activation) is not True:
                continue
            answer = self._program.run(activation)
            found |= {answer} if isinstance(answer, bool) else set()
            self._open |= answer is None
        return found

    def _exhaust(self, seen: set[bool]) -> bool:
        """Try everything that can matter, when that is known and little."""
        plain = compares_only(self._program.source) and not self._gate
        known = all(
            len(each.steps) == 1
            and each.root == "form"
            and not each.counts
            and (each.finite or (plain and isinstance(each.values[0], int | float)))
            for each in self._targets
        )
        names = [each.steps[0] for each in self._targets]
        depends = self._program.references.figures or calls_for_day(self._program.source)
        if not known or depends or not names or {*names} != {*self._reach.names}:
            return False
        choices = [each.values for each in self._targets]
        if prod(len(each) for each in choices) > _EXHAUSTIVE:
            return False
        base = self._prober.worlds[0]
        for chosen in product(*choices):
            form = {**base.form, **dict(zip(names, chosen, strict=True))}
            seen |= self._answers(replace(base, form=form))
            if len(seen) == 2:
                break
        return True

    def _climb(self, effort: int, *, wanted: bool) -> bool:
        """Change one thing or two at a time, as long as it does not lead away."""
        starts = self._prober.worlds
        if not self._targets:
            return False
        for number, start in enumerate(starts[:_EXAMPLES_USED]):
            draws = Draws(number + 1)
            best, world = self._score(start, wanted=wanted), start
            for _ in range(effort // min(len(starts), _EXAMPLES_USED)):
                changed = world
                for _ in range(1 + draws.below(3)):
                    changed = change(changed, self._targets, self._prober.rows, draws)
                score = self._score(changed, wanted=wanted)
                if score >= best:
                    best, world = score, changed
                if wanted in self._answers(changed):
                    return True
        return False

    def _score(self, world: World, *, wanted: bool) -> int:
        """Count the clauses that answer as wanted."""
        form = self._prober.settle(world, self._reach.names)
        listed = form.get(self._list) if self._list else None
        rows: Sequence[Bound | None] = listed[:1] if isinstance(listed, list) else (None,)
        if not rows:
            return 0
        activation = activation_of(world, form, rows[0])
        told = sum(part.run(activation) is wanted for part in self._parts[wanted])
        return told + sum(part.run(activation) is True for part in self._gates)
