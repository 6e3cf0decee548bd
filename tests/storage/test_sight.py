"""A record is its supervisee's, their supervisor's and the line's above; to anyone else it does not exist."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from scheduling.errors import SupervisionError
from storage import SINGLE
from storage.errors import ForTheSupervisor, NotFound
from storage.models import PersonRow
from storage.store import Store
from storage.unit import UnitOfWork
from storage.views import Person
from tests.storage.council import LINE, at, day, person_row, settle, who

NOW = at("2026-03-24")
SEERS = {
    "ann": {"ann", "tom", "sue", "zoe"},
    "dan": {"dan", "tim", "sue", "zoe"},
    "tom": {"tom", "sue", "zoe"},
    "sue": {"sue", "zoe"},
    "zoe": {"zoe"},
}


@pytest.mark.parametrize("person_id", SEERS)
def test_the_line_above_sees_and_nobody_else(council: Store, person_id: str) -> None:
    with council.read(SINGLE, NOW) as work:
        assert {viewer for viewer in LINE if work.people.can_see(who(work, viewer), person_id)} == SEERS[person_id]
        below = {viewer for viewer in LINE if person_id in work.sight.below(who(work, viewer))}
        assert below == SEERS[person_id] - {person_id}


READS: dict[str, Callable[[UnitOfWork, Person], object]] = {
    "obligations": lambda work, viewer: work.obligations.of("ann", viewer=viewer),
    "the case": lambda work, viewer: work.cases.find("M100001", viewer=viewer),
    "what is due on the case": lambda work, viewer: work.obligations.on_case("M100001", viewer=viewer),
    "the cases of a worker": lambda work, viewer: work.cases.of_worker("ann", viewer=viewer),
    "sessions": lambda work, viewer: work.sessions.of("ann", viewer=viewer),
    "the session booked": lambda work, viewer: work.sessions.booked("ann", viewer=viewer),
    "decisions on the case": lambda work, viewer: work.decisions.of_case("M100001", viewer=viewer),
    "one obligation": lambda work, viewer: work.obligations.get(_obligation(work), viewer=viewer),
    "its history": lambda work, viewer: work.history(_obligation(work), viewer),
}
WRITES: dict[str, Callable[[UnitOfWork, Person], object]] = {
    "a session": lambda work, viewer: work.sessions.record(viewer=viewer, supervisee_id="ann", held_on=day("2026-03-24")),
    "signatures": lambda work, viewer: work.agreements.sign(
        viewer=viewer, supervisee_id="ann", supervisee_signed_on=day("2026-03-24"), supervisor_signed_on=None
    ),
    "a review": lambda work, viewer: work.agreements.review(viewer=viewer, supervisee_id="ann", on=day("2026-03-24")),
    "an observation": lambda work, viewer: work.observations.record(
        viewer=viewer, of_id="ann", by_id="tom", kind="practice", on=day("2026-03-24")
    ),
    "a move": lambda work, viewer: work.sessions.move(
        viewer=viewer, supervisee_id="ann", to_on=day("2026-03-31"), reason="court"
    ),
}


def _obligation(work: UnitOfWork) -> str:
    return work.obligations.of("ann", viewer=who(work, "ann"))[0].id


@pytest.mark.parametrize("read", READS)
def test_a_stranger_is_told_there_is_no_such_record(council: Store, read: str) -> None:
    with council.read(SINGLE, NOW) as work:
        READS[read](work, who(work, "tom"))
        for stranger in ("bob", "tim"):
            with pytest.raises(NotFound) as told:
                READS[read](work, who(work, stranger))
            assert told.value.sentence == NotFound().sentence


@pytest.mark.parametrize("write", WRITES)
def test_a_stranger_writes_nothing_and_nobody_records_their_own(council: Store, write: str) -> None:
    with council.work(SINGLE, NOW) as work:
        work.sessions.book(viewer=who(work, "ann"), supervisee_id="ann", planned_on=day("2026-03-27"))
        with pytest.raises(NotFound):
            WRITES[write](work, who(work, "tim"))
        with pytest.raises(ForTheSupervisor):
            WRITES[write](work, who(work, "ann"))
        WRITES[write](work, who(work, "sue"))


def test_what_does_not_exist_and_what_is_hidden_read_alike(council: Store) -> None:
    with council.read(SINGLE, NOW) as work:
        sentences = set()
        for ref in ("M200001", "M999999", "", "x" * 500):
            with pytest.raises(NotFound) as told:
                work.cases.find(ref, viewer=who(work, "tom"))
            sentences.add(told.value.sentence)
        assert len(sentences) == 1


def test_whoever_covers_sees_the_supervisees_but_not_the_absent_supervisor(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        sue = who(work, "sue")
        work.absences.record(viewer=sue, person_id="tom", from_on=day("2026-03-20"), until_on=day("2026-04-20"), cover_id="tim")
        work.commit()
    with council.read(SINGLE, NOW) as work:
        tim = who(work, "tim")
        assert [person for person in ("ann", "bob", "tom") if work.people.can_see(tim, person)] == ["ann", "bob"]
        assert work.sight.below(tim) == {"dan", "ann", "bob"}
    for before_or_after in ("2026-03-19", "2026-04-20"):
        with council.read(SINGLE, at(before_or_after)) as work:
            assert not work.people.can_see(who(work, "tim"), "ann")
            assert work.sight.below(who(work, "tim")) == {"dan"}


def test_one_workspace_knows_nothing_of_another(council: Store) -> None:
    with council.work("other", NOW) as work:
        settle(work)
        work.session.add(person_row("eve", "tom", "other"))
        work.commit()
    with council.read(SINGLE, NOW) as work:
        assert work.people.get("eve") is None
        assert work.people.of_slack("UEVE") is None
        assert "eve" not in {person.id for person in work.people.everyone()}
        assert "eve" not in work.sight.below(who(work, "zoe"))
        ours = {each.id for each in work.obligations.of("ann", viewer=who(work, "ann"))}
    with council.read("other", NOW) as work:
        theirs = {each.id for each in work.obligations.of("ann", viewer=who(work, "ann"))}
        with pytest.raises(NotFound):
            work.obligations.get(ours.pop(), viewer=who(work, "ann"))
    assert theirs
    assert not ours & theirs


def test_a_row_cannot_name_somebody_of_another_workspace(council: Store) -> None:
    with council.work("other", NOW) as work:
        work.session.add(PersonRow(**_values(person_row("eve", "tom", "other"))))
        with pytest.raises(IntegrityError, match=r"(?i)foreign key") as refused:
            work.commit()
        assert "Eve Example" not in str(refused.value)


def _values(row: PersonRow) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_errors_are_sentences_that_say_what_to_do() -> None:
    from storage import errors

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SupervisionError)]
    for kind in kinds:
        assert kind().sentence.endswith("."), kind
        assert kind().sentence.count(". ") >= 1 or kind is SupervisionError, kind
