"""Single papers: pictures of the right kind that tell what is printed on them."""

import io
from datetime import date

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from dossier.kernel.errors import Unavailable
from dossier.samples import papers
from dossier.samples.draw import sheet
from dossier.samples.draw.hukou_booklet import truth_of_member
from dossier.samples.draw.income_proof import period, truth_of_income_proof
from dossier.samples.households import demonstration_household
from dossier.samples.papers import Paper

HOUSEHOLD = demonstration_household()
MOTHER, SON = HOUSEHOLD.members
LETTER_DAY = date(2026, 3, 2)


def card(seed: int) -> Paper:
    return papers.id_card_portrait(np.random.default_rng(seed), MOTHER)


def test_the_same_seed_draws_the_same_bytes_and_another_seed_others() -> None:
    assert card(1).content == card(1).content
    assert card(1).content != card(2).content


def test_a_paper_is_named_after_its_kind_and_person_and_is_a_small_jpeg() -> None:
    paper = card(1)
    assert (paper.name, paper.media_type) == ("身份证人像面-王桂兰.jpg", "image/jpeg")
    assert len(paper.content) <= 400_000
    with Image.open(io.BytesIO(paper.content)) as image:
        assert image.format == "JPEG"
        assert min(image.size) > 600


def test_the_portrait_side_tells_who_somebody_is() -> None:
    assert card(1).truth == {
        "name": "王桂兰",
        "gender": "女",
        "ethnicity": "汉",
        "birth_date": "1969-08-17",
        "address": "辽宁省沈阳市和安区丁香路18号3-2-1",
        "id_number": MOTHER.id_number,
    }


def test_the_emblem_side_tells_how_long_the_card_is_valid() -> None:
    rng = np.random.default_rng(1)
    for_ever = papers.id_card_emblem(rng, MOTHER)
    for_years = papers.id_card_emblem(rng, SON)
    assert for_ever.parts == ("emblem",)
    assert (for_ever.truth["valid_from"], for_ever.truth["valid_to"]) == ("2016-05-12", "长期")
    assert for_years.truth["valid_to"] == "2027-06-08"


def test_empty_cells_of_the_register_are_left_out() -> None:
    assert "member_workplace" not in truth_of_member(HOUSEHOLD, MOTHER)
    assert truth_of_member(HOUSEHOLD, SON)["member_occupation"] == "保洁员"
    assert truth_of_member(HOUSEHOLD, SON, name="陈蕾")["member_name"] == "陈蕾"


def test_the_letter_proves_the_three_months_before_it() -> None:
    assert period(LETTER_DAY) == "2025年12月至2026年2月"
    assert period(date(2025, 12, 31)) == "2025年9月至2025年11月"
    assert truth_of_income_proof(SON, LETTER_DAY)["monthly_income"] == "1180.00"


def test_the_letter_of_an_office_program_has_its_text_as_text() -> None:
    first, second = (papers.income_proof_pdf(SON, LETTER_DAY) for _ in range(2))
    assert first.content == second.content
    assert first.media_type == "application/pdf"
    document = pypdfium2.PdfDocument(first.content)
    text = document[0].get_textpage().get_text_range()
    document.close()
    plain = "".join(text.split())
    for printed in (SON.name, SON.id_number, "1,180.00元", "壹仟壹佰捌拾元整", "2026年3月2日"):
        assert printed in plain


def test_a_missing_font_is_told_with_its_remedy() -> None:
    with pytest.raises(Unavailable, match="fonts-noto-cjk"):
        sheet.face("Handwriting", 40)
