"""drafts of definitions, and the versions published in this installation."""

import sqlalchemy as sa
from alembic import op

from dossier.kernel.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ADDED_ONLY = ("definition_version", "definition_draft_editor", "definition_draft_text")
PROTECTION = {
    "sqlite": (
        "CREATE TRIGGER definition_version_no_update BEFORE UPDATE ON definition_version FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'definition_version: rows are only ever added'); END",
        "CREATE TRIGGER definition_version_no_delete BEFORE DELETE ON definition_version FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'definition_version: rows are only ever added'); END",
        "CREATE TRIGGER definition_draft_editor_no_update BEFORE UPDATE ON definition_draft_editor FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'definition_draft_editor: rows are only ever added'); END",
        "CREATE TRIGGER definition_draft_editor_no_delete BEFORE DELETE ON definition_draft_editor FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'definition_draft_editor: rows are only ever added'); END",
        "CREATE TRIGGER definition_draft_text_no_update BEFORE UPDATE ON definition_draft_text FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'definition_draft_text: rows are only ever added'); END",
        "CREATE TRIGGER definition_draft_text_no_delete BEFORE DELETE ON definition_draft_text FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'definition_draft_text: rows are only ever added'); END",
        "CREATE TRIGGER definition_draft_no_change_once_closed BEFORE UPDATE ON definition_draft FOR EACH ROW WHEN (OLD.state IN ('published', 'discarded')) BEGIN SELECT RAISE(ABORT, 'definition_draft: what is closed stays as it is'); END",
        "CREATE TRIGGER definition_draft_no_delete BEFORE DELETE ON definition_draft FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'definition_draft: drafts are never taken away'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION definition_version_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_version: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_version_no_update BEFORE UPDATE ON definition_version FOR EACH ROW EXECUTE FUNCTION definition_version_no_update()",
        "CREATE OR REPLACE FUNCTION definition_version_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_version: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_version_no_delete BEFORE DELETE ON definition_version FOR EACH ROW EXECUTE FUNCTION definition_version_no_delete()",
        "CREATE OR REPLACE FUNCTION definition_version_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_version: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_version_no_truncate BEFORE TRUNCATE ON definition_version FOR EACH STATEMENT EXECUTE FUNCTION definition_version_no_truncate()",
        "CREATE OR REPLACE FUNCTION definition_draft_editor_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft_editor: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_editor_no_update BEFORE UPDATE ON definition_draft_editor FOR EACH ROW EXECUTE FUNCTION definition_draft_editor_no_update()",
        "CREATE OR REPLACE FUNCTION definition_draft_editor_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft_editor: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_editor_no_delete BEFORE DELETE ON definition_draft_editor FOR EACH ROW EXECUTE FUNCTION definition_draft_editor_no_delete()",
        "CREATE OR REPLACE FUNCTION definition_draft_editor_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft_editor: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_editor_no_truncate BEFORE TRUNCATE ON definition_draft_editor FOR EACH STATEMENT EXECUTE FUNCTION definition_draft_editor_no_truncate()",
        "CREATE OR REPLACE FUNCTION definition_draft_text_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft_text: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_text_no_update BEFORE UPDATE ON definition_draft_text FOR EACH ROW EXECUTE FUNCTION definition_draft_text_no_update()",
        "CREATE OR REPLACE FUNCTION definition_draft_text_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft_text: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_text_no_delete BEFORE DELETE ON definition_draft_text FOR EACH ROW EXECUTE FUNCTION definition_draft_text_no_delete()",
        "CREATE OR REPLACE FUNCTION definition_draft_text_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft_text: rows are only ever added', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_text_no_truncate BEFORE TRUNCATE ON definition_draft_text FOR EACH STATEMENT EXECUTE FUNCTION definition_draft_text_no_truncate()",
        "CREATE OR REPLACE FUNCTION definition_draft_no_change_once_closed() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft: what is closed stays as it is', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_no_change_once_closed BEFORE UPDATE ON definition_draft FOR EACH ROW WHEN (OLD.state IN ('published', 'discarded')) EXECUTE FUNCTION definition_draft_no_change_once_closed()",
        "CREATE OR REPLACE FUNCTION definition_draft_no_delete() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft: drafts are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_no_delete BEFORE DELETE ON definition_draft FOR EACH ROW EXECUTE FUNCTION definition_draft_no_delete()",
        "CREATE OR REPLACE FUNCTION definition_draft_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'definition_draft: drafts are never taken away', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER definition_draft_no_truncate BEFORE TRUNCATE ON definition_draft FOR EACH STATEMENT EXECUTE FUNCTION definition_draft_no_truncate()",
    ),
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "definition_version",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=80), nullable=False),
        sa.Column("published_by", sa.String(length=36), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_definition_version")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_definition_version_draft_id")),
    )
    op.create_table(
        "definition_draft",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("open_code", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.String(length=36), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_by", sa.String(length=36), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_draft")),
        sa.UniqueConstraint("open_code", name=op.f("uq_definition_draft_open_code")),
    )
    op.create_index(op.f("ix_definition_draft_code"), "definition_draft", ["code"])
    op.create_table(
        "definition_draft_editor",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "user_id", name=op.f("pk_definition_draft_editor")),
    )
    op.create_table(
        "definition_draft_text",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=36), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "revision", name=op.f("pk_definition_draft_text")),
    )
    op.create_table(
        "trusted_office",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=80), nullable=False),
        sa.Column("trusted_key", sa.String(length=80), nullable=True),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("removed_by", sa.String(length=36), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_office")),
        sa.UniqueConstraint("trusted_key", name=op.f("uq_trusted_office_trusted_key")),
    )
    for statement in PROTECTION[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.drop_table("trusted_office")
    op.drop_table("definition_draft_text")
    op.drop_table("definition_draft_editor")
    op.drop_index(op.f("ix_definition_draft_code"), table_name="definition_draft")
    op.drop_table("definition_draft")
    op.drop_table("definition_version")
    if op.get_bind().dialect.name == "postgresql":
        for table in ADDED_ONLY:
            for happening in ("update", "delete", "truncate"):
                op.execute(f"DROP FUNCTION {table}_no_{happening}()")
        for name in ("no_change_once_closed", "no_delete", "no_truncate"):
            op.execute(f"DROP FUNCTION definition_draft_{name}()")
