"""What the audit log tells its readers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One event as it stands in the log; body: the bytes that were hashed."""

    seq: int
    body: bytes


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """Shows that an event stands in the log of ``size`` events whose root is ``root``."""

    seq: int
    size: int
    body: bytes
    leaf: bytes
    root: bytes
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """Shows that the log of ``old_size`` events is the beginning of that of ``new_size``."""

    old_size: int
    new_size: int
    old_root: bytes
    new_root: bytes
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the log; seq: the first event that it touches, where there is one."""

    code: str
    message: str
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a full recomputation of the log found.

    root: of everything that was read, in hexadecimal; findings: at most the first hundred.
    signatures: how many checkpoint signatures were checked and good.
    """

    size: int
    root: str
    checkpoints: int
    signatures: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def first_bad_seq(self) -> int | None:
        """The first event that is touched by anything wrong."""
        return min(
            (found.seq for found in self.findings if found.seq is not None), default=None
        )
