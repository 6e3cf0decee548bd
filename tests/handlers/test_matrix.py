"""Every command, shortcut, button and form, asked by everybody there is: who may, gets it; nobody else learns it is there.

A new one without a row here fails. What somebody without the right is told about a record that is there must be, word for
word, what they are told about one that is not.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from prometheus_client import generate_latest

from bot.clock import stopwatch
from bot.door import Door
from bot.feeding import Feed
from bot.figures.answering import Figures
from bot.figures.asked import PREFIX
from bot.web import build_web
from handlers.answering import answer
from handlers.casework.command import SUBCOMMANDS as CASE_WORDS
from handlers.deps import Deps
from handlers.entry import Entry
from handlers.reply import Reply
from handlers.request import Incoming, Source
from handlers.supervision.command import SUBCOMMANDS
from handlers.tables import ACTIONS, COMMANDS, FORMS, SHORTCUTS
from storage import SINGLE
from storage.errors import NotFound
from storage.exports.tables import TABLES as FIGURES
from storage.models import AuditRow, ObservationRow
from tests.databases import Databases
from tests.handlers import cast
from tests.handlers.cast import NOTHING, OTHER, ROLES, WORDS, Make, Planted
from tests.handlers.office import SECRET, STAFF, Office, open_office, slack_id, staff_id
from tests.unhurried import AN_ANSWER, UNHURRIED

LINE = {"their supervisor", "the manager above", "the head of service"}
SENIOR = LINE - {"their supervisor"}
HERS = {"the supervisee"}
AUDITOR = {"quality with a grant"}
PEER = {"a peer who audits"}
PRIVATE = {"the supervisee", "their supervisor"}
EVERYBODY = {role for role, (who, workspace) in ROLES.items() if who not in ("lee", "stranger", "guest") and workspace != OTHER}
"""Who works here."""


@dataclass(frozen=True)
class Row:
    """One request about Ann's record, and who may make it."""

    source: Source
    name: str
    make: Make
    may: set[str]
    reads: tuple[str, ...] = ()
    """What of the record those who may are shown."""
    case: str = ""


def command(word: str, may: set[str], *reads: str, more: str = "") -> Row:
    def make(them: Planted) -> dict[str, Any]:
        return {"text": f"{word} <@{them.slack}> {more}".strip()}

    return Row(Source.COMMAND, "/supervision", make, may, reads, word)


def on_case(word: str, may: set[str], *reads: str, more: str = "") -> Row:
    def make(them: Planted) -> dict[str, Any]:
        return {"text": f"{word} {them.ref} {more}".strip().replace("@her", f"<@{them.slack}>")}

    return Row(Source.COMMAND, "/case", make, may, reads, word)


def case_form(name: str, may: set[str], **values: Any) -> Row:
    """A form of `/case` about a case of hers, or that gives her one."""

    def make(them: Planted) -> dict[str, Any]:
        fits = {"ref": them.ref, "person": them.person}
        given = {key: value.format(**fits) if isinstance(value, str) else value for key, value in values.items()}
        return {"values": given, "first_input": "ref"}

    return Row(Source.FORM, name, make, may)


def button(name: str, field: str, may: set[str], *reads: str, case: str = "") -> Row:
    return Row(Source.ACTION, name, lambda them: {"value": getattr(them, field)}, may, reads, case)


def form(name: str, carried: Mapping[str, str], may: set[str], case: str = "", **values: Any) -> Row:
    def make(them: Planted) -> dict[str, Any]:
        meta = {key: getattr(them, field, field) for key, field in carried.items()}
        return {"meta": meta, "values": values, "first_input": "x"}

    return Row(Source.FORM, name, make, may, (), case)


def filling(source: Source, name: str, may: set[str]) -> Row:
    """The first step of the record of her session."""

    def make(them: Planted) -> dict[str, Any]:
        meta = {"form": "session", "person": them.person, "session": them.session, "step": "0"}
        return {"meta": meta, "values": {"agenda_supervisor": "Written."}, "first_input": "x"}

    return Row(source, name, make, may)


OF_A_CASE = ("case_summary", "joint_planning")


def planning(source: Source, name: str, may: set[str]) -> Row:
    """The form of her year's sessions, with one day in it."""

    def make(them: Planted) -> dict[str, Any]:
        meta = {"plan": them.person, "weekday": "any", "turn": "0", "was": "2026-04-24"}
        return {"meta": meta, "values": {"day0.0": "2026-04-24"}, "value": "1", "first_input": "day0.0"}

    return Row(source, name, make, may)


def one_form(name: str, may: set[str], callback: str = "fill", **answers: Any) -> Row:
    """The first step of another form about her; where it is of a booked session or a case, of hers."""

    def make(them: Planted) -> dict[str, Any]:
        meta = {"form": name, "person": them.person, "step": "0"}
        meta |= {"session": them.booked} if name == "self_assessment" else {}
        meta |= {"case": them.ref} if name in OF_A_CASE else {}
        values = {(f"{them.ref}.{each}" if name in OF_A_CASE else each): value for each, value in answers.items()}
        return {"meta": meta, "values": values, "first_input": "x"}

    return Row(Source.FORM, callback, make, may, (), name)


def auditing(name: str, of: str, may: set[str], **answers: Any) -> Row:
    """The first step of a form of Pete's audit of her supervision, which goes into Tom's file."""

    def make(them: Planted) -> dict[str, Any]:
        meta = {"form": name, "person": "E-tom", "of": getattr(them, of), "step": "0"}
        return {"meta": meta, "values": answers, "first_input": "x"}

    return Row(Source.FORM, "fill", make, may, (), name)


OWN_AND_LINE = HERS | LINE
READERS = OWN_AND_LINE | AUDITOR
DAY = "2026-03-20"
GIVING = {
    "purpose": "performance audit", "until": "2026-03-30", "reason": "To audit it.", "tell": "now", "personal": "no",
    "outside": "Commissioned auditors",
}  # fmt: skip
MATRIX: list[Row] = [
    Row(Source.COMMAND, "/decision", lambda them: {"text": f"{them.ref} wait because of court"}, OWN_AND_LINE),
    Row(Source.SHORTCUT, "log_message", lambda them: {"message": f"{them.ref} wait because of court"}, OWN_AND_LINE),
    command("log", LINE, more="20/3 60"),
    command("book", OWN_AND_LINE, more="31/3"),
    command("move", LINE, more="1/4 because court"),
    command("call-off", OWN_AND_LINE, more="because court"),
    command("next", OWN_AND_LINE),
    command("plan", OWN_AND_LINE),
    command("agenda", OWN_AND_LINE),
    command("agreement", OWN_AND_LINE),
    command("observe", OWN_AND_LINE),
    command("checklist", LINE),
    command("conversation", LINE),
    command("probation", LINE),
    command("history", READERS),
    command("access", LINE),
    command("absence", OWN_AND_LINE),
    command("audit", SENIOR),
    button("absence_record", "person", OWN_AND_LINE),
    button("absence_back", "absence", OWN_AND_LINE),
    form("absence_form", {"person": "person"}, OWN_AND_LINE, **{"from": "2026-06-01", "until": "2026-06-03", "kind": "leave"}),
    form("absence_back_form", {"absence": "absence"}, OWN_AND_LINE, until="2026-01-08"),
    button("raised_escalate", "owed", HERS),
    button("raised_answer", "raised", LINE),
    button("duty_record", "owed", LINE, case="supervision"),
    button("duty_record", "case_owed", LINE, case="case"),
    button("duty_book", "owed", OWN_AND_LINE),
    button("duty_move", "owed", LINE),
    button("duty_will_happen", "owed", OWN_AND_LINE),
    button("duty_raise", "owed", HERS),
    button("duty_snooze", "owed", OWN_AND_LINE),
    form("snooze_form", {"owed": "owed"}, OWN_AND_LINE, until="2026-03-26", kind="court"),
    command("days", OWN_AND_LINE, more="mon-wed"),
    form("rhythm_form", {"person": "person"}, OWN_AND_LINE, days=["0", "2"]),
    Row(
        Source.COMMAND,
        "/supervision",
        lambda them: {"text": f"training <@{them.slack}>"},
        OWN_AND_LINE,
        ("training",),
        "training",
    ),
    button("training_open", "person", OWN_AND_LINE, "training"),
    button("training_note", "person", OWN_AND_LINE),
    button("training_confirm", "training", LINE, "training"),
    button("training_take_back", "training", OWN_AND_LINE),
    form("training_form", {"person": "person"}, OWN_AND_LINE, what="skills", on="2026-03-02"),
    button("duty_why", "owed", OWN_AND_LINE, "reason of a move"),
    button("decision_read", "decision", READERS, "decision", "rationale", case="made"),
    button("decision_read", "draft", READERS, "draft decision", "draft rationale", case="draft"),
    button("decision_confirm", "draft", READERS, "draft decision"),
    button("decision_back", "draft", LINE),
    button("decision_change", "decision", LINE, "decision", "rationale", case="made"),
    button("decision_change", "draft", HERS, "draft decision", "draft rationale", case="draft"),
    button("case_note_copy", "note", READERS, "case note"),
    button("case_note_filed", "note", LINE),
    button("case_discuss", "ref", LINE),
    button("case_on_its_own", "case_owed", LINE),
    button("decision_copy", "decision", READERS, "decision"),
    button("decision_filed", "decision", LINE),
    button("session_notes", "session", LINE),
    button("session_person", "person", LINE),
    button("record_open", "person", READERS),
    button("session_read", "session", READERS, "notes", case="notes"),
    button("session_read", "session", PRIVATE, "open matter", "kept matter", case="matters"),
    button("session_read", "booked", READERS, "reason of a move", case="booked"),
    button("access_give", "person", SENIOR),
    button("access_take_back", "grant", SENIOR),
    button("access_tell", "hidden", SENIOR),
    button("matter_read", "matter", PRIVATE, "open matter", case="open"),
    button("matter_read", "kept", PRIVATE, "kept matter", case="kept"),
    Row(Source.ACTION, "choose", lambda them: {"value": f"{them.typed}|x"}, set()),
    button("open_form", "typed", HERS),
    Row(
        Source.FORM,
        "decision_form",
        lambda them: {"values": {"ref": them.ref, "decision": "a", "rationale": "b"}, "first_input": "ref"},
        OWN_AND_LINE,
    ),
    form("session_form", {"person": "person"}, LINE, held_on=DAY, notes="Held."),
    button("record_read", "record", READERS | PEER, "form", "dispute"),
    button("session_filed", "session", LINE),
    button("record_not_right", "record", READERS | PEER),
    button("record_correct", "record", LINE, "form"),
    button("record_copy", "record", READERS, "form"),
    button("checklist_open", "person", LINE),
    button("agreement_same", "agreement", PRIVATE),
    button("dispute_open", "dispute", READERS | PEER, "dispute"),
    button("dispute_take_back", "dispute", HERS),
    form("sign_form", {"record": "record", "version": "1"}, HERS),
    form("dispute_form", {"record": "record", "version": "1", "person": "person"}, HERS, words="No."),
    form("settle_form", {"dispute": "dispute", "person": "person"}, SENIOR, outcome="stands", words="Read."),
    on_case("allocate", LINE, more="@her 21/3/2026"),
    on_case("category", LINE, more="child in need"),
    on_case("joint", LINE, more="@her @her"),
    on_case("planned", LINE),
    on_case("children", LINE, more="C1"),
    on_case("family", LINE, more="none"),
    on_case("often", OWN_AND_LINE, more="4 weeks because of risk"),
    on_case("group", OWN_AND_LINE, more="12 May"),
    on_case("review", OWN_AND_LINE, more="12 May"),
    on_case("oversight", LINE, more="on track because visits are kept"),
    on_case("summary", OWN_AND_LINE),
    on_case("show", OWN_AND_LINE),
    on_case("flag", OWN_AND_LINE, more="a change"),
    on_case("close", LINE),
    button("case_show", "ref", OWN_AND_LINE),
    button("case_flag", "ref", OWN_AND_LINE),
    Row(Source.ACTION, "case_do", lambda them: {"value": f"close|{them.ref}"}, OWN_AND_LINE),
    case_form("case_open_form", LINE, ref="M777777", category="child_protection", worker="{person}", on=DAY),
    case_form("case_allocate_form", LINE, ref="{ref}", worker="{person}", role="duty", on=DAY),
    case_form("case_category_form", LINE, ref="{ref}", category="child_in_need", on=DAY),
    case_form("case_group_form", OWN_AND_LINE, ref="{ref}", facilitator=slack_id("tom"), on="2026-05-12"),
    case_form("case_review_form", OWN_AND_LINE, ref="{ref}", on="2026-05-12"),
    case_form("case_close_form", LINE, ref="{ref}", on=DAY),
    case_form("joint_form", LINE, ref="{ref}", lead="{person}", **{"with": [slack_id("priya")]}, on=DAY),
    button("joint_plan", "ref", LINE),
    form("case_family_form", {"case": "ref"}, LINE, children="C1", sibling=""),
    button("case_decide", "ref", OWN_AND_LINE),
    button("flag_read", "flag", OWN_AND_LINE, "flag"),
    button("flag_decide", "flag", OWN_AND_LINE),
    button("flag_none", "flag", OWN_AND_LINE),
    form("oversight_form", {"case": "ref"}, LINE, what="On track.", why="Visits are kept."),
    form("case_often_form", {"case": "ref"}, OWN_AND_LINE, every="4", why="lack of progress", more="", on=DAY),
    form("flag_form", {"case": "ref"}, OWN_AND_LINE, words="A change."),
    form("flag_none_form", {"flag": "flag"}, LINE, why="Planned."),
    filling(Source.FORM, "fill", LINE),
    filling(Source.FORM, "fill_case", LINE),
    one_form("group", OWN_AND_LINE, on=DAY, facilitator=slack_id("tom"), caseworker=[slack_id("ann")]),
    one_form("good_conversation", LINE, on=DAY, kind="plan", said="To plan."),
    one_form("probation", LINE, on=DAY, overall="Steady."),
    one_form("self_assessment", HERS, piece_1="An assessment", overall_1="green"),
    one_form("case_summary", OWN_AND_LINE, "fill_case", summary="So far."),
    one_form("joint_planning", LINE, "fill_case", tasks="Ann visits.", supervision="Together."),
    button("record_read", "group_record", OWN_AND_LINE, "group", case="group"),
    button("group_relayed", "group", OWN_AND_LINE),
    button("observe_plan", "person", LINE),
    button("observe_open", "planned", OWN_AND_LINE),
    button("observe_off", "planned", LINE),
    form("observe_plan_form", {"person": "person", "kind": "practice"}, LINE, observer=slack_id("tom"), on="2026-04-02"),
    filling(Source.ACTION, "fill_back", LINE),
    filling(Source.ACTION, "fill_later", LINE),
    filling(Source.ACTION, "fill_anew", LINE),
    button("plan_open", "person", OWN_AND_LINE),
    button("plan_read", "plan", OWN_AND_LINE),
    button("plan_change", "plan", OWN_AND_LINE),
    button("plan_history", "person", READERS, "reason of a move"),
    button("agenda_open", "person", OWN_AND_LINE),
    button("session_move", "booked", LINE),
    button("session_call_off", "booked", OWN_AND_LINE),
    button("duty_call_off", "owed", OWN_AND_LINE),
    form("call_off_form", {"person": "person"}, OWN_AND_LINE, reason="court"),
    button("session_calendar", "booked", PRIVATE),
    planning(Source.ACTION, "plan_weekday", OWN_AND_LINE),
    planning(Source.ACTION, "plan_anew", OWN_AND_LINE),
    planning(Source.FORM, "plan_form", OWN_AND_LINE),
    form("plan_confirm_form", {"confirms": "plan"}, HERS),
    form("book_form", {"person": "person"}, OWN_AND_LINE, on="2026-04-02"),
    form("move_form", {"person": "person"}, LINE, on="2026-04-02", reason="court"),
    form("agreement_form", {"person": "person"}, LINE, supervisee_on=DAY, supervisor_on=DAY),
    form("review_form", {"person": "person"}, LINE, on=DAY),
    button("record_read", "audited", LINE | PEER, "audit", case="audit"),
    button("audit_fill", "sample", PEER),
    button("audit_file", "sample", PEER),
    button("audit_redraw", "sample", PEER),
    form("audit_redraw_form", {"sample": "sample"}, PEER, why="away"),
    button("audit_feedback_give", "audit", PEER, "audit"),
    auditing("supervision_audit", "sample", PEER, on=DAY, structure="yes", frequency="yes", agreement="yes"),
    auditing("audit_feedback", "audit", PEER, points="Well kept.", given_on=DAY),
    form("access_form", {"person": "person"}, SENIOR, **GIVING),
    form("matter_form", {"matter": "matter"}, HERS, keep="yes"),
    button("action_done", "action", OWN_AND_LINE),
    button("action_not_done", "action", OWN_AND_LINE, "action"),
    form("action_form", {"action": "action"}, OWN_AND_LINE, why="court"),
    button("feedback_give", "session", HERS),
    form("decision_confirm_form", {"decision": "draft"}, LINE),
    form("decision_back_form", {"decision": "draft"}, LINE, back_reason="Say when."),
    form("decision_change_form", {"decision": "decision"}, LINE, decision="a", rationale="b"),
    form("case_note_copy_form", {"note": "note"}, LINE),
    form("decision_copy_form", {"decision": "decision"}, LINE),
]
OF_NOBODY: dict[str, str] = {
    "log_decision": "opens a form with nothing in it",
    "open": "names a case that is not there yet: test_case",
    "find": "lists cases the viewer can see: test_a_case_is_shown_and_found_by_those_who_may",
    "sign": "lists what waits for the viewer's own name: test_signing",
    "unsent_anew": "is about what the viewer typed, in a form that is open: test_unsent",
    "fill_go_on": "is of the viewer's own forms alone: test_a_form_begun_is_offered_to_whoever_began_it_alone",
    "log_session": "asks whose, among one's own supervisees: test_what_can_be_chosen_is_the_viewers_own",
    "team_list": "lists what is late below the viewer: test_a_list_of_a_team_holds_those_below_alone",
    "access_about_me": "shows the viewer's own record's: test_what_a_person_is_not_to_be_told_yet_is_not_shown",
    **dict.fromkeys(("calendar", "feed_new", "feed_off", "feed_open"), "is the asker's own address alone: test_calendar"),
    "training_list": "shows the viewer's own and those below: test_training",
    "rhythm_open": "shows the viewer's own days and hour: test_quiet",
    "actions_open": "lists the viewer's own: test_a_list_of_actions_holds_the_viewers_own_alone",
    "group": "opens a form about the viewer's own team: test_group",
    "assess": "is about the viewer's own work: test_self_assessment",
    **dict.fromkeys(("help", "help_open"), "is of nobody's records: test_home"),
    **dict.fromkeys(("what_if", "what_if_form"), "reckons with those below: test_what_if_reckons_with_those_below_alone"),
    "home_list": "is what stands on the viewer's own Home tab: test_home",
    "raise": "is about the viewer's own supervision",
    "audit_open": "lists the viewer's own samples and audits: test_a_list_of_samples_holds_the_viewers_own_alone",
    **dict.fromkeys(("audit_findings", "audit_discussed"), "counts audits, and names nobody: test_audits"),
    **dict.fromkeys(
        (
            *("report", "report_open", "report_list", "report_counted", "report_rest", "report_rest_again"),
            *("report_send", "report_send_pdf"),
        ),
        "is about those below the viewer: test_a_report_is_about_those_below_alone",
    ),
}
"""Requests that name no record, and why."""
TABLES = {Source.COMMAND: COMMANDS, Source.ACTION: ACTIONS, Source.FORM: FORMS, Source.SHORTCUT: SHORTCUTS}


def test_every_request_there_is_has_its_row() -> None:
    rows = {row.name for row in MATRIX if row.source is not Source.COMMAND}
    words = {row.case for row in MATRIX if row.name in ("/supervision", "/case")}
    spoken = {*SUBCOMMANDS, *CASE_WORDS}
    assert rows | {name for name in OF_NOBODY if name not in spoken} == {*ACTIONS, *FORMS, *SHORTCUTS}
    assert words | {name for name in OF_NOBODY if name in spoken} == spoken
    assert {row.name for row in MATRIX if row.source is Source.COMMAND} == set(COMMANDS)


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """A copy of everything planted, the bot and the desk."""
    with cast.planted_council(databases) as url, open_office(url) as made:
        yield made


class Asker:
    """Asks as somebody in a role."""

    def __init__(self, office: Office) -> None:
        self.office = office
        client = office.app.client
        self.deps = Deps(
            store=office.store,
            now=lambda: office.now[0],
            client=lambda _: client,
            stopwatch=stopwatch,
            public_url=lambda: office.public_url[0],
            patience=UNHURRIED,
        )
        self._number = 0

    def ask(self, row: Row, role: str, them: Planted) -> Reply:
        who, workspace = ROLES[role]
        self._number += 1
        entry: Entry = TABLES[row.source][row.name]
        incoming = Incoming(
            source=row.source,
            name=row.name,
            workspace=workspace,
            slack_id=slack_id(who),
            request_id=f"request {self._number}",
            **row.make(them),
        )
        return answer(incoming, entry, COMMANDS, self.deps)


def said(reply: Reply, them: Planted) -> str:
    """All of it, with nothing left that names what was asked for."""
    whole = json.dumps(asdict(replace(reply, instead=None, to_keep=None)), sort_keys=True)
    for value in sorted(asdict(them).values(), key=len, reverse=True):
        whole = whole.replace(value, "…")
    return re.sub(r"typed [0-9a-f]{16}", "typed", whole)


def content(reply: Reply) -> set[str]:
    """What of the record is in it."""
    whole = json.dumps(asdict(replace(reply, instead=None, to_keep=None)))
    return {where for where, word in WORDS.items() if word in whole}


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row.name} {row.case}".strip())
def test_who_may_gets_it_and_to_anybody_else_it_is_not_there(office: Office, row: Row) -> None:
    asker, there = Asker(office), cast.ids_of(office.store)
    for role in ROLES.keys() - row.may:
        hidden, nothing = asker.ask(row, role, there), asker.ask(row, role, NOTHING)
        shown = content(hidden) & set(row.reads)
        if role not in _see_it_otherwise(row):
            assert said(hidden, there) == said(nothing, NOTHING), role
            assert not content(hidden), role
        assert not shown, role
        assert not hidden.stored, role
    for role in sorted(row.may):
        reply = asker.ask(row, role, there)
        assert said(reply, there) != said(asker.ask(row, role, NOTHING), NOTHING), role
        assert set(row.reads) <= content(reply), role


def _see_it_otherwise(row: Row) -> set[str]:
    """Who sees that it is there, and may not do this with it: they are told why they may not."""
    if row.name in ("dispute_take_back", "sign_form", "dispute_form", "settle_form"):
        return READERS | PEER  # who reads it is told who may do this
    if row.name == "session_read":
        return READERS  # of one window, some see more
    if row.source is Source.COMMAND and row.case in ("access",):
        return HERS  # one's own is another window
    return OWN_AND_LINE | (AUDITOR if row.name in ("session_notes",) else set())


def test_what_can_be_chosen_is_the_viewers_own(office: Office) -> None:
    asker = Asker(office)
    for role in ROLES:
        for row in (Row(Source.SHORTCUT, "log_session", lambda _: {}, set()), command_alone("log"), command_alone("book")):
            shown = said(asker.ask(row, role, NOTHING), NOTHING)
            own = HERS if row.case == "book" else set()
            assert bool(re.search(r"E-ann\b", shown)) == (role in {"their supervisor"} | own), (role, row.case)


def command_alone(word: str) -> Row:
    return Row(Source.COMMAND, "/supervision", lambda _: {"text": word}, set(), (), word)


def test_a_list_of_a_team_holds_those_below_alone(office: Office) -> None:
    asker = Asker(office)
    row = Row(Source.ACTION, "team_list", lambda _: {"value": "North"}, set())
    names = {role for role in ROLES if slack_id("ann") in json.dumps(asker.ask(row, role, NOTHING).modal)}
    assert names == LINE


def test_what_if_reckons_with_those_below_alone(office: Office) -> None:
    asker = Asker(office)
    opened = Row(Source.ACTION, "what_if", lambda _: {"value": "below"}, set())
    offered = {role for role in ROLES if "E-tom" in json.dumps(asker.ask(opened, role, NOTHING).modal)}
    assert offered == SENIOR
    tom, nobody = (form("what_if_form", {}, set(), away=f"E-{who}") for who in ("tom", "nobody"))
    named = {role for role in ROLES if slack_id("tom") in json.dumps(asker.ask(tom, role, NOTHING).modal)}
    assert named == SENIOR
    for role in ROLES.keys() - SENIOR:
        assert said(asker.ask(tom, role, NOTHING), NOTHING) == said(asker.ask(nobody, role, NOTHING), NOTHING), role
    carols = form("what_if_form", {}, set(), vacancies="1", team="South")
    assert {role for role in ROLES if asker.ask(carols, role, NOTHING).modal} == SENIOR


def test_a_report_is_about_those_below_alone(office: Office) -> None:
    """Nobody else is told so much as that there is a team of that name, nor whose row it would be."""
    asker = Asker(office)
    for action in ("report_open", "report_list", "report_counted", "report_rest", "report_rest_again"):
        for scope in ("North", None):
            values = {"measure": "late"} | ({"scope": scope} if scope else {})
            row = Row(Source.ACTION, action, lambda _, them=values: {"value": json.dumps(them)}, set())  # type: ignore[misc]
            nowhere = Row(Source.ACTION, action, lambda _: {"value": '{"scope": "Nowhere", "measure": "late"}'}, set())
            opened = {role: asker.ask(row, role, NOTHING).modal for role in ROLES}
            assert {role for role, shown in opened.items() if shown} >= LINE
            if scope:
                assert {role for role, shown in opened.items() if shown} == LINE, action
            if action == "report_list":
                assert {role for role, shown in opened.items() if f"<@{slack_id('ann')}>" in json.dumps(shown)} == LINE
            for role in ROLES.keys() - LINE if scope else ():
                assert said(asker.ask(row, role, NOTHING), NOTHING) == said(asker.ask(nowhere, role, NOTHING), NOTHING), role


def test_a_report_is_sent_to_those_it_may_be_shown_to(office: Office) -> None:
    asker = Asker(office)
    north, nowhere = (
        Row(Source.ACTION, "report_send", lambda _, team=team: {"value": json.dumps({"scope": team})}, set())  # type: ignore[misc]
        for team in ("North", "Nowhere")
    )
    assert {role for role in ROLES if "on its way" in asker.ask(north, role, NOTHING).text} == LINE
    for role in ROLES.keys() - LINE:
        assert said(asker.ask(north, role, NOTHING), NOTHING) == said(asker.ask(nowhere, role, NOTHING), NOTHING), role


def test_a_list_of_actions_holds_the_viewers_own_alone(office: Office) -> None:
    asker = Asker(office)
    row = Row(Source.ACTION, "actions_open", lambda _: {"value": "own"}, set())
    assert {role for role in ROLES if content(asker.ask(row, role, NOTHING))} == HERS


def test_a_list_of_samples_holds_the_viewers_own_alone(office: Office) -> None:
    asker, there = Asker(office), cast.ids_of(office.store)
    row = Row(Source.ACTION, "audit_open", lambda _: {"value": "own"}, set())
    ids = (there.sample, there.audit, there.audited)
    named = {role for role in ROLES if any(each in json.dumps(asker.ask(row, role, NOTHING).modal) for each in ids)}
    assert named == PEER


def test_what_a_person_is_not_to_be_told_yet_is_not_shown(office: Office) -> None:
    asker, there = Asker(office), cast.ids_of(office.store)
    about_me = Row(Source.ACTION, "access_about_me", lambda _: {"value": there.hidden}, set())
    hers = content(asker.ask(about_me, "the supervisee", there))
    assert hers == {"reason of a grant"}
    for role in ROLES.keys() - HERS:
        assert not content(asker.ask(about_me, role, there)), role
    seen = {role: content(asker.ask(command("access", set()), role, there)) for role in LINE}
    assert all(words == {"reason of a grant", "somebody outside"} for words in seen.values()), seen


def test_a_home_tab_holds_no_content_and_nobody_elses_duties(office: Office) -> None:
    from handlers import home

    there, deps = cast.ids_of(office.store), Asker(office).deps
    for role, (who, workspace) in ROLES.items():
        shown = json.dumps(home.build(deps, workspace, slack_id(who)))
        assert not {where for where, word in WORDS.items() if word in shown}, role
        named = any(each in shown for each in (there.owed, there.session, there.ref))
        assert named == (role in OWN_AND_LINE), role


PAGES: dict[str, tuple[int, ...]] = {
    "/slack/events": (401, 405),
    "/healthz": (200,),
    "/readyz": (200,),
    "/metrics": (200,),
    "/feed/<anything:name>": (404,),
    "/api/v1/openapi.json": (200,),
    **{f"/api/v1/{table}": (401,) for table in FIGURES},
}
"""Every page, and what it answers to somebody without a signature or a token."""


def test_no_page_tells_an_unknown_visitor_anything_of_anybody(office: Office) -> None:
    there = cast.ids_of(office.store)
    feed = Feed(office.store, lambda: office.now[0], stopwatch, within=AN_ANSWER)
    figures = Figures(office.store, lambda: office.now[0], within=AN_ANSWER)
    web = build_web(office.app, office.store.is_ready, generate_latest, feed, figures=figures, door=Door(SECRET))
    rules = {rule.rule for rule in web.url_map.iter_rules() if rule.endpoint != "static"}
    assert rules == PAGES.keys()
    visitor = web.test_client()
    names = {row[0] for row in STAFF.values()} | {row[0] for row in cast.MORE.values()}
    for rule, answers in PAGES.items():
        for method in ("GET", "POST"):
            told = visitor.open(re.sub(r"<.*>", f"{there.session}.ics", rule), method=method)
            assert told.status_code in (*answers, 405), rule
            for private in (*WORDS.values(), *names, *asdict(there).values()):
                assert private not in told.text, rule


ABOUT = ("person_id", "supervisee_id", "worker_id", "of_id", "id")
"""The column that says whom a row of the council's own figures is about: the first of these that it has."""


def test_figures_taken_out_are_about_oneself_and_those_below_and_say_nothing_anybody_wrote(office: Office) -> None:
    """Every table there is, by a token of everybody's, and by one granted for the whole council."""
    with office.store.work(SINGLE, office.now[0]) as work:
        hers = {"workspace": SINGLE, "of_id": staff_id("ann"), "kind": "practice"}
        day = office.now[0].date()
        work.session.add(ObservationRow(**hers, by_id=staff_id("tom"), observed_on=day))
        work.session.add(AuditRow(**hers | {"kind": "peer"}, auditor_id=staff_id("carol"), audited_on=day))
        work.commit()
    web = Flask("figures")
    Figures(office.store, lambda: office.now[0], a_minute=10_000, within=AN_ANSWER).register(web)
    private = {*WORDS.values(), *(row[0] for row in (*STAFF.values(), *cast.MORE.values())), "@example.org"}
    seen: dict[str, set[str]] = {}
    for role, (who, workspace) in ROLES.items():
        headers = by_token(office, who, workspace)
        for table in FIGURES:
            answer = web.test_client().get(f"/api/v1/{table}?limit=1000", headers=headers)
            assert answer.status_code == (200 if role in EVERYBODY or workspace == OTHER else 401), (role, table)
            assert not [each for each in private if each in answer.text], (role, table)
            if any(about(row) == staff_id("ann") for row in answer.get_json().get("rows", ())):
                seen.setdefault(table, set()).add(role)
    assert seen == dict.fromkeys(FIGURES, OWN_AND_LINE)
    headers = by_token(office, "quinn", SINGLE, "quality")
    for table in FIGURES:
        answer = web.test_client().get(f"/api/v1/{table}?limit=1000", headers=headers)
        assert {staff_id("ann")} <= {about(row) for row in answer.get_json()["rows"]}, table
        assert not [each for each in private if each in answer.text], table


def about(row: dict[str, Any]) -> Any:
    return row[next(each for each in ABOUT if each in row)]


def by_token(office: Office, who: str, workspace: str, reach: str = "line") -> dict[str, str]:
    """Given in February, when Lee worked here; one of nobody's, for those who never did."""
    with office.store.work(workspace, office.now[0] - timedelta(days=30)) as work:
        try:
            issued = work.api_tokens.issue(staff_id(who), viewer=work.people.everyone()[0], reach=reach, ahead_days=90)
        except NotFound:
            return {"Authorization": f"Bearer {PREFIX}{'x' * 59}"}
        work.commit()
    return {"Authorization": f"Bearer {PREFIX}{issued.token.text}"}
