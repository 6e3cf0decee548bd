"""`/decision`: one line, a form, and everything that can be wrong with either."""

from datetime import timedelta

import pytest

from bot.desk import Message, View, words_of
from storage import SINGLE
from storage.lifecycle import running
from storage.lifecycle.schedule import ours
from tests.handlers.office import Office, seen


def buttons(place: Message | View) -> list[str]:
    return [element["text"]["text"] for block in place.blocks if block["type"] == "actions" for element in block["elements"]]


def test_a_manager_logs_a_decision_in_one_line(office: Office) -> None:
    [reply] = office.person("tom").command("/decision", "M100001 move to strategy meeting because two missed visits")
    assert reply.is_ephemeral
    assert reply.text == (
        "Saved. Ad hoc decision on *M100001*, 10:05 today, by you. Ann Example has been told there is one to read. "
        "\nIt counts as management oversight for March. To file on MOSAIC by Sun 29 March."
    )
    assert buttons(reply) == ["Copy for MOSAIC", "Filed"]
    [stored] = office.decisions("M100001")
    assert (stored.decision, stored.rationale, stored.is_draft) == ("move to strategy meeting", "two missed visits", False)


def test_what_was_decided_never_stands_in_a_message(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", "M100001 move to strategy meeting because two missed visits")
    tom.command("/decision", "M10001 move to strategy meeting because two missed visits")
    for message in tom.messages():
        assert "strategy" not in words_of(message.blocks) + message.text
        assert "strategy" not in str(message.blocks)


@pytest.mark.parametrize(
    ("typed", "ref", "decision", "rationale"),
    [
        ("M100001 legal planning meeting", "M100001", "legal planning meeting", None),
        ("M100001", "M100001", None, None),
        ("", None, None, None),
        ("M100001 because two missed visits", "M100001", None, "two missed visits"),
        ("legal planning because risk is up", None, "legal planning", "risk is up"),
    ],
)
def test_what_is_missing_is_asked_for_with_what_was_typed_in_place(
    office: Office, typed: str, ref: str | None, decision: str | None, rationale: str | None
) -> None:
    tom = office.person("tom")
    tom.command("/decision", typed)
    filled = tom.values()
    assert (filled["ref"] or {}).get("value") == ref if isinstance(filled["ref"], dict) or ref is None else filled["ref"] == ref
    assert (filled["decision"], filled["rationale"]) == (decision, rationale)
    assert office.decisions("M100001") == []


def test_a_decision_is_logged_by_the_form(office: Office) -> None:
    tom = office.person("tom")
    tom.shortcut("log_decision")
    assert tom.modal
    assert "M100001" in str(tom.modal.blocks)
    assert "M200001" not in str(tom.modal.blocks)
    assert tom.submit(ref="M100011", decision="Step down", rationale="Plan met") == {}
    assert seen(tom).startswith("Saved. Ad hoc decision on *M100011*")
    assert [one.decision for one in office.decisions("M100011")] == ["Step down"]


def test_a_rationale_of_blanks_is_refused_beside_its_field_and_the_form_stays(office: Office) -> None:
    tom = office.person("tom")
    tom.shortcut("log_decision")
    errors = tom.submit(ref="M100011", decision="Step down", rationale="  \n ")
    assert list(errors) == ["rationale"]
    assert "The rationale is missing" in errors["rationale"]
    assert office.decisions("M100011") == []


def test_an_unknown_case_gets_a_did_you_mean_and_one_press_saves_it(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M10001 move to strategy meeting because two missed visits")
    assert reply.text == (
        "I could not save that: there is no case *M10001*. Did you mean *M100001* (Ann Example), *M100011* (Priya Shah) or "
        "*M100014* (Ann Example)? "
        "What you typed is kept, nothing is lost."
    )
    assert buttons(reply) == ["M100001", "M100011", "M100014", "Open the form"]
    assert office.decisions("M100001") == []
    tom.press(reply, "choose:0")
    tom.until(lambda: "Saved." in tom.last().text)
    [stored] = office.decisions("M100001")
    assert (stored.decision, stored.rationale) == ("move to strategy meeting", "two missed visits")
    assert "Saved." in tom.last().text


def test_the_form_offers_back_what_was_typed(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "X9 ask &amp; wait &lt;@U1&gt; because ﷺ 🙂 two visits")
    assert buttons(reply) == ["Open the form"]
    for _ in range(2):  # a form closed by accident is opened again
        tom.press(reply, "open_form")
        filled = tom.values()
        assert (filled["ref"], filled["decision"], filled["rationale"]) == ("X9", "ask & wait <@U1>", "ﷺ 🙂 two visits")
        tom.close()
    tom.press(reply, "open_form")
    assert tom.submit(ref="M100011") == {}
    [stored] = office.decisions("M100011")
    assert (stored.decision, stored.rationale) == ("ask & wait <@U1>", "ﷺ 🙂 two visits")


def test_another_teams_case_is_exactly_as_unknown_as_one_that_does_not_exist(office: Office) -> None:
    tom = office.person("tom")
    [other] = tom.command("/decision", "M200001 close because done")
    [none] = tom.command("/decision", "M300001 close because done")
    assert other.text.replace("M200001", "REF") == none.text.replace("M300001", "REF")
    assert buttons(other) == buttons(none)
    assert office.decisions("M200001") == []


def test_in_the_form_too(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M200001 close because done")
    tom.press(reply, "open_form")
    errors = tom.submit()
    assert list(errors) == ["ref"]
    assert "no such record" in errors["ref"]


def test_a_supervisees_decision_is_a_draft_until_the_manager_confirms_it(office: Office) -> None:
    [reply] = office.person("ann").command("/decision", "M100001 visit daily because risk is up")
    assert reply.text.startswith("Saved as a draft. Ad hoc decision on *M100001*, 10:05 today, by you. Tom Hale has been asked")
    assert buttons(reply) == []
    [draft] = office.decisions("M100001")
    assert draft.is_draft
    tom = office.person("tom")
    home = tom.home()
    assert home
    assert "Decisions to confirm" in words_of(home.blocks)
    tom.press(home, "decision_confirm")
    assert "visit daily" in seen(tom)
    assert tom.submit() == {}
    assert seen(tom).startswith("Confirmed. The decision on *M100001* counts")
    assert not office.decisions("M100001")[0].is_draft


def test_the_text_to_copy_stands_in_a_window_and_filing_it_is_remembered(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M100001 move on because two visits")
    tom.press(reply, "decision_copy")
    copied = tom.values()["copy"]
    assert copied == (
        "AD HOC DECISION - M100001\nDate: Tue 24 March 2026, 10:05\nBy: Tom Hale, Team Manager\n"
        "Worker: Ann Example, Social Worker\nDecision: move on\nRationale for management endorsement: two visits"
    )
    assert tom.submit() == {}
    assert seen(tom).startswith("Filed on MOSAIC on Tue 24 March.")
    assert office.decisions("M100001")[0].filed_on is not None


def test_filed_is_one_press(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M100001 move on because two visits")
    tom.press(reply, "decision_filed")
    tom.until(lambda: tom.last().text != reply.text)
    assert tom.last().text.startswith("Filed on MOSAIC on Tue 24 March.")


@pytest.mark.parametrize("sign", ["x", "🙂", "ن"])
def test_text_at_slacks_limit_is_stored_whole_and_one_more_is_kept_and_explained(office: Office, sign: str) -> None:
    tom = office.person("tom")
    fits = sign * 3000
    [reply] = tom.command("/decision", f"M100001 {fits} because {fits}")
    assert reply.text.startswith("Saved.")
    [stored] = office.decisions("M100001")
    assert (stored.decision, stored.rationale) == (fits, fits)
    [refused] = tom.command("/decision", f"M100011 {fits}y because short")
    assert "longer than the 3,000 characters" in refused.text
    assert office.decisions("M100011") == []
    tom.press(refused, "open_form")
    assert f"{sign}y" in seen(tom)


def test_free_text_is_stored_as_typed_and_can_mention_nobody(office: Office) -> None:
    nasty = "*bold* <@U0ZOE> <!channel> <https://evil.example|here> & &amp; \u202etxet\u202c \u0007"
    tom = office.person("tom")
    tom.shortcut("log_decision")
    assert tom.submit(ref="M100001", decision=nasty, rationale=nasty) == {}
    assert tom.submit(kept_because="it is what was sent to us") == {}  # there is a link in it
    [stored] = office.decisions("M100001")
    assert stored.decision == nasty.strip()


def test_what_is_no_reference_is_not_repeated_and_the_rest_is_in_the_form(office: Office) -> None:
    tom = office.person("tom")
    assert tom.command("/decision", "1&lt;!channel&gt;*_`@here move because why") == []
    assert "channel" not in seen(tom)
    assert "is not one, so it was left out. One looks like M100001" in seen(tom)
    assert (tom.values()["decision"], tom.values()["rationale"]) == ("move", "why")


def test_a_decision_whose_text_was_erased_says_where_it_is(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M100001 move to strategy meeting because two missed visits")
    tom.press(reply, "decision_filed")
    assert running.nightly(office.store, SINGLE, office.now[0] + timedelta(days=90), ours()) == 1
    tom.press(reply, "decision_copy")
    assert tom.modal
    said = words_of(tom.modal.blocks)
    assert "Filed on MOSAIC on Tue 24 March; its text is on the case system only." in said
    assert "strategy" not in said
