"""A form of one screen closed half way: what was typed is there when it is opened again, and goes when it is sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.desk import Person, View, words_of
from storage.unit import UnitOfWork
from tests.handlers.filling import fill
from tests.handlers.office import Office, seen, staff_id
from tests.handlers.test_decision import press

GOES_ON = "You go on with what you wrote on Tue 24 March, 10:0"
TYPED = "The kestrel was seen twice, and so"


def command(name: str, text: str) -> Callable[[Office, Person], None]:
    return lambda office, person: person.command(name, text) and None


def pressed(action: str, of: Callable[[UnitOfWork], str]) -> Callable[[Office, Person], None]:
    return lambda office, person: press(office, person.id.removeprefix("U0").lower(), action, office.read(of))


def as_seen_by(key: str, ask: Callable[[UnitOfWork, Any], str]) -> Callable[[UnitOfWork], str]:
    return lambda work: ask(work, work.people.must_get(staff_id(key)))


RECORD = as_seen_by("ann", lambda work, ann: work.written.of(ann.id, viewer=ann, form="session")[0].id)
ACTION = as_seen_by("ann", lambda work, ann: work.actions.owned_by(ann)[0].id)
FLAG = as_seen_by("tom", lambda work, tom: work.flags.of_case("M100014", viewer=tom)[0].id)
DRAFT = as_seen_by("tom", lambda work, tom: work.decisions.to_confirm(tom)[0].id)
DECISION = as_seen_by(
    "tom", lambda work, tom: next(d.id for d in work.decisions.of_case("M100011", viewer=tom) if not d.is_draft)
)
DISPUTE = as_seen_by("zoe", lambda work, zoe: work.disputes.waiting(zoe)[0].id)


@dataclass(frozen=True)
class Form:
    """One of one screen: who fills it, how it is come to, where the sentence goes, and what else it wants."""

    by: str
    open: Callable[[Office, Person], None]
    at: str
    also: dict[str, Any] = field(default_factory=dict)


FORMS = {
    "decision": Form("tom", command("/decision", ""), "decision", {"ref": "M100001", "rationale": "Two visits were missed."}),
    "move": Form("tom", command("/supervision", "move @Ann Example"), "reason", {"on": date(2026, 3, 27)}),
    "session": Form("tom", command("/supervision", "log @Ann Example yesterday 60"), "notes"),
    "family": Form("tom", pressed("case_do:family", lambda work: "family|M100001"), "children", {"children": "C1"}),
    "oversight": Form("tom", command("/case", "oversight M100001"), "what", {"why": "The plan is kept."}),
    "flag": Form("ann", command("/case", "flag M100001"), "words"),
    "flag needs nothing": Form("tom", pressed("flag_none", FLAG), "why"),
    "sent back": Form("tom", pressed("decision_back", DRAFT), "back_reason"),
    "changed": Form("tom", pressed("decision_change", DECISION), "rationale"),
    "not done": Form("ann", pressed("action_not_done", ACTION), "why"),
    "not right": Form("ann", pressed("record_not_right", RECORD), "words"),
    "access": Form(
        "zoe",
        pressed("access_give", lambda work: staff_id("ann")),
        "reason",
        {"outside": "Kim Lowe, auditor", "purpose": "performance audit"},
    ),
}


def prepared(office: Office) -> None:
    """What each of them is about."""
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/supervision", "log @Ann Example today 90")
    assert tom.submit() == {}
    tom.press(tom.modal, "session_notes")
    fill(tom, discussed="Workload.", actions__0__what="Book the visit", actions__0__who=staff_id("ann"))
    tom.close(everything=True)
    tom.command("/supervision", "book @Ann Example thu 2pm")
    tom.command("/decision", "M100011 hold the plan because it works")
    ann.command("/case", "flag M100014 he has moved")
    ann.command("/decision", "M100014 visit weekly because two were missed")


def carried(view: View | None) -> str:
    """All of a form that Slack sends back and shows nobody."""
    assert view
    ids = [[block["block_id"], block.get("element", {}).get("action_id")] for block in view.blocks]
    return json.dumps([ids, view.content["private_metadata"], view.content["callback_id"]])


def half_way(office: Office, person: Person, **typed: str) -> None:
    """Typed letter by letter, as far as the two last of them go; then the window is closed."""
    edge = office.edge
    assert edge
    (block, text), *_ = typed.items()
    person.type(**{block: text[:-1]})
    person.type(**typed)
    person.close(everything=True)
    assert person.until(lambda: not edge.typing.held)


def test_what_was_typed_is_there_again_and_gone_once_it_is_sent(plain_office: Office) -> None:
    office = plain_office
    prepared(office)
    for name, form in FORMS.items():
        person = office.person(form.by)
        form.open(office, person)
        assert person.modal, (name, person.last().text)
        began = person.values()
        half_way(office, person, **{form.at: TYPED})
        form.open(office, person)
        assert person.values()[form.at] == TYPED, name
        rest = {each: said for each, said in began.items() if not each.endswith(form.at)}
        assert {each: person.values()[each] for each in rest} == rest, name
        assert GOES_ON in seen(person), name
        assert "kestrel" not in carried(person.modal), name
        assert person.submit(**form.also) == {}, name
        person.close(everything=True)
        left = office.read(lambda work, by=form.by: work.drafts.all(work.people.must_get(staff_id(by))))
        assert left == [], name


def test_it_is_nobody_elses_and_about_nothing_else(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    ann.command("/case", "flag M100001")
    half_way(office, ann, words=TYPED)
    for person, ref in ((ann, "M100014"), (tom, "M100001")):
        person.command("/case", f"flag {ref}")
        assert (person.values()["words"], GOES_ON in seen(person)) == (None, False), ref
        person.close(everything=True)
    for home in (ann.home(), tom.home()):
        assert home
        assert "kestrel" not in words_of(home.blocks)


def test_what_is_typed_with_the_command_replaces_nothing_and_is_replaced_by_nothing(office: Office) -> None:
    """A form left half way, another begun with words of its own: both are there."""
    tom = office.person("tom")
    tom.command("/decision", "")
    half_way(office, tom, decision=TYPED)
    tom.command("/decision", "M100001 close the case")
    assert tom.values()["decision"] == "close the case"
    half_way(office, tom, rationale="It is over.")
    tom.command("/decision", "M100001 close the case")
    assert (tom.values()["ref"]["value"], tom.values()["rationale"]) == ("M100001", "It is over.")
    assert tom.submit() == {}
    tom.close(everything=True)
    tom.command("/decision", "")
    assert tom.values()["decision"] == TYPED


def test_a_form_about_a_case_is_not_filled_with_what_was_typed_about_another(office: Office) -> None:
    tom = office.person("tom")
    press(office, "tom", "case_decide", "M100001")
    half_way(office, tom, decision=TYPED)
    press(office, "tom", "case_decide", "M100014")
    assert (tom.values()["ref"]["value"], tom.values()["decision"]) == ("M100014", None)
    tom.close(everything=True)
    press(office, "tom", "case_decide", "M100001")
    assert (tom.values()["ref"]["value"], tom.values()["decision"]) == ("M100001", TYPED)


def test_begun_again_it_is_as_it_began_and_nothing_is_kept(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", "M100001 hold the plan because it works")
    [made] = office.decisions("M100001")
    press(office, "tom", "decision_change", made.id)
    half_way(office, tom, decision=TYPED)
    press(office, "tom", "decision_change", made.id)
    before = carried(tom.modal)
    tom.press(tom.modal, "unsent_anew")
    assert tom.values()["decision"] == "hold the plan"
    assert GOES_ON not in seen(tom)
    assert carried(tom.modal) != before, "a field of the same name would keep in Slack what stands in it"
    half_way(office, tom, decision="hold the plan for good")
    press(office, "tom", "decision_change", made.id)
    assert tom.values()["decision"] == "hold the plan for good"


def test_a_form_in_which_all_was_taken_back_is_not_offered_again(office: Office) -> None:
    ann = office.person("ann")
    ann.command("/case", "flag M100001")
    half_way(office, ann, words=TYPED)
    ann.command("/case", "flag M100001")
    ann.type(words="")
    ann.close(everything=True)
    edge = office.edge
    assert edge
    assert ann.until(lambda: not edge.typing.held)
    ann.command("/case", "flag M100001")
    assert (ann.values()["words"], GOES_ON in seen(ann)) == (None, False)


def test_letters_that_come_after_it_was_sent_leave_nothing_behind(office: Office) -> None:
    ann, edge = office.person("ann"), office.edge
    assert edge
    ann.command("/case", "flag M100001")
    ann.type(words=TYPED)  # kept a second later, by when it has been sent
    assert ann.submit(words=TYPED) == {}
    assert ann.until(lambda: not edge.typing.held)
    assert office.read(lambda work: work.drafts.all(work.people.must_get(staff_id("ann")))) == []
