"""The Home tab of somebody who manages supervisors: teams by lateness, escalations open."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from handlers.homes import ontime
from handlers.homes.lines import booked, line, together
from handlers.homes.lists import Listed, Part
from handlers.request import Request
from handlers.words import buttons, kit, whatif_form
from handlers.words import teams as words
from handlers.words.duties import BOOKABLE, SUPERVISIONS, title
from handlers.words.phrases import day, escape, who
from scheduling.answers import State
from storage.unit import UnitOfWork
from storage.views import ObligationView

LIST = "team_list"
TEAMS = 10
ESCALATIONS = 8
BAR = 12
"""Characters of the longest bar."""


@dataclass(frozen=True, slots=True)
class Team:
    """How late one team is: soonest due first."""

    name: str
    owed: tuple[ObligationView, ...]

    @property
    def late(self) -> int:
        """All that is late."""
        return len(self.owed)

    @property
    def supervisions(self) -> list[ObligationView]:
        """Sessions that are late."""
        return [one for one in self.owed if one.kind in SUPERVISIONS]

    @property
    def escalated(self) -> int:
        """What has been passed on."""
        return sum(1 for one in self.owed if one.state is State.ESCALATED)


def blocks(request: Request, work: UnitOfWork) -> list[Part]:
    """How the teams below stand."""
    late = late_below(request, work)
    made: list[Part] = [kit.header(words.HEAD), ontime.line(request, work)]
    what_if = kit.actions(kit.button(whatif_form.BUTTON, whatif_form.OPEN, "below"))
    if not late:
        return [*made, kit.section(words.NOTHING_LATE), what_if]
    teams = by_lateness(late)
    button = kit.button
    shown = [
        [kit.section(_line(team, teams[0].late, request), accessory=button(words.SHOW_LIST, LIST, team.name))] for team in teams
    ]
    made.append(Listed("teams", "", shown, TEAMS, [kit.context(words.MOST_LATE_FIRST)]))
    return [*made, what_if, *_escalations(request, [one for one in late if one.state is State.ESCALATED])]


def late_below(request: Request, work: UnitOfWork) -> list[ObligationView]:
    """What is late about anybody below, soonest due first."""
    return [one for one in work.obligations.below(request.viewer) if one.state in (State.OVERDUE, State.ESCALATED)]


def by_lateness(late: Sequence[ObligationView]) -> list[Team]:
    """The latest team first."""
    found: dict[str, list[ObligationView]] = {}
    for one in late:
        found.setdefault(one.person.team or words.NO_TEAM, []).append(one)
    teams = [Team(name, tuple(owed)) for name, owed in found.items()]
    return sorted(teams, key=lambda team: (-team.late, team.name))


def _line(team: Team, longest: int, request: Request) -> str:
    filled = max(1, round(team.late / longest * BAR))
    bar = "█" * filled + "░" * (BAR - filled)
    ours = team.supervisions
    passed = words.escalated(team.escalated) if team.escalated else ""
    oldest = ours[0] if ours else team.owed[0]
    rest = team.late - len(ours)
    parts = [words.supervisions(len(ours))] if ours else []
    parts += [words.others(rest)] if rest else []
    head = words.team(escape(team.name), bar, team.late, passed)
    late = words.longest(parts, title(oldest).lower(), who(oldest.person), day(oldest.due_on, request.today))
    return f"{head}\n{late}"


def _escalations(request: Request, escalated: Sequence[ObligationView]) -> list[Part]:
    if not escalated:
        return [kit.section(words.NO_ESCALATION)]
    made: list[list[Block]] = []
    for group in together(escalated):
        said = line(group, request.viewer, request.today)
        said += booked(group[0], request.today) if group[0].kind in SUPERVISIONS else ""
        wanted = (buttons.WILL_HAPPEN,) if group[0].kind in BOOKABLE else (buttons.WHY,)
        row = buttons.for_duties(group, request.viewer, wanted)
        made.append([kit.section(said, accessory=row[0] if row else None)])
    return [kit.section(words.escalations(len(escalated))), Listed("escalations", "", made, ESCALATIONS)]
