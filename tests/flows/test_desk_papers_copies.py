"""与原件一致: who vouched for a copy, what it covers, how it is taken back and printed."""

from datetime import timedelta

import pypdfium2
import pytest
from build import Home, household, id_card

from dossier import audit
from dossier.cases.desk_papers import Certification
from dossier.flows import certify, desk
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.ids import CaseId
from dossier.work import begin, look


def standing(home: Home, case: CaseId, material: str) -> list[Certification]:
    found = home.judged(case).desk.certifications
    return [one for one in found if one.material == material and one.stands]


def mark(home: Home, case: CaseId, one: Certification, *, seen: bool, note: str | None) -> None:
    with home.acting("clerk") as (work, _):
        desk.mark_material(
            work,
            home.parts.catalogue,
            case,
            one.material,
            one.person_pointer,
            originals_seen=seen,
            waived=False,
            note=note,
        )


def withdraw(home: Home, case: CaseId, one: Certification, reason: str) -> None:
    with home.acting("clerk") as (work, _):
        certify.withdraw(work, home.parts.catalogue, case, one.id, reason)


def blocks(home: Home, case: CaseId) -> list[str]:
    return [one.code for one in home.judged(case).problems if one.severity == "block"]


def test_seeing_the_original_is_a_certification_with_name_day_and_unit(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    (mother, son) = standing(home, case, "id_cards")
    assert mother.by == home.people["clerk"]
    assert mother.unit_path == home.judged(case).case.unit_path
    assert mother.person_pointer == "/household_members/0"
    assert set(mother.files).isdisjoint(son.files)
    with begin(home.parts.sessions, home.people["clerk"], home.clock) as work:
        bodies = b"".join(one.body for one in audit.events_about(work.session, case))
    assert bodies.count(b'"copy_certified"') == len(home.judged(case).desk.certifications)


def test_it_is_taken_back_only_with_a_reason_and_stays_in_the_file(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    (mother, _) = standing(home, case, "id_cards")
    for reason in ("", "  ", "长" * 501):
        with pytest.raises(Refused, match="原因"):
            withdraw(home, case, mother, reason)
    with pytest.raises(Refused, match="写明原因"):
        mark(home, case, mother, seen=False, note=None)
    home.clock.advance(timedelta(minutes=3))
    withdraw(home, case, mother, "看错了人")
    withdraw(home, case, mother, "看错了人")
    assert "original_unseen" in blocks(home, case)
    (kept,) = (one for one in home.judged(case).desk.certifications if not one.stands)
    assert (kept.id, kept.withdrawn_reason) == (mother.id, "看错了人")
    mark(home, case, mother, seen=True, note=None)
    assert "original_unseen" not in blocks(home, case)
    assert len(standing(home, case, "id_cards")) == 2


def test_a_scan_that_comes_later_is_not_covered(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    person = household().members[0]
    home.read_in(case, id_card(person, copy=2))
    (wrong,) = (one for one in home.judged(case).problems if one.code == "original_unseen")
    assert "又收了新的扫描件" in wrong.message
    (mother, _) = standing(home, case, "id_cards")
    mark(home, case, mother, seen=True, note=None)
    assert "original_unseen" not in blocks(home, case)
    assert len(standing(home, case, "id_cards")) == 2


def test_an_accepted_case_keeps_its_certifications(accepted: tuple[Home, CaseId]) -> None:
    home, case = accepted
    (mother, _) = standing(home, case, "id_cards")
    with pytest.raises(Refused):
        withdraw(home, case, mother, "看错了")


def test_the_copy_is_printed_with_the_stamp_beside_it(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    (mother, _) = standing(home, case, "id_cards")
    judged = home.judged(case)
    with look(home.parts.sessions) as session:
        found = certify.copies_of(session, home.parts.house, judged, mother.id)
        everything = certify.copies_of(session, home.parts.house, judged, None)
        with pytest.raises(NotFound):
            certify.copies_of(session, home.parts.house, judged, "nothing")
    assert len(everything) > len(found) == 1
    pdf = certify.print_copies(home.parts.letters, home.parts.blobs, found)
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        text = page.get_textpage().get_text_range()
        assert "与原件一致" in text
        assert "林晓燕" in text
        assert "2026" in text
        assert (round(page.get_width()), round(page.get_height())) == (595, 842)
        assert any(True for _ in page.get_objects())
    finally:
        document.close()
