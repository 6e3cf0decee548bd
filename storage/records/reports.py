"""What managers look at: the picture of their line, their team or the whole council, by right of access."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy import Date, bindparam, select

from scheduling.facts import Settings
from scheduling.measures import EVERY, Asked, Item, Measure, cited_by, counted, measured, measures_of
from scheduling.terms import Version
from storage.asking import WORKSPACE, among
from storage.errors import InTheFuture, NotFound
from storage.few import too_small
from storage.index import staff
from storage.index.facts import load
from storage.index.scope import Scope
from storage.models import AllocationRow, FormerTeamRow, PersonRow
from storage.pictures import LINE, OPERATOR, QUALITY, REACHES, Picture
from storage.records import reported
from storage.records.base import Records
from storage.records.kept import LateNow, OnTime, kept, late
from storage.undisturbed import undisturbed
from storage.views import Person

KIND = "report"
MONTHS = 12
_TEAMS = select(PersonRow.id, PersonRow.team).where(PersonRow.workspace == WORKSPACE)
_FORMER = (
    select(FormerTeamRow.person_id, FormerTeamRow.team)
    .where(FormerTeamRow.workspace == WORKSPACE, FormerTeamRow.until_on > bindparam("as_of", type_=Date()))
    .order_by(FormerTeamRow.until_on.desc())
)
"""The teams left since that day, the one they were in then last."""
_CASES = select(AllocationRow.case_ref).where(AllocationRow.workspace == WORKSPACE, among(AllocationRow.worker_id)).distinct()
_LAST = time(23, 59, 59)


class Reports(Records):
    """Figures with the rows behind them."""

    def picture(
        self,
        *,
        viewer: Person | None,
        team: str | None = None,
        until: date | None = None,
        months: int = MONTHS,
        as_of: date | None = None,
        reach: str | None = None,
        but_on_time: bool = False,
    ) -> Picture:
        """How supervision stands, from the facts themselves, in a number of statements that does not depend on how many.

        `until` is any day of the last month; this month where it is not given. `as_of` is a day that has come: what had
        happened by its end counts, and nothing later; None: now. `viewer` is None for the operator of the command line.
        `but_on_time` leaves out what was on time and what is late, which of a large line `on_time` and `late_now` say.
        Raises NotFound for a team nobody the viewer may see is in, InTheFuture.
        """
        reach = reach or (self.reach_of(viewer) if viewer else OPERATOR)
        if reach not in REACHES or (viewer is None) != (reach == OPERATOR):
            raise NotFound
        at = self._instant(as_of)
        teams = self._teams(at.astimezone(self._work.zone).date())
        team = _as_written(team, teams)
        whose = self._whose(viewer, reach, team, teams)
        self._note(viewer, reach)
        with undisturbed():
            asked = self._asked(at, until or at.astimezone(self._work.zone).date(), months, teams, whose)
            return self._drawn(asked, measured(asked, but_on_time=but_on_time), viewer, reach, team)

    def shown_again(self, picture: Picture, *, viewer: Person) -> None:
        """The viewer is shown a picture of theirs once more: it is noted as the first time was."""
        self._note(viewer, picture.reach)

    def _note(self, viewer: Person | None, reach: str) -> None:
        role = {LINE: "line", QUALITY: "quality", OPERATOR: "administrator"}[reach]
        by = "system" if viewer else "command"
        self._work.trail.note("read", viewer=viewer, kind=KIND, object="picture", role=role, by=by)

    def must_reach(self, viewer: Person, team: str | None = None) -> str | None:
        """The team as it is written. Raises NotFound where `picture` would."""
        teams = self._teams()
        team = _as_written(team, teams)
        self._whose(viewer, self.reach_of(viewer), team, teams)
        return team

    def teams(self, viewer: Person) -> list[str]:
        """Names of the teams those are in whom a picture for the viewer would be about."""
        teams = self._teams()
        return sorted({teams[each] for each in self._whose(viewer, self.reach_of(viewer), None, teams) or teams} - {""})

    def on_time(self, *, viewer: Person, months: int = 6, by_category: bool = False) -> OnTime:
        """How much was done in time below the viewer, by team, kind and month, as the schedule kept it: one statement.

        By the category of the cases too where it is asked for, which takes longer.
        """
        return kept(self._work, viewer, months, by_category=by_category)

    def late_now(self, *, viewer: Person) -> LateNow:
        """What is late below the viewer, by team, kind and category, as the schedule has it: one statement."""
        return late(self._work, viewer)

    def definitions(self) -> dict[str, Measure]:
        """What is counted under the policy of today, measure by measure."""
        return measures_of(self._work.policy.at(self._work.today), staff.settings(self._work)[0])

    def number_about(self, viewer: Person) -> int:
        """How many people a picture would be about: those below the viewer; for performance and audit staff everybody."""
        return len(self._teams() if self.reach_of(viewer) == QUALITY else self._work.sight.below(viewer))

    def reach_of(self, viewer: Person) -> str:
        """`quality` for performance and audit staff, else `line`."""
        return QUALITY if viewer.id in self._work.quality_staff.ids() else LINE

    def _instant(self, as_of: date | None) -> datetime:
        if as_of is None or as_of == self._work.today:
            return self._work.now
        if as_of > self._work.today:
            raise InTheFuture
        return datetime.combine(as_of, _LAST, self._work.zone).astimezone(UTC)

    def _teams(self, as_of: date | None = None) -> dict[str, str]:
        """Everybody's, at the end of that day."""
        teams = {row.id: row.team for row in self._work.ask(_TEAMS)}
        return teams | {row.person_id: row.team for row in self._work.ask(_FORMER, as_of=as_of or self._work.today)}

    def _whose(self, viewer: Person | None, reach: str, team: str | None, teams: dict[str, str]) -> frozenset[str] | None:
        below = self._work.sight.below(viewer) if viewer and reach == LINE else frozenset(teams)
        found = below if team is None else frozenset(each for each in below if teams[each] == team)
        if not found:
            raise NotFound
        return None if len(found) == len(teams) else found

    def _asked(self, at: datetime, until: date, months: int, teams: dict[str, str], whose: frozenset[str] | None) -> Asked:
        scope = Scope() if whose is None else Scope.of(whose, (row.case_ref for row in self._work.ask(_CASES, ids=list(whose))))
        asked = Asked(load(self._work, scope), self._work.policy, at, until, months, teams, whose)
        return replace(
            asked,
            moves=reported.moves(self._work, whose, asked.first_on),
            signings=reported.signings(self._work, whose),
            actions=reported.actions(self._work, whose),
            on_file=reported.on_file(self._work, whose),
            trainings=self._work.trainings.noted(whose),
        )

    def _drawn(self, asked: Asked, items: list[Item], viewer: Person | None, reach: str, team: str | None) -> Picture:
        figures = counted(items)
        open_to = None if reach != QUALITY or viewer is None else self._work.sight.below(viewer)
        shown = tuple(items if open_to is None else [item for item in items if item.person in open_to])
        head, begun_at = self._work.trail.head(), self._work.trail.begun_at()
        version = asked.policy.at(asked.as_of.astimezone(self._work.zone).date())
        return Picture(
            as_of=asked.as_of,
            begun_on=begun_at.astimezone(self._work.zone).date() if begun_at else None,
            policy=asked.policy.title,
            version=version.label,
            service=self._work.settings.get("organisation.service") or "",
            months=asked.month_starts,
            teams=tuple(sorted({key[2] for key in figures if key[2] is not None})),
            team=team,
            reach=reach,
            viewer=viewer.id if viewer else None,
            above=viewer.name if viewer and reach == LINE else "",
            untimed=_untimed(version, asked.facts.settings),
            workspace=self._work.workspace,
            figures=figures,
            items=shown,
            people=self._work.people.by_id(_named(shown)),
            trail_head=head.hash if head else "",
            trail_seq=head.seq if head else 0,
            hidden=too_small(counted(items, EVERY)) if reach == QUALITY else frozenset(),
            definitions=(definitions := measures_of(version, asked.facts.settings)),
            rules=frozenset(
                (key, cited.rule, asked.policy.source(cited)) for key in definitions for cited in cited_by(version, key)
            ),
        )


def _untimed(version: Version, settings: Settings) -> frozenset[str]:
    is_timed = version.recording.session is not None or "record_session" in settings.intervals
    return frozenset(("signing",) if is_timed else ("signing", "recording"))


def _as_written(team: str | None, teams: dict[str, str]) -> str | None:
    """As somebody typed it, it may differ in case."""
    return None if team is None else next((name for name in set(teams.values()) if name.casefold() == team.casefold()), team)


def _named(items: tuple[Item, ...]) -> set[str]:
    return {item.person for item in items} | {each for item in items for each in item.responsible}
