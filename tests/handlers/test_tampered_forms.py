"""Forms that Slack's own screens would not have sent: other ids, other dates, other people's, or none at all."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.handlers.office import Office, slack_id
from tests.handlers.test_bad_input import ANN, rows
from tests.handlers.test_trouble import signed


@pytest.mark.parametrize("minutes", ["0", "601", "-5", "ninety", "1e9", "90.5", "9" * 400, "٩٠", "90 min"])
def test_minutes_slack_would_not_have_let_through_are_refused_too(office: Office, minutes: str) -> None:
    """Slack checks the field, but a request is not bound to come from Slack's own form."""
    tom, before = office.person("tom"), rows(office)
    tom.command("/supervision", f"log {ANN} today")
    tom.submit(notes="Kept.")
    payload = office.desk.requests("view_submission")[-1].payload
    payload = json.loads(json.dumps(payload))
    payload["view"]["id"], payload["view"]["hash"] = "V0OTHER", "another"
    payload["view"]["state"]["values"]["minutes"]["fill_typed:minutes"]["value"] = minutes
    payload["view"]["state"]["values"]["held_on"]["fill_typed:held_on"]["selected_date"] = "2026-03-20"
    answer = json.loads(office.app.dispatch(signed({"payload": json.dumps(payload)})).body)
    assert answer["response_action"] == "errors"
    assert "1 and 600 minutes" in answer["errors"]["minutes"]
    assert rows(office)[0] == before[0] + 1


def tampered(office: Office, change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """What a session form sent off by Tom gets, changed on the way."""
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} today")
    view = tom.modal
    assert view
    payload = {
        "type": "view_submission", "team": {"id": "T1"}, "user": {"id": slack_id("tom"), "team_id": "T1"},
        "view": {**json.loads(json.dumps(view.content)), "id": "V1", "hash": "h1", "state": {"values": {
            "held_on": {"held_on": {"type": "datepicker", "selected_date": "2026-03-20"}},
            "notes": {"notes": {"type": "plain_text_input", "value": "Kept."}},
        }}},
    }  # fmt: skip
    change(payload)
    response = office.app.dispatch(signed({"payload": json.dumps(payload)}))
    assert response.status == 200
    return dict(json.loads(response.body))


def _metadata(value: str) -> Callable[[dict[str, Any]], None]:
    def change(payload: dict[str, Any]) -> None:
        payload["view"]["private_metadata"] = value

    return change


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        (json.dumps({"person": "E-omar"}), "There is no such record here"),
        (json.dumps({"person": "E-nobody"}), "There is no such record here"),
        (json.dumps({"person": "E-tom"}), "Only the supervisor, or a manager above them"),
        (json.dumps({"person": ""}), "There is no such record here"),
        (json.dumps({"person": "x" * 5000}), "There is no such record here"),
        ("{}", "This form is from an older version"),
        ("", "This form is from an older version"),
        ("not json", "This form is from an older version"),
        ("[1, 2]", "This form is from an older version"),
    ],
)
def test_a_form_that_was_tampered_with_gets_a_sentence(office: Office, metadata: str, said: str) -> None:
    before = rows(office)
    answer = tampered(office, _metadata(metadata))
    assert answer["response_action"] == "errors"
    assert said in next(iter(answer["errors"].values()))
    assert rows(office) == before


@pytest.mark.parametrize("picked", ["2026-13-45", "yesterday", "", "2026-03-20T10:00"])
def test_a_date_that_no_picker_gives_is_refused_beside_its_field(office: Office, picked: str) -> None:
    def change(payload: dict[str, Any]) -> None:
        payload["view"]["state"]["values"]["next_on"] = {"next_on": {"type": "datepicker", "selected_date": picked}}
        payload["view"]["state"]["values"]["held_on"]["held_on"]["selected_date"] = picked or "x"

    before = rows(office)
    answer = tampered(office, change)
    assert answer["response_action"] == "errors"
    assert "not a date" in answer["errors"]["held_on"]
    assert rows(office) == before


def test_another_workspaces_form_finds_nothing_here(office: Office) -> None:
    """One council, one workspace: a form of another team's user is a stranger's."""

    def change(payload: dict[str, Any]) -> None:
        payload["team"] = {"id": "T0OTHER"}
        payload["user"] = {"id": "U0NOBODY", "team_id": "T0OTHER"}

    before = rows(office)
    answer = tampered(office, change)
    assert "does not know you yet" in json.dumps(answer)
    assert rows(office) == before
