"""What looks like a name or an identifier is pointed out before it is stored, in every form and command; nothing is lost."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.clock import stopwatch
from handlers.answering import answer
from handlers.deps import Deps
from handlers.entry import Record
from handlers.pointing import POINTED, WHY
from handlers.reply import Reply
from handlers.request import Incoming, Source
from handlers.tables import COMMANDS, FORMS
from storage import SINGLE
from storage.models import DiscussionRow, DraftRow, KeptWordsRow, PersonRow, PostponementRow, SessionRow
from tests.databases import Databases
from tests.handlers.carried import carried, within
from tests.handlers.office import Office, open_office, seen, settle, slack_id, staff_id
from tests.handlers.test_bad_input import ANN
from tests.unhurried import UNHURRIED

JANE = "His mother Jane Wigglesworth rang from RG41 2AB"
NHS = "Referred with 943 476 5919"
WORDS = ("Wigglesworth", "RG41", "943 476", "9434765919", "5919", "2AB")
WRITTEN = (DiscussionRow, SessionRow, PostponementRow, KeptWordsRow, DraftRow)


@contextmanager
def open_under(databases: Databases, policy: str) -> Iterator[Office]:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy=policy) as made:
        yield made
        assert carried(made.desk) == []


def written(office: Office) -> tuple[int, ...]:
    """How much is stored of what people write."""

    def count(work: Any) -> tuple[int, ...]:
        return tuple(work.session.scalar(select(func.count()).select_from(row)) for row in WRITTEN)

    return tuple(office.read(count))


def kept(office: Office, about: str) -> list[Any]:
    return list(office.read(lambda work: work.kept_words.of(about, viewer=work.people.get(staff_id("zoe")))))


def notes(office: Office) -> str:
    """What Ann's latest record says."""

    def ask(work: Any) -> str:
        tom = work.people.get(staff_id("tom"))
        held = [one for one in work.sessions.of(staff_id("ann"), viewer=tom) if one.held_on]
        return str(work.sessions.notes(held[0].id, viewer=tom))

    return str(office.read(ask))


def window(office: Office) -> str:
    modal = office.person("tom").modal
    return json.dumps(modal.content) if modal else ""


def test_a_clean_decision_is_stored_at_once_and_a_name_in_one_opens_the_form_with_everything(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/decision", "M100001 move to strategy meeting because two missed visits")
    assert reply.text.startswith("Saved.")
    before = written(office)
    assert tom.command("/decision", f"M100011 hold the plan because {JANE}") == []
    assert written(office) == before
    assert (tom.values()["decision"], tom.values()["rationale"]) == ("hold the plan", JANE)
    assert "for example M100001" in seen(tom)
    assert "Looks like a name (J… W…) and a postcode (R… 2…)." in seen(tom)
    assert not any(word in seen(tom) for word in WORDS)
    assert tom.submit(rationale="His mother rang from home") == {}
    assert seen(tom).startswith("Saved. Ad hoc decision on *M100011*")
    [stored] = office.decisions("M100011")
    assert stored.rationale == "His mother rang from home"
    assert kept(office, stored.id) == []


def test_a_decision_is_kept_with_a_reason_which_is_stored_with_it_and_sealed(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", f"M100011 hold the plan because {JANE}")
    assert tom.submit() == {}  # again as it was, without a reason: pointed out again
    assert "Not saved yet" in seen(tom)
    assert office.decisions("M100011") == []
    assert tom.submit(**{WHY: "the court order names the address"}) == {}
    [stored] = office.decisions("M100011")
    assert stored.rationale == JANE
    [one] = kept(office, stored.id)
    assert (one.kinds, one.reason, one.by_id) == (("name", "postcode"), "the court order names the address", staff_id("tom"))
    sealed = office.read(lambda work: work.session.connection().exec_driver_sql("SELECT reason FROM kept_words").scalar())
    assert "court" not in sealed


def test_a_reason_is_for_the_words_it_was_asked_for_and_names_nobody_itself(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", f"M100011 hold the plan because {JANE}")
    assert tom.submit(decision=f"hold the plan. {NHS}", **{WHY: "it is in the order"}) == {}
    assert office.decisions("M100011") == []
    assert "an NHS number (9…" in seen(tom)
    assert tom.values()[WHY] == "it is in the order"
    assert tom.submit(**{WHY: "asked for by Jane Wigglesworth"}) == {}
    assert "The reason holds one too" in seen(tom)
    assert office.decisions("M100011") == []


def test_a_reason_nobody_asked_for_keeps_nothing(office: Office) -> None:
    incoming = asked("decision_form", {"ref": "M100011", "decision": "hold", "rationale": JANE, WHY: "because I say so"})
    assert answered(office, incoming).again
    assert office.decisions("M100011") == []


@pytest.mark.parametrize(("policy", "source"), [("wokingham", "Wokingham, Supervision Standard 9"), ("manchester", ", 2.1:")])
def test_where_the_policy_forbids_it_a_name_is_not_kept(databases: Databases, policy: str, source: str) -> None:
    with open_under(databases, policy) as office:
        tom = office.person("tom")
        tom.command("/supervision", f"log {ANN} yesterday 90")
        before = written(office)
        assert tom.submit(notes=f"{JANE}. {NHS}") == {}
        assert source in seen(tom)
        assert "no names or personal details of families in this record" in seen(tom)
        assert WHY not in tom.values()  # a number that is one person's has no other reading
        assert tom.submit(notes=JANE) == {}
        assert "None of it is about a child or family" in window(office)
        assert tom.submit() == {}
        assert written(office) == before
        assert tom.submit(notes="Rang the mother of M100001") == {}
        assert seen(tom).startswith("Saved.")
        assert notes(office) == "Rang the mother of M100001"


def test_what_is_none_of_a_family_can_be_said_to_be_so(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} yesterday 90")
    tom.submit(notes="We meet at RG40 1BN from May")
    assert tom.submit(**{WHY: "our own office"}) == {}
    assert seen(tom).startswith("Saved.")
    assert notes(office) == "We meet at RG40 1BN from May"


def test_kent_forbids_names_in_the_front_doors_record_only(databases: Databases) -> None:
    with open_under(databases, "kent") as office:
        tom = office.person("tom")
        for role, label in (("case_holder", "Keep it as it is, because"), ("front_door", "None of it is about a child")):
            with office.store.work(SINGLE, office.now[0]) as work:
                work.session.execute(update(PersonRow).where(PersonRow.id == staff_id("ann")).values(role=role))
                work.commit()
            tom.command("/supervision", f"log {ANN} yesterday 90")
            tom.submit(notes=JANE)
            assert label in window(office)
            tom.close(everything=True)


@pytest.mark.parametrize("policy", ["plymouth", "lscb"])
def test_where_the_policy_is_silent_a_reason_is_enough(databases: Databases, policy: str) -> None:
    with open_under(databases, policy) as office:
        tom = office.person("tom")
        tom.command("/supervision", f"log {ANN} yesterday 90")
        tom.submit(notes=JANE)
        assert tom.submit(**{WHY: "she asked for it to be recorded"}) == {}
        assert notes(office) == JANE


def test_staff_may_be_named(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} yesterday 90")
    tom.submit(notes="Priya covers on Friday; Carol Reed and Zoe Head decide. Tom's view: agreed.")
    assert seen(tom).startswith("Saved.")


def test_the_reason_of_a_move_typed_in_one_line(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} wed")
    before = written(office)
    assert tom.command("/supervision", f"move {ANN} thu because her brother Jamie is ill") == []
    assert written(office) == before
    assert tom.values()["reason"] == "her brother Jamie is ill"
    assert tom.submit(reason="sickness") == {}
    assert seen(tom).startswith("Moved.")


@pytest.mark.parametrize("name", ["Jack Smith", "Zofia"])
def test_a_name_in_place_of_the_reference_is_refused_and_left_nowhere(
    office: Office, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="handlers")
    tom, before = office.person("tom"), written(office)
    assert tom.command("/decision", f"{name} move to strategy meeting because two missed visits") == []
    assert "A case goes by its reference, never by a name" in seen(tom)
    assert (tom.values()["decision"], tom.values()["rationale"]) == ("move to strategy meeting", "two missed visits")
    assert name not in window(office)
    tom.close(everything=True)
    assert written(office) == before
    [unknown] = tom.command("/decision", "X9999 step down because the plan is met")
    tom.press(unknown, "open_form")
    errors = tom.submit(ref=name)
    assert errors == {"ref": "That is not a case reference. One looks like M100001; a name cannot stand here."}
    assert written(office)[:4] == before[:4]
    assert name not in caplog.text
    assert not any(name in message.text + json.dumps(message.blocks) for message in tom.messages())


def asked(name: str, values: dict[str, Any], **meta: str) -> Incoming:
    return Incoming(
        Source.FORM, name, SINGLE, slack_id("tom"), f"{name} {sorted(values)}", values=values, typed=frozenset(values),
        meta={"person": staff_id("ann"), **meta}, first_input="x",
    )  # fmt: skip


def answered(office: Office, incoming: Incoming) -> Reply:
    client = office.app.client
    deps = Deps(store=office.store, now=lambda: office.now[0], client=lambda _: client, stopwatch=stopwatch, patience=UNHURRIED)
    return answer(incoming, FORMS[incoming.name], COMMANDS, deps)


def test_every_field_of_every_form_is_looked_at_whatever_it_is_called(office: Office) -> None:
    """A form that is new, and a field that is new in one, are looked at too; what is not is written out here."""
    before = written(office)
    for name, entry in FORMS.items():
        reply = answered(office, asked(name, {"a_field_that_is_new": NHS}))
        assert bool(reply.again) == (entry.record is not Record.NONE), name
    assert written(office) == before
    assert {name for name, entry in FORMS.items() if entry.record is Record.NONE} == {
        "case_note_copy_form",
        "decision_copy_form",
        "what_if_form",  # it stores nothing
    }
    apart = {(name, each) for name, entry in FORMS.items() for each in entry.apart}
    by_hand = {(f"case_{each}_form", "ref") for each in ("open", "allocate", "category", "close", "often", "review", "group")}
    by_hand |= {("oversight_form", "ref"), ("joint_form", "ref")}
    by_hand |= {("case_family_form", each) for each in ("sibling", "children")}
    assert apart == {("decision_form", "ref"), ("access_form", "outside")} | by_hand


def test_slacks_payload_says_which_answers_were_typed(office: Office) -> None:
    tom = office.person("tom")
    for opened in (lambda: tom.shortcut("log_decision"), lambda: tom.command("/supervision", f"log {ANN} yesterday 90")):
        opened()
        assert tom.modal
        typed = [b["block_id"] for b in tom.modal.content["blocks"] if b.get("element", {}).get("type") == "plain_text_input"]
        assert typed
        for block in typed:
            filled = dict.fromkeys(typed, "court") | {block: NHS} | ({"ref": "M100011"} if "ref" in tom.values() else {})
            assert tom.submit(**filled) == {}
            assert "Not saved yet" in seen(tom), block
        tom.close(everything=True)


def test_of_a_command_what_would_be_stored_is_looked_at() -> None:
    assert COMMANDS["/decision"].written(f"M1 {NHS} because {JANE}") == f"{NHS}\n{JANE}"
    assert NHS in COMMANDS["/supervision"].written(f"move @Ann fri because {NHS}")
    assert COMMANDS["/supervision"].written(f"frobnicate {NHS}") == ""  # there is no such word, and nothing is stored
    assert {name for name, entry in COMMANDS.items() if entry.record is Record.NONE} == set()


def test_a_form_carries_kinds_and_numbers_and_never_the_words(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", f"M100011 {NHS} because {JANE}")
    assert tom.modal
    meta = json.loads(tom.modal.content["private_metadata"])
    assert meta[POINTED] == "name:1,nhs_number:1,postcode:1"
    outside = [block for block in tom.modal.content["blocks"] if block["type"] != "input"]
    assert not any(word in json.dumps(outside) + tom.modal.content["private_metadata"] for word in WORDS)


@pytest.mark.parametrize(
    ("said", "may_say"),
    [
        ({"private_metadata": json.dumps({"value": "9434765919"})}, True),
        ({"blocks": [{"elements": [{"type": "button", "value": "typed|Jane Smith"}]}]}, True),
        ({"blocks": json.dumps([{"text": {"text": "of RG41 2AB"}}])}, False),
        ({"metadata": {"event_payload": "jane@example.com"}}, True),
        ({"blocks": [{"accessory": {"url": "https://example.org/jane"}}]}, True),
    ],
)
def test_what_is_looked_for_after_each_test_is_found(said: dict[str, Any], may_say: bool) -> None:
    assert list(within("a call", said, may_say=may_say))


def test_a_reference_by_the_councils_own_pattern(databases: Databases, tmp_path: Path) -> None:
    pack = tmp_path / "ours.toml"
    pack.write_text(
        'extends = "wokingham"\nshort = "Ours"\n[[version]]\nlabel = "1"\nin_force_from = 2020-10-01\n'
        '[version.record]\ncase_reference = ["A999999"]\n',
        encoding="utf-8",
    )
    with open_under(databases, str(pack)) as office:
        tom = office.person("tom")
        [near] = tom.command("/decision", "M10001 step down because plan met")
        assert "there is no such case. Did you mean *M100001*" in near.text
        assert tom.command("/decision", "Jack2012 step down because plan met") == []
        assert "One looks like A100001" in seen(tom)
        assert "Jack2012" not in window(office)
        assert tom.values()["decision"] == "step down"
        tom.close(everything=True)
        [none] = tom.command("/decision", "Z999999 step down because plan met")
        assert "there is no case *Z999999*" in none.text
        [saved] = tom.command("/decision", "m100001 step down because plan met")
        assert saved.text.startswith("Saved.")
