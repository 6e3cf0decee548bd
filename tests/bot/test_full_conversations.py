"""A post in doubt in a conversation that is full, where Slack gives fifteen messages a minute."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk import Trouble
from bot.guarded import GuardedClient
from bot.sending import looking
from bot.sending.looking import PLACES, Places, find
from bot.slack_calls import Refused
from storage import SINGLE
from storage.outbox import Claim
from tests.bot.council import NINE, TOKEN, Council, seconds

POST, HISTORY = ("chat.postMessage",), "conversations.history"
MINUTE = timedelta(minutes=1)
A_PAGE, A_PAGE_EACH = 15, seconds(70)


class Distributed(GuardedClient):
    """Slack's limit of history for an app that is distributed outside its marketplace."""

    def __init__(self, council: Council) -> None:
        super().__init__(token=TOKEN, base_url=council.desk.api_url, timeout=10, retry_handlers=[])
        self._council, self._free_at = council, NINE
        self.pages: list[str] = []
        """The cursor of each page given."""

    def api_call(self, api_method: str, **given: Any) -> Any:  # type: ignore[override]
        now = self._council.now[0]
        if api_method == HISTORY:
            given["params"]["limit"] = A_PAGE
            if now < self._free_at:
                left = (self._free_at - now).total_seconds()
                self._council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=[HISTORY], times=1, seconds=left)
            else:
                self._free_at = now + MINUTE
                self.pages.append(given["params"]["cursor"])
        return super().api_call(api_method, **given)


def in_doubt(council: Council, trouble: Trouble, after_it: int) -> tuple[str, str]:
    """The message without an answer and whose it is, with so many others in the same conversation after it."""
    council.desk.faults.switch_on(trouble, methods=POST, times=1, seconds=0)
    council.send(NINE, council.sender(at_once=1))
    (entry,) = council.store.outbox.listing(("uncertain",))
    patient = council.client(timeout=30)
    for number in range(after_it):
        council.now[0] = NINE + seconds(2 + 2 * number)
        patient.chat_postMessage(channel=f"U{entry.recipient_id}", text=f"Reply {number}")
    return entry.message_id, entry.recipient_id


@pytest.mark.parametrize("trouble", [Trouble.ANSWER_LOST, Trouble.NO_ANSWER])
@pytest.mark.parametrize(("after_it", "pages"), [(5, 1), (20, 2), (50, 4)])
def test_it_is_read_on_from_where_slack_broke_off_until_it_is_known(
    council: Council, trouble: Trouble, after_it: int, pages: int
) -> None:
    message, _ = in_doubt(council, trouble, after_it)
    slow = Distributed(council)
    sender = council.sender(client=slow, at_once=1)
    for turn in range(pages + 3):
        council.send(NINE + 3 * MINUTE + turn * A_PAGE_EACH, sender)
    assert council.states() == {"sent": council.queued}
    assert [each.facts.get("message") for each in council.desk.sent()].count(message) == 1
    assert len(slow.pages) == len(set(slow.pages)) == pages, "no page twice"


def test_while_it_is_read_everybody_else_is_told_what_they_are_to_be_told(council: Council) -> None:
    """Slack refuses to go on minute after minute, but posts it takes."""
    in_doubt(council, Trouble.ANSWER_LOST, 100)
    sender = council.sender(client=Distributed(council), at_once=1)
    for turn in range(6):
        if turn == 5:
            council.run("UPDATE outbox SET state = 'pending' WHERE state = 'sent'")
        council.send(NINE + 10 * MINUTE + turn * A_PAGE_EACH, sender)
    assert council.states() == {"sent": council.queued - 1, "uncertain": 1}


CLAIM = Claim(1, SINGLE, "post", "m", "E1005", attempts=1)


def test_a_place_is_of_one_try_in_one_conversation_and_so_many_are_kept_as_were_met_last() -> None:
    places = Places()
    places.keep(CLAIM, "D1", "here")
    again = Claim(1, SINGLE, "post", "m", "E1005", attempts=2)
    assert [places.of(CLAIM, "D1"), places.of(CLAIM, "D2"), places.of(again, "D1")] == ["here", "", ""]
    for number in range(2, PLACES + 1):
        places.keep(Claim(number, SINGLE, "post", "m", "E1005", attempts=1), "D1", "there")
    places.keep(CLAIM, "D1", "further")
    places.keep(Claim(PLACES + 1, SINGLE, "post", "m", "E1005", attempts=1), "D1", "there")
    assert places.of(CLAIM, "D1") == "further"
    assert places.of(Claim(2, SINGLE, "post", "m", "E1005", attempts=1), "D1") == "", "the one not met for longest"
    places.forget(CLAIM)
    assert places.of(CLAIM, "D1") == ""


def test_a_place_slack_has_forgotten_is_looked_for_from_the_newest(council: Council) -> None:
    message, person = in_doubt(council, Trouble.ANSWER_LOST, 3)
    view = council.store.outbox.envelope(Claim(1, SINGLE, "post", message, person, attempts=1), NINE)
    places, client = Places(), council.client()
    channel = client.conversations_open(users=f"U{person}")["channel"]["id"]
    places.keep(CLAIM, channel, "long ago")
    with pytest.raises(Refused):
        find(client, f"U{person}", view, CLAIM, places, lambda: None)
    found = looking.find(client, f"U{person}", view, CLAIM, places, lambda: None)
    assert found is not None
    assert found[0] == channel
