"""`/supervision report` of somebody with so many below that the facts cannot be counted while they wait."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from bot.clock import stopwatch
from handlers.answering import answer
from handlers.deps import Deps
from handlers.request import Incoming, Source
from handlers.tables import ACTIONS, COMMANDS
from handlers.words import report as words
from handlers.words.duties import TITLES
from storage import SINGLE
from tests.databases import Databases
from tests.handlers.largeline import facts, pages, plant, press
from tests.handlers.office import TUESDAY, Office, open_office, seen, slack_id, staff_id

KIND, TALKS = "personal_supervision", "first_case_discussion"
TITLE = TITLES[TALKS]


@pytest.fixture(scope="module")
def large(databases: Databases) -> Iterator[Office]:
    with databases.copy(databases.template("large line", plant)) as url, open_office(url) as office:
        yield office


def test_the_whole_line_is_shown_by_kind_and_by_team_with_what_is_late(large: Office) -> None:
    sue = large.person("sue")
    sue.command("/supervision", "report")
    told = facts(large)
    shown = pages(sue)
    late = told.figure("late")
    assert late
    assert f"*Late now:* {late.count:,} (" in shown[0]
    assert f"the longest {late.longest_days:,} days." in shown[0]
    one = told.figure("late", kind=KIND)
    assert one
    assert f"supervision {one.count:,}" in shown[0]
    assert re.search(rf"^\*Supervision\* \d+% on time, \d+ of \d+ · {one.count:,} late now", shown[0], re.MULTILINE)
    assert any("*Quiet* nothing fell due" in page for page in shown)
    for team in (*told.teams, "Quiet"):
        assert sum(f"*{team}*" in page for page in shown) == 1, team
    for page in shown:
        assert "By team, the lowest first" in page
    sue.close(everything=True)


def test_a_kind_opens_its_teams_and_a_team_of_those_its_list(large: Office) -> None:
    sue = large.person("sue")
    sue.command("/supervision", "report")
    press(sue, "By team", "*Supervision*")
    shown = pages(sue)
    assert len(shown) > 1
    for page in shown:
        assert "*Supervision on time*" in page
        assert "What fell due, by kind" not in page
    team = re.findall(r"\*(Team \d+)\*", shown[-1])[0]
    press(sue, "Show the list", f"*{team}*")
    listed = seen(sue)
    of = facts(large, team).figure("on_time", kind=KIND)
    assert of
    assert f"Supervision: {of.out_of} row" in listed
    assert "Case discussion" not in listed
    sue.close(everything=True)


def test_what_is_only_known_to_be_late_opens_its_teams_and_their_lists_too(large: Office) -> None:
    sue = large.person("sue")
    sue.command("/supervision", "report")
    whole = facts(large).figure("late", kind="record_session")
    assert whole
    assert f"*Record of supervision* {whole.count} late now" in seen(sue)
    press(sue, "By team", "*Record of supervision*")
    assert seen(sue).startswith("*Record of supervision*\n")
    assert "on time" not in seen(sue)
    assert "nothing fell due" not in seen(sue)
    team = re.findall(r"\*(Team \d+)\*", seen(sue))[0]
    of = facts(large, team).figure("late", kind="record_session")
    assert of
    assert f"*{team}* {of.count} late now, the longest {of.longest_days} days" in seen(sue)
    press(sue, "Show the list", f"*{team}*")
    assert f"Record of supervision: {of.count} row" in seen(sue)
    sue.close(everything=True)


def test_a_category_opens_its_kinds_those_their_teams_and_a_team_its_list(large: Office) -> None:
    sue, told = large.person("sue"), facts(large)
    category = next(iter(told.categories("late")))
    whole, name = told.figure("late", category=category), category.replace("_", " ")
    assert whole
    sue.command("/supervision", "report")
    shown = "\n".join(pages(sue))
    assert f"*{name}* {whole.count} late now, the longest {whole.longest_days} days" in shown
    sue.close(everything=True)
    sue.command("/supervision", "report")
    assert "Cases, by category" in seen(sue)
    press(sue, "Open", f"*{name}*")
    assert f"*Case discussions on time, {name}*" in seen(sue)
    assert "Cases, by category" not in seen(sue)
    assert "*Supervision*" not in seen(sue)
    press(sue, "By team", f"*{TITLE}*")
    assert f"*{TITLE} on time, {name}*" in seen(sue)
    assert "What fell due, by kind" not in seen(sue)
    team = re.findall(r"\*([^*]+)\* \d+ late now", seen(sue))[0]
    of = facts(large, team).figure("late", kind=TALKS, category=category)
    assert of
    assert f"*{team}* {of.count} late now, the longest {of.longest_days} days" in seen(sue)
    press(sue, "Show the list", f"*{team}*")
    assert f"{TITLE}, {name}: {of.count} row" in seen(sue)
    sue.close(everything=True)


def test_performance_staff_are_told_of_a_whole_council_by_team(large: Office) -> None:
    """Whoever they supervise themselves: how many people are behind what the schedule counts it does not say."""
    for who in ("sue", "priya"):
        with large.store.work(SINGLE, TUESDAY) as work:
            work.quality_staff.grant(staff_id(who), viewer=work.people.must_get(staff_id("zoe")))
            work.commit()
        person = large.person(who)
        person.command("/supervision", "report")
        shown = pages(person)
        assert shown[0].startswith("*The whole council* is more people than can be counted while you wait.")
        assert all(sum(f"*{team}*" in page for page in shown) == 1 for team in ("North", "South", "Team 000"))
        assert not any(said in page for page in shown for said in ("on time", "late", "fell due"))
        person.close(everything=True)
        person.command("/supervision", "report South")
        assert seen(person).startswith("*South* · ")
        person.close(everything=True)
        with large.store.work(SINGLE, TUESDAY) as work:
            work.quality_staff.revoke(staff_id(who), viewer=work.people.must_get(staff_id("zoe")))
            work.commit()


def test_a_list_asked_for_while_the_line_was_smaller_opens_the_report(large: Office) -> None:
    deps = Deps(large.store, lambda: TUESDAY, lambda _: large.app.client, stopwatch)
    pressed = Incoming(Source.ACTION, words.LIST, SINGLE, slack_id("sue"), "pressed", value='{"measure": "on_time"}')
    shown = answer(pressed, ACTIONS[words.LIST], COMMANDS, deps).modal
    assert "By team, the lowest first" in json.dumps(shown)


def test_a_team_of_it_opens_with_every_measure(large: Office) -> None:
    sue = large.person("sue")
    sue.command("/supervision", "report")
    team = re.findall(r"\*(Team \d+)\*", seen(sue))[0]
    press(sue, "Open", f"*{team}*")
    assert seen(sue).startswith(f"*{team}* · ")
    assert "*Late now*" in seen(sue)
    sue.close(everything=True)
