"""who acts for an applicant, consents, certified copies, printed forms."""

import sqlalchemy as sa
from alembic import op

from dossier.kernel.db import JsonText, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "printed_form",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("material", sa.String(length=60), nullable=False),
        sa.Column("person_pointer", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document_type", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lines", JsonText(), nullable=False),
        sa.Column("field_values", JsonText(), nullable=False),
        sa.Column("content", JsonText(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("blob_name", sa.String(length=200), nullable=False),
        sa.Column("printed_by", sa.String(length=36), nullable=False),
        sa.Column("printed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_form")),
        sa.UniqueConstraint(
            "case_id",
            "material",
            "person_pointer",
            "digest",
            name=op.f("uq_printed_form_case_id_material_person_pointer_digest"),
        ),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_printed_form_case_id_number")),
    )
    op.create_index(op.f("ix_printed_form_case_id"), "printed_form", ["case_id"], unique=False)
    op.create_table(
        "case_acting",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("acted_by", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("id_number", sa.String(length=18), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=12), nullable=False),
        sa.Column("noted_by", sa.String(length=36), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["service_case.id"], name=op.f("fk_case_acting_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_acting")),
    )
    op.create_table(
        "case_certification",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("person_pointer", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("files", JsonText(), nullable=False),
        sa.Column("unit_path", sa.String(length=200), nullable=False),
        sa.Column("certified_by", sa.String(length=36), nullable=False),
        sa.Column("certified_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["service_case.id"], name=op.f("fk_case_certification_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_certification")),
    )
    op.create_index(
        op.f("ix_case_certification_case_id"), "case_certification", ["case_id"], unique=False
    )
    op.create_table(
        "case_consent",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("notice_sha256", sa.String(length=64), nullable=False),
        sa.Column("noted_by", sa.String(length=36), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["service_case.id"], name=op.f("fk_case_consent_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_consent")),
    )
    op.create_table(
        "printed_form_return",
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("pages", JsonText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_id"], ["printed_form.id"], name=op.f("fk_printed_form_return_form_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_printed_form_return")),
    )
    op.create_index(
        op.f("ix_printed_form_return_file_id"), "printed_form_return", ["file_id"], unique=False
    )
    op.create_index(
        op.f("ix_printed_form_return_form_id"), "printed_form_return", ["form_id"], unique=False
    )
    op.create_table(
        "printed_form_signature",
        sa.Column("form_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("seen_by", sa.String(length=36), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_id"], ["printed_form.id"], name=op.f("fk_printed_form_signature_form_id")
        ),
        sa.PrimaryKeyConstraint("form_id", "file_id", name=op.f("pk_printed_form_signature")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("printed_form_signature")
    op.drop_index(op.f("ix_printed_form_return_form_id"), table_name="printed_form_return")
    op.drop_index(op.f("ix_printed_form_return_file_id"), table_name="printed_form_return")
    op.drop_table("printed_form_return")
    op.drop_table("case_consent")
    op.drop_index(op.f("ix_case_certification_case_id"), table_name="case_certification")
    op.drop_table("case_certification")
    op.drop_table("case_acting")
    op.drop_index(op.f("ix_printed_form_case_id"), table_name="printed_form")
    op.drop_table("printed_form")
