"""residents, their households and the documents that they let be used again."""

import sqlalchemy as sa
from alembic import op

from dossier.kernel.db import JsonText, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEPT = (
    "household_link",
    "household_link_end",
    "resident_consent",
    "resident_consent_end",
    "locker_taking",
)
SQLITE = "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{0}: what was written is not changed'); END"
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION {0}_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = '{0}: what was written is not changed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
    "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION {0}_no_update()",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "resident",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number_key", sa.String(length=64), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident")),
        sa.UniqueConstraint("number_key", name=op.f("uq_resident_number_key")),
    )
    op.create_table(
        "resident_look_up",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("looked_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=True),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_look_up")),
    )
    op.create_index(op.f("ix_resident_look_up_at"), "resident_look_up", ["at"], unique=False)
    op.create_index(
        op.f("ix_resident_look_up_looked_by"), "resident_look_up", ["looked_by"], unique=False
    )
    op.create_index(
        op.f("ix_resident_look_up_resident_id"),
        "resident_look_up",
        ["resident_id"],
        unique=False,
    )
    op.create_table(
        "household_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("head_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("relation_zh", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("row", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["head_id"], ["resident.id"], name=op.f("fk_household_link_head_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["resident.id"], name=op.f("fk_household_link_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_link")),
        sa.UniqueConstraint(
            "case_id",
            "head_id",
            "member_id",
            name=op.f("uq_household_link_case_id_head_id_member_id"),
        ),
    )
    op.create_index(
        op.f("ix_household_link_case_id"), "household_link", ["case_id"], unique=False
    )
    op.create_index(
        op.f("ix_household_link_head_id"), "household_link", ["head_id"], unique=False
    )
    op.create_index(
        op.f("ix_household_link_member_id"), "household_link", ["member_id"], unique=False
    )
    op.create_table(
        "resident_case",
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("number_at", sa.String(length=200), nullable=False),
        sa.Column("name_at", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_resident_case_resident_id")
        ),
        sa.PrimaryKeyConstraint(
            "resident_id", "case_id", "number_at", name=op.f("pk_resident_case")
        ),
    )
    op.create_index(
        op.f("ix_resident_case_case_id"), "resident_case", ["case_id"], unique=False
    )
    op.create_table(
        "resident_consent",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("kinds", JsonText(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("guardian", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_resident_consent_resident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_consent")),
        sa.UniqueConstraint("key", name=op.f("uq_resident_consent_key")),
    )
    op.create_index(
        op.f("ix_resident_consent_resident_id"),
        "resident_consent",
        ["resident_id"],
        unique=False,
    )
    op.create_table(
        "resident_name",
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("name_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_resident_name_resident_id")
        ),
        sa.PrimaryKeyConstraint("resident_id", "name_key", name=op.f("pk_resident_name")),
    )
    op.create_table(
        "household_link_end",
        sa.Column("link_id", sa.String(length=36), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["household_link.id"], name=op.f("fk_household_link_end_link_id")
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_household_link_end")),
    )
    op.create_table(
        "locker_taking",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("consent_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("document_type", sa.String(length=60), nullable=False),
        sa.Column("source_case_id", sa.String(length=36), nullable=False),
        sa.Column("source_case_no", sa.String(length=40), nullable=False),
        sa.Column("source_day", sa.Date(), nullable=False),
        sa.Column("source_file_id", sa.String(length=36), nullable=False),
        sa.Column("source_reading_id", sa.String(length=36), nullable=False),
        sa.Column("pages", JsonText(), nullable=False),
        sa.Column("original_seen_by", sa.String(length=36), nullable=True),
        sa.Column("taken_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["resident_consent.id"], name=op.f("fk_locker_taking_consent_id")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_locker_taking_resident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locker_taking")),
    )
    op.create_index(
        op.f("ix_locker_taking_case_id"), "locker_taking", ["case_id"], unique=False
    )
    op.create_index(
        op.f("ix_locker_taking_file_id"), "locker_taking", ["file_id"], unique=False
    )
    op.create_index(
        op.f("ix_locker_taking_resident_id"), "locker_taking", ["resident_id"], unique=False
    )
    op.create_table(
        "resident_consent_end",
        sa.Column("consent_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revoked_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["resident_consent.id"],
            name=op.f("fk_resident_consent_end_consent_id"),
        ),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_resident_consent_end")),
    )
    op.add_column("reading", sa.Column("copied_from", sa.String(length=36), nullable=True))
    statements = (SQLITE,) if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for table in KEPT:
        for statement in statements:
            op.get_bind().exec_driver_sql(statement.format(table))


def downgrade() -> None:
    """Take back."""
    op.drop_column("reading", "copied_from")
    op.drop_table("resident_consent_end")
    op.drop_index(op.f("ix_locker_taking_resident_id"), table_name="locker_taking")
    op.drop_index(op.f("ix_locker_taking_file_id"), table_name="locker_taking")
    op.drop_index(op.f("ix_locker_taking_case_id"), table_name="locker_taking")
    op.drop_table("locker_taking")
    op.drop_table("household_link_end")
    op.drop_table("resident_name")
    op.drop_index(op.f("ix_resident_consent_resident_id"), table_name="resident_consent")
    op.drop_table("resident_consent")
    op.drop_index(op.f("ix_resident_case_case_id"), table_name="resident_case")
    op.drop_table("resident_case")
    op.drop_index(op.f("ix_household_link_member_id"), table_name="household_link")
    op.drop_index(op.f("ix_household_link_head_id"), table_name="household_link")
    op.drop_index(op.f("ix_household_link_case_id"), table_name="household_link")
    op.drop_table("household_link")
    op.drop_index(op.f("ix_resident_look_up_resident_id"), table_name="resident_look_up")
    op.drop_index(op.f("ix_resident_look_up_looked_by"), table_name="resident_look_up")
    op.drop_index(op.f("ix_resident_look_up_at"), table_name="resident_look_up")
    op.drop_table("resident_look_up")
    op.drop_table("resident")
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP FUNCTION {table}_no_update()")
