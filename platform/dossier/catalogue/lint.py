"""What is wrong with a folder of definitions, told before a case meets it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import jsonschema_rs

from dossier.catalogue import yaml_tree
from dossier.catalogue.cel.expressions import loses_fen
from dossier.catalogue.cel.shapes import Shape, at
from dossier.catalogue.comparing import COMPARISONS
from dossier.catalogue.compiling import Compiled, compiled
from dossier.catalogue.examples import differences
from dossier.catalogue.loading import Catalogue, load
from dossier.catalogue.meta_words import meta_problems
from dossier.catalogue.model import Definition
from dossier.catalogue.suggesting import RELATION
from dossier.catalogue.transforms import TRANSFORMS
from dossier.catalogue.yaml_text import Read, read_yaml
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Refused

_FILES = {
    "service": "services/**/*.yaml",
    "parameter": "parameters/*.yaml",
    "retention": "retention/*.yaml",
    "role": "organisation/roles.yaml",
    "level": "organisation/levels.yaml",
}

UNWRITTEN = "请写明"
"""How the words begin that a template leaves to the author of a service."""


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing wrong with a definition; a warning does not make the check fail."""

    place: str
    code: str
    message: str
    severity: Literal["error", "warn"] = "error"


def check(folder: Path) -> tuple[LintFinding, ...]:
    """Return everything wrong with the definitions in ``folder``."""
    read = cache(read_yaml)
    found = [*_against_meta(folder, read)]
    if found:  # what has the wrong form cannot be looked into
        return tuple(found)
    try:
        catalogue = load(folder, read)
    except Refused as failure:
        return (LintFinding(folder.name, failure.code, failure.message),)
    known = document_types(folder, read)
    for definition in catalogue.definitions.values():
        found += check_definition(catalogue, definition, known)
    found += _against_published(catalogue)
    return tuple(found)


def check_definition(
    catalogue: Catalogue,
    definition: Definition,
    known: Mapping[str, tuple[frozenset[str], frozenset[str]]],
) -> list[LintFinding]:
    """Return what is wrong with one definition.

    known: for each document type that the reading knows, its fields and its parts.
    """
    name = f"{definition.code}@{definition.version}"
    try:
        jsonschema_rs.meta.validate(dict(definition.form))
    except jsonschema_rs.ValidationError as failure:
        return [
            LintFinding(name, "schema.invalid", f"表单的JSON Schema不合规范：{failure.message}")
        ]
    ready = compiled(definition)
    found = [
        LintFinding(f"{name} {flaw.place}", "cel.invalid", f"表达式不能编译：{flaw.text}")
        for flaw in ready.flaws
    ]
    told = (
        *_money(definition, ready, catalogue),
        *_options(ready),
        *_pointers(definition, ready.shape),
        *_papers(definition, known),
        *_codes(definition, catalogue),
        *_twice(definition),
        *_order(definition, ready),
        *_payment(definition),
        *_unwritten(definition),
        *_notice(definition),
        *_examples(definition, catalogue, broken=bool(found)),
    )
    return found + [
        LintFinding(f"{name} {each.place}".strip(), each.code, each.message, each.severity)
        for each in told
    ]


def _against_meta(folder: Path, read: Read) -> Iterator[LintFinding]:
    for meta, pattern in _FILES.items():
        schema = json.loads((folder / "meta" / f"{meta}.schema.json").read_text("utf-8"))
        judge = jsonschema_rs.validator_for(schema)
        for path in sorted(folder.glob(pattern)):
            try:
                raw = read(path)
            except Refused as failure:
                yield LintFinding(path.name, failure.code, failure.message)
                continue
            if judge.is_valid(raw):  # only what is wrong is read with its places
                continue
            try:
                root = yaml_tree.read(path.read_text("utf-8"))
            except yaml_tree.Malformed as failure:
                yield LintFinding(path.name, failure.code, failure.message)
                continue
            for place, pointer, code, message in meta_problems(judge, root):
                yield LintFinding(
                    f"{path.name} {pointer}", code, f"第{place.line}行：{message}"
                )


def document_types(
    folder: Path, read: Read = read_yaml
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the fields and the parts of each document type that the reading knows."""
    known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for path in sorted((folder / "documents").glob("*.yaml")):
        raw = read(path)
        parts = _maps(raw.get("parts")) if isinstance(raw, Mapping) else []
        fields = [field for part in parts for field in _maps(part.get("fields"))]
        known[path.stem] = (
            frozenset(str(field.get("name")) for field in fields),
            frozenset(str(part.get("code")) for part in parts),
        )
    return known


def _maps(value: Json) -> list[Mapping[str, Json]]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, Mapping)]


def _against_published(catalogue: Catalogue) -> Iterator[LintFinding]:
    digests = {
        f"{code}@{version}": definition.digest
        for (code, version), definition in catalogue.definitions.items()
    }
    for name, digest in catalogue.published.items():
        if name not in digests:
            yield LintFinding(
                name, "published.lost", "已发布的版本没有定义文件，请恢复该文件。"
            )
        elif digests[name] != digest:
            message = "已发布的版本被改动；请恢复原文件，改动写成新的版本。"
            yield LintFinding(name, "published.changed", message)
    for name in digests:
        if name not in catalogue.published:
            yield LintFinding(name, "published.not", "还没有发布，不能用于正式案件。", "warn")


def _money(
    definition: Definition, ready: Compiled, catalogue: Catalogue
) -> Iterator[LintFinding]:
    money = {f"derived:{each.pointer}" for each in definition.derived if each.type == "money"}
    steps = definition.benefit.steps if definition.benefit else ()
    money |= {f"step:{step.name}" for step in steps if step.type == "money"}
    fen = {code for code, given in catalogue.parameters.items() if given.unit == "fen"}
    for place, program in ready.programs.items():
        touches = place in money or fen & {*program.references.figures}
        shapes = (_shape(ready, place, pointer) for pointer in program.references.pointers)
        if (touches or any(shape and shape.money for shape in shapes)) and loses_fen(
            program.source
        ):
            message = (
                "金额用整数分计算；不用小数、“/”和double，除法用divide或per_mille并写明舍入。"
            )
            yield LintFinding(place, "money.double", message)


def _options(ready: Compiled) -> Iterator[LintFinding]:
    for place, program in ready.programs.items():
        for pointer, text in program.references.compared:
            shape = _shape(ready, place, pointer)
            if shape and shape.options and text not in shape.options:
                message = f"“{text}”不是{pointer}的可选值（{'、'.join(shape.options)}）。"
                yield LintFinding(place, "option.unknown", message)


def _shape(ready: Compiled, place: str, pointer: str) -> Shape | None:
    scope = ready.scopes[ready.scope_of[place]]
    return at(Shape("object", members=scope.variables), pointer)


def _pointers(definition: Definition, shape: Shape) -> Iterator[LintFinding]:
    used = [
        *((f"fields {rule.pointer}", rule.pointer) for rule in definition.fields),
        *((f"from_document {each.pointer}", each.pointer) for each in definition.from_document),
        *((f"derived {each.pointer}", each.pointer) for each in definition.derived),
        *((f"hints {hint.pointer}", hint.pointer) for hint in definition.ui.hints),
        *(
            (f"check:{each.id}", pointer)
            for each in definition.checks
            for pointer in each.pointers
        ),
        *(
            (f"unique:{each.id}", pointer)
            for each in definition.unique
            for pointer in (*each.pointers, *each.beside)
        ),
    ]
    used += [
        (f"persons {role}", f"{given.list}/*/{part}" if given.list else part)
        for role, given in definition.persons.items()
        for part in (given.name, given.id_number)
    ]
    for place, pointer in used:
        if at(shape, pointer) is None:
            yield LintFinding(place, "pointer.unknown", f"表单里没有{pointer}。")
    shown = [name for group in definition.ui.groups for name in group.fields]
    for name in (name for name in shape.members if shown.count(name) != 1):
        yield LintFinding(f"ui {name}", "ui.group", "每个字段要在界面分组中出现一次。")
    for name in (name for name in shown if name not in shape.members):
        yield LintFinding(f"ui {name}", "pointer.unknown", f"表单里没有/{name}。")


def _papers(
    definition: Definition, known: Mapping[str, tuple[frozenset[str], frozenset[str]]]
) -> Iterator[LintFinding]:
    used = [
        *(
            (f"from_document {each.pointer}", each.document, each.field)
            for each in definition.from_document
        ),
        *(
            (f"material:{each.code}", kind, "")
            for each in definition.materials
            for kind in each.document_types
        ),
    ]
    for each in definition.checks:
        sources = [source.split(".") for source in (*each.sources, *each.evidence)]
        used += [(f"check:{each.id}", kind, field) for kind, field in sources]
    for rule in definition.unique:
        sources = [source.split(".") for source in rule.papers]
        used += [(f"unique:{rule.id}", kind, field) for kind, field in sources]
    for place, kind, field in used:
        paper = definition.papers.get(kind)
        if paper is None:
            yield LintFinding(place, "paper.unknown", f"papers里没有材料类型“{kind}”。")
        elif field and field not in paper.fields:
            yield LintFinding(place, "paper.field", f"papers里“{kind}”没有字段“{field}”。")
    for kind, paper in definition.papers.items():
        fields, _ = known.get(kind, (frozenset(paper.fields), frozenset()))
        for field in (field for field in paper.fields if field not in fields):
            message = f"识别定义documents/{kind}.yaml没有字段“{field}”。"
            yield LintFinding(f"papers {kind}", "paper.unread", message)
    for material in definition.materials:
        wanted = {*material.parts, *material.shared_parts}
        _, parts = known.get(material.document_type, (frozenset(), frozenset(wanted)))
        for part in sorted(wanted - parts):
            message = f"识别定义documents/{material.document_type}.yaml没有部分“{part}”。"
            yield LintFinding(f"material:{material.code}", "paper.part", message)


def _codes(definition: Definition, catalogue: Catalogue) -> Iterator[LintFinding]:
    for stage in definition.stages:
        role = catalogue.roles.get(stage.decider)
        if role is None:
            yield LintFinding(
                f"stage:{stage.order}", "role.unknown", f"没有角色“{stage.decider}”。"
            )
        elif stage.level not in role.level.split("/"):
            message = f"角色“{role.title_zh}”不在{stage.level}。"
            yield LintFinding(f"stage:{stage.order}", "role.level", message)
    if definition.archive and definition.archive.retention not in catalogue.retention:
        message = f"保管期限表里没有“{definition.archive.retention}”。"
        yield LintFinding("archive", "retention.unknown", message)
    programs = compiled(definition).programs
    touched = {code for each in programs.values() for code in each.references.figures}
    for code in sorted(touched | {*definition.parameters}):
        if code not in catalogue.parameters:
            yield LintFinding("parameters", "parameter.unknown", f"参数表里没有“{code}”。")
        if code not in definition.parameters or code not in touched:
            message = f"参数“{code}”要在parameters里列出，并且要用到。"
            yield LintFinding("parameters", "parameter.listed", message)
    names = {*TRANSFORMS, *definition.tables, RELATION, ""}
    for source in definition.from_document:
        place = f"from_document {source.pointer}"
        if source.transform not in names:
            yield LintFinding(place, "transform.unknown", f"没有转换“{source.transform}”。")
        if source.person and source.person not in definition.persons:
            yield LintFinding(place, "person.unknown", f"persons里没有“{source.person}”。")
    yield from _roles(definition)
    known = {code for code, _ in catalogue.definitions}
    for code in (code for code in definition.related if code not in known):
        yield LintFinding("related", "related.unknown", f"目录里没有服务“{code}”。", "warn")


def _roles(definition: Definition) -> Iterator[LintFinding]:
    codes = {material.code for material in definition.materials}
    used = [(f"material:{each.code}", each.per) for each in definition.materials]
    for each in definition.checks:
        used += [(f"check:{each.id}", role) for role in (each.per, *each.persons)]
        if each.compare and each.compare not in COMPARISONS:
            yield LintFinding(
                f"check:{each.id}", "compare.unknown", f"没有比较“{each.compare}”。"
            )
        for code in (code for code in each.materials if code not in codes):
            yield LintFinding(f"check:{each.id}", "material.unknown", f"没有材料“{code}”。")
    for place, role in used:
        if role != "application" and role not in definition.persons:
            yield LintFinding(place, "person.unknown", f"persons里没有“{role}”。")


def _order(definition: Definition, ready: Compiled) -> Iterator[LintFinding]:
    """Tell of computed values that need one that is computed after them, or themselves."""
    later = {each.pointer for each in definition.derived}
    for each in definition.derived:
        program = ready.programs.get(f"derived:{each.pointer}")
        touched = program.references.pointers if program else ()
        for pointer in later & {pointer.removeprefix("/form") for pointer in touched}:
            message = f"用到了还没有算出的{pointer}；计算的字段按先后排列，不能循环。"
            yield LintFinding(f"derived:{each.pointer}", "derived.order", message)
        later.discard(each.pointer)


def _payment(definition: Definition) -> Iterator[LintFinding]:
    steps = definition.benefit.steps if definition.benefit else ()
    if definition.payment and not any(step.type == "money" for step in steps):
        message = (
            "经本系统发放的，要在benefit里写明金额怎样算出，或取自哪个由审批人填写的字段。"
        )
        yield LintFinding("payment", "payment.amount", message)


def _unwritten(definition: Definition) -> Iterator[LintFinding]:
    """Tell of what a new service's template leaves to its author."""
    for place, text in (
        ("target_zh", definition.target_zh),
        ("provenance/source", definition.provenance.source),
    ):
        if text.startswith(UNWRITTEN):
            message = f"“{text}”是模板里的提示，请换成实际内容。"
            yield LintFinding(place, "text.unwritten", message)


def _notice(definition: Definition) -> Iterator[LintFinding]:
    """Tell of what no public notice may show.  Source: 个人信息保护法, art. 28."""
    notice = definition.public_notice
    for line in notice.fields if notice else ():
        barred = notice is not None and line.code in notice.never_publish
        if barred or line.masking not in ("", "surname_star"):
            yield LintFinding(
                f"notice:{line.code}",
                "notice.sensitive",
                f"“{line.title_zh}”属于敏感信息，遮掩后也不得公示。",
            )


def _twice(definition: Definition) -> Iterator[LintFinding]:
    lists: dict[str, Sequence[str]] = {
        "material": [each.code for each in definition.materials],
        "check": [each.id for each in definition.checks],
        "unique": [each.id for each in definition.unique],
        "eligibility": [each.id for each in definition.eligibility],
        "stage": [str(each.order) for each in definition.stages],
        "derived": [each.pointer for each in definition.derived],
        "output": [each.code for each in definition.outputs],
    }
    for place, codes in lists.items():
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield LintFinding(place, "code.twice", f"“{code}”出现不止一次。")


def _examples(
    definition: Definition, catalogue: Catalogue, *, broken: bool
) -> Iterator[LintFinding]:
    outcomes = {example.outcome for example in definition.examples}
    for outcome, word in (("valid", "可办"), ("refused", "不可办")):
        if outcome not in outcomes:
            yield LintFinding("examples", "example.lacking", f"至少要有一个{word}的例子。")
    told = {code for example in definition.examples for code in example.materials_due}
    for code in (each.code for each in definition.materials if each.when):
        if code not in told:
            message = f"要有一个需要材料“{code}”的例子，并在materials_due里列出。"
            yield LintFinding("examples", "example.material", message)
    for example in definition.examples if not broken else ():
        for difference in differences(definition, example, catalogue.parameters):
            yield LintFinding(f"example “{example.title_zh}”", "example.differs", difference)


def errors(findings: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    """Return the findings that make the check fail."""
    return tuple(finding for finding in findings if finding.severity == "error")
