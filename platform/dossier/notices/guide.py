"""办事指南: what a service asks for and how it goes, on one page."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from dossier.notices.model import Fact, Letter


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GuideMaterial(_Part):
    """One paper to bring.

    when: "" when everybody brings it.  looked_up: the office looks it up first.
    """

    title: str
    whose: str
    form: str
    copies: int = Field(ge=1)
    when: str
    issuer: str
    looked_up: bool
    to_confirm: bool = False


class GuideStep(_Part):
    """One step of the way; limit and notice are "" where there is none."""

    level: str
    action: str
    limit: str
    notice: str
    decides: bool
    to_confirm: bool = False


class GuideLetter(Letter):
    """办事指南: printed from the definition of a service, for the wall and for residents.

    version: of the definition.  unconfirmed: how many facts the office has not confirmed.
    """

    template: ClassVar[str] = "guide"
    service: str
    version: int
    target: str
    conditions: tuple[Fact, ...]
    materials: tuple[GuideMaterial, ...]
    steps: tuple[GuideStep, ...]
    limit: Fact
    fee: Fact
    benefit: str
    remedies: tuple[str, ...]
    source: str
    unconfirmed: int
