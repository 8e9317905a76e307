"""Papers as files: what a counter's scanner or camera hands over, with what is printed on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dossier.samples import office_letter
from dossier.samples.degrade import Degradation, Dose, degrade_all, jpeg
from dossier.samples.draw import application_form as _application_form
from dossier.samples.draw import bank_card as _bank_card
from dossier.samples.draw import disability_cert as _disability_cert
from dossier.samples.draw import economy_check_authorisation as _authorisation
from dossier.samples.draw import hukou_booklet as _hukou_booklet
from dossier.samples.draw import id_card as _id_card
from dossier.samples.draw import income_proof as _income_proof
from dossier.samples.draw import marriage_cert as _marriage_cert
from dossier.samples.draw.application_form import MemberLine
from dossier.samples.draw.marriage_cert import Marriage
from dossier.samples.draw.scan import Scan
from dossier.samples.pdf import scanned_pdf
from dossier.samples.people import Household, Person

Doses = tuple[Dose, ...]
"""What happens to a paper; where a function takes None, the usual way of its capture."""
FLATBED = (
    Dose(Degradation.DPI_200),
    Dose(Degradation.TILT, 0.12),
    Dose(Degradation.NOISE, 0.08),
)
"""A flatbed scanner at 200 dpi, the paper laid not quite straight."""
FLATBED_CARD = (
    Dose(Degradation.TILT, 0.15),
    Dose(Degradation.NOISE, 0.08),
)
"""A flatbed scanner at 300 dpi, cut to the card."""
COPIER = (Dose(Degradation.DPI_200), Dose(Degradation.TILT, 0.1), Dose(Degradation.GREY, 0.3))
"""A grey copy from a photocopier."""
CAMERA = (
    Dose(Degradation.DESK, 0.4),
    Dose(Degradation.SHADOW, 0.3),
    Dose(Degradation.NOISE, 0.12),
)
"""A document camera over the desk, near enough for a card."""
BOOKLET = (Dose(Degradation.DPI_200), *CAMERA)
"""The same camera over an open booklet."""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One page: which parts of the document type it shows and what a reader is to find there.

    truth: field names of the document type; values as printed, but dates in ISO 8601 and
    amounts in plain yuan.  Fields without a printed value are left out.
    """

    parts: tuple[str, ...]
    truth: dict[str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the batch, such as 身份证-王桂兰.jpg."""

    name: str
    document_type: str
    pages: tuple[PaperPage, ...]
    content: bytes

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the parts of all pages in their order."""
        return tuple(part for page in self.pages for part in page.parts)

    @property
    def truth(self) -> dict[str, str]:
        """Return the values of all pages; of a value on several pages the first one."""
        merged: dict[str, str] = {}
        for page in self.pages:
            merged = page.truth | merged
        return merged

    @property
    def media_type(self) -> str:
        """Return the media type by the content."""
        return "application/pdf" if self.content.startswith(b"%PDF") else "image/jpeg"


def id_card(rng: np.random.Generator, person: Person, *, doses: Doses | None = None) -> Paper:
    """Return the copy of both sides of the identity card on one page."""
    truth = _id_card.truth_of_portrait(person) | _id_card.truth_of_emblem(person)
    page = PaperPage(("portrait", "emblem"), truth)
    scan = _id_card.both_sides(rng, person)
    return _jpeg_paper(rng, f"身份证-{person.name}", "id_card", page, scan, FLATBED, doses)


def id_card_portrait(
    rng: np.random.Generator, person: Person, *, doses: Doses | None = None
) -> Paper:
    """Return the portrait side alone."""
    page = PaperPage(("portrait",), _id_card.truth_of_portrait(person))
    scan = _id_card.portrait_side(rng, person)
    return _jpeg_paper(rng, f"身份证人像面-{person.name}", "id_card", page, scan, CAMERA, doses)


def id_card_emblem(
    rng: np.random.Generator, person: Person, *, doses: Doses | None = None
) -> Paper:
    """Return the emblem side alone."""
    page = PaperPage(("emblem",), _id_card.truth_of_emblem(person))
    scan = _id_card.emblem_side(person)
    return _jpeg_paper(rng, f"身份证国徽面-{person.name}", "id_card", page, scan, CAMERA, doses)


def hukou_home(
    rng: np.random.Generator, household: Household, *, doses: Doses | None = None
) -> Paper:
    """Return the home page of the register."""
    page = PaperPage(("home",), _hukou_booklet.truth_of_home(household))
    scan = _hukou_booklet.home_page(rng, household)
    name = f"户口簿首页-{household.head.name}"
    return _jpeg_paper(rng, name, "hukou_booklet", page, scan, FLATBED_CARD, doses)


def hukou_member(
    rng: np.random.Generator,
    household: Household,
    person: Person,
    *,
    name: str | None = None,
    doses: Doses | None = None,
) -> Paper:
    """Return the page of ``person``; ``name`` is printed instead where the register differs."""
    truth = _hukou_booklet.truth_of_member(household, person, name=name)
    scan = _hukou_booklet.member_page(rng, household, person, name=name)
    file_name = f"户口簿个人页-{name or person.name}"
    page = PaperPage(("member",), truth)
    return _jpeg_paper(rng, file_name, "hukou_booklet", page, scan, FLATBED_CARD, doses)


def income_proof(
    rng: np.random.Generator,
    person: Person,
    issued_on: date,
    *,
    doses: Doses | None = None,
) -> Paper:
    """Return the scanned letter about a wage."""
    page = PaperPage(("letter",), _income_proof.truth_of_income_proof(person, issued_on))
    scan = _income_proof.income_proof(rng, person, issued_on)
    return _jpeg_paper(
        rng, f"收入证明-{person.name}", "income_proof", page, scan, FLATBED, doses
    )


def disability_cert(
    rng: np.random.Generator,
    person: Person,
    issued_on: date,
    *,
    guardian: Person | None = None,
    doses: Doses | None = None,
) -> Paper:
    """Return the disability certificate."""
    truth = _disability_cert.truth_of_disability_cert(person, issued_on, guardian=guardian)
    scan = _disability_cert.disability_cert(rng, person, issued_on, guardian=guardian)
    page = PaperPage(("inner",), truth)
    return _jpeg_paper(
        rng, f"残疾人证-{person.name}", "disability_cert", page, scan, BOOKLET, doses
    )


def bank_card(
    rng: np.random.Generator, household: Household, *, doses: Doses | None = None
) -> Paper:
    """Return the number side of the bank card."""
    page = PaperPage(("number",), _bank_card.truth_of_bank_card(household))
    scan = _bank_card.bank_card(rng, household)
    return _jpeg_paper(
        rng, f"银行卡-{household.head.name}", "bank_card", page, scan, CAMERA, doses
    )


def application_form(
    rng: np.random.Generator,
    household: Household,
    lines: tuple[MemberLine, ...],
    reason: str,
    signed_on: date,
    *,
    doses: Doses | None = None,
) -> Paper:
    """Return the signed application form."""
    truth = _application_form.truth_of_application_form(household, signed_on)
    scan = _application_form.application_form(rng, household, lines, reason, signed_on)
    page = PaperPage(("form",), truth)
    name = f"低保申请审批表-{household.head.name}"
    return _jpeg_paper(rng, name, "application_form", page, scan, FLATBED, doses)


def economy_check_authorisation(
    rng: np.random.Generator,
    signers: tuple[Person, ...],
    signed_on: date,
    *,
    doses: Doses | None = None,
) -> Paper:
    """Return the authorisation signed by ``signers``, the applicant first."""
    page = PaperPage(("form",), _authorisation.truth_of_authorisation(signers, signed_on))
    scan = _authorisation.economy_check_authorisation(rng, signers, signed_on)
    name = f"核对授权书-{signers[0].name}"
    return _jpeg_paper(rng, name, "economy_check_authorisation", page, scan, FLATBED, doses)


def marriage_cert(
    rng: np.random.Generator, marriage: Marriage, *, doses: Doses | None = None
) -> Paper:
    """Return the marriage certificate."""
    page = PaperPage(("inner",), _marriage_cert.truth_of_marriage_cert(marriage))
    scan = _marriage_cert.marriage_cert(rng, marriage)
    return _jpeg_paper(
        rng, f"结婚证-{marriage.holder.name}", "marriage_cert", page, scan, BOOKLET, doses
    )


def hukou_pdf(
    rng: np.random.Generator,
    household: Household,
    members: tuple[Person, ...],
    *,
    doses: Doses | None = None,
) -> Paper:
    """Return one scanned PDF of the register: home page and the pages of ``members``."""
    pages = [PaperPage(("home",), _hukou_booklet.truth_of_home(household))]
    scans = [_hukou_booklet.home_page(rng, household)]
    for person in members:
        truth = _hukou_booklet.truth_of_member(household, person)
        pages.append(PaperPage(("member",), truth))
        scans.append(_hukou_booklet.member_page(rng, household, person))
    content = scanned_pdf(
        degrade_all(scan, rng, FLATBED_CARD if doses is None else doses) for scan in scans
    )
    name = f"户口簿-{household.head.name}.pdf"
    return Paper(name, "hukou_booklet", tuple(pages), content)


def income_proof_pdf(person: Person, issued_on: date) -> Paper:
    """Return the letter about a wage as an office program exports it, with a text layer."""
    page = PaperPage(("letter",), _income_proof.truth_of_income_proof(person, issued_on))
    content = office_letter.income_proof_pdf(person, issued_on)
    return Paper(f"收入证明-{person.name}.pdf", "income_proof", (page,), content)


def _jpeg_paper(
    rng: np.random.Generator,
    name: str,
    document_type: str,
    page: PaperPage,
    scan: Scan,
    usual: Doses,
    doses: Doses | None,
) -> Paper:
    content = jpeg(degrade_all(scan, rng, usual if doses is None else doses))
    return Paper(f"{name}.jpg", document_type, (page,), content)
