"""What can go wrong, in the words of the domain.

    DossierError
      NotFound      there is no such thing, or you may not know of it
      Refused       a rule forbids it; asking again will not help
      Conflict      somebody else was first, or the same key came with another body
      Unavailable   a part that is needed does not answer; try again later

Things wrong with *data* are not exceptions: they are returned as ``Problem`` values.
"""

from dataclasses import dataclass
from typing import Literal

Fact = str | int | bool | None


class DossierError(Exception):
    """A failure that a person can be told of.

    message: one Chinese sentence that says what is wrong and what to do next.
    code: stable, lower-case, for programs.
    facts: further members of the problem details; never personal data.
    """

    def __init__(self, message: str, *, code: str, **facts: Fact) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.facts = facts


class NotFound(DossierError):
    """There is no such thing, or the actor may not know of it."""


class Refused(DossierError):
    """A rule forbids it."""


class Conflict(DossierError):
    """Somebody else was first, or the same key came with another body."""


class Unavailable(DossierError):
    """A part that is needed does not answer."""


Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with data.

    pointer: JSON pointer into the form ("/household_members/0/member_name"),
        or "material:<code>", "document:<id>", "page:<id>", "file:<id>".
    message, remedy: Chinese sentences for staff: what is wrong, what to do next.
    evidence: (document id, field name) pairs that show it on the scans.
    advice: what a letter tells the resident to do, "" where that is the remedy.
    """

    pointer: str
    code: str
    message: str
    remedy: str
    severity: Severity
    evidence: tuple[tuple[str, str], ...] = ()
    advice: str = ""
