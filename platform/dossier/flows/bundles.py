"""Definitions go from office to office: given out signed, taken in as drafts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from dossier.audit import SigningKey
from dossier.catalogue.changes import changes, sentence
from dossier.catalogue.editing import trust_store
from dossier.catalogue.editing.bundles import (
    FORMAT,
    Bundle,
    BundleItem,
    BundleParameter,
    Manifest,
    pack,
)
from dossier.catalogue.editing.ssh_signatures import (
    BadKey,
    fingerprint,
    key_text,
    parse_key,
    public_of,
)
from dossier.catalogue.editing.text_check import definition_in
from dossier.catalogue.editing.text_edits import facts_of, with_facts
from dossier.catalogue.editing.trust_store import TrustedOffice
from dossier.catalogue.events import (
    BundleExported,
    BundleImported,
    OfficeDistrusted,
    OfficeTrusted,
)
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.catalogue.versions import is_published
from dossier.flows.definitions import begin_draft, next_version, text_of
from dossier.identity import find_unit_at
from dossier.kernel.canonical import sha256_hex
from dossier.kernel.errors import Conflict, NotFound, Refused
from dossier.kernel.ids import DraftId, new_id
from dossier.work import Work

ROOT = "0001/"
State = Literal["new", "same", "changed", "unusable"]


@dataclass(frozen=True, slots=True)
class Offered:
    """One service of a bundle against what is here.

    version_there: its number in the other office.  missing: codes that it needs and that are
    not here, in words.
    """

    code: str
    version_there: int
    title_zh: str
    state: State
    changes: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a bundle is and brings.  signer: the name that its key has here, "" for none."""

    signer: str
    fingerprint: str
    trusted: bool
    items: tuple[Offered, ...]


def own_key(session: Session, key: SigningKey) -> tuple[str, str, str]:
    """Return this office's name, its public key as one line, and the fingerprint."""
    public = public_of(key.seed)
    office = _office(session)
    return office, key_text(public, office), fingerprint(public)


def export_bundle(
    work: Work, catalogue: Catalogue, key: SigningKey, wanted: Sequence[tuple[str, int | None]]
) -> bytes:
    """Return the signed bundle of versions, the newest published by default.

    Raises NotFound for an unknown one, Refused for the same service twice.
    """
    chosen = [_chosen(catalogue, code, version) for code, version in wanted]
    chosen.sort(key=lambda one: one.code)
    if not chosen or len({one.code for one in chosen}) != len(chosen):
        raise Refused(
            "请选择要导出的服务，每项服务只选一个版本。", code="bundle_nothing_chosen"
        )
    texts = [text_of(work.session, catalogue, one.code, one.version) for one in chosen]
    used = sorted({code for one in chosen for code in one.parameters})
    manifest = Manifest(
        format=FORMAT,
        office=_office(work.session),
        made_at=work.now,
        items=tuple(_item(one, text) for one, text in zip(chosen, texts, strict=True)),
        parameters=tuple(
            BundleParameter(
                code=given.code,
                title_zh=given.title_zh,
                unit=given.unit,
                legal_source=given.legal_source,
            )
            for given in (catalogue.parameters[code] for code in used)
        ),
    )
    content = pack(manifest, texts, key.seed)
    work.record(
        BundleExported(
            definitions=tuple(f"{one.code}@{one.version}" for one in chosen),
            sha256=sha256_hex(content),
        )
    )
    return content


def inspect_bundle(
    session: Session, catalogue: Catalogue, key: SigningKey, bundle: Bundle
) -> Inspected:
    """Return who signed a bundle and what it would change here."""
    signer = _signer(session, key, bundle)
    items = (
        _offered(catalogue, item, bundle.texts[item.code]) for item in bundle.manifest.items
    )
    return Inspected(signer, fingerprint(bundle.signer), bool(signer), tuple(items))


def import_bundle(
    work: Work, catalogue: Catalogue, key: SigningKey, bundle: Bundle, codes: Collection[str]
) -> tuple[DraftId, ...]:
    """Make drafts of the chosen services of a bundle; they are published like any other.

    Raises Refused while the signing office is not trusted here and for what cannot be used,
    Conflict where a draft of one of the services is open.
    """
    signer, mark = _signer(work.session, key, bundle), fingerprint(bundle.signer)
    if not signer:
        raise Refused(
            f"签名的密钥（{mark}）不在受信任的单位里。请向“{bundle.manifest.office}”"
            "电话核对这个指纹，由有发布权限的同事登记信任后再导入。",
            code="bundle_untrusted",
            fingerprint=mark,
        )
    items = {item.code: item for item in bundle.manifest.items}
    unknown = sorted(set(codes) - items.keys())
    if not codes or unknown:
        raise Refused("请选择包里有的服务再导入。", code="bundle_nothing_chosen")
    chosen = [items[code] for code in sorted(set(codes))]
    offered = (_offered(catalogue, item, bundle.texts[item.code]) for item in chosen)
    unusable = [one.title_zh for one in offered if one.state == "unusable"]
    if unusable:
        raise Refused(
            f"“{'、'.join(unusable)}”不能在本系统使用，可能由更新的系统导出；请升级系统，或不选它。",
            code="bundle_unusable",
        )
    made: list[DraftId] = []
    for code in (item.code for item in chosen):
        here = _newest(catalogue, code)
        version = next_version(work.session, catalogue, code)
        made.append(
            begin_draft(
                work,
                code,
                version,
                here.version if here else None,
                with_facts(bundle.texts[code], version=version),
                office=signer,
                fingerprint=mark,
            )
        )
    work.record(BundleImported(fingerprint=mark, sha256=bundle.sha256, drafts=tuple(made)))
    return tuple(made)


def trust_office(work: Work, name: str, public_key: str) -> TrustedOffice:
    """Take bundles signed with a key from now on.

    public_key: one line of OpenSSH.  Raises Refused for what is no key, Conflict for a known one.
    """
    told = " ".join(name.split())
    if not told or len(told) > 100:
        raise Refused("请写明单位名称（不超过100字）。", code="office_name")
    try:
        public = parse_key(public_key)
    except BadKey:
        raise Refused(
            "公钥的写法不对：应当是一行以 ssh-ed25519 开头的文字；请向对方重新索取。",
            code="office_key",
        ) from None
    mark = fingerprint(public)
    known = trust_store.find(work.session, mark)
    if known is not None:
        raise Conflict(
            f"这把公钥已经登记在“{known.name}”名下，不用再登记。", code="office_known"
        )
    office = TrustedOffice(
        id=new_id(),
        name=told,
        public_key=key_text(public),
        fingerprint=mark,
        added_by=work.actor,
        added_at=work.now,
    )
    trust_store.add(work.session, office)
    work.record(OfficeTrusted(fingerprint=mark))
    return office


def distrust_office(work: Work, office: str) -> None:
    """Take no more bundles of an office; drafts and versions that came from it stay."""
    removed = trust_store.remove(work.session, office, work.actor, work.now)
    work.record(OfficeDistrusted(fingerprint=removed.fingerprint))


def _signer(session: Session, key: SigningKey, bundle: Bundle) -> str:
    """Return the name that a bundle's key has here, "" where it is not trusted."""
    if bundle.signer == public_of(key.seed):
        return "本单位"
    office = trust_store.find(session, fingerprint(bundle.signer))
    return office.name if office else ""


def _office(session: Session) -> str:
    root = find_unit_at(session, ROOT)
    return root.name if root else "未设置单位"


def _chosen(catalogue: Catalogue, code: str, version: int | None) -> Definition:
    found = (
        _newest(catalogue, code)
        if version is None
        else catalogue.definitions.get((code, version))
    )
    if found is None or not is_published(catalogue, found):
        raise NotFound(
            f"没有编码为“{code}”的已发布版本，请核对编码和版本。", code="catalogue.unknown"
        )
    return found


def _newest(catalogue: Catalogue, code: str) -> Definition | None:
    published = [
        one
        for key, one in catalogue.definitions.items()
        if key[0] == code and is_published(catalogue, one)
    ]
    return max(published, key=lambda one: one.version, default=None)


def _item(one: Definition, text: str) -> BundleItem:
    return BundleItem(
        code=one.code,
        version=one.version,
        title_zh=one.title_zh,
        digest=one.digest,
        sha256=sha256_hex(text.encode()),
        parameters=one.parameters,
        document_types=tuple(sorted(one.papers)),
    )


def _offered(catalogue: Catalogue, item: BundleItem, text: str) -> Offered:
    theirs = definition_in(text, catalogue)
    here = _newest(catalogue, item.code)
    missing = (
        *(f"参数“{code}”" for code in item.parameters if code not in catalogue.parameters),
        *(f"材料类型“{code}”" for code in item.document_types if code not in catalogue.papers),
    )
    fits = facts_of(text) == (item.code, item.version)
    if theirs is None or not fits or theirs.digest != item.digest:
        return Offered(item.code, item.version, item.title_zh, "unusable", (), missing)
    told = tuple(dict.fromkeys(sentence(one) for one in changes(here, theirs))) if here else ()
    state: State = "new" if here is None else "changed" if told else "same"
    return Offered(item.code, item.version, theirs.title_zh, state, told, missing)
