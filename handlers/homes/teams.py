"""The Home tab of somebody who manages supervisors: teams by lateness, escalations open."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from handlers.homes.lines import booked, line, listing
from handlers.request import Request
from handlers.words import buttons, kit
from handlers.words.duties import SUPERVISIONS
from handlers.words.phrases import escape
from scheduling.answers import State
from storage.unit import UnitOfWork
from storage.views import ObligationView

TEAMS = 15
ESCALATIONS = 10
BAR = 12
"""Characters of the longest bar."""


@dataclass(frozen=True, slots=True)
class Team:
    """How late one team is."""

    name: str
    supervisions: int
    cases: int
    escalated: int

    @property
    def late(self) -> int:
        """All that is late."""
        return self.supervisions + self.cases


def blocks(request: Request, work: UnitOfWork) -> list[Block]:
    """How the teams below stand."""
    late = [one for one in work.obligations.below(request.viewer) if one.state in (State.OVERDUE, State.ESCALATED)]
    made: list[Block] = [kit.header("Your teams")]
    if not late:
        return [*made, kit.section("Nothing is late in any of your teams.")]
    teams = by_lateness(late)
    longest = teams[0].late
    made.append(kit.section("\n".join(_line(team, longest) for team in teams[:TEAMS])))
    made.append(kit.context("Most late first. Teams that are not listed have nothing late."))
    escalated = [one for one in late if one.state is State.ESCALATED]
    return made + _escalations(request, escalated)


def by_lateness(late: Sequence[ObligationView]) -> list[Team]:
    """The latest team first."""
    names = {one.person.team for one in late}
    teams = [
        Team(
            name=name,
            supervisions=sum(1 for one in late if one.person.team == name and one.kind in SUPERVISIONS),
            cases=sum(1 for one in late if one.person.team == name and one.kind not in SUPERVISIONS),
            escalated=sum(1 for one in late if one.person.team == name and one.state is State.ESCALATED),
        )
        for name in names
    ]
    return sorted(teams, key=lambda team: (-team.late, team.name))


def _line(team: Team, longest: int) -> str:
    filled = max(1, round(team.late / longest * BAR))
    bar = "█" * filled + "░" * (BAR - filled)
    passed = f", {team.escalated} escalated" if team.escalated else ""
    name = escape(team.name or "No team")
    return f"`{bar}` *{name}*: {team.late} late ({team.supervisions} supervision, {team.cases} other){passed}"


def _escalations(request: Request, escalated: Sequence[ObligationView]) -> list[Block]:
    if not escalated:
        return [kit.section("No escalation is open.")]
    made: list[Block] = [kit.section(f"*Escalations open: {len(escalated)}*")]
    ours = [one for one in escalated if one.kind in SUPERVISIONS]
    for one in ours[:ESCALATIONS]:
        said = line(one, request.viewer, request.today) + booked(one, request.today)
        row = buttons.for_duties([one], request.viewer, (buttons.WILL_HAPPEN,))
        made.append(kit.section(said, accessory=row[0] if row else None))
    rest = [one for one in escalated if one not in ours[:ESCALATIONS]]
    return made + listing([line(one, request.viewer, request.today) for one in rest], ESCALATIONS)
