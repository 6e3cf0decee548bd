"""The primary dies and its standby takes over: nothing that was said to be stored is lost, and the bot goes on by itself."""

from collections.abc import Iterator

import pytest

from handlers.patience import Patience
from handlers.words.waiting import NOT_BEGUN
from scheduling.policy import Policy
from storage.errors import Busy, InDoubt, Unavailable
from storage.store import Store
from tests.databases import programs
from tests.handlers.knocking import WHOLE, command, knock, meet
from tests.handlers.office import open_office, settle
from tests.storage.conftest import migrated, opened
from tests.storage.pairs import Pair, paired
from tests.storage.test_outages import names, put

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture
def pair(postgresql: object) -> Iterator[Pair]:
    """Asking for `postgresql` skips, or fails, where there are no programs to start."""
    assert programs().is_dir()
    with paired() as made:
        yield made


def test_a_standby_takes_over_with_all_that_was_stored(pair: Pair, policy: Policy) -> None:
    pair.primary.execute("CREATE DATABASE council")
    migrated(pair.address("council"), policy)
    store = opened(pair.address("council"), policy)
    for number in range(20):
        put(store, f"before {number}")
    pair.primary.stop("immediate")
    with pytest.raises((Unavailable, InDoubt)):
        put(store, "in the gap")
    assert read_or_refused(store) <= {f"before {number}" for number in range(20)}
    pair.fail_over()
    put(store, "after")
    assert names(store) == {*(f"before {number}" for number in range(20)), "after"}
    store.close()


def test_the_bot_goes_on_with_the_standby_and_tells_the_truth_meanwhile(pair: Pair) -> None:
    pair.primary.execute("CREATE DATABASE office")
    settle(pair.address("office"))
    with open_office(pair.address("office"), patience=Patience()) as office:
        meet(office, "tom")
        stored = [knock(office.desk.bot_url, command(office, "/decision", f"M100001 plan {n} because why")) for n in range(5)]
        assert all(answer.is_saved for answer in stored)
        pair.primary.stop("immediate")
        refused = knock(office.desk.bot_url, command(office, "/decision", WHOLE))
        assert refused.status == 200
        assert refused.seconds < 2.5
        assert refused.text.startswith((Unavailable().sentence, Busy().sentence, NOT_BEGUN, "Slack did not open")), refused.text
        pair.fail_over()
        after = knock(office.desk.bot_url, command(office, "/decision", "M100001 after because why"))
        assert after.is_saved, after.text
        kept = sorted(each.decision for each in office.decisions("M100001"))
        assert kept == sorted([*(f"plan {n}" for n in range(5)), "after"])


def read_or_refused(store: Store) -> set[str]:
    """The standby may be read before it takes over, or nobody is there yet."""
    try:
        return names(store)
    except Unavailable:
        return set()
