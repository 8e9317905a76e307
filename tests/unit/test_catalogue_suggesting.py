"""From papers to the form: proposals, matches, relations; nothing typed is touched."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from catalogue_sample import MOTHER, SON, as_form, dibao, form_of, household, paper, tiny

from dossier.catalogue import match, suggest
from dossier.catalogue.cel.shapes import Shape
from dossier.catalogue.relations import to_applicant, to_head
from dossier.catalogue.transforms import TRANSFORMS, transformed
from dossier.catalogue.verdicts import DocumentFacts, FieldFact, Suggestion

PAPERS = tuple(household().values())


def proposals(
    *papers: DocumentFacts,
    form: Mapping[str, object] | None = None,
    typed: tuple[str, ...] = (),
) -> dict[str, Suggestion]:
    return {each.pointer: each for each in suggest(dibao(), as_form(form or {}), papers, typed)}


def test_an_empty_form_is_filled_from_the_papers() -> None:
    found = {pointer: each.value for pointer, each in proposals(*PAPERS).items()}
    assert found == {
        "/applicant_name": "王桂兰",
        "/applicant_id_no": MOTHER,
        "/applicant_gender": "female",
        "/applicant_birth_date": "1969-05-12",
        "/applicant_ethnicity": "汉",
        "/hukou_address": "沈阳市和安区",
        "/bank_name": "盛京银行",
        "/bank_account": "6217000720001234563",
        "/bank_holder": "王桂兰",
        "/household_members/0/member_name": "王桂兰",
        "/household_members/0/member_id_no": MOTHER,
        "/household_members/0/relation_to_applicant": "self",
        "/household_members/0/marital_status": "widowed",
        "/household_members/0/is_disabled": True,
        "/household_members/0/disability_cert_no": MOTHER + "42",
        "/household_members/1/member_name": "陈磊",
        "/household_members/1/member_id_no": SON,
        "/household_members/1/relation_to_applicant": "child",
        "/household_members/1/marital_status": "single",
        "/household_members/1/employer_name": "沈阳和安春晖物业服务有限公司",
        "/household_members/1/monthly_income": 150000,
    }
    assert all(each.auto and each.confidence == 0.97 for each in proposals(*PAPERS).values())


def test_what_a_person_typed_is_never_touched() -> None:
    typed = ("/applicant_name", "/household_members/1/monthly_income")
    assert not {*typed} & {*proposals(*PAPERS, typed=typed)}


def test_what_the_form_already_says_is_not_proposed_again() -> None:
    form: dict[str, object] = {"applicant_name": "王桂兰", "applicant_id_no": MOTHER}
    assert "/applicant_name" not in proposals(*PAPERS, form=form)


def test_contradicting_papers_propose_without_certainty() -> None:
    papers = household()
    facts = {**papers["page_son"].values, "member_name": FieldFact("陈蕾", 0.9, auto=True)}
    papers["page_son"] = replace(papers["page_son"], values=facts)
    found = proposals(*papers.values())["/household_members/1/member_name"]
    assert (found.value, found.auto, found.confidence) == ("陈磊", False, 0.5)


def test_a_reading_that_is_not_sure_is_not_filled_by_itself() -> None:
    doubtful = paper("c", "id_card", name="王桂兰", id_number=MOTHER, auto=False)
    assert not proposals(doubtful)["/applicant_name"].auto


def test_the_number_fills_what_the_card_does_not_show() -> None:
    found = proposals(paper("c", "id_card", name="王桂兰", id_number=MOTHER))
    assert found["/applicant_birth_date"].value == "1969-05-12"
    assert found["/applicant_gender"].value == "female"


def test_without_an_application_the_bank_card_tells_who_applies() -> None:
    papers = household()
    del papers["form"]
    assert proposals(*papers.values())["/applicant_name"].value == "王桂兰"


def test_the_head_of_the_register_is_only_a_guess() -> None:
    papers = household()
    del papers["form"], papers["card"]
    found = proposals(*papers.values())
    assert (found["/applicant_name"].value, found["/applicant_name"].auto) == ("王桂兰", False)
    assert not found["/household_members/1/relation_to_applicant"].auto


def test_without_any_sign_nobody_is_taken_for_the_applicant() -> None:
    papers = household()
    for name in ("form", "card", "page_mother", "page_son"):
        del papers[name]
    found = proposals(*papers.values())
    assert "/applicant_name" not in found
    assert "/household_members/0/relation_to_applicant" not in found


def test_an_application_in_a_name_that_no_paper_bears_tells_nothing() -> None:
    papers = household()
    del papers["card"]
    papers["form"] = paper("form", "application_form", applicant="李四")
    assert not proposals(*papers.values())["/applicant_name"].auto


def test_who_has_left_the_register_is_no_member() -> None:
    papers = household()
    papers["gone"] = paper(
        "gone", "hukou_booklet", ("member",), member_name="陈小雨", change_notes="2020年注销"
    )
    assert "/household_members/2/member_name" not in proposals(*papers.values())


def test_the_applicant_comes_first_whatever_the_order_of_the_papers() -> None:
    found = proposals(*reversed(PAPERS))
    assert found["/household_members/0/member_name"].value == "王桂兰"


def test_rows_keep_their_places_and_an_empty_row_is_used() -> None:
    form: dict[str, object] = {"household_members": [{"member_name": "陈磊"}, {}]}
    found = proposals(*PAPERS, form=form)
    assert found["/household_members/0/member_id_no"].value == SON
    assert found["/household_members/1/member_name"].value == "王桂兰"
    assert "/household_members/2/member_name" not in found


def test_a_person_typed_by_number_alone_gets_the_name() -> None:
    found = proposals(*PAPERS, form={"applicant_id_no": SON})
    assert found["/applicant_name"].value == "陈磊"
    assert found["/household_members/0/member_name"].value == "陈磊"
    assert found["/household_members/1/relation_to_applicant"].value == "parent"


def test_relations_the_register_does_not_settle_are_left_to_ask() -> None:
    papers = household()
    papers["page_son"] = paper(
        "page_son", "hukou_booklet", ("member",), member_name="陈磊", member_relation="非亲属"
    )
    assert "/household_members/1/relation_to_applicant" not in proposals(*papers.values())
    alone = proposals(*papers.values(), form={"applicant_id_no": SON})
    assert "/household_members/1/relation_to_applicant" not in alone
    papers["page_mother"] = paper(
        "page_mother",
        "hukou_booklet",
        ("member",),
        member_name="王桂兰",
        member_relation="侄女",
    )
    papers["page_son"] = paper(
        "page_son", "hukou_booklet", ("member",), member_name="陈磊", member_relation="长子"
    )
    assert "/household_members/1/relation_to_applicant" not in proposals(*papers.values())


@pytest.mark.parametrize(
    ("applicant", "member", "expected"),
    [
        ("户主", "妻", ("spouse", True)),
        ("户主", "长子", ("child", True)),
        ("户主", "次女", ("child", True)),
        ("户主", "孙女", ("grandchild", True)),
        ("户主", "户主", None),
        ("妻", "户主", ("spouse", True)),
        ("妻", "长子", ("child", False)),
        ("妻", "母亲", ("parent_in_law", True)),
        ("长子", "户主", ("parent", True)),
        ("长子", "次子", ("sibling", True)),
        ("长子", "妻", ("parent", False)),
        ("长子", "孙子", None),
        ("母亲", "户主", ("child", True)),
        ("母亲", "长子", ("grandchild", True)),
        ("二弟", "户主", None),
        ("弟", "户主", ("sibling", True)),
        ("非亲属", "户主", None),
        ("户主", "保姆", None),
    ],
)
def test_relations_turn_from_the_head_to_the_applicant(
    applicant: str, member: str, expected: tuple[str, bool] | None
) -> None:
    assert to_applicant(applicant, member) == expected


def test_the_registers_words_are_known() -> None:
    assert to_head("户主") == "self"
    assert to_head("三女") == "child"
    assert to_head("女婿") == "other"
    assert to_head("长辈") is None


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("sex", "男", "male"),
        ("sex", "女性", "female"),
        ("sex", "?", None),
        ("marital", "有配偶", "married"),
        ("marital", "离婚", "divorced"),
        ("marital", "", None),
        ("labour", "大部分丧失劳动能力", "most_lost"),
        ("labour", "五级", None),
        ("id_number", "21010219690512 0221", MOTHER),
        ("id_number", "1", None),
        ("birth_date_of_id", "1", None),
        ("sex_of_id", "1", None),
        ("sex_of_id", MOTHER, "female"),
        ("digits", "6217-00 07", "62170007"),
        ("digits", "62a", None),
        ("fen", "3,200.5", 320050),
        ("fen", "三千", None),
    ],
)
def test_printed_texts_become_form_values(name: str, text: str, value: object) -> None:
    assert TRANSFORMS[name](text) == value


def test_values_without_a_transform_take_the_fields_type() -> None:
    tables = {"kinds": {"甲类": "a"}}
    assert transformed("kinds", tables, Shape("string"), "甲类") == "a"
    assert transformed("kinds", tables, Shape("string"), "乙类") is None
    assert transformed("", {}, Shape("string"), "文字") == "文字"
    assert transformed("", {}, Shape("integer", money=True), "12.5") == 1250
    assert transformed("", {}, Shape("number"), "3.5") == 3.5
    assert transformed("", {}, Shape("integer"), "12") == 12
    assert transformed("", {}, Shape("integer"), "十二") is None


def test_documents_are_matched_by_number_then_by_name() -> None:
    found = {
        (each.material, each.person_pointer, each.document): each.how
        for each in match(dibao(), form_of(dibao()), PAPERS)
    }
    first, second = "/household_members/0", "/household_members/1"
    assert found[("id_cards", first, "card_mother")] == "id_number"
    assert found[("hukou", second, "home")] == "pages"
    assert found[("hukou", second, "page_son")] == "id_number"
    assert found[("bank_card", "", "card")] == "type"
    assert found[("income_employed", second, "income")] == "id_number"
    assert ("id_cards", second, "card_mother") not in found
    assert len(found) == len(match(dibao(), form_of(dibao()), PAPERS))


def test_namesakes_are_not_mixed_up() -> None:
    other = paper("other", "id_card", ("portrait",), name="王桂兰", id_number=SON)
    found = match(dibao(), form_of(dibao()), (other,))
    assert [each.person_pointer for each in found] == ["/household_members/1"]
    unread = paper("unread", "id_card", ("portrait",), name="王 桂兰", id_number="2101")
    found = match(dibao(), form_of(dibao()), (unread,))
    assert [(each.person_pointer, each.how) for each in found] == [
        ("/household_members/0", "name")
    ]


def emblems(*order: str) -> set[tuple[str, str]]:
    sides = {
        "A": paper("A", "id_card", ("portrait",), name="王桂兰", id_number=MOTHER),
        "B": paper("B", "id_card", ("portrait",), name="陈磊", id_number=SON),
        "x": paper("x", "id_card", ("emblem",), valid_to="长期"),
        "y": paper("y", "id_card", ("emblem",), valid_to="长期"),
        "n": paper("n", "id_card", ("portrait", "emblem"), name="李四"),
        "-": paper("-", "id_card"),
    }
    found = match(dibao(), form_of(dibao()), tuple(sides[name] for name in order))
    return {(each.person_pointer[-1], each.document) for each in found if each.how == "pages"}


def test_a_side_without_a_name_belongs_to_its_neighbour() -> None:
    assert emblems("A", "x", "B", "y") == {("0", "x"), ("1", "y")}
    assert emblems("A", "B", "x", "y") == {("0", "x"), ("1", "y")}
    assert emblems("x", "A") == {("0", "x")}
    assert emblems("A", "B", "x") == set()
    assert emblems("n", "-", "x") == set()


def test_a_list_of_people_may_stand_alone() -> None:
    source = {"pointer": "/rows/*/name", "document": "id_card", "field": "name"}
    definition = tiny(from_document=[{**source, "person": "each_member"}])
    found = suggest(definition, {}, (paper("c", "id_card", name="王桂兰"),))
    assert [(each.pointer, each.value) for each in found] == [("/rows/0/name", "王桂兰")]
    strange = tiny(
        from_document=[
            {**source, "person": "spouse"},
            {**source, "pointer": "/none", "person": ""},
            {**source, "person": "spouse", "transform": "relation"},
        ]
    )
    assert suggest(strange, {}, (paper("c", "id_card", name="王桂兰"),)) == ()


def test_the_presence_of_a_paper_can_be_the_value() -> None:
    definition = tiny(
        from_document=[{"pointer": "/flag", "document": "id_card", "constant": True}]
    )
    (found,) = suggest(definition, {}, (DocumentFacts("c", "id_card", (), {}),))
    assert (found.value, found.auto, found.confidence) == (True, False, 0.0)
