"""Drafts of definitions."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "流程与标准的草稿"

TABLES = ("kept_file", "draft_author", "draft_file", "definition_draft")
UNSETTLED = sa.text("status IN ('editing', 'submitted')")


def upgrade() -> None:
    op.create_table(
        "definition_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_key", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("began_by_name", sa.String(length=100), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("submitted_by_name", sa.String(length=100), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.String(length=1000), nullable=True),
        sa.Column("settled_by_name", sa.String(length=100), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_draft")),
    )
    op.create_index(
        "ix_definition_draft_unsettled",
        "definition_draft",
        ["definition_key"],
        unique=True,
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )
    _create("draft_file", "saved", sa.Column("saved_by_name", sa.String(length=100), nullable=False))
    _create("kept_file", "kept", sa.Column("user_id", sa.Integer(), nullable=False), "user_id")
    op.create_table(
        "draft_author",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        _of_draft("draft_author"),
        sa.PrimaryKeyConstraint("draft_id", "user_id", name=op.f("pk_draft_author")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _create(table: str, moment: str, whose: sa.Column[Any], *key: str) -> None:
    """A table of files with their contents."""
    op.create_table(
        table,
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(f"{moment}_at", sa.DateTime(timezone=True), nullable=False),
        whose,
        _of_draft(table),
        sa.PrimaryKeyConstraint("draft_id", "path", *key, name=op.f(f"pk_{table}")),
    )


def _of_draft(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["draft_id"], ["definition_draft.id"], name=op.f(f"fk_{table}_draft_id"))
