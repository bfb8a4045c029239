"""Runs the migrations on the connection it is given; there is no ini file."""

from __future__ import annotations

from alembic import context

from integration.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
