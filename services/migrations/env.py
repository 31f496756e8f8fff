"""Runs the migration chain on the connection that `services.database` hands over."""

from alembic import context

import services.models  # noqa: F401  (registers the bank's tables)
from processes.models import Base


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a comparison looks at it: the queue's own tables come from its own schema."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, include_name=is_ours)
with context.begin_transaction():
    context.run_migrations()
