"""`/decision`: one line, a form, and everything that can be wrong with either."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from bot.desk import Message, View, words_of
from handlers import siblings
from scheduling.calendar import LONDON
from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE, errors
from storage.lifecycle import running
from storage.lifecycle.schedule import ours
from storage.records.decisions import ToLog, Words
from tests.databases import Databases
from tests.handlers.office import Office, open_office, seen, settle, slack_id, staff_id


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


@pytest.mark.parametrize(
    ("logged", "key", "said"),
    [
        ("2026-03-24T07:10", "tom", "Ann Example will be told at 08:00 that there is one to read."),
        ("2026-03-24T08:10", "tom", "Ann Example has been told there is one to read."),
        ("2026-03-24T17:59", "tom", "Ann Example has been told there is one to read."),
        ("2026-03-27T18:20", "tom", "Ann Example will be told at 08:00 on Mon 30 March that there is one to read."),
        ("2026-04-02T19:00", "tom", "Ann Example will be told at 08:00 on Tue 7 April that there is one to read."),  # Easter
        ("2026-03-28T11:00", "ann", "Tom Hale will be asked at 09:00 on Mon 30 March to confirm it; then it counts."),
        ("2026-03-24T11:00", "ann", "Tom Hale has been asked to confirm it; then it counts."),
    ],
)
def test_outside_working_hours_whoever_logs_one_reads_when_the_other_is_told(
    office: Office, logged: str, key: str, said: str
) -> None:
    office.now[0] = datetime.fromisoformat(logged).replace(tzinfo=LONDON)
    [reply] = office.person(key).command("/decision", "M100001 visit daily because risk is up")
    assert said in reply.text


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


@pytest.mark.parametrize(
    "named",
    [
        "M100001 and M100014",
        "M100001 M100014",
        "M100001, M100014",
        "M100001,M100014",
        "M100001/M100014:",
        "M100001 / m100014 -",
        "M100001 &amp; M100014",
        "`M100001` + #M100014",
        "M100001 and M100014, M100001",
    ],
)
def test_a_line_about_several_cases_is_stored_on_none_until_it_is_said_on_which(office: Office, named: str) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", f"{named} ask &lt;her&gt; because two missed visits")
    assert reply.text == (
        "Nothing is saved yet. One decision is about one case. Which? What you typed is kept, nothing is lost."
    )
    assert [each.upper() for each in buttons(reply)[:-1]] == ["M100001", "M100014"]
    assert office.decisions("M100001") == office.decisions("M100014") == []
    tom.press(reply, "choose:1")
    tom.until(lambda: "Saved." in tom.last().text)
    assert buttons(tom.last())[-1] == "M100001", "what was decided on one is offered on the other"
    [stored] = office.decisions("M100014")
    assert (stored.decision, stored.rationale) == ("ask <her>", "two missed visits")
    assert office.decisions("M100001") == []
    tom.press(tom.last(), "choose:0")
    tom.until(lambda: office.decisions("M100001") != [])
    assert buttons(tom.last()) == ["Copy for MOSAIC", "Filed"]
    [stored] = office.decisions("M100001")
    assert (stored.decision, stored.rationale) == ("ask <her>", "two missed visits")


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        ("M100001 as for M100014 move on because risk", "as for M100014 move on"),
        ("M100001 2 visits a week because risk", "2 visits a week"),
        ("M100001 24/7 cover because risk", "24/7 cover"),
        ("M100001 S47 and M100014 alike because risk", "S47 and M100014 alike"),
        ("M100001 and review on 24/03/2026 because risk", "and review on 24/03/2026"),
    ],
)
def test_a_reference_or_a_number_within_the_text_stays_there(office: Office, typed: str, decision: str) -> None:
    office.person("tom").command("/decision", typed)
    assert [each.decision for each in office.decisions("M100001")] == [decision]


@pytest.mark.parametrize("day", ["14/5", "3/12", "31/01"])
def test_a_day_before_the_reference_is_no_second_case(office: Office, day: str) -> None:
    [reply] = office.person("tom").command("/decision", f"{day} M100001 move on because risk")
    assert reply.text.startswith(f"I could not save that: there is no case *{day}*.")
    assert "What you typed is kept" in reply.text
    assert buttons(reply) == ["Open the form"]
    assert office.decisions("M100001") == []


@pytest.mark.parametrize(
    ("said", "known", "refs"),
    [
        ("14/5 M100001 move on", {"M100001"}, None),
        ("14/5 15/5 move on", set(), None),
        ("12/10 12/11 move on", {"12/10", "12/11"}, ("12/10", "12/11")),  # where cases are called so
        ("M10001 M10002 move on", set(), ("M10001", "M10002")),
    ],
)
def test_what_looks_like_a_day_is_a_case_only_where_there_is_one(
    said: str, known: set[str], refs: tuple[str, ...] | None
) -> None:
    found = siblings.told_apart(said, known)
    assert (found and found.refs) == refs


@pytest.mark.parametrize(("typed", "because"), [("move on", None), ("ask Liam Smith because risk", "risk")])
def test_the_form_of_a_line_about_several_cases_leaves_the_case_to_choose(
    office: Office, typed: str, because: str | None
) -> None:
    tom = office.person("tom")
    tom.command("/decision", f"M100001 and M100014 {typed}")
    assert tom.modal
    assert "You named *M100001* and *M100014*. One decision is about one case: choose it here." in words_of(tom.modal.blocks)
    filled = tom.values()
    assert (filled["ref"], filled["decision"], filled["rationale"]) == (None, typed.partition(" because")[0], because)


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


@pytest.mark.parametrize("cover", ["carol", "priya"])
def test_whoever_covers_for_the_supervisor_is_asked_and_may_confirm_what_they_read(office: Office, cover: str) -> None:
    sue, ann, covering = (office.person(key) for key in ("sue", "ann", cover))
    sue.command("/supervision", "absence <@U0TOM> 24/3 to 7/4")
    sue.submit(kind="leave", cover=slack_id(cover))
    [reply] = ann.command("/decision", "M100001 visit daily because risk is up")
    assert f"<@{slack_id(cover)}> has been asked to confirm it, as <@U0TOM> is away; then it counts." in reply.text
    home = covering.home()
    assert "Decisions to confirm" in words_of(home.blocks)
    [draft] = office.decisions("M100001")
    press(office, "ann", "decision_read", draft.id)
    assert "Confirm" not in buttons(ann.modal)
    press(office, cover, "decision_read", draft.id)
    assert "Read and confirm" in buttons(covering.modal)
    covering.press(covering.modal, "decision_confirm")
    assert covering.submit() == {}
    assert seen(covering).startswith("Confirmed. The decision on *M100001* counts")


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


@pytest.fixture
def manchester(databases: Databases) -> Iterator[Office]:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy="manchester") as made:
        yield made


@pytest.fixture
def kent(databases: Databases) -> Iterator[Office]:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy="kent") as made:
        yield made


@pytest.mark.parametrize(
    ("typed", "kind", "decision"),
    [
        ("visit twice a week because why", "direction", "visit twice a week"),
        ("Direction: visit twice a week because why", "direction", "visit twice a week"),
        ("recommendation: visit twice a week because why", "recommendation", "visit twice a week"),
        ("planned: visit twice a week because why", "planned activity", "visit twice a week"),
        ("planned activity: visit because why", "planned activity", "visit"),
        ("decision: step up because why", "decision diverting from plan", "step up"),
        ("note: step up because why", "direction", "note: step up"),
    ],
)
def test_the_kind_of_an_ad_hoc_decision_is_typed_before_it_or_is_the_usual_one(
    manchester: Office, typed: str, kind: str, decision: str
) -> None:
    [reply] = manchester.person("tom").command("/decision", f"M100001 {typed}")
    [stored] = manchester.decisions("M100001")
    assert (stored.direction, stored.decision) == (kind, decision)
    assert f"Its kind: {kind}." in reply.text


def test_a_kind_with_nothing_after_it_is_asked_for_in_the_form(manchester: Office) -> None:
    tom = manchester.person("tom")
    tom.command("/decision", "M100001 recommendation: because two visits were missed")
    assert manchester.decisions("M100001") == []
    assert (tom.values()["direction"]["value"], tom.values()["decision"]) == ("recommendation", None)


def test_the_form_asks_for_the_kind_and_for_the_views_and_all_of_it_is_read_back(manchester: Office) -> None:
    tom = manchester.person("tom")
    tom.shortcut("log_decision")
    said = {"direction": "recommendation", "decision": "Step up", "rationale": "Risk", "more.child_view": "Wants to stay"}
    assert tom.submit(ref="M100011", **said) == {}
    [stored] = manchester.decisions("M100011")
    assert stored.direction == "recommendation"
    assert stored.more.values() == {"child_view": "Wants to stay"}
    press(manchester, "tom", "decision_copy", stored.id)
    assert tom.values()["headline"] == "AD HOC Supervision - North - Tom Hale Team Manager and Priya Shah Social Worker"
    assert "Kind: recommendation\nDecision: Step up\nRationale: Risk\n" in tom.values()["copy"]
    assert "The child's wishes, views and feelings: Wants to stay" in tom.values()["copy"]
    assert "Liquidlogic, Case Notes, on *M100011*" in seen(tom)


def test_a_kind_the_policy_does_not_know_is_refused_beside_its_field(manchester: Office) -> None:
    tom = manchester.person("tom")
    tom.shortcut("log_decision")
    with manchester.store.work(SINGLE, manchester.now[0]) as work:
        viewer = work.people.must_get(staff_id("tom"))
        with pytest.raises(errors.NotAKindOfDecision):
            work.decisions.put(ToLog(viewer, "M100011", "d", "r", "order"))


def test_one_line_is_enough_and_what_the_policy_asks_besides_is_offered(kent: Office) -> None:
    tom = kent.person("tom")
    [reply] = tom.command("/decision", "M100001 move to strategy meeting because two missed visits")
    assert "The policy asks as well: Impact: what it is to achieve, Who, What and When." in reply.text
    assert len(kent.decisions("M100001")) == 1
    tom.press(reply, "decision_change")
    assert tom.values()["decision"] == "move to strategy meeting"
    assert list(tom.submit()) == ["more.impact", "more.who", "more.what", "more.when"]
    later(kent, minutes=5)
    smart = {"more.impact": "Safe tonight", "more.who": "Duty team", "more.what": "Strategy meeting", "more.when": "Today"}
    assert tom.submit(**smart) == {}
    assert "It corrects the decision before it" in seen(tom)
    newest, first = kent.decisions("M100001")
    assert (newest.replaces_id, first.replaced_by_id) == (first.id, newest.id)
    assert newest.more.values() == {name.removeprefix("more."): value for name, value in smart.items()}
    assert first.more.values() == {}


def test_a_correction_is_a_decision_beside_the_other_and_both_are_filed_together(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", "M100001 move on because two visits")
    [first] = office.decisions("M100001")
    later(office, minutes=5)
    press(office, "tom", "decision_change", first.id)
    assert "stays as it was" in seen(tom)
    assert tom.submit(rationale="three missed visits") == {}
    assert [one.rationale for one in office.decisions("M100001")] == ["three missed visits", "two visits"]
    tom.press(tom.modal, "decision_copy")
    assert "Corrects the decision of 24 March 2026, 10:05, which read:\nDecision: move on\nRationale: two visits" in str(
        tom.values()["copy"]
    )
    assert tom.submit() == {}
    assert {one.filed_on for one in office.decisions("M100001")} == {date(2026, 3, 24)}
    tom.command("/supervision", "history <@U0ANN>")
    assert words_of(tom.modal.blocks).count("corrected since") == 1  # type: ignore[union-attr]
    press(office, "tom", "decision_read", first.id)
    assert "two visits" in seen(tom)
    assert "a newer decision stands beside it" in seen(tom)
    tom.press(tom.modal, "decision_read")
    assert "three missed visits" in seen(tom)
    assert "It corrects an earlier decision" in seen(tom)


def press(office: Office, person: str, action: str, value: str) -> None:
    """A button with this value, in a message to them."""
    office.now[0] += timedelta(seconds=5)  # Slack takes a message a second
    client = office.app.client
    channel = client.conversations_open(users=slack_id(person))["channel"]["id"]
    button = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": "Press"}, "value": value}
    client.chat_postMessage(channel=channel, text="x", blocks=[{"type": "actions", "elements": [button]}])
    office.person(person).press(office.person(person).last(), action)


def test_a_correction_is_made_once_and_not_by_the_worker_of_somebody_elses_decision(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        tom, ann, sue = (work.people.must_get(staff_id(each)) for each in ("tom", "ann", "sue"))
        made = work.decisions.log(viewer=tom, ref="M100001", decision="d", rationale="r")
        with pytest.raises(errors.NotYoursToChange):
            work.decisions.change(made.id, Words("e", "r"), viewer=ann)
        corrected = work.decisions.change(made.id, Words("e", "r"), viewer=sue)
        with pytest.raises(errors.CorrectedAlready):
            work.decisions.change(made.id, Words("f", "r"), viewer=tom)
        assert work.decisions.read(made.id, viewer=ann).decision == "d"
        assert work.decisions.change(corrected.id, Words("f", "r"), viewer=tom).replaces_id == corrected.id


def test_a_draft_is_sent_back_with_the_reason_written_anew_and_confirmed(office: Office) -> None:
    ann, tom = office.person("ann"), office.person("tom")
    ann.command("/decision", "M100001 visit daily because risk is up")
    tom.press(tom.home(), "decision_confirm")
    tom.press(tom.modal, "decision_back")
    assert list(tom.submit(back_reason=" ")) == ["back_reason"]
    assert tom.submit(back_reason="Say who visits, and until when.") == {}
    assert seen(tom).startswith("Sent back.")
    assert "decision_confirm" not in str(tom.home().blocks)  # type: ignore[union-attr]
    assert "sent back to you" in words_of(ann.home().blocks)  # type: ignore[union-attr]
    assert "who visits" not in words_of(ann.home().blocks)  # type: ignore[union-attr]
    later(office, minutes=20)
    ann.press(ann.home(), "decision_change")
    assert "Say who visits, and until when." in seen(ann)
    assert ann.submit(decision="visit daily, by me, until Friday") == {}
    assert "says what you wrote now" in seen(ann)
    assert "sent back to you" not in words_of(ann.home().blocks)  # type: ignore[union-attr]
    tom.press(tom.home(), "decision_confirm")
    assert "until Friday" in seen(tom)
    assert tom.submit() == {}
    [stored] = office.decisions("M100001")
    assert (stored.is_draft, stored.confirmed_by_id, stored.decision) == (
        False,
        staff_id("tom"),
        "visit daily, by me, until Friday",
    )


def test_a_draft_that_was_written_anew_meanwhile_is_not_confirmed_unread(office: Office) -> None:
    ann, tom = office.person("ann"), office.person("tom")
    ann.command("/decision", "M100001 visit daily because risk is up")
    tom.press(tom.home(), "decision_confirm")
    later(office, minutes=5)
    with office.store.work(SINGLE, office.now[0]) as work:
        [draft] = work.decisions.of_case("M100001", viewer=work.people.must_get(staff_id("ann")))
        work.decisions.change(draft.id, Words("close the case", "why not"), viewer=work.people.must_get(staff_id("ann")))
        work.commit()
    tom.submit()
    assert office.decisions("M100001")[0].is_draft
    assert "written anew after you opened it" in seen(tom)


def later(office: Office, *, minutes: int) -> None:
    office.now[0] += timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("on", "refused"),
    [(date(2026, 3, 25), "has not come yet"), (date(2026, 3, 23), "before the decision was made"), (date(2026, 3, 24), "")],
)
def test_it_may_have_been_filed_on_another_day(office: Office, on: date, refused: str) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M100001 move on because two visits")
    tom.press(reply, "decision_copy")
    said = tom.submit(filed_on=on)
    assert list(said) == (["filed_on"] if refused else [])
    assert refused in said.get("filed_on", "")
    assert (office.decisions("M100001")[0].filed_on is None) == bool(refused)


def test_filed_yesterday_is_said_today(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M100001 move on because two visits")
    office.now[0] += timedelta(days=2)
    tom.press(reply, "decision_copy")
    assert tom.submit(filed_on=date(2026, 3, 25)) == {}
    assert office.decisions("M100001")[0].filed_on == date(2026, 3, 25)
    assert seen(tom).startswith("Filed on MOSAIC on Wed 25 March.")


def test_a_text_too_long_for_one_window_is_copied_a_page_at_a_time(office: Office) -> None:
    tom = office.person("tom")
    sign = "ن" * 3000
    tom.command("/decision", f"M100001 {sign} because {sign}")
    later(office, minutes=5)
    with office.store.work(SINGLE, office.now[0]) as work:
        viewer = work.people.must_get(staff_id("tom"))
        parts = tuple(Answer(f"a{at}", f"Asked {at}", "", "text", sign) for at in range(6))
        work.decisions.change(
            office.decisions("M100001")[0].id,
            Words(sign, sign, more=Filled((FilledPart("P", "case", "", parts),))),
            viewer=viewer,
        )
        work.commit()
    newest = office.decisions("M100001")[0].id
    press(office, "tom", "decision_copy", newest)
    first = [name for name in tom.values() if name.startswith("copy_")]
    tom.press(tom.modal, "decision_copy")
    second = [name for name in tom.values() if name.startswith("copy_")]
    assert not set(first) & set(second)
    assert first[0] == "copy_1"
    assert len(first) > 1
    assert len(second) >= 1
