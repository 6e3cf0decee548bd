"""The database vanishes at the worst moment: everybody is told the truth, what is stored is stored once, nothing is lost."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.desk import words_of
from handlers import exchange
from handlers.words.waiting import IN_THE_FORM, NOT_KNOWN, SAVING, SAVING_FORM, STILL_HERE
from storage.errors import Unavailable
from tests.databases import Server
from tests.handlers.knocking import WHOLE, WITH_ROOM, at_the_form, eventually, meet, shown_later
from tests.handlers.office import Office, open_office, settle
from tests.handlers.proxy import Proxy, Trouble, proxied
from tests.handlers.test_trouble import signed

pytestmark = pytest.mark.alone
DOWN = Unavailable().sentence


@dataclass(frozen=True, slots=True)
class Far:
    """An office whose database is at the end of a line that can go wrong."""

    office: Office
    line: Proxy


@pytest.fixture
def far(postgresql: Server) -> Iterator[Far]:
    with (
        postgresql.copy(postgresql.template("office", settle)) as url,
        proxied(url) as (address, line),
        open_office(address, patience=WITH_ROOM) as office,
    ):
        meet(office, "tom", "ann")
        office.person("tom").command("/decision", "M100011 first because why")
        yield Far(office, line)
        line.switch(Trouble.NONE)


def stored(far: Far) -> int:
    """Decisions on the case."""
    return len(far.office.decisions("M100001"))


@pytest.mark.parametrize("trouble", [Trouble.COMMIT_LOST, Trouble.ANSWER_LOST])
def test_a_commit_that_is_cut_is_tried_again_and_the_person_is_told_that_it_is_saved(far: Far, trouble: Trouble) -> None:
    tom = far.office.person("tom")
    far.line.switch(trouble, times=1)
    *_, said = tom.command("/decision", WHOLE)  # a slow machine says first that it takes a while
    assert far.line.hits == 1
    assert said.text.startswith("Saved. Ad hoc decision on *M100001*"), said.text
    assert stored(far) == 1
    [filed] = tom.press(said, "decision_filed")
    assert filed.text.startswith("Filed"), "the buttons are those of the decision that is stored"


@pytest.mark.parametrize("trouble", [Trouble.COMMIT_LOST, Trouble.ANSWER_LOST])
def test_cut_twice_it_is_found_out_afterwards_and_told(far: Far, trouble: Trouble) -> None:
    tom = far.office.person("tom")
    far.line.switch(trouble, times=2)
    tom.command("/decision", WHOLE)
    assert tom.outcome.ok
    assert shown_later(far.office, "tom", "Ad hoc decision on *M100001*").text.startswith("Saved.")
    assert stored(far) == 1


@pytest.mark.parametrize("trouble", [Trouble.COMMIT_LOST, Trouble.ANSWER_LOST])
def test_the_line_goes_with_the_commit_and_comes_back(far: Far, trouble: Trouble) -> None:
    tom = far.office.person("tom")
    far.line.switch(trouble, times=1, then=Trouble.DOWN)
    replies = tom.command("/decision", WHOLE)
    assert [reply.text for reply in replies] == [SAVING]
    far.line.switch(Trouble.NONE)
    assert shown_later(far.office, "tom", "Ad hoc decision on *M100001*, 10:05 today").text.startswith("Saved.")
    assert stored(far) == 1


def test_a_commit_that_hangs_is_answered_in_time_and_told_when_it_comes_through(far: Far) -> None:
    tom = far.office.person("tom")
    far.line.switch(Trouble.COMMIT_HELD)
    [said] = tom.command("/decision", WHOLE)
    assert said.text == SAVING
    [said] = tom.command("/supervision", "help")
    assert said.text
    far.line.switch(Trouble.NONE)
    shown_later(far.office, "tom", "Ad hoc decision on *M100001*")
    assert stored(far) == 1


def test_a_form_whose_commit_hangs_stays_open_and_shows_when_it_is_saved(far: Far) -> None:
    tom = at_the_form(far.office, "tom")
    far.line.switch(Trouble.COMMIT_HELD)
    assert tom.submit(ref="M100001", decision="hold", rationale="why") == {"ref": SAVING_FORM}
    far.line.switch(Trouble.NONE)
    assert tom.until(lambda: "Saved." in words_of(tom.modal.blocks if tom.modal else []))
    assert stored(far) == 1


def test_a_form_sent_again_while_nobody_knows_is_stored_once(far: Far) -> None:
    tom = at_the_form(far.office, "tom")
    far.line.switch(Trouble.ANSWER_LOST, times=1, then=Trouble.DOWN)
    written = {"ref": "M100001", "decision": "hold", "rationale": "why"}
    assert tom.submit(values=written) == {"ref": SAVING_FORM}
    payload = far.office.desk.requests("view_submission")[-1].payload
    far.line.switch(Trouble.NONE)
    again = far.office.app.dispatch(signed({"payload": json.dumps(payload)}))
    assert "Already saved" in again.body
    assert eventually(lambda: "aved" in words_of(tom.modal.blocks if tom.modal else []))
    assert stored(far) == 1


def test_a_form_changed_and_sent_again_after_it_was_stored_keeps_the_change(far: Far) -> None:
    tom = at_the_form(far.office, "tom")
    form = tom.modal
    assert form
    far.line.switch(Trouble.COMMIT_HELD)
    assert tom.submit(ref="M100001", decision="hold", rationale="why") == {"ref": SAVING_FORM}
    payload = far.office.desk.requests("view_submission")[-1].payload
    far.line.switch(Trouble.NONE)
    assert tom.until(lambda: "Saved." in words_of(tom.modal.blocks if tom.modal else []))
    payload["view"]["state"]["values"]["decision"]["fill_typed:decision"]["value"] = "hold, and visit weekly"
    again = far.office.app.dispatch(signed({"payload": json.dumps(payload)}))
    assert "This was saved already, as you first sent it" in json.loads(again.body)["errors"]["ref"]
    assert stored(far) == 1


def test_where_it_cannot_be_found_out_the_person_is_told_to_look(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "FOUND_OUT_AFTER", (0.05, 0.05))
    tom = far.office.person("tom")
    far.line.switch(Trouble.ANSWER_LOST, times=1, then=Trouble.DOWN)
    tom.command("/decision", WHOLE)
    shown_later(far.office, "tom", NOT_KNOWN)
    far.line.switch(Trouble.NONE)


def test_with_the_line_down_everybody_is_answered_and_what_was_typed_is_in_the_form(far: Far) -> None:
    tom = far.office.person("tom")
    far.line.switch(Trouble.DOWN)
    [said] = tom.command("/decision", WHOLE)
    assert said.text == f"{DOWN} {IN_THE_FORM}"
    errors = tom.submit()
    assert errors["ref"] == f"{DOWN} {STILL_HERE}"
    [asked] = tom.command("/supervision", "next")
    assert asked.text.startswith(DOWN)
    far.line.switch(Trouble.NONE)
    assert tom.submit() == {}
    assert stored(far) == 1
    [asked] = tom.command("/supervision", "next")
    assert "database" not in asked.text


def test_with_the_line_frozen_everybody_is_answered_and_it_goes_on_afterwards(far: Far) -> None:
    tom, ann = far.office.person("tom"), far.office.person("ann")
    far.line.switch(Trouble.FROZEN)
    for who, name, text in ((tom, "/decision", WHOLE), (ann, "/supervision", "next"), (tom, "/supervision", "")):
        who.command(name, text)
        assert who.outcome.ok, (name, text)
    far.line.switch(Trouble.NONE)
    assert eventually(lambda: stored(far) == 1 or any("Nothing was saved" in each.text for each in tom.messages()))
    [said] = ann.command("/supervision", "help")
    assert said.text


def test_after_the_server_was_restarted_the_next_command_is_stored(far: Far) -> None:
    far.line.switch(Trouble.DOWN)
    far.line.switch(Trouble.NONE)
    tom = far.office.person("tom")
    [said] = tom.command("/decision", WHOLE)
    if not said.text.startswith("Saved."):
        assert said.text.startswith(DOWN)
        assert tom.submit() == {}
    assert stored(far) == 1


def test_a_text_held_while_the_line_is_down_is_kept_when_it_is_back(far: Far) -> None:
    tom = far.office.person("tom")
    tom.command("/supervision", "book @Ann Example thu 2pm")
    far.line.switch(Trouble.DOWN)
    [said] = tom.command("/supervision", "move @Ann Example fri because Wigglesworth")
    assert "What you typed is kept" in said.text
    [early] = tom.press(said, "open_form")
    assert early.text == DOWN
    far.line.switch(Trouble.NONE)
    tom.press(said, "open_form")
    assert tom.until(lambda: tom.modal), tom.last().text
    assert tom.values()["reason"] == "Wigglesworth"
