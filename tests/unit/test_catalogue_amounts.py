"""From which fields of the form a benefit is computed, in the form's own words."""

from catalogue_sample import catalogue, dibao, gongzu, tiny

from dossier.catalogue.amounts import fields_behind


def test_computed_values_are_followed_to_what_was_filled_in() -> None:
    assert fields_behind(dibao()) == ("“共同生活家庭成员”", "“其他收入（赡养费、租金等）”")
    assert fields_behind(gongzu()) == ("“共同生活家庭成员”",)


def test_an_amount_that_an_office_enters_is_named() -> None:
    entered = fields_behind(catalogue().get("social-assistance.red-cross-hardship"))
    assert entered == ("“救助金额”",)


def test_a_service_without_benefit_has_none() -> None:
    assert fields_behind(tiny()) == ()
