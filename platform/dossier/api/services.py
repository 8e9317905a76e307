"""The services that can be applied for, their forms, and their rules while one types."""

from fastapi import APIRouter, Response
from pydantic import JsonValue, TypeAdapter
from sqlalchemy.orm import Session

from dossier.api.deps import InParts, Look, Me, Parts, require
from dossier.api.present import evaluation_view, problem_view
from dossier.api.views import (
    Command,
    EvaluationView,
    FactView,
    GuideStepView,
    GuideView,
    ServiceFormView,
    ServiceView,
)
from dossier.catalogue.browser import schema_for_browser
from dossier.catalogue.model import Definition
from dossier.catalogue.questions import asking
from dossier.catalogue.rules import evaluate
from dossier.catalogue.unconfirmed import unconfirmed
from dossier.catalogue.versions import all_present, get_present
from dossier.flows.guides import guide_of
from dossier.flows.judge import parameters_on
from dossier.flows.letters import office_of
from dossier.flows.local_settings import all_shown, shown
from dossier.identity.model import Actor, Permission
from dossier.kernel.clock import civil_day
from dossier.notices.guide import GuideLetter
from dossier.notices.model import Fact
from dossier.notices.printing import typeset

router = APIRouter(tags=["services"])
_form = TypeAdapter(dict[str, JsonValue])


class FormOnly(Command):
    """A form to be judged, without a case."""

    form: dict[str, JsonValue]


@router.get("/services", **require(Permission.CATALOGUE_READ))
def list_services(parts: InParts, session: Look, me: Me) -> list[ServiceView]:
    """List the services that can be applied for today."""
    today = civil_day(parts.clock())
    present = all_present(parts.catalogue, today)
    return [
        ServiceView(
            code=one.code,
            version=one.version,
            title=one.title_zh,
            group=one.group_zh,
            kind=one.kind,
            target=one.target_zh,
            confidence=one.provenance.confidence,
            unconfirmed=unconfirmed(one),
        )
        for one in all_shown(session, present, me.grants[0].unit_path, today)
    ]


@router.get("/services/{code}", **require(Permission.CATALOGUE_READ))
def show_service(code: str, parts: InParts, version: int | None = None) -> ServiceFormView:
    """Return the form of a service; the version in force today unless another is asked for."""
    return form_view(parts, _version(parts, code, version))


@router.get("/services/{code}/questions", **require(Permission.CATALOGUE_READ))
def ask_before_the_papers(code: str, parts: InParts) -> ServiceFormView:
    """Return the few questions that decide which papers a resident must bring."""
    return form_view(parts, asking(_version(parts, code)))


@router.get("/services/{code}/guide", **require(Permission.CATALOGUE_READ))
def explain_service(
    code: str, parts: InParts, session: Look, me: Me, version: int | None = None
) -> GuideView:
    """Tell whom a service is for, its conditions, its steps and its limit."""
    guide = _guide(code, parts, session, me, version)
    return GuideView(
        target=guide.target,
        conditions=[_fact(one) for one in guide.conditions],
        steps=[
            GuideStepView(
                level=one.level,
                action=one.action,
                limit=one.limit,
                notice=one.notice,
                decides=one.decides,
                to_confirm=one.to_confirm,
            )
            for one in guide.steps
        ],
        limit=_fact(guide.limit),
        fee=_fact(guide.fee),
        benefit=guide.benefit,
        remedies=list(guide.remedies),
        source=guide.source,
        unconfirmed=guide.unconfirmed,
    )


@router.get(
    "/services/{code}/guide.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
    **require(Permission.CATALOGUE_READ),
)
def service_guide(
    code: str, parts: InParts, session: Look, me: Me, version: int | None = None
) -> Response:
    """Return the guide of a service on one page, as the office of the asking person hands it out."""
    return Response(
        typeset(parts.letters, _guide(code, parts, session, me, version)),
        media_type="application/pdf",
        headers={"Content-Disposition": "inline"},
    )


@router.post("/services/{code}/evaluate", **require(Permission.CATALOGUE_READ))
def evaluate_form(
    code: str, asked: FormOnly, parts: InParts, session: Look, me: Me
) -> EvaluationView:
    """Judge a form without papers and without keeping anything."""
    today = civil_day(parts.clock())
    unit_path = me.grants[0].unit_path
    evaluation = evaluate(
        shown(session, _version(parts, code), unit_path, today),
        asked.form,
        (),
        parameters_on(session, parts.catalogue, today, unit_path),
        today,
    )
    problems = [problem_view(one, []) for one in evaluation.problems]
    return evaluation_view(parts.house, evaluation, problems, complete=not evaluation.blocked)


def _guide(
    code: str, parts: Parts, session: Session, me: Actor, version: int | None
) -> GuideLetter:
    today, unit_path = civil_day(parts.clock()), me.grants[0].unit_path
    return guide_of(
        shown(session, _version(parts, code, version), unit_path, today),
        office_of(session, unit_path),
        today,
        demonstration=parts.house.demonstration,
    )


def _fact(fact: Fact) -> FactView:
    return FactView(text=fact.text, to_confirm=fact.to_confirm)


def _version(parts: Parts, code: str, version: int | None = None) -> Definition:
    if version is None:
        return get_present(parts.catalogue, code, civil_day(parts.clock()))
    return parts.catalogue.get(code, version)


def form_view(parts: Parts, definition: Definition) -> ServiceFormView:
    """Return the form of a definition as the browser shows it."""
    browser = schema_for_browser(definition)
    return ServiceFormView(
        code=definition.code,
        version=definition.version,
        title=definition.title_zh,
        form_schema=_form.validate_python(browser["schema"]),
        ui_schema=_form.validate_python(browser["ui"]),
        labels={code: one.title_zh for code, one in parts.document_types.by_code.items()},
    )
