"""The papers that the office hands out: what they say, and that they can be read."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from dossier.adapters.typst import TEMPLATES, TypstLetters
from dossier.kernel.errors import NotFound, Refused, Unavailable
from dossier.notices.certified_copy import CertifiedCopyLetter
from dossier.notices.guide import GuideLetter, GuideMaterial, GuideStep
from dossier.notices.model import (
    AcceptanceLetter,
    ArchiveCoverLetter,
    CatalogueLine,
    DecisionLetter,
    Fact,
    FormLetter,
    FormProblem,
    FormRow,
    FormSection,
    Letter,
    LetterKind,
    MissingMaterial,
    NoticeLine,
    Office,
    PaymentEntry,
    PaymentLetter,
    PublicNoticeLetter,
    ReceivedMaterial,
    SeparatorLetter,
    StageOpinion,
    SupplementLetter,
)
from dossier.notices.printed_forms import FormTable, PrintedFormLetter, Signer
from dossier.notices.printing import printed, qr_svg, typeset
from dossier.notices.processing_notice import ProcessedData, ProcessingNoticeLetter

DAY = date(2026, 3, 9)
OFFICE = Office(
    name="沈阳市和安区春晖街道丁香社区居民委员会",
    parent="沈阳市和安区春晖街道办事处",
    address="沈阳市和安区丁香路18号",
    phone="024-88880001",
    hours="工作日7:00至19:00，周末9:00至16:00",
    hotline="024-88889999",
)
NASTY = '#panic("x") $x$ *b* _i_ `c` <l> @r \\ // /* ${1+1} #set page(width: 1cm)'
RARE = "欧阳𬭎㛃䶮𠮷"
REMEDIES = (
    Fact(text="可以自收到本决定书之日起60日内申请行政复议。"),
    Fact(text="也可以自收到之日起6个月内提起行政诉讼。"),
)


def a_material(number: int = 1, text: str = "请补交。") -> MissingMaterial:
    return MissingMaterial(
        title=f"第{number}种证明",
        person="陈磊",
        form="原件",
        copies=1,
        issuer="工作单位人事部门",
        reason="未见该材料。",
        remedy=text,
        alternatives=("残疾评定表",) if number == 1 else (),
        to_confirm=number == 1,
    )


def a_supplement(**changes: object) -> SupplementLetter:
    values: dict[str, object] = {
        "office": OFFICE,
        "number": "丁香社区告字〔2026〕第0001号",
        "day": DAY,
        "applicant": "王桂兰",
        "service": "低保、边缘户申请",
        "received_on": DAY,
        "clock_stopped_on": DAY,
        "reply_by": date(2026, 4, 8),
        "legal_basis": (
            Fact(text="《社会救助暂行办法》"),
            Fact(text="民发57号", to_confirm=True),
        ),
        "time_limit": Fact(text="按月审批"),
        "process": (Fact(text="社区受理"), Fact(text="街道复查")),
        "fee": Fact(text="免费"),
        "place": Fact(text="丁香社区服务大厅1号窗口"),
        "contact": Fact(text="024-88880001，李敏"),
        "missing": (a_material(),),
        "problems": (
            FormProblem(where="家庭成员2 姓名", reason="两处不一致。", remedy="请到窗口核对。"),
        ),
        "handler": "李敏",
        "qr": "DOSSIER:SUP-2026-0001:abcdefghijklmnopqrstuv",
    }
    return SupplementLetter.model_validate({**values, **changes})


def an_acceptance(**changes: object) -> AcceptanceLetter:
    values: dict[str, object] = {
        "office": OFFICE,
        "number": "丁香社区受字〔2026〕第0001号",
        "day": DAY,
        "case_no": "HACH-DX-2026-00001",
        "applicant": "王桂兰",
        "service": "低保、边缘户申请",
        "accepted_on": DAY,
        "materials": (
            ReceivedMaterial(
                title="居民户口簿", person="王桂兰", form="复印件", copies=1, pages=3
            ),
            ReceivedMaterial(title="银行卡", person="", form="复印件", copies=1),
        ),
        "limit": Fact(text="30个工作日", to_confirm=True),
        "due_on": date(2026, 4, 21),
        "due_provisional": True,
        "handler": "李敏",
        "qr": "DOSSIER:HACH-DX-2026-00001:abcdefghijklmnopqrstuv",
    }
    return AcceptanceLetter.model_validate({**values, **changes})


def a_decision(**changes: object) -> DecisionLetter:
    values: dict[str, object] = {
        "office": OFFICE,
        "number": "和安民决字〔2026〕第0001号",
        "day": DAY,
        "outcome": "approved",
        "case_no": "HACH-DX-2026-00001",
        "applicant": "王桂兰",
        "service": "低保、边缘户申请",
        "accepted_on": DAY,
        "legal_basis": (Fact(text="《社会救助暂行办法》第十一条"),),
        "amount_title": "最低生活保障金",
        "amount_fen": 123450,
        "amount_unit": "元/月",
        "working": ("(800.00 − 182.75) × 2 = 1,234.50",),
        "starts": Fact(text="2026年4月"),
        "remedies": REMEDIES,
    }
    return DecisionLetter.model_validate({**values, **changes})


def a_payment(**changes: object) -> PaymentLetter:
    values: dict[str, object] = {
        "office": OFFICE,
        "number": "记-2026-03-0001",
        "day": DAY,
        "case_no": "HACH-DX-2026-00001",
        "decision_number": "和安民决字〔2026〕第0001号",
        "fund": "社会救助资金-低保金",
        "summary": "发放2026年4月城市低保金",
        "payee": "王桂兰",
        "payee_bank": "盛京银行",
        "payee_account": "**** 1234",
        "method": "银行卡社会化发放",
        "amount_fen": 60000,
        "entries": (
            PaymentEntry(
                summary="发放",
                account="社会救助支出",
                fund="低保金",
                debit_fen=60000,
                credit_fen=0,
            ),
            PaymentEntry(
                summary="发放", account="银行存款", fund="低保金", debit_fen=0, credit_fen=60000
            ),
        ),
        "attachments": 2,
        "preparer": "周会计",
        "approver": "吴主管",
    }
    return PaymentLetter.model_validate({**values, **changes})


def a_notice(**changes: object) -> PublicNoticeLetter:
    values: dict[str, object] = {
        "office": OFFICE,
        "number": "丁香社区示字〔2026〕第0001号",
        "day": DAY,
        "service": "低保、边缘户申请",
        "case_no": "HACH-DX-2026-00001",
        "lines": (NoticeLine(label="户主姓名", value="王**"),),
        "starts": date(2026, 3, 20),
        "ends": date(2026, 3, 26),
        "ends_provisional": False,
        "period": Fact(text="7个自然日", to_confirm=True),
        "places": ("社区公示栏", "居住地"),
        "objections_to": "春晖街道社会事务科",
        "objections_phone": "024-88880002",
        "objections_address": "春晖路1号",
    }
    return PublicNoticeLetter.model_validate({**values, **changes})


def a_form(**changes: object) -> FormLetter:
    rows = (
        FormRow(label="姓名", value="王桂兰", source="居民身份证 第1页"),
        FormRow(label="户籍地址", value="沈阳市和安区" * 14),
        FormRow(label="性别", value=""),
    )
    values: dict[str, object] = {
        "office": OFFICE,
        "number": "",
        "day": DAY,
        "title": "低保申请（审批）表",
        "case_no": "HACH-DX-2026-00001",
        "service": "低保、边缘户申请",
        "version": "social-security.dibao 第1版",
        "sections": (FormSection(section="申请人", rows=rows),),
        "opinions": (
            StageOpinion(stage="社区", opinion="情况属实。", name="赵主任", day=DAY),
            StageOpinion(stage="街道"),
        ),
    }
    return FormLetter.model_validate({**values, **changes})


def a_cover(**changes: object) -> ArchiveCoverLetter:
    values: dict[str, object] = {
        "office": OFFICE,
        "number": "",
        "day": DAY,
        "reference_code": "Z109-WS·2026-D30-社区-0001",
        "fonds": "Z109",
        "fonds_name": "丁香社区",
        "year": 2026,
        "organ": "社区",
        "item": "0001",
        "retention": Fact(text="30年", to_confirm=True),
        "title": "低保申请 2026-00001",
        "pages": 14,
        "lines": (
            CatalogueLine(number=1, title="身份证复印件", supplied=True, day=DAY, pages=2),
            CatalogueLine(number=2, title="受理通知书", document_number="丁香社区受字1号"),
        ),
        "situation": "本卷材料齐全。",
        "arranged_by": "孙档案",
        "arranged_on": date(2026, 5, 6),
    }
    return ArchiveCoverLetter.model_validate({**values, **changes})


def a_separator() -> SeparatorLetter:
    return SeparatorLetter(
        office=OFFICE,
        number="",
        day=DAY,
        label="王桂兰",
        case_no="",
        service="最低生活保障",
        qr="DOSSIER-CASE:0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
    )


FORM_CODE = (
    "DOSSIER-FORM:0199A1B2C3D47E5F8A9B0C1D2E3F4A5B:APPLICATION-FORM:3:0123456789ABCDEF:1"
)


def a_printed_form() -> PrintedFormLetter:
    return PrintedFormLetter(
        office=OFFICE,
        number="",
        day=DAY,
        title="低保申请（审批）表",
        service="低保、边缘户申请",
        label="王桂兰",
        version="第1版",
        print_number=3,
        sections=(FormSection(section="申请人", rows=(FormRow(label="姓名", value=RARE),)),),
        tables=(FormTable(section="子女", columns=("姓名", "收入"), rows=((NASTY, ""),)),),
        declaration=("本人承诺以上内容真实。",),
        signers=(Signer(title="申请人", name="王桂兰"),),
        qrs=(FORM_CODE,),
    )


def a_processing_notice() -> ProcessingNoticeLetter:
    return ProcessingNoticeLetter(
        office=OFFICE,
        number="",
        day=DAY,
        service="低保、边缘户申请",
        label="王桂兰",
        version="第1版",
        print_number=4,
        data=(ProcessedData(kind="收入", items="月收入", purpose="核算待遇", sensitive=True),),
        basis=("为履行法定职责所必需。",),
        recipients=("街道：街道复查",),
        kept=Fact(text="保管期限30年", to_confirm=True),
        protection="信息加密保存。",
        refusal="您可以不同意。",
        rights=("查阅、复制：请到窗口提出。",),
        signer="申请人",
        applicant="王桂兰",
        minor=True,
        sensitive=True,
        qrs=(FORM_CODE,),
    )


def a_certified_copy() -> CertifiedCopyLetter:
    return CertifiedCopyLetter(
        office=OFFICE,
        number="",
        day=DAY,
        title="居民身份证",
        person="王桂兰",
        case_no="2026-0001000100010001-00001",
        certified_by="林晓燕",
        certified_on=DAY,
        unit="丁香社区",
        pages=2,
    )


def a_guide() -> GuideLetter:
    return GuideLetter(
        office=OFFICE,
        number="",
        day=DAY,
        service="低保、边缘户申请",
        version=1,
        target="具有本市户籍、收入低于等于当地标准的居民。",
        conditions=(Fact(text="具有本市户籍"), Fact(text="财产符合规定", to_confirm=True)),
        materials=(
            GuideMaterial(
                title="居民户口簿",
                whose="家庭成员",
                form="原件核对，留复印件",
                copies=1,
                when="",
                issuer="",
                looked_up=False,
            ),
            GuideMaterial(
                title="残疾证明",
                whose="家庭成员",
                form="原件核对，留复印件",
                copies=1,
                when="残疾人",
                issuer="残联",
                looked_up=True,
                to_confirm=True,
            ),
        ),
        steps=(
            GuideStep(level="社区", action="受理", limit="", notice="公示7天", decides=False),
            GuideStep(level="区县", action="审批", limit="按月审批", notice="", decides=True),
        ),
        limit=Fact(text="30个工作日", to_confirm=True),
        fee=Fact(text="免费"),
        benefit="月低保金：（标准－人均月收入）×人数",
        remedies=("可以自收到决定之日起60日内申请行政复议。",),
        source="《全科社区工作者必读》",
        unconfirmed=3,
    )


ALL: tuple[Letter, ...] = (
    a_supplement(),
    an_acceptance(),
    a_notice(),
    a_decision(),
    a_decision(outcome="refused", reasons=("收入高于标准。",), amount_fen=None),
    a_payment(),
    a_form(),
    a_cover(),
    a_separator(),
    a_guide(),
    a_printed_form(),
    a_processing_notice(),
    a_certified_copy(),
)


@pytest.fixture(scope="module")
def letters() -> TypstLetters:
    return TypstLetters()


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without the zero-width marks of possible breaks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_text(page) for page in document]
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    text: str = page.get_textpage().get_text_bounded()
    for sign in ("\u200b", "\ufffe", "\r", "\n"):
        text = text.replace(sign, "")
    return text


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


def outside_the_margins(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            words = page.get_textpage()
            width, height = page.get_size()
            for index in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(index)
                if left < 40 or right > width - 40 or bottom < 25 or top > height - 25:
                    yield words.get_text_range(index, 1)
    finally:
        document.close()


def test_there_is_a_letter_for_every_kind_and_a_template_for_every_letter() -> None:
    assert {letter.kind for letter in ALL} == set(LetterKind)
    on_disk = {path.stem for path in TEMPLATES.glob("*.typ")} - {"office"}
    assert {letter.template for letter in ALL} == on_disk


@pytest.mark.parametrize("letter", ALL, ids=lambda letter: str(letter.kind))
def test_every_letter_is_pdf_a_2b_and_the_same_bytes_each_time(
    letters: TypstLetters, letter: Letter
) -> None:
    pdf = typeset(letters, letter)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"2026-03-09" in pdf
    assert typeset(TypstLetters(), letter) == pdf


@pytest.mark.parametrize("letter", ALL, ids=lambda letter: str(letter.kind))
def test_every_page_bears_its_number_and_the_demonstration_says_so(
    letters: TypstLetters, letter: Letter
) -> None:
    pages = pages_of(typeset(letters, letter.model_copy(update={"demonstration": True})))
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in page.replace(" ", "").replace("\u3000", "")
        assert "演示" in page
    assert "演示" not in text_of(typeset(letters, letter))


def test_a_supplement_names_everything_and_keeps_the_case_open(letters: TypstLetters) -> None:
    text = text_of(typeset(letters, a_supplement()))
    for said in (
        "一次性告知书", "丁香社区告字〔2026〕第0001号", "王桂兰", "2026年3月9日", "2026年4月8日",
        "第1种证明", "或：残疾评定表", "待确认", "未见该材料", "请补交", "工作单位人事部门",
        "家庭成员2姓名", "两处不一致", "办理依据", "办理期限", "办理程序", "收费", "免费",
        "办理地点", "联系方式", "中止计算", "继续保留", "经办人：李敏", "签收", "024-88889999",
    ):  # fmt: skip
        assert said.replace(" ", "") in text.replace(" ", ""), said
    assert "第2次告知" not in text.replace(" ", "")


def test_asking_again_names_the_supervisor(letters: TypstLetters) -> None:
    text = text_of(typeset(letters, a_supplement(round=2, supervisor="吴主管", reply_by=None)))
    assert "第2次告知" in text.replace(" ", "")
    assert "吴主管" in text


def test_an_acceptance_says_that_the_date_may_move(letters: TypstLetters) -> None:
    text = text_of(typeset(letters, an_acceptance())).replace(" ", "")
    assert "2026年4月21日（暂定）" in text
    assert "HACH-DX-2026-00001" in text
    assert "待确认" in text
    batch = text_of(typeset(letters, an_acceptance(due_on=None, due_provisional=False)))
    assert "暂定" not in batch
    assert "按上述期限办理" in batch


def test_a_decision_prints_figures_capitals_and_working(letters: TypstLetters) -> None:
    text = text_of(typeset(letters, a_decision())).replace(" ", "")
    assert "￥1,234.50" in text
    assert "人民币壹仟贰佰叁拾肆元伍角整" in text
    assert "(800.00−182.75)×2=1,234.50" in text
    assert "予以批准" in text
    assert "行政复议" in text


def test_an_approval_without_money_needs_no_amount(letters: TypstLetters) -> None:
    text = text_of(typeset(letters, a_decision(amount_fen=None, working=(), legal_basis=())))
    assert "核定金额" not in text
    assert "起执行" in text
    assert "￥" not in text_of(typeset(letters, a_decision(amount_fen=None, starts=None)))


def test_a_refusal_gives_reasons_and_remedies(letters: TypstLetters) -> None:
    letter = a_decision(
        outcome="refused", reasons=("收入高于标准。", "财产不符。"), amount_fen=None
    )
    text = text_of(typeset(letters, letter))
    assert "不予批准决定书" in text
    assert "收入高于标准" in text
    assert "行政诉讼" in text


def test_a_payment_names_its_three_people(letters: TypstLetters) -> None:
    paid = a_payment(cashier="郑出纳", released_on=date(2026, 4, 1))
    text = text_of(typeset(letters, paid)).replace(" ", "")
    for said in (
        "周会计",
        "吴主管",
        "郑出纳",
        "付讫：2026年4月1日",
        "人民币陆佰元整",
        "****1234",
    ):
        assert said in text, said


def test_a_form_shows_values_and_where_they_were_read(letters: TypstLetters) -> None:
    text = text_of(typeset(letters, a_form())).replace(" ", "")
    for said in ("低保申请（审批）表", "王桂兰", "居民身份证第1页", "情况属实", "街道意见"):
        assert said in text, said


def test_a_cover_bears_stamp_list_and_remarks(letters: TypstLetters) -> None:
    pages = [page.replace(" ", "") for page in pages_of(typeset(letters, a_cover()))]
    assert len(pages) == 2
    for said in ("Z109", "0001", "14页", "[身份证复印件]", "20260309", "卷内文件目录"):
        assert said in pages[0], said
    for said in ("卷内备考表", "本卷共2件，14页", "孙档案", "检查人"):
        assert said in pages[1], said
    checked = a_cover(checked_by="钱主任", checked_on=date(2026, 5, 7))
    assert "钱主任" in text_of(typeset(letters, checked))


@pytest.mark.parametrize(
    "letter",
    [a_supplement(), an_acceptance(), a_separator(), a_printed_form(), a_processing_notice()],
    ids=["supplement", "receipt", "separator", "printed form", "processing notice"],
)
def test_the_code_is_read_from_a_scan_at_100_dpi(letters: TypstLetters, letter: Letter) -> None:
    document = pypdfium2.PdfDocument(typeset(letters, letter))
    try:
        image = document[0].render(scale=100 / 72, grayscale=True).to_numpy()
    finally:
        document.close()
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [printed_code(letter)]


def printed_code(letter: Letter) -> str:
    data = letter.model_dump()
    return str(data["qr"] if "qr" in data else data["qrs"][0])


def test_data_are_never_code(letters: TypstLetters) -> None:
    letter = a_supplement(
        applicant=NASTY,
        missing=(a_material(text=NASTY),),
        fee=Fact(text=NASTY),
        handler='#eval("1+1")',
    )
    text = text_of(typeset(letters, letter))
    flat = NASTY.replace(" ", "")
    assert text.replace(" ", "").count(flat) == 3
    assert '#eval("1+1")' in text


@pytest.mark.parametrize("letter", ALL, ids=lambda letter: str(letter.kind))
def test_every_text_of_every_letter_may_look_like_code(
    letters: TypstLetters, letter: Letter
) -> None:
    def spoil(value: object) -> object:
        if isinstance(value, str):
            return '#panic("x")$' if value else value
        if isinstance(value, dict):
            return {key: spoil(item) for key, item in value.items()}
        return [spoil(item) for item in value] if isinstance(value, list) else value

    data = printed(letter)
    spoiled = {key: spoil(item) for key, item in data.items()}
    spoiled |= {key: data[key] for key in ("dated", "qr", "qrs", "outcome") if key in data}
    assert '#panic("x")$' in text_of(letters.render(letter.template, spoiled))


def test_rare_names_are_printed(letters: TypstLetters) -> None:
    assert RARE in text_of(typeset(letters, a_supplement(applicant=RARE)))
    assert RARE in text_of(typeset(letters, an_acceptance(applicant=RARE)))


def test_thirty_missing_materials_run_over_pages_under_a_repeated_head(
    letters: TypstLetters,
) -> None:
    many = tuple(a_material(number) for number in range(1, 31))
    pages = pages_of(typeset(letters, a_supplement(missing=many)))
    text = "".join(pages).replace(" ", "")
    assert len(pages) >= 2
    assert all(f"第{number}种证明" in text for number in range(1, 31))
    assert "共30项" in text
    assert "材料名称" in pages[0]
    assert "材料名称" in pages[1]
    assert "签收" in pages[-1]
    assert "中止计算" in pages[-1], "the seal never stands alone on a page"


@pytest.mark.parametrize("text", ["长" * 900, "A1" * 300, "https://example.org/" + "x" * 200])
def test_long_texts_stay_within_the_page(letters: TypstLetters, text: str) -> None:
    missing = (a_material(text=text), a_material(2))
    letter = a_supplement(missing=missing, fee=Fact(text=text), applicant=text[:60])
    pdf = typeset(letters, letter)
    assert text in text_of(pdf).replace(" ", "")
    assert list(outside_the_margins(pdf)) == []


def test_long_reasons_and_remedies_run_over_pages(letters: TypstLetters) -> None:
    long = tuple(Fact(text="救" * 800) for _ in range(4))
    pdf = typeset(letters, a_decision(outcome="refused", reasons=("因" * 1500,), remedies=long))
    text = text_of(pdf)
    assert text.count("救") >= 3200
    assert text.count("因") >= 1500
    assert list(outside_the_margins(pdf)) == []


def test_line_breaks_in_data_are_kept(letters: TypstLetters) -> None:
    text = text_of(typeset(letters, a_supplement(fee=Fact(text="免费\n不收押金"))))
    assert "免费不收押金" in text


def test_a_character_without_a_glyph_is_refused_and_named(letters: TypstLetters) -> None:
    with pytest.raises(Refused) as refusal:
        typeset(letters, a_supplement(applicant="王𪚥"))
    assert "𪚥" in refusal.value.message
    assert "U+2A6A5" in refusal.value.message
    assert refusal.value.facts["pointer"] == "/applicant"
    assert typeset(letters, a_supplement()), "the next letter is printed"


@pytest.mark.parametrize(
    "sign", ["\u0000", "\u0007", "\u202e", "\ue000", "\ud800", "\U0001f389"]
)
def test_what_cannot_be_printed_is_refused(letters: TypstLetters, sign: str) -> None:
    data = {**printed(a_supplement()), "applicant": f"王{sign}"}
    with pytest.raises(Refused):
        letters.render("supplement", data)


@pytest.mark.parametrize("template", ["nothing", "../supplement", "", "Supplement"])
def test_an_unknown_template_is_not_found(letters: TypstLetters, template: str) -> None:
    with pytest.raises(NotFound):
        letters.render(template, printed(a_supplement()))


def test_data_of_another_letter_are_refused_without_telling_them(letters: TypstLetters) -> None:
    with pytest.raises(Refused) as refusal:
        letters.render("payment", printed(a_supplement()))
    assert refusal.value.code == "letter_data_mismatch"
    assert "王桂兰" not in refusal.value.message


@pytest.mark.parametrize("dated", [{}, {"dated": "yesterday"}])
def test_a_letter_without_a_day_is_refused(
    letters: TypstLetters, dated: dict[str, object]
) -> None:
    data = {key: value for key, value in printed(a_supplement()).items() if key != "dated"}
    with pytest.raises(Refused):
        letters.render("supplement", {**data, **dated})


def test_absent_fonts_are_told_with_the_command_that_brings_them(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as missing:
        TypstLetters(fonts=tmp_path)
    assert "apt-get install fonts-noto-cjk" in missing.value.message


def test_several_threads_may_print_at_once(letters: TypstLetters) -> None:
    wanted = [typeset(letters, letter) for letter in ALL]
    with ThreadPoolExecutor(4) as threads:
        again = list(threads.map(lambda letter: typeset(letters, letter), ALL * 3))
    assert again == wanted * 3


def test_a_code_that_would_be_too_fine_is_refused() -> None:
    assert qr_svg("") == ""
    with pytest.raises(Refused):
        qr_svg("x" * 401)
