"""A fact in the past tense, as the audit log keeps it."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """A fact in the past tense.  Fields are only ever added, never renamed.

    Bodies hold ids, amounts and digests; personal data only as a salted commitment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
