"""What cycles are found by, saved searches, and the history in the order of time."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "查找维护周期的索引、保存的查询"
TOUCHES = ("instance", "history_event")

INTERVENED, RUNNING = sa.text("intervened"), sa.text("status = 'running'")
MINE = "SELECT i.id UNION ALL SELECT c.id FROM instance c WHERE c.parent_id = i.id"
STREAMS = "SELECT 'instance:' || i.id UNION ALL SELECT 'instance:' || c.id FROM instance c WHERE c.parent_id = i.id"
ALWAYS = "'incident:retry', 'incident:skip', 'incident:settle', 'instance:migrate', 'instance:migrate-undo'"
ACTS = (
    "'instance:start', 'instance:cancel', 'instance:migrate', 'instance:migrate-undo', 'item:claim', 'item:unclaim', "
    "'item:complete', 'item:reassign', 'incident:retry', 'incident:skip', 'incident:settle'"
)
LATE = {
    "sqlite": "date(w.completed_at / 1000000 + 28800, 'unixepoch') > w.due_date",
    "postgresql": "(w.completed_at AT TIME ZONE 'Asia/Shanghai')::date > w.due_date",
}


def upgrade() -> None:
    op.create_table(
        "cycle_traits",
        sa.Column("cycle_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("standard", sa.String(length=20), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("intervened", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_cycle_traits_customer_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["instance.id"], name=op.f("fk_cycle_traits_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_cycle_traits")),
    )
    op.create_table(
        "cycle_person",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cycle_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["instance.id"], name=op.f("fk_cycle_person_cycle_id")),
        sa.PrimaryKeyConstraint("user_id", "cycle_id", name=op.f("pk_cycle_person")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_search_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_search_user_id_name")),
    )
    _fill()
    op.create_index("ix_cycle_traits_customer", "cycle_traits", ["customer_id", "cycle_id"])
    for name, where in (("intervened", INTERVENED), ("running", RUNNING)):
        only = {"sqlite_where": where, "postgresql_where": where}
        op.create_index(f"ix_cycle_traits_{name}", "cycle_traits", ["cycle_id"], **only)


def downgrade() -> None:
    for table in ("saved_search", "cycle_person", "cycle_traits"):
        op.drop_table(table)


def _fill() -> None:
    """Both tables from what is stored: the same as the program writes from now on."""
    late, own = LATE[op.get_bind().dialect.name], "stream = 'instance:' || i.id"
    event = "SELECT 1 FROM history_event h WHERE h"
    rated = "FROM tier_record t WHERE t.customer_id = i.subject_id AND t.instance_id = i.id ORDER BY t.id DESC LIMIT 1"
    op.execute(f"""
        INSERT INTO cycle_traits (cycle_id, customer_id, status, tier, outcome, standard, started_at, ended_at,
            intervened, late, returned)
        SELECT i.id, i.subject_id, i.status, (SELECT t.tier {rated}),
            CASE WHEN i.status = 'cancelled' THEN 'cancelled'
                WHEN EXISTS ({event}.{own} AND h.action = 'customer:exiting') THEN 'exit'
                ELSE (SELECT CASE t.result WHEN '维持关系' THEN 'maintain' WHEN '改进关系' THEN 'improve'
                    WHEN '终止关系' THEN 'terminate' END {rated}) END,
            (SELECT a.standard_version FROM assessment a WHERE a.instance_id = i.id ORDER BY a.id DESC LIMIT 1),
            i.started_at, i.ended_at,
            EXISTS ({event}.{own} AND h.action = 'instance:cancel') OR EXISTS ({event}.stream IN ({STREAMS})
                AND (h.action IN ({ALWAYS}) OR h.action = 'item:reassign' AND h.actor_id IS NOT NULL)),
            EXISTS ({event}.stream IN ({STREAMS}) AND h.action = 'item:escalate') OR EXISTS (SELECT 1 FROM work_item w
                WHERE w.instance_id IN ({MINE}) AND w.status = 'completed' AND {late}),
            EXISTS ({event}.{own} AND h.action IN ('tier:return', 'plan:return'))
        FROM instance i WHERE i.definition_key = 'relationship-maintenance' AND i.subject_id IS NOT NULL
    """)  # noqa: S608  (our own texts)
    op.execute(f"""
        INSERT INTO cycle_person (user_id, cycle_id)
        SELECT DISTINCT h.actor_id, i.id FROM instance m
        JOIN history_event h ON h.stream = 'instance:' || m.id AND h.actor_id IS NOT NULL AND h.action IN ({ACTS})
        JOIN instance i ON i.id = coalesce(m.parent_id, m.id)
        WHERE i.definition_key = 'relationship-maintenance' AND i.subject_id IS NOT NULL
    """)  # noqa: S608  (our own texts)
