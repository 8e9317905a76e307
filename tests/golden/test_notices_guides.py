"""办事指南: every service tells itself on one page of its definition."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from dossier.adapters.typst import TypstLetters
from dossier.catalogue.loading import load
from dossier.flows.guides import guide_of
from dossier.notices.model import Office
from dossier.notices.printing import typeset

CATALOGUE = load(Path(__file__).parents[2] / "form_schemas")
LETTERS = TypstLetters()
OFFICE = Office(
    name="丁香社区居民委员会",
    parent="春晖街道办事处",
    address="和安区春晖路1号",
    phone="024-12345678",
    hours="周一至周五 8:30—17:00",
    hotline="12345",
)
DAY = date(2026, 3, 9)


def text_of(code: str) -> tuple[int, str]:
    """Return how many pages the guide has, and its text without blanks."""
    guide = guide_of(CATALOGUE.get(code), OFFICE, DAY, demonstration=False)
    with pdfplumber.open(BytesIO(typeset(LETTERS, guide))) as pdf:
        text = "".join(page.extract_text() or "" for page in pdf.pages)
        return len(pdf.pages), "".join(text.split())


@pytest.mark.parametrize("code", [one.code for one in CATALOGUE.list()])
def test_a_guide_is_one_page_with_every_paper_and_every_step(code: str) -> None:
    definition = CATALOGUE.get(code)
    guide = guide_of(definition, OFFICE, DAY, demonstration=False)
    assert len(guide.materials) == len(definition.materials)
    assert len(guide.steps) == len(definition.stages)
    pages, text = text_of(code)
    assert pages == 1
    assert definition.title_zh[:4] in text


def test_the_guide_says_who_brings_what_when_and_what_the_office_looks_up() -> None:
    _, text = text_of("social-security.dibao")
    assert "全部子女身份证" in text
    assert "家中有60周岁以上、有子女的老" in text
    assert "先由窗口查询" in text
    assert "公示7天" in text
    assert "本单位尚未确认，以窗口答复为准" in text
