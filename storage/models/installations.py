"""Where the app is installed: slack_sdk's tables (`slack_sdk.oauth.installation_store.sqlalchemy`), with a workspace, sealed.

Column names, types and what is nullable are slack_sdk's, whose store reads and writes them; what gives access is sealed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.sealed import SealedText

UNINSTALLED_AT = "slack.uninstalled_at"
"""The setting of a workspace that was uninstalled: when. Its data stays until the council's retention says otherwise."""


def workspace_of(enterprise_id: str | None, team_id: str | None) -> str:
    """The id of Slack's workspace, or of the organisation where the app is installed in all of it: people's ids are its own."""
    return team_id or enterprise_id or ""


def _workspace(context: Any) -> str:
    row = context.get_current_parameters()
    return workspace_of(row.get("enterprise_id"), row.get("team_id"))


class _Installed:
    """What both tables hold."""

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    workspace: Mapped[str] = mapped_column(default=_workspace)
    client_id: Mapped[str] = mapped_column(String(32))
    app_id: Mapped[str] = mapped_column(String(32))
    enterprise_id: Mapped[str | None] = mapped_column(String(32))
    enterprise_name: Mapped[str | None] = mapped_column(String(200))
    team_id: Mapped[str | None] = mapped_column(String(32))
    team_name: Mapped[str | None] = mapped_column(String(200))
    bot_token: Mapped[str | None] = mapped_column(SealedText)
    bot_id: Mapped[str | None] = mapped_column(String(32))
    bot_user_id: Mapped[str | None] = mapped_column(String(32))
    bot_scopes: Mapped[str | None] = mapped_column(String(1000))
    bot_refresh_token: Mapped[str | None] = mapped_column(SealedText)
    bot_token_expires_at: Mapped[datetime | None] = mapped_column(DateTime)
    is_enterprise_install: Mapped[bool] = mapped_column(default=False)
    installed_at: Mapped[datetime] = mapped_column(DateTime, default=func.now())
    """UTC, without its zone: slack_sdk's way."""


class BotRow(_Installed, Base):
    """The bot as it is installed in a workspace, or in a whole organisation."""

    __tablename__ = "slack_bots"
    __table_args__ = (
        Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
        Index(None, "workspace"),
    )


class InstallationRow(_Installed, Base):
    """Who installed it, and what Slack gave for it."""

    __tablename__ = "slack_installations"

    enterprise_url: Mapped[str | None] = mapped_column(String(200))
    user_id: Mapped[str] = mapped_column(String(32))
    user_token: Mapped[str | None] = mapped_column(SealedText)
    user_scopes: Mapped[str | None] = mapped_column(String(1000))
    user_refresh_token: Mapped[str | None] = mapped_column(SealedText)
    user_token_expires_at: Mapped[datetime | None] = mapped_column(DateTime)
    incoming_webhook_url: Mapped[str | None] = mapped_column(SealedText)
    incoming_webhook_channel: Mapped[str | None] = mapped_column(String(200))
    incoming_webhook_channel_id: Mapped[str | None] = mapped_column(String(200))
    incoming_webhook_configuration_url: Mapped[str | None] = mapped_column(SealedText)
    token_type: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (
        Index("slack_installations_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
        Index(None, "workspace"),
    )


class OAuthStateRow(Base):
    """An installation that has been begun: good once, for a few minutes. No workspace: nobody knows yet which it will be."""

    __tablename__ = "slack_oauth_states"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    state: Mapped[str] = mapped_column(String(200), unique=True)
    expire_at: Mapped[datetime] = mapped_column(DateTime)
