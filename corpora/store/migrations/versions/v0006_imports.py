"""What was imported: a list of files with what became of each, and rows that are set aside until somebody translates them; and
what builds could not take.

Of imports made before, the list gets what documents and runs say of them; what their files said is not known any more.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import sqlalchemy as sa
from alembic import op

BEFORE = "0005"

revision = "0006"
down_revision = BEFORE
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("runs", sa.Column("failures", sa.JSON(), nullable=True))
    op.add_column("pairs", sa.Column("state", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("started", sa.String(length=32), nullable=False),
        sa.Column("finished", sa.String(length=32), nullable=True),
        sa.Column("removed", sa.String(length=32), nullable=True),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_imports_run_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("label", name=op.f("uq_imports_label")),
    )
    op.create_table(
        "import_contents",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_contents_import_id_imports")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_import_contents")),
    )
    op.create_table(
        "import_bitexts",
        sa.Column("alignment", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alignment"], ["alignments.id"], name=op.f("fk_import_bitexts_alignment_alignments")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_bitexts_import_id_imports")),
        sa.PrimaryKeyConstraint("alignment", name=op.f("pk_import_bitexts")),
    )
    op.create_index("ix_import_bitexts_import_id", "import_bitexts", ["import_id"], unique=False)
    _earlier()


_RUNS = sa.table("runs", sa.column("id"), sa.column("settings", sa.JSON), sa.column("started"), sa.column("finished"))
_DOCUMENTS = sa.table("documents", sa.column("id"), sa.column("name"), sa.column("metadata", sa.JSON))
_ALIGNMENTS = sa.table("alignments", *map(sa.column, ("id", "source", "target", "aligner", "run")))
_PAIRS = sa.table("pairs", sa.column("alignment"))
_IMPORTS = sa.table(
    "imports",
    *map(sa.column, ("id", "run", "name", "path", "label", "digest", "format")),
    *(sa.column(name, sa.JSON) for name in ("languages", "counts", "refused", "history")),
    *map(sa.column, ("licence", "attribution", "started", "finished")),
)
_LINKS = sa.table("import_bitexts", sa.column("alignment"), sa.column("import_id"))


def _earlier() -> None:
    """The imports that a corpus of an earlier schema shows: one for each name of a file, which ids of its pairs are made of."""
    connection = op.get_bind()
    query = (
        sa.select(_ALIGNMENTS.c.id, _ALIGNMENTS.c.run, _DOCUMENTS.c.name, _DOCUMENTS.c.metadata)
        .join(_DOCUMENTS, _DOCUMENTS.c.id == _ALIGNMENTS.c.source)
        .where(_ALIGNMENTS.c.aligner == "import", _ALIGNMENTS.c.target == _ALIGNMENTS.c.source)
        .order_by(_ALIGNMENTS.c.id)
    )
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query).all():
        found.setdefault(row.metadata.get("file") or row.name, []).append(row)
    if not found:
        return
    sized = sa.select(_PAIRS.c.alignment, sa.func.count()).group_by(_PAIRS.c.alignment)
    sizes: dict[int, int] = {row[0]: row[1] for row in connection.execute(sized).all()}
    runs = {row.id: row for row in connection.execute(sa.select(_RUNS)).all()}
    links = []
    for label, bitexts in found.items():
        pairs = sum(sizes.get(row.id, 0) for row in bitexts)
        connection.execute(sa.insert(_IMPORTS).values(_row(label, bitexts[0], runs[bitexts[0].run], pairs)))
        number = connection.execute(sa.select(_IMPORTS.c.id).where(_IMPORTS.c.label == label)).scalar_one()
        links += [{"alignment": row.id, "import_id": number} for row in bitexts]
    connection.execute(sa.insert(_LINKS), links)


def _row(label: str, first: Any, run: Any, pairs: int) -> dict[str, Any]:
    paths = [path for path in run.settings.get("import") or () if PurePath(path).name == label]
    return {
        "run": first.run,
        "name": label,
        "path": paths[0] if paths else "",
        "label": label,
        "digest": "",
        "format": run.settings.get("format") or "",
        "languages": run.settings.get("languages") or [],
        "licence": first.metadata.get("licence", ""),
        "attribution": first.metadata.get("attribution", ""),
        "counts": {"pairs": pairs},
        "refused": [],
        "history": [],
        "started": run.started,
        "finished": run.finished or run.started,
    }
