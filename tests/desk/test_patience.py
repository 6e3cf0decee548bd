"""Slack's three seconds, here two: what comes too late, beside what is in time on a slow machine too."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import Desk, NotTakenError, Timing
from tests.desk.counterpart import ANN, Bot, modal, sleep_past


@pytest.fixture
def timing() -> Timing:
    return Timing(ack_seconds=2.0, trigger_seconds=0.2)


def test_a_bot_that_is_late_shows_operation_timeout(desk: Desk, bot: Bot) -> None:
    bot.app.command("/late")(lambda ack: (sleep_past(2.5), ack("too late")))
    ann = desk.as_person(ANN)
    (reply,) = ann.command("/late", "x")
    assert "operation_timeout" in reply.text
    assert ann.outcome.failure == "operation_timeout"
    assert len(desk.requests("command")) == 1
    assert desk.requests("command")[0].status is None


def test_a_late_answer_leaves_the_modal_open(desk: Desk, bot: Bot) -> None:
    bot.app.view("form")(lambda ack: (sleep_past(2.5), ack()))
    ann = desk.as_person(ANN)
    desk.world.views.open(ANN, modal())
    with pytest.raises(NotTakenError, match="operation_timeout"):
        ann.submit(why="x")
    assert ann.modal is not None


def test_a_trigger_expires_though_the_desk_stands_still(desk: Desk, client: WebClient) -> None:
    trigger = desk.world.triggers.give(ANN)
    sleep_past(0.25)
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger, view=modal())
    assert refused.value.response["error"] == "expired_trigger_id"


def test_an_event_that_is_not_taken_in_time_is_tried_again(desk: Desk, bot: Bot, timing: Timing) -> None:
    tries: list[Any] = []

    @bot.app.middleware
    def late(body: dict[str, Any], next: Any) -> Any:
        tries.append(body["event_id"])
        if len(tries) == 1:
            sleep_past(2.5)
        return next()

    bot.app.event("app_home_opened")(lambda: None)
    desk.as_person(ANN).home(patience=0)
    assert desk.until(lambda: len(desk.requests("app_home_opened")) == 2)
    first, second = desk.requests("app_home_opened")
    assert (first.status, first.failure, second.status, second.retry_num) == (None, "operation_timeout", 200, 1)
    assert bot.headers[-1]["x-slack-retry-reason"] == "http_timeout"
    assert len(set(tries)) == 1
