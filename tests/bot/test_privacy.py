"""What people write stays in modals and in the sealed columns: not in a log, a message, a button or the file."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.demo import Demo
from bot.desk import Person
from bot.desk.blockkit.surfaces import elements_of
from tests.unhurried import sample_council

DECISION, RATIONALE, NOTES, REASON, DRAFT, LOST = (
    "wrenfeather",
    "quillmoss",
    "thistledown",
    "larkspur",
    "fernhollow",
    "mosswater",
)
CONTENT = (DECISION, RATIONALE, NOTES, REASON, DRAFT, LOST)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A day of the sample council."""
    with sample_council(tmp_path_factory.mktemp("privacy") / "demo") as started:
        yield started


@pytest.fixture(scope="module")
def logged(demo: Demo) -> Iterator[list[str]]:
    """A day in which everything is written that can be, with all that was logged meanwhile."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, root = Keep(), logging.getLogger()
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        a_day(demo)
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def a_day(demo: Demo) -> None:
    tom, ann = demo.desk.as_person("UE1003"), demo.desk.as_person("UE1005")
    demo.machine.advance(1)
    demo.ticks.acquaint()
    tom.command("/decision", f"M100001 {DECISION} because {RATIONALE}")
    ann.command("/decision", f"M100001 {DRAFT} because {RATIONALE}")
    tom.command("/decision", f"M999999 {LOST} because {RATIONALE}")
    tom.command("/decision", f"M100002 {LOST}")
    assert tom.modal is not None
    tom.close(everything=True)
    tom.command("/supervision", "book @Ffion Frost 09/03/2026 14:00")
    tom.command("/supervision", f"move @Ffion Frost 30/03/2026 {REASON}")
    tom.command("/supervision", "log @Ann Ashby 02/03/2026 90")
    assert tom.modal is not None
    notes = next(name for name in tom.values() if "notes" in name or "record" in name)
    assert tom.submit(values={notes: NOTES}) == {}
    tom.close(everything=True)
    demo.machine.advance(15)  # escalations, with the reason behind them
    for person in (tom, ann, demo.desk.as_person("UE1002")):
        person.home()
    demo.ticks.nightly()
    assert demo.desk.sent(kind="to_read")
    told = " ".join(each.text for each in demo.desk.sent(kind="morning"))
    assert "for you to confirm" in told
    assert any("moved once" in each.text for each in demo.desk.sent(kind="escalation"))


def names(demo: Demo) -> list[str]:
    """Every name and address of the council, whole and in parts."""
    people = demo.desk.world.directory.people()
    return [part for each in people for part in (each.real_name, each.real_name.split()[-1], each.email)]


def test_no_word_and_no_name_is_in_a_log(demo: Demo, logged: list[str]) -> None:
    assert any("matched people" in line for line in logged), "something was logged at all"
    text = "\n".join(logged)
    assert [word for word in (*CONTENT, *names(demo)) if word in text] == []


def posted(demo: Demo, logged: list[str]) -> list[dict[str, Any]]:
    """The arguments of every message and edit."""
    assert logged
    return [call.args for method in ("chat.postMessage", "chat.update") for call in demo.desk.calls(method)]


def test_no_word_is_in_a_direct_message_and_people_are_mentions_not_names(demo: Demo, logged: list[str]) -> None:
    text = str(posted(demo, logged))
    assert "<@UE1005>" in text
    assert [word for word in (*CONTENT, *names(demo)) if word in text] == []


def test_metadata_holds_ids_and_rules_only(demo: Demo, logged: list[str]) -> None:
    found = [each["metadata"]["event_payload"] for each in posted(demo, logged) if "metadata" in each]
    assert found
    assert {key for each in found for key in each} == {"message", "kind", "rules"}


def views(demo: Demo) -> list[dict[str, Any]]:
    methods = ("views.open", "views.push", "views.update", "views.publish")
    return [call.args["view"] for method in methods for call in demo.desk.calls(method)]


def test_buttons_and_what_a_view_carries_along_hold_ids_only(demo: Demo, logged: list[str]) -> None:
    surfaces = [*posted(demo, logged), *views(demo)]
    carried = [str(each.get("private_metadata", "")) for each in surfaces]
    for surface in surfaces:
        for block in surface.get("blocks", []):
            carried += [str(element.get("value", "")) for _, element in elements_of(block) if element["type"] == "button"]
            carried += [str(block.get("block_id", ""))]
    assert len([each for each in carried if each]) > 20
    assert [word for word in (*CONTENT, *names(demo)) if any(word in each for each in carried)] == []


def test_the_home_tab_shows_no_content(demo: Demo, logged: list[str]) -> None:
    homes = [view for view in views(demo) if view["type"] == "home"]
    assert homes
    assert [word for word in CONTENT if word in str(homes)] == []


def test_content_lies_sealed_in_the_file_and_in_its_log(demo: Demo, logged: list[str]) -> None:
    files = list(Path(demo.settings.cornerstone_home).glob("cornerstone.db*"))
    assert len(files) >= 2, "the write-ahead log is there too"
    for path in files:
        content = path.read_bytes()
        assert [word for word in CONTENT if word.encode() in content] == []


def test_those_who_may_read_it_can(demo: Demo, logged: list[str]) -> None:
    with demo.store.read("council", demo.clock.now()) as work:
        tom = work.people.must_get("E1003")
        decisions = work.decisions.of_case("M100001", viewer=tom)
        assert {each.decision for each in decisions} == {DECISION, DRAFT}
        moved = next(each for each in work.sessions.of("E1010", viewer=tom) if each.moves)
        assert [each.reason for each in moved.moves] == [REASON]
        held = next(each for each in work.sessions.of("E1005", viewer=tom) if each.held_on == date(2026, 3, 2))
        assert work.sessions.notes(held.id, viewer=tom) == NOTES


def test_a_stranger_reads_nothing_of_it(demo: Demo, logged: list[str]) -> None:
    marek: Person = demo.desk.as_person("UE1013")
    said = " ".join(each.text for each in marek.command("/decision", f"M100001 {LOST} because {LOST}"))
    assert said
    assert [word for word in CONTENT if word in said] == []
