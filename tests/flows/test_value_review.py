"""What people say of read values: in the queue, beside the scan, in the form; and what follows."""

import threading

import pytest
from build import Home, household, hukou_page, id_card, income_proof

from dossier import audit
from dossier.documents import store as documents
from dossier.documents.model import Review, Value, Verdict, Via
from dossier.flows import review_queue
from dossier.kernel.canonical import Json
from dossier.kernel.errors import Conflict, DossierError, NotFound, Refused
from dossier.kernel.ids import CaseId, ValueId, new_id
from dossier.work import look

MOTHER, SON = household().members
NAME, ETHNICITY, BORN = "/applicant_name", "/applicant_ethnicity", "/applicant_birth_date"


def value(home: Home, case: CaseId, name: str) -> Value:
    (found,) = [
        one
        for document in home.judged(case).papers.documents
        for one in document.values
        if one.name == name
    ]
    return found


def say(
    home: Home,
    case: CaseId,
    name: str,
    verdict: Verdict,
    text: str = "",
    *,
    known: int | None = None,
    key: str | None = None,
    login: str = "clerk",
) -> None:
    seen = value(home, case, name)
    with home.acting(login) as (work, _):
        review_queue.review_value(
            work,
            home.parts.house,
            case,
            seen.id,
            verdict,
            text,
            known=seen.revision if known is None else known,
            key=key or new_id(),
        )


def undo(home: Home, case: CaseId, login: str = "clerk", key: str | None = None) -> None:
    with home.acting(login) as (work, _):
        review_queue.undo_review(work, home.parts.house, case, key or new_id())


def reviews(home: Home) -> tuple[Review, ...]:
    with look(home.parts.sessions) as session:
        return documents.standing_reviews(session)


def unconfirmed(home: Home, case: CaseId) -> set[str]:
    return {
        one.pointer for one in home.judged(case).problems if one.code == "value_unconfirmed"
    }


@pytest.fixture
def unsure(home: Home) -> tuple[Home, CaseId]:
    """A card of which the reader is not certain in two places."""
    case = home.open_case()
    home.read_in(case, id_card(MOTHER, unsure=("ethnicity", "name")))
    return home, case


def test_what_is_confirmed_counts_as_sure_in_the_form(unsure: tuple[Home, CaseId]) -> None:
    home, case = unsure
    assert value(home, case, "ethnicity").waits
    assert ETHNICITY in unconfirmed(home, case)
    say(home, case, "ethnicity", Verdict.CONFIRMED)
    assert not value(home, case, "ethnicity").waits
    assert ETHNICITY not in unconfirmed(home, case)
    origin = home.judged(case).form.origins[ETHNICITY]
    assert (origin.origin, origin.by, origin.confidence) == ("document", None, 1.0)
    (said,) = reviews(home)
    assert (said.verdict, said.value, said.machine, said.auto, said.by) == (
        Verdict.CONFIRMED,
        "汉",
        "汉",
        False,
        home.people["clerk"],
    )


def test_a_correction_reaches_the_form_even_where_the_old_value_was_confirmed(
    unsure: tuple[Home, CaseId],
) -> None:
    home, case = unsure
    home.save(case, {}, confirmed=[ETHNICITY])
    say(home, case, "ethnicity", Verdict.CORRECTED, " 满 ")
    assert home.value(case, ETHNICITY) == "满"
    assert ETHNICITY not in unconfirmed(home, case)
    (said,) = reviews(home)
    assert (said.verdict, said.machine, said.value) == (Verdict.CORRECTED, "汉", "满")


def test_typing_what_was_read_confirms_it(unsure: tuple[Home, CaseId]) -> None:
    home, case = unsure
    say(home, case, "ethnicity", Verdict.CORRECTED, "汉")
    (said,) = reviews(home)
    assert said.verdict is Verdict.CONFIRMED


def test_a_day_is_kept_as_the_conventions_write_it(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER, unsure=("birth_date",)))
    say(home, case, "birth_date", Verdict.CORRECTED, "1970年1月2日")
    assert value(home, case, "birth_date").value == "1970-01-02"
    assert home.value(case, BORN) == "1970-01-02"


def test_what_nobody_can_read_is_asked_of_another_paper_or_left_empty(
    unsure: tuple[Home, CaseId],
) -> None:
    home, case = unsure
    say(home, case, "ethnicity", Verdict.UNREADABLE)
    assert home.value(case, ETHNICITY) is None
    assert ETHNICITY not in home.judged(case).form.origins
    home.read_in(case, hukou_page(household(), MOTHER))
    say(home, case, "name", Verdict.UNREADABLE)
    assert home.value(case, NAME) == MOTHER.name, "the register says it too"
    assert home.judged(case).form.origins[NAME].field == "member_name"


def test_what_was_said_last_is_taken_back_and_the_record_of_it_stays(
    unsure: tuple[Home, CaseId],
) -> None:
    home, case = unsure
    before = home.judged(case).form
    say(home, case, "name", Verdict.CONFIRMED)
    say(home, case, "ethnicity", Verdict.CORRECTED, "满")
    key = new_id()
    undo(home, case, key=key)
    undo(home, case, key=key)
    assert home.value(case, ETHNICITY) == "汉"
    assert value(home, case, "ethnicity").waits
    assert not value(home, case, "name").waits
    undo(home, case)
    after = home.judged(case).form
    assert after.form == before.form
    assert after.origins == before.origins
    assert value(home, case, "ethnicity").revision == 2
    assert reviews(home) == ()
    with pytest.raises(Refused) as refused:
        undo(home, case)
    assert refused.value.code == "nothing_to_undo"


def test_of_two_clerks_the_second_is_told(unsure: tuple[Home, CaseId]) -> None:
    home, case = unsure
    say(home, case, "ethnicity", Verdict.CONFIRMED)
    with pytest.raises(Conflict, match="林晓燕") as conflict:
        say(home, case, "ethnicity", Verdict.CORRECTED, "满", known=0, login="second_clerk")
    assert conflict.value.code == "value_reviewed_elsewhere"
    assert home.value(case, ETHNICITY) == "汉"
    say(home, case, "ethnicity", Verdict.CORRECTED, "满", login="second_clerk")
    with pytest.raises(Conflict):
        undo(home, case)
    undo(home, case, login="second_clerk")
    assert home.value(case, ETHNICITY) == "汉"
    assert not value(home, case, "ethnicity").waits


def test_of_two_that_press_at_once_one_counts(unsure: tuple[Home, CaseId]) -> None:
    home, case = unsure
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def press(login: str, text: str) -> None:
        start.wait()
        try:
            say(home, case, "ethnicity", Verdict.CORRECTED, text, known=0, login=login)
        except DossierError as failure:
            outcomes.append(failure.code)
        else:
            outcomes.append("kept")

    two = (("clerk", "满"), ("second_clerk", "回"))
    threads = [threading.Thread(target=press, args=one) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "value_reviewed_elsewhere"]
    assert value(home, case, "ethnicity").revision == 1


def test_the_same_press_twice_is_one_review(unsure: tuple[Home, CaseId]) -> None:
    home, case = unsure
    key = new_id()
    for _ in range(2):
        say(home, case, "ethnicity", Verdict.CORRECTED, "满", known=0, key=key)
    assert value(home, case, "ethnicity").revision == 1
    with pytest.raises(Conflict) as conflict:
        say(home, case, "name", Verdict.CONFIRMED, key=key)
    assert conflict.value.code == "key_used"


def test_only_values_of_the_case_and_only_while_it_is_open(
    ready: tuple[Home, CaseId],
) -> None:
    home, case = ready
    other = home.open_case()
    seen = home.judged(case).papers.documents[0].values[0]

    def press(where: CaseId, one: ValueId, verdict: Verdict, text: str = "") -> None:
        with home.acting("clerk") as (work, _):
            review_queue.review_value(
                work, home.parts.house, where, one, verdict, text, known=0, key=new_id()
            )

    with pytest.raises(NotFound):
        press(other, seen.id, Verdict.CONFIRMED)
    with pytest.raises(Refused) as empty:
        press(case, seen.id, Verdict.CORRECTED, "  ")
    assert empty.value.code == "value_empty"
    home.accept(case)
    with pytest.raises(Refused) as closed:
        press(case, seen.id, Verdict.CONFIRMED)
    assert closed.value.code == "case_not_open"


@pytest.mark.parametrize(
    ("typed", "field", "right"),
    [
        ({ETHNICITY: "满"}, "ethnicity", "满"),
        ({"/applicant_gender": "male"}, "gender", "男"),
        ({BORN: "1970-01-02"}, "birth_date", "1970-01-02"),
    ],
)
def test_what_is_typed_over_in_the_form_corrects_the_reading_behind_it(
    home: Home, typed: dict[str, Json], field: str, right: str
) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER))
    read = value(home, case, field)
    home.save(case, typed)
    (said,) = reviews(home)
    assert (said.field, said.verdict, said.via, said.value, said.machine, said.auto) == (
        field,
        Verdict.CORRECTED,
        Via.FORM,
        right,
        read.value,
        True,
    )
    after = value(home, case, field)
    assert (after.value, after.waits) == (read.value, False), "the paper is as it was read"


def test_an_amount_typed_in_the_form_is_kept_as_the_paper_writes_it(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER), id_card(SON), income_proof(SON))
    home.save(case, {"/household_members/1/monthly_income": 123_450})
    (said,) = reviews(home)
    assert (said.field, said.value) == ("monthly_income", "1234.50")


def test_confirming_in_the_form_confirms_the_reading(unsure: tuple[Home, CaseId]) -> None:
    home, case = unsure
    home.save(case, {}, confirmed=[ETHNICITY])
    home.save(case, {}, confirmed=[ETHNICITY])
    (said,) = reviews(home)
    assert (said.field, said.verdict, said.via) == ("ethnicity", Verdict.CONFIRMED, Via.FORM)
    assert not value(home, case, "ethnicity").waits
    with pytest.raises(Refused):
        undo(home, case)


def test_clearing_a_value_or_taking_its_row_away_says_nothing_of_the_reading(
    home: Home,
) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER), id_card(SON))
    home.save(case, {ETHNICITY: None, "/household_members": []})
    assert reviews(home) == ()


def test_a_correction_beside_the_scan_is_a_review_too(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER))
    document = home.judged(case).papers.documents[0].id
    home.correct(case, document, "ethnicity", "满")
    home.correct(case, document, "gender", "女")
    said = {one.field: one for one in reviews(home)}
    assert (said["ethnicity"].verdict, said["ethnicity"].via) == (Verdict.CORRECTED, Via.SCAN)
    assert said["gender"].verdict is Verdict.CONFIRMED
    assert home.value(case, ETHNICITY) == "满"


def test_a_review_stands_in_the_audit_log_as_commitments_only(
    unsure: tuple[Home, CaseId],
) -> None:
    home, case = unsure
    say(home, case, "name", Verdict.CORRECTED, "王桂蘭")
    undo(home, case)
    with look(home.parts.sessions) as session:
        records = [
            one.body
            for one in audit.events(session, 0, 10_000)
            if b'"value_reviewed"' in one.body
        ]
    assert len(records) == 2
    assert b'"verdict":"corrected"' in records[0]
    assert b'"verdict":"withdrawn"' in records[1]
    for secret in ("王桂蘭", MOTHER.name):
        assert secret.encode() not in b"".join(records)


def test_a_cleared_value_on_an_older_screen_stays_clear(home: Home) -> None:
    case = home.open_case()
    home.read_in(case, id_card(MOTHER))
    screen = home.judged(case).form
    home.read_in(case, hukou_page(household(), MOTHER))
    mine = {key: one for key, one in screen.form.items() if key != "applicant_ethnicity"}
    home.save_form(case, mine, screen.revision, base=screen.form)
    assert home.value(case, ETHNICITY) is None
    assert home.judged(case).form.origins[ETHNICITY].by == home.people["clerk"]
    home.read_in(case, id_card(MOTHER, copy=2))
    assert home.value(case, ETHNICITY) is None


def test_what_changed_meanwhile_and_was_not_touched_is_not_the_persons(
    unsure: tuple[Home, CaseId],
) -> None:
    home, case = unsure
    screen = home.judged(case).form
    say(home, case, "ethnicity", Verdict.CORRECTED, "满", login="second_clerk")
    mine = {**screen.form, "applicant_phone": "13900001111"}
    home.save_form(case, mine, screen.revision, base=screen.form)
    after = home.judged(case).form
    assert (home.value(case, ETHNICITY), home.value(case, "/applicant_phone")) == (
        "满",
        "13900001111",
    )
    assert after.origins[ETHNICITY].origin == "document"
    assert after.origins["/applicant_phone"].by == home.people["clerk"]
