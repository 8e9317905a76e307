"""What an endpoint may ask for: the parts of the house, the actor, a unit of work, a look.

Every route says what it needs, as ``@router.get("/cases", **require(Permission.CASE_READ))``;
the few that are open to anybody say ``**public()``.
"""

import ipaddress
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from secrets import compare_digest
from typing import Annotated, Protocol, TypedDict

from fastapi import Depends, Request, params
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from dossier.audit import SigningKey
from dossier.catalogue.loading import Catalogue
from dossier.deadlines.model import Calendar
from dossier.flows.house import House
from dossier.identity import sessions
from dossier.identity.model import Actor, OpenSession, Permission, SessionLimits
from dossier.identity.rules import may_somewhere
from dossier.kernel.clock import Clock
from dossier.kernel.errors import Refused
from dossier.kernel.log import logger
from dossier.kernel.settings import Settings
from dossier.ports import BlobStore, Letters, ObjectStore, PageReader, SearchIndex
from dossier.work import Work, begin, look
from dossier_ocr import DocumentTypes

COOKIE = "dossier_session"
CSRF_HEADER = "X-CSRF-Token"
PERMISSION_KEY = "x-permission"
PUBLIC = "public"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_TOUCH_EVERY = timedelta(minutes=1)

_log = logger("api")


class Parts(Protocol):
    """The parts that the edge works with; ``wiring.Parts`` has them all."""

    @property
    def settings(self) -> Settings:
        """The installation's settings."""

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Opens database sessions."""

    @property
    def clock(self) -> Clock:
        """Tells the time."""

    @property
    def objects(self) -> ObjectStore:
        """The store under the blobs, to ask whether it answers."""

    @property
    def blobs(self) -> BlobStore:
        """Bytes in our keeping."""

    @property
    def index(self) -> SearchIndex:
        """The full-text index."""

    @property
    def letters(self) -> Letters:
        """Typesets letters."""

    @property
    def reader(self) -> PageReader:
        """Reads scanned pages."""

    @property
    def catalogue(self) -> Catalogue:
        """The service definitions and the tables that offices edit."""

    @property
    def calendar(self) -> Calendar:
        """The working days."""

    @property
    def signing_key(self) -> SigningKey:
        """Signs checkpoints of the audit log."""

    @property
    def house(self) -> House:
        """What flows may know of the installation."""

    @property
    def archive_folder(self) -> Path:
        """Where packages stand."""

    def refresh(self, session: Session, /) -> None:
        """Take in the definitions that were published since."""

    @property
    def document_types(self) -> DocumentTypes:
        """What kinds of paper are known."""

    @property
    def demonstration(self) -> bool:
        """Whether everything here is invented, so that the screens say so (演示)."""


def limits_of(settings: Settings) -> SessionLimits:
    """Return how long a sign-in lasts here."""
    return SessionLimits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_limit_hours),
    )


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


InParts = Annotated[Parts, Depends(_parts)]


def _here(request: Request, parts: InParts) -> OpenSession:
    """Find out who asks, in a short reading transaction of its own."""
    token = request.cookies.get(COOKIE)
    now = parts.clock()
    found = None
    if token:
        with look(parts.sessions) as session:
            found = sessions.find_session(session, token, limits_of(parts.settings), now)
            parts.refresh(session)
    if found is None:
        raise Refused("您还没有登录，或登录已过期。请重新登录。", code="sign_in_required")
    if request.method not in SAFE_METHODS and not compare_digest(
        request.headers.get(CSRF_HEADER, "").encode(), found.csrf.encode()
    ):
        raise Refused("这次提交缺少本次登录的校验码。请刷新页面后重试。", code="forbidden_csrf")
    if now - found.last_seen_at >= _TOUCH_EVERY:
        _touch(parts, found)
    return found


def _touch(parts: Parts, found: OpenSession) -> None:
    try:
        with begin(parts.sessions, found.actor.user_id, parts.clock) as work:
            sessions.touch_session(work.session, found.id, work.now)
    except OperationalError as error:  # a request that only reads goes on all the same
        _log.warning("last_seen not written", error=type(error).__name__)


Here = Annotated[OpenSession, Depends(_here)]


def _me(here: Here) -> Actor:
    return here.actor


Me = Annotated[Actor, Depends(_me)]
"""The actor; anonymous requests end here with 401."""


def _work(parts: InParts, me: Me) -> Iterator[Work]:
    with begin(parts.sessions, me.user_id, parts.clock) as work:
        yield work


def _look(parts: InParts) -> Iterator[Session]:
    with look(parts.sessions) as session:
        yield session


# "function": commit before the answer is sent.  FastAPI's default commits after it, and a
# failed commit would already have been answered with 201.
InWork = Annotated[Work, Depends(_work, scope="function")]
"""A unit of work of the actor; it begins with its first query and is committed before the answer."""
Look = Annotated[Session, Depends(_look, scope="function")]
"""A short reading session."""


def is_loopback(request: Request) -> bool:
    """Tell whether the request was made on this very machine, and by nobody's order."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def address_of(request: Request) -> str:
    """Return the address that the request came from."""
    return request.client.host if request.client else "unknown"


class Needs(TypedDict):
    """What a route declares; unpack it into the route's decorator."""

    dependencies: Sequence[params.Depends]
    openapi_extra: dict[str, str]


def require(permission: Permission) -> Needs:
    """Declare that a route is for those who have ``permission`` at some unit.

    Which things they may see is for the flow to ask: ``identity.check``, ``identity.scopes``.
    """

    def holds_somewhere(me: Me) -> None:
        if not may_somewhere(me, permission):
            raise Refused(
                "您的岗位没有这项权限。需要时请联系系统管理员调整岗位。",
                code="forbidden_permission",
                permission=permission.value,
            )

    return Needs(
        dependencies=[Depends(holds_somewhere)],
        openapi_extra={PERMISSION_KEY: permission.value},
    )


def public() -> Needs:
    """Declare that a route is open to anybody."""
    return Needs(dependencies=[], openapi_extra={PERMISSION_KEY: PUBLIC})
