"""Who hears of what stays late: up the line from the supervisor, ending with the senior managers (R-36)."""

from scheduling.answers import Obligation
from scheduling.rules.agreed import as_it_stood
from scheduling.view import View


def chain(view: View, obligation: Obligation) -> list[tuple[str, ...]]:
    """The people of each rung, nearest first. Never the supervisor, never the supervisee, nobody twice.

    Nobody who is away or gone is on it: who covers for them is, else their manager.
    """
    owing = _owing(view, obligation)
    told, rungs = set(owing), list[tuple[str, ...]]()
    for seat in seats(view, obligation):
        rung = tuple(dict.fromkeys(who for each in seat if (who := view.deputy(each, owing)) and who not in told))
        if rung:
            rungs.append(rung)
            told.update(rung)
    return rungs


def seats(view: View, obligation: Obligation) -> list[tuple[str, ...]]:
    """Whose turn it is at each rung by office, there or not: the managers above in turn, at the end the senior managers."""
    supervisor = accountable(view, obligation)
    owing = _owing(view, obligation)
    manager = _next_above(view, supervisor) if supervisor else None
    if view.readings.escalate_first_to == "named_manager":
        manager = _named_manager(view, obligation.person, supervisor) or manager
    if manager is None or manager in owing:
        manager = _named_manager(view, obligation.person, supervisor)
    found: list[tuple[str, ...]] = []
    passed = set(owing)
    while manager is not None and manager not in passed:
        passed.add(manager)
        found.append((manager,))
        manager = _next_above(view, manager)
    last = tuple(boss for boss in view.senior_managers if boss not in owing)
    return [*found, last] if last else found


def _owing(view: View, obligation: Obligation) -> frozenset[str]:
    """Those it is about and late with: none of them is told of it as a manager above."""
    supervisor = accountable(view, obligation)
    return frozenset((obligation.person, *obligation.responsible, *((supervisor,) if supervisor else ())))


def accountable(view: View, obligation: Obligation) -> str | None:
    """The supervisor it is late with: the one in the relationship, even while somebody covers."""
    supervisor = view.supervisor(obligation.person)
    if not obligation.responsible or supervisor is None:
        return obligation.responsible[0] if obligation.responsible else supervisor
    acting = (view.acting(supervisor), view.responsible(obligation.person))
    return supervisor if obligation.responsible in acting else obligation.responsible[0]


def _next_above(view: View, person: str) -> str | None:
    """Their line manager."""
    return view.line_manager(person)


def _named_manager(view: View, supervisee: str, supervisor: str | None) -> str | None:
    """The manager the agreement names."""
    named = [
        row.named_manager
        for row in as_it_stood(view.index.agreements.get(supervisee, ()), supervisor or "", view.today)
        if row.named_manager
    ]
    return named[-1] if named and view.is_here(named[-1]) else None
