"""The register of supervisors' training: who may note, confirm and take back what, and what is left of it."""

from collections.abc import Callable
from typing import Any

import pytest

from scheduling.errors import SupervisionError
from storage import SINGLE, errors, packs
from storage.models import TrailRow
from storage.records.trainings import TrainingView
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, who

NOW = at("2026-03-24T15:00")
HELD = day("2026-02-02")


def of(work: UnitOfWork, person: str = "tom") -> list[TrainingView]:
    return work.trainings.of(person, viewer=who(work, "sue"))


def note(work: UnitOfWork, viewer: str, kind: str = "skills", **more: Any) -> str:
    """Of Tom, on 2 February."""
    return work.trainings.note(viewer=who(work, viewer), **{"person_id": "tom", "kind": kind, "on": HELD} | more)


def test_a_supervisor_says_it_and_the_line_confirms_it(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        sue, tom = who(work, "sue"), who(work, "tom")
        own = note(work, "tom")
        assert [(each.id, each.kind, each.done_on, each.is_own_word) for each in of(work)] == [(own, "skills", HELD, True)]
        assert note(work, "tom") == own, "said twice it stands once"
        with pytest.raises(errors.ForTheSupervisor):
            work.trainings.confirm(own, viewer=tom)
        assert not work.trainings.confirm(own, viewer=sue).is_own_word
        with pytest.raises(errors.NotYourNote):
            work.trainings.take_back(own, viewer=tom)
        agreed = note(work, "tom", "objectives")
        assert note(work, "sue", "objectives") == agreed, "what the line notes as well is confirmed by that"
        assert [each.confirmed_by_id for each in of(work)] == ["sue", "sue"]
        work.trainings.take_back(agreed, viewer=sue)
        mine = note(work, "tom", "other", title="Reflective practice")
        assert [(each.kind, each.title) for each in of(work) if each.is_own_word] == [("other", "Reflective practice")]
        work.trainings.take_back(mine, viewer=tom)
        assert [each.id for each in of(work)] == [own]
        work.commit()
    with council.read(SINGLE, NOW) as work:
        trail = work.session.query(TrailRow).filter_by(workspace=SINGLE, kind="training").order_by(TrailRow.seq)
        assert [row.act for row in trail if row.act != "listed"] == [
            *("recorded", "confirmed", "recorded", "confirmed"),
            *("cancelled", "recorded", "cancelled"),
        ]


def test_a_top_up_found_to_be_needed_is_taken_by_what_is_noted_of_it(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        sue = who(work, "sue")
        needs = {"viewer": sue, "person_id": "tom"}
        first = work.trainings.need(**needs, on=day("2026-01-05"))
        second = work.trainings.need(**needs, on=day("2026-01-12"), title="Neglect")
        assert work.trainings.need(**needs, on=day("2026-01-05")) == first
        assert note(work, "tom", "top_up", title="neglect") == second, "the one so called"
        assert note(work, "sue", "top_up", on=day("2026-01-04")) not in (first, second), "it was not needed yet"
        assert note(work, "sue", "top_up") == first
        assert note(work, "sue", "top_up") == first
        assert {(each.needed_on, each.done_on) for each in of(work)} == {
            (day("2026-01-05"), HELD), (day("2026-01-12"), HELD), (None, day("2026-01-04")),
        }  # fmt: skip
        assert len(of(work)) == 3


WRONG: list[tuple[Callable[[UnitOfWork], object], type[SupervisionError]]] = [
    (lambda work: note(work, "ann"), errors.NotFound),
    (lambda work: note(work, "tim"), errors.NotFound),
    (lambda work: work.trainings.of("tom", viewer=who(work, "ann")), errors.NotFound),
    (lambda work: work.trainings.need(viewer=who(work, "tim"), person_id="tom", on=HELD), errors.NotFound),
    (lambda work: work.trainings.confirm(note(work, "tom"), viewer=who(work, "tim")), errors.NotFound),
    (lambda work: work.trainings.take_back(note(work, "tom"), viewer=who(work, "ann")), errors.NotFound),
    (lambda work: work.trainings.take_back("nothing", viewer=who(work, "sue")), errors.NotFound),
    (lambda work: note(work, "sue", on=day("2026-03-25")), errors.TrainedLater),
    (lambda work: work.trainings.need(viewer=who(work, "sue"), person_id="tom", on=day("2026-03-25")), errors.TrainedLater),
    (lambda work: note(work, "sue", "juggling"), errors.WhichTraining),
    (lambda work: note(work, "sue", "other", title="  "), errors.WhichTraining),
]


def test_what_cannot_be_noted_and_who_may_not(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        for ask, error in WRONG:
            with pytest.raises(error):
                ask(work)
        assert work.trainings.of_each(["tom", "tim", "zoe"], viewer=who(work, "ann")) == {}
        note(work, "sue")
        found = work.trainings.of_each(["tom", "tim", "zoe"], viewer=who(work, "sue"))
        assert {person: len(each) for person, each in found.items()} == {"tim": 0, "tom": 1}


@pytest.mark.parametrize(("policy", "kind", "left"), [
    ("wokingham", "skills", ["tim"]), ("wokingham", "procedures", ["tom", "tim"]), ("manchester", "procedures", ["tim"]),
    ("lscb", "objectives", ["tom", "tim"]), ("kent", "other", []),
])  # fmt: skip
def test_whoever_supervises_and_has_no_training_noted_is_shown(council: Store, policy: str, kind: str, left: list[str]) -> None:
    with council.work(SINGLE, NOW) as work:
        work.policy = packs.load(policy)
        people = [who(work, each) for each in ("tom", "tim", "ann")]
        note(work, "sue", kind, title="A course")
        shown = work.trainings.untrained(people, viewer=who(work, "sue"))
        assert [each.id for each in shown] == left
        assert work.trainings.untrained(people, viewer=who(work, "ann")) == []


def test_the_figure_is_of_those_below_the_viewer(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        note(work, "tom")
        seen = {viewer: work.reports.picture(viewer=who(work, viewer)).figure("trained") for viewer in ("zoe", "sue", "tom")}
        counts = {viewer: (each.count, each.out_of) if each else None for viewer, each in seen.items()}
        assert counts == {"zoe": (1, 3), "sue": (1, 2), "tom": None}
