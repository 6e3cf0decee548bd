"""A migrated database a test, copied from one migrated once, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from scheduling.policy import Policy
from storage import packs, sealed
from storage.store import Store
from tests.databases import Databases, Files, Server, address
from tests.storage.council import settled

KEY = sealed.new_key()


def opened(url: str, policy: Policy, *keys: str) -> Store:
    """A store on a database."""
    return Store(url, keys=keys or (KEY,), policy=policy)


def address_of(store: Store) -> str:
    """Where its database is, for another process to open."""
    return address(store.engine)


def migrated(url: str, policy: Policy) -> None:
    """Tables, and nothing in them."""
    store = opened(url, policy)
    store.upgrade()
    store.close()


def _settled(url: str, policy: Policy) -> None:
    migrated(url, policy)
    store = opened(url, policy)
    settled(store, "2026-03-16")
    store.close()


def settled_url(databases: Databases, policy: Policy) -> str:
    """The council as it stood on 16 March 2026, to be copied."""
    return databases.template("settled", lambda url: _settled(url, policy))


@pytest.fixture(scope="session")
def policy() -> Policy:
    """Wokingham's."""
    return packs.load("wokingham")


@pytest.fixture
def store(databases: Databases, policy: Policy) -> Iterator[Store]:
    """Empty."""
    with databases.copy(databases.template("storage", lambda url: migrated(url, policy))) as url:
        store = opened(url, policy)
        yield store
        store.close()


@pytest.fixture
def council(databases: Databases, policy: Policy) -> Iterator[Store]:
    """With the council as it stood on 16 March 2026: everybody supervised on the 2nd."""
    with databases.copy(settled_url(databases, policy)) as url:
        store = opened(url, policy)
        yield store
        store.close()


@pytest.fixture
def server_store(postgresql: Server, policy: Policy) -> Iterator[Store]:
    """On PostgreSQL alone."""
    with postgresql.copy(postgresql.template("storage", lambda url: migrated(url, policy))) as url:
        store = opened(url, policy)
        yield store
        store.close()


@pytest.fixture
def file_store(sqlite_files: Files, policy: Policy) -> Iterator[Store]:
    """On a file of SQLite alone."""
    with sqlite_files.copy(sqlite_files.template("storage", lambda url: migrated(url, policy))) as url:
        store = opened(url, policy)
        yield store
        store.close()
