"""What Slack refuses by name: what waits for whom, and which alarm says so."""

from datetime import timedelta

import pytest

from bot.desk import Trouble
from bot.sending import AGAIN_AT_MOST
from bot.sending.alarming import ASKED_AGAIN, Alarming
from bot.sending.posting import Unreached
from bot.watch import Watchman
from storage import SINGLE
from storage.outbox import Claim
from tests.bot.council import NINE, Council, seconds

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


@pytest.mark.parametrize("code", ["cannot_dm_bot", "channel_not_found", "is_archived", "not_in_channel", "user_not_visible"])
def test_one_person_out_of_reach_is_one_alarm_and_not_also_a_message_that_failed(council: Council, code: str) -> None:
    council.desk.faults.switch_on(Trouble.REFUSED, methods=POST, code=code, times=1)
    council.send(NINE)
    assert council.reasons() == [code]
    watchman = Watchman(council.store, "clock")
    for minute in (1, 40):
        watchman.look(NINE + timedelta(minutes=minute))
    assert [(each.name, each.detail) for each in council.store.alarms.standing(SINGLE)] == [("unreachable", code)]


def test_what_another_process_ended_begins_again_in_the_one_that_began_it(council: Council) -> None:
    steady = [0.0]
    alarming = Alarming(council.store.alarms, SINGLE, lambda: steady[0])
    to_ann, to_tom = (Claim(number, SINGLE, "post", f"m{number}", who, 1) for number, who in ((1, "E1005"), (2, "E1003")))
    alarming.unreached(Unreached(to_ann, "user_disabled", "U1"), NINE)
    (alarm,) = council.store.alarms.standing(SINGLE)
    council.store.alarms.withdraw(alarm, NINE)
    steady[0] += ASKED_AGAIN
    alarming.taken(to_tom, NINE)
    alarming.unreached(Unreached(to_ann, "user_disabled", "U1"), NINE)
    assert [(each.name, each.about) for each in council.store.alarms.standing(SINGLE)] == [("unreachable", "E1005")]
