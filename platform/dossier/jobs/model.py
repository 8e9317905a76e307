"""What is owed: a kind of work on one subject, by ids alone."""

from dataclasses import dataclass

QUEUE = "dossier"
APPLICATION = "dossier"
VERSION = "1"
"""Fixed, so that a new release takes up the jobs that the old one owed."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    kind: name of the workflow that the worker registers.
    subject: id of what it is about; never a value, since DBOS keeps arguments.
    attempt: 1 or more.  A known (kind, subject, attempt) is silently not run again.
    """

    kind: str
    subject: str
    attempt: int = 1

    @property
    def key(self) -> str:
        """The workflow's id."""
        return f"{self.kind}:{self.subject}:{self.attempt}"
