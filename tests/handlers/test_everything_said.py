"""Everything said to anybody of the sample council in four weeks: as Slack takes it, every button answered, nothing told.

And every form there is, opened by a button, a command or a shortcut of somebody there, and sent off empty, as long as Slack
allows, and with what it should not hold. A form added to `handlers.tables.FORMS` that nobody can open fails.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from time import thread_time
from typing import Any

import pytest
from sqlalchemy import delete

from bot.clock import stopwatch
from bot.demo import Demo
from bot.desk.blockkit.surfaces import elements_of
from bot.wiring import build_client
from handlers import home
from handlers.answering import answer
from handlers.asking import OldFormError
from handlers.deps import Deps
from handlers.forms.fields import window_of
from handlers.homes.lists import Listed
from handlers.reply import Reply
from handlers.request import Incoming, Request, Source
from handlers.tables import ACTIONS, COMMANDS, FORMS, SHORTCUTS
from handlers.words import buttons
from handlers.words.duties import SUPERVISIONS, is_audit_of_somebody, title
from handlers.words.duty import OLD_BUTTON
from handlers.words.phrases import who
from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE
from storage.errors import BeforeTheCaseOpened, NotFound, SameDay
from storage.models import AgreementRow
from storage.records import booking
from storage.views import Person
from tests.handlers.looking import Looking, texts
from tests.handlers.sending_off import MARK, TYPED, Step, send_off, tells
from tests.storage.council import sampled
from tests.unhurried import UNHURRIED, sample_council

pytestmark = pytest.mark.xdist_group("everything said")

TELLING = (
    "decision_read", "decision_confirm", "decision_copy", "decision_change", "case_note_copy", "duty_why", "duty_record",
    "session_read", "session_notes",
    "matter_read", "record_read", "record_copy", "record_correct", "record_not_right", "dispute_open",
    "actions_open", "flag_read", "action_not_done", "action_done", "feedback_give", "fill", "fill_case",
)  # fmt: skip
"""Windows: there, and only there, what was typed may be read by those who may."""
ON_A_MESSAGE = "M100001 " + "to wait for court, as agreed with everybody. " * 800 + "because it cannot be earlier. " * 100
WEEK = 7
ASKED = ("", "help", "next", "log", "book", "move", "agreement", "raise", "plan", "calendar", "frobnicate", "next ann",
         "log tomorrow 90", "access", "history", "sign", "agenda", "observe <@UE1009> plan",
         "audit", "audit findings")  # fmt: skip
ON_PAPER = tuple(f"agreement <@U{each}> on paper" for each in ("E1011", "E1012", "E1013", "E1014", "E1005", "E1009", "E1003"))
OF_CASES = ("", "help", "open", "open M888888", "open M300099 cin", "allocate M100001 duty", "category M100001",
            "review M100002", "group M100001", "show",
            "show M100001", "find 1000", "find zzz", "find xyz", "flag M100001", "oversight M100001", "summary M100001",
            "close M999999", "frob")  # fmt: skip
AUDIT = "Audit of "
NOWHERE = (NotFound().sentence, OLD_BUTTON, OldFormError().sentence, "Something went wrong")
"""What a button may never be answered with."""
CRAWLERS = {"supervisee": "UE1009", "supervisor": "UE1003", "senior": "UE1002"}
A_SECOND = 1.0
A_SENTENCE = 100
"""Letters a field takes in which a sentence may stand."""
TO_COPY = ("decision_copy_form", "case_note_copy_form")
"""Their fields hold text to be copied: nothing typed in them is stored."""
OF_SOMEBODY = ("log", "book", "move", "agreement", "access", "history", "next", "plan", "agenda", "absence")
TRIES = 12
NOT_DISCUSSED = "M100014"
"""A case no decision is logged on: what is flagged on it stays to be answered."""
Way = tuple[Source, str, str, Mapping[str, Any]]
"""How a form was opened: the request, by whom."""


def not_kept(view: Mapping[str, Any]) -> list[str]:
    """Fields of a form in which somebody may write a sentence, and which tell nobody of it until the form is sent."""
    if view["callback_id"] in TO_COPY:
        return []
    long = [each for each in view["blocks"] if each["type"] == "input" and each["element"].get("max_length", 0) >= A_SENTENCE]
    on_each_letter = {"trigger_actions_on": ["on_character_entered"]}
    is_told = {each["block_id"] for each in long if each["element"].get("dispatch_action_config") == on_each_letter}
    return [each["block_id"] for each in long if each["block_id"] not in is_told or not view.get("notify_on_close")]


@dataclass
class Said(Looking):
    """What has been gathered, who opened which form, and what came of sending it off."""

    demo: Demo = field(kw_only=True)
    deps: Deps = field(kw_only=True)
    pressed: set[tuple[str, str, str]] = field(default_factory=set)
    ways: dict[str, list[Way]] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    """By form that comes after another, that other."""
    sent: dict[tuple[str, str], Step] = field(default_factory=dict)
    """By form and how it was filled, what came of it."""
    number: int = 0
    slowest: tuple[float, str] = (0.0, "")
    """Seconds of work of the answer that took most of it, and to what."""
    dead: list[str] = field(default_factory=list)
    """Buttons that led nowhere."""

    def ask(self, source: Source, name: str, by: str, **more: Any) -> Reply:
        """One request, answered as the listeners would have it answered."""
        self.number += 1
        table = {Source.COMMAND: COMMANDS, Source.ACTION: ACTIONS, Source.SHORTCUT: SHORTCUTS}[source]
        incoming = Incoming(source, name, SINGLE, by, f"request {self.number}", **more)
        begun = thread_time()
        reply = answer(incoming, table[name], COMMANDS, self.deps)
        where = f"{source} {name} {more.get('text', '')}"
        self.slowest = max(self.slowest, (thread_time() - begun, where))
        if reply.modal:
            self.ways.setdefault(reply.modal["callback_id"], []).append((source, name, by, more))
            self.view(where, reply.modal, may_tell=name in TELLING)
            self.faults += [f"{where}: what is typed is lost if it is closed: {each}" for each in not_kept(reply.modal)]
        else:
            self.message(where, reply.text, reply.blocks)
            self.view(where, window_of(reply.title, reply.blocks))
        return reply

    def came_of(self, first: str, how: str, step: Step) -> None:
        """What one step of a form that began as `first` led to."""
        where = f"{step.callback} {how}"
        self.sent[step.callback, how] = step
        if step.callback not in self.ways:
            self.leads[step.callback] = first
        for block, sentence in step.errors.items():
            self.sentence(f"{where}, {block}", sentence)
        if step.shown:
            self.view(where, step.shown, may_tell=True)
            self.faults += [f"{where}: tells what was typed"] if tells(step.shown) else []

    def crawl(self, by: str, blocks: Sequence[Mapping[str, Any]], *, stores: bool, pressed: set[tuple[str, str]]) -> None:
        """Every button here and in whatever opens, once each. Those that store change what there is, so they come last."""
        waiting: list[tuple[dict[str, Any], str]] = [(dict(block), "") for block in blocks]
        while waiting:
            block, carried = waiting.pop(0)
            for _, element in elements_of(block) if block["type"] != "input" else ():
                name, value = element["action_id"].partition(":")[0], str(element.get("value", ""))
                if element["type"] != "button" or (element["action_id"], value) in pressed or name not in ACTIONS:
                    continue
                if ACTIONS[name].stores and not stores:
                    continue
                pressed.add((element["action_id"], value))
                reply = self.ask(Source.ACTION, name, by, value=value, meta=json.loads(carried or "{}"))
                said = reply.text + json.dumps(reply.modal or {})
                if not (reply.modal or reply.text) or any(each in said for each in NOWHERE):
                    self.dead.append(f"{by} {element['action_id']} {value}: {reply.text}")
                opened = reply.modal or {"blocks": reply.blocks}
                waiting += [(each, opened.get("private_metadata", "")) for each in opened["blocks"]]

    def press_all(self, by: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Every button that only reads, once each."""
        for block in blocks:
            for _, element in elements_of(dict(block)):
                name, value = element["action_id"].partition(":")[0], str(element.get("value", ""))
                entry = ACTIONS.get(name)
                if element["type"] == "button" and entry and not entry.stores and (by, name, value) not in self.pressed:
                    self.pressed.add((by, name, value))
                    self.ask(Source.ACTION, name, by, value=value)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    with sample_council(tmp_path_factory.mktemp("said") / "demo") as demo:
        client = build_client(demo.settings)
        deps = Deps(
            store=demo.store, now=demo.clock.now, client=lambda workspace: client, stopwatch=stopwatch, patience=UNHURRIED
        )
        made = Said(demo=demo, deps=deps)
        plant(made)
        four_weeks(made)
        ask_everything(made)
        for callback in FORMS:
            for how in TYPED:
                send(made, callback, how)
        demo.machine.advance(1)
        yield made


def plant(said: Said) -> None:
    """Something of everything, for each way of filling a form, with words in it that no message may hold."""
    tom, ann, sue = (said.demo.desk.as_person(each) for each in ("UE1003", "UE1005", "UE1002"))
    for _ in TYPED:
        tom.command("/decision", "M100001 move Wigglesworth to a secure unit because two missed visits")
        for _ in ("to confirm", "to send back"):
            ann.command("/decision", "M100004 ring the gp letter Wigglesworth because two missed visits")
    tom.command("/decision", "M999 to a secure unit because Wigglesworth")
    tom.command("/supervision", "log @Dawn Dexter today 90")
    tom.submit(notes="Wigglesworth unwell at work")
    tom.command("/supervision", "book @Ann Ashby tomorrow")
    tom.command("/supervision", "move @Ann Ashby in 4 weeks because her brother Jamie")
    sue.command("/supervision", "book carol cotter in 3 weeks 2pm")
    with said.demo.store.work(SINGLE, said.demo.clock.now()) as work:
        work.session.execute(delete(AgreementRow).where(AgreementRow.supervisor_id == "E1004"))
        work.index.refresh_all()
        supervisor, supervisee = work.people.must_get("E1003"), work.people.must_get("E1009")
        held = work.sessions.last_held(supervisee.id, viewer=supervisor)
        assert held
        for _ in TYPED:
            answer = Answer("discussed", "Discussed", "", "text", "Wigglesworth unwell at work")
            told = Filled((FilledPart("What was discussed", "personal", "", (answer,)),))
            for each in range(2 * len(TYPED)):
                work.flags.raise_("M100001", "Wigglesworth to a secure unit", viewer=supervisor)
                if each < 2:
                    work.flags.raise_(NOT_DISCUSSED, "Wigglesworth to a secure unit", viewer=supervisor)
                work.actions.agree(
                    f"Wigglesworth {each}", viewer=supervisor, supervisee_id=supervisee.id, owner_id=supervisee.id
                )
            another = next(one for one in work.people.supervisees_of(supervisor.id) if one.name == "Priya Prasad")
            theirs = [one.ref for one in work.cases.of_worker(another.id, viewer=supervisor)][:1]
            for back in range(2 * len(TYPED)):
                on = work.today - timedelta(days=back)
                with suppress(SameDay, BeforeTheCaseOpened):
                    work.sessions.record(viewer=supervisor, supervisee_id=another.id, held_on=on, cases=theirs)
            records = [
                work.written.write("session", told, viewer=supervisor, about_id=supervisee.id, session_id=held.id)
                for _ in range(3)
            ]
            for record in records[1:]:
                work.disputes.bring(record.id, 1, "Wigglesworth unwell at work", viewer=supervisee)
            for weeks in range(len(TYPED)):
                from_on = work.today + timedelta(days=28 + 4 * weeks)
                days = {"from_on": from_on, "until_on": from_on + timedelta(days=2)}
                work.absences.record(viewer=supervisor, person_id=supervisee.id, **days, kind="leave")
            work.matters.write(held.id, "Wigglesworth unwell at work", viewer=supervisor)
            quiet = work.cases.of_worker(supervisee.id, viewer=supervisor)[-1].ref
            for below in work.people.supervisees_of(supervisor.id):
                ahead = [work.today + timedelta(days=days) for days in (60, 88)]
                work.plans.propose(viewer=supervisor, supervisee_id=below.id, days=ahead)
            work.flags.raise_(quiet, "Wigglesworth to a secure unit", viewer=supervisor)
        booking.book_all(work, "E1003", [work.today + timedelta(days=100 + each) for each in range(2 * len(TYPED))], None)
        for month in range(1, 1 + len(TYPED) * 2):
            sampled(work, supervisor.id, "E1012", "E1004", f"2027-{month:02}-01")
        work.commit()


def four_weeks(said: Said) -> None:
    """Every morning's Home tab of everybody, and once a week every button in what they see."""
    everybody = [said.demo.member(person) for person in people(said)]
    for day in range(4 * WEEK):
        said.demo.machine.advance(1)
        for by in everybody:
            tab = home.build(said.deps, SINGLE, by)
            said.view("home", tab)
            if day % WEEK == 1:
                said.press_all(by, tab["blocks"])
                for message in said.demo.desk.as_person(by).messages():
                    said.press_all(by, message.blocks)


def ask_everything(said: Said) -> None:
    """Every command and shortcut, with what is in their windows; each kind of thing that is owed, recorded."""
    for by in ("UE1001", "UE1003", "UE1005"):
        for typed in (*ASKED, *(f"{word} <@UE1005>" for word in OF_SOMEBODY), *(f"{word} <@UE1009>" for word in OF_SOMEBODY)):
            reply = said.ask(Source.COMMAND, "/supervision", by, text=typed)
            said.press_all(by, reply.modal["blocks"] if reply.modal else reply.blocks)
        for typed in ON_PAPER:
            said.ask(Source.COMMAND, "/supervision", by, text=typed)
        for name in SHORTCUTS:
            said.ask(Source.SHORTCUT, name, by, message=ON_A_MESSAGE if name == "log_message" else "")
    with said.demo.store.read(SINGLE, said.demo.clock.now()) as work:
        owed = [one for person in people(said) for one in work.obligations.of(person.id, viewer=person)]
        actions = work.actions.open_of("E1009", viewer=work.people.must_get("E1009"))
        flags = work.flags.of_case(NOT_DISCUSSED, viewer=work.people.must_get("E1003"))
        to_sign = {person.id: work.written.to_sign(person) for person in people(said)}
        ahead = work.sessions.ahead("E1003", viewer=work.people.must_get("E1002"))
    for each in ahead:
        said.ask(Source.ACTION, "session_call_off", "UE1002", value=each.id)
    for action, names, by in decided(said):
        said.ask(Source.ACTION, action, by, value=names)
    for flag in flags:
        said.ask(Source.ACTION, "flag_none", "UE1003", value=flag.id)
    for action in actions:
        said.ask(Source.ACTION, "action_not_done", "UE1009", value=action.id)
    for person_id, records in to_sign.items():
        for record in records:
            said.ask(Source.ACTION, "record_not_right", f"U{person_id}", value=record.id)
    with said.demo.store.read(SINGLE, said.demo.clock.now()) as work:
        supervisor, dawn = work.people.must_get("E1003"), work.people.must_get("E1009")
        last = [case.ref for case in work.cases.of_worker(dawn.id, viewer=supervisor)][-1:]
        flags = [flag for case in work.cases.of_worker(dawn.id, viewer=supervisor)
                 for flag in work.flags.of_case(case.ref, viewer=supervisor)]  # fmt: skip
    for each in flags:
        said.ask(Source.ACTION, "flag_none", "UE1003", value=each.id)
    for ref in last:
        said.ask(Source.ACTION, "case_do", "UE1003", value=f"close|{ref}")
    met = Counter[str]()
    for one in owed:
        met[one.kind] += 1
        for person in one.responsible if met[one.kind] <= len(TYPED) else ():
            said.ask(Source.ACTION, buttons.RECORD, said.demo.member(person), value=one.id)
    for by, typed in product(("UE1001", "UE1003", "UE1005"), OF_CASES):
        reply = said.ask(Source.COMMAND, "/case", by, text=typed)
        said.press_all(by, reply.modal["blocks"] if reply.modal else reply.blocks)


def decided(said: Said) -> Iterator[tuple[str, str, str]]:
    """What can be done with each decision and each case that was discussed: the button, what it carries, by whom."""
    with said.demo.store.read(SINGLE, said.demo.clock.now()) as work:
        tom = work.people.must_get("E1003")
        made = work.decisions.of_case("M100001", viewer=tom)
        drafts = work.decisions.to_confirm(tom)
        priya = next(one for one in work.people.supervisees_of(tom.id) if one.name == "Priya Prasad")
        sessions = work.sessions.of(priya.id, viewer=tom)
        notes = [each for one in sessions for each in work.case_notes.of_session(one.id, viewer=tom)]
    yield from (("decision_change", each.id, "UE1003") for each in made)
    yield from (("decision_back", each.id, "UE1003") for each in drafts)
    yield from (("case_note_copy", each.id, "UE1003") for each in notes if each.filed_on is None)
    yield "case_discuss", "M100001", "UE1003"


def people(said: Said) -> list[Person]:
    """Everybody."""
    with said.demo.store.read(SINGLE, said.demo.clock.now()) as work:
        return list(work.people.everyone())


def in_turn(ways: list[Way]) -> list[Way]:
    """One by each button or command, then the second of each: many messages with the same button are one way among others."""
    met = Counter[tuple[Source, str]]()
    turns = list[tuple[int, Way]]()
    for way in ways:
        met[way[:2]] += 1
        turns.append((met[way[:2]], way))
    return [way for _, way in sorted(turns, key=lambda turn: turn[0])]


def send(said: Said, callback: str, how: str) -> None:
    """Open this form once more, in the first way that still does, and send it off; a form of several steps to its end.

    One that comes after another is reached through that. Filled as it should be it is tried until it is saved.
    """
    first = said.leads.get(callback, callback)
    tried = 0
    for source, name, by, more in in_turn(said.ways.get(first, [])):
        opened = said.ask(source, name, by, **more).modal
        if opened is None or opened["callback_id"] != first:
            continue
        tried += 1
        if tried > TRIES:
            return
        person = said.demo.desk.as_person(by)
        said.demo.desk.world.views.open(by, opened)
        if first != callback:
            any(person.modal and person.modal.content["callback_id"] == callback for _ in send_off(person, "long"))
        for step in send_off(person, how):
            said.came_of(first, how, step)
        person.close(everything=True)
        if how != "long" or not said.sent[callback, how].errors:
            return


def test_four_weeks_of_everything_said_to_everybody(said: Said) -> None:
    calls = [call for method in ("chat.postMessage", "chat.update") for call in said.demo.desk.calls(method)]
    for call in calls:
        blocks = call.args.get("blocks") or []
        shown = json.loads(blocks) if isinstance(blocks, str) else blocks
        said.message(call.method, str(call.args.get("text", "")), shown)
        assert MARK not in json.dumps(call.args)
    assert sorted(set(said.faults)) == []
    assert {call.error for call in said.demo.desk.calls() if call.error} <= {"ratelimited"}, "they are done again, and later"
    assert len(calls) > 100
    assert {"action duty_why ", "action duty_record ", "action team_list ", "action decision_confirm "} <= said.looked_at


@pytest.mark.parametrize("callback", FORMS)
def test_every_form_sent_off_is_answered(said: Said, callback: str) -> None:
    assert (callback, "empty") in said.sent, "nobody can open it: plant what it needs, or offer it somewhere"
    ways = TYPED if said.sent[callback, "empty"].has_text else ("empty", "long")
    for how in ways:
        assert (callback, how) in said.sent, f"it was not opened once more, {how}: plant more of what it needs"
        step = said.sent[callback, how]
        assert step.is_answered, step.failure
    assert not said.sent[callback, "long"].errors


def test_every_question_a_reminder_raises_is_answered_on_the_home_tab(said: Said) -> None:
    """What somebody owes, or what is owed to them, is there by its case or its person, and *Show all* has what is cut off."""
    asked = 0
    for person in people(said):
        by = said.demo.member(person)
        with said.demo.store.read(SINGLE, said.demo.clock.now()) as work:
            incoming = Incoming(Source.ACTION, "home", SINGLE, by, request_id="")
            viewer = work.people.must_get(person.id)
            parts = home.parts(Request(incoming, viewer, said.demo.clock.now(), work.today), work)
            owed = [*work.obligations.of(viewer.id, viewer=viewer), *work.obligations.held_by(viewer)]
        shown: list[str] = []
        for part in parts:
            blocks = [each for piece in part.pieces() for each in piece.blocks] if isinstance(part, Listed) else [part]
            shown += texts([block.to_dict() for block in blocks])
        tab = "\n".join(shown)
        for one in owed:
            asked += 1
            about = one.case_ref or (who(one.person) if one.person.id != viewer.id else "")
            what = AUDIT if is_audit_of_somebody(one) else title(one)
            is_there = about in tab if about else what.lower() in tab.lower() or one.kind in SUPERVISIONS
            assert is_there or one.kind == "record_session", (by, one.kind, about)
    assert asked > 100


@pytest.mark.parametrize("role", CRAWLERS)
def test_no_button_of_a_message_or_a_home_tab_is_dead(said: Said, role: str) -> None:
    by = CRAWLERS[role]
    said.dead.clear()
    said.slowest = (0.0, "")
    pressed: set[tuple[str, str]] = set()
    for stores in (False, True):
        shown = [home.build(said.deps, SINGLE, by)["blocks"]]
        shown += [message.blocks for message in said.demo.desk.as_person(by).messages()]
        for blocks in shown:
            said.crawl(by, blocks, stores=stores, pressed=pressed)
    assert sorted(set(said.dead)) == []
    assert sorted(set(said.faults)) == []
    assert len(pressed) > 15
    assert said.slowest[0] < A_SECOND, said.slowest
