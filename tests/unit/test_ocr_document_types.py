"""The shipped document types, and what a wrong one is told."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from dossier_ocr import load_types

FOLDER = Path(__file__).parents[2] / "form_schemas"
TYPES = load_types(FOLDER)
FIELDS = {
    "id_card": "name gender ethnicity birth_date address id_number authority valid_from valid_to",
    "hukou_booklet": (
        "household_type head_name household_no address member_name member_relation"
        " member_former_name member_gender member_birth_place member_ethnicity"
        " member_native_place member_birth_date member_id_number member_education"
        " member_marital member_military member_workplace member_occupation moved_in_city"
        " moved_in_address registered_on change_notes"
    ),
    "income_proof": "name id_number employer position monthly_income period signer issued_on",
    "disability_cert": (
        "name cert_number category grade guardian_name guardian_phone address issued_on valid_to"
        " authority"
    ),
    "bank_card": "card_number holder_name bank_name",
    "application_form": "form_name applicant signed_on",
    "economy_check_authorisation": "signers id_numbers authorised_body signed_on",
    "marriage_cert": (
        "holder register_date cert_number name_male name_female id_male id_female authority"
    ),
}
Change = Callable[[dict[str, object]], object]


def test_every_type_names_the_fields_of_the_catalogue() -> None:
    assert {code: set(TYPES.labels(code)) for code in FIELDS} == {
        code: set(names.split()) for code, names in FIELDS.items()
    }
    assert len(TYPES.by_code) == 74


def test_titles_are_chinese_and_an_unknown_code_has_one_too() -> None:
    assert TYPES.title("id_card") == "居民身份证"
    assert TYPES.title("unknown") == "未知材料"
    assert TYPES.labels("unknown") == {}


def test_the_folder_of_the_types_itself_will_do() -> None:
    assert load_types(FOLDER / "documents").by_code.keys() == TYPES.by_code.keys()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data.pop("parts"), "'parts' is a required property"),
        (lambda data: data.update(colour="red"), "colour"),
        (lambda data: data.update(code="other"), "is not the file's name"),
        (
            lambda data: data.update(checks=[{"check": "days_in_order", "fields": ["a", "b"]}]),
            "no field",
        ),
        (
            lambda data: data["parts"][0]["fields"][0].update(value_type="colour"),
            "no value type",
        ),
        (lambda data: data["parts"][0]["fields"][0].update(take="no group"), "no group"),
    ],
)
def test_a_wrong_definition_is_told_with_its_file(
    tmp_path: Path, change: Change, told: str
) -> None:
    folder = copytree(FOLDER / "documents", tmp_path / "documents")
    copytree(FOLDER / "meta", tmp_path / "meta")
    path = folder / "marriage_cert.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ValueError, match=r"marriage_cert\.yaml") as caught:
        load_types(tmp_path)
    assert told in str(caught.value)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    copytree(FOLDER / "meta", tmp_path / "meta")
    (tmp_path / "documents").mkdir()
    with pytest.raises(ValueError, match="no document types"):
        load_types(tmp_path)
