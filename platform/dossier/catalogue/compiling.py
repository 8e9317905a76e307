"""A definition made ready to run: every expression compiled once, in its scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from dossier.catalogue.cel.expressions import (
    Program,
    Scope,
    compile_expression,
    compile_template,
    open_scope,
)
from dossier.catalogue.cel.shapes import Shape, at, document_shape, shape_of
from dossier.catalogue.cel.tokens import ExpressionError
from dossier.catalogue.model import Definition, PaperType, Per, Step, ValueType
from dossier.catalogue.validation import FormValidator, validator_of

CEL_TYPE: Mapping[ValueType, str] = {
    "string": "STRING",
    "text": "STRING",
    "date": "STRING",
    "integer": "INT",
    "money": "INT",
    "number": "DOUBLE",
    "boolean": "BOOL",
    "array": "",
}
_STEP_SHAPE: Mapping[str, Shape] = {
    "INT": Shape("integer"),
    "DOUBLE": Shape("number"),
    "BOOL": Shape("boolean"),
    "STRING": Shape("string"),
}
BENEFIT = "benefit_fen"


@dataclass(frozen=True, slots=True)
class Flaw:
    """An expression of a definition that does not compile, and where it stands."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """The programs of a definition, by the place at which their source stands.

    scopes: "" for the form as a whole, a list's pointer for its rows, a role for one person,
        "benefit" with the steps, "notice" with the benefit.
    """

    shape: Shape
    validator: FormValidator
    scopes: Mapping[str, Scope]
    programs: Mapping[str, Program]
    scope_of: Mapping[str, str]
    flaws: tuple[Flaw, ...]


_made: WeakKeyDictionary[Definition, Compiled] = WeakKeyDictionary()
"""What was compiled, for as long as its definition is in use."""


def compiled(definition: Definition) -> Compiled:
    """Return the compiled definition; its flaws stand in it and are the lint's to tell."""
    known = _made.get(definition)
    if known is None:
        known = _made[definition] = _compile(definition)
    return known


def _compile(definition: Definition) -> Compiled:
    shape = shape_of(definition.form)
    scopes = _Scopes(definition, shape)
    programs: dict[str, Program] = {}
    scope_of: dict[str, str] = {}
    flaws: list[Flaw] = []

    def add(place: str, scope: str, source: str, wanted: str) -> None:
        if not source:
            return
        scope_of[place] = scope
        try:
            programs[place] = (
                compile_template(scopes.get(scope), source)
                if wanted == "template"
                else compile_expression(scopes.get(scope), source, wanted=wanted)
            )
        except ExpressionError as failure:
            flaws.append(Flaw(place, str(failure)))

    for rule in definition.fields:
        within = rows_of(rule.pointer)
        add(f"required:{rule.pointer}", within, rule.required_when, "BOOL")
        add(f"visible:{rule.pointer}", within, rule.visible_when, "BOOL")
    for derived in definition.derived:
        within = rows_of(derived.pointer)
        add(f"derived:{derived.pointer}", within, derived.cel, CEL_TYPE[derived.type])
    for condition in definition.eligibility:
        add(f"condition:{condition.id}", "", condition.cel, "BOOL")
        add(f"shows:{condition.id}", "", condition.shows, "template")
    for material in definition.materials:
        add(f"material:{material.code}", scopes.of(material.per), material.when, "BOOL")
    for check in definition.checks:
        within = scopes.of(check.per)
        add(f"applies:{check.id}", within, check.applies_when, "BOOL")
        add(f"check:{check.id}", within, check.cel, "BOOL")
        add(f"message:{check.id}", within, check.message_zh, "template")
        add(f"remedy:{check.id}", within, check.remedy_zh, "template")
        add(f"advice:{check.id}", within, check.advice_zh, "template")
    for stage in definition.stages:
        add(f"stage:{stage.order}", "", stage.applies_when, "BOOL")
    if definition.benefit:
        add("benefit:when", "", definition.benefit.when, "BOOL")
        for step in definition.benefit.steps:
            add(f"step:{step.name}", "benefit", step.cel, CEL_TYPE[step.type])
            add(f"show:{step.name}", "benefit", step.show, "template")
    if definition.public_notice:
        for line in definition.public_notice.fields:
            add(f"notice:{line.code}", "notice", line.text, "template")
    return Compiled(
        shape,
        validator_of(definition.form),
        scopes.opened,
        programs,
        scope_of,
        tuple(flaws),
    )


def rows_of(pointer: str) -> str:
    """Return the pointer of the list in whose rows ``pointer`` lies, "" for none."""
    head, star, _ = pointer.rpartition("/*/")
    return head if star else ""


class _Scopes:
    """The scopes of one definition, opened when they are first asked for."""

    def __init__(self, definition: Definition, shape: Shape) -> None:
        self._definition = definition
        self._shape = shape
        papers = _papers(definition.papers)
        self._form = {**shape.members, "form": shape, "docs": papers}
        self._papers = papers
        self.opened: dict[str, Scope] = {}

    def of(self, role: Per) -> str:
        """Return the scope in which something that is due per ``role`` is evaluated."""
        given = self._definition.persons.get(role)
        return "" if role == "application" else given.list if given and given.list else role

    def get(self, name: str) -> Scope:
        """Return the scope called ``name``."""
        if name not in self.opened:  # opening costs more than compiling most expressions
            self.opened[name] = (
                self.get("benefit") if name == "notice" else open_scope(self._variables(name))
            )
        return self.opened[name]

    def _variables(self, name: str) -> dict[str, Shape]:
        if name == "":
            return self._form
        if name == "benefit":
            return self._form | self._steps()
        row = at(self._shape, f"{name}/*") if name.startswith("/") else None
        inner = {"item": row} if row else {}
        return self._form | inner | {"papers": self._papers}

    def _steps(self) -> dict[str, Shape]:
        benefit = self._definition.benefit
        steps: tuple[Step, ...] = benefit.steps if benefit else ()
        return {
            **{step.name: _STEP_SHAPE[CEL_TYPE[step.type]] for step in steps},
            BENEFIT: Shape("integer", money=True),
        }


def _papers(types: Mapping[str, PaperType]) -> Shape:
    """Return the shape of ``docs`` and ``papers``: for each document type a list of papers."""
    return Shape(
        "object",
        members={
            code: Shape(
                "list",
                given.title_zh,
                item=Shape(
                    "object",
                    members={name: document_shape(kind) for name, kind in given.fields.items()},
                ),
            )
            for code, given in types.items()
        },
    )
