"""A migrated database a test, copied from one migrated once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduling.policy import Policy
from storage import packs, sealed
from storage.store import Store
from tests.storage.council import settled

KEY = sealed.new_key()


def opened(path: Path, policy: Policy, *keys: str) -> Store:
    """A store on a file."""
    return Store(f"sqlite:///{path}", keys=keys or (KEY,), policy=policy)


@pytest.fixture(scope="session")
def policy() -> Policy:
    """Wokingham's."""
    return packs.load("wokingham")


@pytest.fixture(scope="session")
def _migrated(policy: Policy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    store = opened(path, policy)
    store.upgrade()
    store.close()
    return path


@pytest.fixture
def store(_migrated: Path, policy: Policy, tmp_path: Path) -> Iterator[Store]:
    """Empty."""
    path = tmp_path / "cornerstone.db"
    shutil.copy(_migrated, path)
    store = opened(path, policy)
    yield store
    store.close()


@pytest.fixture
def council(store: Store) -> Store:
    """With the council as it stood on 16 March 2026: everybody supervised on the 2nd."""
    settled(store, "2026-03-16")
    return store
