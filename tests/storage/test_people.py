"""People are found as they are typed."""

import pytest
from sqlalchemy import event

from storage import SINGLE
from storage.models import PersonChangeRow
from storage.names import name_key
from storage.store import Store
from tests.storage.council import at, day, person_row, who

NOW = at("2026-03-24")


@pytest.fixture
def with_names(council: Store) -> Store:
    with council.work(SINGLE, NOW) as work:
        for person_id, name in (("ann2", "Ann Other"), ("zoë", "Zoë O'Example-Smith"), ("gone", "Gone Example")):
            left_on = day("2026-03-24") if person_id == "gone" else None
            work.session.add(person_row(person_id, "tom", name=name, name_key=name_key(name), left_on=left_on))
        work.commit()
    return council


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("<@UANN>", ["ann"]),
        ("<@UANN|ann>", ["ann"]),
        ("<@UNOBODY>", []),
        ("ann", ["ann"]),
        ("@Ann Example", ["ann"]),
        ("Example, Ann", ["ann"]),
        ("ANN\u00a0 EXAMPLE", ["ann"]),
        ("ann@council.example", ["ann"]),
        ("Zoe O Example Smith", ["zoë"]),
        ("other", ["ann2"]),
        ("Gone Example", []),
        ("an", []),
        ("%", []),
        ("", []),
        ("@", []),
        ("نص", []),
    ],
)
def test_a_typed_name_finds_those_it_may_mean(with_names: Store, typed: str, found: list[str]) -> None:
    with with_names.read(SINGLE, NOW) as work:
        assert [person.id for person in work.people.find(typed)] == found


def test_a_first_name_that_two_share_finds_both(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        for person_id, name in (("s1", "Una Second"), ("s2", "Una First")):
            work.session.add(person_row(person_id, "tom", name=name, name_key=name_key(name)))
        work.session.flush()
        assert [person.id for person in work.people.find("@Una")] == ["s2", "s1"]


def test_the_line_above_is_nearest_first(council: Store) -> None:
    with council.read(SINGLE, NOW) as work:
        assert [person.id for person in work.people.line_above("ann")] == ["tom", "sue", "zoe"]
        assert [person.id for person in work.people.supervisees_of("tom")] == ["ann", "bob"]
        supervisor = work.people.supervisor_of("ann")
        assert supervisor is not None
        assert supervisor.id == "tom"
        assert work.people.supervisor_of("zoe") is None


def test_without_a_relationship_the_line_manager_supervises(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.session.add(person_row("eve", "tim"))
        work.session.flush()
        supervisor = work.people.supervisor_of("eve")
        assert supervisor is not None
        assert supervisor.id == "tim"
        assert [person.id for person in work.people.supervisees_of("tim")] == ["dan", "eve"]


def test_a_slack_account_is_linked_once_and_moves_with_its_owner(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.people.link_slack("bob", "UANN", "Europe/Paris")
        bob = work.people.of_slack("UANN")
        assert bob is not None
        assert (bob.id, bob.zone) == ("bob", "Europe/Paris")
        assert who(work, "ann").slack_id is None


def test_a_dated_change_holds_from_its_day(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        mine = {"workspace": SINGLE, "person_id": "ann"}
        work.session.add(PersonChangeRow(**mine, from_on=day("2026-04-01"), field="employment", value="agency"))
        work.session.add(PersonChangeRow(**mine, from_on=day("2026-04-01"), field="left_on", value="2026-05-01"))
        work.commit()
    with council.read(SINGLE, at("2026-03-31")) as work:
        assert who(work, "ann").employment == "permanent"
    with council.read(SINGLE, at("2026-04-01")) as work:
        assert (who(work, "ann").employment, who(work, "ann").left_on) == ("agency", day("2026-05-01"))


def test_who_only_reads_asks_for_each_person_once_and_reads_them_by_name(with_names: Store) -> None:
    asked: list[str] = []
    event.listen(with_names.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    with with_names.read(SINGLE, NOW) as work:
        assert list(work.people.by_id(["tom", "zoë", "nobody"])) == ["tom", "zoë"]
        assert list(work.people.by_id(["ann2"])) == ["ann2"]
        asked.clear()
        assert list(work.people.by_id(["zoë", "tom", "nobody", "ann2"])) == ["ann2", "tom", "zoë"]
        assert asked == []
        below = work.people.supervisees_of("tom")
        asked.clear()
        assert work.people.supervisees_of("tom") == below
        assert list(work.people.by_id([each.id for each in below])) == [each.id for each in below]
        assert asked == []
        assert list(work.people.by_id(["sue", "zoë"])) == ["sue", "zoë"]


def test_who_stores_reads_what_has_changed_meanwhile(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        before = who(work, "ann")
        work.people.link_slack("ann", "UNEW", "Europe/Paris")
        assert (before.slack_id, who(work, "ann").slack_id) == ("UANN", "UNEW")
