"""What holds for every text of a definition, however it is laid out or broken."""

from datetime import date, datetime

import pytest
import yaml
from build import catalogue
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from dossier.catalogue.editing.bundles import unpack
from dossier.catalogue.editing.drafts import Draft, DraftState, barred_from_publishing
from dossier.catalogue.editing.ssh_signatures import (
    BadSignature,
    key_text,
    parse_key,
    public_of,
    sign,
    signer_of,
)
from dossier.catalogue.editing.template import starting_text
from dossier.catalogue.editing.text_check import check_text
from dossier.catalogue.editing.text_edits import facts_of, with_facts
from dossier.catalogue.loading import digest_of
from dossier.catalogue.yaml_text import value_of
from dossier.catalogue.yaml_tree import Malformed, read
from dossier.kernel.clock import CIVIL, FixedClock
from dossier.kernel.errors import Refused
from dossier.kernel.ids import DraftId, UserId

TEMPLATE = starting_text("elderly.meal-card", 1, "老年餐卡", "养老服务")
_words = st.text(st.characters(codec="utf-8"), max_size=12)
_plain = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | _words
values = st.recursive(
    _plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_words, inner, max_size=4),
    max_leaves=15,
)
people = st.sampled_from([UserId(name) for name in "abcd"])


@given(values, st.booleans(), st.booleans(), st.integers(20, 200), st.integers(2, 6))
def test_the_digest_is_that_of_the_content_whatever_the_layout(
    value: object, flow: bool, ordered: bool, width: int, indent: int
) -> None:
    text = yaml.safe_dump(
        value,
        default_flow_style=flow,
        sort_keys=ordered,
        width=width,
        indent=indent,
        allow_unicode=True,
    )
    try:
        found = read(f"# 注释\n{text}").value
    except Malformed:
        reject()  # a number, or nothing, as a name
    assert found == value
    assert digest_of(found) == digest_of(value_of(text))


@given(st.integers(1, 10**6), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_changing_the_head_changes_nothing_else(version: int, since: date) -> None:
    made = with_facts(TEMPLATE, version=version, valid_from=since)
    before, after = read(TEMPLATE).value, read(made).value
    assert isinstance(before, dict)
    assert after == {**before, "version": version, "valid_from": since.isoformat()}
    assert facts_of(made) == ("elderly.meal-card", version)
    assert [line for line in made.splitlines() if line.startswith("#")] == [
        line for line in TEMPLATE.splitlines() if line.startswith("#")
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEMPLATE)), st.integers(0, 40), st.text(max_size=12))
def test_a_broken_text_is_told_with_places_that_are_there(
    start: int, length: int, put: str
) -> None:
    text = TEMPLATE[:start] + put + TEMPLATE[start + length :]
    told = check_text(text, catalogue())
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + 2
    for one in told.problems:
        assert 1 <= one.place.line <= one.place.end_line <= lines + text.count("\u2029")
        assert (one.place.line, one.place.column) < (
            one.place.end_line,
            one.place.end_column,
        ) or (one.place.line == 1)
        assert one.message
    assert told.definition is not None or told.errors


@given(st.text(max_size=200))
def test_any_text_is_checked_without_an_accident(text: str) -> None:
    assert check_text(text, catalogue()).errors


@given(st.binary(max_size=300))
def test_any_bytes_are_a_bundle_or_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        unpack(content)  # chance does not sign
    assert refused.value.code.startswith("bundle_")


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.binary(max_size=100))
def test_a_signature_is_good_for_its_message_alone(
    seed: bytes, message: bytes, other: bytes
) -> None:
    made = sign(seed, "dossier-bundle", message)
    assert signer_of(made, "dossier-bundle", message) == public_of(seed)
    assert parse_key(key_text(public_of(seed), "x y")) == public_of(seed)
    if other != message:
        with pytest.raises(BadSignature):
            signer_of(made, "dossier-bundle", other)


@given(st.lists(people, min_size=1, unique=True), people, people, st.sampled_from(DraftState))
def test_only_a_second_person_publishes_and_only_what_was_submitted(
    editors: list[UserId], submitted_by: UserId, person: UserId, state: DraftState
) -> None:
    now = FixedClock(datetime(2026, 3, 9, tzinfo=CIVIL))()
    draft = Draft(
        id=DraftId("d"),
        code="a.b",
        version=1,
        based_on=None,
        text="",
        revision=1,
        state=state,
        editors=tuple(editors),
        created_by=editors[0],
        created_at=now,
        updated_by=editors[-1],
        updated_at=now,
        submitted_by=submitted_by,
        returned_reason="",
        office="",
        fingerprint="",
    )
    allowed = not barred_from_publishing(draft, person, has_right=True)
    wrote = person in editors or person == submitted_by
    assert allowed == (state is DraftState.SUBMITTED and not wrote)
    assert barred_from_publishing(draft, person, has_right=False)
