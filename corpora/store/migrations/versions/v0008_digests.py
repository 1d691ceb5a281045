"""Digests of texts, segments, beads, pairs and acts, as they are now; of a corpus in SQLite only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from jjak.corpora.store.digests import fill

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("kind", "owner", name=op.f("pk_digests")),
    )
    fill(op.get_bind())
