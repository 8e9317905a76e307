"""Scans and people fill the same form without undoing each other."""

from dataclasses import replace

from build import (
    Home,
    dibao_papers,
    dibao_typed,
    household,
    hukou_home,
    hukou_page,
    id_card,
    income_proof,
    typed_values,
)

from dossier.cases.model import Origin
from dossier.flows import judge
from dossier.kernel.canonical import Json
from dossier.kernel.ids import CaseId, ReadingId
from dossier.samples.forms import Circumstances, whole_form
from dossier.samples.people import Job
from dossier.work import begin

FAMILY = household()
MOTHER, SON = FAMILY.members
NAME, ETHNICITY, PHONE = "/applicant_name", "/applicant_ethnicity", "/applicant_phone"
INCOME = "/household_members/1/monthly_income"


def form_of(home: Home, case: CaseId) -> dict[str, Json]:
    return typed_values(home.judged(case).form.form)


def origin(home: Home, case: CaseId, pointer: str) -> Origin:
    return home.judged(case).form.origins[pointer]


def rows(home: Home, case: CaseId) -> list[Json]:
    members = home.value(case, "/household_members")
    assert isinstance(members, list)
    return members


def test_papers_and_the_clerk_together_fill_the_whole_form(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    told = (
        Circumstances("none", "na", has_children=True),
        Circumstances("employed", "full", has_children=False),
    )
    assert form_of(home, case) == typed_values(whole_form(FAMILY, told))
    named = origin(home, case, NAME)
    assert (named.origin, named.field, named.confirmed, named.by) == (
        "document",
        "name",
        True,
        None,
    )
    typed = origin(home, case, PHONE)
    assert (typed.origin, typed.by) == ("person", home.people["clerk"])


def test_what_a_person_typed_is_never_overwritten(home: Home) -> None:
    case = home.open_case()
    home.save(case, {ETHNICITY: "满", NAME: MOTHER.name})
    home.read_in(case, id_card(MOTHER), hukou_page(FAMILY, MOTHER))
    assert home.value(case, ETHNICITY) == "满"
    assert origin(home, case, ETHNICITY).by == home.people["clerk"]
    assert home.value(case, "/applicant_id_no") == MOTHER.id_number


def test_what_a_person_cleared_stays_clear(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER))
    home.save(case, {ETHNICITY: None})
    home.read_in(case, hukou_page(FAMILY, MOTHER), id_card(MOTHER, copy=2))
    assert home.value(case, ETHNICITY) is None


def test_assembling_again_changes_nothing(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    before = home.judged(case).form
    readings = [one.id for one in home.judged(case).papers.readings.values()]
    for reading in [*readings, ReadingId("of nothing")]:
        with begin(home.parts.sessions, home.people["clerk"], home.clock) as work:
            judge.assemble(work, home.parts.catalogue, reading)
    assert home.judged(case).form == before


def test_an_unsure_value_waits_for_a_person(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER, unsure=("ethnicity",)))
    (waiting,) = [one for one in home.judged(case).problems if one.code == "value_unconfirmed"]
    assert (waiting.pointer, waiting.severity) == (ETHNICITY, "block")
    assert waiting.evidence[0][1] == "ethnicity"
    assert home.value(case, ETHNICITY) == "汉"
    home.save(case, {}, confirmed=[ETHNICITY])
    checked = origin(home, case, ETHNICITY)
    assert (checked.origin, checked.field, checked.confirmed, checked.by) == (
        "document",
        "ethnicity",
        True,
        home.people["clerk"],
    )
    assert "value_unconfirmed" not in {one.code for one in home.judged(case).problems}


def test_a_row_that_a_person_took_away_does_not_come_back(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER), id_card(SON))
    assert len(rows(home, case)) == 2
    kept = [
        row
        for row in rows(home, case)
        if isinstance(row, dict) and row["member_name"] == MOTHER.name
    ]
    home.save(case, {"/household_members": kept})
    home.read_in(case, hukou_page(FAMILY, SON), id_card(SON, copy=2), income_proof(SON))
    assert [row["member_name"] for row in rows(home, case) if isinstance(row, dict)] == [
        MOTHER.name
    ]


def test_the_values_of_a_removed_file_go_and_come_back_with_it(home: Home) -> None:
    case = home.open_case()
    card, page = home.read_in(case, id_card(MOTHER), hukou_page(FAMILY, MOTHER))
    before = form_of(home, case)
    home.remove(case, card)
    after = form_of(home, case)
    assert ETHNICITY not in after
    assert after[NAME] == MOTHER.name, "the register says it too"
    named = origin(home, case, NAME)
    papers = home.judged(case).papers
    assert named.document_id == papers.readings[page.id].documents[0].id
    home.restore(case, card)
    assert form_of(home, case) == before


def test_without_any_paper_nothing_read_is_left(home: Home) -> None:
    case = home.open_case()
    taken = home.read_in(case, *dibao_papers())
    home.save(case, {PHONE: MOTHER.phone})
    for one in taken:
        home.remove(case, one)
    assert {
        pointer: value
        for pointer, value in form_of(home, case).items()
        if value not in ([], {})
    } == {PHONE: MOTHER.phone}
    assert set(home.judged(case).form.origins) == {PHONE}
    for one in taken:
        home.restore(case, one)
    assert home.value(case, NAME) == MOTHER.name
    assert len(rows(home, case)) == 2


def test_a_correction_wins_over_what_was_read(home: Home) -> None:
    case = home.open_case()
    misread = replace(
        SON,
        job=Job("沈阳和安春晖物业服务有限公司", "保洁员", SON.job.since, 718_000)
        if SON.job
        else None,
    )
    _, _, proof = home.read_in(
        case, id_card(MOTHER), id_card(SON), income_proof(misread, unsure=("monthly_income",))
    )
    number = _row_of_son(home, case)
    income = f"/household_members/{number}/monthly_income"
    assert home.value(case, income) == 718_000
    document = home.judged(case).papers.readings[proof.id].documents[0]
    home.correct(case, document.id, "monthly_income", " 1180.00 ")
    assert home.value(case, income) == 118_000
    assert origin(home, case, income).confirmed
    home.correct(case, document.id, "monthly_income", "1190.00")
    assert home.value(case, income) == 119_000


def test_a_correction_adds_what_the_reader_missed(home: Home) -> None:
    case = home.open_case()
    truth = {name: text for name, text in id_card(MOTHER).truth.items() if name != "ethnicity"}
    (card,) = home.read_in(case, replace(id_card(MOTHER), truth=truth))
    assert home.value(case, ETHNICITY) is None
    document = home.judged(case).papers.readings[card.id].documents[0]
    home.correct(case, document.id, "ethnicity", "满")
    assert home.value(case, ETHNICITY) == "满"
    read = home.judged(case).papers.readings[card.id].documents[0].find_value("ethnicity")
    assert read is not None
    assert (read.corrected_by, read.box, read.machine) == (home.people["clerk"], None, None)


def test_after_acceptance_papers_fill_nothing(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    home.accept(case)
    before = home.judged(case).form
    home.read_in(case, hukou_home(FAMILY, copy=2), id_card(MOTHER, copy=2))
    assert home.judged(case).form == before


def test_the_lists_are_told_who_applies_and_what_is_wanting(home: Home) -> None:
    case = home.open_case()
    empty = home.judged(case)
    assert empty.case.applicant is None
    assert (empty.case.missing, empty.case.blocking) == (empty.missing, empty.blocking)
    assert not empty.complete
    home.read_in(case, *dibao_papers())
    home.save(case, dibao_typed())
    home.mark_materials(case)
    full = home.judged(case)
    assert (full.case.applicant, full.case.missing, full.case.blocking) == (MOTHER.name, 0, 0)
    assert full.complete


def _row_of_son(home: Home, case: CaseId) -> int:
    return next(
        number
        for number, row in enumerate(rows(home, case))
        if isinstance(row, dict) and row["member_name"] == SON.name
    )
