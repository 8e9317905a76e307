"""Before the papers: what is asked is what decides, and nothing that does not."""

from catalogue_sample import catalogue, dibao
from jsonschema import Draft202012Validator

from dossier.catalogue.browser import schema_for_browser
from dossier.catalogue.model import Definition
from dossier.catalogue.questions import asking, questions
from dossier.catalogue.rules import evaluate


def test_what_decides_about_a_paper_is_asked() -> None:
    asked = questions(dibao())
    assert "/household_members/*/employment_status" in asked
    assert "/has_contracted_land" in asked


def test_names_addresses_and_accounts_are_not_asked() -> None:
    asked = {pointer.rpartition("/")[2] for pointer in questions(dibao())}
    assert not asked & {"applicant_name", "member_name", "hukou_address", "bank_account"}


def test_what_a_deciding_value_is_computed_from_is_asked() -> None:
    assert "/household_members/*/monthly_income" in questions(dibao())
    assert "/total_monthly_income" not in questions(dibao())


def test_what_shows_a_deciding_field_is_asked() -> None:
    assert "/household_members/*/is_student" in questions(dibao())


def test_the_questions_of_every_service_make_a_form() -> None:
    for definition in catalogue().list():
        schema = schema_for_browser(asking(definition))["schema"]
        assert isinstance(schema, dict)
        Draft202012Validator.check_schema(schema)
        assert _fields(asking(definition)) <= _fields(definition), definition.code


def test_the_answers_tell_the_same_papers_as_the_whole_form() -> None:
    for definition in catalogue().list():
        example = definition.examples[0]
        names = asking(definition).form["properties"]
        assert isinstance(names, dict)
        answers = {name: value for name, value in example.form.items() if name in names}
        whole, asked = (
            evaluate(definition, form, (), catalogue().parameters, example.day)
            for form in (example.form, answers)
        )
        needed = {one.code for one in whole.materials if one.status != "unchecked"}
        assert needed <= {one.code for one in asked.materials}, definition.code


def _fields(definition: Definition) -> set[str]:
    properties = definition.form["properties"]
    assert isinstance(properties, dict)
    return set(properties)
