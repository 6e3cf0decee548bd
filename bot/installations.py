"""Where the app is installed, and with which token: slack_sdk's stores over tables of ours, which seal what gives access."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Table, delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from storage import database
from storage.models import BotRow, InstallationRow, OAuthStateRow
from storage.models.installations import UNINSTALLED_AT, workspace_of
from storage.store import Store

STATE_SECONDS = 600
"""How long an installation may take, from the first page to Slack's answer."""
MOST_STATES = 1000
"""Installations begun at once: who only asks for the page again and again fills no table."""


class Installations(SQLAlchemyInstallationStore):
    """Looked up without waiting for a writer; of each workspace the newest installation alone is kept."""

    def __init__(self, client_id: str, store: Store) -> None:
        """Of the app with this client id."""
        across = store.engine.execution_options(**{database.ACROSS: True})
        super().__init__(client_id=client_id, engine=across)
        self._store = store
        self._reader = _Reader(client_id=client_id, engine=database.for_reading(across))

    @classmethod
    def build_bots_table(cls, metadata: MetaData, table_name: str) -> Table:
        """Ours."""
        return _table(BotRow)

    @classmethod
    def build_installations_table(cls, metadata: MetaData, table_name: str) -> Table:
        """Ours."""
        return _table(InstallationRow)

    def save(self, installation: Installation) -> None:
        """Keep it, in place of an earlier one. Raises BoltError, which the flow tells of, where it cannot be stored."""
        try:
            super().save(installation)
            self._only_newest(workspace_of(installation.enterprise_id, installation.team_id))
        except SQLAlchemyError as error:
            raise BoltError(type(error).__name__) from None

    def find_bot(self, **whose: Any) -> Bot | None:
        """Raises what the database raises."""
        return self._reader.find_bot(**whose)

    def find_installation(self, **whose: Any) -> Installation | None:
        """Raises what the database raises."""
        return self._reader.find_installation(**whose)

    def find(self, enterprise_id: str | None, team_id: str | None, *, is_org: bool) -> Bot | None:
        """Whichever serves this team: its own; the one for its whole organisation; its own from before it joined one."""
        if not is_org and (found := self.find_bot(enterprise_id=enterprise_id, team_id=team_id)):
            return found
        if not enterprise_id:
            return None
        wide = self.find_bot(enterprise_id=enterprise_id, team_id=None, is_enterprise_install=True)
        return wide or (self.find_bot(enterprise_id=None, team_id=team_id) if team_id else None)

    def of(self, workspace: str) -> Bot | None:
        """The newest of a workspace."""
        newest = select(BotRow).where(BotRow.workspace == workspace, *self._good()).order_by(BotRow.installed_at.desc())
        with self._store.reading() as session:
            row = session.scalar(newest.limit(1))
            return None if row is None else self.build_bot_entity({c.name: getattr(row, c.name) for c in self.bots.columns})

    def since(self) -> dict[str, datetime]:
        """Every workspace it is installed in, and since when."""
        latest = select(BotRow.workspace, func.max(BotRow.installed_at)).where(*self._good()).group_by(BotRow.workspace)
        with self._store.reading() as session:
            return {workspace: at.replace(tzinfo=UTC) for workspace, at in session.execute(latest)}

    def begin(self, workspace: str, now: datetime) -> None:
        """It is installed, perhaps again."""
        with self._store.work(workspace, now) as work:
            if work.settings.get(UNINSTALLED_AT):
                work.settings.put(UNINSTALLED_AT, None)
                work.commit()

    def end(self, workspace: str, now: datetime) -> bool:
        """Its tokens are gone, and since when that is so stands in its settings. Answers whether there were any."""
        with self._store.work(workspace, now) as work:
            gone = 0
            for row in (BotRow, InstallationRow):
                mine = delete(row).where(row.workspace == workspace, row.client_id == self.client_id).returning(row.id)
                gone += len(work.session.execute(mine).all())
            if gone:
                work.settings.put(UNINSTALLED_AT, now.isoformat())
            work.commit()
            return bool(gone)

    def _good(self) -> tuple[Any, ...]:
        return BotRow.client_id == self.client_id, BotRow.bot_token.is_not(None)

    def _only_newest(self, workspace: str) -> None:
        """What an earlier installation was given serves nobody any more, and must not lie about."""
        with self._store.writing() as session:
            for row in (BotRow, InstallationRow):
                mine = (row.workspace == workspace, row.client_id == self.client_id)
                newest = select(func.max(row.id)).where(*mine).scalar_subquery()
                session.execute(delete(row).where(*mine, row.id < newest).execution_options(synchronize_session=False))
            session.commit()


class _Reader(SQLAlchemyInstallationStore):
    build_bots_table = Installations.build_bots_table
    build_installations_table = Installations.build_installations_table


class States(SQLAlchemyOAuthStateStore):
    """Each good once, for ten minutes."""

    def __init__(self, store: Store) -> None:
        """Over the same database."""
        super().__init__(expiration_seconds=STATE_SECONDS, engine=store.engine)

    @classmethod
    def build_oauth_states_table(cls, metadata: MetaData, table_name: str) -> Table:
        """Ours."""
        return _table(OAuthStateRow)

    def issue(self, *args: Any, **given: Any) -> str:
        """A new one; those that are over are forgotten. Raises TooManyBegun."""
        row = self.oauth_states.c
        with self.engine.begin() as connection:
            connection.execute(self.oauth_states.delete().where(row.expire_at <= func.current_timestamp()))
            if connection.execute(select(func.count()).select_from(self.oauth_states)).scalar_one() >= MOST_STATES:
                raise TooManyBegun
        return super().issue(*args, **given)

    def consume(self, state: str) -> bool:
        """Use it up. Two who come with the same at one moment are told apart by the database: slack_sdk's own takes both."""
        row = self.oauth_states.c
        mine = self.oauth_states.delete().where(row.state == state).returning(row.expire_at > func.current_timestamp())
        with self.engine.begin() as connection:
            return bool(connection.execute(mine).scalar())


class TooManyBegun(Exception):
    """A thousand installations have been begun within ten minutes, and not ended."""


def _table(row: Any) -> Table:
    found = row.__table__
    assert isinstance(found, Table)
    return found
