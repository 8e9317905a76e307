"""The test set: numbered specimens, each one the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from dossier.kernel.settings import load_settings
from dossier.samples.degrade import Degradation, Dose, degrade_all, jpeg
from dossier.samples.draw.any_type import LAYOUTS, draw_type
from dossier.samples.draw.scan import Scan
from dossier.samples.draw.sheet import Sheet
from dossier.samples.testset import agreements, cards, letters, sheets
from dossier.samples.testset.ours import OURS, Drawn, both_sides
from dossier.samples.testset.printing import Blank, printed
from dossier.samples.testset.residents import resident
from dossier.samples.testset.strangers import STRANGERS
from dossier_ocr import DocumentTypes, load_types

UNKNOWN = "unknown"
TWO_SIDES = "two_sides"
CONDITIONS: Mapping[str, tuple[Dose, ...]] = {
    "plain": (),
    "turn_90": (Dose(Degradation.TURN_90),),
    "turn_180": (Dose(Degradation.TURN_180),),
    "turn_270": (Dose(Degradation.TURN_270),),
    "tilt": (Dose(Degradation.TILT, 0.8),),
    "perspective": (Dose(Degradation.PERSPECTIVE, 0.5),),
    "blur": (Dose(Degradation.BLUR, 0.5),),
    "jpeg_30": (Dose(Degradation.JPEG, 0.69),),
    "shadow": (Dose(Degradation.SHADOW, 0.8),),
    "seal": (Dose(Degradation.SEAL, 0.5),),
    "desk": (Dose(Degradation.DESK, 0.6), Dose(Degradation.NOISE, 0.1)),
    "dpi_150": (Dose(Degradation.DPI_150),),
    "dpi_200": (Dose(Degradation.DPI_200),),
    "dpi_300": (Dose(Degradation.DPI_300),),
    "copy": (Dose(Degradation.GREY, 0.7),),
    "faded": (Dose(Degradation.FADED, 0.6),),
    "noise": (Dose(Degradation.NOISE, 0.5),),
    "black_white": (Dose(Degradation.BLACK_WHITE, 0.3),),
    "screen": (Dose(Degradation.SCREEN, 0.5),),
    TWO_SIDES: (Dose(Degradation.TILT, 0.1),),
}
"""What happens to a paper, by the name that reports use; the specimens take turns."""

_LARGE_MM = 200.0
"""Sheets wider than this are scanned at 200 dpi, smaller papers at 300."""
_STRANGE_SHARE, _OUR_SHARE, _ANY_SHARE = 0.06, 0.24, 0.24

_CORE: tuple[Callable[[np.random.Generator], Blank], ...] = (
    cards.hukou_home,
    cards.hukou_member,
    cards.disability_booklet,
    cards.disability_card,
    cards.marriage_cert,
    letters.income_proof,
    sheets.business_licence,
    sheets.birth_cert,
    sheets.property_cert,
    sheets.death_cert,
    cards.residence_permit,
)
_OTHERS: tuple[Callable[[np.random.Generator], Blank], ...] = (
    cards.divorce_cert,
    cards.social_security_card,
    cards.elderly_card,
    cards.student_card,
    cards.one_child_cert,
    cards.orphan_cert,
    cards.graduation_cert,
    sheets.lease_contract,
    sheets.dibao_cert,
    sheets.unemployment_cert,
    sheets.medical_invoice,
    sheets.heating_invoice,
    sheets.social_insurance_proof,
    sheets.pension_statement,
    sheets.cremation_cert,
    sheets.party_dues_record,
    sheets.application_form,
    letters.employment_proof,
    letters.labour_termination,
    letters.residence_proof,
    letters.kinship_proof,
    letters.enrolment_proof,
    letters.hukou_cancellation,
    letters.hospital_diagnosis,
    letters.court_judgment,
    letters.power_of_attorney,
    letters.credit_report,
    agreements.labour_contract,
    agreements.marital_statement,
    agreements.labour_capacity,
    agreements.tekun_cert,
    agreements.admission_letter,
    agreements.residence_registration,
    agreements.medical_record,
    agreements.guardian_proof,
    agreements.training_cert,
    agreements.land_ledger,
    agreements.housing_status,
    agreements.pregnancy,
)
_CARD_SHARE = 0.22
_CORE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """One paper on the picture: its type, "unknown" for a stranger, and its values."""

    document_type: str
    truth: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Specimen:
    """One picture of the test set.

    source: "ours" (the demonstration's drawings), "any" (any document type, drawn from its
    definition in any layout), "apart" (drawn from the facts alone, nothing was tuned on them) or
    "stranger".  text: what is printed, run by run.
    """

    name: str
    source: str
    condition: str
    papers: tuple[Told, ...]
    text: tuple[str, ...]
    content: bytes


def specimen(seed: int, number: int) -> Specimen:
    """Draw specimen ``number`` (from 0) of the test set of ``seed``."""
    rng = np.random.default_rng([seed, number])
    condition = list(CONDITIONS)[number % len(CONDITIONS)]
    if condition == TWO_SIDES:
        source, drawn = _two_sides(rng)
    else:
        source, drawn = _one(rng)
    papers = tuple(Told(code, truth) for code, _, truth in drawn)
    (_, scan, _), *rest = drawn
    if rest:
        scan = _on_one_page(rng, [paper[1] for paper in drawn])
    large = max(scan.image.size) / scan.dpi * 25.4 > _LARGE_MM
    if large and not condition.startswith("dpi"):
        scan = degrade_all(scan, rng, (Dose(Degradation.DPI_200),))
    after = degrade_all(scan, rng, CONDITIONS[condition])
    limit = 1_500_000 if condition != "jpeg_30" else 800_000
    quality = 30 if condition == "jpeg_30" else 88
    return Specimen(
        name=f"{number:04d}.jpg",
        source=source,
        condition=condition,
        papers=papers,
        text=after.text,
        content=jpeg(after, quality=quality, limit_bytes=limit),
    )


def _one(rng: np.random.Generator) -> tuple[str, list[Drawn]]:
    lot = float(rng.random())
    if lot < _STRANGE_SHARE:
        draw = STRANGERS[int(rng.integers(len(STRANGERS)))]
        return "stranger", [(UNKNOWN, draw(rng), {})]
    if lot < _STRANGE_SHARE + _OUR_SHARE:
        return "ours", [OURS[int(rng.integers(len(OURS)))](rng)]
    if lot < _STRANGE_SHARE + _OUR_SHARE + _ANY_SHARE:
        return "any", [_any(rng)]
    return "apart", [apart(rng)]


def _any(rng: np.random.Generator) -> Drawn:
    """Draw one part of one document type in one layout, all by lot."""
    types = _types()
    code = sorted(types.by_code)[int(rng.integers(len(types.by_code)))]
    document_type = types.by_code[code]
    part = document_type.parts[int(rng.integers(len(document_type.parts)))]
    layout = LAYOUTS[int(rng.integers(len(LAYOUTS)))]
    drawn = draw_type(document_type, layout, rng, part=part.code)
    return code, drawn.scan, drawn.values


@cache
def _types() -> DocumentTypes:
    return load_types(load_settings().schemas)


def apart(rng: np.random.Generator) -> Drawn:
    """Draw one paper that nobody tuned on."""
    if rng.random() < _CARD_SHARE:
        draw = (cards.id_card_portrait, cards.id_card_emblem, cards.bank_card)
        chosen = int(rng.integers(3))
        scan, truth = draw[chosen](rng)
        return "bank_card" if chosen == 2 else "id_card", scan, truth
    blanks = _CORE if rng.random() < _CORE_SHARE else _OTHERS
    blank = blanks[int(rng.integers(len(blanks)))](rng)
    return blank.document_type, printed(rng, blank), blank.truth


def _two_sides(rng: np.random.Generator) -> tuple[str, list[Drawn]]:
    lot = float(rng.random())
    if lot < 0.25:
        return "ours", [both_sides(rng)]
    who = resident(rng)
    front, truth = cards.id_card_portrait(rng, who)
    if lot < 0.75:
        back, more = cards.id_card_emblem(rng, who)
        page = _on_one_page(rng, [front, back])
        return "apart", [("id_card", page, truth | more)]
    other, values = cards.bank_card(rng)
    return "apart", [("id_card", front, truth), ("bank_card", other, values)]


def _on_one_page(rng: np.random.Generator, scans: list[Scan]) -> Scan:
    """Lay cards below one another on an A4 page."""
    sheet = Sheet(210, 297)
    y = 30.0 + float(rng.uniform(0, 25))
    for scan in scans:
        sheet.lay(scan, 40.0 + float(rng.uniform(0, 50)), y)
        y += scan.image.height / scan.dpi * 25.4 + float(rng.uniform(12, 40))
    return replace(sheet.scan(), corner_mm=0.0)


def types_drawn() -> frozenset[str]:
    """Return the codes of all types that the test set can hold."""
    rng = np.random.default_rng(0)
    codes = {blank(rng).document_type for blank in (*_CORE, *_OTHERS)}
    return frozenset(codes | {draw(rng)[0] for draw in OURS} | {"id_card", "bank_card"})
