"""pages that a separator sheet sent into another case."""

import sqlalchemy as sa
from alembic import op

from dossier.kernel.db import JsonText, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "intake_routing",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("target_id", sa.String(length=36), nullable=False),
        sa.Column("pages", JsonText(), nullable=False),
        sa.Column("from_batch", sa.String(length=36), nullable=False),
        sa.Column("to_batch", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_batch"],
            ["intake_batch.id"],
            name=op.f("fk_intake_routing_from_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["intake_file.id"],
            name=op.f("fk_intake_routing_source_id"),
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["intake_file.id"],
            name=op.f("fk_intake_routing_target_id"),
        ),
        sa.ForeignKeyConstraint(
            ["to_batch"],
            ["intake_batch.id"],
            name=op.f("fk_intake_routing_to_batch"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_routing")),
        sa.UniqueConstraint(
            "source_id", "target_id", name=op.f("uq_intake_routing_source_id_target_id")
        ),
    )
    for column in ("from_batch", "source_id", "target_id", "to_batch"):
        op.create_index(
            op.f(f"ix_intake_routing_{column}"), "intake_routing", [column], unique=False
        )


def downgrade() -> None:
    """Take back."""
    for column in ("to_batch", "target_id", "source_id", "from_batch"):
        op.drop_index(op.f(f"ix_intake_routing_{column}"), table_name="intake_routing")
    op.drop_table("intake_routing")
