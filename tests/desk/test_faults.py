"""Slack's faults, switched on."""

import http.client
import socket
import time
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import Desk, Timing, Trouble
from tests.desk.counterpart import ANN, SUE, TOKEN, TOM, Clock, make_desk


def test_a_storm_of_429_says_when_to_come_back(desk: Desk, client: WebClient) -> None:
    desk.faults.switch_on(Trouble.RATE_LIMITED, seconds=17)
    for _ in range(3):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=ANN, text="x")
        assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "17")
    desk.faults.switch_off()
    client.chat_postMessage(channel=ANN, text="x")
    assert len(desk.sent()) == 1


def test_a_fault_may_touch_some_methods_some_times(desk: Desk, client: WebClient) -> None:
    fault = desk.faults.switch_on("server_error", methods=["chat.postMessage"], times=2)
    client.users_info(user=ANN)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=ANN, text="x")
        assert refused.value.response.status_code == 500
    client.chat_postMessage(channel=ANN, text="x")
    assert (fault.hits, fault.left) == (2, 0)
    assert [each.text for each in desk.sent()] == ["x"]


@pytest.mark.parametrize(("code", "seconds", "asks"), [("rate_limited", 9, "9"), ("restricted_action", None, None)])
def test_a_refusal_names_any_error_of_slacks_in_an_answer_of_200(
    desk: Desk, client: WebClient, code: str, seconds: float | None, asks: str | None
) -> None:
    desk.faults.switch_on(Trouble.REFUSED, methods=["chat.postMessage"], code=code, seconds=seconds)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ANN, text="x")
    answer = refused.value.response
    assert (answer.status_code, answer["error"], answer.headers.get("Retry-After")) == (200, code, asks)
    assert desk.sent() == []


def test_an_answer_is_lost_after_the_post(desk: Desk, client: WebClient) -> None:
    desk.faults.switch_on(Trouble.ANSWER_LOST, methods=["chat.postMessage"], times=1)
    with pytest.raises((ConnectionError, URLError, http.client.HTTPException)):
        client.chat_postMessage(channel=ANN, text="it stands there")
    assert [each.text for each in desk.sent(to=ANN)] == ["it stands there"]
    client.chat_postMessage(channel=TOM, text="and the next is answered")


def test_a_client_that_tries_again_by_itself_posts_twice(desk: Desk) -> None:
    """Why the bot posts with retry_handlers=[]: slack_sdk's default sends again after a dropped line."""
    desk.faults.switch_on(Trouble.ANSWER_LOST, methods=["chat.postMessage"], times=1)
    desk.world.buckets.wait_for = lambda *args, **more: 0.0  # type: ignore[method-assign]
    WebClient(token=TOKEN, base_url=desk.api_url).chat_postMessage(channel=ANN, text="once?")
    assert [each.text for each in desk.sent(to=ANN)] == ["once?", "once?"]


def test_no_answer_means_nothing_was_done(desk: Desk) -> None:
    desk.faults.switch_on(Trouble.NO_ANSWER, methods=["chat.postMessage"])
    impatient = WebClient(token=TOKEN, base_url=desk.api_url, retry_handlers=[], timeout=0.2)  # type: ignore[arg-type]
    with pytest.raises((TimeoutError, URLError)):
        impatient.chat_postMessage(channel=ANN, text="x")
    assert desk.sent() == []
    desk.faults.switch_off()
    assert desk.until(lambda: desk.calls("chat.postMessage"))[0].error == "no_answer"


@pytest.mark.alone
def test_a_hanging_call_does_not_keep_the_desk_open(desk: Desk) -> None:
    desk.faults.switch_on(Trouble.NO_ANSWER)
    impatient = WebClient(token=TOKEN, base_url=desk.api_url, retry_handlers=[], timeout=0.1)  # type: ignore[arg-type]
    with pytest.raises((TimeoutError, URLError)):
        impatient.users_info(user=ANN)
    begun = time.monotonic()
    desk.stop()
    assert time.monotonic() - begun < 2


def test_a_slow_answer_comes_in_the_end(desk: Desk, client: WebClient) -> None:
    desk.faults.switch_on(Trouble.SLOW, seconds=0.3)
    begun = time.monotonic()
    client.chat_postMessage(channel=SUE, text="late")
    assert time.monotonic() - begun > 0.3
    assert len(desk.sent()) == 1


def test_an_answer_is_cut_short_after_the_post(desk: Desk, client: WebClient) -> None:
    desk.faults.switch_on(Trouble.CUT_SHORT, methods=["chat.postMessage"], times=1)
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        client.chat_postMessage(channel=ANN, text="it stands there")
    assert [each.text for each in desk.sent(to=ANN)] == ["it stands there"]
    client.chat_postMessage(channel=TOM, text="and the next is answered")


@pytest.mark.parametrize("begun", ["", "POST /api/api.test HTTP/1.1\r\nContent-Length: 9\r\n\r\n", "POST /api/api"])
def test_half_a_request_is_not_waited_for_for_ever(clock: Clock, begun: str) -> None:
    with make_desk(clock, timing=Timing(request_seconds=0.2)) as desk:
        desk.serve(port=0)
        with socket.create_connection(("127.0.0.1", int(desk.url.rpartition(":")[2])), timeout=60) as line:
            line.sendall(begun.encode())
            assert line.recv(100) == b"", "the line is closed"
        assert desk.calls() == []
