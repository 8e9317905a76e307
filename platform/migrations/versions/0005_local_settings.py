"""what an office sets of a service in its own place."""

import sqlalchemy as sa
from alembic import op

from dossier.kernel.db import JsonText, UtcDateTime
from dossier.kernel.ids import SYSTEM, new_id

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FIGURE = "/parameters/"
_figure = sa.table(
    "parameter_value",
    sa.column("code", sa.String),
    sa.column("valid_from", sa.Date),
    sa.column("value", sa.BigInteger),
    sa.column("legal_source", sa.Text),
    sa.column("set_by", sa.String),
    sa.column("set_at", UtcDateTime),
)
_setting = sa.table(
    "local_setting",
    sa.column("id", sa.String),
    sa.column("unit_path", sa.String),
    sa.column("service", sa.String),
    sa.column("pointer", sa.String),
    sa.column("choice", sa.String),
    sa.column("value", JsonText),
    sa.column("of_sha256", sa.String),
    sa.column("basis", sa.Text),
    sa.column("valid_from", sa.Date),
    sa.column("set_by", sa.String),
    sa.column("set_at", UtcDateTime),
    sa.column("confirmed_by", sa.String),
    sa.column("confirmed_at", UtcDateTime),
    sa.column("taken_back_at", UtcDateTime),
)


def upgrade() -> None:
    """Apply; figures that were set before hold everywhere, as they did."""
    op.create_table(
        "local_setting",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("service", sa.String(length=80), nullable=False),
        sa.Column("pointer", sa.String(length=200), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("value", JsonText(), nullable=True),
        sa.Column("of_sha256", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("taken_back_by", sa.String(length=36), nullable=True),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.Column("pending_for", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "confirmed_by <> set_by", name=op.f("ck_local_setting_confirmed_by_another")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_setting")),
        sa.UniqueConstraint("pending_for", name=op.f("uq_local_setting_pending_for")),
    )
    op.create_index(
        op.f("ix_local_setting_service_unit_path"),
        "local_setting",
        ["service", "unit_path"],
        unique=False,
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(_figure)).mappings().all():
        connection.execute(
            sa.insert(_setting).values(
                id=new_id(),
                unit_path="",
                service="",
                pointer=f"{_FIGURE}{row['code']}",
                choice="set",
                value=row["value"],
                of_sha256="",
                basis=row["legal_source"],
                valid_from=row["valid_from"],
                set_by=row["set_by"],
                set_at=row["set_at"],
                confirmed_by=SYSTEM if row["set_by"] != SYSTEM else "installation",
                confirmed_at=row["set_at"],
            )
        )
    op.drop_table("parameter_value")


def downgrade() -> None:
    """Take back; of the figures those stay that hold everywhere, of the rest nothing."""
    op.create_table(
        "parameter_value",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("legal_source", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", "valid_from", name=op.f("pk_parameter_value")),
    )
    connection = op.get_bind()
    known = _setting.c
    kept = sa.select(_setting).where(
        known.unit_path == "",
        known.service == "",
        known.choice == "set",
        known.confirmed_at.is_not(None),
        known.taken_back_at.is_(None),
    )
    last = {
        (row["pointer"], row["valid_from"]): row
        for row in connection.execute(kept.order_by(known.confirmed_at, known.id)).mappings()
    }
    for (pointer, valid_from), row in last.items():
        connection.execute(
            sa.insert(_figure).values(
                code=pointer.removeprefix(_FIGURE),
                valid_from=valid_from,
                value=row["value"],
                legal_source=row["basis"],
                set_by=row["set_by"],
                set_at=row["set_at"],
            )
        )
    op.drop_index(op.f("ix_local_setting_service_unit_path"), table_name="local_setting")
    op.drop_table("local_setting")
