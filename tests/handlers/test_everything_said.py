"""Everything said to anybody of the sample council in four weeks: as Slack takes it, every button answered, nothing told."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.clock import stopwatch
from bot.demo import Demo
from bot.desk.blockkit.surfaces import check_message_blocks, check_view, elements_of, is_too_large
from bot.wiring import build_client
from handlers import home
from handlers.answering import answer
from handlers.deps import Deps
from handlers.forms.fields import window_of
from handlers.reply import Reply
from handlers.request import Incoming, Source
from handlers.tables import ACTIONS, COMMANDS, SHORTCUTS
from storage import SINGLE

PLANTED = ("Wigglesworth", "to a secure unit", "two missed visits", "her brother Jamie", "unwell at work", "gp letter")
"""Typed by people of the council: decisions, rationales, notes, and a reason that is nobody's business."""
UNSAID = ("<!channel", "<!here", "None", "**", "  ")
TELLING = ("decision_read", "decision_confirm", "decision_copy", "duty_why", "duty_record")
"""Windows: there, and only there, what was typed may be read by those who may."""
ON_A_MESSAGE = "M100001 " + "to wait for court, as agreed with everybody. " * 800 + "because it cannot be earlier. " * 100
WEEK = 7
ASKED = ("", "help", "next", "log", "book", "move", "agreement", "raise", "plan", "calendar", "frobnicate", "next ann",
         "log tomorrow 90")  # fmt: skip


@dataclass
class Said:
    """What has been gathered, and what was wrong with it."""

    demo: Demo
    deps: Deps
    faults: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)
    pressed: set[tuple[str, str, str]] = field(default_factory=set)
    number: int = 0

    def message(self, where: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """A message or an ephemeral answer."""
        if not text.strip():
            self.faults.append(f"{where}: no text")
        self.faults += [f"{where}: {each}" for each in check_message_blocks(list(blocks))]
        self._harmless(where, text + json.dumps(list(blocks)), blocks)

    def view(self, where: str, view: Mapping[str, Any], *, may_tell: bool = False) -> None:
        """A window, a form or a Home tab."""
        self.faults += [f"{where}: {each}" for each in check_view(dict(view), "modal", "home")]
        if is_too_large(view):
            self.faults.append(f"{where}: over 250 kB")
        self._harmless(where, "" if may_tell else json.dumps(view), view["blocks"])

    def _harmless(self, where: str, said: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        self.looked_at.add(where)
        self.faults += [f"{where}: tells {word!r}" for word in PLANTED if word in said]
        self.faults += [f"{where}: says {word!r}" for word in UNSAID if word in said.replace("None held", "")]
        for name in actions(blocks):
            if name not in ACTIONS:
                self.faults.append(f"{where}: nobody answers {name}")

    def ask(self, source: Source, name: str, by: str, **more: Any) -> Reply:
        """One request, answered as the listeners would have it answered."""
        self.number += 1
        table = {Source.COMMAND: COMMANDS, Source.ACTION: ACTIONS, Source.SHORTCUT: SHORTCUTS}[source]
        incoming = Incoming(source, name, SINGLE, by, f"request {self.number}", **more)
        reply = answer(incoming, table[name], COMMANDS, self.deps)
        where = f"{source} {name} {more.get('text', '')}"
        if reply.modal:
            self.view(where, reply.modal, may_tell=name in TELLING)
        else:
            self.message(where, reply.text, reply.blocks)
            self.view(where, window_of(reply.title, reply.blocks))
        return reply

    def press_all(self, by: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Every button that only reads, once each."""
        for block in blocks:
            for _, element in elements_of(dict(block)):
                name, value = element["action_id"].partition(":")[0], str(element.get("value", ""))
                entry = ACTIONS.get(name)
                if element["type"] == "button" and entry and not entry.stores and (by, name, value) not in self.pressed:
                    self.pressed.add((by, name, value))
                    self.ask(Source.ACTION, name, by, value=value)


def actions(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What can be pressed or chosen at once: fields of a form are answered with the form."""
    for block in blocks:
        if block["type"] != "input":
            yield from (element["action_id"].partition(":")[0] for _, element in elements_of(dict(block)))


@pytest.fixture
def said(tmp_path: Path) -> Iterator[Said]:
    with Demo(tmp_path / "demo", 0, ticking=False) as demo:
        client = build_client(demo.settings)
        deps = Deps(store=demo.store, now=demo.clock.now, client=lambda workspace: client, stopwatch=stopwatch)
        yield Said(demo, deps)


def plant(said: Said) -> None:
    """Something of everything, with words in it that no message may hold."""
    tom, ann, sue = (said.demo.desk.as_person(each) for each in ("UE1003", "UE1005", "UE1002"))
    tom.command("/decision", "M100001 move Wigglesworth to a secure unit because two missed visits")
    ann.command("/decision", "M100004 ring the gp letter Wigglesworth because two missed visits")
    tom.command("/decision", "M999 to a secure unit because Wigglesworth")
    tom.command("/supervision", "log @Dawn Dexter today 90")
    tom.submit(notes="Wigglesworth unwell at work")
    tom.command("/supervision", "book @Ann Ashby tomorrow")
    tom.command("/supervision", "move @Ann Ashby in 4 weeks because her brother Jamie")
    sue.command("/supervision", "book carol cotter in 3 weeks 2pm")


def test_four_weeks_of_everything_said_to_everybody(said: Said) -> None:
    plant(said)
    with said.demo.store.read(SINGLE, said.demo.clock.now()) as work:
        everybody = [said.demo.member(person) for person in work.people.everyone()]
    for day in range(4 * WEEK):
        said.demo.machine.advance(1)
        weekly = day % WEEK == 1
        for by in everybody:
            tab = home.build(said.deps, SINGLE, by)
            said.view("home", tab)
            if weekly:
                said.press_all(by, tab["blocks"])
                for message in said.demo.desk.as_person(by).messages():
                    said.press_all(by, message.blocks)
    for by in ("UE1001", "UE1003", "UE1005"):
        for typed in ASKED:
            said.press_all(by, said.ask(Source.COMMAND, "/supervision", by, text=typed).blocks)
        for name in SHORTCUTS:
            said.ask(Source.SHORTCUT, name, by, message=ON_A_MESSAGE if name == "log_message" else "")
    calls = [call for method in ("chat.postMessage", "chat.update") for call in said.demo.desk.calls(method)]
    for call in calls:
        blocks = call.args.get("blocks") or []
        said.message(call.method, str(call.args.get("text", "")), json.loads(blocks) if isinstance(blocks, str) else blocks)
    assert sorted(set(said.faults)) == []
    assert [call.error for call in said.demo.desk.calls() if call.error] == []
    assert len(calls) > 100
    assert {"action duty_why ", "action duty_record ", "action team_list ", "action decision_confirm "} <= said.looked_at
