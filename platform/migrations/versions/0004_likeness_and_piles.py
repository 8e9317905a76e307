"""what tells that a page was scanned twice; files that were uploaded together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("page", sa.Column("likeness", sa.Text(), server_default="", nullable=False))
    op.add_column("intake_file", sa.Column("pile", sa.String(length=64), nullable=True))
    op.add_column("intake_file", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("intake_file", sa.Column("leads_to", sa.String(length=36), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("intake_file", "leads_to")
    op.drop_column("intake_file", "place")
    op.drop_column("intake_file", "pile")
    op.drop_column("page", "likeness")
