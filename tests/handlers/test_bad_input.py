"""What bad input gets: a sentence that says what to do, what was typed kept, nothing half stored, nobody mentioned."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.desk import Member, words_of
from bot.desk.blockkit.surfaces import check_message_blocks, check_view
from handlers.answering import KEPT
from storage import SINGLE
from storage.models import AllocationRow, CaseRow, PersonRow
from tests.handlers.carried import as_given
from tests.handlers.office import TUESDAY, Office, seen, slack_id, staff_id

ANN = "<@U0ANN|ann>"
TOM = "<@U0TOM|tom>"


def rows(office: Office) -> tuple[int, ...]:
    """How much is stored, of everything people enter."""
    tables = ("sessions", "discussions", "postponements", "agreements", "observations", "audits")
    with office.store.engine.connect() as open_one:
        return tuple(open_one.exec_driver_sql(f"select count(*) from {table}").scalar() or 0 for table in tables)


def everything(office: Office, key: str) -> list[str]:
    """All mrkdwn that somebody sees: messages, the open window, the Home tab. Plain text is never read for marks."""
    person, home = office.person(key), office.person(key).home()
    surfaces = [*(message.blocks for message in person.messages()), home.blocks if home else []]
    return [*marked(surfaces), *marked(person.modal.blocks if person.modal else [])]


def marked(content: Any) -> Iterator[str]:
    """Every mrkdwn text in it."""
    if isinstance(content, dict):
        if content.get("type") == "mrkdwn":
            yield str(content["text"])
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            yield from marked(each)


OURS = re.compile(r"@U0(ANN|TOM|SUE|ZOE|PRIYA|OMAR|CAROL|ANN2|STRANGER|BOT|GONE)")


def pings_nobody(text: str) -> bool:
    """Nothing Slack would make a mention or a link of, but the people the bot names itself."""
    return all(OURS.fullmatch(each) for each in re.findall(r"<([^>]*)>", text))


REFUSED: list[tuple[str, str, str, str, str]] = [
    # who, command, what is typed, what the sentence says, and whether the form is offered
    ("an unknown word", "/supervision", "frobnicate Ann", "There is no `/supervision frobnicate`.", ""),
    ("a word people try", "/supervision", f"record {ANN}", "Did you mean `log`?", ""),
    ("a name alone", "/supervision", ANN, "Start with what to do", ""),
    ("an unknown person", "/supervision", "book Nobody Known tue", "I do not know anybody called *Nobody* here.", "form"),
    ("a person not on the council's list", "/supervision", "next <@U0STRANGER|sam>", "does not know <@U0STRANGER> yet", ""),
    ("a bot", "/supervision", "next <@U0BOT|robot>", "does not know <@U0BOT> yet", ""),
    ("somebody who has left", "/supervision", "next <@U0GONE|gone>", "does not know <@U0GONE> yet", ""),
    ("oneself", "/supervision", f"log {TOM} today", "Only the supervisor, or a manager above them", "form"),
    ("another team's", "/supervision", "log <@U0OMAR|omar> today", "There is no such record here", "form"),
    ("two people", "/supervision", f"log {ANN} <@U0PRIYA|priya> today", "I could not read", "form"),
    ("no date", "/supervision", f"log {ANN} blursday 60", "I could not read *blursday* as a date.", "form"),
    ("a day that is none", "/supervision", f"book {ANN} 31/4", "There is no 31 April.", "form"),
    ("a weekday that is not that day's", "/supervision", f"book {ANN} mon 24 march", "is a Tuesday", "form"),
    ("an ambiguous date", "/supervision", f"book {ANN} next fri", "could be more than one day", "form"),
    ("a session of the future", "/supervision", f"log {ANN} tomorrow", "That date has not come yet.", "form"),
    ("a booking in the past", "/supervision", f"book {ANN} yesterday", "That date has passed.", "form"),
    ("a year nobody has", "/supervision", f"log {ANN} 14/5/0026", "There is no day 14/5/26", "form"),
    ("minutes in words", "/supervision", f"log {ANN} yesterday ninety", "I could not read *yesterday ninety*", "form"),
    ("nothing booked", "/supervision", f"move {ANN} fri because court", "No session is booked", "form"),
    ("an unknown case", "/decision", "X999999 hold because why", "there is no case *X999999*", "form"),
    ("another team's case", "/decision", "M200001 hold because why", "there is no case *M200001*", "form"),
    ("a closed case", "/decision", "M300009 hold because why", "This case is closed", "form"),
    ("a text too long", "/decision", f"M100001 {'x' * 3001} because why", "longer than the 3,000 characters", "form"),
    ("a rationale too long", "/decision", f"M100001 hold because {'y' * 3001}", "longer than the 3,000 characters", "form"),
    ("a text far too long", "/decision", f"M100001 {'x ' * 4500} because {'y ' * 2000}", "longer than the 3,000", "form"),
]  # fmt: skip


@pytest.fixture
def wider(office: Office) -> Office:
    """With a closed case of Ann's, a bot, and somebody who has left."""
    with office.store.work(SINGLE, office.now[0]) as work:
        mine = {"workspace": SINGLE}
        work.session.add(
            CaseRow(**mine, ref="M300009", category="child_in_need", opened_on=date(2025, 3, 9), closed_on=date(2026, 3, 1))
        )
        work.session.add(
            PersonRow(
                **mine, id="E-gone", name="Gail Gone", name_key="gail gone", email="gone@example.org", level="practitioner",
                role="case_holder", started_on=date(2020, 1, 6), left_on=date(2026, 1, 31),
            )
        )  # fmt: skip
        work.session.flush()
        work.session.add(AllocationRow(**mine, case_ref="M300009", worker_id=staff_id("ann"), from_on=date(2025, 3, 9)))
        work.commit()
    office.desk.add(Member("U0BOT", "robot", "Robot", "ann@example.org", is_bot=True))
    office.desk.add(Member("U0GONE", "gone", "Gail Gone", "gone@example.org"))
    return office


@pytest.mark.parametrize(("command", "typed", "said", "form"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_done_says_what_to_do_and_stores_nothing(
    wider: Office, command: str, typed: str, said: str, form: str
) -> None:
    tom, before = wider.person("tom"), rows(wider)
    [reply] = tom.command(command, typed)
    assert reply.is_ephemeral
    assert said in reply.text
    assert check_message_blocks(reply.blocks) == []
    assert rows(wider) == before
    assert pings_nobody(reply.text)
    assert ("open_form" in str(reply.blocks)) == (form == "form")
    assert (KEPT in reply.text) == (form == "form")
    assert "hold" not in str(reply.blocks)


@pytest.mark.parametrize(
    ("typed", "ref", "decision", "rationale"),
    [
        ("M100001 hold", "M100001", "hold", None),
        ("M100001 because", "M100001", "because", None),
        ("M100001 BECAUSE two visits", "M100001", None, "two visits"),
        ("because", None, "because", None),
        ("because because because", None, None, None),
        ("M100001 hold because", "M100001", "hold because", None),
        ("M100001 hold because .", "M100001", "hold because .", None),
        ("hold, then wait because why", None, "hold, then wait", "why"),
        ("   ", None, None, None),
        ("\u200b", None, "\u200b", None),
    ],
)
def test_what_is_missing_is_asked_for_with_the_rest_in_place(
    office: Office, typed: str, ref: str | None, decision: str | None, rationale: str | None
) -> None:
    tom, before = office.person("tom"), rows(office)
    assert tom.command("/decision", typed) == []
    filled = tom.values()
    chosen = filled["ref"]["value"] if isinstance(filled["ref"], dict) else filled["ref"]
    assert chosen == ref
    if decision is not None:
        assert filled["decision"] == decision
    if typed != "because because because":
        assert filled["rationale"] == rationale
    assert rows(office) == before


@pytest.mark.parametrize(
    ("typed", "decision", "rationale"),
    [
        ("m100001 hold because why", "hold", "why"),
        ("#M100001 hold because why", "hold", "why"),
        ("M100001: hold because why", "hold", "why"),
        ("M100001, hold — because why.", "hold", "why."),
        ("*M100001* hold BECAUSE why", "hold", "why"),
        ("“M100001” hold because why", "hold", "why"),
        ("M100001\u00a0hold\u00a0because\u00a0why", "hold", "why"),
        ("M100001\nhold\nbecause\nwhy", "hold", "why"),
        ("M100001 “hold” because it’s worse", "“hold”", "it’s worse"),
        ("M100001 wait because she asked because it helps", "wait because she asked", "it helps"),
        ("M100001 &lt;b&gt; &amp;amp; x because &lt;!channel&gt;", "<b> &amp; x", "<!channel>"),
        ("M100001 tell <@U0ZOE|zoe> because <#C1|general> asked", "tell @zoe", "#general asked"),
        ("M100001 see <https://example.org/x|example.org> because why", "see example.org", "why"),
        ("M100001 \u202eabc\u202c because שלום 👩‍👩‍👧", "\u202eabc\u202c", "שלום 👩‍👩‍👧"),
        ("M100001 a\x00b because c\x00d", "ab", "cd"),
    ],
)
def test_however_it_is_typed_it_is_stored_as_meant(office: Office, typed: str, decision: str, rationale: str) -> None:
    [reply] = office.person("tom").command("/decision", typed)
    assert reply.text.startswith("Saved."), reply.text
    [stored] = office.decisions("M100001")
    assert (stored.decision, stored.rationale) == (decision, rationale)


@pytest.mark.parametrize("length", [2999, 3000])
@pytest.mark.parametrize("sign", ["x", "&amp;", "🙂", "*"])
def test_at_the_limit_it_is_stored_shown_and_copied_whole(office: Office, sign: str, length: int) -> None:
    tom, one = office.person("tom"), {"&amp;": "&"}.get(sign, sign)
    [reply] = tom.command("/decision", f"M100001 {sign * length} because why")
    assert reply.text.startswith("Saved.")
    [stored] = office.decisions("M100001")
    assert stored.decision == one * length
    tom.press(reply, "decision_copy")
    assert tom.modal
    assert check_view(tom.modal.content, "modal") == []
    copied = "".join(str(value) for value in tom.values().values())
    assert copied.count(one) >= length - len("Decision: ")


NASTY = [
    "<!channel> and <!here> and <@U0NOBODY> and <#C1>",
    "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
    "*bold* _it_ `code` ~gone~ > quote",
    "<https://evil.example|click here>",
    "```\n<!everyone>\n```",
    "\u202e gnirts \u2066 isolate \u2069 \u200b zero \ufeff",
    "👨‍👩‍👧‍👦 🏳️‍🌈 e\u0301\u0301\u0301",
    "line\nbreak\r\nand\ttab",
    '"}],"blocks":[{"type":"divider"}]',
    "null \x00 and bell \x07",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_free_text_mentions_nobody_and_stands_in_no_message(office: Office, nasty: str) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    ann.command("/supervision", "next")
    marked = f"Wigglesworth {nasty}"
    tom.shortcut("log_decision")
    assert tom.submit(ref="M100001", decision=marked, rationale=marked) == {}
    if "kept_because" in tom.values():  # a link is pointed out first
        assert tom.submit(kept_because="it is the guidance") == {}
    assert check_view(tom.modal.content if tom.modal else {}, "modal") == []
    ann.command("/decision", f"M100014 {marked} because {marked}")
    tom.command("/decision", f"{marked[13:]}9 {marked} because {marked}")
    tom.command("/supervision", f"{nasty} {marked}")
    tom.command("/supervision", f"book {ANN} wed")
    tom.command("/supervision", f"move {ANN} thu because {marked}")
    tom.command("/supervision", f"log {ANN} yesterday")
    if tom.modal:
        tom.submit(notes=marked)
        tom.close(everything=True)
    for key in ("tom", "ann", "sue", "zoe"):
        if office.person(key).modal:
            office.person(key).close(everything=True)
        for shown in everything(office, key):
            assert pings_nobody(shown), shown
    for message in [*tom.messages(), *ann.messages()]:
        if "There is no `/supervision" not in message.text and "there is no case" not in message.text:
            assert "Wigglesworth" not in message.text + json.dumps(message.blocks)
    stored = [one.decision for one in office.decisions("M100001")]
    assert marked.replace("\x00", "").strip() in stored


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        ("minutes", {"minutes": 0}, ""),
        ("minutes", {"minutes": 601}, ""),
        ("minutes", {"minutes": -5}, ""),
        ("minutes", {"minutes": "ninety"}, ""),
        ("minutes", {"minutes": "1e9"}, ""),
        ("held_on", {"held_on": date(2026, 3, 25)}, "That date has not come yet."),
        ("held_on", {"held_on": date(2019, 1, 1)}, "before this person started"),
        ("held_on", {"held_on": date(2026, 2, 2)}, "A session on that day is recorded already."),
        ("cases", {"held_on": date(2026, 3, 2), "cases": ["M100001"]}, "before the case was opened"),
        ("next_on", {"next_on": date(2026, 3, 1)}, "That date has passed."),
    ],
)
def test_a_session_form_says_what_is_wrong_beside_the_field_and_stores_nothing(
    office: Office, field: str, values: dict[str, Any], said: str
) -> None:
    tom, before = office.person("tom"), rows(office)
    tom.command("/supervision", f"log {ANN} today")
    errors = tom.submit(notes="Kept as typed.", **values)
    assert list(errors) == [field]
    assert said in errors[field]
    assert tom.modal
    assert rows(office) == before


def test_closing_the_form_and_opening_it_again_keeps_what_was_typed_after_a_refusal(office: Office) -> None:
    tom = office.person("tom")
    [refused] = tom.command("/decision", "M200001 hold the plan because of the visit")
    for _ in range(2):
        tom.press(refused, "open_form")
        assert (tom.values()["decision"], tom.values()["rationale"]) == ("hold the plan", "of the visit")
        tom.close()
    tom.press(refused, "open_form")
    assert tom.submit(ref="M100001") == {}
    tom.close(everything=True)
    before = len(tom.messages())
    tom.press(refused, "open_form")
    tom.until(lambda: len(tom.messages()) > before)
    assert tom.last().text.startswith("That has been saved already")
    assert len(office.decisions("M100001")) == 1


def test_a_deactivated_and_an_unknown_user_are_told_what_to_do(wider: Office) -> None:
    before = rows(wider)
    for who in ("U0GONE", "U0STRANGER", "U0BOT"):
        for command, text in (("/decision", "M100001 hold because why"), ("/supervision", "next"), ("/supervision", "")):
            [reply] = wider.desk.as_person(who).command(command, text)
            assert reply.text.startswith("Cornerstone does not know you yet"), reply.text
    assert rows(wider) == before


def test_a_stranger_pressing_somebody_elses_button_learns_nothing(office: Office) -> None:
    [reply] = office.person("tom").command("/supervision", f"next {ANN}")
    client = office.app.client
    for key in ("omar", "priya"):
        channel = client.conversations_open(users=slack_id(key))["channel"]["id"]
        client.chat_postMessage(channel=channel, text="x", blocks=as_given(reply.blocks))
        theirs = office.person(key).last()
        for action in ("duty_record", "duty_book", "duty_why"):
            somebody = office.person(key)
            count = len(somebody.messages())
            somebody.press(theirs, action)
            somebody.until(lambda somebody=somebody, count=count: len(somebody.messages()) > count)  # type: ignore[misc]
            assert somebody.last().text.startswith("There is no such record here")
            assert "Ann" not in words_of(somebody.last().blocks)


def test_nothing_that_reads_waits_for_a_writer(office: Office) -> None:
    """A long import must not keep anybody from asking when their supervision is."""
    tom = office.person("tom")
    tom.command("/supervision", "next")  # met
    with office.store.work(SINGLE, TUESDAY):
        for typed in ("help", "", "next", "next Ann Example"):
            [reply] = tom.command("/supervision", typed)
            assert "Too much" not in reply.text
        tom.command("/supervision", "log Ann Example today 60")
        assert "Supervision of" in seen(tom)
