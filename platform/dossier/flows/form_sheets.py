"""The forms of a case as they are printed for signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.cases.acting import GROWN, Acting, By
from dossier.catalogue.citizen import age, is_id_number
from dossier.catalogue.compiling import compiled
from dossier.catalogue.desk_texts import DeskTexts
from dossier.catalogue.labels import label
from dossier.catalogue.model import Definition
from dossier.catalogue.verdicts import Evaluation, MaterialDue
from dossier.flows import pointers
from dossier.flows.standing_in import POWER, POWER_TYPE
from dossier.flows.value_texts import schema_at, text_at
from dossier.kernel.canonical import Json, canonical_json, sha256_hex
from dossier.notices.model import FormRow, FormSection
from dossier.notices.printed_forms import FormTable, PrintedForm, Signer
from dossier.notices.rules import office_date

_WIDE = 6
"""Columns that a table can show; longer entries get a section each."""
_SHOWN = 3
_OTHER: Mapping[str, str] = {
    "signers": "授权人",
    "principal": "委托人姓名",
    "principal_id": "委托人号码",
    "agent": "受托人姓名",
    "agent_id": "受托人号码",
    "agent_relation": "受托人与委托人关系",
    "agent_phone": "受托人电话",
    "scope": "委托权限",
    "valid_to": "委托期限",
}
"""What is printed and is no field of the service's form."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What sheets are made of.

    body: whom the household authorises to look into its means.
    """

    definition: Definition
    evaluation: Evaluation
    acting: Acting | None
    texts: DeskTexts
    body: str
    day: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form as it would be printed now.

    lines: pointer to text of every value on it.  values: by the fields of its document type.
    """

    material: str
    person_pointer: str
    title: str
    document_type: str
    sections: tuple[FormSection, ...]
    tables: tuple[FormTable, ...]
    declaration: tuple[str, ...]
    signers: tuple[Signer, ...]
    lines: Mapping[str, str]
    values: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The SHA-256 of everything that the signature stands under."""
        return sha256_hex(
            canonical_json(
                {
                    "title": self.title,
                    "sections": [one.model_dump(mode="json") for one in self.sections],
                    "tables": [one.model_dump(mode="json") for one in self.tables],
                    "declaration": [*self.declaration],
                    "signers": [one.model_dump(mode="json") for one in self.signers],
                    "lines": dict(self.lines),
                }
            )
        )


def is_printable(due: MaterialDue) -> bool:
    """Tell whether a material is a form that the counter prints."""
    asked = due.status in ("missing", "present")
    return asked and (due.form == "filled_form_original" or due.code == POWER)


def sheets_of(grounds: Grounds) -> tuple[Sheet, ...]:
    """Return every form that is due and that the counter prints."""
    return tuple(
        _sheet(grounds, due) for due in grounds.evaluation.materials if is_printable(due)
    )


def changes_of(definition: Definition, form: PrintedForm, sheet: Sheet) -> tuple[str, ...]:
    """Return what on the print is no longer so, in words."""
    shape = compiled(definition).shape
    found = [
        f"{_OTHER.get(pointer.split('/')[1]) or label(shape, pointer)}：{form.lines.get(pointer) or '空白'}"
        f"→{sheet.lines.get(pointer) or '空白'}"
        for pointer in dict.fromkeys((*form.lines, *sheet.lines))
        if form.lines.get(pointer, "") != sheet.lines.get(pointer, "")
    ]
    return tuple(found) or ("表格的格式、签名人或声明文字",)


def told_changes(changes: Sequence[str]) -> str:
    """Return the first few changes in one phrase."""
    more = f"等{len(changes)}处" if len(changes) > _SHOWN else ""
    return "；".join(changes[:_SHOWN]) + more


def _sheet(grounds: Grounds, due: MaterialDue) -> Sheet:
    kind = due.document_types[0]
    declared = grounds.texts.declaration(kind)
    persons = _adults(grounds) if declared.signers == "adults" else _applicant(grounds)
    if kind == POWER_TYPE:
        sections, tables, lines = _power(grounds)
    elif declared.signers == "adults":
        sections, tables, lines = _authorisation(grounds, persons)
    else:
        sections, tables, lines = _filled(grounds)
    words = {
        "service": grounds.definition.title_zh,
        "applicant": persons[0][0] if persons else "",
        "body": grounds.body,
    }
    return Sheet(
        material=due.code,
        person_pointer=due.person_pointer,
        title=due.title_zh,
        document_type=kind,
        sections=sections,
        tables=tables,
        declaration=tuple(_filled_in(line, words) for line in declared.text_zh),
        signers=_signers(grounds, declared.signers, persons),
        lines=lines,
        values=_values(grounds, due, persons),
    )


_Parts = tuple[tuple[FormSection, ...], tuple[FormTable, ...], dict[str, str]]


def _filled(grounds: Grounds) -> _Parts:
    """Return what the resident has filled in, in the order of the screen."""
    definition, form = grounds.definition, grounds.evaluation.form
    sections: list[FormSection] = []
    tables: list[FormTable] = []
    lines: dict[str, str] = {}
    office = {one.pointer for one in definition.fields if one.filled_by != "resident"}
    computed = {one.pointer for one in definition.derived}
    sometimes = {one.pointer for one in definition.fields if one.visible_when}
    for group in definition.ui.groups:
        rows: list[FormRow] = []
        for name in group.fields:
            pointer = f"/{name}"
            value = form.get(name)
            if pointer in office | computed or (value is None and pointer in sometimes):
                continue
            if isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
                inner = _list(definition, pointer, value, office, lines)
                if isinstance(inner, FormTable):
                    tables.append(inner)
                else:
                    sections.extend(inner)
                continue
            text = text_at(definition, pointer, value)
            lines[pointer] = text
            rows.append(FormRow(label=_title(definition, pointer, name), value=text))
        if rows:
            sections.append(FormSection(section=group.title_zh, rows=tuple(rows)))
    return tuple(sections), tuple(tables), lines


def _list(
    definition: Definition,
    pointer: str,
    entries: Sequence[Json],
    office: set[str],
    lines: dict[str, str],
) -> FormTable | list[FormSection]:
    """Return a list as a table, or, where its entries are long, as a section each."""
    title = _title(definition, pointer, pointer[1:])
    inner = schema_at(definition, f"{pointer}/0").get("properties")
    names = [
        name
        for name in (inner if isinstance(inner, Mapping) else {})
        if f"{pointer}/*/{name}" not in office
        and any(isinstance(row, Mapping) and row.get(name) is not None for row in entries)
    ]
    made: list[list[str]] = []
    for number, row in enumerate(entries):
        texts = []
        for name in names:
            place = f"{pointer}/{number}/{name}"
            text = text_at(
                definition, place, row.get(name) if isinstance(row, Mapping) else None
            )
            lines[place] = text
            texts.append(text)
        made.append(texts)
    columns = [_title(definition, f"{pointer}/0/{name}", name) for name in names]
    if not names:
        return []
    if len(names) <= _WIDE:
        return FormTable(
            section=title, columns=tuple(columns), rows=tuple(tuple(row) for row in made)
        )
    return [
        FormSection(
            section=f"{title}（{number}）",
            rows=tuple(
                FormRow(label=column, value=text)
                for column, text in zip(columns, row, strict=True)
                if text
            ),
        )
        for number, row in enumerate(made, 1)
    ]


def _authorisation(grounds: Grounds, persons: Sequence[tuple[str, str]]) -> _Parts:
    lines = {f"/signers/{at}": f"{name} {number}" for at, (name, number) in enumerate(persons)}
    body = FormSection(
        section="授权事项",
        rows=(
            FormRow(label="申请事项", value=grounds.definition.title_zh),
            FormRow(label="被授权单位", value=grounds.body),
        ),
    )
    table = FormTable(
        section="授权人（家庭成年成员）",
        columns=("授权人", "公民身份号码", "签字（手印）"),
        rows=tuple((name, number, "") for name, number in persons),
    )
    return (body,), (table,), lines


def _power(grounds: Grounds) -> _Parts:
    acting = grounds.acting
    assert acting is not None, "the authorisation is due to an agent"
    ((name, number),) = _applicant(grounds)
    until = office_date(acting.valid_until) if acting.valid_until else "办结为止"
    given = (
        ("/principal", "委托人", "姓名", name),
        ("/principal_id", "委托人", "公民身份号码", number),
        ("/agent", "受托人", "姓名", acting.name),
        ("/agent_id", "受托人", "公民身份号码", acting.id_number),
        ("/agent_relation", "受托人", "与委托人关系", acting.relation),
        ("/agent_phone", "受托人", "联系电话", acting.phone),
        ("/scope", "委托事项", "委托权限", acting.scope),
        ("/valid_to", "委托事项", "委托期限", f"自签署之日起至{until}"),
    )
    sections = tuple(
        FormSection(
            section=title,
            rows=tuple(
                FormRow(label=name, value=text)
                for _, section, name, text in given
                if section == title
            ),
        )
        for title in ("委托人", "受托人", "委托事项")
    )
    return sections, (), {pointer: text for pointer, _, _, text in given}


def _applicant(grounds: Grounds) -> list[tuple[str, str]]:
    person = grounds.definition.persons.get("applicant")
    form = grounds.evaluation.form
    if person is None:
        return [("", "")]
    return [(_text(form, person.name), _text(form, person.id_number))]


def _adults(grounds: Grounds) -> list[tuple[str, str]]:
    """Return the grown persons of the household; without one, the applicant or the guardian."""
    person = grounds.definition.persons.get("each_member")
    form = grounds.evaluation.form
    rows = pointers.get(form, person.list) if person else None
    found = []
    if person and isinstance(rows, list):
        for row in range(len(rows)):
            name = _text(form, f"{person.list}/{row}/{person.name}")
            number = _text(form, f"{person.list}/{row}/{person.id_number}")
            if name and _grown(number, grounds.day):
                found.append((name, number))
    if found:
        return found
    acting = grounds.acting
    if acting and acting.by is By.GUARDIAN:
        return [(acting.name, acting.id_number)]
    return _applicant(grounds)


def _signers(
    grounds: Grounds, kind: str, persons: Sequence[tuple[str, str]]
) -> tuple[Signer, ...]:
    acting = grounds.acting
    if kind == "adults":
        return ()  # they sign in the table, each beside the own name
    name = persons[0][0] if persons else ""
    if kind == "both":
        assert acting is not None, "the authorisation is due to an agent"
        return (Signer(title="委托人", name=name), Signer(title="受托人", name=acting.name))
    if acting and acting.by is By.GUARDIAN:
        return (Signer(title="申请人", name=name), Signer(title="监护人", name=acting.name))
    if acting and acting.by is By.AGENT:
        return (
            Signer(title="申请人（代办人代签）", name=name),
            Signer(title="代办人", name=acting.name),
        )
    title = "申请人" if grounds.definition.kind == "service" else "填表人"
    return (Signer(title=title, name=name),)


def _values(
    grounds: Grounds, due: MaterialDue, persons: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """Return what stands on the paper by the fields that its document type has."""
    name = persons[0][0] if persons else ""
    acting = grounds.acting
    match due.document_types[0]:
        case "economy_check_authorisation":
            given = {
                "signers": "、".join(one for one, _ in persons),
                "id_numbers": "、".join(number for _, number in persons),
                "authorised_body": grounds.body,
            }
        case "power_of_attorney":
            until = acting.valid_until if acting else None
            given = {
                "principal": name,
                "agent": acting.name if acting else "",
                "scope": acting.scope if acting else "",
                "valid_to": until.isoformat() if until else "",
            }
        case "written_application":
            given = {"applicant": name, "matter": due.title_zh}
        case _:
            given = {"form_name": due.title_zh, "applicant": name}
    return {field: text for field, text in given.items() if text}


def _grown(number: str, day: date) -> bool:
    """Whether a person is of age; one whose number is not known yet counts as grown."""
    if not is_id_number(number):
        return True
    try:
        return age(number, day) >= GROWN
    except ValueError:
        return False


def _text(form: Mapping[str, Json], pointer: str) -> str:
    value = pointers.get(form, pointer)
    return value if isinstance(value, str) else ""


def _title(definition: Definition, pointer: str, name: str) -> str:
    return str(schema_at(definition, pointer).get("title", name))


def _filled_in(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text
