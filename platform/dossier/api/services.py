"""The services that can be applied for, their forms, and their rules while one types."""

from typing import Protocol

from fastapi import APIRouter
from pydantic import JsonValue, TypeAdapter

from dossier.api.deps import InParts, Look, require
from dossier.api.present import evaluation_view, problem_view
from dossier.api.views import (
    Command,
    EvaluationView,
    ServiceFormView,
    ServiceView,
)
from dossier.catalogue.browser import schema_for_browser
from dossier.catalogue.model import Definition, Mark
from dossier.catalogue.rules import evaluate
from dossier.flows.judge import parameters_on
from dossier.identity.model import Permission
from dossier.kernel.clock import civil_day

router = APIRouter(tags=["services"])
_form = TypeAdapter(dict[str, JsonValue])


class Marked(Protocol):
    """Anything in a definition that may still be unconfirmed."""

    @property
    def mark(self) -> Mark:
        """How sure it is."""


class FormOnly(Command):
    """A form to be judged, without a case."""

    form: dict[str, JsonValue]


@router.get("/services", **require(Permission.CATALOGUE_READ))
def list_services(parts: InParts) -> list[ServiceView]:
    """List the services that can be applied for."""
    return [
        ServiceView(
            code=one.code,
            version=one.version,
            title=one.title_zh,
            group=one.group_zh,
            confidence=one.provenance.confidence,
            unconfirmed=_unconfirmed(one),
        )
        for one in parts.catalogue.list()
        if one.kind == "service"
    ]


@router.get("/services/{code}", **require(Permission.CATALOGUE_READ))
def show_service(code: str, parts: InParts, version: int | None = None) -> ServiceFormView:
    """Return the form of a service; the newest version unless another is asked for."""
    definition = parts.catalogue.get(code, version)
    browser = schema_for_browser(definition)
    return ServiceFormView(
        code=definition.code,
        version=definition.version,
        title=definition.title_zh,
        form_schema=_form.validate_python(browser["schema"]),
        ui_schema=_form.validate_python(browser["ui"]),
        labels={code: one.title_zh for code, one in parts.document_types.by_code.items()},
    )


@router.post("/services/{code}/evaluate", **require(Permission.CATALOGUE_READ))
def evaluate_form(code: str, asked: FormOnly, parts: InParts, session: Look) -> EvaluationView:
    """Judge a form without papers and without keeping anything."""
    today = civil_day(parts.clock())
    evaluation = evaluate(
        parts.catalogue.get(code),
        asked.form,
        (),
        parameters_on(session, parts.catalogue, today),
        today,
    )
    problems = [problem_view(one, []) for one in evaluation.problems]
    return evaluation_view(parts.house, evaluation, problems, complete=not evaluation.blocked)


def _unconfirmed(definition: Definition) -> int:
    lists: tuple[tuple[Marked, ...], ...] = (
        definition.materials,
        definition.eligibility,
        definition.stages,
        definition.checks,
        definition.derived,
    )
    single = (definition.limit, definition.archive, definition.benefit, definition.payment)
    marks = [one.mark for group in lists for one in group]
    marks += [one.mark for one in single if one]
    return sum(mark.to_confirm for mark in marks)
