"""`cornerstone simulate`: a council under another policy, with vacancies, or with a supervisor gone, beside itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.questions import AsJson, read_json
from bot.tables import print_json, refuse, show

if TYPE_CHECKING:
    from scheduling.facts import Facts
    from scheduling.policy import Policy
    from scheduling.whatif import Answer, Away, Room

Text = str | None
EACH = "each"
"""Instead of a supervisor: all of them, one after another."""
WEEKS_AWAY = 6


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(simulate)


@dataclass(frozen=True, slots=True)
class Council:
    """What is simulated: a facts file's, or the one stored."""

    facts: Facts
    policy: Policy
    now: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    """By e-mail address."""

    def name(self, person: str) -> str:
        """As the reader knows them."""
        return f"{self.names[person]} ({person})" if person in self.names else person

    def person(self, text: str) -> str:
        """A staff id, or an e-mail address."""
        return self.ids.get(text.lower(), text)


def simulate(
    facts: Annotated[
        Text, typer.Argument(metavar="[FACTS.json]", help="A facts file, or `-`. Default: the council stored here.")
    ] = None,
    policy: Annotated[Text, typer.Option(help="Under this policy: a name, or the path of a pack.")] = None,
    vacancies: Annotated[int, typer.Option(help="So many more, drawn at random among those who hold cases.")] = 0,
    team: Annotated[Text, typer.Option(help="Whose vacancies: a team's name; in a facts file its supervisor's id.")] = None,
    away: Annotated[
        Text, typer.Option(help="A supervisor who is gone: a staff id or e-mail address; `each`: one after another.")
    ] = None,
    gone_weeks: Annotated[int | None, typer.Option("--for", help="For so many weeks.", show_default=str(WEEKS_AWAY))] = None,
    from_on: Annotated[Text, typer.Option("--from", help="Gone from this day. Default: today.")] = None,
    cover: Annotated[Text, typer.Option(help="Who covers. Default: nobody.")] = None,
    weeks: Annotated[int, typer.Option(help="So many weeks ahead.")] = 26,
    seed: Annotated[int, typer.Option(help="Draws who leaves: the same draws the same.")] = 1,
    a_day: Annotated[int, typer.Option(help="Meetings a supervisor holds on a working day, at most.")] = 2,
    a_week: Annotated[int, typer.Option(help="And in a week.")] = 5,
    now: Annotated[Text, typer.Option(help="The day it begins. Default: today.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Draw it too: a new .png file. Only you may read it.")] = None,
    workspace: Annotated[Text, typer.Option(help="Whose, of several.", show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """What if: another policy, more vacancies, a supervisor gone. Each figure beside the same without the change.

    Nothing is stored and nobody is told.
    """
    from bot.at_hand import loaded
    from scheduling.errors import SupervisionError
    from scheduling.whatif import Away, Room, Wanted
    from scheduling.whatif import simulate as simulated

    if chart is not None:
        _must_be_a_new_picture(chart)
    other = loaded(policy) if policy else None
    council = _of_file(facts, now) if facts is not None else _stored(workspace, now)
    gone: Away | None = None
    if away is not None:
        covering = council.person(cover) if cover else None
        gone = Away(council.person(away), _day(from_on, council), WEEKS_AWAY if gone_weeks is None else gone_weeks, covering)
    elif from_on or cover or gone_weeks is not None:
        refuse("--for, --from and --cover say more about --away: name who is away too.")
    if team and not vacancies:
        refuse("--team says whose vacancies: give --vacancies too.")
    if gone is not None and away == EACH:
        if other or vacancies or cover or chart:
            refuse("--away each tries one absence after another, and nothing besides: leave the rest out.")
        _each(council, gone, weeks, Room(a_day, a_week), as_json)
        return
    wanted = Wanted(vacancies, team or "", gone, seed)
    room = Room(a_day, a_week)
    try:
        answer = simulated(
            council.facts, council.policy, council.now, wanted, other=other, weeks=weeks, room=room, teams=council.teams
        )
    except SupervisionError as error:
        refuse(error.sentence)
    _tell(answer, council.name, chart, as_json)


def _must_be_a_new_picture(chart: Path) -> None:
    """Asked before anything is worked out. Raises FileExists, CannotWriteThere."""
    from storage.lifecycle.subject.writing import must_be_free

    if chart.suffix.lower() != ".png":
        refuse(f"--chart: {chart} does not end in .png.")
    must_be_free(chart)


def _each(council: Council, away: Away, weeks: int, room: Room, as_json: bool) -> None:
    """Whose absence would hurt most."""
    from handlers.words import whatif as words
    from scheduling.calendar import local_day
    from scheduling.errors import SupervisionError
    from scheduling.whatif import each_away

    try:
        found = each_away(council.facts, council.policy, council.now, away, weeks=weeks, room=room)
    except SupervisionError as error:
        refuse(error.sentence)
    if as_json:
        print_json([_texts(asdict(row)) for row in found])
        return
    today = local_day(council.now)
    cells = {row.person: words.each_row(row, council.name, today) for row in found}
    rows = [{"person": row.person} for row in found]
    show(rows, False, words.each_question(away, today), words.EACH_COLUMNS, lambda row: cells[row["person"]])
    typer.echo(words.EACH_RECKONED)


def _day(text: Text, council: Council) -> date:
    from bot.answer import day
    from scheduling.calendar import local_day
    from scheduling.errors import SupervisionError

    try:
        return day("from", text) if text else local_day(council.now)
    except SupervisionError as error:
        refuse(error.sentence)


def _of_file(path: str, now: Text) -> Council:
    from bot.answer import moment, understood
    from bot.questions import this_instant
    from scheduling.errors import SupervisionError

    try:
        facts, policy = understood(read_json(path))
        return Council(facts, policy, moment("now", now or this_instant()))
    except SupervisionError as error:
        refuse(error.sentence)


def _stored(workspace: Text, now: Text) -> Council:
    """The council as it is kept here; read, and nothing else."""
    from bot.answer import moment
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen
    from storage.index.facts import load
    from storage.index.scope import Scope

    settings = read()
    at = moment("now", now) if now else build_clock(settings).now()
    with open_store() as store:
        whose = chosen(settings, store, workspace)
        with store.read(whose, at) as work:
            people = work.people.everyone()
            return Council(
                load(work, Scope()),
                work.policy,
                at,
                names={each.id: each.name for each in people},
                teams={each.id: each.team for each in people},
                ids={each.email.lower(): each.id for each in people if each.email},
            )


def _tell(answer: Answer, name: Callable[[str], str], chart: Path | None, as_json: bool) -> None:
    from handlers.words import whatif as words

    said = words.question(answer, name)
    described = ""
    if chart is not None:
        from bot.whatif_chart import save

        described = save(answer, said, chart)
    if as_json:
        print_json(_plain(answer))
        return
    typer.echo(said)
    rows = [{"what": row.what, "before": words.figure(row.before), "after": words.figure(row.after), "change": row.change}
            for row in words.lines(answer)]  # fmt: skip
    show(rows, False, "", ("", words.AS_IT_IS, words.CHANGED, words.CHANGE), lambda row: tuple(row.values()))
    for heading, listed in (
        (words.LATE_FIRST, words.late_first(answer, name)),
        (words.GOES_OVER, words.goes_over(answer, name)),
        (words.RECKONED, [*words.what_became(answer), *words.assumptions(answer)]),
    ):
        typer.echo(f"\n{heading}")
        for line in listed:
            typer.echo(f"  - {line}")
    if chart is not None:
        weeks = [{"week": week, "before": str(old), "after": str(new)} for week, old, new in words.weeks(answer)]
        typer.echo("")
        columns = (words.ENDING, words.AS_IT_IS, words.CHANGED)
        show(weeks, False, words.LATE_BY_WEEK, columns, lambda row: tuple(row.values()))
        typer.echo(f"{chart}: {described}")


def _plain(answer: Answer) -> object:
    """The answer with its dates as text."""
    made = asdict(answer) | {
        "only_after": [asdict(row) for row in answer.only_after],
        "newly_over": [asdict(row) for row in answer.newly_over],
    }
    return _texts(made)


def _texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _texts(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
