"""`dossier read-report`: stable keys, what people said counted by type and field, honest bounds."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dossier import wiring
from dossier.cli import main
from dossier.cli.read_report import notes_on, reported
from dossier.documents import store
from dossier.documents.model import Document, Reading, Review, Value, Verdict, Via
from dossier.documents.rules import missed_value
from dossier.kernel.clock import system_clock
from dossier.kernel.ids import SYSTEM, DocumentId, FileId, ReadingId, UserId, ValueId, new_id
from dossier.kernel.settings import Settings, form_schemas_folder
from dossier.work import begin, look
from dossier_ocr import load_types

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
COUNTS = {
    "read", "auto", "auto_share", "reviewed", "right", "corrected", "corrected_in_form",
    "unreadable", "accuracy", "interval", "missed", "typed", "absent", "illegible", "exact",
    "auto_reviewed", "wrong_auto", "sampled", "wrong_auto_share", "wrong_auto_interval", "few",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What the command did."""

    status: int
    out: str
    err: str


Report = Callable[..., Done]


def a_card(number: int, at: datetime) -> Reading:
    """A card: its name read surely, its ethnicity not."""
    reading, document = ReadingId(new_id()), DocumentId(new_id())
    values = tuple(
        Value(ValueId(new_id()), name, text, 0.9, auto, None, None)
        for name, text, auto in (("name", "王桂兰", True), ("ethnicity", "汉", False))
    )
    file = FileId(f"file-{number}")
    card = Document(document, reading, file, "id_card", 0.9, ("portrait",), (), values)
    return Reading(
        reading, file, 1, "replay", "1", 0.5, "body", None, None, at, (), (card,), ()
    )


def said(
    reading: Reading, name: str, verdict: Verdict, text: str | None, via: Via = Via.QUEUE
) -> Review:
    (document,) = reading.documents
    value = document.find_value(name) or missed_value(document.id, name)
    return Review(
        new_id(), document.id, reading.id, document.document_type, name, 1, value.id,
        value.machine, value.confidence, value.auto, verdict, text, via, None, UserId("clerk"),
        reading.at,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which people have looked at three of four cards; two of them yesterday."""
    folder = tmp_path_factory.mktemp("report") / "home"
    folder.mkdir()
    settings = Settings(home=folder)
    wiring.migrate(settings)
    sessions = wiring.open_sessions(settings)
    cards = [a_card(number, NOON + timedelta(days=number // 2)) for number in range(4)]
    reviews = [
        said(cards[0], "ethnicity", Verdict.CONFIRMED, "汉"),
        said(cards[1], "ethnicity", Verdict.CORRECTED, "满"),
        said(cards[1], "name", Verdict.CONFIRMED, "王桂兰"),
        said(cards[2], "ethnicity", Verdict.UNREADABLE, None),
        said(cards[2], "name", Verdict.CORRECTED, "王桂蘭", Via.FORM),
        said(cards[0], "address", Verdict.CORRECTED, "春晖街道丁香社区"),
        said(cards[1], "address", Verdict.ABSENT, None),
    ]
    with begin(sessions, SYSTEM, system_clock) as work:
        for card in cards:
            store.add_reading(work.session, card)
        for review in reviews:
            store.add_review(work.session, review)
    sessions.kw["bind"].dispose()
    return folder


@pytest.fixture
def report(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Report:
    """Run the command as the console script does."""

    def run(*words: str, at: Path = home) -> Done:
        monkeypatch.setenv("DOSSIER_HOME", str(at))
        monkeypatch.setattr(sys, "argv", ["dossier", "read-report", *words])
        with pytest.raises(SystemExit) as ended:
            main.run()
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int | None)
        return Done(ended.value.code or 0, printed.out, printed.err)

    return run


def test_it_counts_by_type_and_field_and_in_total(report: Report) -> None:
    done = report("--json")
    assert done.status == 0
    told = json.loads(done.out)
    assert set(told) == {"since", "fields", "types", "total"}
    assert set(told["total"]) == COUNTS
    (kind,) = told["types"]
    assert set(kind) == COUNTS | {"document_type", "title"}
    by_name = {one["field"]: one for one in told["fields"]}
    assert set(by_name["name"]) == COUNTS | {"document_type", "title", "field", "label"}
    ethnicity, name = by_name["ethnicity"], by_name["name"]
    assert (ethnicity["read"], ethnicity["auto_share"]) == (4, 0.0)
    assert (ethnicity["right"], ethnicity["corrected"], ethnicity["unreadable"]) == (1, 1, 1)
    assert (ethnicity["accuracy"], ethnicity["few"]) == (0.5, True)
    assert ethnicity["interval"] == [0.0945, 0.9055]
    assert (name["auto_share"], name["auto_reviewed"], name["wrong_auto"]) == (1.0, 2, 1)
    assert (name["corrected_in_form"], name["sampled"], name["wrong_auto_share"]) == (1, 1, 0.0)
    assert (told["total"]["reviewed"], told["total"]["read"]) == (5, 8)


def test_what_was_due_and_not_read_is_counted_apart(report: Report) -> None:
    told = json.loads(report("--json").out)
    by_name = {one["field"]: one for one in told["fields"]}
    address, name = by_name["address"], by_name["name"]
    assert (address["read"], address["missed"], address["reviewed"]) == (0, 4, 0)
    assert (address["typed"], address["absent"], address["illegible"]) == (1, 1, 0)
    assert (address["accuracy"], address["exact"]) == (None, 0.0)
    assert (name["missed"], name["exact"]) == (0, 0.5)
    assert "authority" not in by_name, "the back of the card was not seen"
    assert told["total"]["missed"] == 4 * 4
    assert told["total"]["exact"] == 0.4
    lately = json.loads(report("--since", "2026-03-10", "--json").out)
    assert (lately["total"]["missed"], lately["total"]["typed"]) == (2 * 4, 0)
    done = report()
    for words in ("漏读", "补填 1 个", "此件上没有这一项 1 个", "40.0%"):
        assert words in done.out.replace("\n", "")


def test_it_begins_with_a_day_and_keeps_to_a_type(report: Report) -> None:
    told = json.loads(report("--since", "2026-03-10", "--json").out)
    assert (told["since"], told["total"]["read"], told["total"]["reviewed"]) == (
        "2026-03-10",
        4,
        2,
    )
    assert json.loads(report("--type", "bank_card", "--json").out)["fields"] == []


def test_a_person_reads_what_the_figures_do_not_say(report: Report) -> None:
    done = report()
    for words in ("居民身份证", "民族", "50.0%", "※", "在申请表里改的", "抽查"):
        assert words in done.out
    assert "还没有读取过" in report("--type", "bank_card").out


@pytest.mark.parametrize("words", [["--since", "昨天"], ["--type", "no_such_type"]])
def test_a_wrong_use_ends_with_two_and_says_why(report: Report, words: list[str]) -> None:
    done = report(*words)
    assert (done.status, done.out) == (2, "")
    assert words[1] in done.err


def test_a_database_that_was_never_set_up_is_told(report: Report, tmp_path: Path) -> None:
    assert report("--json", at=tmp_path / "empty").status == 2


def test_without_a_sample_it_says_that_wrong_fills_are_unknown(home: Path) -> None:
    sessions = wiring.open_sessions(Settings(home=home))
    with look(sessions) as session:
        told = reported(session, load_types(form_schemas_folder()), None, "id_card")
    sessions.kw["bind"].dispose()
    unsampled = {**told["total"], "sampled": 0}
    assert any("无从得知" in note for note in notes_on(unsampled))  # type: ignore[arg-type]
