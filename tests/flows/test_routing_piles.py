"""A pile in one scan is sorted by its separator sheets; papers scanned twice are told."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from build import Home, bank_card, household, hukou_page, id_card
from fakes import Slip, reading_of

from dossier import audit
from dossier.documents import store as documents
from dossier.flows import letters, receive
from dossier.flows.judge import Judged
from dossier.kernel.clock import civil_day
from dossier.kernel.ids import CaseId, FileId, new_id
from dossier.notices.rules import separator_content
from dossier.work import look
from dossier_ocr import Code, FileReading, Finding, PageReading, Unreadable

MOTHER, SON = household().members
SHEET = "sheet"


def pile(home: Home, *things: Slip | str) -> Slip:
    """Scan things into one file: papers, or the content of a code on a sheet; "" is a blank."""
    whole = Slip("一叠.pdf", "pile", (), {"of": repr([str(thing) for thing in things])})
    pages: list[PageReading] = []
    read = []
    for number, thing in enumerate(things, 1):
        one = reading_of(thing if isinstance(thing, Slip) else Slip(SHEET, SHEET, (), {}))
        page = replace(one.pages[0], number=number)
        if isinstance(thing, str):
            codes = (Code(thing, "qr", (0, 0, 9, 9)),) if thing else ()
            pages.append(replace(page, codes=codes, blank=not thing))
            continue
        pages.append(page)
        read += [
            replace(
                document,
                pages=(number,),
                fields={k: replace(v, page=number) for k, v in document.fields.items()},
            )
            for document in one.documents
        ]
    home.reader.prepare(
        whole, FileReading(tuple(pages), tuple(read), (), "replay", "1", 0.0, "")
    )
    return whole


def hand_in(home: Home, case: CaseId, scan: Slip, login: str = "clerk") -> None:
    """Upload a prepared scan and let the worker do all that it owes of it."""
    known = dict(home.reader.prepared)
    home.receive(case, scan, login=login)
    home.reader.prepared |= known  # handing in prepares a plain reading
    work_off(home)


def work_off(home: Home, *, again: bool = False) -> None:
    home.work_off("read_file", "route_pages", "assemble", again=again)


def present(judged: Judged) -> list[str]:
    return [one.name for one in judged.papers.files if one.removed_at is None]


def types(judged: Judged) -> list[str]:
    return sorted(document.document_type for document in judged.papers.documents)


def notes(judged: Judged) -> list[str]:
    return [one.code for one in judged.problems if one.severity == "warn"]


def findings(judged: Judged) -> list[str]:
    return [
        finding.code
        for reading in judged.papers.readings.values()
        for finding in reading.findings
    ]


def test_what_follows_a_separator_goes_into_its_case(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    scan = pile(
        home,
        id_card(MOTHER),
        separator_content(there),
        id_card(SON),
        hukou_page(household(), SON),
    )
    hand_in(home, here, scan)
    mine, theirs = home.judged(here), home.judged(there)
    assert types(mine) == ["id_card"]
    assert types(theirs) == ["hukou_booklet", "id_card"]
    assert present(mine) == ["一叠（第 1 页）.pdf"]
    assert present(theirs) == ["一叠（第 3–4 页）.pdf"]
    assert "pages_routed_away" in notes(mine)
    assert "pages_routed_here" in notes(theirs)
    assert mine.papers.waiting == theirs.papers.waiting == 0


def test_the_scan_stays_as_it_came_and_the_log_says_where_its_pages_went(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    scan = pile(home, separator_content(there), id_card(SON))
    hand_in(home, here, scan)
    (kept,) = home.judged(here).papers.files
    assert kept.removed_at is not None
    assert home.parts.blobs.get(kept.blob_name) == scan.content
    (moved,) = home.judged(there).papers.files
    assert moved.received_by == home.people["clerk"]
    with look(home.parts.sessions) as session:
        bodies = [record.body for record in audit.events(session, 0, 10_000)]
    (routed,) = [body for body in bodies if b'"kind":"pages_routed"' in body]
    assert moved.id.encode() in routed
    assert kept.id.encode() in routed


def test_doing_it_twice_moves_nothing_twice(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    scan = pile(home, id_card(MOTHER), separator_content(there), id_card(SON))
    known = dict(home.reader.prepared)
    home.receive(here, scan)
    home.reader.prepared |= known
    work_off(home, again=True)
    assert len(home.judged(there).papers.files) == 1
    assert present(home.judged(here)) == ["一叠（第 1 页）.pdf"]


def test_several_separators_sort_a_pile_into_several_cases_and_back(home: Home) -> None:
    here, second, third = (home.open_case() for _ in range(3))
    scan = pile(
        home,
        separator_content(second),
        id_card(MOTHER),
        "",
        separator_content(third),
        id_card(SON),
        separator_content(here),
        bank_card(household()),
    )
    hand_in(home, here, scan)
    assert [types(home.judged(one)) for one in (here, second, third)] == [
        ["bank_card"],
        ["id_card"],
        ["id_card"],
    ]
    assert present(home.judged(second)) == ["一叠（第 2 页）.pdf"]


@pytest.mark.parametrize("which", ["neighbour's", "nobody's"])
def test_a_separator_of_a_case_that_one_may_not_edit_moves_nothing(
    home: Home, which: str
) -> None:
    here = home.open_case()
    there = home.open_case(login="neighbour") if which == "neighbour's" else CaseId(new_id())
    hand_in(home, here, pile(home, id_card(MOTHER), separator_content(there), id_card(SON)))
    mine = home.judged(here)
    assert types(mine) == ["id_card", "id_card"]
    assert findings(mine) == ["separator_refused"]
    if which == "neighbour's":
        assert home.judged(there).papers.files == ()


def test_a_case_that_takes_no_papers_any_more_gets_none(accepted: tuple[Home, CaseId]) -> None:
    home, closed = accepted
    here = home.open_case()
    hand_in(home, here, pile(home, id_card(MOTHER), separator_content(closed), id_card(SON)))
    assert findings(home.judged(here)) == ["separator_refused"]
    assert types(home.judged(here)) == ["id_card", "id_card"]


def test_a_separator_alone_or_of_the_same_case_leaves_all_where_it_is(home: Home) -> None:
    here, there = home.open_case(), home.open_case()
    hand_in(home, here, pile(home, separator_content(there)))
    assert findings(home.judged(here)) == ["separator_alone"]
    hand_in(home, here, pile(home, separator_content(here), id_card(SON)))
    assert types(home.judged(here)) == ["id_card"]
    assert home.judged(there).papers.files == ()


def test_a_code_of_somebody_else_is_none_of_ours(home: Home) -> None:
    here = home.open_case()
    hand_in(home, here, pile(home, "https://example.org/DOSSIER:1", id_card(SON)))
    assert findings(home.judged(here)) == []


def test_a_scan_that_cannot_be_taken_apart_stays_whole_and_says_so(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = home.open_case(), home.open_case()
    scan = pile(home, id_card(MOTHER), separator_content(there), id_card(SON))

    def fail(content: bytes, name: str, pages: Sequence[int]) -> bytes:
        raise Unreadable("damaged_pdf", f"PDF「{name}」已损坏，无法打开。")

    monkeypatch.setattr(home.reader, "split", fail)
    hand_in(home, here, scan)
    assert types(home.judged(here)) == ["id_card", "id_card"]
    assert "pages_not_routed" in notes(home.judged(here))
    assert home.judged(there).papers.files == ()


def test_the_same_card_in_two_files_is_told_and_both_stay(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER), replace(id_card(MOTHER), copy=2), id_card(SON))
    judged = home.judged(case)
    (told,) = [one for one in judged.problems if one.code == "duplicate_document"]
    assert told.severity == "warn"
    assert len(judged.papers.documents) == 3


def test_a_copy_where_an_original_is_due_is_told(ready: tuple[Home, CaseId]) -> None:
    home, case = ready
    due = next(
        one
        for one in home.judged(case).evaluation.materials
        if one.form == "original" and one.document_ids
    )
    with look(home.parts.sessions) as session:
        files = [one.id for one in home.judged(case).papers.files]
        readings = documents.latest_readings(session, files)
    (file,) = [
        one.file_id
        for reading in readings.values()
        for one in reading.documents
        if one.id in due.document_ids
    ]
    slip = next(one for one in home.judged(case).papers.files if one.id == file)
    content = home.parts.blobs.get(slip.blob_name)
    assert "original_is_copy" not in notes(home.judged(case))
    grey = Finding("copy", None, "像是黑白复印件", 1)
    for digest, reading in home.reader.prepared.items():
        if digest == slip.sha256:
            (document,) = reading.documents
            home.reader.prepared[digest] = replace(
                reading, documents=(replace(document, findings=(grey,)),)
            )
    assert content
    read_again(home, case, slip.id)
    assert "original_is_copy" in notes(home.judged(case))


def test_a_separator_is_printed_for_an_open_case_alone(accepted: tuple[Home, CaseId]) -> None:
    home, closed = accepted
    opened = home.open_case()
    with look(home.parts.sessions) as session:
        head = home.judged(opened).case
        sheet = letters.separator_of(session, home.parts.house, head, civil_day(home.clock()))
    assert sheet.qr == separator_content(opened)
    assert home.judged(closed).case.case_no


def read_again(home: Home, case: CaseId, file: str) -> None:
    from_batch = home.judged(case).case.batch_id
    with home.acting("clerk") as (work, _):
        receive.read_again(work, from_batch, FileId(file))
    work_off(home)
