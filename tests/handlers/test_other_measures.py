"""*All the other measures* of a large line: the measures the schedule does not keep, counted while a window says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import pytest
from sqlalchemy import func, select

from bot.desk import Person, Trouble, words_of
from handlers import counting, late
from handlers.counted import KEPT_FOR, MOST, Counted
from handlers.forms import fields
from handlers.reply import show
from handlers.reporting import rest
from handlers.reporting.chosen import Chosen
from handlers.reporting.rest import BESIDE
from handlers.request import Incoming, Request, Source
from handlers.tables import ACTIONS
from handlers.words import kit
from handlers.words import report as words
from scheduling.measures import MEASURES
from storage import SINGLE
from storage.errors import NotFound, Unavailable
from storage.few import FEWEST
from storage.models import AgreementRow, PersonRow, TrailRow
from storage.pictures import Picture
from tests.databases import Databases
from tests.handlers.largeline import buttons, facts, pages, plant, press
from tests.handlers.office import TUESDAY, Office, open_office, seen, slack_id, staff_id

WHOLE = "*All the other measures*"


@pytest.fixture
def large(databases: Databases) -> Iterator[Office]:
    with databases.copy(databases.template("large line", plant)) as url, open_office(url) as office:
        yield office


def count(person: Person) -> None:
    """Open the report, ask for everything else, and wait until it is there."""
    person.command("/supervision", "report")
    press(person, "Count them", WHOLE)
    person.until(lambda: "as things stood" in seen(person), 30.0)


def held_until(go_on: Event) -> None:
    """In the thread that counts."""
    assert go_on.wait(30)


def looked_at(office: Office) -> int:
    """How often the trail says that a report was read."""
    of = select(func.count()).where(TrailRow.object == "picture", TrailRow.workspace == SINGLE)
    found: int = office.read(lambda work: work.session.scalar(of))
    return found


def without_own_words(person: Person) -> list[str]:
    """The lines of the window on top that begin with a measure."""
    return [line for page in pages(person) for line in page.splitlines() if re.match(r"\*[^*]+\*: ", line)]


def test_every_measure_beside_what_was_on_time_is_counted_for_the_whole_line(large: Office) -> None:
    sue, told = large.person("sue"), facts(large)
    count(sue)
    lines = without_own_words(sue)
    asked_for = [measure for measure in told.definitions if measure not in BESIDE]
    assert [re.findall(r"\*(.+?)\*", line)[0] for line in lines] == [MEASURES[each].title for each in asked_for]
    for measure, line in zip(asked_for, lines, strict=True):
        figure = told.figure(measure)
        if figure is None:
            nothing = "nothing" if MEASURES[measure].unit == "count" else "Nothing counts towards this yet."
            assert line.endswith(f"*: {nothing}"), line
        elif MEASURES[measure].unit != "count":
            assert f"{figure.count:,} of {figure.out_of:,}" in line
    said = dict(zip(asked_for, lines, strict=True))
    assert said["recording"].endswith(" in time")
    assert said["signing"].endswith(" signed")  # the policy gives no time for it
    counted = [each for each in asked_for if told.figure(each)]
    assert {"recording", "agreements", "never_discussed"} <= set(counted)
    by_team = [line for line, said, _ in buttons(sue) if said == "By team"]
    assert len(by_team) == len(counted)


def test_a_measure_opens_its_teams_and_a_team_the_list_behind_it(large: Office) -> None:
    sue, told = large.person("sue"), facts(large)
    count(sue)
    press(sue, "By team", "*Agreements in order*")
    shown = pages(sue)
    shares: list[float] = []
    teams = [team for team in told.teams if told.figure("agreements", team=team)]
    for team in teams:
        figure = told.figure("agreements", team=team)
        assert figure
        assert sum(f"*{team}* {words.percent(figure.share)}, {figure.count} of {figure.out_of}" in page for page in shown) == 1
    for page in shown:
        assert "By team, what is least as it should be first" in page
        shares += [int(each) for each in re.findall(r"^\*[^*]+\* (\d+)%", page, re.MULTILINE)]
    assert len(shares) == len(teams) > 100
    assert shares == sorted(shares)
    team = re.findall(r"^\*([^*]+)\* \d+%", shown[-1], re.MULTILINE)[0]
    press(sue, "Show the list", f"*{team}*")
    of = told.figure("agreements", team=team)
    assert of
    assert seen(sue).startswith(f"*Agreements in order*: {of.out_of} row")


def test_it_is_kept_for_a_while_and_counted_again_when_asked(large: Office) -> None:
    """A page is turned, and a measure opened, with no more waiting; what changes meanwhile comes with *Count again*."""
    sue = large.person("sue")
    count(sue)
    before = facts(large).figure("agreements")
    assert before
    with large.store.work(SINGLE, TUESDAY) as work:
        for agreement in work.session.scalars(select(AgreementRow).where(AgreementRow.supervisee_id == staff_id("ann"))):
            agreement.signed_by_supervisee_on = None
        work.commit()
    after = facts(large).figure("agreements")
    assert after
    assert after.count == before.count - 1
    reads = looked_at(large)
    press(sue, "By team", "*Agreements in order*")
    assert f"{before.count} of {before.out_of}" in seen(sue)
    assert looked_at(large) == reads + 1  # whoever is shown it once more has looked once more
    press(sue, "Count again")
    sue.until(lambda: f"{after.count} of {after.out_of}" in seen(sue), 30.0)


def test_whoever_has_others_below_since_is_not_shown_what_was_counted_before(large: Office) -> None:
    sue = large.person("sue")
    count(sue)
    sue.close(everything=True)
    with large.store.work(SINGLE, TUESDAY) as work:
        newest = work.session.get_one(PersonRow, (SINGLE, "E-new"))
        newest.manager_id = staff_id("zoe")
        work.commit()
    sue.command("/supervision", "report")
    go_on = Event()
    assert large.edge
    large.edge.unhurried.do(partial(held_until, go_on))
    press(sue, "Count them", WHOLE)
    assert "Counting, from everything known of" in seen(sue)  # and not at once what was counted before
    go_on.set()
    sue.until(lambda: "as things stood" in seen(sue), 30.0)


def test_who_asks_anew_is_not_shown_what_was_counted_before_they_asked(large: Office) -> None:
    """Another window of theirs was being counted for when they pressed."""

    def shown(at: datetime, since: datetime | None) -> str:
        with large.store.read(SINGLE, at) as work:
            incoming = Incoming(Source.ACTION, words.REST, SINGLE, slack_id("sue"), "pressed")
            request = Request(incoming, work.people.must_get(staff_id("sue")), at, work.today, counted=kept)
            return words_of(rest.counted(Chosen(), "", since, request, work)["blocks"])

    kept, later = Counted(), TUESDAY + timedelta(minutes=3)
    assert "Tue 24 March, 10:05" in shown(TUESDAY, None)
    assert "Tue 24 March, 10:05" in shown(later, None)
    assert "Tue 24 March, 10:08" in shown(later, later)


def test_what_slack_does_not_take_is_shown_when_it_does(large: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "AGAIN_AFTER", (0.1, 0.1, 0.1))
    sue = large.person("sue")
    sue.command("/supervision", "report")
    large.desk.faults.switch_on(Trouble.SERVER_ERROR, methods=["views.update"], times=3)
    press(sue, "Count them", WHOLE)
    sue.until(lambda: "as things stood" in seen(sue), 30.0)
    assert not large.desk.faults.on()


def test_nobody_is_counted_for_whose_window_is_closed(large: Office) -> None:
    sue, go_on, done = large.person("sue"), Event(), Event()
    assert large.edge
    large.edge.unhurried.do(partial(held_until, go_on))
    sue.command("/supervision", "report")
    press(sue, "Count them", WHOLE)
    assert "Counting, from everything known of" in seen(sue)
    sue.close(everything=True)
    reads = looked_at(large)
    go_on.set()
    large.edge.unhurried.do(done.set)
    assert done.wait(30)
    assert looked_at(large) == reads
    assert sue.modal is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Unavailable(), "The database does not answer"),
        (NotFound(), "There is no such record here"),
        (KeyError("unforeseen"), "Something went wrong on our side."),
    ],
)
def test_what_cannot_be_counted_is_said_in_the_window(large: Office, error: Exception, said: str) -> None:
    sue = large.person("sue")
    sue.command("/supervision", "report")
    opened = sue.modal
    assert opened
    assert large.edge

    def later(*_: object) -> dict[str, object]:
        raise error

    incoming = Incoming(Source.ACTION, words.REST, SINGLE, slack_id("sue"), "pressed")
    reply = replace(show(fields.window(words.TITLE, [kit.section("Counting")])), later=later)
    counting.begin(large.edge, incoming, ACTIONS[words.REST], reply, {"view": {"id": opened.id}})
    sue.until(lambda: said in seen(sue), 30.0)


def test_performance_staff_are_told_nothing_that_tells_who_somebody_is(large: Office) -> None:
    with large.store.work(SINGLE, TUESDAY) as work:
        work.quality_staff.grant(staff_id("priya"), viewer=work.people.must_get(staff_id("zoe")))
        for number in range(4):  # one team that is not small
            work.session.get_one(PersonRow, (SINGLE, staff_id(f"n{number:03}"))).team = "South"
        work.commit()
    told: Picture = large.read(lambda work: work.reports.picture(viewer=work.people.get(staff_id("priya")), but_on_time=True))
    priya = large.person("priya")
    count(priya)
    for line in without_own_words(priya):
        measure = next(key for key, each in MEASURES.items() if line.startswith(f"*{each.title}*: "))
        is_hidden = told.is_hidden(measure)
        assert line.endswith("not shown, it would tell of fewer than five people.") == is_hidden
        is_none = line.endswith(("*: nothing", "*: Nothing counts towards this yet."))
        assert is_none == (told.figure(measure) is None and not is_hidden)
    press(priya, "By team", "*Agreements in order*")
    windows = "\n".join(pages(priya))
    assert "Teams are left out where their figure would tell of fewer than five people." in windows
    shown = re.findall(r"^\*([^*]+)\* \d+%", windows, re.MULTILINE)
    few = {
        team for team in told.teams if (one := told.figures.get(("agreements", None, team, None, None))) and one.people < FEWEST
    }
    assert len(few) > 100
    assert shown == ["South"]


def test_counted_keeps_the_last_few_for_some_minutes() -> None:
    counted = Counted()
    assert counted.of("nobody's", TUESDAY) is None
    for number in range(MOST + 1):
        counted.keep(number, TUESDAY, f"picture {number}")
    assert [counted.of(number, TUESDAY) for number in range(MOST + 1)] == [None, *(f"picture {n}" for n in range(1, MOST + 1))]
    assert counted.of(1, TUESDAY + KEPT_FOR - timedelta(seconds=1)) == "picture 1"
    assert counted.of(1, TUESDAY + KEPT_FOR) is None
    assert counted.of(1, TUESDAY - timedelta(seconds=1)) is None  # the clock was put back: it is not known how old it is
    counted.forget(1)
    assert counted.of(1, TUESDAY) is None
