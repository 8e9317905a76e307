"""The shipped catalogue and the papers of an invented household, for the tests of its rules."""

import copy
from dataclasses import replace
from datetime import date
from functools import lru_cache

from pydantic import JsonValue, TypeAdapter

from dossier.catalogue.loading import Catalogue, load, parse_definition
from dossier.catalogue.model import Definition, Parameter
from dossier.catalogue.verdicts import DocumentFacts, FieldFact
from dossier.kernel.settings import form_schemas_folder

_JSON: TypeAdapter[JsonValue] = TypeAdapter(JsonValue)
_FORM = TypeAdapter(dict[str, JsonValue])
DAY = date(2026, 3, 9)
MOTHER, SON = "210102196905120221", "210102199708200314"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load(form_schemas_folder())


def dibao() -> Definition:
    """低保、边缘户申请."""
    return catalogue().get("social-security.dibao")


def gongzu() -> Definition:
    """公租房申请."""
    return catalogue().get("social-security.gongzu")


def figures(**values: int) -> dict[str, Parameter]:
    """The shipped figures with some of them set."""
    given = catalogue().parameters
    return {**given, **{code: replace(given[code], value=at) for code, at in values.items()}}


def as_json(value: object) -> JsonValue:
    """The value as JSON."""
    return _JSON.validate_python(value)


def as_form(value: object) -> dict[str, JsonValue]:
    """The value as a form."""
    return _FORM.validate_python(value)


def form_of(
    definition: Definition, number: int = 0, **changes: JsonValue
) -> dict[str, JsonValue]:
    """The form of an example, with changes; a change to None takes the field out."""
    form = as_form({**copy.deepcopy(dict(definition.examples[number].form)), **changes})
    return {name: value for name, value in form.items() if value is not None}


def paper(
    name: str,
    kind: str,
    parts: tuple[str, ...] = (),
    /,
    *,
    auto: bool = True,
    **values: str | tuple[str, ...],
) -> DocumentFacts:
    """A document with well-read values."""
    facts = {field: FieldFact(value, 0.97, auto=auto) for field, value in values.items()}
    return DocumentFacts(name, kind, parts, facts)


def household() -> dict[str, DocumentFacts]:
    """The complete papers of 王桂兰 and her son 陈磊, by a short name."""
    both = ("portrait", "emblem")
    papers = (
        paper(
            "card_mother",
            "id_card",
            both,
            name="王桂兰",
            gender="女",
            ethnicity="汉",
            birth_date="1969-05-12",
            id_number=MOTHER,
            valid_to="长期",
        ),
        paper(
            "card_son",
            "id_card",
            both,
            name="陈磊",
            gender="男",
            ethnicity="汉",
            birth_date="1997-08-20",
            id_number=SON,
            valid_to="2030-01-01",
        ),
        paper("home", "hukou_booklet", ("home",), address="沈阳市和安区", head_name="王桂兰"),
        paper(
            "page_mother",
            "hukou_booklet",
            ("member",),
            member_name="王桂兰",
            member_relation="户主",
            member_marital="丧偶",
            member_id_number=MOTHER,
        ),
        paper(
            "page_son",
            "hukou_booklet",
            ("member",),
            member_name="陈磊",
            member_relation="长子",
            member_marital="未婚",
            member_id_number=SON,
        ),
        paper(
            "income",
            "income_proof",
            name="陈磊",
            id_number=SON,
            employer="沈阳和安春晖物业服务有限公司",
            monthly_income="1500.00",
        ),
        paper("disability", "disability_cert", name="王桂兰", cert_number=MOTHER + "42"),
        paper(
            "card",
            "bank_card",
            card_number="6217 0007 2000 1234 563",
            holder_name="王桂兰",
            bank_name="盛京银行",
        ),
        paper("form", "application_form", applicant="王桂兰"),
        paper("authorisation", "economy_check_authorisation", signers=("王桂兰", "陈磊")),
    )
    return {document.id: document for document in papers}


def tiny(**changes: object) -> Definition:
    """A small definition with everything that a rule may do, and ``changes`` over it."""
    raw: dict[str, object] = {
        "code": "trial.small",
        "version": 1,
        "title_zh": "试验",
        "kind": "service",
        "group": "trial",
        "group_zh": "试验",
        "provenance": {
            "source": "试验",
            "confidence": "low",
            "item_default_confidence": "low",
        },
        "form": {
            "type": "object",
            "title": "试验",
            "required": ["kind"],
            "properties": {
                "kind": {
                    "type": "string",
                    "title": "类别",
                    "oneOf": [{"const": "a", "title": "甲"}, {"const": "b", "title": "乙"}],
                },
                "amount": {"type": "integer", "title": "金额", "format": "money-fen"},
                "share": {"type": "number", "title": "比例"},
                "flag": {"type": "boolean", "title": "标记"},
                "rows": {
                    "type": "array",
                    "title": "成员",
                    "items": {
                        "type": "object",
                        "properties": {
                            "name": {"type": "string", "title": "姓名"},
                            "id_no": {"type": "string", "title": "号码"},
                            "age_years": {"type": "integer", "title": "年龄"},
                        },
                    },
                },
            },
        },
        "persons": {
            "each_member": {
                "title_zh": "成员",
                "list": "/rows",
                "name": "name",
                "id_number": "id_no",
                "from_papers": ["id_card"],
            }
        },
        "papers": {
            "id_card": {
                "title_zh": "居民身份证",
                "fields": {
                    "name": "string",
                    "id_number": "string",
                    "valid_to": "string",
                    "signed": "boolean",
                    "score": "number",
                    "months": "integer",
                    "paid": "money",
                    "others": "array",
                },
            }
        },
        "ui": {
            "groups": [
                {
                    "code": "all",
                    "title_zh": "全部",
                    "fields": ["kind", "amount", "share", "flag", "rows"],
                }
            ]
        },
    }
    return parse_definition(as_json({**raw, **changes}), "small.yaml")
