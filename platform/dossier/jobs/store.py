"""Owing a job: one row of DBOS's own tables, in the caller's transaction."""

from threading import Lock

import sqlalchemy as sa
from dbos import DBOSClient
from dbos import WorkflowSerializationFormat as Format
from sqlalchemy.orm import Session

from dossier.jobs.model import APPLICATION, QUEUE, VERSION, Job

_lock = Lock()
_clients: dict[str, DBOSClient] = {}
_UNFINISHED = ("ENQUEUED", "PENDING", "DELAYED")


def owe(session: Session, job: Job) -> None:
    """Leave ``job`` for the workers; it is there when ``session`` commits, else not."""
    _client(_url(session)).enqueue_in_transaction(
        session,
        {
            "workflow_name": job.kind,
            "queue_name": QUEUE,
            "workflow_id": job.key,
            "app_version": VERSION,
            "serialization_type": Format.PORTABLE,
        },
        job.subject,
        job.attempt,
    )


def unfinished(session: Session) -> int:
    """Return how many jobs wait or run."""
    client = _client(_url(session))
    return len(client.list_workflows(status=list(_UNFINISHED), load_input=False))


def migrate(url: str) -> None:
    """Create or update DBOS's own tables in the database at ``url``."""
    client = _open(url)
    try:
        client._sys_db.run_migrations()
    finally:
        client.destroy()


def release() -> None:
    """Close every connection that was opened for owing jobs."""
    while _clients:
        _clients.popitem()[1].destroy()


def _client(url: str) -> DBOSClient:
    with _lock:
        if url not in _clients:
            _clients[url] = _open(url)
        return _clients[url]


def _open(url: str) -> DBOSClient:
    return DBOSClient(system_database_url=url, application_name=APPLICATION, lazy=True)


def _url(session: Session) -> str:
    bind = session.get_bind()
    engine = bind if isinstance(bind, sa.Engine) else bind.engine
    return engine.url.render_as_string(hide_password=False)
