"""The worker: DBOS runs each job as one workflow of one flow; a dead worker is replaced."""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime

from dbos import DBOS
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from dossier.jobs import heartbeat
from dossier.jobs.model import APPLICATION, QUEUE, VERSION, Job
from dossier.kernel.clock import system_clock
from dossier.kernel.errors import Unavailable
from dossier.kernel.ids import SYSTEM
from dossier.kernel.log import logger
from dossier.work import begin, look

POLL_SECONDS = 0.1
TRIES = 3
FIRST_WAIT_SECONDS = 0.25
PUT_BACK_SECONDS = 20.0
"""How long a job rests that met a database or a store that does not answer."""
RECOVERIES_MAX = 100
"""So often may a job see its worker die; a power supply that flickers is not the job's fault."""
PASSING = (Unavailable, OperationalError, InterfaceError, PoolTimeout, ConnectionError)
"""Faults of the place or the moment: the job is tried until they have passed."""
JobFunction = Callable[[str, int], None]
"""Takes the subject's id and the attempt; idempotent, because a crash may run it again."""

_log = logger("worker")


class PutBack(BaseException):
    """The job is left as it stands, to be run again; no error, so that nothing records one."""


class JobFailed(Exception):
    """The job met a fault of ours.  Names its kind alone: DBOS keeps and prints what it is told."""


class Worker:
    """Runs the jobs of one process until ``stop``.  One per process: DBOS is a singleton.

    executor: a name that no living worker has, and that this one has again at its next start.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        functions: Mapping[str, JobFunction],
        *,
        executor: str,
        concurrency: int,
    ) -> None:
        self._sessions = sessions
        self._functions = functions
        self._executor = executor
        self._concurrency = concurrency
        self._stop = threading.Event()
        self._resting: dict[str, float] = {}
        self._beating = threading.Thread(target=self._beat, name="dossier-beat", daemon=True)

    def start(self) -> None:
        """Begin to work; first of all on what this worker left unfinished when it died."""
        logging.getLogger("dbos").setLevel(logging.ERROR)  # noqa: TID251 - silences a library
        url = self._sessions.kw["bind"].url.render_as_string(hide_password=False)
        with begin(self._sessions, SYSTEM, system_clock) as work:
            heartbeat.beat(work.session, self._executor, work.now)
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": url,
                "application_version": VERSION,
                "executor_id": self._executor,
                "run_migrations": False,
                "use_listen_notify": False,
                "log_level": "ERROR",
                "notification_listener_polling_interval_sec": 1.0,
            }
        )
        for kind, function in self._functions.items():
            workflow = self._workflow(kind, function)
            DBOS.workflow(name=kind, max_recovery_attempts=RECOVERIES_MAX)(workflow)
        DBOS.launch()
        DBOS.register_queue(
            QUEUE, polling_interval_sec=POLL_SECONDS, worker_concurrency=self._concurrency
        )
        self._beating.start()
        _log.info("worker started", executor=self._executor, concurrency=self._concurrency)

    def wait(self) -> None:
        """Wait until ``stop`` is called from another thread, or for a signal."""
        self._stop.wait()

    def stop(self) -> None:
        """Finish nothing more; what is unfinished is taken up at the next start."""
        self._stop.set()
        if self._beating.is_alive():
            self._beating.join(timeout=5)
        DBOS.destroy(destroy_registry=True)

    def _beat(self) -> None:
        while not self._stop.is_set():
            try:
                with begin(self._sessions, SYSTEM, system_clock) as work:
                    heartbeat.beat(work.session, self._executor, work.now)
                self._take_up_again()
                self._take_over(system_clock())
            except Exception as fault:  # noqa: BLE001 - the beat goes on; the next one may work
                _log.warning("heartbeat failed", fault=type(fault).__name__)
            self._stop.wait(heartbeat.BEAT_SECONDS)

    def _take_up_again(self) -> None:
        """Queue the jobs that have rested long enough."""
        now = time.monotonic()
        for key, due in list(self._resting.items()):
            if due <= now:
                DBOS.resume_workflow(key, queue_name=QUEUE)
                del self._resting[key]

    def _take_over(self, now: datetime) -> None:
        with look(self._sessions) as session:
            dead = heartbeat.dead(session, now)
        for executor in dead:
            left = DBOS.list_workflows(status="PENDING", executor_id=executor, load_input=False)
            for workflow in left:
                DBOS.resume_workflow(workflow.workflow_id, queue_name=QUEUE)
            with begin(self._sessions, SYSTEM, system_clock) as work:
                heartbeat.bury(work.session, executor)
            _log.info("took over", executor=executor, jobs=len(left))

    def _workflow(self, kind: str, function: JobFunction) -> Callable[[str, int], str]:
        @DBOS.step(name=f"{kind}_step")
        def step(subject: str, attempt: int) -> str:
            self._do(Job(kind, subject, attempt), function)
            return subject

        def workflow(subject: str, attempt: int) -> str:
            return step(subject, attempt)

        workflow.__qualname__ = workflow.__name__ = f"job_{kind}"
        return workflow

    def _do(self, job: Job, function: JobFunction) -> None:
        """Run the job, a few times if need be.

        Raises PutBack when the place is at fault, and so frees the hands for other jobs;
        JobFailed when the job cannot be done.
        """
        for tried in range(1, TRIES + 1):
            try:
                function(job.subject, job.attempt)
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is told and counted
                failed = fault
            else:
                return
            told = {"kind": job.kind, "subject": job.subject, "fault": type(failed).__name__}
            if tried < TRIES:
                _log.info("job tried again", **told)
                if self._stop.wait(FIRST_WAIT_SECONDS * 2**tried):
                    raise PutBack
        if isinstance(failed, PASSING):
            _log.warning("job put back", **told)
            self._resting[job.key] = time.monotonic() + PUT_BACK_SECONDS
            raise PutBack
        _log.error("job failed", **told, frames=_frames(failed))
        raise JobFailed(type(failed).__name__)


def _frames(fault: BaseException) -> list[str]:
    """Return where it happened; never its message, which may hold personal data."""
    return [f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(fault.__traceback__)]
