"""People of the council meet their Slack accounts, by e-mail."""

from threading import Event

import pytest

from bot import acquaintance
from bot.acquaintance import Matched, match_people
from bot.clock import SystemClock
from bot.desk import Member, Trouble
from bot.slack_calls import Mendable
from bot.ticks import Ticks
from storage import SINGLE
from storage.stopping import Stopped
from tests.bot.council import NINE, Council


def met(council: Council) -> Matched:
    return match_people(council.store, council.client(), SINGLE, NINE)


def zone_of(council: Council, person_id: str) -> str:
    with council.store.read(SINGLE, NINE) as work:
        return work.people.must_get(person_id).zone


def test_everybody_is_found_by_e_mail_over_several_pages(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    council.run("UPDATE people SET slack_id = NULL")
    monkeypatch.setattr(acquaintance, "PAGE", 5)
    found = met(council)
    assert found.linked >= 16
    assert found.without_account == 0
    assert met(council) == Matched(0, 0), "and nothing is done twice"


def test_slacks_pace_is_kept(council: Council) -> None:
    council.run("UPDATE people SET slack_id = NULL")
    council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["users.list"], times=1, seconds=1)
    assert met(council).linked >= 16


def test_told_to_stop_it_waits_no_longer_for_slack_and_links_nobody(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    council.run("UPDATE people SET slack_id = NULL")
    stopping = Event()
    with monkeypatch.context() as told:
        told.setattr(stopping, "wait", lambda seconds: waits.append(seconds) or stopping.set())
        waits: list[float] = []
        council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["users.list"], times=1, seconds=30)
        with pytest.raises(Stopped):
            match_people(council.store, council.client(), SINGLE, NINE, stopping)
    assert waits == [30]
    with council.store.read(SINGLE, NINE) as work:
        assert {person.slack_id for person in work.people.everyone()} == {None}


def test_other_refusals_are_told(council: Council) -> None:
    council.desk.world.scopes = ()
    with pytest.raises(Mendable, match="missing_scope"):
        met(council)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Trouble.NO_ANSWER, "TimeoutError"),
        (Trouble.SERVER_ERROR, "internal_error"),
        (Trouble.CUT_SHORT, "IncompleteRead"),
    ],
)
def test_a_slack_in_trouble_is_a_sentence_in_the_log_and_everybody_is_met_at_the_next_time(
    council: Council, caplog: pytest.LogCaptureFixture, trouble: Trouble, said: str
) -> None:
    council.run("UPDATE people SET slack_id = NULL")
    ticks = Ticks(council.store, council.sender(client=council.client(timeout=1)), SystemClock())
    council.desk.faults.switch_on(trouble, methods=["users.list"])
    ticks.acquaint()
    ours = [each for each in caplog.records if each.name.startswith("bot.")]
    assert [each.exc_info for each in ours] == [None]
    assert f"nobody of {SINGLE} is matched to Slack now" in ours[0].getMessage()
    assert said in ours[0].getMessage()
    council.desk.faults.switch_off()
    assert met(council).linked >= 16


def test_somebody_who_moved_abroad_has_a_new_zone_and_somebody_gone_is_counted(council: Council) -> None:
    council.desk.add(Member("UE1005", "ann.ashby", "Ann Ashby", "Ann.Ashby@Example.org", tz="America/New_York"))
    council.desk.deactivate("UE1010")
    assert met(council) == Matched(1, 1)
    assert zone_of(council, "E1005") == "America/New_York"
