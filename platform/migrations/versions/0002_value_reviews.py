"""what people say of the values that were read; when a reading has reached its form."""

import sqlalchemy as sa
from alembic import op

from dossier.kernel.db import JsonText, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


PROTECTION = {
    "sqlite": (
        "CREATE TRIGGER value_review_no_update BEFORE UPDATE ON value_review FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'value_review: what was said is not changed'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION value_review_no_update() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN RAISE EXCEPTION USING MESSAGE = 'value_review: what was said is not changed', ERRCODE = 'integrity_constraint_violation'; END $refuse$",
        "CREATE TRIGGER value_review_no_update BEFORE UPDATE ON value_review FOR EACH ROW EXECUTE FUNCTION value_review_no_update()",
    ),
}

# Every correction of old becomes a review made beside the scan.
CORRECTIONS_TO_REVIEWS = """
INSERT INTO value_review (
    id, document_id, reading_id, document_type, field, number, value_id, machine, confidence,
    auto, verdict, value, via, withdraws, reviewed_by, at, key
)
SELECT
    c.id, c.document_id, d.reading_id, d.document_type, c.name,
    ROW_NUMBER() OVER (PARTITION BY c.document_id, c.name ORDER BY c.at, c.id),
    v.id, v.value, v.confidence, COALESCE(v.auto, {false}), 'corrected', c.value, 'scan', NULL,
    c.corrected_by, c.at, NULL
FROM value_correction c
JOIN document d ON d.id = c.document_id
LEFT JOIN document_value v ON v.document_id = c.document_id AND v.name = c.name
"""

# What was confirmed or could not be read has no place in the older table.
REVIEWS_TO_CORRECTIONS = """
INSERT INTO value_correction (id, document_id, name, value, corrected_by, at)
SELECT r.id, r.document_id, r.field, r.value, r.reviewed_by, r.at
FROM value_review r
WHERE r.verdict = 'corrected' AND r.via <> 'form' AND r.value IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM value_review w WHERE w.withdraws = r.id)
"""


def upgrade() -> None:
    """Apply."""
    op.add_column("reading", sa.Column("assembled_at", UtcDateTime(), nullable=True))
    op.execute("UPDATE reading SET assembled_at = at")
    op.add_column(
        "document_value", sa.Column("raw", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "document_value",
        sa.Column("handwritten", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("document_value", sa.Column("alternatives", JsonText(), nullable=True))
    op.add_column("document_value", sa.Column("doubtful", JsonText(), nullable=True))
    op.create_table(
        "value_review",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("reading_id", sa.String(length=36), nullable=False),
        sa.Column("document_type", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.String(length=36), nullable=True),
        sa.Column("machine", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("auto", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.Column("withdraws", sa.String(length=36), nullable=True),
        sa.Column("reviewed_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_value_review_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_review")),
        sa.UniqueConstraint(
            "document_id",
            "field",
            "number",
            name=op.f("uq_value_review_document_id_field_number"),
        ),
        sa.UniqueConstraint("reviewed_by", "key", name=op.f("uq_value_review_reviewed_by_key")),
    )
    op.create_index(op.f("ix_value_review_document_id"), "value_review", ["document_id"])
    op.create_index(op.f("ix_value_review_at"), "value_review", ["at"])
    false = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    op.execute(CORRECTIONS_TO_REVIEWS.format(false=false))
    op.drop_index(op.f("ix_value_correction_document_id"), table_name="value_correction")
    op.drop_table("value_correction")
    for statement in PROTECTION[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Take back."""
    op.create_table(
        "value_correction",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("corrected_by", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_value_correction_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_correction")),
    )
    op.create_index(
        op.f("ix_value_correction_document_id"), "value_correction", ["document_id"]
    )
    op.execute(REVIEWS_TO_CORRECTIONS)
    op.drop_index(op.f("ix_value_review_at"), table_name="value_review")
    op.drop_index(op.f("ix_value_review_document_id"), table_name="value_review")
    op.drop_table("value_review")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION value_review_no_update()")
    op.drop_column("document_value", "doubtful")
    op.drop_column("document_value", "alternatives")
    op.drop_column("document_value", "handwritten")
    op.drop_column("document_value", "raw")
    op.drop_column("reading", "assembled_at")
