"""What people do, and what reaches the bot: a real Bolt app at the other end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.desk import Desk, NotThereError
from tests.desk.counterpart import (
    ANN,
    GONE,
    TOM,
    Bot,
    Clock,
    actions,
    button,
    home,
    plain,
    post_json,
    section,
)


def test_a_command_reaches_the_bot_as_slack_sends_it(desk: Desk, bot: Bot) -> None:
    bot.app.command("/decision")(lambda ack: ack("Saved."))
    replies = desk.as_person(ANN).command("/decision", "M100001 because it is so")
    assert [(each.text, each.only_for) for each in replies] == [("Saved.", ANN)]
    sent = bot.seen[-1]
    expected = {"command": "/decision", "text": "M100001 because it is so", "user_id": ANN, "user_name": "ann.example"}
    assert expected.items() <= sent.items()
    assert (sent["channel_id"], sent["channel_name"], sent["is_enterprise_install"]) == ("D0ANN", "directmessage", "false")
    assert bot.headers[-1]["user-agent"].startswith("Slackbot")


@pytest.mark.parametrize(
    ("command", "typed", "sent"),
    [
        ("/decision", "log @Tom Sample today", "log <@U0TOM|tom.sample> today"),
        ("/decision", "log @tom.sample", "log <@U0TOM|tom.sample>"),
        ("/decision", "log @TOM SAMPLE, please", "log <@U0TOM|tom.sample>, please"),
        ("/plain", "log @Tom Sample", "log @tom.sample"),
        ("/decision", "@Tomas Sample", "@Tomas Sample"),
        ("/decision", "mail ann@tom.sample.example", "mail ann@tom.sample.example"),
    ],
)
def test_names_become_mentions_where_the_command_asks_for_them(
    desk: Desk, bot: Bot, command: str, typed: str, sent: str
) -> None:
    bot.app.command(command)(lambda ack: ack())
    desk.as_person(ANN).command(command, typed, patience=0)
    assert bot.seen[-1]["text"] == sent


def test_an_acknowledgement_with_blocks_is_shown_only_to_the_person(desk: Desk, bot: Bot) -> None:
    bot.app.command("/decision")(lambda ack: ack(text="Saved.", blocks=[section("*Saved.*")]))
    ann = desk.as_person(ANN)
    (reply,) = ann.command("/decision", "x")
    assert reply.blocks[0]["text"]["text"] == "*Saved.*"
    assert ann.unread == 0


def test_a_bot_that_fails_shows_dispatch_failed(desk: Desk, bot: Bot) -> None:
    @bot.app.command("/broken")
    def broken() -> None:
        raise RuntimeError("a fault of ours")

    ann = desk.as_person(ANN)
    assert "dispatch_failed" in ann.command("/broken", "x")[0].text
    assert desk.requests("command")[-1].status == 500
    desk.bot_url = "http://127.0.0.1:9/slack/events"
    assert "dispatch_failed" in ann.command("/broken", "x")[0].text


def test_a_command_nobody_knows_never_leaves_the_desk(desk: Desk, bot: Bot) -> None:
    (reply,) = desk.as_person(ANN).command("/nonsense", "x")
    assert "not a valid command" in reply.text
    assert bot.seen == []


def test_nobody_can_be_somebody_who_left(desk: Desk) -> None:
    with pytest.raises(NotThereError):
        desk.as_person(GONE)


def test_an_acknowledgement_that_breaks_block_kit_is_not_shown(desk: Desk, bot: Bot) -> None:
    bot.app.command("/decision")(lambda ack: ack(blocks=[section("x" * 3001)], text="x"))
    ann = desk.as_person(ANN)
    (reply,) = ann.command("/decision", "x")
    assert "invalid_blocks" in reply.text
    assert "3001" in ann.outcome.why


def test_a_response_url_answers_five_times_in_half_an_hour(desk: Desk, bot: Bot, clock: Clock) -> None:
    bot.app.command("/plain")(lambda ack: ack())
    ann = desk.as_person(ANN)
    ann.command("/plain", "x", patience=0)
    url = bot.seen[-1]["response_url"]
    assert [post_json(url, {"text": str(each)})[0] for each in range(5)] == [200] * 5
    assert post_json(url, {"text": "6"}) == (404, '{"error":"used_url","ok":false}\n')
    assert [each.text for each in ann.messages()] == ["0", "1", "2", "3", "4"]
    assert all(each.only_for == ANN for each in ann.messages())

    ann.command("/plain", "x", patience=0)
    url = bot.seen[-1]["response_url"]
    assert post_json(url, {"blocks": [section("")], "text": "x"})[0] == 400
    clock.on(minutes=31)
    assert "expired_url" in post_json(url, {"text": "late"})[1]


def test_respond_replaces_and_removes_the_message_it_came_from(desk: Desk, bot: Bot) -> None:
    bot.app.command("/plain")(
        lambda ack: ack(text="Which?", blocks=[actions(button("This", "this"), button("Never", "never"))])
    )
    bot.app.action("this")(lambda ack, respond: (ack(), respond(text="This one.", replace_original=True)))
    bot.app.action("never")(lambda ack, respond: (ack(), respond(delete_original=True)))
    ann = desk.as_person(ANN)
    (asked,) = ann.command("/plain")
    ann.press(asked, "this")
    assert [each.text for each in ann.messages()] == ["This one."]
    (asked,) = ann.command("/plain")
    ann.press(asked, "never")
    assert ann.until(lambda: len(ann.messages()) == 1)


def test_a_button_of_a_message_carries_the_message_and_what_is_entered(desk: Desk, bot: Bot, client: WebClient) -> None:
    bot.app.action("go")(lambda ack: ack())
    bot.app.action("when")(lambda ack: ack())
    pick = {"type": "datepicker", "action_id": "when", "placeholder": plain("When")}
    client.chat_postMessage(channel=ANN, text="Due", blocks=[actions(button("Go", "go", value="7"), pick, block_id="b")])
    ann = desk.as_person(ANN)
    ann.press(ann.last(), "go", when="2026-03-24", patience=0)
    sent = bot.seen[-1]
    assert sent["container"] == {
        "type": "message",
        "message_ts": ann.last().ts,
        "channel_id": "D0ANN",
        "is_ephemeral": False,
    }
    assert sent["message"]["ts"] == ann.last().ts
    action = {key: value for key, value in sent["actions"][0].items() if key != "action_ts"}
    text = {"type": "plain_text", "text": "Go", "emoji": True}
    assert action == {"type": "button", "block_id": "b", "action_id": "go", "text": text, "value": "7"}
    assert sent["state"]["values"]["b"]["when"] == {"type": "datepicker", "selected_date": "2026-03-24"}
    ann.press(ann.last(), "when", "2026-03-25", patience=0)
    assert bot.seen[-1]["actions"][0]["selected_date"] == "2026-03-25"


def test_of_an_ephemeral_message_slack_sends_no_content(desk: Desk, bot: Bot, client: WebClient) -> None:
    bot.app.action("go")(lambda ack: ack())
    client.chat_postEphemeral(channel=ANN, user=ANN, text="x", blocks=[actions(button("Go", "go"))])
    ann = desk.as_person(ANN)
    ann.press(ann.last(), "go", patience=0)
    assert bot.seen[-1]["container"]["is_ephemeral"] is True
    assert "message" not in bot.seen[-1]


OFFERED = [{"text": plain("First"), "value": "1"}, {"text": plain("Second"), "value": "2"}]
CHOSEN: list[tuple[str, dict[str, Any], Any, dict[str, Any]]] = [
    (
        "static_select",
        {"options": OFFERED},
        "Second",
        {"selected_option": {"text": {**plain("Second"), "emoji": True}, "value": "2"}},
    ),
    ("overflow", {"options": OFFERED}, "1", {"selected_option": {"text": {**plain("First"), "emoji": True}, "value": "1"}}),
    (
        "radio_buttons",
        {"options": OFFERED},
        "1",
        {"selected_option": {"text": {**plain("First"), "emoji": True}, "value": "1"}},
    ),
    (
        "multi_static_select",
        {"options": OFFERED},
        ["2"],
        {"selected_options": [{"text": {**plain("Second"), "emoji": True}, "value": "2"}]},
    ),
    ("checkboxes", {"options": OFFERED}, [], {"selected_options": []}),
    ("users_select", {}, TOM, {"selected_user": TOM}),
    ("multi_users_select", {}, [TOM, ANN], {"selected_users": [TOM, ANN]}),
    ("timepicker", {}, "14:05", {"selected_time": "14:05"}),
    ("datetimepicker", {}, "2026-03-24T09:00", {"selected_date_time": 1774342800}),
]


@pytest.mark.parametrize(("kind", "more", "raw", "found"), CHOSEN, ids=[row[0] for row in CHOSEN])
def test_a_choice_arrives_in_slacks_form(
    desk: Desk, bot: Bot, client: WebClient, kind: str, more: dict[str, Any], raw: Any, found: dict[str, Any]
) -> None:
    bot.app.action("e")(lambda ack: ack())
    client.chat_postMessage(channel=ANN, text="x", blocks=[actions({"type": kind, "action_id": "e", **more})])
    ann = desk.as_person(ANN)
    ann.press(ann.last(), "e", raw, patience=0)
    assert found.items() <= bot.seen[-1]["actions"][0].items()


def test_a_choice_that_is_not_offered_cannot_be_made(desk: Desk, bot: Bot, client: WebClient) -> None:
    menu = {"type": "static_select", "action_id": "e", "options": OFFERED}
    client.chat_postMessage(channel=ANN, text="x", blocks=[actions(menu)])
    ann = desk.as_person(ANN)
    with pytest.raises(ValueError, match="offers"):
        ann.press(ann.last(), "e", "3")
    with pytest.raises(NotThereError):
        ann.press(ann.last(), "f")


def test_a_menu_of_the_bots_own_asks_while_one_types(desk: Desk, bot: Bot, client: WebClient) -> None:
    bot.app.options("case")(lambda ack, body: ack(options=[{"text": plain(body["value"] + "1"), "value": "v"}]))
    menu = {"type": "external_select", "action_id": "case"}
    client.chat_postMessage(channel=ANN, text="x", blocks=[actions(menu, block_id="b")])
    ann = desk.as_person(ANN)
    assert ann.suggestions(ann.last(), "case", "M10000")[0]["text"]["text"] == "M100001"
    expected = {"type": "block_suggestion", "block_id": "b", "action_id": "case", "value": "M10000"}
    assert expected.items() <= bot.seen[-1].items()


def test_shortcuts_reach_the_bot(desk: Desk, bot: Bot, client: WebClient) -> None:
    bot.app.shortcut("log_decision")(lambda ack: ack())
    bot.app.shortcut("from_message")(lambda ack: ack())
    client.chat_postMessage(channel=ANN, text="A message")
    ann = desk.as_person(ANN)
    ann.shortcut("log_decision", patience=0)
    assert bot.seen[-1]["type"] == "shortcut"
    ann.shortcut("from_message", ann.last(), patience=0)
    assert (bot.seen[-1]["type"], bot.seen[-1]["message"]["text"]) == ("message_action", "A message")
    with pytest.raises(NotThereError):
        ann.shortcut("from_message")


def test_the_home_tab_is_published_when_it_is_opened(desk: Desk, bot: Bot) -> None:
    @bot.app.event("app_home_opened")
    def publish(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home(section(f"Tab {event['tab']}")))

    ann = desk.as_person(ANN)
    assert ann.home() is not None
    first = bot.seen[-1]
    assert (first["event"]["tab"], "view" in first["event"]) == ("home", False)
    ann.home()
    desk.deliveries.settle()
    assert bot.seen[-1]["event"]["view"]["blocks"][0]["text"]["text"] == "Tab home"
    assert bot.seen[-1]["event_id"] != first["event_id"]


def test_an_event_is_tried_three_times_more(desk: Desk, bot: Bot) -> None:
    desk.bot_url = f"{bot.server.url}/nowhere"
    desk.as_person(ANN).home(patience=0)
    desk.deliveries.settle()
    tries = desk.requests("app_home_opened")
    assert [each.retry_num for each in tries] == [0, 1, 2, 3]
    assert {each.status for each in tries} == {404}
    assert len({each.payload["event_id"] for each in tries}) == 1


def test_a_retried_event_says_so_and_ends_when_it_is_taken(desk: Desk, bot: Bot) -> None:
    desk.bot_url, there = f"{bot.server.url}/nowhere", desk.bot_url
    bot.app.event("app_home_opened")(lambda: None)
    desk.as_person(ANN).home(patience=0)
    assert desk.until(lambda: len(desk.requests("app_home_opened")) >= 2)
    desk.bot_url = there
    desk.deliveries.settle()
    assert int(bot.headers[-1]["x-slack-retry-num"]) >= 2
    assert bot.headers[-1]["x-slack-retry-reason"] == "http_error"
    assert desk.requests("app_home_opened")[-1].status == 200


def test_a_message_to_the_bot_is_an_event_with_its_text_escaped(desk: Desk, bot: Bot) -> None:
    bot.app.event("message")(lambda: None)
    desk.as_person(ANN).write("a < b & <@U0TOM>")
    desk.deliveries.settle()
    event = bot.seen[-1]["event"]
    assert (event["channel_type"], event["text"]) == ("im", "a &lt; b &amp; &lt;@U0TOM&gt;")


def test_events_nobody_subscribed_to_are_not_sent(desk: Desk, bot: Bot) -> None:
    desk.event({"type": "team_join", "user": {"id": ANN}})
    desk.deliveries.settle()
    assert bot.seen == []


def test_the_bot_proves_its_address(desk: Desk, bot: Bot) -> None:
    assert desk.verify_url()
    desk.bot_url = "http://127.0.0.1:9/"
    assert not desk.verify_url()


def test_a_wrong_signature_is_refused_by_the_bot(desk: Desk, bot: Bot) -> None:
    from slack_sdk.signature import SignatureVerifier

    desk._line._signer = SignatureVerifier("another secret")
    assert "dispatch_failed" in desk.as_person(ANN).command("/decision", "x")[0].text
    assert desk.requests("command")[-1].status == 401


def test_the_badge_counts_what_was_not_looked_at(desk: Desk, client: WebClient, clock: Clock) -> None:
    ann = desk.as_person(ANN)
    for _ in range(2):
        client.chat_postMessage(channel=ANN, text="x")
        clock.on(seconds=2)
    assert ann.unread == 2
    ann.read()
    assert ann.unread == 0


def test_two_people_at_once_do_not_wait_for_each_other(desk: Desk, bot: Bot) -> None:
    together = Barrier(2, timeout=20)
    bot.app.command("/late")(lambda ack: (together.wait(), ack("done")))
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda who: desk.as_person(who).command("/late")[0].text, [ANN, TOM]))
    assert found == ["done", "done"]
