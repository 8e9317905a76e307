"""One evaluation under way: the bound form, the papers, the day, and what expressions say."""

from collections.abc import Mapping, Sequence
from datetime import date

from dossier.catalogue.cel.expressions import Program, activate, paths
from dossier.catalogue.cel.running import Around
from dossier.catalogue.cel.shapes import Bound, bind_document
from dossier.catalogue.compiling import Compiled, compiled
from dossier.catalogue.labels import label
from dossier.catalogue.model import Definition, Per
from dossier.catalogue.owners import Person, Shelf, papers_of, persons_of, shelve
from dossier.catalogue.papers import KnownPaper
from dossier.catalogue.verdicts import DocumentFacts
from dossier.kernel.canonical import Json

NOBODY = Person("", "", "")


class Circumstances:
    """What one evaluation knows.  It grows while values are derived and is then only read.

    entered: what the form held where values are computed, by pointer.
    titles: of the figures, by code.  known: what the reading knows of document types.
    unknown: the places whose expression gave no answer.
    """

    def __init__(
        self,
        definition: Definition,
        form: dict[str, Bound],
        documents: Sequence[DocumentFacts],
        figures: Mapping[str, int],
        day: date,
        entered: Mapping[str, Json],
        titles: Mapping[str, str],
        known: Mapping[str, KnownPaper],
    ) -> None:
        self.definition = definition
        self.ready: Compiled = compiled(definition)
        self.form = form
        self.documents = documents
        self.figures = figures
        self.day = day
        self.entered = entered
        self.titles = titles
        self.known = known
        self.unknown: set[str] = set()
        self.steps: dict[str, Bound] = {}
        self._docs = self._bound(documents)
        self.shelf: Shelf = shelve(documents)
        self._persons: dict[Per, list[Person]] = {}
        self._activations: dict[tuple[str, str], Around] = {}
        self._papers: dict[str, tuple[DocumentFacts, ...]] = {}

    def place(self, name: str, value: Bound) -> None:
        """Add a derived value at the top of the form."""
        self.form[name] = value
        self._forget()

    def drop(self, name: str) -> None:
        """Take a value that does not count out of the form."""
        del self.form[name]
        self._forget()

    def show(self, name: str, value: Bound) -> None:
        """Make a step of the benefit known to later expressions."""
        self.steps[name] = value
        self._activations.clear()

    def persons(self, role: Per) -> list[Person]:
        """Return the persons of ``role`` on the form."""
        if role not in self._persons:
            self._persons[role] = persons_of(self.definition, self.form, role)
        return self._persons[role]

    def row_at(self, pointer: str) -> Person:
        """Return the row at ``pointer``, as a person where its list is one of persons."""
        for role, given in self.definition.persons.items():
            if given.list and pointer.startswith(f"{given.list}/"):
                return next(row for row in self.persons(role) if row.pointer == pointer)
        row = next(value for _, value in paths(pointer, self.form))
        return Person(pointer, "", "", row if isinstance(row, dict) else {})

    def papers(self, person: Person) -> tuple[DocumentFacts, ...]:
        """Return the documents that are the person's."""
        if person.pointer not in self._papers:
            owned = papers_of(person, self.shelf)
            self._papers[person.pointer] = tuple(
                document for document in self.documents if document.id in owned
            )
        return self._papers[person.pointer]

    def ask(self, place: str, person: Person = NOBODY) -> Bound | None:
        """Return what the expression at ``place`` says, None when it cannot tell."""
        program = self.ready.programs.get(place)
        value = program.run(self._activation(place, person)) if program else None
        if value is None:
            self.unknown.add(place)
        return value

    def says(self, place: str, person: Person = NOBODY) -> bool | None:
        """Return the verdict of an expression; one that is not given holds."""
        if place not in self.ready.scope_of:
            return True
        verdict = self.ask(place, person)
        return verdict if isinstance(verdict, bool) else None

    def text(self, place: str, fallback: str, person: Person = NOBODY) -> str:
        """Return a filled template, ``fallback`` when there is none or it cannot be filled."""
        filled = self.ask(place, person)
        return filled if isinstance(filled, str) else fallback

    def absent(self, place: str, person: Person = NOBODY) -> tuple[str, ...]:
        """Return the form fields that the expression touches and that are not filled."""
        program = self.ready.programs.get(place)
        return tuple(dict.fromkeys(self._absent(program, person))) if program else ()

    def unset(self, place: str) -> tuple[str, ...]:
        """Return the figures that the expression touches and that the office has not set."""
        program = self.ready.programs.get(place)
        return tuple(dict.fromkeys(self._unset(program))) if program else ()

    def why(self, place: str, person: Person = NOBODY) -> str:
        """Say in words what is lacking for the expression to be decided."""
        names = [label(self.ready.shape, pointer) for pointer in self.absent(place, person)]
        names += [f"参数“{self.titles.get(code, code)}”" for code in self.unset(place)]
        return "缺少" + "、".join(names) if names else "现有内容不能判断"

    def _forget(self) -> None:
        self._activations.clear()
        self._persons.clear()

    def _activation(self, place: str, person: Person) -> Around:
        scope = self.ready.scope_of[place]
        key = (scope, person.pointer)
        if key not in self._activations:
            values: dict[str, Bound] = {
                **self.form,
                "form": self.form,
                "docs": self._docs,
                **self.steps,
            }
            if scope not in ("", "benefit", "notice"):
                values["papers"] = self._bound(self.papers(person))
            if person.row is not None:
                values["item"] = dict(person.row)
            self._activations[key] = activate(values, self.figures, self.day.isoformat())
        return self._activations[key]

    def _bound(self, documents: Sequence[DocumentFacts]) -> dict[str, Bound]:
        bound: dict[str, list[Bound]] = {code: [] for code in self.definition.papers}
        for document in documents:
            kind = self.definition.papers.get(document.document_type)
            if kind is None:
                continue
            values: dict[str, Bound] = {}
            for name, type_ in kind.fields.items():
                value = bind_document(type_, document.text(name))
                if name in document.values and value is not None:
                    values[name] = value
            bound[document.document_type].append(values)
        return {code: list(rows) for code, rows in bound.items()}

    def _absent(self, program: Program, person: Person) -> list[str]:
        found: list[str] = []
        for pointer in program.references.pointers:
            name, _, rest = pointer[1:].partition("/")
            if name == "item":
                places = [(f"{person.pointer}/{rest}", _inner(person.row, rest))]
            else:
                place = f"/{rest}" if name == "form" else pointer
                if place.split("/")[1] not in self.ready.shape.members:
                    continue
                places = list(paths(place, self.form))
            for place, value in places:
                if value is None:
                    source = self.ready.programs.get(f"derived:{place}")
                    found += self._absent(source, person) if source else [place]
        return found

    def _unset(self, program: Program) -> list[str]:
        found = [code for code in program.references.figures if code not in self.figures]
        for pointer in program.references.pointers:
            source = self.ready.programs.get(f"derived:{pointer.removeprefix('/form')}")
            found += self._unset(source) if source else []
        return found


def _inner(row: Mapping[str, Bound] | None, rest: str) -> Bound | None:
    return next((value for _, value in paths(f"/{rest}", dict(row or {}))), None)
