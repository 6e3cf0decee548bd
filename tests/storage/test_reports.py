"""The picture: to whom which figures and rows are shown, as of when, under which head of the trail, in how many statements."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import event, select, update

from storage import SINGLE
from storage.errors import InTheFuture, NotFound
from storage.models import (
    ActionRow,
    CaseChangeRow,
    FormerTeamRow,
    GroupAttendeeRow,
    GroupRow,
    ObligationRow,
    PersonRow,
    TrailRow,
    new_id,
)
from storage.pictures import LINE, OPERATOR, QUALITY, Picture
from storage.records.kept import KINDS, NONE, NOT_LATE, Kept, Late
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, begin, day, person_row, who

NOW = at("2026-04-10")
TEAMS = {"tom": "North", "ann": "North", "bob": "North", "tim": "South", "dan": "South", "sue": "Service", "zoe": "Service"}


@pytest.fixture
def teams(council: Store) -> Store:
    """In their teams, since 2 March: of all whose sessions were due on 2 April, ann and bob alone had theirs."""
    begin(council, "2026-03-02")
    with council.work(SINGLE, NOW) as work:
        for person, team in TEAMS.items():
            work.session.get_one(PersonRow, (SINGLE, person)).team = team
        for person in ("ann", "bob"):
            tom = who(work, "tom")
            work.sessions.book(viewer=tom, supervisee_id=person, planned_on=day("2026-04-12"))
            work.sessions.move(
                viewer=tom, supervisee_id=person, to_on=day("2026-04-20"), reason="court in Reading", whose="supervisee"
            )
            work.sessions.record(viewer=tom, supervisee_id=person, held_on=day("2026-04-02"), notes="As agreed.")
        work.commit()
    return council


def picture(work: UnitOfWork, viewer: str | None, **asked: object) -> Picture:
    """Of somebody's."""
    return work.reports.picture(viewer=who(work, viewer) if viewer else None, **asked)  # type: ignore[arg-type]


def test_the_line_above_sees_those_below_and_nobody_else(teams: Store) -> None:
    below = {"zoe": {*TEAMS} - {"zoe"}, "sue": {"tom", "tim", "ann", "bob", "dan"}, "tom": {"ann", "bob"}, "tim": {"dan"}}
    with teams.read(SINGLE, NOW) as work:
        for viewer, people in below.items():
            found = picture(work, viewer)
            assert {item.person for item in found.items} == people, viewer
            assert found.reach == LINE
            late = found.figure("on_time", month=day("2026-04-01"), kind="personal_supervision")
            assert late is not None
            assert late.people == len({item.person for item in found.behind(late)})
        for viewer in ("ann", "dan"):
            with pytest.raises(NotFound):
                picture(work, viewer)
        for viewer, team in (("tom", "South"), ("sue", "Nowhere"), ("tim", "North")):
            with pytest.raises(NotFound):
                picture(work, viewer, team=team)
        with pytest.raises(NotFound):
            work.reports.picture(viewer=None, reach=LINE)


def test_a_team_on_its_own_has_the_figures_it_has_in_the_whole(teams: Store) -> None:
    with teams.read(SINGLE, NOW) as work:
        whole = picture(work, "zoe")
        for team in ("North", "South"):
            alone = picture(work, "zoe", team=team)
            assert alone.teams == (team,)
            for measure in ("on_time", "late", "recording", "agreements", "observations", "moved", "never_discussed"):
                assert alone.figure(measure) == _of_all(whole.figure(measure, team=team)), (team, measure)
        for team, expected in {"North": (2, 3), "South": (0, 2)}.items():
            found = whole.figure("on_time", month=day("2026-04-01"), team=team, kind="personal_supervision")
            assert found is not None
            assert (found.count, found.out_of) == expected
        assert sorted((one.kind, one.category, one.person) for one in whole.items if one.measure == "moved") == [
            ("court", "supervisee", "ann"), ("court", "supervisee", "bob"),
        ]  # fmt: skip


def _of_all(figure: object) -> object:
    from dataclasses import replace

    return replace(figure, team=None) if figure else None  # type: ignore[type-var]


def test_performance_staff_see_no_small_number_and_no_row(teams: Store) -> None:
    with teams.work(SINGLE, NOW) as work:
        work.session.add(person_row("pat", None, level="practitioner", role="non_case_holder"))
        for number in range(6):
            work.session.add(person_row(f"w{number}", "tom", team="North"))
        work.session.flush()
        work.quality_staff.grant("pat", viewer=who(work, "zoe"))
        work.commit()
    with teams.read(SINGLE, NOW) as work:
        found, whole = picture(work, "pat"), picture(work, None)
        assert (found.reach, whole.reach) == (QUALITY, OPERATOR)
        assert found.items == ()
        assert found.people == {}
        assert found.figures == whole.figures
        shown = {key for key in found.figures if found.figure(key[0], month=key[1], team=key[2], kind=key[3], category=key[4])}
        assert shown
        assert all(found.figures[key].people >= 5 for key in shown)
        assert found.figure("on_time", team="South") is None
        assert whole.figure("on_time", team="South") is not None
        with pytest.raises(NotFound):
            picture(work, "tom", reach="everybody")


def test_groups_and_actions_are_counted_for_whose_line_they_are_and_as_of_their_day(teams: Store) -> None:
    """Tom's group of 7 April, without Bob; Ann's action of the 3rd, not done by the 10th. Six were supervised on 2 March."""
    with teams.work(SINGLE, NOW) as work:
        here = {"workspace": SINGLE, "id": new_id()}
        work.session.add(GroupRow(**here, held_on=day("2026-04-07"), facilitator_id="tom", kind="team"))
        work.session.flush()
        work.session.add(GroupAttendeeRow(workspace=SINGLE, group_id=here["id"], person_id="ann"))
        agreed = {"set_on": day("2026-04-02"), "due_on": day("2026-04-03"), "outcome": "", "words": "Of a quokka."}
        work.session.add(ActionRow(workspace=SINGLE, id=new_id(), supervisee_id="ann", owner_id="tom", **agreed))
        work.commit()
    expected = {
        "zoe": {"attendance": (2, 3), "carried_over": (0, 1), "same_supervisor": (8, 8)},
        "tom": {"attendance": (1, 2), "carried_over": (0, 1), "same_supervisor": (4, 4)},
        "tim": {"attendance": None, "carried_over": None, "same_supervisor": (1, 1)},
    }
    with teams.read(SINGLE, NOW) as work:
        for viewer, figures in expected.items():
            found = picture(work, viewer)
            shown = {name: (one.count, one.out_of) if (one := found.figure(name)) else None for name in figures}
            assert shown == figures, viewer
        whole, north = picture(work, "zoe"), picture(work, "zoe", team="North")
        for name in (*expected["zoe"], "drift"):
            assert north.figure(name) == _of_all(whole.figure(name, team="North")), name
        before = picture(work, "zoe", as_of=day("2026-04-01"))
        assert before.figure("attendance") is before.figure("carried_over") is None
        assert ("WOK-s2.1.2-c", "Wokingham, section 2.1.2") in before.cited("attendance")
        assert "quokka" not in repr(whole)


def test_a_picture_of_a_past_day_knows_nothing_later(teams: Store) -> None:
    with teams.read(SINGLE, NOW) as work:
        then = picture(work, "zoe", as_of=day("2026-04-01"))
        assert not [item for item in then.items if item.done_on and item.done_on > day("2026-04-01")]
        assert then.figure("on_time", month=day("2026-04-01"), kind="personal_supervision") is None
        assert then.figure("moved") is None
        assert then.as_of == at("2026-04-01T23:59:59")
        assert then.months[-1] == day("2026-04-01")
        assert picture(work, "zoe", as_of=day("2026-04-10")).figures == picture(work, "zoe").figures
        with pytest.raises(InTheFuture):
            picture(work, "zoe", as_of=day("2026-04-11"))


def test_a_picture_is_under_the_head_of_the_trail_and_noted_in_it(teams: Store) -> None:
    with teams.read(SINGLE, NOW) as work:
        found = picture(work, "sue", until=day("2026-03-31"), months=2)
        assert (found.months, found.version) == ((day("2026-02-01"), day("2026-03-01")), "2, October 2020")
        assert ("WOK-16", "Wokingham, Supervision Standard 16") in found.cited("late")
    with teams.reading() as session:
        rows = session.execute(select(TrailRow.seq, TrailRow.kind, TrailRow.hash).order_by(TrailRow.seq)).all()
    assert rows[-1].kind == "report"
    assert (found.trail_seq, found.trail_head) == (rows[-2].seq, rows[-2].hash)


def test_a_picture_says_whether_it_reaches_back_before_cornerstone_was_used_here(teams: Store) -> None:
    with teams.read(SINGLE, NOW) as work:
        begun_on = picture(work, "sue").begun_on
        assert begun_on == day("2026-03-02")  # the first thing noted
        assert picture(work, "sue", months=2).reaches_back
        assert not picture(work, "sue", months=1, until=day("2026-05-01")).reaches_back


def test_as_of_a_past_day_everybody_counts_in_the_team_they_were_in(teams: Store) -> None:
    """Ann was in West until 3 April, then in North until the 8th, and is in South since."""
    with teams.work(SINGLE, NOW) as work:
        before = {on: _by_team(picture(work, "zoe", as_of=day(on))) for on in ("2026-04-02", "2026-04-07", "2026-04-09")}
        work.session.get_one(PersonRow, (SINGLE, "ann")).team = "South"
        for until, team in (("2026-04-03", "West"), ("2026-04-08", "North")):
            work.session.add(FormerTeamRow(workspace=SINGLE, person_id="ann", until_on=day(until), team=team))
        work.session.flush()
        after = {on: _by_team(picture(work, "zoe", as_of=day(on))) for on in before}
        assert after["2026-04-07"] == before["2026-04-07"]
        for on, team in (("2026-04-02", "West"), ("2026-04-09", "South")):
            assert "ann" in before[on]["North"]
            assert after[on]["North"] == before[on]["North"] - {"ann"}
            assert after[on][team] == before[on].get(team, set()) | {"ann"}
        assert "ann" in {item.person for item in picture(work, "zoe", team="West", as_of=day("2026-04-02")).items}
        with pytest.raises(NotFound):
            picture(work, "zoe", team="West")


def _by_team(found: Picture) -> dict[str, set[str]]:
    return {team: {item.person for item in found.items if item.team == team} for team in found.teams}


def test_as_many_statements_whoever_it_is_about(teams: Store) -> None:
    asked: list[str] = []
    event.listen(teams.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = {}
    for viewer in ("sue", "tom", "tim"):
        with teams.read(SINGLE, NOW) as work:
            person = who(work, viewer)
            asked.clear()
            work.reports.picture(viewer=person)
            counts[viewer] = len(asked)
    assert len(set(counts.values())) == 1, counts


def on_time(found: Picture, **of: str) -> Kept:
    """What the facts say, of the kinds the schedule keeps."""
    every = [found.figure("on_time", kind=kind, **of) for kind in KINDS]
    return Kept(sum(one.count for one in every if one), sum(one.out_of for one in every if one))


def test_the_schedule_kept_what_the_facts_say(teams: Store) -> None:
    """The line of the Home tab and the report, of supervisions the council has had since it keeps its schedule here."""
    with teams.read(SINGLE, NOW) as work:
        kept = work.reports.on_time(viewer=who(work, "zoe"), months=1)
        found = picture(work, "zoe", months=1)
    for team in ("North", "South"):
        assert on_time(found, team=team) == kept.by("team")[team] != NONE, team
    assert kept.of_month(day("2026-04-01")) == sum(kept.by("team").values(), NONE)
    for kind in KINDS:
        whole = found.figure("on_time", month=day("2026-04-01"), kind=kind)
        assert (Kept(whole.count, whole.out_of) if whole else NONE) == kept.by("kind").get(kind, NONE), kind
        assert kept.only(kind=kind).by("kind").keys() <= {kind}
    assert kept.by("kind")["personal_supervision"].out_of > kept.by("kind")["personal_supervision"].in_time > 0
    assert kept.by("category") == {}


def categorised(work: UnitOfWork, changes: Sequence[tuple[str, str, str]]) -> None:
    """These cases have been of another category from that day."""
    for ref, since, category in changes:
        of = {"workspace": SINGLE, "case_ref": ref, "from_on": day(since), "field": "category"}
        work.session.add(CaseChangeRow(id=new_id(), **of, value=category))
    work.session.flush()
    work.index.refresh_all()


BECAME = (
    ("M100001", "2026-03-20", "child_in_need"),  # before it was due, and then another again
    ("M100001", "2026-03-25", "early_help"),
    ("M100002", "2026-04-08", "early_help"),  # after it was due
)


def test_a_case_counts_in_the_category_it_had_when_it_was_due(teams: Store) -> None:
    with teams.work(SINGLE, NOW) as work:
        categorised(work, BECAME)
        zoe = who(work, "zoe")
        kept, late = work.reports.on_time(viewer=zoe, months=1, by_category=True), work.reports.late_now(viewer=zoe)
        found = picture(work, "zoe", months=1)
    assert len(kept.by("category")) > 1
    for category in {*found.categories("on_time"), *kept.by("category")}:
        assert kept.by("category").get(category, NONE) == on_time(found, category=category), category
        assert kept.only(category=category).by("category").keys() <= {category}
    assert "" not in kept.by("category")
    rows = [item for item in found.items if item.measure == "late" and item.category]
    assert {item.category for item in rows} == late.by("category").keys()
    for category, one in late.by("category").items():
        days = [item.days or 0 for item in rows if item.category == category]
        assert one == Late(len(days), max(days)), category
        assert late.only(category=category).whole == one, category


def test_what_is_late_in_the_schedule_is_what_the_facts_say(teams: Store) -> None:
    for viewer in ("zoe", "tom"):
        with teams.read(SINGLE, NOW) as work:
            late, found = work.reports.late_now(viewer=who(work, viewer)), picture(work, viewer)
        rows = [item for item in found.items if item.measure == "late"]
        assert rows, viewer
        for of, name in ((late.by("team"), "team"), (late.by("kind"), "kind")):
            for value in {getattr(item, name) for item in rows} | of.keys():
                days = [item.days or 0 for item in rows if getattr(item, name) == value]
                assert of[value] == Late(len(days), max(days)), (viewer, value)
        assert late.whole.number == len(rows)
        for kind, one in late.by("kind").items():
            assert late.only(kind=kind).whole == one, kind
    with teams.read(SINGLE, NOW) as work:
        assert work.reports.late_now(viewer=who(work, "ann")).whole == Late(0, 0)


def test_of_the_days_before_it_began_here_the_schedule_says_nothing(council: Store) -> None:
    """What is late still of these is all it knows: none in time would be said of days that went well."""
    due = update(ObligationRow).where(ObligationRow.person_id == "dan", ObligationRow.kind == "personal_supervision")
    begin(council, "2026-04-02T12:00")
    for due_on, counted in (("2026-04-02", 1), ("2026-04-01", 0), ("2026-03-31", 0)):
        with council.work(SINGLE, NOW) as work:
            work.session.execute(due.values(due=due_on, due_on=day(due_on)))
            kept = work.reports.on_time(viewer=who(work, "tim")).only(kind="personal_supervision")
            assert kept.begun_on == day("2026-04-02")
            assert kept.of_month(day("2026-04-01")) == Kept(0, counted)
            assert kept.of_month(day("2026-03-01")) == Kept(0, 0)


def test_what_is_due_by_the_hour_is_late_after_it(teams: Store) -> None:
    """09:00 in London; the day is the same."""
    due = update(ObligationRow).where(ObligationRow.person_id == "dan", ObligationRow.kind == "personal_supervision")
    with teams.work(SINGLE, NOW) as work:
        work.session.execute(due.values(due="2026-04-20T09:00:00+01:00", due_on=day("2026-04-20")))
        work.commit()
    for now, late in (("2026-04-20T08:59", False), ("2026-04-20T09:01", True), ("2026-04-21T08:00", True)):
        with teams.read(SINGLE, at(now)) as work:
            tim = who(work, "tim")
            kept = work.reports.on_time(viewer=tim).by("kind").get("personal_supervision", NONE)
            assert (work.reports.late_now(viewer=tim).by("kind").get("personal_supervision", NOT_LATE).number == 1) == late, now
            assert (kept == Kept(0, 1)) == late, now
            below = {(each.person.id, each.kind) for each in work.obligations.below(tim)}
            assert (("dan", "personal_supervision") in below) == late, now
