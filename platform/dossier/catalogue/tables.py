"""Rows of the catalogue: the figures that an office has set."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dossier.kernel.db import Base, UtcDateTime


class ParameterValueRow(Base):
    """One figure from a day on; former ones stay."""

    __tablename__ = "parameter_value"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    legal_source: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(36))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
