"""What only trying shows: schemas that nothing fits, conditions that never change.

For every part of a schema a value is made, and for every condition forms are looked for on
which it holds and on which it does not.  What is proven is an error; what a bounded search has
not found is a warning.  Conditions that give no answer while a value is not there are fine when
the other answer is never seen: they ask for it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dossier.catalogue.compiling import compiled
from dossier.catalogue.deep_lint.probing import EFFORT, Probe, Prober
from dossier.catalogue.deep_lint.specimens import unsatisfiable
from dossier.catalogue.lint import LintFinding
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition, Parameter


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of condition is told when it is never or always true."""

    code: str
    never: str
    always: str


_KINDS: Mapping[str, _Kind] = {
    "required": _Kind("field", "这个字段从不要求填写", "这个字段总是要填，请直接写进required"),
    "visible": _Kind("field", "这个字段从不显示，填不进去", "这个字段总是显示，条件可以删去"),
    "condition": _Kind("condition", "这个条件谁也不符合", "这个条件人人符合，等于没有写"),
    "material": _Kind("material", "这份材料从不需要", "这份材料总是需要，条件可以删去"),
    "applies": _Kind("check.applies", "这项核对从不进行", "这项核对总是进行，条件可以删去"),
    "check": _Kind("check", "这项核对总是不通过", "这项核对总是通过，查不出问题"),
    "stage": _Kind("stage", "没有办件会走这个环节", "每个办件都走这个环节，条件可以删去"),
    "benefit": _Kind("benefit", "谁也算不出待遇", "总是有待遇，条件可以删去"),
}


def check_deeply(
    catalogue: Catalogue, tell: Callable[[int, int], None], effort: int = EFFORT
) -> tuple[LintFinding, ...]:
    """Return what trying shows of every definition; ``tell`` hears done and all."""
    found: list[LintFinding] = []
    for number, definition in enumerate(catalogue.definitions.values(), 1):
        found += try_definition(definition, catalogue.parameters, effort)
        tell(number, len(catalogue.definitions))
    return tuple(found)


def try_definition(
    definition: Definition, parameters: Mapping[str, Parameter], effort: int = EFFORT
) -> Iterator[LintFinding]:
    """Yield what trying shows of one definition that the quick lint finds in order."""
    name = f"{definition.code}@{definition.version}"
    for pointer, bounds in unsatisfiable(definition.form):
        message = f"没有值能满足表单这一部分的规定（{bounds}），请核对范围、选项和必填。"
        yield LintFinding(f"{name} form {pointer}".rstrip(), "schema.unsatisfiable", message)
    prober = Prober(definition, parameters, effort)
    for place in compiled(definition).programs:
        kind, _, what = place.partition(":")
        if kind not in _KINDS:
            continue
        gate = f"applies:{what}" if kind == "check" else ""
        finding = _finding(_KINDS[kind], prober.probe(place, gate))
        if finding is not None:
            code, message, sure = finding
            source = compiled(definition).programs[place].source
            yield LintFinding(
                f"{name} {place}",
                code,
                f"{message}：{source}",
                "error" if sure else "warn",
            )


def _finding(kind: _Kind, probe: Probe) -> tuple[str, str, bool] | None:
    if len(probe.answers) == 2 or (True in probe.answers and probe.open):
        return None
    how = "穷尽取值" if probe.proven else f"试了{probe.tried}份表单"
    if True in probe.answers:
        return f"{kind.code}.always", f"{how}，{kind.always}", probe.proven
    return f"{kind.code}.never", f"{how}，{kind.never}", probe.proven
