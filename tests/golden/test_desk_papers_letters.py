"""Printed forms, notices on personal data and certified copies: what they say, on every service."""

from datetime import date
from functools import cache
from io import BytesIO

import cv2
import numpy as np
import pdfplumber
import pypdfium2
import pytest

from dossier.adapters.typst import TypstLetters
from dossier.cases.acting import Acting, By, Channel
from dossier.catalogue.loading import Catalogue, load
from dossier.catalogue.model import Definition
from dossier.catalogue.rules import evaluate
from dossier.flows import data_notice, standing_in
from dossier.flows.form_sheets import Grounds, Sheet, sheets_of
from dossier.kernel.settings import form_schemas_folder
from dossier.notices.binding import bound, count_pages, stamped
from dossier.notices.certified_copy import CertifiedCopyLetter
from dossier.notices.model import Office
from dossier.notices.printed_forms import PrintedFormLetter, find_form_code
from dossier.notices.printing import typeset
from dossier.samples.degrade import Degradation, Dose, degrade_all
from dossier.samples.draw.scan import Scan
from dossier.samples.people import id_number
from dossier_ocr.pages.codes import codes_of

DAY = date(2026, 3, 9)
OFFICE = Office(
    name="丁香社区居民委员会",
    parent="春晖街道办事处",
    address="和安区春晖路1号",
    phone="024-12345678",
    hours="周一至周五 8:30—17:00",
    hotline="12345",
)
NASTY = '#panic("x") $x$ *b* _i_ `c` <l> @r \\ // /* ${1+1}'
AGENT = Acting(
    By.AGENT,
    Channel.AGENCY,
    "孙悦",
    id_number(date(1992, 4, 16), "女", 6),
    "13900001111",
    "邻居",
    "代为申请、提交材料",
    date(2026, 12, 31),
)
CODE = "DOSSIER-FORM:0197A1B2C3D47890ABCDEF0123456789:APPLICATION-FORM:12:0123456789ABCDEF:{}"


@cache
def catalogue() -> Catalogue:
    return load(form_schemas_folder())


@cache
def letters() -> TypstLetters:
    return TypstLetters()


def sheets(definition: Definition) -> tuple[Sheet, ...]:
    form = definition.examples[0].form if definition.examples else {}
    evaluation = evaluate(definition, form, (), catalogue().parameters, DAY)
    evaluation = standing_in.with_papers(evaluation, AGENT, ())
    return sheets_of(
        Grounds(definition, evaluation, AGENT, catalogue().desk, "和安区民政局", DAY)
    )


def printed(definition: Definition, sheet: Sheet) -> bytes:
    letter = PrintedFormLetter(
        office=OFFICE,
        number="",
        day=DAY,
        demonstration=False,
        title=sheet.title,
        service=definition.title_zh,
        label="王桂兰",
        version="第1版",
        print_number=12,
        sections=sheet.sections,
        tables=sheet.tables,
        declaration=sheet.declaration,
        signers=sheet.signers,
        qrs=tuple(CODE.format(page) for page in range(1, 9)),
    )
    return typeset(letters(), letter)


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(BytesIO(pdf)) as opened:
        text = "".join(page.extract_text() or "" for page in opened.pages)
    return "".join(text.replace("\u200b", "").split())


def drawn(pdf: bytes, page: int, dpi: int) -> Scan:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return Scan(document[page].render(scale=dpi / 72).to_pil().convert("RGB"), dpi)
    finally:
        document.close()


@pytest.mark.parametrize("code", [one.code for one in catalogue().list()])
def test_every_service_prints_its_forms_and_its_notice(code: str) -> None:
    definition = catalogue().get(code)
    for sheet in sheets(definition):
        assert 1 <= count_pages(printed(definition, sheet)) <= 8
    notice = data_notice.notice_of(
        definition, None, catalogue(), None, OFFICE, DAY, demonstration=False
    )
    assert count_pages(typeset(letters(), notice)) == 1


def test_the_application_says_what_stands_on_the_screen() -> None:
    definition = catalogue().get("social-security.dibao")
    form, authorisation, power = sheets(definition)
    told = text_of(printed(definition, form))
    for words in (
        "低保申请（审批）表", "王桂兰", "1969年5月12日", "1,500.00元", "子女", "盛京银行",
        "本人承诺以上所填内容", "申请人（代办人代签）", "代办人（签名、手印）", "打印第12号",
    ):  # fmt: skip
        assert words in told, words
    assert "入户" not in told  # what the office fills in stands on another paper
    told = text_of(printed(definition, authorisation))
    for words in ("王桂兰", "陈磊", "被授权单位", "和安区民政局", "签字（手印）"):
        assert words in told
    told = text_of(printed(definition, power))
    for words in ("授权委托书", "委托人", "孙悦", "自签署之日起至", "不得转委托"):
        assert words in told


def test_words_are_printed_and_never_run() -> None:
    definition = catalogue().get("social-security.dibao")
    form = {**definition.examples[0].form, "residence_address": NASTY}
    evaluation = evaluate(definition, form, (), catalogue().parameters, DAY)
    sheet = sheets_of(Grounds(definition, evaluation, None, catalogue().desk, "局", DAY))[0]
    assert "#panic" in text_of(printed(definition, sheet))


@pytest.mark.parametrize(
    "effects",
    [
        (Degradation.TILT, Degradation.SHADOW, Degradation.NOISE),
        (Degradation.GREY, Degradation.BLUR, Degradation.JPEG),
        (Degradation.BLACK_WHITE,),
        (Degradation.FADED, Degradation.TURN_180),
        (Degradation.DPI_150, Degradation.PERSPECTIVE),
        (Degradation.TURN_90, Degradation.DESK),
    ],
)
def test_the_code_on_every_page_is_read_from_a_bad_scan(
    effects: tuple[Degradation, ...],
) -> None:
    definition = catalogue().get("social-security.dibao")
    pdf = printed(definition, sheets(definition)[0])
    rng = np.random.default_rng(11)
    for page in range(count_pages(pdf)):
        doses = [Dose(one, 0.5) for one in effects]
        worn = degrade_all(drawn(pdf, page, 200), rng, doses).image
        picture = cv2.cvtColor(np.asarray(worn.convert("RGB")), cv2.COLOR_RGB2BGR)
        found = [find_form_code(one.text) for one in codes_of(picture.astype(np.uint8))]
        assert [one.page for one in found if one] == [page + 1]


def test_the_notice_says_what_for_how_long_and_to_whom() -> None:
    definition = catalogue().get("social-security.dibao")
    notice = data_notice.notice_of(
        definition, None, catalogue(), None, OFFICE, DAY, demonstration=False
    )
    told = text_of(typeset(letters(), notice))
    for words in (
        "个人信息处理告知书", "残疾证明", "收入证明", "保管期限30年", "街道：街道复查",
        "单独同意", "撤回同意", "第13条", "不同意的",
    ):  # fmt: skip
        assert words in told, words
    assert data_notice.is_sensitive(definition, catalogue().papers)


def test_the_words_of_a_notice_have_one_digest_whoever_reads_it() -> None:
    definition = catalogue().get("social-security.dibao")
    evaluation = evaluate(
        definition, definition.examples[0].form, (), catalogue().parameters, DAY
    )
    a = data_notice.notice_of(
        definition, None, catalogue(), None, OFFICE, DAY, demonstration=False
    )
    b = data_notice.notice_of(
        definition, evaluation, catalogue(), AGENT, OFFICE, DAY, label="x", demonstration=True
    )
    other = catalogue().get("social-security.gongzu")
    c = data_notice.notice_of(other, None, catalogue(), None, OFFICE, DAY, demonstration=True)
    assert data_notice.words_sha256(a) == data_notice.words_sha256(b)
    assert data_notice.words_sha256(a) != data_notice.words_sha256(c)


def test_a_copy_bears_the_stamp_in_its_margin_and_stays_what_it_is() -> None:
    definition = catalogue().get("social-security.dibao")
    copy = printed(definition, sheets(definition)[0])
    stamp = CertifiedCopyLetter(
        office=OFFICE,
        number="",
        day=DAY,
        title="居民身份证",
        person="王桂兰",
        case_no="2026-0001000100010001-00001",
        certified_by="林晓燕",
        certified_on=DAY,
        unit="丁香社区",
        pages=count_pages(copy),
    )
    made = stamped(copy, typeset(letters(), stamp))
    told = text_of(made)
    assert told.count("与原件一致") == count_pages(copy)
    assert "林晓燕" in told
    assert "低保申请（审批）表" in told
    assert count_pages(bound([made, made])) == 2 * count_pages(copy)
