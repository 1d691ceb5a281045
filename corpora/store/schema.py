"""The tables of a corpus, as the newest migration leaves them. Only `corpora.store.corpus` and the migrations use them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

NEWEST = "0010"  # the newest migration, so that opening a corpus that is up to date loads none

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# each call of `jjak build`, with everything that is needed to repeat it
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String(32), nullable=False),
    Column("finished", String(32)),
    Column("settings", JSON, nullable=False),
    Column("versions", JSON, nullable=False),
    Column("failures", JSON(none_as_null=True)),  # what the latest build that looked could not take, in groups by reason
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("superseded", Boolean, nullable=False, default=False),
    Column("apart", JSON(none_as_null=True)),  # what stands in no segment; none where nobody knows
    Index("ix_documents_location", "location"),
)

# the bytes of packed documents, compressed: what their texts alone do not give back
originals = Table(
    "originals",
    metadata,
    Column("document", ForeignKey(documents.c.id), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)

segments = Table(
    "segments",
    metadata,
    Column("document", ForeignKey(documents.c.id), primary_key=True),
    Column("index", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("lang", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
)

# what a model once made of a text is never asked of it again
translations = Table(
    "translations",
    metadata,
    Column("model", String(255), primary_key=True),
    Column("revision", String(64), primary_key=True),
    Column("search", String(64), primary_key=True),
    Column("source_lang", String(16), primary_key=True),
    Column("target_lang", String(16), primary_key=True),
    Column("digest", String(32), primary_key=True),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("nats", Float, nullable=False),
    Column("flags", JSON, nullable=False),
)

alignments = Table(
    "alignments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", ForeignKey(documents.c.id), nullable=False),
    Column("target", String(16), nullable=False),  # empty for a document alone
    Column("aligner", String(64), nullable=False),
    Column("run", ForeignKey(runs.c.id), nullable=False),
    UniqueConstraint("source", "target"),
)

beads = Table(
    "beads",
    metadata,
    Column("alignment", ForeignKey(alignments.c.id), primary_key=True),
    Column("index", Integer, primary_key=True),
    Column("source_start", Integer, nullable=False),
    Column("source_stop", Integer, nullable=False),
    Column("target_start", Integer, nullable=False),
    Column("target_stop", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("runner_up", JSON),
    Column("text", Text),  # what the machine made of it, where the target is no document
)

pairs = Table(
    "pairs",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("alignment", ForeignKey(alignments.c.id), nullable=False),
    Column("index", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("source_lang", String(16), nullable=False),
    Column("target_lang", String(16), nullable=False),
    Column("source_text", Text, nullable=False),
    Column("target_text", Text, nullable=False),
    Column("source_segments", JSON, nullable=False),
    Column("source_spans", JSON, nullable=False),
    Column("target_segments", JSON, nullable=False),
    Column("target_spans", JSON, nullable=False),
    Column("hypothesis", Text, nullable=False),
    Column("back_translation", Text, nullable=False),
    Column("model", String(255), nullable=False),
    Column("revision", String(64), nullable=False),
    Column("nats", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("licence", Text, nullable=False),
    Column("place", BigInteger, nullable=False, server_default="0"),  # among pairs of one index, after rows were split
    Column("reason", String(32), nullable=False, server_default=""),
    Column("comment", Text, nullable=False, server_default=""),
    Column("taken", JSON(none_as_null=True)),  # file, row, unit and attribution of an imported pair
    Column("markup", JSON(none_as_null=True)),  # form, source and target with inline elements
    Column("state", String(64), nullable=False, server_default=""),  # those of the flags that set the row aside
    Index("ix_pairs_alignment_index", "alignment", "index"),
)

# a signature is as long as a sentence and shared by millions of scores
signatures = Table(
    "signatures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
)

scores = Table(
    "scores",
    metadata,
    Column("pair", ForeignKey(pairs.c.id), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("value", Float, nullable=False),
    Column("signature", ForeignKey(signatures.c.id), nullable=False),
)

# what reviewers did; nothing in it is ever changed or removed, and triggers see to it
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alignment", ForeignKey(alignments.c.id), nullable=False),
    Column("number", Integer, nullable=False),
    Column("user", String(64), nullable=False),
    Column("time", String(32), nullable=False),
    Column("act", String(32), nullable=False),
    Column("key", String(64), nullable=False),
    Column("undoes", Integer, nullable=False),
    Column("redoes", Integer, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
    UniqueConstraint("alignment", "number", name="uq_events_number"),
    UniqueConstraint("alignment", "key", name="uq_events_key"),
)

# the rows of a bitext that are not as the pipeline left them, as the fold of the events makes them
reviewed = Table(
    "reviewed",
    metadata,
    Column("alignment", ForeignKey(alignments.c.id), primary_key=True),
    Column("row", String(32), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("bead", Integer),  # the pipeline's bead that this row stands for, or stood for
    Column("status", String(16), nullable=False),
    Column("score", Float),
    Column("body", JSON, nullable=False),
)

# the rows of an imported bitext as they were when it was opened first: its pairs change with the review
imported = Table(
    "imported",
    metadata,
    Column("alignment", ForeignKey(alignments.c.id), primary_key=True),
    Column("index", Integer, primary_key=True),
    Column("pair", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source_lang", String(16), nullable=False),
    Column("target_lang", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("score", Float),
    Column("body", JSON, nullable=False),
)

# the files that were imported, each with all that its later states brought; label: what ids of its pairs are made with
imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", ForeignKey(runs.c.id), nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("label", Text, nullable=False, unique=True),
    Column("digest", String(64), nullable=False),  # of what the file says; empty where it was imported before this was kept
    Column("format", String(32), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("licence", Text, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("refused", JSON, nullable=False),
    Column("started", String(32), nullable=False),
    Column("finished", String(32)),
    Column("removed", String(32)),
    Column("history", JSON, nullable=False),
)

# by what a file says, and which texts of it were asked for: no content is imported twice
import_contents = Table(
    "import_contents",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("import_id", ForeignKey(imports.c.id), nullable=False),
)

import_bitexts = Table(
    "import_bitexts",
    metadata,
    Column("alignment", ForeignKey(alignments.c.id), primary_key=True),
    Column("import_id", ForeignKey(imports.c.id), nullable=False),
    Index("ix_import_bitexts_import_id", "import_id"),
)

# pairs that no row says any more, whole, so that undoing brings them back as they were
shelf = Table(
    "shelf",
    metadata,
    Column("pair", String(16), primary_key=True),
    Column("digest", String(32), primary_key=True),
    Column("body", JSON, nullable=False),
)

# what checks found in the texts of rows, so that opening a document works nothing out; rules, digest: of which rules and texts
row_checks = Table(
    "row_checks",
    metadata,
    Column("alignment", Integer, primary_key=True),
    Column("row", String(32), primary_key=True),
    Column("rules", Integer, nullable=False),
    Column("digest", String(16), nullable=False),
    Column("found", Text, nullable=False),  # names of checks with commas between them
)

# where each reviewer left a bitext
places = Table(
    "places",
    metadata,
    Column("user", String(64), primary_key=True),
    Column("alignment", ForeignKey(alignments.c.id), primary_key=True),
    Column("row", String(32), nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False),
    Column("created", String(32), nullable=False),
    Column("assigned_only", Boolean, nullable=False, server_default=false()),  # whether they see only what is assigned to them
)

# which corpus this is, in one row, once somebody has asked; life: counted up by `restore`
identity = Table(
    "identity",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False),
    Column("life", Integer, nullable=False),
    Column("began", String(32), nullable=False),
)

# the bitexts that users see who see no others
assignments = Table(
    "assignments",
    metadata,
    Column("user", String(64), primary_key=True),
    Column("alignment", ForeignKey(alignments.c.id), primary_key=True),
)

# links by which a user comes in for the first time, each once; digest: of the secret in the link
invitations = Table(
    "invitations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("assigned_only", Boolean, nullable=False),
    Column("inviter", String(64), nullable=False),
    Column("expires", String(32), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user", String(64), nullable=False),
    Column("token", String(64), nullable=False),
    Column("expires", String(32), nullable=False),
)

# the stems of both sides of a pair, in the form ` stem stem `, for finding a word whatever its endings
terms = Table(
    "terms",
    metadata,
    Column("pair", String(16), primary_key=True),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
)

# of the rows of an owner, a document or an alignment, as they were written; the module `digests` says which
digests = Table(
    "digests",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("owner", String(16), primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("digest", String(16), nullable=False),
)
