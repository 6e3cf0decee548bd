"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "cases",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "ref", name=op.f("pk_cases")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("slack_id", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("employment", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("asye_from", sa.Date(), nullable=True),
        sa.Column("frontline", sa.Boolean(), nullable=False),
        sa.Column("profession", sa.String(), nullable=False),
        sa.Column("joined_from", sa.String(), nullable=False),
        sa.Column("manager_id", sa.String(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "manager_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_people_workspace_manager_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_people")),
        sa.UniqueConstraint("workspace", "email", name=op.f("uq_people_workspace_email")),
        sa.UniqueConstraint("workspace", "slack_id", name=op.f("uq_people_workspace_slack_id")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_workspace_manager_id"), ["workspace", "manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_workspace_name_key"), ["workspace", "name_key"], unique=False)

    op.create_table(
        "requests",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "request_id", name=op.f("pk_requests")),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requests_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "name", name=op.f("pk_settings")),
    )
    op.create_table(
        "absences",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("cover_id", sa.String(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "cover_id"], ["people.workspace", "people.id"], name=op.f("fk_absences_workspace_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_absences_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("workspace", "person_id", "from_on", name=op.f("uq_absences_workspace_person_id_from_on")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_workspace_next_at"), ["workspace", "next_at"], unique=False)

    op.create_table(
        "agreements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("supervisee_id", sa.String(), nullable=False),
        sa.Column("supervisor_id", sa.String(), nullable=False),
        sa.Column("signed_by_supervisee_on", sa.Date(), nullable=True),
        sa.Column("signed_by_supervisor_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("named_manager_id", sa.String(), nullable=True),
        sa.Column("every_count", sa.Integer(), nullable=True),
        sa.Column("every_unit", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "named_manager_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_agreements_workspace_named_manager_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "supervisee_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_agreements_workspace_supervisee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "supervisor_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_agreements_workspace_supervisor_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreements_workspace_supervisee_id"), ["workspace", "supervisee_id"], unique=False)

    op.create_table(
        "allocations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_ref"], ["cases.workspace", "cases.ref"], name=op.f("fk_allocations_workspace_case_ref")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "worker_id"], ["people.workspace", "people.id"], name=op.f("fk_allocations_workspace_worker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    with op.batch_alter_table("allocations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocations_workspace_case_ref"), ["workspace", "case_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocations_workspace_worker_id"), ["workspace", "worker_id"], unique=False)

    op.create_table(
        "audits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("auditor_id", sa.String(), nullable=False),
        sa.Column("of_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("audited_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "auditor_id"], ["people.workspace", "people.id"], name=op.f("fk_audits_workspace_auditor_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "of_id"], ["people.workspace", "people.id"], name=op.f("fk_audits_workspace_of_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audits_workspace_auditor_id"), ["workspace", "auditor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audits_workspace_of_id"), ["workspace", "of_id"], unique=False)

    op.create_table(
        "case_changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_ref"], ["cases.workspace", "cases.ref"], name=op.f("fk_case_changes_workspace_case_ref")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_changes")),
        sa.UniqueConstraint(
            "workspace", "case_ref", "from_on", "field", name=op.f("uq_case_changes_workspace_case_ref_from_on_field")
        ),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_drafts_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("workspace", "person_id", "kind", name=op.f("uq_drafts_workspace_person_id_kind")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "recipient_id"], ["people.workspace", "people.id"], name=op.f("fk_messages_workspace_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "uq_messages_morning",
            ["workspace", "recipient_id", "day_on"],
            unique=True,
            sqlite_where=sa.text("kind = 'morning'"),
            postgresql_where=sa.text("kind = 'morning'"),
        )

    op.create_table(
        "obligations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("escalates_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_how", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_obligations_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint("workspace", "key", name=op.f("uq_obligations_workspace_key")),
    )
    with op.batch_alter_table("obligations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_obligations_open_case",
            ["workspace", "case_ref"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_obligations_open_person",
            ["workspace", "person_id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_obligations_workspace_next_at"), ["workspace", "next_at"], unique=False)

    op.create_table(
        "observations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("of_id", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "by_id"], ["people.workspace", "people.id"], name=op.f("fk_observations_workspace_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "of_id"], ["people.workspace", "people.id"], name=op.f("fk_observations_workspace_of_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
    )
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_observations_workspace_of_id"), ["workspace", "of_id"], unique=False)

    op.create_table(
        "person_changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_person_changes_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_changes")),
        sa.UniqueConstraint(
            "workspace", "person_id", "from_on", "field", name=op.f("uq_person_changes_workspace_person_id_from_on_field")
        ),
    )
    op.create_table(
        "relationships",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("supervisee_id", sa.String(), nullable=False),
        sa.Column("supervisor_id", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "supervisee_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_relationships_workspace_supervisee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "supervisor_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_relationships_workspace_supervisor_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationships")),
    )
    with op.batch_alter_table("relationships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_relationships_workspace_supervisee_id"), ["workspace", "supervisee_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_relationships_workspace_supervisor_id"), ["workspace", "supervisor_id"], unique=False
        )

    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("supervisee_id", sa.String(), nullable=False),
        sa.Column("supervisor_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("planned_at", sa.Time(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "supervisee_id"], ["people.workspace", "people.id"], name=op.f("fk_sessions_workspace_supervisee_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "supervisor_id"], ["people.workspace", "people.id"], name=op.f("fk_sessions_workspace_supervisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sessions_workspace_supervisee_id_held_on"), ["workspace", "supervisee_id", "held_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sessions_workspace_supervisor_id_recorded_on"),
            ["workspace", "supervisor_id", "recorded_on"],
            unique=False,
        )

    op.create_table(
        "worker_names",
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_worker_names_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("workspace", "name_key", name=op.f("pk_worker_names")),
    )
    op.create_table(
        "discussions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("discussed_on", sa.Date(), nullable=False),
        sa.Column("discussed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_id", sa.String(), nullable=True),
        sa.Column("has_rationale", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_discussions_session_id")),
        sa.ForeignKeyConstraint(
            ["workspace", "by_id"], ["people.workspace", "people.id"], name=op.f("fk_discussions_workspace_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "case_ref"], ["cases.workspace", "cases.ref"], name=op.f("fk_discussions_workspace_case_ref")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "worker_id"], ["people.workspace", "people.id"], name=op.f("fk_discussions_workspace_worker_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussions")),
    )
    with op.batch_alter_table("discussions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discussions_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_discussions_workspace_case_ref"), ["workspace", "case_ref"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_outbox_message_id")),
        sa.ForeignKeyConstraint(
            ["workspace", "recipient_id"], ["people.workspace", "people.id"], name=op.f("fk_outbox_workspace_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_state_not_before"), ["state", "not_before"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_workspace_recipient_id_state"), ["workspace", "recipient_id", "state"], unique=False
        )
        batch_op.create_index(
            "uq_outbox_pending_update",
            ["message_id"],
            unique=True,
            sqlite_where=sa.text("op = 'update' AND state = 'pending'"),
            postgresql_where=sa.text("op = 'update' AND state = 'pending'"),
        )
        batch_op.create_index(
            "uq_outbox_post",
            ["message_id"],
            unique=True,
            sqlite_where=sa.text("op = 'post'"),
            postgresql_where=sa.text("op = 'post'"),
        )

    op.create_table(
        "postponements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_postponements_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postponements")),
    )
    with op.batch_alter_table("postponements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postponements_session_id"), ["session_id"], unique=False)

    op.create_table(
        "responsible",
        sa.Column("obligation_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_responsible_obligation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_responsible_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("obligation_id", "person_id", name=op.f("pk_responsible")),
    )
    with op.batch_alter_table("responsible", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responsible_workspace_person_id"), ["workspace", "person_id"], unique=False)

    op.create_table(
        "discussion_workers",
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.id"], name=op.f("fk_discussion_workers_discussion_id")),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_discussion_workers_workspace_person_id"),
        ),
        sa.PrimaryKeyConstraint("discussion_id", "person_id", name=op.f("pk_discussion_workers")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("obligation_id", sa.String(), nullable=True),
        sa.Column("discussion_id", sa.String(), nullable=True),
        sa.Column("absence_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["absence_id"], ["absences.id"], name=op.f("fk_notices_absence_id")),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.id"], name=op.f("fk_notices_discussion_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_notices_message_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_notices_obligation_id")),
        sa.ForeignKeyConstraint(
            ["workspace", "recipient_id"], ["people.workspace", "people.id"], name=op.f("fk_notices_workspace_recipient_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "workspace",
            "subject",
            "kind",
            "rung",
            "recipient_id",
            name=op.f("uq_notices_workspace_subject_kind_rung_recipient_id"),
        ),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_obligation_id"), ["obligation_id"], unique=False)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_obligation_id"))
        batch_op.drop_index(batch_op.f("ix_notices_message_id"))

    op.drop_table("notices")
    op.drop_table("discussion_workers")
    with op.batch_alter_table("responsible", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responsible_workspace_person_id"))

    op.drop_table("responsible")
    with op.batch_alter_table("postponements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postponements_session_id"))

    op.drop_table("postponements")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("uq_outbox_post", sqlite_where=sa.text("op = 'post'"), postgresql_where=sa.text("op = 'post'"))
        batch_op.drop_index(
            "uq_outbox_pending_update",
            sqlite_where=sa.text("op = 'update' AND state = 'pending'"),
            postgresql_where=sa.text("op = 'update' AND state = 'pending'"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_workspace_recipient_id_state"))
        batch_op.drop_index(batch_op.f("ix_outbox_state_not_before"))

    op.drop_table("outbox")
    with op.batch_alter_table("discussions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussions_workspace_case_ref"))
        batch_op.drop_index(batch_op.f("ix_discussions_session_id"))

    op.drop_table("discussions")
    op.drop_table("worker_names")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_workspace_supervisor_id_recorded_on"))
        batch_op.drop_index(batch_op.f("ix_sessions_workspace_supervisee_id_held_on"))

    op.drop_table("sessions")
    with op.batch_alter_table("relationships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relationships_workspace_supervisor_id"))
        batch_op.drop_index(batch_op.f("ix_relationships_workspace_supervisee_id"))

    op.drop_table("relationships")
    op.drop_table("person_changes")
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_observations_workspace_of_id"))

    op.drop_table("observations")
    with op.batch_alter_table("obligations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obligations_workspace_next_at"))
        batch_op.drop_index(
            "ix_obligations_open_person",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_obligations_open_case", sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL")
        )

    op.drop_table("obligations")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_messages_morning", sqlite_where=sa.text("kind = 'morning'"), postgresql_where=sa.text("kind = 'morning'")
        )

    op.drop_table("messages")
    op.drop_table("drafts")
    op.drop_table("case_changes")
    with op.batch_alter_table("audits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audits_workspace_of_id"))
        batch_op.drop_index(batch_op.f("ix_audits_workspace_auditor_id"))

    op.drop_table("audits")
    with op.batch_alter_table("allocations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocations_workspace_worker_id"))
        batch_op.drop_index(batch_op.f("ix_allocations_workspace_case_ref"))

    op.drop_table("allocations")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreements_workspace_supervisee_id"))

    op.drop_table("agreements")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_workspace_next_at"))

    op.drop_table("absences")
    op.drop_table("settings")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requests_seen_at"))

    op.drop_table("requests")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_workspace_name_key"))
        batch_op.drop_index(batch_op.f("ix_people_workspace_manager_id"))

    op.drop_table("people")
    op.drop_table("heartbeats")
    op.drop_table("cases")
