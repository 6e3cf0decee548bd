"""Well-signed hostile payloads at every entry point, as `python -m tests.bench knock` sends them by the tens of thousands."""

import json
import random

import pytest

from handlers.shape import NotSlacksError, check
from handlers.tables import ACTIONS, COMMANDS, FORMS, SHORTCUTS
from tests.bench.knock import knock
from tests.databases import Databases
from tests.handlers.hostile import Specimen, mangled, specimens
from tests.handlers.ledger import Ledger
from tests.handlers.office import TUESDAY, Office, open_office, settle


def test_no_500_no_traceback_and_nothing_stored(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, a_minute=1_000_000) as office:
        knocked = knock(office, 350, seed=20261128)
    assert knocked.faults == []
    assert knocked.unfit > 50
    assert not knocked.stored_by_unfit
    assert knocked.fit > 100
    assert set(knocked.answers) <= {200, 400, 401, 404, 409, 413, 415}


def test_the_ledger_sees_what_is_committed_and_nothing_else(office: Office) -> None:
    """The measure is measured: else "nothing stored" would say nothing."""
    office.person("tom").command("/supervision", "help")
    ledger = Ledger(office.store.engine)
    with office.store.work("council", TUESDAY) as work:
        work.once("not committed")
    assert not ledger.changes()
    office.person("tom").command("/decision", "M100001 hold because why")
    assert {"discussions", "requests"} <= set(ledger.changes())


def test_there_is_a_specimen_of_everything_slack_sends_and_of_every_name_we_answer_to(office: Office) -> None:
    found = specimens(office)
    kinds = {each.kind for each in found}
    assert {
        "command", "block_actions", "view_submission", "view_closed", "shortcut", "message_action", "block_suggestion",
        "app_home_opened", "url_verification", "ssl_check",
    } <= kinds  # fmt: skip
    said = json.dumps([each.payload for each in found])
    assert [name for name in (*COMMANDS, *SHORTCUTS, *ACTIONS, *FORMS) if f'"{name}"' not in said] == []
    for each in found:
        if each.kind not in ("interactive_message", "dialog_submission"):
            check(each.payload)


@pytest.mark.parametrize("kind", ["command", "block_actions", "view_submission", "shortcut", "app_home_opened"])
def test_the_same_seed_is_the_same_request(kind: str) -> None:
    found = [Specimen(kind, {"type": kind, "user": {"id": "U0TOM"}, "trigger_id": "1.2", "event": {"type": kind}})]
    one, other = (mangled(random.Random("7"), found) for _ in range(2))
    assert one == other


SECRET_WORD = "wrenfeather"


@pytest.mark.parametrize(
    "payload",
    [
        [],
        "text",
        {"type": SECRET_WORD},
        {"type": ["block_actions"]},
        {"command": "/decision", "user_id": SECRET_WORD + " x", "trigger_id": "1", "response_url": ""},
        {"command": "/decision", "user_id": "U1", "trigger_id": "1", "response_url": "", "actions": []},
        {"command": SECRET_WORD * 99, "user_id": "U1", "trigger_id": "1", "response_url": ""},
        {"type": "block_actions", "user": {"id": "U1"}, "trigger_id": "1", "actions": [{"action_id": "x"}]},
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", SECRET_WORD: 1}},
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "type": "modal", "callback_id": "x",
            "blocks": [], "state": {"values": {SECRET_WORD: {SECRET_WORD: {"value": 7}}}}}},
        {"type": "event_callback", "event": {"type": "app_home_opened", "user": [SECRET_WORD]}},
        {"type": "event_callback", "event": SECRET_WORD},
        {"type": "url_verification", "challenge": {SECRET_WORD: 1}},
        {"ssl_check": "1", SECRET_WORD: "x"},
    ],
)  # fmt: skip
def test_what_is_laid_out_otherwise_is_refused_by_its_place_and_not_by_its_words(payload: object) -> None:
    with pytest.raises(NotSlacksError) as caught:
        check(payload)
    assert SECRET_WORD not in str(caught.value)
