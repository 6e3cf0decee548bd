"""Groups: whether each team's was held, and who of the team was there."""

from collections.abc import Iterator
from datetime import date

from scheduling.facts import Group
from scheduling.measures.rows import month_ends, row
from scheduling.measures.shapes import Asked, Item
from scheduling.measures.then import Then
from scheduling.rules.audits import last_team_group
from scheduling.view import View

TEAM = "team"


def rows(asked: Asked, then: Then) -> Iterator[Item]:
    """One a team and month; one a group and member of the team."""
    for month, last in month_ends(asked, then.today.today):
        view = then.at(last)
        for person in view.index.supervisees:
            if asked.is_about(person):
                yield from _held(asked, view, person, month)
    for group in then.index.facts.groups:
        month_of = asked.month_of(group.on)
        if month_of and group.kind == TEAM and then.today.happened(group.on):
            yield from _attended(asked, then.at(group.on), group, month_of)


def _held(asked: Asked, view: View, supervisor: str, month: date) -> Iterator[Item]:
    """Nothing of a team too new to have had one."""
    terms, since = view.version.groups.team or view.local("group_supervision"), view.supervises_since(supervisor)
    if terms is None or since is None or not view.is_here(supervisor):
        return
    last = last_team_group(view, supervisor)
    due = terms.every.after(last or since)
    if last is None and due > view.today:
        return
    why = f"last group {last}" if last else f"supervises since {since}; no group yet"
    yield row(
        asked, view, "team_groups", "group_held" if due >= view.today else "no_group", supervisor, terms, month,
        number=int(due >= view.today), due=due, done_on=last, why=why, days=max((view.today - due).days, 0) or None,
        responsible=view.acting(supervisor),
    )  # fmt: skip


def _attended(asked: Asked, view: View, group: Group, month: date) -> Iterator[Item]:
    """Of the team of whoever led it, or of the team they are in; who was away that day was not to be there."""
    led_by = group.facilitator
    supervisor = led_by if view.supervises_since(led_by) else view.supervisor(led_by)
    if supervisor is None:
        return
    cited = view.version.measured.get("attendance")
    there = {led_by, *group.attendees}
    for person in dict.fromkeys((supervisor, *(tie.supervisee for tie in view.supervisees(supervisor)))):
        if asked.is_about(person) and view.is_there(person):
            was_there = person in there
            yield row(
                asked, view, "attendance", "there" if was_there else "not_there", person, cited, month, number=int(was_there),
                due=group.on, why=f"group of {group.on}", responsible=(led_by,), about=group.id,
            )  # fmt: skip
