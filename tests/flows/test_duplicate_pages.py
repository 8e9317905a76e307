"""A paper of no known type that was scanned twice: told to the clerk, never dropped."""

from dataclasses import replace

from build import Home, household, id_card
from fakes import Slip, reading_of

from dossier.kernel.errors import Problem
from dossier.kernel.ids import CaseId
from dossier_ocr import UNKNOWN, FileReading

MOTHER, SON = household().members


def letter(name: str, who: str = MOTHER.name, day: str = "2026年3月2日", copy: int = 1) -> Slip:
    """A letter of no known type; ``copy``: another scan of it."""
    said = {
        "title": "关于住院医疗费用的情况说明",
        "body": f"丁香社区居民{who}本月住院，支出医药费三千余元，情况属实，特此说明。",
        "foot": f"和安区春晖街道丁香社区居民委员会 {day}",
    }
    return Slip(name, UNKNOWN, (), said, copy=copy)


def duplicates(home: Home, case: CaseId) -> list[Problem]:
    return [one for one in home.judged(case).problems if one.code == "duplicate_document"]


def test_an_unknown_paper_that_was_scanned_twice_is_told_and_both_stay(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, letter("说明.jpg"), letter("说明（再扫）.jpg", copy=2))
    (told,) = duplicates(home, case)
    assert told.severity == "warn"
    for words in ("“说明（再扫）.jpg”第 1 页", "“说明.jpg”第 1 页", "像是重复扫描了"):
        assert words in told.message
    assert len(home.judged(case).papers.documents) == 2


def test_taking_one_of_them_out_settles_it(home: Home) -> None:
    case = home.open_case()
    _, second = home.read_in(case, letter("说明.jpg"), letter("再扫.jpg", copy=2))
    home.remove(case, second)
    assert duplicates(home, case) == []
    home.restore(case, second)
    assert len(duplicates(home, case)) == 1


def test_another_letter_of_the_same_form_is_another_paper(home: Home) -> None:
    case = home.open_case()
    home.read_in(
        case,
        letter("三月.jpg"),
        letter("四月.jpg", day="2026年4月7日"),
        id_card(MOTHER),
    )
    assert duplicates(home, case) == []


def test_two_pages_of_one_file_are_compared_too(home: Home) -> None:
    case = home.open_case()
    pile = letter("一叠.pdf")
    one = reading_of(pile)
    pages = tuple(replace(one.pages[0], number=number) for number in (1, 2))
    documents = tuple(replace(one.documents[0], pages=(number,)) for number in (1, 2))
    reading = FileReading(pages, documents, (), "replay", "1", 0.0, "")
    home.receive(case, pile)
    home.reader.prepare(pile, reading)
    home.work_off("read_file", "assemble")
    (told,) = duplicates(home, case)
    assert "第 2 页与“一叠.pdf”第 1 页" in told.message


def test_a_paper_that_was_known_on_one_scan_only_is_told_all_the_same(home: Home) -> None:
    case = home.open_case()
    said = {"address": "辽宁省沈阳市和安区丁香路十八号三单元五零二室丁香小区"}
    known = replace(id_card(MOTHER, parts=("portrait",)), truth=said)
    home.read_in(case, known, Slip("看不出.jpg", UNKNOWN, (), said))
    assert len(duplicates(home, case)) == 1
