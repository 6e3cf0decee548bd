"""Who hears of what stays late: up the line from the supervisor, ending with the senior managers (R-36)."""

from scheduling.answers import Obligation
from scheduling.view import View


def chain(view: View, obligation: Obligation) -> list[tuple[str, ...]]:
    """The people of each rung, nearest first. Never the supervisor, never the supervisee, nobody twice."""
    supervisor = accountable(view, obligation)
    told = {obligation.person, *obligation.responsible}
    if supervisor:
        told.add(supervisor)
    rungs: list[tuple[str, ...]] = []
    manager = _next_above(view, supervisor) if supervisor else None
    if view.readings.escalate_first_to == "named_manager":
        manager = _named_manager(view, obligation.person, supervisor) or manager
    if manager is None or manager in told:
        manager = _named_manager(view, obligation.person, supervisor)
    passed = set(told)
    while manager is not None and manager not in passed:
        passed.add(manager)
        stands_in = tuple(who for who in view.acting(manager) if who not in told)
        if stands_in:
            rungs.append(stands_in)
            told.update(stands_in)
        manager = _next_above(view, manager)
    last = tuple(dict.fromkeys(who for boss in view.senior_managers for who in view.acting(boss) if who not in told))
    return [*rungs, last] if last else rungs


def accountable(view: View, obligation: Obligation) -> str | None:
    """The supervisor it is late with: the one in the relationship, even while somebody covers."""
    supervisor = view.supervisor(obligation.person)
    if not obligation.responsible or supervisor is None:
        return obligation.responsible[0] if obligation.responsible else supervisor
    return supervisor if obligation.responsible == view.acting(supervisor) else obligation.responsible[0]


def _next_above(view: View, person: str) -> str | None:
    """Their line manager."""
    return view.line_manager(person)


def _named_manager(view: View, supervisee: str, supervisor: str | None) -> str | None:
    """The manager the agreement names."""
    named = [
        row.named_manager
        for row in view.index.agreements.get(supervisee, ())
        if row.supervisor == supervisor and row.named_manager
    ]
    return named[-1] if named and view.is_here(named[-1]) else None
