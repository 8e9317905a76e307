"""The lint finds what would surprise a case; the shipped definitions have nothing wrong."""

import json
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from catalogue_sample import catalogue, dibao, gongzu, tiny

from dossier.catalogue import load
from dossier.catalogue.examples import differences
from dossier.catalogue.lint import check, check_definition, document_types, errors
from dossier.catalogue.loading import digest_of, load_definition, parse_definition
from dossier.catalogue.yaml_text import read_yaml
from dossier.kernel.errors import NotFound, Refused
from dossier.kernel.settings import form_schemas_folder

DIBAO = "services/social-security/dibao.yaml"


@lru_cache(maxsize=1)
def trimmed() -> str:
    """低保 with three of its examples: a plain one, a refused one, one with every paper."""
    text = (form_schemas_folder() / DIBAO).read_text("utf-8")
    head, first, rest = text.partition("  - title_zh: 母子二人")
    valid = first + rest.partition("\n  - title_zh:")[0]
    over = "  - title_zh: 人均高于标准" + rest.partition("  - title_zh: 人均高于标准")[2]
    refused = over.partition("\n  - title_zh:")[0]
    every = "  - title_zh: 老人、离异子女" + rest.partition("  - title_zh: 老人、离异子女")[2]
    return f"{head}{valid}\n{refused}\n{every}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the definitions with 低保 alone, that may be broken."""
    copy = tmp_path / "form_schemas"
    left_out = shutil.ignore_patterns("services", "published.json")
    shutil.copytree(form_schemas_folder(), copy, ignore=left_out)
    (copy / DIBAO).parent.mkdir(parents=True)
    (copy / DIBAO).write_text(trimmed(), "utf-8")
    publish(copy)
    return copy


def publish(folder: Path) -> None:
    digests = {f"{each.code}@{each.version}": each.digest for each in load(folder).list()}
    (folder / "published.json").write_text(json.dumps(digests), "utf-8")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def codes(folder: Path) -> set[str]:
    return {each.code for each in errors(check(folder))}


def test_the_shipped_definitions_have_nothing_wrong() -> None:
    assert errors(check(form_schemas_folder())) == ()


def test_every_shipped_definition_is_published_and_unchanged() -> None:
    for definition in catalogue().definitions.values():
        name = f"{definition.code}@{definition.version}"
        assert catalogue().published[name] == definition.digest


def test_shipped_definitions_keep_their_marks() -> None:
    assert catalogue().parameters["dibao_standard"].value is None
    for stage in (*dibao().stages, *gongzu().stages):
        assert stage.public_notice is None or stage.public_notice.mark.to_confirm
        if stage.level == "社区":
            assert stage.on_refuse == "none"
            assert stage.kind == "check"
    assert [len(each.materials) for each in (dibao(), gongzu())] == [20, 13]
    for definition in (dibao(), gongzu()):
        assert definition.archive is not None
        assert definition.archive.mark.to_confirm


def test_a_changed_published_version_is_refused(folder: Path) -> None:
    edit(folder, DIBAO, "title_zh: 低保、边缘户申请", "title_zh: 低保申请")
    assert codes(folder) == {"published.changed"}


def test_a_comment_does_not_change_a_version(folder: Path) -> None:
    edit(folder, DIBAO, "# ", "# # ")
    assert codes(folder) == set()


def test_a_lost_published_version_is_told(folder: Path) -> None:
    (folder / DIBAO).unlink()
    assert "published.lost" in codes(folder)


def test_an_older_version_stands_beside_the_newer(folder: Path) -> None:
    older = folder / "services/social-security/dibao.v1.yaml"
    shutil.move(folder / DIBAO, older)
    text = older.read_text("utf-8").replace("\nversion: 1\n", "\nversion: 2\n")
    (folder / DIBAO).write_text(text, "utf-8")
    loaded = load(folder)
    assert loaded.get("social-security.dibao").version == 2
    assert loaded.get("social-security.dibao", 1).version == 1
    findings = check(folder)
    assert errors(findings) == ()
    assert "published.not" in {each.code for each in findings}
    with pytest.raises(NotFound):
        loaded.get("social-security.dibao", 3)


def test_without_published_digests_everything_is_a_draft(folder: Path) -> None:
    (folder / "published.json").unlink()
    assert load(folder).published == {}


def test_two_files_of_one_version_are_refused(folder: Path) -> None:
    shutil.copy(folder / DIBAO, folder / "services/copy.yaml")
    assert codes(folder) == {"catalogue.twice"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("item.is_disabled == true", "item.is_disabeld == true", "cel.invalid"),
        ("'half_up')", "'half_up') / 2", "money.double"),
        ("'retired_unit'", "'retired_units'", "option.unknown"),
        ("pointers: [/visitors]", "pointers: [/visitor]", "pointer.unknown"),
        ("fields: [application_kind, area_kind]", "fields: [area_kind]", "ui.group"),
        ("fields: [application_kind,", "fields: [stranger, application_kind,",
         "pointer.unknown"),
        ("document_type: land_ledger", "document_type: land_book", "paper.unknown"),
        ("document: id_card, field: name", "document: id_card, field: nom", "paper.field"),
        ("valid_to: string}", "valid_to: string, size: string}", "paper.unread"),
        ("parts: [portrait, emblem]", "parts: [portrait, back]", "paper.part"),
        ("decider: street_reviewer", "decider: street_cleaner", "role.unknown"),
        ("level: 街道, action", "level: 区县, action", "role.level"),
        ("retention: D30", "retention: D31", "retention.unknown"),
        ("parameters: [dibao_standard", "parameters: [dibao_norm, dibao_standard",
         "parameter.unknown"),
        ("parameters: [dibao_standard, ", "parameters: [", "parameter.listed"),
        ("transform: sex,", "transform: gender,", "transform.unknown"),
        ("name, person: applicant", "name, person: spouse", "person.unknown"),
        ("persons: [each_member, applicant", "persons: [spouse, applicant",
         "person.unknown"),
        ("compare: id_checksum", "compare: magic", "compare.unknown"),
        ("materials: [hukou, id_cards]", "materials: [hukou, ids]", "material.unknown"),
        ("id: visitors_related", "id: visitors", "code.twice"),
        ("text: '{applicant_name}', masking: surname_star",
         "text: '{applicant_id_no}', masking: id_mask", "notice.sensitive"),
        ("benefit_fen: 10000", "benefit_fen: 10001", "example.differs"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_finding(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in trimmed()
    path = written(tmp_path, trimmed().replace(old, new, 1))
    findings = check_definition(catalogue(), load_definition(path), known_types())
    found = [each for each in errors(findings) if each.code == code]
    assert found
    assert all(each.place and each.message for each in found)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (DIBAO, "kind: service", "kind: nonsense", "meta.option"),
        (DIBAO, "kind: service", "kind: service\nkind: service", "catalogue.yaml"),
        ("retention/table.yaml", "sign: Y", "sign: N", "meta.pattern"),
        ("organisation/roles.yaml", "- code", "x: 1\n- code", "catalogue.yaml"),
    ],
)
def test_a_file_of_the_wrong_form_is_found_first(
    folder: Path, name: str, old: str, new: str, code: str
) -> None:
    edit(folder, name, old, new)
    assert codes(folder) == {code}


@lru_cache(maxsize=1)
def known_types() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return document_types(form_schemas_folder())


def test_a_service_needs_examples_of_both_kinds(folder: Path) -> None:
    path = folder / DIBAO
    path.write_text(path.read_text("utf-8").partition("\nexamples:")[0] + "\n", "utf-8")
    found = [each for each in check(folder) if each.code == "example.lacking"]
    assert len(found) == 2


def test_a_schema_that_is_none_is_told() -> None:
    broken = tiny(form={"type": "object", "title": "坏", "properties": {}, "required": "x"})
    (found,) = check_definition(catalogue(), broken, {})
    assert found.code == "schema.invalid"


def test_an_example_tells_each_difference() -> None:
    given = dibao().examples[0]
    wrong = replace(
        given,
        outcome="refused",
        eligibility={"hukou": "no"},
        derived={"/household_size": 9},
        blocks=("check.names",),
        materials_due=("hukou",),
        missing_parameters=("dibao_standard",),
        working=("x",),
        parameters={**given.parameters, "stranger": 1},
    )
    told = list(differences(dibao(), wrong, catalogue().parameters))
    assert len(told) == 7
    margin = replace(dibao().examples[5], benefit_fen=5)
    assert len(list(differences(dibao(), margin, catalogue().parameters))) == 1


def test_a_digest_is_of_the_content_not_of_its_order() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "x.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text", ["a: [", b"\xff\xfe", "a: 1\na: 2", "a: !!python/name:os.system"]
)
def test_a_file_that_is_no_yaml_is_refused_by_name(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(Refused, match=r"x\.yaml"):
        read_yaml(written(tmp_path, text))


def test_yaml_is_read_without_surprises(tmp_path: Path) -> None:
    text = "a: yes\nb: 2026-03-09\nc: true\nd: on\ne: 012\ne2: 1:30\ne3: -7\ne4: null\nf: &x {g: 1}\nh:\n  <<: *x\n  i: 2.5\n"
    assert read_yaml(written(tmp_path, text)) == {
        "a": "yes",
        "b": "2026-03-09",
        "c": True,
        "d": "on",
        "e": "012",
        "e2": "1:30",
        "e3": -7,
        "e4": None,
        "f": {"g": 1},
        "h": {"g": 1, "i": 2.5},
    }


@pytest.mark.parametrize("text", ["- 1", "code: x", "provenance: 3\nderived: 4\nfee: 1"])
def test_a_definition_of_the_wrong_form_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused, match=r"x\.yaml"):
        load_definition(written(tmp_path, text))


def test_marks_are_gathered_and_inherit_the_default() -> None:
    condition = {"id": "c", "zh": "条件", "cel": "flag", "confidence": "high", "note": "注"}
    definition = tiny(
        eligibility=[condition, {**condition, "id": "d", "to_confirm": True}],
        stages=[
            {
                "order": 1,
                "level": "社区",
                "action_zh": "查",
                "decider": "window_clerk",
                "kind": "check",
                "public_notice": {
                    "value": 7,
                    "unit": "calendar_day",
                    "where_zh": "栏",
                    "to_confirm": True,
                },
            }
        ],
    )
    first, second = (each.mark for each in definition.eligibility)
    assert (first.confidence, first.note, first.to_confirm) == ("high", "注", False)
    assert second.to_confirm
    notice = definition.stages[0].public_notice
    assert notice is not None
    assert (notice.mark.confidence, notice.mark.to_confirm) == ("low", True)


def test_an_item_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(Refused):
        tiny(eligibility=["x"])
    with pytest.raises(Refused):
        parse_definition(["x"], "x.yaml")


@pytest.mark.parametrize("text", ["a: 1", "- {code: x}"])
def test_a_table_of_the_wrong_form_is_refused(folder: Path, text: str) -> None:
    (folder / "parameters" / "housing.yaml").write_text(text, "utf-8")
    with pytest.raises(Refused, match="housing"):
        load(folder)


def test_the_tables_are_loaded() -> None:
    assert catalogue().retention["dibao_stopped_3"].trigger == "benefit_stopped"
    assert catalogue().retention["D30"].years == 30
    assert catalogue().roles["district_approver"].level == "区县"
    assert not catalogue().levels["community"].may_decide
    assert len(catalogue().roles) == 27
