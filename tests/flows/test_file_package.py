"""A closed case is filed: its package stands, proves itself, and nothing else is touched."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from build import DIBAO, Home, household, press, with_definition
from fakes import LettersDown

from dossier import audit
from dossier.archive import store as archive
from dossier.archive.judging import audit_judge
from dossier.archive.model import ArchiveItem
from dossier.archive.verify import verify_package
from dossier.cases.acting import Acting, By, Channel
from dossier.cases.model import Status
from dossier.flows import acting, file, printed_forms, steps
from dossier.kernel.errors import Conflict, DossierError, Refused, Unavailable
from dossier.kernel.ids import CaseId
from dossier.samples.people import id_number
from dossier.work import begin, look
from dossier.worker.functions import functions

Desk = tuple[Home, CaseId]


@pytest.fixture
def closed(ready: Desk) -> Desk:
    """A case that the applicant took back: the shortest way to the archive."""
    home, case = ready
    withdraw(home, case)
    return home, case


def withdraw(home: Home, case: CaseId) -> None:
    with home.acting("clerk") as (work, actor):
        steps.withdraw(work, home.parts.house, actor, case, press("本人要求"))


def item_of(home: Home, case: CaseId) -> ArchiveItem:
    with look(home.parts.sessions) as session:
        item = archive.find_item_of_case(session, case)
    assert item is not None
    return item


def packages(home: Home) -> list[Path]:
    folder = home.parts.archive_folder
    return sorted(one.parent for one in folder.rglob("bagit.txt")) if folder.exists() else []


def failed(home: Home, item: ArchiveItem) -> set[str]:
    judge = audit_judge(home.parts.signing_key.verifying)
    results = verify_package(home.parts.archive_folder / item.package, judge, item=item)
    return {one.code for one in results if one.passed is False}


def test_a_filed_case_has_its_code_at_once_and_its_package_soon(closed: Desk) -> None:
    home, case = closed
    home.file(case)
    item = item_of(home, case)
    assert home.judged(case).state.status is Status.ARCHIVED
    assert home.judged(case).case.reference_code == item.reference_code
    assert item.package == ""
    home.work_off("file_case")
    item = item_of(home, case)
    (package,) = packages(home)
    assert package == home.parts.archive_folder / str(item.package)
    assert failed(home, item) == set()
    with look(home.parts.sessions) as session:
        (check,) = archive.checks_of(session, item.id)
    assert (check.why, check.passed) == ("filing", True)


def test_building_the_package_twice_is_harmless(closed: Desk) -> None:
    home, case = closed
    home.file(case)
    home.work_off("file_case", again=True)
    assert len(packages(home)) == 1
    with look(home.parts.sessions) as session:
        assert len(archive.checks_of(session, item_of(home, case).id)) == 1
        taken = [
            one for one in audit.events_about(session, case) if b'"case_archived"' in one.body
        ]
    assert len(taken) == 1


def test_a_crash_after_the_package_stood_and_before_it_was_noted_is_made_good(
    closed: Desk,
) -> None:
    home, case = closed
    home.file(case)
    instants = iter([home.clock()])  # one for signing the log, none for noting the package
    with pytest.raises(RuntimeError):
        functions(replace(home.parts, clock=lambda: next(instants)))["file_case"](case, 1)
    assert len(packages(home)) == 1
    assert item_of(home, case).package == ""
    home.work_off("file_case")
    assert len(packages(home)) == 1
    assert failed(home, item_of(home, case)) == set()


def test_a_package_that_was_tampered_with_is_found_out(closed: Desk) -> None:
    home, case = closed
    home.file(case)
    home.work_off("file_case")
    item = item_of(home, case)
    folder = home.parts.archive_folder / str(item.package)
    form = next(folder.rglob("form.json"))
    form.chmod(0o600)
    form.write_bytes(
        form.read_bytes().replace(household().head.name.encode(), "王桂花".encode())
    )
    assert failed(home, item)


def test_what_is_not_closed_is_not_filed(accepted: Desk) -> None:
    home, case = accepted
    home.work_off("typeset_letter")
    with pytest.raises(Refused) as refused:
        home.file(case)
    assert refused.value.code == "step_not_allowed"
    with look(home.parts.sessions) as session:
        assert archive.find_item_of_case(session, case) is None


def test_only_the_archivist_files(closed: Desk) -> None:
    home, case = closed
    for login in ("clerk", "director", "auditor", "neighbour"):
        with pytest.raises(DossierError), home.acting(login) as (work, actor):
            file.file_case(work, home.parts.house, actor, case, press())


def test_a_case_waits_for_its_letters(accepted: Desk) -> None:
    home, case = accepted
    down = functions(replace(home.parts, letters=LettersDown()))
    (key,) = [one for one in home.owed() if one.startswith("typeset_letter")]
    with pytest.raises(Unavailable):
        down["typeset_letter"](key.split(":")[1], 1)
    withdraw(home, case)
    with pytest.raises(Conflict) as waiting:
        home.file(case)
    assert waiting.value.code == "letters_pending"
    home.work_off("typeset_letter")
    home.file(case)


def test_the_package_of_a_case_that_was_accepted_bears_its_number(accepted: Desk) -> None:
    home, case = accepted
    withdraw(home, case)
    home.work_off("typeset_letter")
    home.file(case)
    home.work_off("file_case")
    item = item_of(home, case)
    assert failed(home, item) == set()
    metadata = (home.parts.archive_folder / item.package).rglob("*")
    told = b"".join(
        one.read_bytes()
        for one in metadata
        if (one.is_file() and one.suffix == ".xml") or one.suffix == ".json"
    )
    assert (home.judged(case).case.case_no or "").encode() in told


def test_taking_a_copy_along_is_recorded_and_changes_nothing(closed: Desk) -> None:
    home, case = closed
    home.file(case)
    home.work_off("file_case")
    item = item_of(home, case)
    with begin(home.parts.sessions, home.people["archivist"], home.clock) as work:
        file.record_taken(work, item)
    assert item_of(home, case) == item
    assert failed(home, item) == set()


def test_filing_one_case_touches_no_other(closed: Desk) -> None:
    home, case = closed
    other = home.open_case()
    before = home.judged(other)
    home.file(case)
    home.work_off()
    after = home.judged(other)
    assert (after.case, after.actions, after.form) == (before.case, before.actions, before.form)
    originals = home.judged(case).papers.files
    assert all(home.parts.blobs.get(one.blob_name) for one in originals)


def test_a_service_without_a_class_is_not_filed(closed: Desk) -> None:
    home, case = closed
    with_definition(home, DIBAO, archive=None)
    with pytest.raises(Refused) as refused:
        home.file(case)
    assert refused.value.code == "archive_class_missing"


def test_what_the_counter_noted_lies_in_the_package(ready: Desk) -> None:
    home, case = ready
    number = id_number(date(1992, 4, 16), "女", 6)
    agent = Acting(By.AGENT, Channel.AGENCY, "孙悦", number, "", "邻居", "代为申请")
    with home.acting("clerk") as (work, _):
        acting.note_acting(work, home.parts.catalogue, case, agent)
    with home.acting("clerk") as (work, _):
        printed_forms.order_prints(work, home.parts.house, case, [("acting.power", "")])
    withdraw(home, case)
    home.file(case)
    home.work_off("file_case")
    item = item_of(home, case)
    assert failed(home, item) == set()
    folder = home.parts.archive_folder / item.package / "data" / "form"
    kept = json.loads((folder / "acting.json").read_bytes())
    assert (kept["by"], kept["name"], kept["noted_by"]) == ("agent", "孙悦", "林晓燕")
    copies = json.loads((folder / "certified-copies.json").read_bytes())
    assert {"id_cards", "hukou", "bank_card"} <= {one["material"] for one in copies}
    assert all(one["certified_by"] == "林晓燕" and one["files"] for one in copies)
    assert json.loads((folder / "consent.json").read_bytes())["sensitive"] is True
    (form,) = json.loads((folder / "printed-forms.json").read_bytes())
    assert (form["material"], form["number"], form["returned"]) == ("acting.power", 1, [])
