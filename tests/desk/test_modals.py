"""Modals: triggers, the stack, submitting, closing, and every answer Slack understands."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import Desk, NotTakenError, NotThereError, Person
from tests.desk.counterpart import ANN, TOM, Bot, modal, plain, section, text_input


@pytest.fixture
def ann(desk: Desk) -> Person:
    return desk.as_person(ANN)


@pytest.fixture
def open_modal(desk: Desk, bot: Bot, ann: Person) -> Callable[..., None]:
    """Opens this modal for Ann by a command, as the bot does it."""
    shown: list[dict[str, Any]] = []

    @bot.app.command("/plain")
    def command(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=shown[-1])
        ack()

    def opened(*blocks: dict[str, Any], **more: Any) -> None:
        shown.append(modal(*blocks, **more))
        assert ann.command("/plain") == []
        assert ann.modal is not None

    return opened


def trigger_of(desk: Desk, bot: Bot) -> str:
    """A fresh trigger_id, from a command of Ann's."""
    desk.as_person(ANN).command("/decision", patience=0)
    return str(bot.seen[-1]["trigger_id"])


@pytest.fixture
def taken(bot: Bot) -> None:
    bot.app.command("/decision")(lambda ack: ack())


def error_of(call: Callable[..., Any], **args: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**args)
    return str(refused.value.response["error"])


@pytest.mark.usefixtures("taken")
def test_a_trigger_opens_one_modal(desk: Desk, bot: Bot, client: WebClient) -> None:
    trigger = trigger_of(desk, bot)
    assert error_of(client.views_open, trigger_id=trigger, view={**modal(), "submit": None}) == "invalid_arguments"
    view = client.views_open(trigger_id=trigger, view=modal())["view"]
    assert (view["root_view_id"], view["previous_view_id"], view["state"]) == (view["id"], None, {"values": {}})
    assert error_of(client.views_open, trigger_id=trigger, view=modal()) == "exchanged_trigger_id"


@pytest.mark.usefixtures("taken")
def test_three_views_are_a_stack(desk: Desk, bot: Bot, client: WebClient, ann: Person) -> None:
    assert error_of(client.views_push, trigger_id=trigger_of(desk, bot), view=modal()) == "not_found"
    first = client.views_open(trigger_id=trigger_of(desk, bot), view=modal())["view"]
    second = client.views_push(trigger_id=trigger_of(desk, bot), view=modal())["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    client.views_push(trigger_id=trigger_of(desk, bot), view=modal())
    assert error_of(client.views_push, trigger_id=trigger_of(desk, bot), view=modal()) == "push_limit_reached"
    ann.close()
    assert ann.modal is not None
    assert ann.modal.id == second["id"]


@pytest.mark.usefixtures("taken")
def test_a_view_is_updated_by_id_or_by_the_apps_own_id(desk: Desk, bot: Bot, client: WebClient, ann: Person) -> None:
    opened = modal(section("1"), external_id="mine")
    view = client.views_open(trigger_id=trigger_of(desk, bot), view=opened)["view"]
    fresh = client.views_update(external_id="mine", view=modal(section("2"), external_id="mine"), hash=view["hash"])["view"]
    assert fresh["hash"] != view["hash"]
    assert error_of(client.views_update, view_id=view["id"], view=modal(), hash=view["hash"]) == "hash_conflict"
    assert error_of(client.views_push, trigger_id=trigger_of(desk, bot), view=opened) == "duplicate_external_id"
    ann.close()
    assert error_of(client.views_update, view_id=view["id"], view=modal()) == "not_found"


def test_a_submission_carries_what_was_entered(bot: Bot, ann: Person, open_modal: Any) -> None:
    bot.app.view("form")(lambda ack: ack())
    when = {"type": "input", "block_id": "when", "label": plain("When"), "element": {"type": "datepicker", "action_id": "on"}}
    number = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}
    minutes = {"type": "input", "block_id": "m", "optional": True, "label": plain("Minutes"), "element": number}
    open_modal(text_input("why", element={"initial_value": "as before"}), when, minutes, private_metadata="kept")
    assert ann.submit(on="2026-03-24") == {}
    sent = bot.seen[-1]
    assert sent["type"] == "view_submission"
    assert sent["view"]["private_metadata"] == "kept"
    assert sent["view"]["state"]["values"] == {
        "why": {"text": {"type": "plain_text_input", "value": "as before"}},
        "when": {"on": {"type": "datepicker", "selected_date": "2026-03-24"}},
        "m": {"n": {"type": "number_input", "value": None}},
    }
    assert ann.modal is None


MISSING = "Please complete this required field."
CLIENT_SIDE: list[tuple[dict[str, Any], str | None, str]] = [
    ({}, None, MISSING),
    ({}, "", MISSING),
    ({"min_length": 5}, "four", "Please use at least 5 characters. You have used 4."),
    ({"max_length": 3}, "four", "Please use at most 3 characters. You have used 4."),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
    ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1.5", "Please enter 2 or more."),
    ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5", "Please enter 2 or less."),
    ({"type": "email_text_input"}, "ann", "Please enter a valid e-mail address."),
    ({"type": "url_text_input"}, "ann", "Please enter a valid link."),
]


@pytest.mark.parametrize(("element", "value", "words"), CLIENT_SIDE)
def test_slacks_client_sends_nothing_it_would_refuse(
    bot: Bot, ann: Person, open_modal: Any, element: dict[str, Any], value: str | None, words: str
) -> None:
    open_modal(text_input("why", element=element))
    before = len(bot.seen)
    assert ann.submit(why=value) == {"why": words}
    assert len(bot.seen) == before
    assert ann.modal is not None


def test_an_optional_field_may_stay_empty(bot: Bot, ann: Person, open_modal: Any) -> None:
    bot.app.view("form")(lambda ack: ack())
    open_modal(text_input("why", optional=True))
    assert ann.submit() == {}


def test_errors_stand_beside_their_fields_and_the_modal_stays(bot: Bot, ann: Person, open_modal: Any) -> None:
    bot.app.view("form")(lambda ack: ack(response_action="errors", errors={"why": "Say why."}))
    open_modal(text_input("why"))
    assert ann.submit(why="x") == {"why": "Say why."}
    assert ann.modal is not None


def test_an_answer_may_update_push_or_clear(bot: Bot, ann: Person, open_modal: Any) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": modal(text_input("two"), callback_id="form")},
        {"response_action": "push", "view": modal(text_input("three"), callback_id="form")},
        {"response_action": "clear"},
    ]
    bot.app.view("form")(lambda ack: ack(**answers.pop(0)))
    open_modal(text_input("one"))
    first = ann.modal
    assert first is not None
    ann.submit(one="x")
    assert ann.modal is first
    ann.submit(two="x")
    assert ann.modal.previous_id == first.id
    ann.submit(three="x")
    assert ann.modal is None


def test_an_empty_answer_closes_the_topmost_view_only(bot: Bot, ann: Person, open_modal: Any) -> None:
    answers: list[dict[str, Any]] = [{"response_action": "push", "view": modal(text_input("two"), callback_id="form")}, {}]
    bot.app.view("form")(lambda ack: ack(**answers.pop(0)))
    open_modal(text_input("one"))
    first = ann.modal
    ann.submit(one="x")
    ann.submit(two="x")
    assert ann.modal is first


BAD_ANSWERS: list[dict[str, Any]] = [
    {"response_action": "errors", "errors": {"elsewhere": "x"}},
    {"response_action": "errors", "errors": {}},
    {"response_action": "update", "view": modal(section(""))},
    {"response_action": "update", "view": {"type": "home", "blocks": []}},
]


@pytest.mark.parametrize("answer", BAD_ANSWERS)
def test_an_answer_slack_does_not_understand_leaves_the_modal_open(
    bot: Bot, ann: Person, open_modal: Any, answer: dict[str, Any]
) -> None:
    bot.app.view("form")(lambda ack: ack(**answer))
    open_modal(text_input("why"))
    with pytest.raises(NotTakenError, match="dispatch_failed"):
        ann.submit(why="x")
    assert ann.modal is not None


def test_the_bot_hears_of_closing_where_it_asked_to(bot: Bot, ann: Person, open_modal: Any) -> None:
    bot.app.view_closed("form")(lambda ack: ack())
    open_modal()
    before = len(bot.seen)
    ann.close()
    assert len(bot.seen) == before
    open_modal(notify_on_close=True)
    ann.close()
    assert (bot.seen[-1]["type"], bot.seen[-1]["is_cleared"]) == ("view_closed", False)
    open_modal(notify_on_close=True)
    ann.close(everything=True)
    assert bot.seen[-1]["is_cleared"] is True


def test_a_button_in_a_modal_carries_the_view_and_a_trigger_to_push(bot: Bot, ann: Person, open_modal: Any) -> None:
    @bot.app.action("more")
    def more(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=modal())

    pick = {"type": "actions", "elements": [{"type": "button", "action_id": "more", "text": plain("More")}]}
    open_modal(text_input("why"), pick)
    first = ann.modal
    assert first is not None
    ann.press(first, "more", why="half written")
    sent = bot.seen[-1]
    assert sent["container"] == {"type": "view", "view_id": first.id}
    assert sent["view"]["state"]["values"]["why"]["text"]["value"] == "half written"
    assert ann.until(lambda: ann.modal is not first)


def test_one_persons_modal_is_no_business_of_anothers(desk: Desk, ann: Person, open_modal: Any) -> None:
    open_modal()
    tom = desk.as_person(TOM)
    assert tom.modal is None
    with pytest.raises(LookupError):
        tom.submit(ann.modal, why="x")


def test_a_field_that_is_not_there_cannot_be_filled_in(ann: Person, open_modal: Any) -> None:
    open_modal(text_input("why"))
    with pytest.raises(NotThereError, match=r"\['wherefore'\]; the fields are \['text'\]"):
        ann.submit(wherefore="x")
