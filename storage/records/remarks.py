"""What the policy has to remark of one session: its length, the examples brought, the Front Door's cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduling.answers import Finding
from scheduling.facts import DirectWork, FrontDoorCase
from scheduling.index import index
from scheduling.view import View
from scheduling.warnings import sessions
from storage.index.facts import load
from storage.index.scope import Scope
from storage.models import SessionRow
from storage.records.supervised import cases_of

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def of(
    work: UnitOfWork,
    row: SessionRow,
    direct_work: Sequence[DirectWork] | None = None,
    front_door: Sequence[FrontDoorCase] | None = None,
) -> list[Finding]:
    """By the facts of today. Of what was brought only where it is known: where the form that asks for it has been filled."""
    facts = load(work, Scope.of([row.supervisee_id], cases_of(work, [row.supervisee_id])))
    mine = [
        replace(each, direct_work=tuple(direct_work or ()), front_door_cases=tuple(front_door) if front_door else None)
        for each in facts.sessions
        if each.id == row.id
    ]
    view = View(index(replace(facts, sessions=tuple(mine))), work.policy, work.now)
    found = [*sessions.lengths(view), *sessions.front_door(view), *sessions.another_held_it(view)]
    return [*found, *sessions.direct_work(view)] if direct_work is not None else found
