"""what one case has for itself; which cases are granted."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "case_claim",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("pool", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lasting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["service_case.id"], name=op.f("fk_case_claim_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_claim")),
        sa.UniqueConstraint(
            "pool", "place", "digest", name=op.f("uq_case_claim_pool_place_digest")
        ),
    )
    op.create_index(op.f("ix_case_claim_case_id"), "case_claim", ["case_id"])
    op.add_column(
        "service_case",
        sa.Column("decided", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(
        "UPDATE service_case SET decided = true WHERE id IN "
        '(SELECT case_id FROM case_action WHERE body LIKE \'%"kind":"approve"%\')'
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("service_case", "decided")
    op.drop_index(op.f("ix_case_claim_case_id"), table_name="case_claim")
    op.drop_table("case_claim")
