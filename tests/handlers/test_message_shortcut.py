"""*Log as ad hoc decision*, used on a message: the form of `/decision` with what it says, nothing kept until saved."""

import json
from typing import Any

from bot.desk import Person, payloads, words_of
from tests.databases import Databases
from tests.handlers.office import Office, open_office, seen, settle, slack_id
from tests.handlers.test_bad_input import rows
from tests.handlers.test_trouble import signed

TYPED = "M100001 move to strategy meeting because two missed visits"


def log(person: Person, text: str) -> None:
    """The person writes it, and uses the shortcut on it."""
    person.write(text)
    person.shortcut("log_message", person.last())


def ref_of(person: Person) -> str:
    found = person.values()["ref"]
    return str(found["value"] if isinstance(found, dict) else found or "")


def test_a_message_becomes_the_same_decision_as_the_command(office: Office) -> None:
    tom = office.person("tom")
    log(tom, TYPED)
    assert (ref_of(tom), tom.values()["decision"], tom.values()["rationale"]) == (
        "M100001",
        "move to strategy meeting",
        "two missed visits",
    )
    assert tom.submit() == {}
    assert seen(tom).startswith("Saved. Ad hoc decision on *M100001*, 10:05 today, by you. Ann Example has been told")
    [stored] = office.decisions("M100001")
    assert (stored.decision, stored.rationale) == ("move to strategy meeting", "two missed visits")


def test_until_it_is_saved_nothing_of_a_message_is_kept(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "help")  # met
    before = rows(office)
    for text in (TYPED, "x" * 4000):
        log(tom, text)
        assert tom.modal
        assert "strategy" not in tom.modal.content["private_metadata"]
        tom.close()
    assert rows(office) == before


MESSAGES: list[tuple[str, str, str | None, str | None]] = [
    # what it says: the case, the decision, the rationale
    ("We agreed on M100001: visit twice a week", "M100001", "We agreed on M100001: visit twice a week", None),
    ("*M100001*, visit weekly,\nbecause school is worried", "M100001", "visit weekly", "school is worried"),
    ("m100014 step down", "M100014", "step down", None),
    ("2 missed visits on (M100011), so call a meeting", "M100011", "2 missed visits on (M100011), so call a meeting", None),
    ("M100001 and M100014 go together", "", "M100001 and M100014 go together", None),
    ("M100001 as agreed. M100001 stays open", "M100001", "as agreed. M100001 stays open", None),
    ("M999999 is nobody's", "", "M999999 is nobody's", None),
    ("Visit by 14/5 at 2pm, 90 min", "", "Visit by 14/5 at 2pm, 90 min", None),
    ("because court is tomorrow", "", None, "court is tomorrow"),
]


def test_the_one_case_a_message_names_is_found_and_none_is_guessed(office: Office) -> None:
    tom = office.person("tom")
    for text, *expected in MESSAGES:
        log(tom, text)
        assert [ref_of(tom), tom.values()["decision"], tom.values()["rationale"]] == expected, text
        tom.close()


def test_another_teams_case_is_exactly_as_unknown_as_one_that_is_not_there(office: Office) -> None:
    shown = []
    for ref in ("M200001", "M300001"):
        tom = office.person("tom")
        log(tom, f"{ref} is to be closed")
        assert tom.modal
        shown.append(json.dumps(tom.modal.content["blocks"]).replace(ref, "REF"))
        tom.close()
    assert shown[0] == shown[1]


def test_a_reference_by_the_councils_own_pattern_is_filled_in_for_whoever_cannot_see_the_case(
    databases: Databases, tmp_path: Any
) -> None:
    pack = tmp_path / "ours.toml"
    pack.write_text(
        'extends = "wokingham"\nshort = "Ours"\n[[version]]\nlabel = "1"\nin_force_from = 2020-10-01\n'
        '[version.record]\ncase_reference = ["A999999"]\n',
        encoding="utf-8",
    )
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy=str(pack)) as office:
        tom = office.person("tom")
        for ref in ("M200001", "M300001"):
            log(tom, f"{ref} is to be closed, room B2 at 10")
            assert ref_of(tom) == ref
            assert list(tom.submit(rationale="done")) == ["ref"]
            tom.close()


def test_a_message_longer_than_the_field_is_shown_whole(office: Office) -> None:
    tom, long = office.person("tom"), " ".join(f"word{at}" for at in range(1800))
    log(tom, f"M100001 {long} because {long}")
    shown = seen(tom).replace("\n", "")
    assert shown.count("word1799") == 2
    assert all(f"word{at}" in shown for at in range(1800))
    filled = tom.values()
    assert (filled["decision"], filled["rationale"]) == (long[:3000], long[:3000])
    assert tom.submit(decision="as above", rationale="as above") == {}


def test_whoever_is_mentioned_is_named(office: Office) -> None:
    tom = office.person("tom")
    office.person("ann").command("/supervision", "help")  # met
    tom.write("x")
    told(office, tom, {"text": f"<@{slack_id('ann')}> and <@U0NOBODY> visit M100001 &amp; report"})
    assert tom.values()["decision"] == "@Ann Example and @U0NOBODY visit M100001 & report"


MARKDOWN = {"type": "mrkdwn", "text": "Step"}
WITHOUT_TEXT: list[tuple[dict[str, Any], str | None]] = [
    ({"text": ""}, None),
    ({}, None),
    ({"text": " ", "attachments": [{"text": "Forwarded: step down"}]}, "Forwarded: step down"),
    ({"attachments": [{"fallback": "Forwarded"}, {"text": "twice"}]}, "Forwarded\ntwice"),
    (
        {
            "blocks": [
                {"type": "section", "text": MARKDOWN},
                {"type": "section", "fields": [{"type": "mrkdwn", "text": "down"}]},
                {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Press"}}]},
                {"type": "context", "elements": [{"type": "mrkdwn", "text": "now"}, {"type": "image"}]},
            ]
        },
        "Step\ndown\nnow",
    ),
    ({"blocks": [{"type": "section", "text": 7, "fields": 7, "elements": [7, {"text": 7}]}]}, None),
]


def test_a_message_without_text_says_what_it_holds_instead(office: Office) -> None:
    tom = office.person("tom")
    tom.write("x")
    for message, decision in WITHOUT_TEXT:
        told(office, tom, message)
        assert tom.values()["decision"] == decision, message
        tom.close()


def told(office: Office, person: Person, message: dict[str, Any]) -> None:
    """The shortcut, used on a message as Slack lays it out."""
    payload = payloads.message_shortcut(office.desk.world, person.member, "log_message", person.last())
    changed = {**payload, "message": {"type": "message", "ts": payload["message_ts"], **message}}
    assert office.app.dispatch(signed({"payload": json.dumps(changed)})).status == 200
    assert person.modal


def test_what_looks_like_a_name_is_pointed_out_when_it_opens_and_needs_a_reason(office: Office) -> None:
    tom = office.person("tom")
    log(tom, "M100001 Jane Smith moves to her aunt because two missed visits")
    assert "Not saved yet" in seen(tom)
    assert "Looks like a name (J… S…)" in seen(tom)
    assert list(tom.submit()) == []
    assert "Not saved yet" in seen(tom)
    assert office.decisions("M100001") == []
    assert tom.submit(kept_because="it is how the court calls her") == {}
    [stored] = office.decisions("M100001")
    assert stored.decision == "Jane Smith moves to her aunt"


def test_it_is_used_on_a_reminder_too(office: Office) -> None:
    tom = office.person("tom")
    office.desk.world.conversations.open(tom.id)
    office.app.client.chat_postMessage(channel=tom.id, text="Ad hoc decision on *M100001* is to be filed.", blocks=[])
    tom.shortcut("log_message", tom.last())
    assert ref_of(tom) == "M100001"


def test_a_stranger_is_told_so(office: Office) -> None:
    stranger = office.desk.as_person("U0STRANGER")
    log(stranger, TYPED)
    assert stranger.modal
    assert "does not know you yet" in words_of(stranger.modal.blocks)
