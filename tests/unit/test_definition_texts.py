"""A text is read with the place of every part, and told what is wrong with it, and where."""

import time
from datetime import date
from pathlib import Path

import pytest
from build import catalogue

from dossier.catalogue import lint
from dossier.catalogue.compiling import _made
from dossier.catalogue.editing.template import starting_text
from dossier.catalogue.editing.text_check import (
    Checked,
    TextProblem,
    check_text,
    definition_in,
    known_types,
    raw_of,
)
from dossier.catalogue.editing.text_edits import facts_of, with_facts
from dossier.catalogue.editing.vocabulary import FUNCTIONS, described, functions
from dossier.catalogue.loading import load
from dossier.catalogue.yaml_text import value_of
from dossier.catalogue.yaml_tree import Malformed, Range, read
from dossier.kernel.errors import Refused
from dossier.kernel.settings import form_schemas_folder

FOLDER = form_schemas_folder()
DIBAO = (FOLDER / "services/social-security/dibao.yaml").read_text("utf-8")
TEXT = with_facts(DIBAO, version=2)
FILES = sorted(FOLDER.glob("services/*/*.yaml"))


def check(old: str = "", new: str = "") -> Checked:
    assert old in TEXT
    return check_text(TEXT.replace(old, new, 1) if old else TEXT, catalogue())


def at(problem: TextProblem, text: str) -> str:
    """What the problem points at in ``text``."""
    place = problem.place
    assert place.line == place.end_line
    return text.splitlines()[place.line - 1][place.column - 1 : place.end_column - 1]


# -- reading


def test_every_delivered_text_is_read_as_it_always_was() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        assert read(text).value == value_of(text), path.name


def test_parts_know_where_they_stand() -> None:
    root = read("a: 1\nb:\n  - {c: 中文, d: [x, y]}\n  - &e {c: 2}\nf: {<<: *e, g: 3}\n")
    assert root.range_of(["a"]) == Range(1, 4, 1, 5)
    assert root.range_of(["b", 0, "c"]) == Range(3, 9, 3, 11)
    assert root.range_of(["b", 0, "d", 1]) == Range(3, 20, 3, 21)
    assert root.range_of(["b"]) == Range(2, 1, 2, 2)  # a larger part: its name
    assert root.range_of(["f", "c"]) == Range(4, 12, 4, 13)  # where the anchor stands
    assert root.range_of(["b", 7]) == root.range_of(["b"])
    assert root.range_of(["b", 0, "nothing"]).line == 3
    assert root.find(["f"]) is not None
    assert root.find(["f", "nothing", 0]) is None
    assert root.value == {"a": 1, "b": [{"c": "中文", "d": ["x", "y"]}, {"c": 2}], "f": {"c": 2, "g": 3}}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\n b: 2", "yaml.syntax", 2),
        ("a: [1, 2", "yaml.syntax", 2),
        ("a: 1\n\tb: 2", "yaml.syntax", 2),
        ('a: "x', "yaml.syntax", 1),
        ("a: b: c", "yaml.syntax", 1),
        ("a: 1\nb: 2\na: 3", "yaml.twice", 3),
        ("a: !!python/object:os.system x", "yaml.tag", 1),
        ("a: !x [1]", "yaml.tag", 1),
        ("a: *nobody", "yaml.alias", 1),
        ("a: &a [*a]", "yaml.alias", 1),
        ("a: 1\n---\nb: 2", "yaml.documents", 2),
        ("", "yaml.empty", 1),
        ("# nothing", "yaml.empty", 1),
        ("a: 123456789012345678901", "yaml.number", 1),
        ("1: 2", "yaml.key", 1),
        ("? [a]\n: b", "yaml.key", 1),
        ("<<: 1", "yaml.merge", 1),
        ("a: " + "[" * 60 + "]" * 60, "yaml.deep", 1),
        ("a: \x07", "yaml.characters", 1),
        ("a: '" + "x" * 600_000 + "'", "yaml.too_large", 1),
    ],
)
def test_what_is_no_plain_yaml_is_told_with_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(Malformed) as fault:
        read(text)
    assert (fault.value.code, fault.value.place.line) == (code, line)
    assert fault.value.message.endswith("。") or fault.value.message.endswith("查")
    told = check_text(text, catalogue())
    assert (told.definition, [one.code for one in told.problems]) == (None, [code])


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    begun = time.perf_counter()
    with pytest.raises(Malformed) as fault:
        read("\n".join(lines))
    assert fault.value.code == "yaml.bomb"
    assert time.perf_counter() - begun < 1


# -- checking


def test_a_good_text_has_no_problems_and_is_its_definition() -> None:
    told = check()
    assert told.problems == ()
    assert told.definition is not None
    assert (told.definition.code, told.definition.version, told.title_zh) == (
        "social-security.dibao",
        2,
        "低保、边缘户申请",
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "pointed"),
    [
        ("kind: service", "kind: servise", "meta.option", "servise"),
        ("kind: service", "kind: service\nstranger: 1", "meta.unknown", "stranger"),
        ("confidence: seed", "confidence: sed", "meta.option", "sed"),
        ("kind: service", "kind: [service]", "meta.option", "kind"),
        ("copies: 1", "copies: one", "meta.type", "one"),
        (
            "cel: hukou_in_city == true",
            "cel: hukou_in_cty == true",
            "cel.invalid",
            "hukou_in_cty",
        ),
        (
            "cel: hukou_in_city == true",
            "cel: hukou_in_city == 1",
            "cel.invalid",
            "==",
        ),
        (
            "cel: hukou_in_city == true",
            'cel: "true && hukou_in_cty"',
            "cel.invalid",
            "hukou_in_cty",
        ),
        ("document_type: bank_card", "document_type: bank_crd", "paper.unknown", "bank_crd"),
        ("id: apply_place", "id: hukou", "code.twice", "hukou"),
        ("decider: community_director", "decider: nobody", "role.unknown", "nobody"),
        ("version: 2", "version: 2\nvalid_from: 2026-02-30", "definition.value", "2026-02-30"),
        (
            "version: 2",
            "version: 2\nvalid_from: 2026-03-01\nvalid_to: 2026-02-01",
            "days.order",
            "2026-02-01",
        ),
        ("version: 2", "version: 1\nvalid_from: 2026-01-01", "version.taken", "1"),
        ("compare: names_equal", "compare: names_same", "compare.unknown", "names_same"),
    ],
)
def test_a_problem_points_at_what_is_wrong(old: str, new: str, code: str, pointed: str) -> None:
    text = TEXT.replace(old, new, 1)
    told = check(old, new)
    found = [one for one in told.problems if one.code == code]
    assert found, told.problems
    assert at(found[0], text) == pointed
    assert found[0].pointer or code == "meta.missing"
    assert found[0].message.endswith("。")


def test_what_the_compiler_says_is_told_in_words() -> None:
    for wrong, said in (
        ("nobody == true", "第1个字符处没有名为“nobody”的字段或函数"),
        ("residence_months + 1.5 == 2", "“+”不能用在(整数, 小数)上"),
        ("((hukou_in_city", "括号没有配对"),
        ("residence_months + 1", "结果是整数，这里要的是“是否”"),
        ("hukou_in_city == true ==", "没有写完"),
        ("applicant_name.first == 'x'", "第15个字符处文字没有下级字段"),
    ):
        told = check("cel: hukou_in_city == true", f'cel: "{wrong}"')
        (found,) = [one for one in told.problems if one.code == "cel.invalid"]
        assert said in found.message, found.message
        assert "INVALID_ARGUMENT" not in found.message


def test_a_missing_part_is_told_at_its_holder() -> None:
    told = check("title_zh: 低保、边缘户申请\n", "")
    (found,) = told.problems
    assert (found.code, found.message) == ("meta.missing", "缺少必须写的“title_zh”。")


def test_examples_that_come_out_otherwise_are_told() -> None:
    told = check("eligibility: {hukou: yes,", "eligibility: {hukou: no,")
    assert {one.code for one in told.problems} == {"example.differs"}
    assert all(one.pointer.startswith("/examples/") for one in told.problems)
    assert told.definition is not None  # there is a form to show all the same


def test_an_endless_condition_ends() -> None:
    rounds = "[" + ",".join(map(str, range(60))) + "]"
    endless = f"{rounds}.all(a, {rounds}.all(b, {rounds}.all(c, a + b + c >= 0)))"
    begun = time.perf_counter()
    told = check("cel: hukou_in_city == true", f"cel: '{endless}'")
    assert "example.differs" in {one.code for one in told.problems}  # it is never met
    assert time.perf_counter() - begun < 5


def test_too_many_examples_are_not_run() -> None:
    more = "".join(
        f"  - {{title_zh: e{n}, outcome: valid, day: 2026-03-09, form: {{}}}}\n"
        for n in range(101)
    )
    told = check("\nexamples:\n", f"\nexamples:\n{more}")
    assert [one.code for one in told.problems] == ["examples.many"]


def test_an_invalid_form_schema_is_told_where_the_form_stands() -> None:
    told = check("hukou_in_city: {type: boolean", "hukou_in_city: {type: boolean, minimum: x")
    assert {one.code for one in told.problems} & {"meta.type", "schema.invalid"}


def test_the_largest_delivered_texts_are_checked_within_a_third_of_a_second() -> None:
    largest = sorted(FILES, key=lambda path: path.stat().st_size)[-3:]
    for path in largest:
        text = path.read_text("utf-8")
        taken = []
        for _ in range(3):
            begun = time.process_time()
            assert check_text(text, catalogue()).problems == ()
            taken.append(time.process_time() - begun)
        assert min(taken) < 0.3, path.name


def test_what_is_thrown_away_does_not_pile_up() -> None:
    before = len(_made)
    for number in range(20):
        check_text(TEXT + f"# {number}\n", catalogue())
    assert len(_made) <= before + 1


def test_the_check_knows_the_document_types_as_the_folder_gives_them() -> None:
    assert known_types(catalogue()) == lint.document_types(FOLDER)


def test_few_facts_and_broken_texts() -> None:
    assert raw_of(TEXT)["code"] == "social-security.dibao"
    assert raw_of("a: [") == {}
    assert raw_of("[1]") == {}
    assert definition_in("[1]", catalogue()) is None
    assert definition_in("a: [", catalogue()) is None
    assert definition_in(TEXT, catalogue()) is not None


# -- editing


def test_facts_are_changed_and_everything_else_stays() -> None:
    made = with_facts(DIBAO, code="a.b", version=7, valid_from=date(2026, 7, 1))
    assert facts_of(made) == ("a.b", 7)
    assert raw_of(made)["valid_from"] == "2026-07-01"
    assert [line for line in made.splitlines() if line not in DIBAO.splitlines()] == [
        "code: a.b",
        "version: 7",
        "valid_from: 2026-07-01",
    ]
    again = with_facts(made, valid_from=date(2026, 8, 1))
    assert again.count("valid_from") == 1


def test_a_text_without_a_head_is_not_edited() -> None:
    for text in ("- 1", "a: 1", "version: [1]", "a: ["):
        with pytest.raises(Refused):
            with_facts(text, version=2)
    assert facts_of("a: [") == ("", 0)
    assert facts_of("version: true") == ("", 0)
    assert with_facts("version: 1", valid_from=date(2026, 1, 1)) == (
        "version: 1\nvalid_from: 2026-01-01\n"
    )


def test_the_template_passes_the_check_but_for_what_is_still_to_be_written() -> None:
    for title in ("老年餐卡", "it's: # [x", "*a", "  多  空格 "):
        told = check_text(starting_text("elderly.meal-card", 1, title, "养老服务"), catalogue())
        assert [(one.code, one.pointer) for one in told.problems] == [
            ("text.unwritten", "/target_zh"),
            ("text.unwritten", "/provenance/source"),
        ]
        assert told.title_zh == " ".join(title.split())


# -- words


def test_every_function_and_property_has_words() -> None:
    assert {name for name, _ in functions()} <= FUNCTIONS.keys()
    schema = described(catalogue().meta)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert properties["eligibility"] == {
        "type": "array",
        "items": {"$ref": "#/$defs/condition"},
        "description": "条件",
    }


def test_a_folder_without_a_meta_schema_is_loaded_all_the_same(tmp_path: Path) -> None:
    for name in ("services", "organisation"):
        (tmp_path / name).mkdir()
    for name in ("roles", "levels"):
        (tmp_path / "organisation" / f"{name}.yaml").write_text("[]", "utf-8")
    assert load(tmp_path).meta == "{}"
