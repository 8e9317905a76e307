"""A real site for tests: a furnished home, the processes on it, and people at its desk.

Everything runs as users run it: ``dossier`` in a process of its own on a free loopback port,
stopped with a signal or killed.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self, TypeVar

import httpx
from pydantic import TypeAdapter

from dossier import wiring
from dossier.api.auth import SignedInView
from dossier.api.views import CaseView, FileView
from dossier.cli.demo import MARK
from dossier.flows import staff
from dossier.identity import store as identity
from dossier.identity.passwords import hash_password
from dossier.kernel.clock import CIVIL, Clock, FixedClock, system_clock
from dossier.kernel.ids import SYSTEM, CaseId, new_id
from dossier.kernel.settings import Settings
from dossier.samples import papers
from dossier.samples.households import demonstration_household
from dossier.samples.office import Member, furnish
from dossier.samples.story import Told
from dossier.wiring import Parts
from dossier.work import begin, look

DOSSIER = Path(sys.executable).with_name("dossier")
SERVICE = "social-security.dibao"
READY_SECONDS = 60.0
_people = TypeAdapter(dict[str, Member])
Found = TypeVar("Found")
_typesetting = Lock()


@dataclass(frozen=True, slots=True)
class Home:
    """A data folder with the invented office in it.  people: login to password."""

    folder: Path
    people: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process on this home; nothing of ``DOSSIER_`` is inherited."""
        kept = {key: text for key, text in os.environ.items() if not key.startswith("DOSSIER_")}
        return {
            **kept,
            "DOSSIER_HOME": str(self.folder),
            "OMP_THREAD_LIMIT": "1",
            **self.settings,
        }


def furnished_home(folder: Path, **settings: str) -> Home:
    """Make a home with the invented office, as one that works today: no reading, no cases.

    A colleague sits at the counter beside the clerk.
    settings: environment variables of its processes, e.g. DOSSIER_DATABASE_URL.
    """
    people = _furnish(folder, system_clock, settings)
    passwords = {one.login: one.password for one in people.values()}
    home = Home(folder, {**passwords, "colleague": passwords["clerk"]}, settings)
    with inside(home) as parts:
        with look(parts.sessions) as session:
            (place,) = identity.grants_of(session, people["clerk"].user)
        hashed = hash_password(home.people["colleague"])
        with begin(parts.sessions, SYSTEM, parts.clock) as work:
            user = staff.create_user(work, "colleague", "何静", hashed)
            staff.grant(work, user, place.role, place.unit_id)
    return home


def demonstration_home(folder: Path, at: datetime) -> Home:
    """Make a home that ``dossier demo --serve`` takes for a played one, without playing.

    at: the moment at which its clock stands now; the office is older.
    """
    people = _furnish(folder, FixedClock(datetime(2026, 3, 9, 9, 0, tzinfo=CIVIL)), {})
    none = Told("（没有演示的办件）", CaseId(""), 0, 0, 0, 0, 0, status="open")
    mark = {
        "behind_seconds": (system_clock() - at).total_seconds(),
        "seconds": 0.0,
        "people": _people.dump_python(people, mode="json"),
        "told": [asdict(none)],
    }
    (folder / MARK).write_text(json.dumps(mark, ensure_ascii=False), encoding="utf-8")
    return Home(folder, {one.login: one.password for one in people.values()})


def copied(home: Home, folder: Path, **settings: str) -> Home:
    """Return a copy of ``home`` (SQLite, local disk) that nobody has worked on yet."""
    shutil.copytree(home.folder, folder)
    return Home(folder, home.people, {**home.settings, **settings})


@contextmanager
def inside(home: Home, clock: Clock = system_clock) -> Iterator[Parts]:
    """Open the parts of ``home`` in this process, to look at what processes left there."""
    parts = wiring.build(settings_of(home), clock=clock)
    try:
        yield parts
    finally:
        parts.close()


def settings_of(home: Home) -> Settings:
    """Return what a process on ``home`` takes from its environment."""
    values = {key.removeprefix("DOSSIER_").lower(): text for key, text in home.settings.items()}
    return Settings.model_validate({**values, "home": home.folder})


def _furnish(folder: Path, clock: Clock, settings: Mapping[str, str]) -> dict[str, Member]:
    home = Home(folder, {}, settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wiring.migrate(settings_of(home))
    with inside(home, clock) as parts:
        return furnish(parts)


class Running:
    """A ``dossier`` process.  Leave the ``with`` block and it is gone, with all its children."""

    def __init__(
        self, home: Home, *arguments: str, port: int | None = None, limits: str = ""
    ) -> None:
        """Start it.  limits: options of ``prlimit``, e.g. ``--fsize=50000:``."""
        self.home = home
        self.port = port
        self.base_url = f"http://127.0.0.1:{port}" if port else ""
        self.log = home.folder.parent / f"{home.folder.name}-{new_id()[-6:]}.log"
        command = [str(DOSSIER), *arguments]
        if limits:
            command = ["prlimit", *limits.split(), *command]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                env=home.environment,
                cwd=home.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process's id; also the id of its process group."""
        return self.process.pid

    @property
    def said(self) -> str:
        """Everything that it has printed so far."""
        return self.log.read_text("utf-8", "replace")

    def until_ready(self, seconds: float = READY_SECONDS) -> Self:
        """Wait until the server answers."""

        def answers() -> bool:
            self._require_alive()
            try:
                return httpx.get(f"{self.base_url}/healthz", timeout=2).is_success
            except httpx.TransportError:
                return False

        until(answers, seconds, "the server answers", lambda: self.said[-4000:])
        return self

    def until_started(self, seconds: float = READY_SECONDS) -> Self:
        """Wait until a worker says that it has started."""
        self.until_said("工作进程已启动", seconds)
        return self

    def until_said(self, words: str, seconds: float = READY_SECONDS) -> re.Match[str]:
        """Wait until it has printed something that ``words`` (a pattern) finds."""

        def found() -> re.Match[str] | None:
            match = re.search(words, self.said)
            if match is None:
                self._require_alive()
            return match

        return until(found, seconds, f"it says {words}", lambda: self.said[-4000:])

    def stop(self, by: signal.Signals = signal.SIGTERM, seconds: float = 20) -> int:
        """Ask it to end; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.process.wait(seconds)

    def kill(self) -> None:
        """End it as a power cut does; its children are left to themselves."""
        self.process.kill()
        self.process.wait()

    def group(self) -> dict[int, str]:
        """Return its process and all its descendants that still live: id to command line."""
        found = {}
        for place in Path("/proc").iterdir():
            if not place.name.isdigit():
                continue
            try:
                head = (place / "stat").read_text().rpartition(")")[2].split()
                words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if int(head[2]) == self.pid and head[0] != "Z":
                found[int(place.name)] = words
        return found

    def readers(self) -> list[int]:
        """Return the reading processes, by id."""
        return sorted(pid for pid, words in self.group().items() if "spawn_main" in words)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pid in self.group():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def _require_alive(self) -> None:
        assert self.process.poll() is None, (
            f"ended with {self.process.returncode}:\n{self.said[-4000:]}"
        )


def serve(home: Home, *options: str, limits: str = "") -> Running:
    """Start ``dossier serve`` on a free port; wait with ``until_ready``."""
    port = free_port()
    return Running(home, "serve", "--port", str(port), *options, port=port, limits=limits)


def serve_demonstration(home: Home, *options: str) -> Running:
    """Start ``dossier demo --serve`` on a free port; wait with ``until_ready``."""
    port = free_port()
    return Running(home, "demo", "--serve", "--port", str(port), *options, port=port)


def worker(home: Home) -> Running:
    """Start ``dossier worker``; wait with ``until_started``."""
    return Running(home, "worker")


class Person:
    """Somebody signed in: speaks HTTP with the cookie and the token, as the browser does."""

    def __init__(self, base_url: str, login: str, password: str, timeout: float = 30) -> None:
        self.http = httpx.Client(base_url=f"{base_url}/api/v1", timeout=timeout)
        answer = self.http.post("/auth/login", json={"login": login, "password": password})
        assert answer.is_success, answer.text
        token = SignedInView.model_validate_json(answer.content).csrf_token
        self.http.headers["X-CSRF-Token"] = token

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        self.http.close()

    def open_case(self, service: str = SERVICE) -> str:
        """Open a case; return its id."""
        return _case(self.http.post("/cases", json={"service": service})).summary.id

    def upload(self, case: str, name: str, content: bytes) -> httpx.Response:
        """Drop a file on the case; whatever the answer."""
        return self.http.post(f"/cases/{case}/files", files={"file": (name, content)})

    def put_in(self, case: str, name: str, content: bytes) -> FileView:
        """Drop a file on the case; it must be taken."""
        answer = self.upload(case, name, content)
        assert answer.status_code == 201, answer.text
        return FileView.model_validate_json(answer.content)

    def case(self, case: str) -> CaseView:
        """Return the case as the screen has it."""
        return _case(self.http.get(f"/cases/{case}"))

    def until_read(self, case: str, seconds: float = 60) -> CaseView:
        """Poll, as the screen does, until nothing of the case waits for reading."""

        def done() -> CaseView | None:
            seen = self.case(case)
            return None if seen.reading else seen

        return until(done, seconds, "every file is read or has failed")

    def change_form(
        self, case: str, revision: int, form: Mapping[str, object]
    ) -> httpx.Response:
        """Send the form as it stands on the screen."""
        asked = {"revision": revision, "form": form}
        return self.http.put(f"/cases/{case}/form", json=asked)

    def step(
        self, case: str, step: str, *, key: str | None = None, reason: str = ""
    ) -> httpx.Response:
        """Press the button of ``step``; each press has a key of its own unless one is given."""
        asked = {"key": key or new_id(), "reason": reason}
        return self.http.post(f"/cases/{case}/steps/{step}", json=asked)


def person(site: Running, login: str = "clerk", timeout: float = 30) -> Person:
    """Sign somebody of the office in."""
    return Person(site.base_url, login, site.home.people[login], timeout)


def _case(answer: httpx.Response) -> CaseView:
    assert answer.is_success, answer.text
    return CaseView.model_validate_json(answer.content)


def until(
    ask: Callable[[], Found | None],
    seconds: float,
    what: str,
    detail: Callable[[], str] = lambda: "",
) -> Found:
    """Ask every tenth of a second until the answer is true; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while True:
        if found := ask():
            return found
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}\n{detail()}"
        time.sleep(0.1)


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@cache
def letter(number: int) -> bytes:
    """Return a small PDF with text, different for each number: read without any engine."""
    _, son = demonstration_household().members
    with _typesetting:
        return papers.income_proof_pdf(son, date(2024, 1, 1) + timedelta(days=number)).content
