"""The catalogue of one installation, loaded from its folder of definitions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from dossier.catalogue.desk_texts import DeskTexts, load_desk_texts
from dossier.catalogue.model import Definition, Level, Parameter, Retention, Role
from dossier.catalogue.papers import KnownPaper, known_papers
from dossier.catalogue.yaml_text import Read, read_yaml
from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.kernel.errors import NotFound, Refused

_Row = TypeVar("_Row")
_MARKS = ("confidence", "to_confirm", "source", "note")
_MARKED_LISTS = ("fields", "derived", "eligibility", "materials", "checks", "unique", "stages")
_MARKED = ("limit", "archive", "benefit", "payment", "fee")
_DEFINITION = TypeAdapter(Definition)
_PARAMETERS = TypeAdapter(tuple[Parameter, ...])
_RETENTION = TypeAdapter(tuple[Retention, ...])
_ROLES = TypeAdapter(tuple[Role, ...])
_LEVELS = TypeAdapter(tuple[Level, ...])
_DIGESTS = TypeAdapter(dict[str, str])


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every service with all its versions, and the tables that offices edit.

    files: where the text of each version stands.  meta: the JSON Schema of a definition, as text.
    """

    definitions: Mapping[tuple[str, int], Definition]
    parameters: Mapping[str, Parameter]
    retention: Mapping[str, Retention]
    roles: Mapping[str, Role]
    levels: Mapping[str, Level]
    published: Mapping[str, str]
    papers: Mapping[str, KnownPaper] = field(default_factory=dict)
    desk: DeskTexts = field(default_factory=DeskTexts)
    files: Mapping[tuple[str, int], Path] = field(default_factory=dict)
    meta: str = "{}"

    def get(self, code: str, version: int | None = None) -> Definition:
        """Return one version of a service, the newest by default; raises NotFound."""
        if version is None:
            version = max((at for known, at in self.definitions if known == code), default=0)
        found = self.definitions.get((code, version))
        if found is None:
            raise NotFound(
                f"没有编码为“{code}”的服务定义，请核对编码和版本。", code="catalogue.unknown"
            )
        return found

    def list(self) -> tuple[Definition, ...]:
        """Return the newest version of every service, by code."""
        return tuple(self.get(code) for code in sorted({code for code, _ in self.definitions}))


def load(folder: Path, read: Read = read_yaml) -> Catalogue:
    """Load the definitions in ``folder``; raises Refused naming the file that is broken."""
    definitions: dict[tuple[str, int], Definition] = {}
    files: dict[tuple[str, int], Path] = {}
    for path in sorted((folder / "services").rglob("*.yaml")):
        definition = load_definition(path, read)
        key = (definition.code, definition.version)
        if key in definitions:
            message = (
                f"服务“{key[0]}”第{key[1]}版有两个定义文件，请删去“{path.name}”或改版本号。"
            )
            raise Refused(message, code="catalogue.twice")
        definitions[key] = definition
        files[key] = path
    meta = folder / "meta" / "service.schema.json"
    return Catalogue(
        definitions=definitions,
        parameters={
            each.code: each for each in _table(folder, "parameters", _PARAMETERS, read)
        },
        retention={each.code: each for each in _table(folder, "retention", _RETENTION, read)},
        roles={
            each.code: each
            for each in _rows(folder / "organisation" / "roles.yaml", _ROLES, read)
        },
        levels={
            each.code: each
            for each in _rows(folder / "organisation" / "levels.yaml", _LEVELS, read)
        },
        published=published(folder),
        papers=known_papers(folder, read),
        files=files,
        meta=meta.read_text("utf-8") if meta.is_file() else "{}",
        desk=load_desk_texts(folder, read),
    )


def load_definition(path: Path, read: Read = read_yaml) -> Definition:
    """Load one definition; raises Refused naming the file when its form is wrong."""
    return parse_definition(read(path), path.name)


def parse_definition(raw: Json, name: str) -> Definition:
    """Return the definition that ``raw`` writes down; ``name`` is used in the refusal."""
    if not isinstance(raw, Mapping):
        raise _broken(name, "内容不是一组项目")
    try:
        return definition_of(raw)
    except ValidationError as failure:
        raise _broken(name, _first(failure)) from None


def definition_of(raw: Mapping[str, Json]) -> Definition:
    """Return the definition that ``raw`` writes down; raises ValidationError naming the place."""
    provenance = raw.get("provenance")
    default = (
        provenance.get("item_default_confidence") if isinstance(provenance, Mapping) else None
    )
    return _DEFINITION.validate_python(
        {**_with_marks(raw, default), "digest": digest_of(raw)}, strict=False
    )


def digest_of(raw: Json) -> str:
    """Return the SHA-256 of a definition's content, whatever its comments and layout."""
    return sha256_hex(canonical_json(raw))


def published(folder: Path) -> Mapping[str, str]:
    """Return the digests of the published versions: ``code@version`` to SHA-256."""
    path = folder / "published.json"
    return _DIGESTS.validate_json(path.read_bytes()) if path.is_file() else {}


def marked(item: Json, confidence: Json = None) -> Json:
    """Gather confidence, to_confirm, source and note of an item into its ``mark``."""
    if not isinstance(item, Mapping):
        return item
    mark = {name: item[name] for name in _MARKS if name in item}
    if confidence is not None:
        mark.setdefault("confidence", confidence)
    inner = {
        name: marked(value, confidence) if name in ("limit", "public_notice") else value
        for name, value in item.items()
        if name not in _MARKS
    }
    return {**inner, "mark": mark}


def _with_marks(raw: Mapping[str, Json], confidence: Json) -> dict[str, Json]:
    whole = dict(raw)
    for name in _MARKED_LISTS:
        items = whole.get(name)
        if isinstance(items, list):
            whole[name] = [marked(item, confidence) for item in items]
    for name in _MARKED:
        if name in whole:
            whole[name] = marked(whole[name], confidence)
    notice = whole.get("public_notice")
    if isinstance(notice, Mapping) and "period" in notice:
        whole["public_notice"] = {**notice, "period": marked(notice["period"], confidence)}
    return whole


def _table(
    folder: Path, name: str, kind: TypeAdapter[tuple[_Row, ...]], read: Read
) -> list[_Row]:
    paths = sorted((folder / name).glob("*.yaml"))
    return [each for path in paths for each in _rows(path, kind, read)]


def _rows(path: Path, kind: TypeAdapter[tuple[_Row, ...]], read: Read) -> tuple[_Row, ...]:
    rows = read(path)
    if not isinstance(rows, list):
        raise _broken(path.name, "内容不是一个列表")
    try:
        return kind.validate_python([marked(row) for row in rows])
    except ValidationError as failure:
        raise _broken(path.name, _first(failure)) from None


def _first(failure: ValidationError) -> str:
    error = failure.errors()[0]
    return f"{'.'.join(str(part) for part in error['loc'])}：{error['msg']}"


def _broken(name: str, what: str) -> Refused:
    message = f"定义文件“{name}”的内容不对（{what}），请改正后再装入。"
    return Refused(message, code="catalogue.form")
