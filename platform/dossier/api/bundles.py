"""Bundles of definitions between offices: given out signed, looked into, taken in as drafts."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response, UploadFile
from pydantic import Field

from dossier.api.definition_views import DraftSummaryView
from dossier.api.deps import InParts, InWork, Look, Me, require
from dossier.api.drafts import summaries
from dossier.api.views import Command, View
from dossier.catalogue.editing import draft_store, trust_store
from dossier.catalogue.editing.bundles import FILE_BYTES_MAX, ITEMS_MAX, Bundle, unpack
from dossier.flows import bundles as flow
from dossier.identity import names_of
from dossier.identity.model import Permission
from dossier.kernel.clock import civil_day

router = APIRouter(prefix="/bundles", tags=["definitions"])
_EDIT = require(Permission.CATALOGUE_EDIT)
_PUBLISH = require(Permission.CATALOGUE_PUBLISH)


class ChosenVersion(Command):
    """A version to be given out; version: None for the newest published."""

    code: str = Field(min_length=1, max_length=80)
    version: int | None = None


class BundleExport(Command):
    """What to give out: codes for their newest versions, or exact versions."""

    codes: list[str] = Field(default=[], max_length=ITEMS_MAX)
    versions: list[ChosenVersion] = Field(default=[], max_length=ITEMS_MAX)


class BundleItemView(View):
    """One service of a bundle against what is here; missing: what it needs and is not here."""

    code: str
    version_there: int
    title: str
    state: Literal["new", "same", "changed", "unusable"]
    changes: list[str]
    missing: list[str]
    draft_id: str | None = Field(description="a draft of the service that is open here")


class BundleView(View):
    """Who made and signed a bundle, and what it brings; signer: the name its key has here."""

    signer: str
    fingerprint: str
    trusted: bool
    office: str = Field(description="the name that the bundle gives its office")
    made_at: datetime
    items: list[BundleItemView]


class TrustedOfficeView(View):
    """An office whose bundles are taken here."""

    id: str
    name: str
    public_key: str
    fingerprint: str
    added_by: str
    added_at: datetime


class NewTrust(Command):
    """public_key: one line of OpenSSH, ``ssh-ed25519 AAAA…``."""

    name: str = Field(min_length=1, max_length=100)
    public_key: str = Field(min_length=1, max_length=1000)


class OwnKeyView(View):
    """The key with which this office signs its bundles; to be handed to other offices."""

    office: str
    public_key: str
    fingerprint: str


@router.post(
    "/export",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
    **_EDIT,
)
def export_bundle(asked: BundleExport, parts: InParts, work: InWork) -> Response:
    """Return versions as one signed file."""
    chosen = [
        *((code, None) for code in asked.codes),
        *((one.code, one.version) for one in asked.versions),
    ]
    content = flow.export_bundle(work, parts.catalogue, parts.signing_key, chosen)
    name = f"definitions-{civil_day(parts.clock())}.dossier.zip"
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/inspect", **_EDIT)
def inspect_bundle(file: UploadFile, parts: InParts, session: Look) -> BundleView:
    """Tell who signed a file and what it would change here; nothing is kept."""
    bundle = _unpacked(file)
    found = flow.inspect_bundle(session, parts.catalogue, parts.signing_key, bundle)
    drafts = {one.code: one.id for one in draft_store.open_drafts(session)}
    return BundleView(
        signer=found.signer,
        fingerprint=found.fingerprint,
        trusted=found.trusted,
        office=bundle.manifest.office,
        made_at=bundle.manifest.made_at,
        items=[
            BundleItemView(
                code=one.code,
                version_there=one.version_there,
                title=one.title_zh,
                state=one.state,
                changes=list(one.changes),
                missing=list(one.missing),
                draft_id=drafts.get(one.code),
            )
            for one in found.items
        ],
    )


@router.post("/import", status_code=201, **_EDIT)
def import_bundle(
    file: UploadFile,
    items: Annotated[list[str], Form(description="codes of the services to take in")],
    parts: InParts,
    work: InWork,
    me: Me,
) -> list[DraftSummaryView]:
    """Make drafts of the chosen services of a trusted office's file."""
    bundle = _unpacked(file)
    made = flow.import_bundle(work, parts.catalogue, parts.signing_key, bundle, items)
    drafts = [draft_store.get(work.session, one) for one in made]
    return [*summaries(work.session, me, drafts)]


@router.get("/key", **_EDIT)
def show_own_key(parts: InParts, session: Look) -> OwnKeyView:
    """Return this office's public key and its fingerprint."""
    office, key, mark = flow.own_key(session, parts.signing_key)
    return OwnKeyView(office=office, public_key=key, fingerprint=mark)


@router.get("/trusted", **_EDIT)
def list_trusted_offices(session: Look) -> list[TrustedOfficeView]:
    """List the offices whose bundles are taken here."""
    offices = trust_store.trusted(session)
    names = names_of(session, {one.added_by for one in offices})
    return [_office_view(one, names.get(one.added_by, "系统")) for one in offices]


@router.post("/trusted", status_code=201, **_PUBLISH)
def trust_office(asked: NewTrust, work: InWork, me: Me) -> TrustedOfficeView:
    """Take the bundles of an office from now on; its fingerprint was compared by telephone."""
    return _office_view(flow.trust_office(work, asked.name, asked.public_key), me.name)


@router.delete("/trusted/{office_id}", status_code=204, **_PUBLISH)
def distrust_office(office_id: str, work: InWork) -> None:
    """Take no more bundles of an office."""
    flow.distrust_office(work, office_id)


def _unpacked(file: UploadFile) -> Bundle:
    return unpack(file.file.read(FILE_BYTES_MAX + 1))


def _office_view(office: trust_store.TrustedOffice, added_by: str) -> TrustedOfficeView:
    return TrustedOfficeView(
        id=office.id,
        name=office.name,
        public_key=office.public_key,
        fingerprint=office.fingerprint,
        added_by=added_by,
        added_at=office.added_at,
    )
