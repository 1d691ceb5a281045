"""The review: its log, the rows it changed, who may review, and what is needed to find words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _columns()
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alignment", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("time", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=False),
        sa.Column("redoes", sa.Integer(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["alignment"], ["alignments.id"], name=op.f("fk_events_alignment_alignments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("alignment", "number", name="uq_events_number"),
        sa.UniqueConstraint("alignment", "key", name="uq_events_key"),
    )
    op.create_table(
        "reviewed",
        sa.Column("alignment", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(length=32), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("bead", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["alignment"], ["alignments.id"], name=op.f("fk_reviewed_alignment_alignments")),
        sa.PrimaryKeyConstraint("alignment", "row", name=op.f("pk_reviewed")),
    )
    op.create_table(
        "shelf",
        sa.Column("pair", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("pair", "digest", name=op.f("pk_shelf")),
    )
    op.create_table(
        "places",
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("alignment", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["alignment"], ["alignments.id"], name=op.f("fk_places_alignment_alignments")),
        sa.PrimaryKeyConstraint("user", "alignment", name=op.f("pk_places")),
    )
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_users")),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sessions")),
    )
    op.create_table(
        "terms",
        sa.Column("pair", sa.String(length=16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pair", name=op.f("pk_terms")),
    )
    _append_only()


def _columns() -> None:
    op.add_column("beads", sa.Column("runner_up", sa.JSON(), nullable=True))
    op.add_column("beads", sa.Column("text", sa.Text(), nullable=True))
    op.add_column("pairs", sa.Column("place", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("pairs", sa.Column("reason", sa.String(length=32), nullable=False, server_default=""))
    # a document alone had its translation in its pairs only, which a review may change
    op.execute(
        """
        UPDATE beads SET text = COALESCE((
            SELECT target_text FROM pairs WHERE pairs.alignment = beads.alignment AND pairs."index" = beads."index"
        ), '') WHERE alignment IN (SELECT id FROM alignments WHERE target = '')
        """
    )


def _append_only() -> None:
    """No program, ours included, changes or removes what a reviewer did."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
                "BEGIN SELECT RAISE(ABORT, 'the log of a review is append-only'); END"
            )
    elif op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the log of a review is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events "
            "FOR EACH ROW EXECUTE FUNCTION events_append_only()"
        )
