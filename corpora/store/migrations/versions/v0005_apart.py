"""What of a document stands in no segment, and why; nothing is known of documents that were built before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("apart", sa.JSON(), nullable=True))
