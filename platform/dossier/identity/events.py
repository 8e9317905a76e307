"""What the audit log keeps of accounts and sign-ins: ids, never names or logins."""

from typing import ClassVar, Literal

from dossier.kernel.events import Event
from dossier.kernel.ids import UnitId, UserId


class UnitCreated(Event):
    """A unit was added to the tree."""

    kind: ClassVar[str] = "unit_created"
    unit: UnitId
    path: str
    level: str


class UserCreated(Event):
    """An account was opened."""

    kind: ClassVar[str] = "user_created"
    user: UserId


class UserDeactivated(Event):
    """An account was closed; its sign-ins ended at once."""

    kind: ClassVar[str] = "user_deactivated"
    user: UserId


class GrantGiven(Event):
    """A role was given at a unit."""

    kind: ClassVar[str] = "grant_given"
    user: UserId
    role: str
    unit: UnitId


class GrantRevoked(Event):
    """A role was taken back."""

    kind: ClassVar[str] = "grant_revoked"
    user: UserId
    role: str
    unit: UnitId


class PasswordChanged(Event):
    """A password was changed, or set by an administrator; other sign-ins ended."""

    kind: ClassVar[str] = "password_changed"
    user: UserId


class SignedIn(Event):
    """Somebody signed in."""

    kind: ClassVar[str] = "signed_in"
    user: UserId


class SignInRefused(Event):
    """A sign-in failed.  user: None where no account has that login, which is kept nowhere."""

    kind: ClassVar[str] = "sign_in_refused"
    user: UserId | None
    reason: Literal["unknown", "password", "inactive"]


class SignedOut(Event):
    """Somebody signed out."""

    kind: ClassVar[str] = "signed_out"
    user: UserId
