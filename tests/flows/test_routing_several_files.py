"""A separator sheet among files that are handed in together sends on those that follow it."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from build import Home, bank_card, household, hukou_page, id_card
from fakes import Slip, reading_of

from dossier.flows import receive
from dossier.flows.judge import Judged
from dossier.intake.model import ReceivedFile
from dossier.kernel.ids import CaseId, new_id
from dossier.notices.rules import separator_content
from dossier.worker.functions import functions
from dossier_ocr import Code

MOTHER, SON = household().members
PILE = "pile-0001"


def sheet(home: Home, case: CaseId, name: str = "分隔页.jpg") -> Slip:
    """The scan of a separator sheet alone."""
    slip = Slip(name, "sheet", (), {"of": case})
    reading = reading_of(slip)
    page = replace(reading.pages[0], codes=(Code(separator_content(case), "qr", (0, 0, 9, 9)),))
    home.reader.prepare(slip, replace(reading, pages=(page,), documents=()))
    return slip


def hand_in(
    home: Home,
    case: CaseId,
    *slips: Slip,
    pile: str | None = PILE,
    login: str = "clerk",
    last_first: bool = False,
) -> list[ReceivedFile]:
    """Upload files together; the workers take them up as they came, or the last one first."""
    received = home.receive(case, *slips, pile=pile, login=login)
    if last_first:
        jobs = home.owed()
        for key in reversed([key for key in jobs if key.startswith("read_file")]):
            work_one(home, key)
    home.work_off("read_file", "route_pages", "assemble")
    return received


def work_one(home: Home, key: str) -> None:
    """Do one job, and what it owes besides readings."""
    others = {one for one in home.owed() if one != key}
    home.done |= others
    home.work_off("read_file", "route_pages", "assemble")
    home.done -= others


def types(judged: Judged) -> list[str]:
    return sorted(document.document_type for document in judged.papers.documents)


def present(judged: Judged) -> list[str]:
    return sorted(one.name for one in judged.papers.files if one.removed_at is None)


def notes(judged: Judged) -> Sequence[str]:
    return [one.code for one in judged.problems if one.severity == "warn"]


@pytest.mark.parametrize("last_first", [False, True])
def test_the_files_after_a_sheet_go_into_its_case_whichever_is_read_first(
    home: Home, *, last_first: bool
) -> None:
    here, there = home.open_case(), home.open_case()
    hand_in(
        home,
        here,
        id_card(MOTHER),
        sheet(home, there),
        id_card(SON),
        hukou_page(household(), SON),
        last_first=last_first,
    )
    mine, theirs = home.judged(here), home.judged(there)
    assert types(mine) == ["id_card"]
    assert types(theirs) == ["hukou_booklet", "id_card"]
    assert present(mine) == [f"身份证-{MOTHER.name}"], "the sheet has done its work"
    assert present(theirs) == sorted([f"身份证-{SON.name}", f"户口簿-{SON.name}"])
    assert home.value(here, "/applicant_name") == MOTHER.name
    assert home.value(there, "/applicant_name") == SON.name
    assert "pages_routed_away" in notes(mine)
    assert "pages_routed_here" in notes(theirs)
    assert mine.papers.waiting == theirs.papers.waiting == 0


def test_a_sheet_and_what_follows_it_do_not_miss_each_other_when_read_at_once(
    home: Home,
) -> None:
    here, there = home.open_case(), home.open_case()
    home.receive(here, sheet(home, there), id_card(SON), pile=PILE)
    keys = [key for key in home.owed() if key.startswith("read_file")]
    start = threading.Barrier(len(keys))

    def read(key: str) -> None:
        kind, subject, attempt = key.split(":")
        job = functions(home.parts)[kind]
        start.wait()
        job(subject, int(attempt))

    threads = [threading.Thread(target=read, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    home.done |= set(keys)
    home.work_off("read_file", "route_pages", "assemble")
    assert types(home.judged(here)) == []
    assert home.value(there, "/applicant_name") == SON.name


def test_what_the_other_papers_had_filled_in_before_the_sheet_was_read_goes_with_them(
    home: Home,
) -> None:
    here, there = home.open_case(), home.open_case()
    hand_in(home, here, sheet(home, there), id_card(SON), last_first=True)
    assert home.value(here, "/applicant_name") is None
    assert home.value(there, "/applicant_name") == SON.name


def test_the_next_sheet_sends_what_follows_it_elsewhere_or_back(home: Home) -> None:
    here, second = home.open_case(), home.open_case()
    hand_in(
        home,
        here,
        sheet(home, second, "一.jpg"),
        id_card(MOTHER),
        sheet(home, here, "二.jpg"),
        bank_card(household()),
    )
    assert types(home.judged(here)) == ["bank_card"]
    assert types(home.judged(second)) == ["id_card"]


def test_a_pile_of_several_pages_with_a_sheet_at_its_end_leads_on_too(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    first = id_card(MOTHER)
    one, code = reading_of(first), Code(separator_content(there), "qr", (0, 0, 9, 9))
    pages = (one.pages[0], replace(one.pages[0], number=2, codes=(code,)))
    home.reader.prepare(first, replace(one, pages=pages))
    hand_in(home, here, first, id_card(SON))
    assert types(home.judged(here)) == ["id_card"]
    assert home.value(there, "/applicant_name") == SON.name


@pytest.mark.parametrize("which", ["neighbour's", "nobody's"])
def test_the_sheet_of_a_case_that_one_may_not_edit_moves_nothing(
    home: Home, which: str
) -> None:
    here = home.open_case()
    there = home.open_case(login="neighbour") if which == "neighbour's" else CaseId(new_id())
    hand_in(home, here, sheet(home, there), id_card(SON))
    mine = home.judged(here)
    assert types(mine) == ["id_card"]
    codes = [
        finding.code
        for reading in mine.papers.readings.values()
        for finding in reading.findings
    ]
    assert codes == ["separator_refused"]


def test_a_case_that_takes_no_papers_any_more_gets_none(accepted: tuple[Home, CaseId]) -> None:
    home, closed = accepted
    here = home.open_case()
    hand_in(home, here, sheet(home, closed), id_card(SON))
    assert types(home.judged(here)) == ["id_card"]


def test_files_of_another_pile_or_of_another_person_stay(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    hand_in(home, here, sheet(home, there))
    hand_in(home, here, id_card(SON), pile="pile-0002")
    hand_in(home, here, id_card(MOTHER), login="second_clerk")
    hand_in(home, here, bank_card(household()), pile=None)
    assert types(home.judged(here)) == ["bank_card", "id_card", "id_card"]
    assert home.judged(there).papers.files == ()


def test_a_sheet_after_which_nothing_was_handed_in_is_told(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    hand_in(home, here, id_card(MOTHER), sheet(home, there))
    assert "separator_alone" in notes(home.judged(here))
    assert home.judged(there).papers.files == ()


def test_a_sheet_that_was_taken_out_sends_nothing_on_any_more(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    (laid,) = hand_in(home, here, sheet(home, there))
    home.remove(here, laid)
    with home.acting("clerk") as (work, _):
        slip = id_card(SON)
        home.reader.prepare(slip)
        batch = home.judged(here).case.batch_id
        receive.receive_file(
            work,
            home.parts.blobs,
            batch,
            slip.name,
            slip.content,
            1 << 20,
            pile=(PILE, 2),
        )
    home.work_off("read_file", "route_pages", "assemble")
    assert types(home.judged(here)) == ["id_card"]
    assert home.judged(there).papers.files == ()


def test_what_was_sent_on_and_put_back_stays(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    _, sent = hand_in(home, here, sheet(home, there), id_card(SON))
    home.restore(here, sent)
    home.work_off("read_file", "route_pages", "assemble")
    assert types(home.judged(here)) == ["id_card"]


def test_the_same_file_handed_in_again_behind_a_sheet_goes_with_it(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    hand_in(home, here, id_card(SON), pile=None)
    assert types(home.judged(here)) == ["id_card"]
    hand_in(home, here, sheet(home, there), id_card(SON))
    assert types(home.judged(here)) == []
    assert types(home.judged(there)) == ["id_card"]
