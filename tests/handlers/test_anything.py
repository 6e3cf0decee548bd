"""Whatever is typed or pressed: a sentence or a form within Slack's limits, never a fault; and nothing typed is lost."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.clock import stopwatch
from bot.desk import words_of
from handlers import home, prepare, words
from handlers.answering import answer
from handlers.deps import Deps
from handlers.reply import Reply
from handlers.request import Incoming, Source
from handlers.tables import ACTIONS, COMMANDS, SHORTCUTS
from handlers.typed import parse_decision, plain
from handlers.words import kit
from handlers.words.phrases import escape
from storage import SINGLE
from storage.models import AllocationRow, CaseRow, PersonRow, RelationshipRow
from storage.unit import UnitOfWork
from tests.handlers.office import Office, slack_id, staff_id
from tests.handlers.planted import item, message
from tests.unhurried import UNHURRIED

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = iter(range(10**9))
PIECES = st.sampled_from(
    ["log", "book", "move", "next", "raise", "agreement", "calendar", "help", "<@U0ANN|ann>", "@ann", "Priya Shah", "me",
     "id:E-ann", "id:x", "tue", "next tue", "14/5", "31/4", "yesterday", "tomorrow 2pm", "90", "1h30", "because", "court",
     "M100001", "m100011", "M200001", "X", "🙂", "שלום", "*", "_x_", "&lt;@U0TOM&gt;", "<!channel>", "\n", "'", "|"]
)  # fmt: skip
TYPED = st.one_of(st.lists(PIECES, max_size=8).map(" ".join), st.text(max_size=60).map(escape))


def deps(office: Office) -> Deps:
    client = office.app.client
    return Deps(
        store=office.store, now=lambda: office.now[0], client=lambda workspace: client, stopwatch=stopwatch, patience=UNHURRIED
    )


def asked(office: Office, source: Source, name: str, by: str = "tom", **more: Any) -> Incoming:
    return Incoming(source, name, SINGLE, slack_id(by), f"request {next(NUMBERS)}", **more)


def slack_takes(reply: Reply) -> None:
    """The reply is within Slack's limits and says something."""
    assert reply.text or reply.modal or reply.errors
    if reply.blocks:
        kit.refuse_what_slack_refuses(reply.blocks, kit.MESSAGE_BLOCKS)
    if reply.modal:
        kit.refuse_what_slack_refuses(reply.modal["blocks"], kit.VIEW_BLOCKS)
        assert len(str(reply.modal.get("private_metadata", ""))) <= 3000
    assert "<!channel>" not in reply.text + str(reply.blocks)


@QUICK
@given(typed=TYPED, by=st.sampled_from(["ann", "tom", "sue", "zoe"]))
def test_any_supervision_command_gets_an_answer(office: Office, typed: str, by: str) -> None:
    incoming = asked(office, Source.COMMAND, "/supervision", by, text=typed)
    slack_takes(answer(incoming, COMMANDS["/supervision"], COMMANDS, deps(office)))


@QUICK
@example(typed="14/5 M100001", by="ann")
@example(typed="M100001 m100011", by="tom")
@example(typed="M100001 and m100011 court because 90", by="sue")
@given(typed=TYPED, by=st.sampled_from(["ann", "tom", "sue"]))
def test_any_decision_is_stored_asked_about_or_kept(office: Office, typed: str, by: str) -> None:
    reply = answer(asked(office, Source.COMMAND, "/decision", by, text=typed), COMMANDS["/decision"], COMMANDS, deps(office))
    slack_takes(reply)
    if plain(typed).casefold() in ("help", "?"):
        return  # what can be typed is told, and nothing was to be kept
    whole = parse_decision(typed)
    if not reply.stored and not reply.modal:
        buttons = [element for block in reply.blocks for element in block.get("elements", [])]
        kept = next(one["value"] for one in buttons if one.get("action_id") == "open_form")
        reply = answer(asked(office, Source.ACTION, "open_form", by, value=kept), ACTIONS["open_form"], COMMANDS, deps(office))
    if not reply.stored:
        assert reply.modal
        if "One decision is about one case" in words_of(reply.modal["blocks"]):
            assert lost(typed, reply.modal) == set()
        else:
            assert filled(reply.modal) == (whole.decision, whole.rationale)


def lost(typed: str, modal: dict[str, Any]) -> set[str]:
    """Words that stand neither in the form nor above it."""
    shown = " ".join((words_of(modal["blocks"]), *filled(modal)))
    typed_words, shown_words = (set(re.findall(r"\w+", text.casefold())) for text in (plain(typed), shown))
    return typed_words - shown_words - {"and", "because"}  # they join, and are told apart at


def filled(modal: dict[str, Any]) -> tuple[str, str]:
    """What stands in a decision form's two fields."""
    fields = {block["block_id"]: block["element"] for block in modal["blocks"] if block["type"] == "input"}
    return tuple(fields[name].get("initial_value") or "" for name in ("decision", "rationale"))  # type: ignore[return-value]


@QUICK
@given(name=st.sampled_from(sorted(ACTIONS)), value=st.one_of(st.text(max_size=80), st.just("0" * 32), st.just("a,b,c")))
def test_any_button_with_any_value_gets_an_answer(office: Office, name: str, value: str) -> None:
    slack_takes(answer(asked(office, Source.ACTION, name, value=value), ACTIONS[name], COMMANDS, deps(office)))


@pytest.mark.parametrize("name", sorted(SHORTCUTS))
@pytest.mark.parametrize("by", ["ann", "tom", "zoe"])
def test_every_shortcut_opens_something(office: Office, name: str, by: str) -> None:
    slack_takes(answer(asked(office, Source.SHORTCUT, name, by), SHORTCUTS[name], COMMANDS, deps(office)))


def crowd(work: UnitOfWork) -> None:
    """Sixty more supervisees of Tom's, and a hundred and fifty cases of Ann's."""
    mine = {"workspace": SINGLE}
    for at in range(60):
        work.session.add(
            PersonRow(
                **mine,
                id=f"N{at}",
                name=f"New Person {at}",
                name_key=f"new person {at}",
                email=f"n{at}@example.org",
                level="practitioner",
                role="case_holder",
                manager_id=staff_id("tom"),
                started_on=date(2026, 1, 5),
            )
        )
    for at in range(150):
        work.session.add(CaseRow(**mine, ref=f"M3{at:05}", category="child_in_need", opened_on=date(2026, 3, 9)))
    work.session.flush()
    for at in range(60):
        work.session.add(
            RelationshipRow(**mine, supervisee_id=f"N{at}", supervisor_id=staff_id("tom"), from_on=date(2026, 1, 5))
        )
    for at in range(150):
        work.session.add(AllocationRow(**mine, case_ref=f"M3{at:05}", worker_id=staff_id("ann"), from_on=date(2026, 3, 9)))
    work.session.flush()
    work.index.refresh_all()


def test_a_heavy_caseload_still_fits_every_form_and_tab(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        crowd(work)
        work.commit()
    for by in ("ann", "tom", "sue", "zoe"):
        view = office.person(by).home()
        assert view
        assert len(view.blocks) <= 100
    tom = office.person("tom")
    for command, text in (
        ("/decision", ""),
        ("/decision", "M300001"),
        ("/supervision", "log Ann Example today 90"),
        ("/supervision", "agreement Ann Example"),
    ):
        assert tom.command(command, text) == []
        assert tom.modal
        tom.close(everything=True)
    tom.shortcut("log_session")
    assert tom.modal
    built = home.build(deps(office), SINGLE, slack_id("tom"))
    kit.refuse_what_slack_refuses(built["blocks"], kit.VIEW_BLOCKS)


def test_what_to_prepare_comes_from_the_cases_that_fall_due(office: Office) -> None:
    with office.store.read(SINGLE, office.now[0]) as work:
        priya = work.people.get(staff_id("priya"))
        assert priya
        owed = prepare.next_supervision(work, priya.id, priya)
        assert owed
        view = message(
            "morning", item("upcoming", owed, person=priya, supervisor=work.people.supervisor_of(priya.id)), to=priya
        )
        said = words.message(view, prepare.for_message(work, view)).text
    assert said.endswith("One case will fall due before the one after: M100011.")
