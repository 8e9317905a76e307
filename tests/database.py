"""A migrated database for tests: what ``dossier migrate`` makes of an empty one."""

from alembic import command
from alembic.config import Config

from dossier import jobs
from dossier.kernel.settings import platform_folder


def alembic_config(url: str) -> Config:
    """Return the migrations' configuration for the database at ``url``."""
    config = Config(platform_folder() / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the present tables."""
    command.upgrade(alembic_config(url), "head")
    jobs.migrate(url)
