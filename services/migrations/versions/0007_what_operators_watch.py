"""Failed sign-ins are counted for all processes; what operators watch is counted from small indexes.

Errors that jobs and incidents have kept until now lose their texts, which could quote customers: their kinds stay.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "登录失败计数、运行监控索引，异常记录去除原文"
TOUCHES = ("job", "incident", "instance")


def upgrade() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failure")),
    )
    op.create_index("ix_sign_in_failure_last_at", "sign_in_failure", ["last_at"])
    _index("ix_instance_running", "instance", "definition_key", "status = 'running'")
    _index("ix_incident_open", "incident", "code", "status = 'open'")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kind = "substr({0}, 1, instr({0}, ':') - 1)" if is_sqlite else "split_part({0}, ':', 1)"
    op.execute(f"UPDATE job SET error = {kind.format('error')} WHERE error LIKE '%:%'")  # noqa: S608  (our own names)
    shortened = f"UPDATE incident SET detail = {kind.format('detail')} WHERE detail LIKE '%:%'"  # noqa: S608
    op.execute(f"{shortened} AND code = 'job_failed'")


def downgrade() -> None:
    op.drop_index("ix_incident_open", "incident")
    op.drop_index("ix_instance_running", "instance")
    op.drop_table("sign_in_failure")


def _index(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
