"""What administrators are told of Cornerstone itself: each trouble once, its end once, whoever sees it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.administrators import EVENT_TYPE
from bot.alarms import Teller
from bot.desk import Trouble
from storage import SINGLE
from tests.bot.council import NINE
from tests.bot.hall import ADMIN, FAR, NOBODY, SECOND, Hall, minutes


def test_an_administrator_is_told_once_what_is_wrong_since_when_what_it_means_and_what_to_do(hall: Hall) -> None:
    hall.begin("slack_refuses", detail="missing_scope")
    for minute in range(5):
        hall.tell(NINE + minutes(minute + 1))
    (sent,) = hall.told()
    assert sent.metadata is not None
    assert sent.metadata["event_type"] == EVENT_TYPE
    for words in (
        "the app lacks a scope",
        "since 09:00 today",
        "goes out by itself",
        "cornerstone manifest",
        "one thing to mend",
    ):
        assert words in sent.text


def test_many_of_one_kind_are_one_line_and_people_are_named(hall: Hall) -> None:
    hall.unreachable("E1003", "E1005", "E1002")
    hall.begin("backlog", at=NINE + minutes(1))
    assert hall.tell(NINE + minutes(2)) == 4
    (sent,) = hall.told()
    assert "3 people (" in sent.text
    assert "Tom Tilley" in sent.text
    assert "deactivated" in sent.text
    assert "two things to mend" in sent.text
    assert len([each for each in sent.blocks if each["type"] == "section"]) == 2


def test_its_end_is_told_once(hall: Hall) -> None:
    hall.begin("backlog")
    hall.tell(NINE + minutes(1))
    hall.council.store.alarms.end(SINGLE, "backlog", now=NINE + minutes(60))
    for minute in range(61, 65):
        hall.tell(NINE + minutes(minute))
    first, last = hall.told()
    assert "on time again" in last.text
    assert "10:00 today" in last.text
    assert "09:00 today" in last.text
    assert first.ts != last.ts


@pytest.mark.parametrize("name", ["failed", "nightly"])
def test_an_end_that_is_no_news_is_told_to_nobody(hall: Hall, name: str) -> None:
    hall.begin(name, detail="3")
    hall.tell(NINE + minutes(1))
    hall.council.store.alarms.end(SINGLE, name, now=NINE + minutes(60))
    hall.tell(NINE + minutes(61))
    assert len(hall.told()) == 1
    assert hall.council.store.alarms.untold() == []


def test_every_administrator_is_told_and_one_who_has_no_account_holds_up_nobody(hall: Hall) -> None:
    hall.addresses = (NOBODY, ADMIN.email, SECOND.email)
    hall.begin("backlog")
    assert hall.tell(NINE + minutes(1)) == 1
    assert (len(hall.told(ADMIN)), len(hall.told(SECOND))) == (1, 1)
    assert hall.tell(NINE + minutes(2)) == 0


def test_eight_processes_at_once_tell_it_once(hall: Hall) -> None:
    hall.begin("backlog")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: hall.teller().tell(NINE + minutes(1)), range(8)))
    assert len(hall.told()) == 1


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=30)])
def test_a_death_after_the_post_repeats_nothing(hall: Hall, ahead: timedelta) -> None:
    """The post arrived, its answer was lost, and so was whoever waited for it; nor does it by a clock that was ahead."""
    hall.begin("backlog", at=NINE + ahead)
    hall.council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=["chat.postMessage"], times=1)
    assert hall.tell(NINE + minutes(1)) == 0
    assert len(hall.told()) == 1
    assert hall.tell(NINE + minutes(10)) == 1, "known to be told, by looking"
    assert len(hall.told()) == 1


def test_where_history_cannot_be_read_a_lost_answer_costs_one_repeat_at_the_most(hall: Hall) -> None:
    hall.council.desk.world.scopes = tuple(each for each in hall.council.desk.world.scopes if each != "im:history")
    hall.begin("backlog")
    teller = hall.teller()
    hall.council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=["chat.postMessage"])
    for minute in range(1, 8):
        hall.tell(NINE + minutes(minute), teller)
    assert len(hall.told()) == 2
    assert hall.council.store.alarms.untold() == []


def test_while_one_waits_for_slack_another_is_not_told_again_though_history_cannot_be_read(hall: Hall) -> None:
    hall.council.desk.world.scopes = tuple(each for each in hall.council.desk.world.scopes if each != "im:history")
    hall.addresses = (ADMIN.email, SECOND.email)
    hall.begin("backlog")
    teller = hall.teller()
    channel = hall.council.client().conversations_open(users=SECOND.id)["channel"]["id"]
    hall.council.client().chat_postMessage(channel=channel, text="something else, so that a second has to pass")
    teller.tell(NINE + minutes(1))  # the desk's clock stands still: Slack says "too many requests"
    teller.tell(NINE + minutes(2))
    assert (len(hall.told(ADMIN)), len(hall.told(SECOND))) == (1, 1)
    hall.tell(NINE + minutes(3), teller)
    assert (len(hall.told(ADMIN)), len(hall.told(SECOND))) == (1, 2)
    assert hall.council.store.alarms.untold() == []


def test_a_revoked_token_is_logged_once_an_hour_and_told_when_slack_takes_it_again(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.begin("slack_refuses", detail="token_revoked")
    hall.council.desk.revoke_token()
    teller = hall.teller()
    with caplog.at_level(logging.ERROR):
        for minute in range(1, 121):
            hall.tell(NINE + minutes(minute), teller)
    assert len(caplog.records) == 2
    assert all("token_revoked" in each.getMessage() for each in caplog.records)
    assert hall.told() == []
    hall.council.desk.give_token_back()
    hall.council.store.alarms.end(SINGLE, "slack_refuses", now=NINE + minutes(121))
    assert hall.tell(NINE + minutes(122), teller) == 1
    (sent,) = hall.told()
    assert "09:00 today" in sent.text
    assert "takes Cornerstone's messages again" in sent.text


ADDRESSES = pytest.mark.parametrize("addresses", [(ADMIN.email, FAR.email), (FAR.email, ADMIN.email), (NOBODY, ADMIN.email)])


def told_before_of(hall: Hall, told_before: bool) -> Teller:
    """Who tells, and may have told them of something else already."""
    teller = hall.teller()
    if told_before:
        hall.begin("backlog", workspace="TNEAR")
        assert hall.tell(NINE, teller) == 1
    return teller


@ADDRESSES
@pytest.mark.parametrize("told_before", [False, True])
@pytest.mark.parametrize("missing", ["chat:write", "im:write", "users:read.email"])
def test_a_right_the_app_lacks_in_one_workspace_keeps_nobody_in_another_from_being_told(
    hall: Hall, addresses: tuple[str, ...], told_before: bool, missing: str
) -> None:
    hall.addresses = addresses
    with hall.beside_another(FAR) as other:
        teller = told_before_of(hall, told_before)
        other.world.scopes = tuple(each for each in other.world.scopes if each != missing)
        hall.begin("slack_refuses", detail="missing_scope", workspace="TFAR")
        assert hall.tell(NINE + minutes(1), teller) == 1
        assert hall.tell(NINE + minutes(2), teller) == 0
    assert len(hall.told()) == 1 + told_before


@ADDRESSES
@pytest.mark.parametrize("told_before", [False, True])
def test_a_workspace_that_refuses_the_app_keeps_nobody_in_another_from_being_told(
    hall: Hall, addresses: tuple[str, ...], told_before: bool
) -> None:
    hall.addresses = addresses
    with hall.beside_another(FAR) as other:
        teller = told_before_of(hall, told_before)
        other.revoke_token()
        hall.begin("slack_refuses", detail="token_revoked", workspace="TFAR")
        assert hall.tell(NINE + minutes(1), teller) == 1
        asked = len(hall.council.desk.calls())
        assert hall.tell(NINE + minutes(2), teller) == 0
        assert len(hall.council.desk.calls()) == asked, "told once, and Slack is asked no more"
    assert [("two" in each.text, "token was revoked" in each.text) for each in hall.told()][-1:] == [(False, True)]
    assert len(hall.told()) == 1 + told_before


def test_who_was_told_in_a_workspace_that_refuses_the_app_now_is_told_in_another_that_knows_them(hall: Hall) -> None:
    with hall.beside_another(ADMIN) as other:
        teller = hall.teller()
        hall.begin("backlog")
        assert hall.tell(NINE, teller) == 1
        other.revoke_token()
        hall.begin("slack_refuses", detail="token_revoked", workspace="TFAR")
        assert hall.tell(NINE + minutes(1), teller) == 1
    (sent,) = hall.told()
    assert "token was revoked" in sent.text


def test_who_can_be_told_only_where_the_app_is_refused_is_told_once_that_is_mended(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.addresses = (FAR.email,)
    with hall.beside_another(FAR) as other:
        teller = hall.teller()
        other.revoke_token()
        hall.begin("slack_refuses", detail="token_revoked", workspace="TFAR")
        assert hall.tell(NINE + minutes(1), teller) == 0
        assert "no administrator could be told" in caplog.text
        other.give_token_back()
        assert hall.tell(NINE + minutes(2), teller) == 1
        assert len(other.sent(to=FAR.id)) == 1


def test_with_nobody_named_the_log_says_once_what_they_would_have_been_told(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.addresses = ()
    hall.unreachable("E1003")
    teller = hall.teller()
    with caplog.at_level(logging.ERROR):
        for minute in range(3):
            hall.tell(NINE + minutes(minute), teller)
    (line,) = caplog.messages
    assert "CORNERSTONE_ADMINISTRATORS" in line
    assert "cannot be reached" in line
    assert "Tilley" not in caplog.text, "a log names nobody"
    hall.addresses = (ADMIN.email,)
    assert hall.tell(NINE + minutes(5)) == 1, "named later, they are told"


def test_three_hundred_people_without_an_account_are_one_message_and_are_not_told_again_after_a_death(hall: Hall) -> None:
    for number in range(300):
        hall.begin("unreachable", f"X{number}", "no account", at=NINE + timedelta(seconds=number))
    hall.council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=["chat.postMessage"], times=1)
    hall.tell(NINE + minutes(10))
    assert hall.tell(NINE + minutes(20)) == 300
    (sent,) = hall.told()
    assert "300 people cannot be reached" in sent.text


def test_metadata_holds_ids_and_instants_only(hall: Hall) -> None:
    hall.unreachable("E1003")
    hall.tell(NINE + minutes(1))
    (alarm,) = hall.council.store.alarms.standing()
    assert hall.told()[0].facts == {"alarms": [alarm.id], "mended": []}
