"""The worker: DBOS runs each job as one workflow of one flow; a dead worker is replaced."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from dbos import DBOS
from sqlalchemy.orm import Session, sessionmaker

from dossier.jobs import heartbeat
from dossier.jobs.model import APPLICATION, QUEUE, VERSION
from dossier.kernel.clock import system_clock
from dossier.kernel.ids import SYSTEM
from dossier.kernel.log import logger
from dossier.work import begin, look

POLL_SECONDS = 0.1
JobFunction = Callable[[str, int], None]
"""Takes the subject's id and the attempt; idempotent, because a crash may run it again."""

_log = logger("worker")


class Worker:
    """Runs the jobs of one process until ``stop``.  One per process: DBOS is a singleton."""

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
        self._beating = threading.Thread(target=self._beat, name="dossier-beat", daemon=True)

    def start(self) -> None:
        """Begin to work; first of all on what this worker left unfinished when it died."""
        logging.getLogger("dbos").setLevel(logging.ERROR)  # noqa: TID251 - silences a library
        url = self._sessions.kw["bind"].url.render_as_string(hide_password=False)
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
            DBOS.workflow(name=kind, max_recovery_attempts=5)(_workflow(kind, function))
        DBOS.launch()
        DBOS.register_queue(
            QUEUE, polling_interval_sec=POLL_SECONDS, worker_concurrency=self._concurrency
        )
        self._beating.start()
        _log.info("worker started", executor=self._executor, concurrency=self._concurrency)

    def wait(self) -> None:
        """Wait until ``stop`` is called from another thread, or for Ctrl-C."""
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
                self._take_over(system_clock())
            except Exception as fault:  # noqa: BLE001 - the beat goes on; the next one may work
                _log.warning("heartbeat failed", fault=type(fault).__name__)
            self._stop.wait(heartbeat.BEAT_SECONDS)

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


def _workflow(kind: str, function: JobFunction) -> Callable[[str, int], str]:
    @DBOS.step(name=f"{kind}_step", retries_allowed=True, max_attempts=4, interval_seconds=0.5)
    def step(subject: str, attempt: int) -> str:
        function(subject, attempt)
        return subject

    def workflow(subject: str, attempt: int) -> str:
        return step(subject, attempt)

    workflow.__qualname__ = workflow.__name__ = f"job_{kind}"
    return workflow
