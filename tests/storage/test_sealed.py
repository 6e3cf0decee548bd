"""Nobody reads content from the database without a key."""

import pytest

from scheduling.policy import Policy
from storage import SINGLE, sealed
from storage.errors import CannotUnseal
from storage.store import Store
from tests.databases import Databases
from tests.storage.conftest import KEY, address_of, opened
from tests.storage.council import at, day, who

NOW = at("2026-03-24")
SECRETS = ("decidedword", "becauseword", "notesword", "typedword", "courtword")


@pytest.fixture
def with_content(council: Store) -> Store:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        work.decisions.log(viewer=tom, ref="M100001", decision="decidedword", rationale="becauseword")
        work.sessions.record(viewer=tom, supervisee_id="ann", held_on=day("2026-03-24"), notes="notesword")
        work.sessions.book(viewer=tom, supervisee_id="bob", planned_on=day("2026-03-30"))
        work.sessions.move(viewer=tom, supervisee_id="bob", to_on=day("2026-03-31"), reason="courtword")
        work.drafts.keep(tom, "decision", {"text": "typedword"})
        work.commit()
    return council


def test_content_is_nowhere_in_the_database(with_content: Store, databases: Databases) -> None:
    with_content.close()
    stored = databases.everything(address_of(with_content))
    assert b"M100001" in stored
    assert [word for word in SECRETS if word.encode() in stored] == []


@pytest.mark.parametrize(
    ("keys", "reads"),
    [
        pytest.param((KEY,), True, id="the key it was sealed with"),
        pytest.param((sealed.new_key(), KEY), True, id="a newer key in front"),
        pytest.param((sealed.new_key(),), False, id="the key lost"),
    ],
)
def test_content_opens_with_any_key_of_the_ring(
    with_content: Store, policy: Policy, keys: tuple[str, ...], reads: bool
) -> None:
    with_content.close()
    other = opened(address_of(with_content), policy, *keys)
    with other.read(SINGLE, NOW) as work:
        tom = who(work, "tom")
        if reads:
            assert work.decisions.of_case("M100001", viewer=tom)[0].decision == "decidedword"
        else:
            with pytest.raises(CannotUnseal, match="CORNERSTONE_KEYS"):
                work.decisions.of_case("M100001", viewer=tom)
    other.close()
