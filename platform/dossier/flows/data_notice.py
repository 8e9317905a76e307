"""What a resident is told of personal data in a case, made from the service's definition."""

from collections.abc import Iterator, Mapping
from datetime import date

from dossier.cases.acting import Acting, By
from dossier.cases.desk_papers import Consent, Told
from dossier.catalogue.citizen import age, is_id_number
from dossier.catalogue.desk_texts import NoticeTexts
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.catalogue.papers import KnownPaper
from dossier.catalogue.verdicts import Evaluation
from dossier.flows import pointers
from dossier.flows.value_texts import schema_at
from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.errors import Problem
from dossier.notices.model import Fact, Office
from dossier.notices.processing_notice import ProcessedData, ProcessingNoticeLetter

CONSENT = "acting.consent"
NOTICE_TYPE = "processing_notice"
MISSING = "consent_missing"
_CHILD = 14
"""Under this age all personal data are sensitive (Personal Information Protection Law, art. 28)."""
_SENSITIVE: Mapping[str, str] = {
    "sensitive_health": "健康和残疾材料",
    "sensitive_financial": "收入和财产材料",
    "sensitive_personal": "身份和家庭状况材料",
    "sensitive_minor": "不满十四周岁未成年人的材料",
}
_ID_FORMATS = frozenset({"cn-id-18", "disability-20"})
_MONEY_FORMATS = frozenset({"money-fen", "bank-card"})
_ITEMS_SHOWN = 8


def notice_of(
    definition: Definition,
    evaluation: Evaluation | None,
    catalogue: Catalogue,
    acting: Acting | None,
    office: Office,
    today: date,
    *,
    label: str = "",
    demonstration: bool,
) -> ProcessingNoticeLetter:
    """Return the notice of a case, or of a service where ``evaluation`` is None."""
    texts = catalogue.desk.notice
    applicant, number = _applicant(definition, evaluation.form if evaluation else {})
    guarded = acting is not None and acting.by is By.GUARDIAN
    return ProcessingNoticeLetter(
        office=office,
        number="",
        day=today,
        demonstration=demonstration,
        service=definition.title_zh,
        label=label,
        version=f"第{definition.version}版",
        print_number=0,
        data=tuple(_data(definition, catalogue.papers)),
        basis=texts.basis_zh,
        recipients=_recipients(definition),
        kept=_kept(definition, catalogue),
        protection=texts.protection_zh,
        refusal=texts.refusal_zh,
        rights=texts.rights_zh,
        signer="监护人" if guarded else "申请人",
        applicant=acting.name if guarded and acting else applicant,
        minor=_is_child(number, today),
        sensitive=is_sensitive(definition, catalogue.papers),
        qrs=(),
    )


def words_sha256(notice: ProcessingNoticeLetter) -> str:
    """Return the SHA-256 of what a resident reads, whoever reads it and wherever."""
    told = notice.model_dump(
        mode="json",
        include={
            "service", "version", "data", "basis", "recipients", "kept", "protection",
            "refusal", "rights", "sensitive",
        },
    )  # fmt: skip
    return sha256_hex(canonical_json(told))


def is_sensitive(definition: Definition, papers: Mapping[str, KnownPaper]) -> bool:
    """Tell whether the service processes sensitive data: of its papers or of its form."""
    return any(one.sensitive for one in _data(definition, papers))


def consent_problem(
    definition: Definition,
    texts: NoticeTexts,
    papers: Mapping[str, KnownPaper],
    consent: Consent | None,
) -> Problem | None:
    """Return that the resident has not been told and asked yet; None where all is well."""
    if (
        texts.sensitive == "off"
        or definition.kind != "service"
        or "applicant" not in definition.persons
        or (consent is not None and consent.sensitive)
        or not is_sensitive(definition, papers)
    ):
        return None
    return Problem(
        "consent:",
        MISSING,
        "本事项要处理敏感个人信息，还没有登记已告知申请人并取得同意。",
        "请当面说明《个人信息处理告知书》，同意的点“已告知并同意”；也可以打印出来签字后扫描。",
        "block" if texts.sensitive == "block" else "warn",
    )


def noted_how(consent: Consent) -> str:
    """Return in words how the resident agreed."""
    return "签字的告知书已收回" if consent.how is Told.SIGNED else "窗口当面告知，申请人同意"


def _data(definition: Definition, papers: Mapping[str, KnownPaper]) -> Iterator[ProcessedData]:
    """Yield what the form and the papers hold, the sensitive kinds apart."""
    plain, ids, money = _fields(definition)
    if plain:
        yield ProcessedData(
            kind="申请信息",
            items=_some(plain),
            purpose="核对申请、联系办理",
            sensitive=False,
        )
    if ids:
        yield ProcessedData(
            kind="证件号码",
            items=_some(ids),
            purpose="核实身份，避免重名和冒领",
            sensitive=False,
        )
    if money:
        yield ProcessedData(
            kind="收入、财产和账户",
            items=_some(money),
            purpose="核算资格和待遇、发放到账" if definition.payment else "核实资格",
            sensitive=True,
        )
    told: dict[str, list[str]] = {}
    for material in definition.materials:
        known = papers.get(material.document_type)
        told.setdefault(known.sensitivity if known else "", []).append(material.title_zh)
    for sensitivity, titles in told.items():
        if kind := _SENSITIVE.get(sensitivity):
            yield ProcessedData(
                kind=kind, items=_some(titles), purpose="核实申请条件", sensitive=True
            )
    others = [
        title
        for sensitivity, titles in told.items()
        if sensitivity not in _SENSITIVE
        for title in titles
    ]
    if others:
        yield ProcessedData(
            kind="其他材料", items=_some(others), purpose="核实申请条件", sensitive=False
        )


def _fields(definition: Definition) -> tuple[list[str], list[str], list[str]]:
    plain: list[str] = []
    ids: list[str] = []
    money: list[str] = []
    office = {one.pointer for one in definition.fields if one.filled_by != "resident"}
    computed = {one.pointer for one in definition.derived}
    for pointer, schema in _leaves(definition, "", definition.form):
        title = str(schema.get("title", ""))
        if not title or pointer in office | computed:
            continue
        kind = schema.get("format")
        wanted = ids if kind in _ID_FORMATS else money if kind in _MONEY_FORMATS else plain
        if schema.get("type") in ("string", "integer", "number") and title not in wanted:
            wanted.append(title)
    return plain, ids, money


def _leaves(
    definition: Definition, pointer: str, schema: Mapping[str, Json]
) -> Iterator[tuple[str, Mapping[str, Json]]]:
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        for name in properties:
            inner = schema_at(definition, f"{pointer}/{name}".replace("/*", "/0"))
            yield from _leaves(definition, f"{pointer}/{name}", inner)
        return
    items = schema.get("items")
    if isinstance(items, Mapping) and isinstance(items.get("properties"), Mapping):
        yield from _leaves(definition, f"{pointer}/*", items)
        return
    yield pointer, schema


def _recipients(definition: Definition) -> tuple[str, ...]:
    """Return who gets the data: the levels of the way, and who is paid through."""
    levels: dict[str, list[str]] = {}
    for stage in sorted(definition.stages, key=lambda one: one.order):
        levels.setdefault(stage.level, []).append(stage.action_zh)
    found = [f"{level}：{'、'.join(dict.fromkeys(told))}" for level, told in levels.items()]
    if definition.payment:
        found.append(f"发放机构：{definition.payment.method_zh}所需的姓名、账号和金额")
    if definition.public_notice and definition.public_notice.publish:
        shown = "、".join(one.title_zh for one in definition.public_notice.fields)
        places = "、".join(definition.public_notice.places_zh)
        found.append(f"公示（{places}）：{shown}，已隐去身份号码、电话、账号和详细住址")
    return tuple(found)


def _kept(definition: Definition, catalogue: Catalogue) -> Fact:
    filing = definition.archive
    retention = catalogue.retention.get(filing.retention) if filing else None
    if filing is None or retention is None:
        return Fact(text="保管期限由本单位确定", to_confirm=True)
    return Fact(
        text=f"办结后归入“{filing.category_zh}”档案，保管期限{retention.title_zh}；"
        "没有受理或者撤回的，在规定的期限后销毁",
        to_confirm=filing.mark.to_confirm or retention.mark.to_confirm,
    )


def _applicant(definition: Definition, form: Mapping[str, Json]) -> tuple[str, str]:
    person = definition.persons.get("applicant")
    if person is None:
        return "", ""
    name, number = pointers.get(form, person.name), pointers.get(form, person.id_number)
    return name if isinstance(name, str) else "", number if isinstance(number, str) else ""


def _is_child(number: str, day: date) -> bool:
    if not is_id_number(number):
        return False
    try:
        return age(number, day) < _CHILD
    except ValueError:
        return False


def _some(titles: list[str]) -> str:
    more = f"等{len(titles)}项" if len(titles) > _ITEMS_SHOWN else ""
    return "、".join(titles[:_ITEMS_SHOWN]) + more
