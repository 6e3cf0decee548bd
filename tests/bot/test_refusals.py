"""What Slack refuses by name: what waits for whom, and which alarm says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import Trouble
from bot.guarded import GuardedClient
from bot.sending import AGAIN_AT_MOST
from bot.sending.alarming import ASKED_AGAIN, Alarming
from bot.sending.posting import Unreached
from bot.slack_calls import Mendable
from bot.watch import Watchman
from storage import SINGLE
from storage.outbox import Claim
from tests.bot.council import NINE, TOKEN, Council, seconds

POST = ("chat.postMessage",)


@pytest.mark.parametrize("code", ["accesslimited", "restricted_action", "two_factor_setup_required"])
def test_a_rule_of_the_workspace_waits_for_whoever_can_change_it_and_is_an_alarm_until_then(
    council: Council, code: str
) -> None:
    council.desk.faults.switch_on(Trouble.REFUSED, methods=POST, code=code)
    for second in range(3):
        council.send(NINE + seconds(second))
    assert council.states() == {"pending": council.queued}
    (alarm,) = council.store.alarms.standing(SINGLE)
    assert (alarm.name, alarm.detail) == ("slack_refuses", code)
    council.desk.faults.switch_off()
    council.send(NINE + AGAIN_AT_MOST + seconds(10))
    assert set(council.posted().values()) == {1}
    assert council.states() == {"sent": council.queued}
    assert council.store.alarms.standing(SINGLE) == []


class RefusingOne(GuardedClient):
    """Slack, where it refuses the app what is for one person and takes the rest."""

    def __init__(self, council: Council, code: str) -> None:
        super().__init__(token=TOKEN, base_url=council.desk.api_url, timeout=20, retry_handlers=[])
        self._council, self._code = council, code
        self.refused_to = "UE1005"

    def api_call(self, api_method: str, **given: Any) -> Any:  # type: ignore[override]
        if given["json"]["channel"] == self.refused_to:
            self._council.desk.faults.switch_on(Trouble.REFUSED, methods=POST, code=self._code, times=1)
        return super().api_call(api_method, **given)


@pytest.mark.parametrize("code", ["access_denied", "team_access_not_granted"])
def test_what_is_refused_to_one_person_is_one_alarm_until_it_is_mended_though_others_are_told(
    council: Council, code: str
) -> None:
    client = RefusingOne(council, code)
    sender, seen = council.sender(client=client, at_once=1), set[str]()
    for turn in range(4):
        council.send(NINE + turn * (AGAIN_AT_MOST + seconds(10)), sender)
        seen |= {each.id for each in council.store.alarms.standing(SINGLE)}
        assert council.states() == {"sent": council.queued - 1, "pending": 1}
        council.run("UPDATE outbox SET state = 'pending', reason = '' WHERE state = 'sent'")  # what else there is to tell
    assert len(seen) == 1
    client.refused_to = ""
    council.send(NINE + 5 * AGAIN_AT_MOST, sender)
    assert council.states() == {"sent": council.queued}
    assert council.store.alarms.standing(SINGLE) == []


@pytest.mark.parametrize("code", ["cannot_dm_bot", "channel_not_found", "is_archived", "not_in_channel", "user_not_visible"])
def test_one_person_out_of_reach_is_one_alarm_and_not_also_a_message_that_failed(council: Council, code: str) -> None:
    council.desk.faults.switch_on(Trouble.REFUSED, methods=POST, code=code, times=1)
    council.send(NINE)
    assert council.reasons() == [code]
    watchman = Watchman(council.store, "clock")
    for minute in (1, 40):
        watchman.look(NINE + timedelta(minutes=minute))
    assert [(each.name, each.detail) for each in council.store.alarms.standing(SINGLE)] == [("unreachable", code)]


TO_ANN, TO_TOM = (Claim(number, SINGLE, "post", f"m{number}", who, 1) for number, who in ((1, "E1005"), (2, "E1003")))
BEGUN: dict[str, tuple[str, Callable[[Alarming], None]]] = {
    "unreachable": ("E1005", lambda alarming: alarming.unreached(Unreached(TO_ANN, "user_disabled", "U1"), NINE)),
    "slack_refuses": ("", lambda alarming: alarming.refused(Mendable("invalid_auth"), NINE)),
}


@pytest.mark.parametrize("takes_something", [True, False])
@pytest.mark.parametrize("name", BEGUN)
def test_what_another_process_ended_begins_again_in_the_one_that_began_it(
    council: Council, name: str, *, takes_something: bool
) -> None:
    steady, (about, begin) = [0.0], BEGUN[name]
    ours, others = (Alarming(council.store, SINGLE, lambda: steady[0]) for _ in range(2))
    begin(ours)
    steady[0] += ASKED_AGAIN
    others.taken(TO_ANN, NINE)
    assert council.store.alarms.standing(SINGLE) == []
    if takes_something:
        ours.taken(TO_TOM, NINE)
    begin(ours)
    assert [(each.name, each.about) for each in council.store.alarms.standing(SINGLE)] == [(name, about)]
