"""What a paper must say and the reader did not read: typed in, or said not to stand there."""

from dataclasses import replace

import pytest
from build import Home, household, id_card
from fakes import Slip

from dossier.documents import store as documents
from dossier.documents.model import Review, Value, Verdict, Via
from dossier.flows import review_queue
from dossier.flows.due import values_of
from dossier.kernel.errors import Conflict, Refused
from dossier.kernel.ids import CaseId, new_id
from dossier.work import look

MOTHER, SON = household().members
ETHNICITY = "/applicant_ethnicity"


def without(slip: Slip, *names: str) -> Slip:
    """The paper as a reader sees it who does not read ``names``."""
    kept = {name: text for name, text in slip.truth.items() if name not in names}
    return replace(slip, truth=kept)


def queue(home: Home, case: CaseId) -> dict[str, Value]:
    types = home.parts.document_types
    return {
        one.name: one
        for document in home.judged(case).papers.documents
        for one in values_of(types, document)
    }


def say(
    home: Home, case: CaseId, name: str, verdict: Verdict, text: str = "", known: int = 0
) -> None:
    seen = queue(home, case)[name]
    with home.acting("clerk") as (work, _):
        review_queue.review_value(
            work, home.parts.house, case, seen.id, verdict, text, known=known, key=new_id()
        )


def undo(home: Home, case: CaseId) -> None:
    with home.acting("clerk") as (work, _):
        review_queue.undo_review(work, home.parts.house, case, new_id())


def said(home: Home) -> tuple[Review, ...]:
    with look(home.parts.sessions) as session:
        return documents.standing_reviews(session)


@pytest.fixture
def missed(home: Home) -> tuple[Home, CaseId]:
    """A card of which two values were not read."""
    case = home.open_case()
    home.read_in(case, without(id_card(MOTHER), "ethnicity", "valid_to"))
    return home, case


def test_what_was_not_read_waits_in_the_queue_on_the_page_of_its_side(
    missed: tuple[Home, CaseId],
) -> None:
    home, case = missed
    told = queue(home, case)
    waiting = {name for name, one in told.items() if one.waits}
    assert waiting == {"ethnicity", "valid_to"}
    (document,) = home.judged(case).papers.documents
    assert told["ethnicity"].page_id == document.page_ids[0]
    assert (told["ethnicity"].machine, told["ethnicity"].box) == (None, None)
    assert home.value(case, ETHNICITY) is None


def test_of_a_side_that_was_not_seen_nothing_is_due(home: Home) -> None:
    case = home.open_case()
    card = without(id_card(MOTHER), "authority", "valid_from", "valid_to")
    home.read_in(case, replace(card, parts=("portrait",)))
    assert not any(one.waits for one in queue(home, case).values())


def test_what_a_person_types_in_reaches_the_form_and_is_kept(
    missed: tuple[Home, CaseId],
) -> None:
    home, case = missed
    say(home, case, "ethnicity", Verdict.CORRECTED, "汉")
    assert home.value(case, ETHNICITY) == "汉"
    origin = home.judged(case).form.origins[ETHNICITY]
    assert (origin.origin, origin.field, origin.confirmed) == ("document", "ethnicity", True)
    (review,) = said(home)
    assert (review.value, review.machine, review.value_id, review.auto, review.via) == (
        "汉",
        None,
        None,
        False,
        Via.QUEUE,
    )
    now = queue(home, case)["ethnicity"]
    assert (now.waits, now.value, now.revision) == (False, "汉", 1)


def test_a_day_that_is_typed_in_is_kept_as_the_conventions_write_it(
    missed: tuple[Home, CaseId],
) -> None:
    home, case = missed
    say(home, case, "valid_to", Verdict.CORRECTED, "2039年1月6日")
    assert queue(home, case)["valid_to"].value == "2039-01-06"


@pytest.mark.parametrize("verdict", [Verdict.ABSENT, Verdict.UNREADABLE])
def test_what_does_not_stand_there_or_cannot_be_read_waits_no_longer_and_fills_nothing(
    missed: tuple[Home, CaseId], verdict: Verdict
) -> None:
    home, case = missed
    say(home, case, "ethnicity", verdict)
    now = queue(home, case)["ethnicity"]
    assert (now.waits, now.value, now.silent) == (False, "", True)
    assert home.value(case, ETHNICITY) is None
    (review,) = said(home)
    assert (review.verdict, review.value) == (verdict, None)


def test_what_was_read_and_does_not_stand_there_is_taken_from_the_form(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER))
    assert home.value(case, ETHNICITY) == "汉"
    say(home, case, "ethnicity", Verdict.ABSENT)
    assert home.value(case, ETHNICITY) is None
    undo(home, case)
    assert home.value(case, ETHNICITY) == "汉"


def test_taking_it_back_lets_it_wait_again_and_the_record_of_it_stays(
    missed: tuple[Home, CaseId],
) -> None:
    home, case = missed
    say(home, case, "ethnicity", Verdict.CORRECTED, "汉")
    before = queue(home, case)["ethnicity"].id
    undo(home, case)
    now = queue(home, case)["ethnicity"]
    assert (now.waits, now.value, now.revision, now.id) == (True, "", 2, before)
    assert home.value(case, ETHNICITY) is None
    assert said(home) == ()
    with pytest.raises(Conflict):
        say(home, case, "ethnicity", Verdict.CORRECTED, "满", known=0)
    say(home, case, "ethnicity", Verdict.CORRECTED, "满", known=2)
    assert home.value(case, ETHNICITY) == "满"


def test_there_is_nothing_to_confirm(missed: tuple[Home, CaseId]) -> None:
    home, case = missed
    for verdict in (Verdict.CONFIRMED, Verdict.CORRECTED):
        with pytest.raises(Refused) as refused:
            say(home, case, "ethnicity", verdict, " ")
        assert refused.value.code == "value_empty"


def test_what_was_added_beside_the_scan_and_was_not_due_is_shown_once_it_stands(
    home: Home,
) -> None:
    case = home.open_case()
    card = without(id_card(MOTHER), "valid_to", "valid_from", "authority")
    home.read_in(case, replace(card, parts=("portrait",)))
    document = home.judged(case).papers.documents[0].id
    home.correct(case, document, "authority", "和安区公安局")
    now = queue(home, case)["authority"]
    assert (now.value, now.machine, now.waits) == ("和安区公安局", None, False)
