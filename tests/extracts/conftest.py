"""A store to import into, and one call to import."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from storage import packs
from storage.extracts import ImportStopped, Sources, read
from storage.importing import Options, Outcome, import_plan
from storage.models import AllocationRow, Base, CaseRow, RelationshipRow
from storage.sealed import new_key
from storage.store import Store
from tests.databases import Databases, address

MONDAY = datetime(2026, 3, 2, 8, 55, tzinfo=ZoneInfo("Europe/London"))


@dataclass
class Council:
    """A database, and the day it is."""

    store: Store
    databases: Databases
    now: datetime = MONDAY
    folder: Path = field(default_factory=Path)

    def take(self, *, days_later: int = 0, **given: Path | bool) -> Outcome:
        """Import these sources with these options."""
        options = {name: value for name, value in given.items() if isinstance(value, bool)}
        sources = Sources(**{name: value for name, value in given.items() if isinstance(value, Path)})
        now = self.now + timedelta(days=days_later)
        return import_plan(self.store, "council", now, read(sources, now.date()), Options(**options))

    def refused(self, **given: Path | bool) -> list[str]:
        """Import, and be told why not: every fault."""
        with pytest.raises(ImportStopped) as stopped:
            self.take(**given)
        return [str(fault) for fault in stopped.value.faults] or [stopped.value.sentence]

    def rows(self, table: type[Base]) -> list[Base]:
        """Every row of a table."""
        with self.store.reading() as session:
            return list(session.scalars(select(table)))

    @property
    def url(self) -> str:
        """Of its database."""
        return address(self.store.engine)

    def everything(self) -> bytes:
        """All that is stored, as it lies there."""
        return self.databases.everything(self.url)

    def cases(self) -> dict[str, tuple[str, str, str | None]]:
        """Reference to category, opened, closed as they were first."""
        return {r.ref: (r.category, str(r.opened_on), r.closed_on and str(r.closed_on)) for r in self.rows(CaseRow)}

    def workers(self) -> set[tuple[str, str, str, str | None]]:
        """Case, worker, from, until."""
        return {(r.case_ref, r.worker_id, str(r.from_on), r.until_on and str(r.until_on)) for r in self.rows(AllocationRow)}

    def supervisors(self) -> set[tuple[str, str, str, str | None]]:
        """Supervisee, supervisor, from, until."""
        rows = self.rows(RelationshipRow)
        return {(r.supervisee_id, r.supervisor_id, str(r.from_on), r.until_on and str(r.until_on)) for r in rows}


def opened(url: str) -> Store:
    """A store on a database."""
    return Store(url, keys=[new_key()], policy=packs.load("wokingham"))


def _migrated(url: str) -> None:
    store = opened(url)
    store.upgrade()
    store.close()


@pytest.fixture
def council(tmp_path: Path, databases: Databases) -> Iterator[Council]:
    """An empty database on Monday 2 March 2026, 08:55."""
    with databases.copy(databases.template("extracts", _migrated)) as url:
        store = opened(url)
        yield Council(store, databases, folder=tmp_path)
        store.close()
