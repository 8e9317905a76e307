"""The index is a projection: it can be lost, and its failure marks nothing as failed."""

from dataclasses import replace

import pytest
from build import COMMUNITY_PATH, Home, household, id_card
from fakes import IndexDown

from dossier.cases import store as cases
from dossier.flows import index
from dossier.kernel.errors import Unavailable
from dossier.kernel.ids import CaseId
from dossier.ports import SearchQuery
from dossier.work import look
from dossier.worker.functions import functions

Desk = tuple[Home, CaseId]
NEIGHBOUR_PATH = "0001/0001/0001/0002/"
MOTHER, SON = household().members


def hits(home: Home, text: str, *scopes: str, **keywords: str) -> list[str]:
    query = SearchQuery(text=text, scopes=scopes, keywords=keywords)
    return [hit.id for hit in home.parts.index.search(query).items]


def test_an_accepted_case_is_found_by_what_its_papers_and_its_form_say(accepted: Desk) -> None:
    home, case = accepted
    home.work_off("index_case")
    head = home.judged(case).case
    for text in (MOTHER.name, SON.name, "春晖物业", head.case_no or "", MOTHER.id_number):
        assert hits(home, text, COMMUNITY_PATH) == [case], text
    assert hits(home, MOTHER.name, "0001/", service="social-security.dibao") == [case]
    assert hits(home, MOTHER.name, "0001/", service="social-security.gongzu") == []


def test_what_lies_outside_of_ones_units_is_not_found(accepted: Desk) -> None:
    home, case = accepted
    home.work_off("index_case")
    assert hits(home, MOTHER.name, NEIGHBOUR_PATH) == []
    assert hits(home, MOTHER.name) == []
    assert hits(home, MOTHER.name, NEIGHBOUR_PATH, COMMUNITY_PATH) == [case]


def test_an_index_that_is_down_marks_nothing_as_failed(accepted: Desk) -> None:
    home, case = accepted
    before = home.judged(case)
    down = functions(replace(home.parts, index=IndexDown()))
    with pytest.raises(Unavailable):
        down["index_case"](case, 2)
    assert home.judged(case).case == before.case
    home.work_off("index_case")
    assert hits(home, MOTHER.name, COMMUNITY_PATH) == [case]


def test_the_index_can_be_lost_and_made_again(accepted: Desk) -> None:
    home, case = accepted
    other = home.open_case(login="neighbour")
    home.read_in(other, id_card(SON))
    home.work_off("index_case")
    home.parts.index.clear()
    assert hits(home, MOTHER.name, "0001/") == []
    parts = home.parts
    parts.index.rebuild(index.all_entries(parts.sessions, parts.blobs, parts.catalogue))
    assert hits(home, MOTHER.name, "0001/") == [case]
    assert sorted(hits(home, SON.name, "0001/")) == sorted([case, other])
    assert hits(home, SON.name, NEIGHBOUR_PATH) == [other]


def test_choices_and_codes_of_the_form_are_not_searched(accepted: Desk) -> None:
    home, case = accepted
    with look(home.parts.sessions) as session:
        entry = index.entry_of(session, home.parts.blobs, home.parts.catalogue, case)
        head = cases.get_case(session, case)
    assert "widowed" not in entry.text
    assert "urban" not in entry.text
    assert (entry.kind, entry.unit_path, entry.title) == (
        "case",
        COMMUNITY_PATH,
        f"{MOTHER.name} 低保、边缘户申请",
    )
    assert entry.keywords["case_no"] == head.case_no


def test_every_step_owes_the_index_what_it_changed(accepted: Desk) -> None:
    home, case = accepted
    numbers = [key for key in home.owed() if key.startswith("index_case")]
    assert numbers == [f"index_case:{case}:2"]
    home.work_off("index_case", again=True)
    assert home.parts.index.count() == 1
