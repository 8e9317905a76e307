"""Copies that agree with their originals: which certification covers which material."""

from collections.abc import Mapping, Sequence

from dossier.cases.desk_papers import Certification
from dossier.cases.model import Mark
from dossier.catalogue.verdicts import Evaluation, MaterialDue
from dossier.documents.model import Document
from dossier.kernel.errors import Problem
from dossier.kernel.ids import FileId


def standing(
    certifications: Sequence[Certification], code: str, person_pointer: str
) -> Certification | None:
    """Return the certification of a material that nobody has taken back."""
    return next(
        (
            one
            for one in reversed(certifications)
            if one.stands and (one.material, one.person_pointer) == (code, person_pointer)
        ),
        None,
    )


def files_of(due: MaterialDue, documents: Mapping[str, Document]) -> tuple[FileId, ...]:
    """Return the files that hold the papers of a material."""
    found = (documents[one].file_id for one in due.document_ids if one in documents)
    return tuple(dict.fromkeys(found))


def unseen(
    evaluation: Evaluation,
    marks: Sequence[Mark],
    certifications: Sequence[Certification],
    documents: Mapping[str, Document],
) -> list[Problem]:
    """Return the copies that nobody has compared, or that changed after somebody had."""
    seen = {(mark.code, mark.person_pointer) for mark in marks if mark.originals_seen_by}
    found: list[Problem] = []
    for due in evaluation.materials:
        if due.form != "verify_original_keep_copy" or due.status != "present":
            continue
        whose = f"{due.person_name}的" if due.person_name else ""
        pointer = f"original:{due.code}:{due.person_pointer}"
        if (due.code, due.person_pointer) not in seen:
            found.append(
                Problem(
                    pointer,
                    "original_unseen",
                    f"{whose}“{due.title_zh}”还没有核对原件。",
                    "请当面核对原件，与扫描件一致后点“原件已核”。",
                    "block",
                )
            )
            continue
        certified = standing(certifications, due.code, due.person_pointer)
        if certified and not set(files_of(due, documents)) <= set(certified.files):
            found.append(
                Problem(
                    pointer,
                    "original_unseen",
                    f"{whose}“{due.title_zh}”核对原件以后，又收了新的扫描件。",
                    "请把新的扫描件也与原件核对，一致后再点一次“原件已核”。",
                    "block",
                )
            )
    return found
