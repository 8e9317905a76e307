"""Who belongs to the case: persons on papers who are on the form, adults who have signed."""

from datetime import date

from dossier.catalogue.agreeing import title_of
from dossier.catalogue.between import pointer_of, problem_of, said_on, sources_of
from dossier.catalogue.circumstances import Circumstances
from dossier.catalogue.citizen import age, birth_date, is_id_number
from dossier.catalogue.model import Check
from dossier.catalogue.owners import Person
from dossier.catalogue.verdicts import DocumentFacts, Finding
from dossier.kernel.errors import Problem
from dossier_ocr.values import Verdict, compare

ADULT_YEARS = 18
_CERTAINTY: tuple[Verdict, ...] = ("different", "probably_same", "same")


def listed_on_form(around: Circumstances, check: Check) -> Finding:
    """Compare who stands on the papers with the persons of the form."""
    listed = [person for role in check.persons for person in around.persons(role)]
    problems: list[Problem] = []
    doubts: list[Problem] = []
    told: set[str] = set()
    for said in said_on(sources_of(check), around.documents):
        document = said.document
        if document is None or said.text in told:
            continue
        person, verdict = _nearest(around, listed, document, said.text)
        if verdict == "same":
            continue
        told.add(said.text)
        title = title_of(around, document)
        pointer = check.pointers[0] if check.pointers else f"document:{document.id}"
        if person and verdict == "probably_same":
            message = f"{title}上的“{said.text}”可能就是表单上的“{person.name}”，写法不同。"
            remedy = "请对照扫描件确认：是同一人的可以继续办理，读错了请更正识别结果。"
            doubts.append(
                Problem(pointer, f"check.{check.id}", message, remedy, "warn", said.evidence)
            )
        else:
            message = f"{title}上的“{said.text}”没有列在表单里。"
            problems.append(problem_of(check, said, message, "", pointer))
    return Finding(tuple(problems), doubts=tuple(doubts))


def _nearest(
    around: Circumstances, listed: list[Person], document: DocumentFacts, name: str
) -> tuple[Person | None, Verdict]:
    """Return the person of the form who is the one on the paper, and how surely."""
    numbers = around.shelf.numbers[document.id]
    found: tuple[Person | None, Verdict] = (None, "different")
    for person in listed:
        if numbers and is_id_number(person.id_number):
            if person.id_number in numbers:
                return person, "same"
            continue
        names = (name, *around.shelf.names[document.id])
        verdict = max(
            (compare("name", other, person.name).verdict for other in names),
            key=_CERTAINTY.index,
        )
        if verdict == "same":
            return person, verdict
        if verdict == "probably_same":
            found = (person, verdict)
    return found


def signed_by_adults(around: Circumstances, check: Check) -> Finding:
    """Compare the signatures on the papers with the adults of the form."""
    read = said_on(sources_of(check), around.documents)
    if not read:
        kinds = {kind for kind, _ in sources_of(check)}
        return Finding(
            unread=tuple(each.id for each in around.documents if each.document_type in kinds)
        )
    signed = [part for said in read for part in said.text.split("、")]
    evidence = tuple(each for said in read for each in said.evidence)
    title = title_of(around, read[0].document)
    problems: list[Problem] = []
    doubts: list[Problem] = []
    for person in (one for role in check.persons for one in around.persons(role)):
        if not person.name or not _adult(person, around.day):
            continue
        verdicts = [(compare("name", name, person.name), name) for name in signed]
        best = max(verdicts, key=lambda each: _CERTAINTY.index(each[0].verdict))
        if best[0].verdict == "same":
            continue
        pointer = pointer_of(around, check, person, "name")
        code = f"check.{check.id}"
        if best[0].verdict == "probably_same":
            message = (
                f"{title}上的签名“{best[1]}”可能就是“{person.name}”：{best[0].message_zh}。"
            )
            remedy = "请对照签名确认是不是本人签的。"
            doubts.append(Problem(pointer, code, message, remedy, "warn", evidence))
        else:
            message = f"{title}上没有读到成年成员“{person.name}”的签名。"
            problems.append(
                Problem(pointer, code, message, check.remedy_zh, check.severity, evidence)
            )
    return Finding(tuple(problems), doubts=tuple(doubts))


def _adult(person: Person, day: date) -> bool:
    number = person.id_number
    return (
        is_id_number(number) and birth_date(number) <= day and age(number, day) >= ADULT_YEARS
    )
