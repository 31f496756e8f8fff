"""Runs the migration chain on the connection that `services.database` hands over."""

from alembic import context

import services.models  # noqa: F401  (registers the bank's tables)
from processes.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
