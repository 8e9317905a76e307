"""Rules between the fields of one paper that look at values."""

from dossier_ocr.definitions.checks import (
    CHECKS,
    after_birth,
    amounts_add_up,
    amounts_in_order,
    one_of_names,
    person_of_id,
    sex_of_id,
)
from dossier_ocr.model import Value

ID = "210102196908170427"


def read(**values: str | None) -> dict[str, Value]:
    return {
        name: Value(value, value or "", 0.9, auto=True, page=1, box=(0, 0, 1, 1))
        for name, value in values.items()
    }


def test_birth_or_sex_alone_is_proved_by_the_number() -> None:
    born = person_of_id(read(id=ID, birth="1969-08-17"), ("id", "birth"))
    assert born.fields["birth"].auto
    assert person_of_id(read(id=ID), ("id", "birth")).fields["birth"].value == "1969-08-17"
    told = sex_of_id(read(id=ID, sex="男"), ("id", "sex"))
    assert [finding.code for finding in told.findings] == ["id_contradiction"]
    assert not sex_of_id(read(id="1", sex="男"), ("id", "sex")).fields["sex"].auto


def test_nothing_happens_to_a_person_before_birth() -> None:
    names = ("id", "died")
    early = after_birth(read(id=ID, died="1960-01-01"), names)
    assert [finding.code for finding in early.findings] == ["before_birth"]
    assert not early.fields["died"].auto
    for fields in (
        read(id=ID, died="1969-08"),
        read(id=ID, died="2026-01-01"),
        read(id="1", died="1960-01-01"),
        read(id=ID),
    ):
        assert after_birth(fields, names).findings == ()


def test_a_part_is_not_more_than_the_whole() -> None:
    names = ("self_paid", "total")
    wrong = amounts_in_order(read(self_paid="20.00", total="10.00"), names)
    assert [finding.code for finding in wrong.findings] == ["amounts_out_of_order"]
    assert not wrong.fields["total"].auto
    assert amounts_in_order(read(self_paid="10.00", total="10.00"), names).findings == ()
    assert amounts_in_order(read(self_paid="若干", total="10.00"), names).findings == ()


def test_parts_do_not_add_up_to_more_than_the_total() -> None:
    names = ("total", "fund", "own")
    wrong = amounts_add_up(read(total="10.00", fund="8.00", own="3.00"), names)
    assert [finding.code for finding in wrong.findings] == ["amounts_do_not_add_up"]
    assert amounts_add_up(read(total="10.00", fund="8.00", own="2.00"), names).findings == ()
    assert amounts_add_up(read(total="10.00", fund="18.00"), names).findings == ()


def test_the_holder_is_one_of_the_two_on_the_paper() -> None:
    names = ("holder", "male", "female")
    wrong = one_of_names(read(holder="陈磊", male="王强", female="李丽"), names)
    assert [finding.code for finding in wrong.findings] == ["not_one_of"]
    assert one_of_names(read(holder="李 丽", male="王强", female="李丽"), names).findings == ()
    assert one_of_names(read(holder="陈磊", male="王强"), names).findings == ()


def test_every_rule_bears_its_own_name() -> None:
    assert all(check.__name__ == name for name, check in CHECKS.items())
