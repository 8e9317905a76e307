"""Alembic's environment: the URL comes from whoever calls, the tables from the packages."""

from alembic import context

from dossier import wiring
from dossier.kernel.db import Base, open_engine

OURS = set(Base.metadata.tables)


def _ours(
    _object: object, name: str | None, kind: str, _reflected: bool, _compared: object
) -> bool:
    """Leave DBOS's tables, which stand beside ours on SQLite, alone."""
    return kind != "table" or name in OURS


url = context.config.get_main_option("sqlalchemy.url") or wiring.load().url
engine = open_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_ours,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
