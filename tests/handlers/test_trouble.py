"""Duplicates, strangers, stale buttons, and what nobody foresaw."""

import json
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier

from storage.errors import Busy
from storage.records.decisions import Decisions
from tests.databases import Databases, address
from tests.handlers.office import SECRET, Office, slack_id
from tests.handlers.test_decision import buttons


def signed(fields: dict[str, str], secret: str = SECRET, age: int = 0) -> BoltRequest:
    body = urlencode(fields)
    import time

    stamp = str(int(time.time()) - age)  # noqa: TID251 - Slack's signature carries the real time
    headers = {
        "content-type": ["application/x-www-form-urlencoded"],
        "x-slack-request-timestamp": [stamp],
        "x-slack-signature": [str(SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body))],
    }
    return BoltRequest(body=body, headers=headers, mode="http")


def command(text: str, trigger: str = "1.2.3", user: str = "tom") -> dict[str, str]:
    return {
        "command": "/decision", "text": text, "user_id": slack_id(user), "team_id": "T1", "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/none",
    }  # fmt: skip


WHOLE = "M100001 move on because two visits"


def test_the_same_command_delivered_twice_stores_one_decision(office: Office) -> None:
    first, second = (office.app.dispatch(signed(command(WHOLE))) for _ in range(2))
    assert first.status == second.status == 200
    assert json.loads(first.body)["text"].startswith("Saved.")
    assert json.loads(second.body)["text"].startswith("Already saved.")
    assert len(office.decisions("M100001")) == 1


def test_the_same_words_typed_twice_are_two_decisions(office: Office) -> None:
    for trigger in ("1", "2"):
        office.app.dispatch(signed(command(WHOLE, trigger)))
    assert len(office.decisions("M100001")) == 2


def test_the_same_form_sent_twice_stores_one_decision(office: Office) -> None:
    tom = office.person("tom")
    tom.shortcut("log_decision")
    tom.submit(ref="M100001", decision="a", rationale="b")
    payload = office.desk.requests("view_submission")[-1].payload
    again = office.app.dispatch(signed({"payload": json.dumps(payload)}))
    assert "Already saved" in again.body
    assert len(office.decisions("M100001")) == 1


@pytest.mark.parametrize(("secret", "age"), [("another", 0), (SECRET, 301)])
def test_a_bad_signature_is_401_and_stores_nothing(office: Office, secret: str, age: int) -> None:
    assert office.app.dispatch(signed(command(WHOLE), secret, age)).status == 401
    assert office.decisions("M100001") == []


def test_somebody_not_on_the_councils_list_is_told_what_to_do(office: Office) -> None:
    stranger = office.desk.as_person("U0STRANGER")
    [reply] = stranger.command("/decision", WHOLE)
    assert reply.text.startswith("Cornerstone does not know you yet, so nothing was saved. Ask your administrator")
    home = stranger.home()
    assert home
    assert "does not know you yet" in str(home.blocks)


def test_somebody_is_met_by_their_e_mail_address_once(office: Office) -> None:
    ann = office.person("ann")
    ann.command("/supervision", "next")
    ann.command("/supervision", "next")
    assert len([call for call in office.desk.calls("users.info") if call.args.get("user") == slack_id("ann")]) == 1


def test_what_nobody_foresaw_shows_an_id_and_keeps_what_was_typed(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "next")
    with monkeypatch.context() as broken:
        broken.delattr(Decisions, "log_all")
        [reply] = tom.command("/decision", WHOLE)
    assert reply.text.startswith("Something went wrong on our side. What you typed is kept, nothing is lost.")
    fault = reply.text.rsplit("*", 2)[1]
    assert f"fault {fault} in /decision" in caplog.text
    assert "two visits" not in caplog.text
    tom.press(reply, "open_form")
    assert (tom.values()["decision"], tom.values()["rationale"]) == ("move on", "two visits")


def test_a_form_that_fails_stays_open_with_everything_in_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    tom = office.person("tom")
    tom.shortcut("log_decision")
    with monkeypatch.context() as broken:
        broken.delattr(Decisions, "log_all")
        errors = tom.submit(ref="M100001", decision="a", rationale="b")
    assert "What you wrote is still here" in errors["ref"]
    assert tom.submit(ref="M100001", decision="a", rationale="b") == {}


def test_where_storage_itself_fails_the_form_opens_with_what_was_typed(office: Office, databases: Databases) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "next")
    office.store.close()
    with databases.out_of_reach(address(office.store.engine)):
        [reply] = tom.command("/decision", WHOLE)
        assert "What you typed is in the form." in reply.text
        assert (tom.values()["ref"], tom.values()["decision"], tom.values()["rationale"]) == (
            "M100001",
            "move on",
            "two visits",
        )


def test_too_much_at_once_is_a_sentence_and_the_text_is_kept() -> None:
    assert "try again in a few seconds" in Busy().sentence


def test_a_button_of_another_time_says_so(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/supervision", "next ann")
    why = next(one for block in reply.blocks for one in block.get("elements", []) if one["action_id"] == "duty_why")
    for value, said in (("0" * 32, "There is no such record"), ("", "There is no such record"), ("x" * 1900, "no such record")):
        payload = {
            "type": "block_actions", "team": {"id": "T1"}, "user": {"id": slack_id("tom"), "team_id": "T1"},
            "trigger_id": f"t{len(value)}", "actions": [{**why, "action_id": "duty_record", "value": value}],
            "container": {"type": "message"},
            "response_url": f"{office.desk.url}/nowhere",
        }  # fmt: skip
        assert office.app.dispatch(signed({"payload": json.dumps(payload)})).status == 200
        assert said


def test_buttons_stay_within_one_press_each(office: Office) -> None:
    [reply] = office.person("tom").command("/supervision", "next ann")
    assert buttons(reply) == ["Held: record it", "Book", "Why am I seeing this?"]
