"""Lean rows: JSON that no query reads is packed, a stream's events lie together, finished items leave the indexes."""

import json
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from services.migration_steps import tell_rows

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "压缩表单与历史，精简索引"

PACKED = {
    "archive_version": ("record_values",),
    "assessment": ("inputs", "result"),
    "form_submission": ("form_values",),
    "instance": ("data", "path", "visits"),
    "plan_version": ("form_values",),
}
OPEN_ONLY: Any = {"sqlite_where": sa.text("status = 'open'"), "postgresql_where": sa.text("status = 'open'")}
TOUCHES = (*PACKED, "history_event")
CHUNK = 1_000
FIRST = "0" * 64
EVENT = "stream, seq, at, actor, actor_id, on_behalf_of, action, context, personal_data_commitment"


def upgrade() -> None:
    for table, columns in PACKED.items():
        _retype(table, columns, sa.JSON(), sa.LargeBinary(), _packed)
    op.execute("DELETE FROM instance_state WHERE instance_id IN (SELECT id FROM instance WHERE status <> 'running')")
    _upgrade_history()
    op.drop_index("ix_work_item_group_candidate_group", "work_item_group")
    for index in ("assignee", "instance", "due", "assignee_id", "completed_by_id"):
        op.drop_index(f"ix_work_item_{index}", "work_item")
    op.create_index("ix_work_item_instance", "work_item", ["instance_id"])
    op.create_index("ix_work_item_mine", "work_item", ["assignee_id", "due_date"], **OPEN_ONLY)
    op.create_index("ix_work_item_due", "work_item", ["due_date"], **OPEN_ONLY)
    op.create_index("ix_work_item_done", "work_item", ["completed_by_id", "completed_at"])


def downgrade() -> None:
    for index in ("instance", "mine", "due", "done"):
        op.drop_index(f"ix_work_item_{index}", "work_item")
    op.create_index("ix_work_item_assignee", "work_item", ["assignee_id", "status", "due_date"])
    op.create_index("ix_work_item_instance", "work_item", ["instance_id", "status"])
    op.create_index("ix_work_item_due", "work_item", ["status", "due_date"])
    op.create_index("ix_work_item_assignee_id", "work_item", ["assignee_id"])
    op.create_index("ix_work_item_completed_by_id", "work_item", ["completed_by_id"])
    op.create_index("ix_work_item_group_candidate_group", "work_item_group", ["candidate_group"])
    _downgrade_history()
    for table, columns in PACKED.items():
        _retype(table, columns, sa.LargeBinary(), sa.JSON(), lambda value: json.loads(zlib.decompress(value)))


def _packed(value: Any) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _retype(table: str, columns: Sequence[str], old: Any, new: Any, turned: Callable[[Any], Any]) -> None:
    """Give columns another type and turn each value, a chunk of rows at a time."""
    with op.batch_alter_table(table) as change:
        for column in columns:
            change.add_column(sa.Column(f"new_{column}", new, nullable=True))
    olds, news = [sa.column(one, old) for one in columns], [sa.column(f"new_{one}", new) for one in columns]
    rows, bind, last = sa.table(table, sa.column("id"), *olds, *news), op.get_bind(), 0
    fill = (
        rows.update().where(rows.c.id == sa.bindparam("row")).values({one.name: sa.bindparam(one.name) for one in news})
    )
    wanted = sa.select(rows.c.id, *olds).order_by(rows.c.id).limit(CHUNK)
    while found := bind.execute(wanted.where(rows.c.id > last)).all():
        last = found[-1][0]
        names = [one.name for one in news]
        bind.execute(fill, [{"row": row[0], **dict(zip(names, map(turned, row[1:]), strict=True))} for row in found])
        tell_rows(table, len(found))
    with op.batch_alter_table(table) as change:
        for column in columns:
            change.drop_column(column)
    with op.batch_alter_table(table) as change:
        for column in columns:
            change.alter_column(f"new_{column}", new_column_name=column, existing_type=new, nullable=False)


def _upgrade_history() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_index("ix_history_event_at", "history_event")
        op.drop_column("history_event", "id")  # and its key with it
        op.drop_column("history_event", "previous_hash")
        op.drop_constraint("uq_history_event_stream_seq", "history_event")
        op.create_primary_key("pk_history_event", "history_event", ["stream", "seq"])
        op.alter_column("history_event", "hash", type_=sa.LargeBinary(32), postgresql_using="decode(hash, 'hex')")
        return
    op.create_table(
        "new_history_event",
        *_columns(),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_history_event")),
        sqlite_with_rowid=False,
    )
    _refill_history("hash", "unhex(hash)")


def _downgrade_history() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "new_history_event",
        sa.Column("id", sa.Integer(), nullable=False),
        *_columns(),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_event" if is_sqlite else "pk_first_history_event")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_history_event_stream_seq")),
    )
    hexed = "lower(hex(hash))" if is_sqlite else "encode(hash, 'hex')"
    before = f"coalesce(lag({hexed}) OVER (PARTITION BY stream ORDER BY seq), '{FIRST}')"
    _refill_history("previous_hash, hash", f"{before}, {hexed}")
    if not is_sqlite:
        op.execute("ALTER TABLE history_event RENAME CONSTRAINT pk_first_history_event TO pk_history_event")
        op.execute("ALTER SEQUENCE new_history_event_id_seq RENAME TO history_event_id_seq")
    op.create_index("ix_history_event_at", "history_event", ["at"])


def _refill_history(made: str, values: str) -> None:
    """Copy the events into the new table, which takes the old one's place."""
    op.execute(
        f"INSERT INTO new_history_event ({EVENT}, {made}) "  # noqa: S608  (our own names)
        f"SELECT {EVENT}, {values} FROM history_event ORDER BY stream, seq"
    )
    op.drop_table("history_event")
    op.rename_table("new_history_event", "history_event")


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("stream", sa.String(length=100), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=200), nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("personal_data_commitment", sa.String(length=64), nullable=True),
    ]
