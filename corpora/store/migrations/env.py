"""Alembic runs this file: it brings the connection of `corpora.store.engine` up to date, in the transaction begun there."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
