"""`cornerstone outbox`: what waits and why is seen, sent again, or given up, and nothing of what it says is shown."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import Trouble
from bot.workspace_command import WhichWorkspace
from storage import SINGLE
from tests.bot.commanding import run, settle
from tests.bot.council import NINE, Council


@pytest.fixture
def office(council: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    """The council with its morning queued, and an administrator at the command line."""
    settle(monkeypatch, council)
    return council


def listed(*arguments: str) -> list[dict[str, Any]]:
    done = run("outbox", "list", "--json", *arguments)
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert isinstance(found, list)
    return found


def fail(council: Council, reason: str = "is_archived", number: int = 0) -> int:
    """Let one post fail; its number in the outbox."""
    with council.store.reading() as session:
        ids = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM outbox ORDER BY id")]
    council.run(f"UPDATE outbox SET state = 'failed', reason = '{reason}' WHERE id = {ids[number]}")
    return int(ids[number])


def states(council: Council) -> set[str]:
    return {state for state, _ in council.rows()}


def test_what_waits_is_listed_with_whom_it_is_for(office: Council) -> None:
    rows = listed()
    assert len(rows) == office.queued
    assert {row["state"] for row in rows} == {"pending"}
    names = {each.real_name for each in office.desk.world.directory.people()}
    assert {row["recipient"] for row in rows} <= names


def test_a_reason_is_in_words_with_what_to_do_and_a_date_is_british(office: Council) -> None:
    number = fail(office)
    done = run("outbox", "list", "--state", "failed")
    assert done.exit_code == 0
    assert "archived" in done.output
    assert "open the app in Slack" in done.output
    assert "09:00 today" in done.output
    (row,) = listed("--state", "failed")
    assert (row["id"], row["reason"]) == (number, "is_archived")


def test_a_code_nobody_has_written_of_is_shown_as_it_is(office: Council) -> None:
    fail(office, "brand_new_code")
    (row,) = listed("--state", "failed")
    assert row["says"] == "brand_new_code"
    assert "docs.slack.dev" in row["do"]


def test_nothing_of_a_case_is_listed(office: Council) -> None:
    assert "M1000" not in run("outbox", "list").output + json.dumps(listed())


def test_an_empty_outbox_says_so(office: Council) -> None:
    office.run("UPDATE outbox SET state = 'sent'")
    assert run("outbox", "list").output == "Nothing waits.\n"
    assert run("outbox", "list", "--state", "failed").output == "Nothing has the state failed.\n"
    assert listed() == []


def test_a_workspace_that_is_not_there_is_told_with_those_there_are(office: Council) -> None:
    with pytest.raises(WhichWorkspace, match=f"There is no workspace 'TYPO'; name another: {SINGLE}"):
        run("outbox", "list", "--workspace", "TYPO")
    assert len(listed("--workspace", SINGLE)) == office.queued


def test_a_limit_is_told(office: Council) -> None:
    assert len(listed("--limit", "2")) == 2
    assert "--limit shows more" in run("outbox", "list", "--limit", "2").output


def test_a_state_that_is_none_is_refused_with_those_there_are(office: Council) -> None:
    done = run("outbox", "list", "--state", "lost")
    assert done.exit_code == 2
    assert "'lost'" in done.output
    assert "uncertain" in done.output


def test_what_failed_goes_out_again(office: Council) -> None:
    first, second = fail(office, number=0), fail(office, number=1)
    done = run("outbox", "retry", str(first))
    assert done.exit_code == 0
    assert done.output.startswith(f"{first}: goes out again, to ")
    assert [row["id"] for row in listed("--state", "failed")] == [second]
    done = run("outbox", "retry", "--failed")
    assert done.output.count("goes out again") == 1
    assert listed("--state", "failed") == []
    assert run("outbox", "retry", "--failed").output == "Nothing has failed.\n"
    office.send_until(NINE + timedelta(seconds=30), since=NINE, each=timedelta(seconds=1))
    assert states(office) == {"sent"}
    assert list(office.posted().values()) == [1] * office.queued


def test_of_two_failed_edits_of_one_message_one_goes_and_the_other_is_told_as_overtaken(office: Council) -> None:
    office.send_until(NINE + timedelta(seconds=30), since=NINE, each=timedelta(seconds=1))
    office.run(
        "INSERT INTO outbox (workspace, message_id, recipient_id, op, state, urgency, not_before, changed_at, attempts, reason)"
        " SELECT workspace, message_id, recipient_id, 'update', 'failed', 3, not_before, changed_at, 1, 'cant_update_message' "
        "FROM outbox JOIN (SELECT 1 AS copy UNION ALL SELECT 2) AS copies ON TRUE WHERE id = (SELECT min(id) FROM outbox)"
    )
    done = run("outbox", "retry", "--failed")
    assert done.exit_code == 0
    assert done.output.count("goes out again") == 1
    assert done.output.count("another edit of the same message waits") == 1
    assert listed("--state", "failed") == []


def test_what_waits_already_is_left_alone(office: Council) -> None:
    number = listed()[0]["id"]
    done = run("outbox", "retry", str(number))
    assert (done.exit_code, done.output) == (0, f"{number}: nothing to send again; it waits to be sent already.\n")


@pytest.mark.parametrize("command", [("retry",), ("cancel", "--reason", "by mistake")])
def test_a_number_that_is_not_there_is_told_and_the_others_are_done(office: Council, command: tuple[str, ...]) -> None:
    number = fail(office)
    done = run("outbox", *command, "999999", str(number))
    assert done.exit_code == 2
    assert "999999" in done.output
    assert f"{number}: g" in done.output
    assert listed("--state", "failed") == []


@pytest.mark.parametrize("arguments", [("retry",), ("retry", "1", "--failed"), ("cancel", "--reason", "x"), ("cancel", "1")])
def test_what_lacks_something_is_refused_with_what_it_lacks(office: Council, arguments: tuple[str, ...]) -> None:
    done = run("outbox", *arguments)
    assert done.exit_code == 2
    assert "--" in done.output or "outbox list" in done.output
    assert states(office) == {"pending"}


def test_what_is_given_up_is_not_sent(office: Council) -> None:
    number = listed()[0]["id"]
    done = run("outbox", "cancel", str(number), "--reason", "sent by mistake")
    assert done.exit_code == 0
    assert "is not told" in done.output
    office.send_until(NINE + timedelta(seconds=30), since=NINE, each=timedelta(seconds=1))
    assert len(office.desk.sent()) == office.queued - 1
    (row,) = listed("--state", "cancelled")
    assert (row["id"], row["says"]) == (number, "sent by mistake")
    again = run("outbox", "cancel", str(number), "--reason", "again")
    assert "was given up" in again.output


def test_what_was_posted_is_deleted_in_slack(office: Council) -> None:
    office.send_until(NINE + timedelta(seconds=30), since=NINE, each=timedelta(seconds=1))
    row = next(row for row in listed("--state", "sent") if row["op"] == "post")
    done = run("outbox", "cancel", str(row["id"]), "--reason", "to the wrong person")
    assert "will be deleted in Slack" in done.output
    office.send_until(NINE + timedelta(seconds=60), since=NINE + timedelta(seconds=31), each=timedelta(seconds=1))
    (gone,) = [each for each in office.desk.sent() if each.facts["message"] == row["message_id"]]
    standing = {each.ts for each in office.desk.as_person(gone.user_id).messages()}
    assert gone.ts not in standing


def doubtful(council: Council, trouble: Trouble) -> dict[str, Any]:
    """A post Slack gave no answer to, which an administrator has given up."""
    council.desk.faults.switch_on(trouble, methods=["chat.postMessage"], times=1, seconds=0)
    council.send_until(NINE, since=NINE, each=timedelta(seconds=1))
    (row,) = listed("--state", "uncertain")
    done = run("outbox", "cancel", str(row["id"]), "--reason", "to the wrong person")
    assert done.exit_code == 0
    assert "may have arrived: it is looked for, deleted in Slack if it is there" in done.output
    assert "is not told" not in done.output
    again = run("outbox", "cancel", str(row["id"]), "--reason", "to the wrong person")
    assert "given up already, and still looked for" in again.output
    return row


def ends(council: Council, row: dict[str, Any]) -> tuple[str, str]:
    council.send_until(NINE + timedelta(minutes=3), since=NINE + timedelta(seconds=1), each=timedelta(seconds=5))
    (found,) = [each for each in listed("--state", "sent,cancelled,failed,pending,uncertain") if each["id"] == row["id"]]
    return found["state"], found["reason"]


def test_a_post_in_doubt_that_is_given_up_is_deleted_where_it_arrived(office: Council) -> None:
    row = doubtful(office, Trouble.ANSWER_LOST)
    (there,) = [each for each in office.desk.sent() if each.facts["message"] == row["message_id"]]
    assert ends(office, row) == ("cancelled", "deleted in Slack")
    assert there.ts not in {each.ts for each in office.desk.as_person(there.user_id).messages()}
    assert office.posted()[row["message_id"]] == 1, "and not sent again"
    assert len(office.desk.sent()) == office.queued, "whoever it was for gets what else there is"


def test_a_post_in_doubt_that_is_given_up_is_not_sent_where_it_did_not_arrive(office: Council) -> None:
    row = doubtful(office, Trouble.NO_ANSWER)
    assert ends(office, row) == ("cancelled", "to the wrong person")
    assert office.posted()[row["message_id"]] == 0
    assert {each["state"] for each in listed("--state", "sent,cancelled,pending") if each["op"] == "delete"} == {"cancelled"}
    assert len(office.desk.sent()) == office.queued - 1


def test_a_post_in_doubt_that_was_given_up_goes_after_all_where_it_is_sent_again(office: Council) -> None:
    row = doubtful(office, Trouble.NO_ANSWER)
    assert "goes out again" in run("outbox", "retry", str(row["id"])).output
    assert ends(office, row) == ("sent", "")
    assert office.posted()[row["message_id"]] == 1
    assert listed("--state", "pending,failed,uncertain") == []
