"""The Web API, as strict as Slack's: tokens, scopes, people, messages, rates, history."""

import urllib.error
import urllib.request
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk import Desk, Member, Trouble
from tests.desk.counterpart import (
    ANN,
    GONE,
    PEOPLE,
    SECRET,
    SUE,
    TOM,
    Clock,
    client_of,
    home,
    make_desk,
    modal,
    section,
)


def refusal(call: Any, *args: Any, **more: Any) -> dict[str, Any]:
    """Slack's answer to a call it refuses."""
    with pytest.raises(SlackApiError) as refused:
        call(*args, **more)
    found: dict[str, Any] = refused.value.response.data
    return found


def test_the_desk_takes_no_real_token(clock: Clock) -> None:
    with pytest.raises(ValueError, match="xoxb-desk-"):
        make_desk(clock, bot_token="xoxb-1234-5678-abc")


def test_commands_need_their_scope(clock: Clock) -> None:
    with pytest.raises(ValueError, match="`commands`"):
        make_desk(clock, scopes=("chat:write",))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "council.example"])
def test_the_desk_serves_only_this_machine(clock: Clock, host: str) -> None:
    with make_desk(clock) as desk, pytest.raises(ValueError, match="only this machine"):
        desk.serve(host, 0)


@pytest.mark.parametrize("url", ["http://council.example/slack/events", "https://127.0.0.1/slack/events"])
def test_the_desk_speaks_only_to_a_bot_on_this_machine(clock: Clock, url: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        make_desk(clock, bot_url=url)


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-desk-other", "invalid_auth")])
def test_a_call_needs_the_token(desk: Desk, token: str, error: str) -> None:
    assert refusal(WebClient(token=token, base_url=desk.api_url).auth_test)["error"] == error


def test_auth_test_names_the_bot_and_its_scopes(client: WebClient) -> None:
    answer = client.auth_test()
    assert answer["user"] == "cornerstone"
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_every_answer_names_the_scopes_and_the_hour(clock: Clock, desk: Desk, client: WebClient) -> None:
    """Also a refusal: the bot's doctor reads them there."""
    taken = client.auth_test()
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="D0NOBODY", text="x")
    desk.faults.switch_on(Trouble.SERVER_ERROR, times=1)
    with pytest.raises(SlackApiError) as broken:
        client.auth_test()
    for answer in (taken, refused.value.response, broken.value.response):
        headers = {name.lower(): value for name, value in answer.headers.items()}
        assert set(headers["x-oauth-scopes"].split(",")) == set(desk.world.scopes)
        assert parsedate_to_datetime(headers["date"]) == clock.at


def test_a_revoked_token_is_refused_until_it_is_good_again(desk: Desk, client: WebClient) -> None:
    desk.revoke_token()
    for call in (client.auth_test, client.users_list):
        assert refusal(call)["error"] == "token_revoked"
    desk.give_token_back()
    assert client.auth_test()["ok"]


SCOPED = [
    ("chat_postMessage", {"channel": ANN, "text": "x"}, "chat:write"),
    ("chat_update", {"channel": "D0ANN", "ts": "1.000100", "text": "x"}, "chat:write"),
    ("chat_delete", {"channel": "D0ANN", "ts": "1.000100"}, "chat:write"),
    ("conversations_open", {"users": ANN}, "im:write"),
    ("conversations_history", {"channel": "D0ANN"}, "im:history"),
    ("conversations_replies", {"channel": "D0ANN", "ts": "1.000100"}, "im:history"),
    ("files_getUploadURLExternal", {"filename": "a.png", "length": 1}, "files:write"),
    ("files_completeUploadExternal", {"files": [{"id": "F1"}], "channel_id": "D0ANN"}, "files:write"),
    ("users_info", {"user": ANN}, "users:read"),
    ("users_list", {}, "users:read"),
    ("users_lookupByEmail", {"email": "ann@council.example"}, "users:read.email"),
    ("team_info", {}, "team:read"),
]


@pytest.mark.parametrize(("method", "args", "scope"), SCOPED, ids=[row[0] for row in SCOPED])
def test_a_missing_scope_is_named(clock: Clock, method: str, args: dict[str, Any], scope: str) -> None:
    with make_desk(clock, scopes=("commands",)) as desk:
        desk.serve(port=0)
        found = refusal(getattr(client_of(desk), method), **args)
    assert found == {"ok": False, "error": "missing_scope", "needed": scope, "provided": "commands"}


REFUSED = [
    ("an unknown channel", "chat_postMessage", {"channel": "D0NOBODY", "text": "x"}, "channel_not_found"),
    ("a channel nobody opened", "chat_postMessage", {"channel": "D0SUE", "text": "x"}, "channel_not_found"),
    ("an unknown person", "chat_postMessage", {"channel": "U0NOBODY", "text": "x"}, "channel_not_found"),
    ("somebody deactivated", "chat_postMessage", {"channel": GONE, "text": "x"}, "user_not_found"),
    ("Slackbot", "chat_postMessage", {"channel": "USLACKBOT", "text": "x"}, "channel_not_found"),
    ("nothing to say", "api_call", {"api_method": "chat.postMessage", "json": {"channel": ANN, "text": " "}}, "no_text"),
    ("blocks that are no list", "chat_postMessage", {"channel": ANN, "text": "x", "blocks": "{}"}, "invalid_blocks_format"),
    ("blocks that are no JSON", "chat_postMessage", {"channel": ANN, "text": "x", "blocks": "["}, "invalid_blocks_format"),
    (
        "metadata without a type",
        "chat_postMessage",
        {"channel": ANN, "text": "x", "metadata": {"event_payload": {}}},
        "invalid_metadata_format",
    ),
    (
        "too much metadata",
        "chat_postMessage",
        {"channel": ANN, "text": "x", "metadata": {"event_type": "x", "event_payload": {"a": "x" * 8000}}},
        "metadata_too_large",
    ),
    ("an ephemeral message elsewhere", "chat_postEphemeral", {"channel": ANN, "user": TOM, "text": "x"}, "user_not_in_channel"),
    ("opening with nobody", "conversations_open", {"users": "U0NOBODY"}, "user_not_found"),
    ("opening with somebody deactivated", "conversations_open", {"users": GONE}, "user_disabled"),
    ("opening with a bot", "conversations_open", {"users": "U0DESKBOT"}, "cannot_dm_bot"),
    ("opening with two", "conversations_open", {"users": [ANN, TOM]}, "missing_scope"),
    ("history of nothing", "conversations_history", {"channel": "D0SUE"}, "channel_not_found"),
    ("a thread of nothing", "conversations_replies", {"channel": "D0SUE", "ts": "1.000100"}, "channel_not_found"),
    ("an empty file", "files_getUploadURLExternal", {"filename": "a.png", "length": 0}, "missing_argument"),
    ("a file too large", "files_getUploadURLExternal", {"filename": "a", "length": 10**9 + 1}, "file_upload_size_restricted"),
    ("a file without a name", "files_getUploadURLExternal", {"filename": "", "length": 1}, "invalid_arguments"),
    (
        "a picture described at length",
        "files_getUploadURLExternal",
        {"filename": "a.png", "length": 1, "alt_txt": "x" * 1001},
        "alt_txt_too_large",
    ),
    ("no files", "files_completeUploadExternal", {"files": [], "channel_id": "D0SUE"}, "invalid_arguments"),
    ("files nowhere", "files_completeUploadExternal", {"files": [{"id": "F1"}], "channel_id": "D0SUE"}, "channel_not_found"),
    ("an unknown user", "users_info", {"user": "U0NOBODY"}, "user_not_found"),
    ("an unknown address", "users_lookupByEmail", {"email": "nobody@council.example"}, "users_not_found"),
    ("the address of somebody deactivated", "users_lookupByEmail", {"email": "gus@council.example"}, "users_not_found"),
    ("a strange cursor", "users_list", {"cursor": "?"}, "invalid_cursor"),
    ("a Home tab for nobody", "views_publish", {"user_id": "U0NOBODY", "view": home(section("x"))}, "user_not_found"),
    ("a Home tab for somebody deactivated", "views_publish", {"user_id": GONE, "view": home(section("x"))}, "user_not_found"),
    ("a modal as Home tab", "views_publish", {"user_id": ANN, "view": modal()}, "invalid_arguments"),
    ("a trigger nobody gave", "views_open", {"trigger_id": "1.2.abc", "view": modal()}, "invalid_trigger_id"),
    ("a view too large", "views_publish", {"user_id": ANN, "view": home(*[section("x" * 3000)] * 90)}, "view_too_large"),
    ("a view that is not there", "views_update", {"view_id": "V0NONE", "view": modal()}, "not_found"),
    ("an unknown method", "chat_scheduleMessage", {"channel": ANN, "text": "x", "post_at": 1}, "unknown_method"),
]


@pytest.mark.parametrize(("method", "args", "error"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_slack_refuses(client: WebClient, method: str, args: dict[str, Any], error: str) -> None:
    assert refusal(getattr(client, method), **args)["error"] == error


def post_bytes(url: str, data: bytes) -> int:
    """As a client sends a file; the status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, method="POST"), timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_file_is_announced_sent_and_only_then_shown_in_a_thread(desk: Desk, client: WebClient) -> None:
    parent = client.chat_postMessage(channel=ANN, text="Here is your month")
    place = {"channel_id": parent["channel"], "thread_ts": parent["ts"]}
    announced = client.files_getUploadURLExternal(filename="month.png", length=3, alt_txt="A line that rises")
    show: Any = {"files": [{"id": announced["file_id"], "title": "Your month"}], **place}
    assert refusal(client.files_completeUploadExternal, **show)["error"] == "file_not_found", "its bytes are not there"
    assert [post_bytes(announced["upload_url"], data) for data in (b"four", b"one")] == [400, 200]
    assert post_bytes(f"{desk.url}/upload/v1/another", b"one") == 404
    address = f"{desk.url}/files/{announced['file_id']}/month.png"
    assert desk.app.test_client().get(f"/files/{announced['file_id']}/month.png").status_code == 404, "nobody sees it yet"
    nowhere = {**show, "thread_ts": "1.000100"}
    assert refusal(client.files_completeUploadExternal, **nowhere)["error"] == "thread_not_found"
    taken = client.files_completeUploadExternal(**show)
    assert taken["files"][0]["title"] == "Your month"
    assert refusal(client.files_completeUploadExternal, **show)["error"] == "file_not_found", "shown once"
    thread = client.conversations_replies(channel=parent["channel"], ts=parent["ts"])["messages"]
    assert [[file["name"] for file in each.get("files", ())] for each in thread] == [[], ["month.png"]]
    history = client.conversations_history(channel=parent["channel"])["messages"]
    assert [(each["ts"], each["reply_count"]) for each in history] == [(parent["ts"], 1)], "a reply stands in its thread only"
    with urllib.request.urlopen(f"{desk.url}/as/{ANN}", timeout=60) as page:
        shown = page.read().decode()
    assert "Your month" in shown
    assert 'alt="A line that rises"' in shown
    assert address.removeprefix(desk.url) in shown
    with urllib.request.urlopen(address, timeout=60) as file:
        assert (file.read(), file.headers["Content-Type"]) == (b"one", "image/png")


def test_wrong_blocks_are_named_in_the_answer_and_nothing_is_posted(desk: Desk, client: WebClient) -> None:
    found = refusal(client.chat_postMessage, channel=ANN, text="x", blocks=[section("x" * 3001)])
    assert found["error"] == "invalid_blocks"
    assert found["errors"] == ["must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
    assert found["response_metadata"]["messages"] == [f"[ERROR] {found['errors'][0]}"]
    assert desk.sent() == []


def test_wrong_views_are_named_in_the_answer(client: WebClient) -> None:
    found = refusal(client.views_publish, user_id=ANN, view=home(section("")))
    assert found["error"] == "invalid_arguments"
    assert "[json-pointer:/view/blocks/0/text/text]" in found["response_metadata"]["messages"][0]


def test_a_form_is_as_good_as_json(desk: Desk) -> None:
    body = b"channel=U0ANN&text=by+form&token=xoxb-desk-tests&blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D"
    with urllib.request.urlopen(urllib.request.Request(f"{desk.api_url}chat.postMessage", body), timeout=60) as answer:
        assert b'"ok":true' in answer.read()
    assert desk.sent()[0].text == "by form"


def test_a_message_carries_its_metadata_and_slack_fills_in_what_was_left_out(desk: Desk, client: WebClient) -> None:
    facts = {"event_type": "notice", "event_payload": {"message": "m1", "kind": "upcoming", "rules": ["Standard 13"]}}
    answer = client.chat_postMessage(channel=ANN, text="Hello", blocks=[section("Hello")], metadata=facts)
    assert answer["channel"] == "D0ANN"
    assert answer["message"]["metadata"] == facts
    assert answer["message"]["blocks"][0]["block_id"]
    sent = desk.sent(to=ANN)[0]
    assert (sent.kind, sent.rules, sent.ts) == ("upcoming", ["Standard 13"], answer["ts"])


def test_text_past_forty_thousand_characters_is_cut(desk: Desk, client: WebClient) -> None:
    client.chat_postMessage(channel=ANN, text="x" * 40_001)
    assert len(desk.sent()[0].text) == 40_000


def test_an_update_keeps_metadata_and_drops_blocks_when_only_text_is_given(desk: Desk, client: WebClient) -> None:
    facts = {"event_type": "notice", "event_payload": {"message": "m1"}}
    posted = client.chat_postMessage(channel=ANN, text="Due", blocks=[section("Due")], metadata=facts)
    client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Done")
    message = desk.as_person(ANN).last()
    assert (message.text, message.blocks, message.metadata, message.edits) == ("Done", [], facts, 1)
    assert desk.sent()[0].text == "Due"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ts": "1.000100"}, "message_not_found"),
        ({"channel": ANN}, "channel_not_found"),
        ({"text": "x" * 4001}, "msg_too_long"),
    ],
)
def test_an_update_must_name_its_message_by_the_channel(client: WebClient, change: dict[str, str], error: str) -> None:
    posted = client.chat_postMessage(channel=ANN, text="Due")
    args = {"channel": posted["channel"], "ts": posted["ts"], "text": "Done", **change}
    assert refusal(client.chat_update, **args)["error"] == error


def test_an_update_must_say_something(client: WebClient) -> None:
    posted = client.chat_postMessage(channel=ANN, text="Due")
    args = {"channel": posted["channel"], "ts": posted["ts"], "text": ""}
    assert refusal(client.api_call, "chat.update", json=args)["error"] == "no_text"


def test_the_bot_changes_and_removes_only_its_own_messages(desk: Desk, client: WebClient) -> None:
    ann = desk.as_person(ANN)
    ann.write("Hello?")
    theirs = ann.last()
    assert refusal(client.chat_update, channel=theirs.channel, ts=theirs.ts, text="x")["error"] == "cant_update_message"
    assert refusal(client.chat_delete, channel=theirs.channel, ts=theirs.ts)["error"] == "cant_delete_message"
    own = client.chat_postMessage(channel=ANN, text="Hello!")
    client.chat_delete(channel=own["channel"], ts=own["ts"])
    assert [each.text for each in ann.messages()] == ["Hello?"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ts": "1.000100"}, "message_not_found"),
        ({"channel": ANN}, "channel_not_found"),
        ({"channel": "D0NOBODY"}, "channel_not_found"),
        ({"channel": "D0TOM"}, "message_not_found"),
        ({"ts": ""}, "invalid_arguments"),
        ({"channel": ""}, "invalid_arguments"),
    ],
)
def test_a_deletion_must_name_its_message_by_the_channel(
    desk: Desk, client: WebClient, change: dict[str, str], error: str
) -> None:
    client.conversations_open(users=TOM)
    posted = client.chat_postMessage(channel=ANN, text="Due")
    args = {"channel": posted["channel"], "ts": posted["ts"], **change}
    assert refusal(client.api_call, "chat.delete", json=args)["error"] == error
    assert [each.text for each in desk.as_person(ANN).messages()] == ["Due"]


def test_what_was_deleted_is_gone_from_history_and_cannot_be_deleted_again(desk: Desk, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=ANN, text="Due")
    answer = client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert (answer["channel"], answer["ts"]) == (posted["channel"], posted["ts"])
    assert client.conversations_history(channel=posted["channel"])["messages"] == []
    assert desk.as_person(ANN).messages() == []
    for call in (client.chat_delete, client.chat_update):
        more = {"text": "x"} if call == client.chat_update else {}
        assert refusal(call, channel=posted["channel"], ts=posted["ts"], **more)["error"] == "message_not_found"


def test_one_message_a_second_a_channel(clock: Clock, client: WebClient) -> None:
    client.chat_postMessage(channel=ANN, text="1")
    client.chat_postMessage(channel=TOM, text="another channel is free")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=ANN, text="2")
    answer = refused.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    clock.on(seconds=1)
    client.chat_postMessage(channel=ANN, text="2")


def test_methods_have_their_tiers(clock: Clock, client: WebClient) -> None:
    for _ in range(20):
        client.users_list()
    with pytest.raises(SlackApiError) as refused:
        client.users_list()
    assert refused.value.response.headers["Retry-After"] == "3"
    clock.on(seconds=3)
    client.users_list()


def test_time_stamps_increase_though_the_clock_stands_still(desk: Desk, client: WebClient) -> None:
    stamps = [client.chat_postEphemeral(channel=ANN, user=ANN, text=str(each))["message_ts"] for each in range(5)]
    assert stamps == sorted(set(stamps))
    assert all(each.startswith("1774256400.") for each in stamps)


def test_history_is_newest_first_and_tells_metadata_only_when_asked(clock: Clock, client: WebClient) -> None:
    facts = {"event_type": "notice", "event_payload": {"message": "m1"}}
    posts = []
    for each in range(5):
        posts.append(client.chat_postMessage(channel=SUE, text=str(each), metadata=facts))
        clock.on(minutes=1)
    channel = posts[0]["channel"]
    assert all("metadata" not in each for each in client.conversations_history(channel=channel)["messages"])

    pages, cursor = [], None
    while True:
        page = client.conversations_history(channel=channel, limit=2, cursor=cursor, include_all_metadata=True)
        pages.append([each["text"] for each in page["messages"]])
        assert all(each["metadata"] == facts for each in page["messages"])
        if not page["has_more"]:
            break
        cursor = page["response_metadata"]["next_cursor"]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]

    between = client.conversations_history(channel=channel, oldest=posts[1]["ts"], latest=posts[3]["ts"])
    assert [each["text"] for each in between["messages"]] == ["2"]
    between = client.conversations_history(channel=channel, oldest=posts[1]["ts"], latest=posts[3]["ts"], inclusive=True)
    assert [each["text"] for each in between["messages"]] == ["3", "2", "1"]


def test_ephemeral_messages_have_no_history_and_cannot_be_updated(client: WebClient) -> None:
    channel = client.conversations_open(users=ANN)["channel"]["id"]
    ts = client.chat_postEphemeral(channel=channel, user=ANN, text="Only you")["message_ts"]
    assert client.conversations_history(channel=channel)["messages"] == []
    assert refusal(client.chat_update, channel=channel, ts=ts, text="x")["error"] == "message_not_found"


def test_everybody_is_listed_slackbot_and_leavers_too(client: WebClient) -> None:
    found, cursor = [], ""
    while True:
        page = client.users_list(limit=2, cursor=cursor)
        found += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert [each["id"] for each in found] == ["USLACKBOT", *(each.id for each in PEOPLE), "U0DESKBOT"]
    gone = next(each for each in found if each["id"] == GONE)
    assert gone["deleted"]
    assert "tz" not in gone


def test_addresses_are_shown_only_with_their_scope(clock: Clock, client: WebClient) -> None:
    assert client.users_info(user=ANN)["user"]["profile"]["email"] == "ann@council.example"
    assert client.users_lookupByEmail(email="Ann@Council.example")["user"]["id"] == ANN
    with make_desk(clock, scopes=("commands", "users:read")) as shy:
        shy.serve(port=0)
        user = client_of(shy).users_info(user=ANN)["user"]
    assert "email" not in user["profile"]
    assert user["tz"] == "Europe/London"


def test_somebody_may_leave_while_the_desk_is_open(desk: Desk, client: WebClient) -> None:
    desk.add(Member("U0NEW", "new.person", "New Person", "new@council.example"))
    channel = client.conversations_open(users="U0NEW")["channel"]["id"]
    desk.deactivate("U0NEW")
    assert refusal(client.chat_postMessage, channel=channel, text="x")["error"] == "user_not_found"


def test_a_stale_hash_is_a_conflict(client: WebClient) -> None:
    first = client.views_publish(user_id=ANN, view=home(section("1")))["view"]
    client.views_publish(user_id=ANN, view=home(section("2")), hash=first["hash"])
    found = refusal(client.views_publish, user_id=ANN, view=home(section("3")), hash=first["hash"])
    assert found["error"] == "hash_conflict"
    assert (
        refusal(client.views_update, view_id=first["id"], view=home(section("3")), hash=first["hash"])["error"]
        == "hash_conflict"
    )


def test_tabs_that_are_off_refuse(clock: Clock) -> None:
    with make_desk(clock, tabs=()) as desk:
        desk.serve(port=0)
        client = client_of(desk)
        assert refusal(client.chat_postMessage, channel=ANN, text="x")["error"] == "messages_tab_disabled"
        assert refusal(client.views_publish, user_id=ANN, view=home(section("x")))["error"] == "not_enabled"


def test_a_manifest_says_what_the_app_may_do(clock: Clock) -> None:
    manifest = {
        "display_information": {"name": "Cornerstone"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [{"command": "/decision", "description": "Log", "should_escape": True}],
            "shortcuts": [{"name": "Log", "type": "global", "callback_id": "log", "description": "x"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
    }
    desk = Desk.from_manifest(manifest, people=PEOPLE, signing_secret=SECRET, bot_token="xoxb-desk-1", clock=clock)
    world = desk.world
    assert world.scopes == ("commands", "chat:write")
    assert [each.command for each in world.commands] == ["/decision"]
    assert world.commands[0].should_escape
    assert [each.callback_id for each in world.shortcuts] == ["log"]
    assert (world.events, world.tabs) == (("app_home_opened",), ("home", "messages"))


def test_calls_are_counted_and_kept_without_the_token(desk: Desk, client: WebClient) -> None:
    client.chat_postMessage(channel=ANN, text="x")
    refusal(client.chat_postMessage, channel="D0NOBODY", text="x")
    assert desk.log.count("chat.postMessage") == 2
    assert [each.error for each in desk.calls("chat.postMessage")] == [None, "channel_not_found"]
    assert "token" not in desk.calls("chat.postMessage")[0].args
