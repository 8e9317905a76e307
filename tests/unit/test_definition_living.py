"""Delivered versions and those published here are one catalogue; a newer one ends the older."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from catalogue_sample import catalogue, tiny

from dossier.catalogue.compiling import compiled
from dossier.catalogue.editing.template import starting_text
from dossier.catalogue.living import LivingCatalogue, Present, definition_kept, joined
from dossier.catalogue.loading import Catalogue
from dossier.catalogue.model import Definition
from dossier.catalogue.version_store import PublishedVersion
from dossier.catalogue.versions import find_present, get_present, is_published
from dossier.kernel.errors import Refused
from dossier.kernel.ids import DraftId, UserId

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TEXT = starting_text("elderly.meal-card", 1, "老年餐卡", "退休养老")


def of(*versions: Definition) -> Catalogue:
    return replace(
        catalogue(),
        definitions={(one.code, one.version): one for one in versions},
        published={f"{one.code}@{one.version}": one.digest for one in versions},
    )


def one(version: int, since: date | None = None, until: date | None = None) -> Definition:
    made = replace(tiny(version=version), valid_from=since, valid_to=until)
    return replace(made, digest=str(version) * 64)


def kept(text: str, digest: str = "") -> PublishedVersion:
    moment = datetime(2026, 3, 9, tzinfo=UTC)
    return PublishedVersion(
        "elderly.meal-card", 1, text, digest, DraftId("d"), "", "", UserId("u"), moment
    )


def test_what_is_published_here_stands_where_a_delivered_one_has_its_number() -> None:
    delivered = of(one(1), one(2))
    here = replace(one(2), digest="9" * 64, title_zh="本单位的")
    now = joined(delivered, {(here.code, 2): here}, {(here.code, 2): here.digest})
    assert now.get(here.code).title_zh == "本单位的"
    assert is_published(now, here)
    assert now.get(here.code, 1) is delivered.get(here.code, 1)


def test_a_changed_row_is_not_offered_and_a_broken_one_is_lost() -> None:
    delivered = of(one(1))
    code = one(1).code
    changed = joined(delivered, {(code, 2): one(2)}, {(code, 2): "0" * 64})
    assert get_present(changed, code, MARCH).version == 1
    lost = joined(delivered, {(code, 2): None}, {(code, 2): "0" * 64})
    assert (code, 2) not in lost.definitions
    assert f"{code}@2" in lost.published


@pytest.mark.parametrize(
    "text",
    ["a: [", "[1]", "a: 1", "", TEXT.replace("version: 1", "version: 2"), "code: {a: 1}\nversion: 1"],
)  # fmt: skip
def test_a_kept_text_that_is_no_definition_of_that_name_is_none(text: str) -> None:
    assert definition_kept(kept(text)) is None


def test_a_kept_text_is_its_definition() -> None:
    found = definition_kept(kept(TEXT))
    assert found is not None
    assert (found.code, found.title_zh) == ("elderly.meal-card", "老年餐卡")


def test_who_walks_over_the_former_mapping_walks_on() -> None:
    present: Present[str, int] = Present({"a": 1, "b": 2})
    walk = iter(present)
    assert next(walk) == "a"
    present.put({"c": 3})
    assert next(walk) == "b"
    assert dict(present) == {"c": 3}
    assert len(present) == 1


def test_the_catalogue_is_one_object_and_its_definitions_are_the_delivered_ones() -> None:
    delivered = of(one(1))
    living = LivingCatalogue(delivered)
    assert living.catalogue.get(one(1).code) is delivered.get(one(1).code)
    assert compiled(delivered.get(one(1).code)) is compiled(living.catalogue.get(one(1).code))


# -- which version holds


def test_a_version_that_ended_does_not_give_way_to_an_older_one() -> None:
    known = of(one(1), one(2, MARCH, APRIL))
    code = one(1).code
    assert [
        get_present(known, code, day).version for day in (date(2026, 2, 1), MARCH, APRIL)
    ] == [
        1,
        2,
        2,
    ]
    assert find_present(known, code, MAY) is None
    with pytest.raises(Refused) as ended:
        get_present(known, code, MAY)
    assert ended.value.code == "service_ended"


def test_a_service_that_ended_begins_again_with_a_newer_version() -> None:
    known = of(one(1), one(2, MARCH, APRIL), one(3, MAY))
    code = one(1).code
    with pytest.raises(Refused, match="2026年5月1日起") as refused:
        get_present(known, code, date(2026, 4, 15))
    assert refused.value.code == "service_not_yet"
    assert get_present(known, code, MAY).version == 3
