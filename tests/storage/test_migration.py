"""The migrations lead to the tables the models declare."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from scheduling.policy import Policy
from storage.models import Base
from storage.store import Store
from tests.storage.conftest import opened


def test_the_migrated_schema_is_the_declared_one(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(council: Store) -> None:
    council.upgrade()
    assert council.is_ready() == []
    assert council.workspaces() == ["council"]


def test_a_database_that_was_never_upgraded_says_what_to_do(policy: Policy, tmp_path: Path) -> None:
    store = opened(tmp_path / "new.db", policy)
    (fault,) = store.is_ready()
    store.close()
    assert "cornerstone db upgrade" in fault


def test_a_database_that_is_out_of_reach_says_so(policy: Policy, tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    store = opened(tmp_path / "folder.db", policy)
    (fault,) = store.is_ready()
    store.close()
    assert "DATABASE_URL" in fault
