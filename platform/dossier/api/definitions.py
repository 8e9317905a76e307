"""Every service with its versions: what the editor of definitions lists, compares and uses."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import JsonValue, TypeAdapter

from dossier.api.definition_views import (
    ChangesView,
    DefinitionVersionView,
    DefinitionView,
    FunctionView,
    NamedView,
    Origin,
    PaperFieldView,
    PaperTypeView,
    ServiceVersionsView,
    TextView,
    VocabularyView,
)
from dossier.api.deps import InParts, Look, Me, Parts, require
from dossier.api.drafts import change_lines, summaries
from dossier.cases import store as cases
from dossier.catalogue import version_store
from dossier.catalogue.comparing import COMPARISONS
from dossier.catalogue.editing import draft_store
from dossier.catalogue.editing.vocabulary import described, functions
from dossier.catalogue.model import Definition
from dossier.catalogue.transforms import TRANSFORMS
from dossier.catalogue.unconfirmed import unconfirmed
from dossier.catalogue.version_store import Publication
from dossier.catalogue.versions import in_force, is_published
from dossier.flows.definitions import text_of
from dossier.identity import names_of
from dossier.identity.model import Permission
from dossier.kernel.clock import civil_day
from dossier.kernel.errors import NotFound
from dossier.kernel.ids import UserId
from dossier_ocr import DocumentTypes

router = APIRouter(prefix="/definitions", tags=["definitions"])
_schema = TypeAdapter(dict[str, JsonValue])
_EDIT = require(Permission.CATALOGUE_EDIT)


@router.get("", **_EDIT)
def list_definitions(parts: InParts, session: Look) -> list[DefinitionView]:
    """List the newest published version of every service, by code."""
    today = civil_day(parts.clock())
    here = version_store.publications(session)
    drafts = {one.code: one for one in draft_store.open_drafts(session)}
    told = []
    for one in _newest(parts):
        draft = drafts.get(one.code)
        told.append(
            DefinitionView(
                code=one.code,
                version=one.version,
                title=one.title_zh,
                group=one.group,
                group_title=one.group_zh,
                kind=one.kind,
                origin=_origin(here.get((one.code, one.version))),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
                state=_state(one, today),
                draft_id=draft.id if draft else None,
                draft_state=draft.state.value if draft else None,
                unconfirmed=unconfirmed(one),
            )
        )
    return told


@router.get("/schema", **_EDIT)
def definition_schema(parts: InParts) -> dict[str, JsonValue]:
    """Return the JSON Schema of a definition, with the office's words as descriptions."""
    return _schema.validate_python(described(parts.catalogue.meta))


@router.get("/words", **_EDIT)
def definition_words(parts: InParts) -> VocabularyView:
    """Return the codes, names and functions that a definition may use."""
    known = parts.catalogue
    return VocabularyView(
        document_types=_papers(parts.document_types),
        roles=[_named(one.code, one.title_zh) for one in known.roles.values()],
        levels=[_named(one.code, one.title_zh) for one in known.levels.values()],
        parameters=[_named(one.code, one.title_zh) for one in known.parameters.values()],
        retention=[_named(one.code, one.title_zh) for one in known.retention.values()],
        comparisons=sorted(COMPARISONS),
        transforms=sorted(TRANSFORMS),
        functions=[FunctionView(name=name, words=words) for name, words in functions()],
        services=[_named(one.code, one.title_zh) for one in known.list()],
    )


@router.get("/{code}", **_EDIT)
def show_definition(code: str, parts: InParts, session: Look, me: Me) -> ServiceVersionsView:
    """Return the versions of a service, the newest first, and its open draft."""
    versions = [one for key, one in parts.catalogue.definitions.items() if key[0] == code]
    draft = draft_store.find_open(session, code)
    if not versions and draft is None:
        raise _unknown(code)
    here = version_store.publications(session)
    counts = cases.count_by_version(session, code)
    editors = draft_store.editors_of(session, [one.draft_id for one in here.values()])
    people = {one.published_by for one in here.values()}
    names = names_of(session, people.union(*editors.values()))
    shown = [*summaries(session, me, [draft])] if draft else []
    return ServiceVersionsView(
        code=code,
        title=max(versions, key=lambda one: one.version).title_zh
        if versions
        else shown[0].title,
        versions=[
            _version_view(parts, one, here.get((code, one.version)), editors, names, counts)
            for one in sorted(versions, key=lambda one: -one.version)
        ],
        draft=shown[0] if shown else None,
    )


@router.get("/{code}/{version}/text", **_EDIT)
def definition_text(code: str, version: int, parts: InParts, session: Look) -> TextView:
    """Return the text of a version."""
    return TextView(text=text_of(session, parts.catalogue, code, version))


@router.get("/{code}/changes", **_EDIT)
def definition_changes(
    code: str,
    parts: InParts,
    session: Look,
    before: Annotated[int, Query(alias="from")],
    after: Annotated[int, Query(alias="to")],
) -> ChangesView:
    """Tell what one version changes against another."""
    old, new = (parts.catalogue.get(code, version) for version in (before, after))
    return ChangesView(
        changes=change_lines(old, new),
        from_text=text_of(session, parts.catalogue, code, before),
        to_text=text_of(session, parts.catalogue, code, after),
    )


def _newest(parts: Parts) -> list[Definition]:
    newest: dict[str, Definition] = {}
    for one in parts.catalogue.definitions.values():
        known = newest.get(one.code)
        if is_published(parts.catalogue, one) and (
            known is None or known.version < one.version
        ):
            newest[one.code] = one
    return [newest[code] for code in sorted(newest)]


def _state(one: Definition, day: date) -> Literal["in_force", "future", "ended"]:
    if in_force(one, day):
        return "in_force"
    return "future" if one.valid_from and one.valid_from > day else "ended"


def _origin(kept: Publication | None) -> Origin:
    if kept is None:
        return "delivered"
    return "imported" if kept.fingerprint else "here"


def _version_view(
    parts: Parts,
    one: Definition,
    kept: Publication | None,
    editors: Mapping[str, Sequence[UserId]],
    names: Mapping[UserId, str],
    counts: Mapping[int, int],
) -> DefinitionVersionView:
    wrote = editors.get(kept.draft_id, ()) if kept else ()
    return DefinitionVersionView(
        version=one.version,
        digest=one.digest,
        origin=_origin(kept),
        office=kept.office if kept else "",
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        drafted_by="、".join(names.get(person, "") for person in wrote),
        published_by=names.get(kept.published_by, "") if kept else "",
        published_at=kept.published_at if kept else None,
        cases=counts.get(one.version, 0),
        changed=not is_published(parts.catalogue, one),
    )


def _named(code: str, title: str) -> NamedView:
    return NamedView(code=code, title=title)


def _papers(types: DocumentTypes) -> list[PaperTypeView]:
    return [
        PaperTypeView(
            code=code,
            title=kind.title_zh,
            fields=[
                PaperFieldView(
                    name=field.name, title=field.label_zh, value_type=field.value_type
                )
                for field in {
                    field.name: field for part in kind.parts for field in part.fields
                }.values()
            ],
        )
        for code, kind in types.by_code.items()
    ]


def _unknown(code: str) -> NotFound:
    return NotFound(f"没有编码为“{code}”的服务定义，请核对编码。", code="catalogue.unknown")
