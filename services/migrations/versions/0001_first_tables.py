"""First tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None
ZH = "最初的表"


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
        sa.UniqueConstraint("key", name=op.f("uq_definition_key")),
    )
    op.create_table(
        "history_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(length=100), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=200), nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("personal_data_commitment", sa.String(length=64), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_event")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_history_event_stream_seq")),
    )
    with op.batch_alter_table("history_event", schema=None) as batch_op:
        batch_op.create_index("ix_history_event_at", ["at"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_key")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_idempotency_key_user_id_key")),
    )
    op.create_table(
        "standard_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_version")),
        sa.UniqueConstraint("version", name=op.f("uq_standard_version_version")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "definition_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("spec", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("published_by", sa.String(length=100), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["definition_id"], ["definition.id"], name=op.f("fk_definition_version_definition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_version")),
        sa.UniqueConstraint("definition_id", "version", name=op.f("uq_definition_version_definition_id_version")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_user_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_team_id"), ["team_id"], unique=False)

    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("pinyin", sa.String(length=400), nullable=False),
        sa.Column("initials", sa.String(length=100), nullable=False),
        sa.Column("am_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=True),
        sa.Column("tier_grace", sa.Boolean(), nullable=False),
        sa.Column("tier_since", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["am_id"], ["user.id"], name=op.f("fk_customer_am_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_number")),
        sa.UniqueConstraint("uscc", name=op.f("uq_customer_uscc")),
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_am_id"), ["am_id"], unique=False)

    op.create_table(
        "definition_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["definition_version.id"], name=op.f("fk_definition_file_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_file")),
        sa.UniqueConstraint("version_id", "path", name=op.f("uq_definition_file_version_id_path")),
    )
    op.create_table(
        "instance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_version_id", sa.Integer(), nullable=False),
        sa.Column("definition_key", sa.String(length=100), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("business_key", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("visits", sa.JSON(), nullable=False),
        sa.Column("waiting_at", sa.JSON(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_by_name", sa.String(length=100), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_timer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_version_id"], ["definition_version.id"], name=op.f("fk_instance_definition_version_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["instance.id"], name=op.f("fk_instance_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
        sa.UniqueConstraint("business_key", name=op.f("uq_instance_business_key")),
    )
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.create_index("ix_instance_parent", ["parent_id", "status"], unique=False)
        batch_op.create_index("ix_instance_subject", ["subject_id", "definition_key", "status"], unique=False)

    op.create_table(
        "archive_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record_values", sa.JSON(), nullable=False),
        sa.Column("completeness", sa.String(length=6), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=50), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("filed_by", sa.String(length=100), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_archive_version_customer_id")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_archive_version_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_version")),
        sa.UniqueConstraint("customer_id", "version", name=op.f("uq_archive_version_customer_id_version")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("archive_version", sa.Integer(), nullable=False),
        sa.Column("rating_date", sa.Date(), nullable=False),
        sa.Column("standard_version", sa.String(length=20), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_assessment_customer_id")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_assessment_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_customer", ["customer_id", "rating_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_instance_id"), ["instance_id"], unique=False)

    op.create_table(
        "improvement_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=1000), nullable=False),
        sa.Column("measure", sa.String(length=1000), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("expected_effect", sa.String(length=1000), nullable=False),
        sa.Column("actual_effect", sa.String(length=1000), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("carried_to_id", sa.Integer(), nullable=True),
        sa.Column("carried_answer", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(["carried_to_id"], ["instance.id"], name=op.f("fk_improvement_measure_carried_to_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_improvement_measure_customer_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["instance.id"], name=op.f("fk_improvement_measure_cycle_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_improvement_measure_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_measure")),
    )
    with op.batch_alter_table("improvement_measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_improvement_measure_carried_to_id"), ["carried_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_measure_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_improvement_measure_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "instance_state",
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_instance_state_instance_id")),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_instance_state")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("dedupe", sa.String(length=200), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_job_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_job_dedupe")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["status", "run_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_instance_id"), ["instance_id"], unique=False)

    op.create_table(
        "maintenance_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("adjustment_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("measure", sa.String(length=1000), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("budget", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("cost", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["adjustment_id"], ["instance.id"], name=op.f("fk_maintenance_task_adjustment_id")),
        sa.ForeignKeyConstraint(["assignee_id"], ["user.id"], name=op.f("fk_maintenance_task_assignee_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_maintenance_task_customer_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["instance.id"], name=op.f("fk_maintenance_task_cycle_id")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_maintenance_task_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_task")),
        sa.UniqueConstraint("instance_id", name=op.f("uq_maintenance_task_instance_id")),
    )
    with op.batch_alter_table("maintenance_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maintenance_task_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenance_task_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_maintenance_task_cycle", ["cycle_id", "status"], unique=False)

    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("form_values", sa.JSON(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("total", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("allowed", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comments", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_plan_version_customer_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_plan_version_decided_by_id")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_plan_version_instance_id")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user.id"], name=op.f("fk_plan_version_submitted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("instance_id", "version", name=op.f("uq_plan_version_instance_id_version")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_version_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "work_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("element_id", sa.String(length=100), nullable=False),
        sa.Column("engine_task_id", sa.String(length=40), nullable=False),
        sa.Column("lane_id", sa.String(length=50), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("form_key", sa.String(length=100), nullable=True),
        sa.Column("not_by", sa.JSON(), nullable=False),
        sa.Column("prefill", sa.String(length=100), nullable=True),
        sa.Column("check", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("escalation", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by_id", sa.Integer(), nullable=True),
        sa.Column("completed_by_name", sa.String(length=100), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_work_item_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.create_index("ix_work_item_assignee", ["assignee_id", "status", "due_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_item_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_item_completed_by_id"), ["completed_by_id"], unique=False)
        batch_op.create_index("ix_work_item_due", ["status", "due_date"], unique=False)
        batch_op.create_index("ix_work_item_instance", ["instance_id", "status"], unique=False)

    op.create_table(
        "draft",
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("form_values", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_draft_work_item_id")),
        sa.PrimaryKeyConstraint("work_item_id", "user_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "form_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=100), nullable=False),
        sa.Column("form_key", sa.String(length=100), nullable=False),
        sa.Column("definition_version_id", sa.Integer(), nullable=False),
        sa.Column("form_values", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_by_name", sa.String(length=100), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_version_id"], ["definition_version.id"], name=op.f("fk_form_submission_definition_version_id")
        ),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_form_submission_instance_id")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_form_submission_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_submission")),
    )
    with op.batch_alter_table("form_submission", schema=None) as batch_op:
        batch_op.create_index("ix_form_submission_instance", ["instance_id", "element_id"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("element_id", sa.String(length=100), nullable=True),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_incident_instance_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_incident_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_instance_id"), ["instance_id"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=50), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("work_item_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notification_user_id")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_notification_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("ix_notification_user", ["user_id", "read_at"], unique=False)

    op.create_table(
        "service_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("contact", sa.String(length=50), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_service_record_customer_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["instance.id"], name=op.f("fk_service_record_cycle_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["user.id"], name=op.f("fk_service_record_staff_id")),
        sa.ForeignKeyConstraint(["task_id"], ["maintenance_task.id"], name=op.f("fk_service_record_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_record")),
    )
    with op.batch_alter_table("service_record", schema=None) as batch_op:
        batch_op.create_index("ix_service_record_customer", ["customer_id", "happened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_service_record_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "tier_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("rating_date", sa.Date(), nullable=False),
        sa.Column("computed_tier", sa.String(length=1), nullable=False),
        sa.Column("tier", sa.String(length=1), nullable=False),
        sa.Column("grace", sa.Boolean(), nullable=False),
        sa.Column("override_from", sa.String(length=1), nullable=True),
        sa.Column("override_reason", sa.String(length=1000), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("advice", sa.String(length=1000), nullable=False),
        sa.Column("rated_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_tier_record_approved_by_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_tier_record_assessment_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_tier_record_customer_id")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_tier_record_instance_id")),
        sa.ForeignKeyConstraint(["rated_by_id"], ["user.id"], name=op.f("fk_tier_record_rated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_record")),
    )
    with op.batch_alter_table("tier_record", schema=None) as batch_op:
        batch_op.create_index("ix_tier_record_customer", ["customer_id", "rating_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_tier_record_rated_by_id"), ["rated_by_id"], unique=False)

    op.create_table(
        "work_item_group",
        sa.Column("work_item_id", sa.Integer(), nullable=False),
        sa.Column("candidate_group", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_work_item_group_work_item_id")),
        sa.PrimaryKeyConstraint("work_item_id", "candidate_group", name=op.f("pk_work_item_group")),
    )
    with op.batch_alter_table("work_item_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_group_candidate_group"), ["candidate_group"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("work_item_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_item_group_candidate_group"))

    op.drop_table("work_item_group")
    with op.batch_alter_table("tier_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tier_record_rated_by_id"))
        batch_op.drop_index("ix_tier_record_customer")

    op.drop_table("tier_record")
    with op.batch_alter_table("service_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_record_cycle_id"))
        batch_op.drop_index("ix_service_record_customer")

    op.drop_table("service_record")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index("ix_notification_user")

    op.drop_table("notification")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_instance_id"))

    op.drop_table("incident")
    with op.batch_alter_table("form_submission", schema=None) as batch_op:
        batch_op.drop_index("ix_form_submission_instance")

    op.drop_table("form_submission")
    op.drop_table("draft")
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.drop_index("ix_work_item_instance")
        batch_op.drop_index("ix_work_item_due")
        batch_op.drop_index(batch_op.f("ix_work_item_completed_by_id"))
        batch_op.drop_index(batch_op.f("ix_work_item_assignee_id"))
        batch_op.drop_index("ix_work_item_assignee")

    op.drop_table("work_item")
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_version_customer_id"))

    op.drop_table("plan_version")
    with op.batch_alter_table("maintenance_task", schema=None) as batch_op:
        batch_op.drop_index("ix_maintenance_task_cycle")
        batch_op.drop_index(batch_op.f("ix_maintenance_task_customer_id"))
        batch_op.drop_index(batch_op.f("ix_maintenance_task_assignee_id"))

    op.drop_table("maintenance_task")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_instance_id"))
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    op.drop_table("instance_state")
    with op.batch_alter_table("improvement_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_improvement_measure_cycle_id"))
        batch_op.drop_index(batch_op.f("ix_improvement_measure_customer_id"))
        batch_op.drop_index(batch_op.f("ix_improvement_measure_carried_to_id"))

    op.drop_table("improvement_measure")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_instance_id"))
        batch_op.drop_index("ix_assessment_customer")

    op.drop_table("assessment")
    op.drop_table("archive_version")
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.drop_index("ix_instance_subject")
        batch_op.drop_index("ix_instance_parent")

    op.drop_table("instance")
    op.drop_table("definition_file")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_am_id"))

    op.drop_table("customer")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_team_id"))

    op.drop_table("user")
    op.drop_table("definition_version")
    op.drop_table("team")
    op.drop_table("standard_version")
    op.drop_table("idempotency_key")
    with op.batch_alter_table("history_event", schema=None) as batch_op:
        batch_op.drop_index("ix_history_event_at")

    op.drop_table("history_event")
    op.drop_table("definition")
    op.drop_table("calendar_day")
