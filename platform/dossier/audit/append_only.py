"""What the database itself refuses: rows that were written are not changed or taken away."""

from collections.abc import Sequence

from sqlalchemy import Connection, FromClause, Table, event

DIALECTS = ("sqlite", "postgresql")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def refuse(
    dialect: str,
    table: str,
    name: str,
    happening: str,
    message: str,
    *,
    when: str = "",
    if_: str = "",
) -> tuple[str, ...]:
    """Return the statements of a trigger that refuses ``happening`` on ``table``.

    happening: "UPDATE", "DELETE", "INSERT" or "TRUNCATE" (which SQLite does not have).
    when: condition on the OLD and NEW row; if_: one that may ask other tables as well.
    The failure is an integrity violation on both databases.
    """
    assert dialect in DIALECTS
    trigger = f"{table}_{name}"
    if dialect == "sqlite":
        if happening == "TRUNCATE":
            return ()
        conditions = " AND ".join(f"({condition})" for condition in (when, if_) if condition)
        return (
            f"CREATE TRIGGER {trigger} BEFORE {happening} ON {table} FOR EACH ROW "
            + (f"WHEN {conditions} " if conditions else "")
            + f"BEGIN SELECT RAISE(ABORT, {_quoted(message)}); END",
        )
    fail = f"RAISE EXCEPTION USING MESSAGE = {_quoted(message)}, ERRCODE = 'integrity_constraint_violation';"
    passed = "RETURN OLD;" if happening == "DELETE" else "RETURN NEW;"
    body = f"IF {if_} THEN {fail} END IF; {passed}" if if_ else fail
    each = "STATEMENT" if happening == "TRUNCATE" else "ROW"
    return (
        f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$refuse$ BEGIN {body} END $refuse$",
        f"CREATE TRIGGER {trigger} BEFORE {happening} ON {table} FOR EACH {each} "
        + (f"WHEN ({when}) " if when else "")
        + f"EXECUTE FUNCTION {trigger}()",
    )


def append_only(dialect: str, table: str) -> tuple[str, ...]:
    """Return the statements that let rows of ``table`` be added and nothing else."""
    message = f"{table}: rows are only ever added"
    return tuple(
        statement
        for happening in ("UPDATE", "DELETE", "TRUNCATE")
        for statement in refuse(dialect, table, f"no_{happening.lower()}", happening, message)
    )


def protect_on_create(table: FromClause, dialect: str, statements: Sequence[str]) -> None:
    """Run ``statements`` whenever ``table`` is created in a database of ``dialect``."""

    def protect(_table: Table, connection: Connection, **_: object) -> None:
        if connection.dialect.name == dialect:
            for statement in statements:
                connection.exec_driver_sql(statement)

    event.listen(table, "after_create", protect)
