"""Whoever stands around the subject of an export, as what they are to them; and cases, numbered as they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import false, or_, select

from scheduling.identifying import Staff
from storage.lifecycle.subject.redaction import Find, Names, addresses, as_compared, identifiers, mentions, references
from storage.models import CaseRow, PersonRow, RelationshipRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

YOU = "you"
COLLEAGUE = "a colleague"
SHORTEST = 3
"""Letters of a first or a last name that is looked for by itself."""


@dataclass(slots=True)
class Around:
    """What to say instead of a name or a reference."""

    subject: Person
    roles: Mapping[str, str]
    """By id: of those who are more than a colleague."""
    people: Mapping[str, tuple[str, str | None]]
    """By id: everybody's name and Slack account."""
    refs: Mapping[str, str]
    """Every case reference, by itself in small letters."""
    beside: frozenset[str]
    """Those of their team and under their manager: a first name in a text may well be theirs."""
    numbers: dict[str, int] = field(default_factory=dict)

    def person(self, person_id: str | None) -> str:
        """`you`, `your supervisor`, `a colleague`; empty for nobody."""
        if not person_id:
            return ""
        return YOU if person_id == self.subject.id else self.roles.get(person_id, COLLEAGUE)

    def case(self, ref: str | None) -> str:
        """`case 1`, the same each time; empty for none. A case is a child: their reference is a third party's."""
        if not ref:
            return ""
        return f"case {self.numbers.setdefault(ref, len(self.numbers) + 1)}"

    def finders(self) -> list[Find]:
        """What takes third parties out of a text: those known to the council, and what looks like a name or an identifier."""
        slack = {account: self.person(person_id) for person_id, (_, account) in self.people.items() if account}
        own = Staff.of([self.subject.name], [self.subject.email], near=[self.subject.name])
        named: list[Find] = [mentions(slack), addresses(self.subject.email), references(self._known), self._names()]
        return [*named, identifiers(own)]  # where two find the same, the one that knows who it is speaks

    def _known(self, text: str) -> str | None:
        ref = self.refs.get(text.casefold())
        return None if ref is None else self.case(ref)

    def _names(self) -> Names:
        own, full, single = as_compared(self.subject.name), dict[str, str](), dict[str, str]()
        for person_id, (name, _) in self.people.items():
            if person_id == self.subject.id or as_compared(name) == own:
                continue
            says, words = self.person(person_id), as_compared(name).split()
            full[" ".join(words)] = full[" ".join([*words[-1:], *words[:-1]])] = says
            if person_id in self.roles or person_id in self.beside:
                single |= {word: says for word in words if len(word) >= SHORTEST and word not in own.split()}
        return Names(full, single)


def around(work: UnitOfWork, subject: Person) -> Around:
    """Everybody and every case of the workspace, as far as a text may name them."""
    row = PersonRow
    everybody = work.session.execute(select(row.id, row.name, row.slack_id).where(row.workspace == work.workspace)).all()
    refs = work.session.scalars(select(CaseRow.ref).where(CaseRow.workspace == work.workspace))
    return Around(
        subject=subject,
        roles=_roles(work, subject),
        people={person_id: (name, slack_id) for person_id, name, slack_id in everybody},
        refs={ref.casefold(): ref for ref in refs},
        beside=_beside(work, subject),
    )


def _beside(work: UnitOfWork, subject: Person) -> frozenset[str]:
    row = PersonRow
    near = [row.manager_id == subject.manager_id] if subject.manager_id else []
    near += [row.team == subject.team] if subject.team else []
    theirs = select(row.id).where(row.workspace == work.workspace, or_(false(), *near))
    return frozenset(work.session.scalars(theirs))


def _roles(work: UnitOfWork, subject: Person) -> dict[str, str]:
    """Of any time: a record of five years ago names the supervisor of then."""
    row, mine = RelationshipRow, RelationshipRow.workspace == work.workspace
    pairs = select(row.supervisee_id, row.supervisor_id).where(
        mine, or_(row.supervisee_id == subject.id, row.supervisor_id == subject.id)
    )
    found: dict[str, str] = {}
    below = PersonRow.workspace == work.workspace, PersonRow.manager_id == subject.id
    found |= dict.fromkeys(work.session.scalars(select(PersonRow.id).where(*below)), "somebody you manage")
    found |= {above.id: "a manager above you" for above in work.people.line_above(subject.id)}
    if subject.manager_id:
        found[subject.manager_id] = "your line manager"
    for supervisee_id, supervisor_id in work.session.execute(pairs):
        if supervisor_id == subject.id:
            found[supervisee_id] = "somebody you supervised"
    for supervisee_id, supervisor_id in work.session.execute(pairs):
        if supervisee_id == subject.id:
            found[supervisor_id] = "your supervisor"
    return found
