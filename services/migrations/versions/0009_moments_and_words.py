"""Moments are kept as numbers on SQLite, and packed JSON shares a dictionary: a finished cycle takes a quarter less."""

import zlib
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

from processes.packing import packed, unpacked
from services.migration_steps import tell_rows

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "SQLite 时刻以数值保存，压缩内容共用词典"

PACKED = {
    "archive_version": ("record_values",),
    "assessment": ("inputs", "result"),
    "form_submission": ("form_values",),
    "instance": ("data", "path", "visits"),
    "plan_version": ("form_values",),
}
TOUCHES = (*PACKED, "history_event", "work_item")
CHUNK = 1_000
SECONDS = "CAST(strftime('%s', substr({0}, 1, 19)) AS INTEGER)"
TO_NUMBER = f"{SECONDS} * 1000000 + CAST(substr({{0}}, 21, 6) AS INTEGER)"
TO_TEXT = "strftime('%Y-%m-%d %H:%M:%S', {0} / 1000000, 'unixepoch') || printf('.%06d', {0} % 1000000)"


def upgrade() -> None:
    for table, columns in PACKED.items():
        _repack(table, columns, lambda value: packed(zlib.decompress(value)))
    _turn_moments(TO_NUMBER)


def downgrade() -> None:
    _turn_moments(TO_TEXT)
    for table, columns in PACKED.items():
        _repack(table, columns, lambda value: zlib.compress(unpacked(value)))


def _repack(table: str, columns: Sequence[str], turned: Callable[[bytes], bytes]) -> None:
    """Turn each value of some columns, a chunk of rows at a time."""
    rows, last = sa.table(table, sa.column("id"), *map(sa.column, columns)), 0
    fill = rows.update().where(rows.c.id == sa.bindparam("row")).values({one: sa.bindparam(one) for one in columns})
    wanted = sa.select(rows.c.id, *(rows.c[one] for one in columns)).order_by(rows.c.id).limit(CHUNK)
    while found := op.get_bind().execute(wanted.where(rows.c.id > last)).all():
        last = found[-1][0]
        op.get_bind().execute(fill, [_row(row, columns, turned) for row in found])
        tell_rows(table, len(found))


def _row(row: Sequence[object], columns: Sequence[str], turned: Callable[[bytes], bytes]) -> dict[str, object]:
    values = (turned(bytes(value)) if isinstance(value, bytes | memoryview) else value for value in row[1:])
    return {"row": row[0], **dict(zip(columns, values, strict=True))}


def _turn_moments(expression: str) -> None:
    """Write every moment in its other form; PostgreSQL has a type of its own for them."""
    if op.get_bind().dialect.name != "sqlite":
        return
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        moments = [one["name"] for one in inspector.get_columns(table) if isinstance(one["type"], sa.DateTime)]
        if moments:
            turned = ", ".join(f'"{one}" = {expression.format(chr(34) + one + chr(34))}' for one in moments)
            done = op.get_bind().execute(sa.text(f'UPDATE "{table}" SET {turned}'))  # noqa: S608  (our own names)
            tell_rows(table, done.rowcount)
