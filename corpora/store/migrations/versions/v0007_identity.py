"""Which corpus it is and which life of it; invitations of users, and documents that are assigned to some of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # the row is written when somebody asks for it: an upgrade that is killed and done again gives the same
    op.create_table(
        "identity",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("life", sa.Integer(), nullable=False),
        sa.Column("began", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_identity")),
    )
    op.add_column("users", sa.Column("assigned_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "assignments",
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("alignment", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alignment"], ["alignments.id"], name=op.f("fk_assignments_alignment_alignments")),
        sa.PrimaryKeyConstraint("user", "alignment", name=op.f("pk_assignments")),
    )
    op.create_table(
        "invitations",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("assigned_only", sa.Boolean(), nullable=False),
        sa.Column("inviter", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitations")),
    )
