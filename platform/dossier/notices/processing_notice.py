"""个人信息处理告知书: what is done with personal data in a case, on one page."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from dossier.notices.model import Fact, Letter


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProcessedData(_Part):
    """One kind of personal data: what it is, what for, from where."""

    kind: str
    items: str
    purpose: str
    sensitive: bool


class ProcessingNoticeLetter(Letter):
    """What is processed, why, on what ground, how long, who gets it, what one may ask.

    label: how the people at the counter tell the case; "" for a notice of the service alone.
    minor: the applicant is under 14, so the guardian agrees.
    qrs: what the code on each page holds, empty without a case.
    """

    template: ClassVar[str] = "processing_notice"
    service: str
    label: str
    version: str
    print_number: int
    data: tuple[ProcessedData, ...]
    basis: tuple[str, ...]
    recipients: tuple[str, ...]
    kept: Fact
    protection: str
    refusal: str
    rights: tuple[str, ...]
    signer: str
    applicant: str
    minor: bool
    sensitive: bool
    qrs: tuple[str, ...]
