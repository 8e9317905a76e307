"""The examples of a definition, run: what comes out must be what the definition says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dossier.catalogue.model import Definition, Example, Parameter
from dossier.catalogue.rules import evaluate
from dossier.catalogue.verdicts import Evaluation


def run(
    definition: Definition, example: Example, parameters: Mapping[str, Parameter]
) -> Evaluation:
    """Evaluate an example with its own figures over the shipped ones, without any papers."""
    figures = {
        **parameters,
        **{
            code: replace(parameters[code], value=value)
            for code, value in example.parameters.items()
            if code in parameters
        },
    }
    return evaluate(definition, example.form, (), figures, example.day)


def differences(
    definition: Definition, example: Example, parameters: Mapping[str, Parameter]
) -> Iterator[str]:
    """Say in what an example comes out otherwise than it should.

    A valid example has nothing wrong but the papers that are not there, and no condition that
    is not met; a refused one has a blocking problem or such a condition.
    """
    result = run(definition, example, parameters)
    verdicts = {each.id: each.verdict for each in result.eligibility}
    blocks = {
        problem.code
        for problem in result.problems
        if problem.severity == "block" and not problem.code.startswith("material.")
    }
    refused = bool(blocks) or result.eligible == "no"
    if refused != (example.outcome == "refused"):
        yield f"结果应为{example.outcome}，实际阻断问题{sorted(blocks)}，条件{verdicts}"
    for name, verdict in example.eligibility.items():
        if verdicts.get(name) != verdict:
            yield f"条件{name}应为{verdict}，实际{verdicts.get(name)}"
    for pointer, value in example.derived.items():
        if result.derived.get(pointer) != value:
            yield f"{pointer}应为{value}，实际{result.derived.get(pointer)}"
    for code in (code for code in example.blocks if code not in blocks):
        yield f"应有阻断问题{code}，实际{sorted(blocks)}"
    due = list(dict.fromkeys(each.code for each in result.materials))
    if example.materials_due and due != [*example.materials_due]:
        yield f"应收材料{[*example.materials_due]}，实际{due}"
    lacking = [each.code for each in result.missing_parameters]
    if lacking != [*example.missing_parameters]:
        yield f"应缺参数{[*example.missing_parameters]}，实际{lacking}"
    amount = result.benefit.amount_fen if result.benefit else None
    working = result.benefit.working if result.benefit else ()
    if example.benefit_fen != amount:
        yield f"金额应为{example.benefit_fen}分，实际{amount}分"
    if example.working and example.working != working:
        yield f"计算过程应为{[*example.working]}，实际{[*working]}"
