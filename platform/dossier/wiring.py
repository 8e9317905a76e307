"""The only module that knows every adapter: it builds the parts of one installation."""

import fcntl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.orm import Session, sessionmaker

from dossier import jobs
from dossier.adapters import sealed
from dossier.adapters.disk import DiskObjects
from dossier.adapters.ocr import ReadingProcesses
from dossier.adapters.s3 import S3Objects
from dossier.adapters.search import DiskSearch
from dossier.adapters.typst import TypstLetters
from dossier.archive import tables as archive_tables
from dossier.audit import SigningKey, create_key
from dossier.audit import tables as audit_tables
from dossier.cases import desk_tables as case_desk_tables
from dossier.cases import tables as cases_tables
from dossier.catalogue import loading
from dossier.catalogue import tables as catalogue_tables
from dossier.catalogue.living import LivingCatalogue
from dossier.catalogue.loading import Catalogue
from dossier.deadlines.model import Calendar
from dossier.deadlines.published import load_calendar
from dossier.documents import tables as documents_tables
from dossier.flows.house import House
from dossier.identity import tables as identity_tables
from dossier.intake import tables as intake_tables
from dossier.jobs import tables as jobs_tables
from dossier.kernel.clock import Clock, system_clock
from dossier.kernel.db import open_engine
from dossier.kernel.settings import Settings, load_settings, platform_folder
from dossier.ledger import tables as ledger_tables
from dossier.notices import printed_tables
from dossier.notices import tables as notices_tables
from dossier.people import tables as people_tables
from dossier.ports import BlobStore, Letters, ObjectStore, PageReader, SearchIndex
from dossier.work import look
from dossier_ocr import DocumentTypes, load_types

TABLES = (
    archive_tables,
    audit_tables,
    case_desk_tables,
    cases_tables,
    catalogue_tables,
    documents_tables,
    identity_tables,
    intake_tables,
    jobs_tables,
    ledger_tables,
    notices_tables,
    people_tables,
    printed_tables,
)
"""Every module of rows, so that the migrations see them; ``sealed`` keeps the keys' rows."""

LOG_NAME = "dossier"
TEMPLATES = Path(notices_tables.__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one installation, built once per process.

    refresh: takes in what was published since; the catalogue stays the same object.
    """

    settings: Settings
    sessions: sessionmaker[Session]
    clock: Clock
    objects: ObjectStore
    blobs: BlobStore
    index: SearchIndex
    letters: Letters
    reader: PageReader
    catalogue: Catalogue
    document_types: DocumentTypes
    calendar: Calendar
    signing_key: SigningKey
    demonstration: bool
    close: Callable[[], None]
    refresh: Callable[[Session], None]

    @property
    def house(self) -> House:
        """What flows may know of the installation."""
        return House(self.catalogue, self.document_types, self.calendar, self.demonstration)

    @property
    def archive_folder(self) -> Path:
        """Where packages stand."""
        return self.settings.home / "archive"


def load() -> Settings:
    """Return the settings; the data folder stands, for the owner alone."""
    settings = load_settings()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.home.chmod(0o700)
    return settings


def open_sessions(settings: Settings) -> sessionmaker[Session]:
    """Open the database of ``settings``."""
    return sessionmaker(open_engine(settings.url))


def migrate(settings: Settings) -> None:
    """Bring the database to the present tables; two at once wait for each other."""
    with (settings.home / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        config = Config(platform_folder() / "alembic.ini")
        config.set_main_option("sqlalchemy.url", settings.url.replace("%", "%%"))
        command.upgrade(config, "head")
        jobs.migrate(settings.url)


def build(
    settings: Settings, *, clock: Clock = system_clock, demonstration: bool = False
) -> Parts:
    """Build the parts; the database has been migrated."""
    sessions = open_sessions(settings)
    objects = open_objects(settings)
    reader = ReadingProcesses(
        settings.schemas,
        engine=settings.ocr_engine,
        processes=settings.reading_processes,
        limit_seconds=settings.reading_limit_seconds,
    )
    index = DiskSearch(settings.home / "index", settings.search_engine)

    def close() -> None:
        reader.close()
        index.close()
        jobs.release()
        sessions.kw["bind"].dispose()

    living = LivingCatalogue(loading.load(settings.schemas))
    with look(sessions) as session:
        living.refresh(session)
    return Parts(
        settings=settings,
        sessions=sessions,
        clock=clock,
        objects=objects,
        blobs=sealed.open_sealed(objects, sessions, settings.home / "keys", clock),
        index=index,
        letters=TypstLetters(TEMPLATES),
        reader=reader,
        catalogue=living.catalogue,
        document_types=load_types(settings.schemas),
        calendar=load_calendar(settings.schemas / "calendars" / "overrides.yaml"),
        signing_key=create_key(settings.home / "keys", LOG_NAME),
        demonstration=demonstration,
        close=close,
        refresh=living.refresh,
    )


def open_objects(settings: Settings) -> ObjectStore:
    """Open the object store: S3 when an endpoint is set, else the local disk."""
    if not settings.s3_endpoint:
        return DiskObjects(settings.home / "objects")
    objects = S3Objects(
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        bucket=settings.s3_bucket,
        secure=settings.s3_secure,
    )
    objects.ensure_bucket()
    return objects
