"""What an imported pair brings with it, and an index that gives a document's pairs in order without sorting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pairs", sa.Column("comment", sa.Text(), nullable=False, server_default=""))
    op.add_column("pairs", sa.Column("taken", sa.JSON(), nullable=True))
    op.add_column("pairs", sa.Column("markup", sa.JSON(), nullable=True))
    op.create_index("ix_pairs_alignment_index", "pairs", ["alignment", "index"], unique=False)
    op.drop_index("ix_pairs_alignment", "pairs")
