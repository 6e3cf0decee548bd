"""Row-level security on every table that has a workspace, and where the app is installed.

Expand only. Processes of the version before say nothing of their workspace and go on seeing everything, until
`cornerstone db enforce` (see `storage.isolation`). On PostgreSQL a table at a time, each held for a moment only, since these
are all the tables there are; what was broken off goes on where it was.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0007"
down_revision = "0006"

BUILT_BESIDE = True

INSTALLED = {"slack_bots": (), "slack_installations": ("user_id",)}


def upgrade() -> None:
    """Apply."""
    for table in INSTALLED:
        op.create_table(table, *_installed(), *(_by_whom() if table == "slack_installations" else ()), if_not_exists=True)
    for table, also in INSTALLED.items():
        whose = ["client_id", "enterprise_id", "team_id", *also, "installed_at"]
        op.create_index(f"{table}_idx", table, whose, if_not_exists=True)
        op.create_index(op.f(f"ix_{table}_workspace"), table, ["workspace"], if_not_exists=True)
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("expire_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("state", name=op.f("uq_slack_oauth_states_state")),
        if_not_exists=True,
    )
    guarding.begin()
    guarding.guard_all()


def downgrade() -> None:
    """Undo."""
    guarding.unguard_all()
    for table in ("slack_oauth_states", *INSTALLED):
        op.drop_table(table)


def _installed() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("app_id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.String(32)),
        sa.Column("enterprise_name", sa.String(200)),
        sa.Column("team_id", sa.String(32)),
        sa.Column("team_name", sa.String(200)),
        sa.Column("bot_token", sa.Text()),
        sa.Column("bot_id", sa.String(32)),
        sa.Column("bot_user_id", sa.String(32)),
        sa.Column("bot_scopes", sa.String(1000)),
        sa.Column("bot_refresh_token", sa.Text()),
        sa.Column("bot_token_expires_at", sa.DateTime()),
        sa.Column("is_enterprise_install", sa.Boolean(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
    ]


def _by_whom() -> list[sa.Column[object]]:
    return [
        sa.Column("enterprise_url", sa.String(200)),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("user_token", sa.Text()),
        sa.Column("user_scopes", sa.String(1000)),
        sa.Column("user_refresh_token", sa.Text()),
        sa.Column("user_token_expires_at", sa.DateTime()),
        sa.Column("incoming_webhook_url", sa.Text()),
        sa.Column("incoming_webhook_channel", sa.String(200)),
        sa.Column("incoming_webhook_channel_id", sa.String(200)),
        sa.Column("incoming_webhook_configuration_url", sa.Text()),
        sa.Column("token_type", sa.String(32)),
    ]
