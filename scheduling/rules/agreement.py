"""The supervision agreement: signed in time, reviewed every year."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Obligation
from scheduling.facts import Agreement, Person, Relationship
from scheduling.rules import agreed
from scheduling.saying import Cited
from scheduling.shapes import INFORMAL
from scheduling.view import View


def derive(view: View, person: Person) -> Iterator[Obligation]:
    """A signature that is owed or, once signed, the next review."""
    relationship = view.relationship(person.id)
    if relationship is None:
        return
    terms = view.version.agreement
    both = (person.id, *view.acting(relationship.supervisor))
    signed_on = last_signed(view, relationship)
    if signed_on is None:
        if found := _signature_due(view, person, relationship):
            cited, due = found
            why = f"supervised since {relationship.from_on}; not signed by both"
            yield view.obligation(cited, "agreement_signature", person.id, due, both, why)
    elif by := terms.review or view.local("agreement_review"):
        reviewed = [row.reviewed_on for row in _ever(view, relationship) if row.reviewed_on and view.happened(row.reviewed_on)]
        anchor = max([signed_on, *reviewed])
        why = f"{'reviewed' if anchor != signed_on else 'signed'} {anchor}; {by.every.words}"
        yield view.obligation(by, "agreement_review", person.id, by.every.after(anchor), both, why)


def _signature_due(view: View, person: Person, relationship: Relationship) -> tuple[Cited, date] | None:
    terms = view.version.agreement
    if terms.sign:
        return terms.sign, view.deadline(relationship.from_on, terms.sign)
    if terms.sign_at_first_session:
        first = _first_session(view, person, relationship)
        return (terms.sign_at_first_session, first) if first else None
    local = view.local("agreement_signature")
    return (local, local.every.after(relationship.from_on)) if local else None


def _first_session(view: View, person: Person, relationship: Relationship) -> date | None:
    """The day of the first session with this supervisor, held or booked."""
    days = [
        row.held_on if view.happened(row.held_on) else row.planned_on
        for row in view.index.sessions.get(person.id, ())
        if row.supervisor == relationship.supervisor and row.kind != INFORMAL
    ]
    return min((day for day in days if day and day >= relationship.from_on), default=None)


def agreements(view: View, relationship: Relationship) -> list[Agreement]:
    """Those of these two, as they stand that day."""
    return agreed.as_it_stood(view.index.agreements.get(relationship.supervisee, ()), relationship.supervisor, view.today)


def _ever(view: View, relationship: Relationship) -> list[Agreement]:
    """Those of these two, and all they have been: a signature and a review have each a day of their own."""
    return [row for row in view.index.agreements.get(relationship.supervisee, ()) if row.supervisor == relationship.supervisor]


def last_signed(view: View, relationship: Relationship) -> date | None:
    """The day the later of both signatures was made; None while either is missing."""
    days = map(agreed.signed_on, _ever(view, relationship))
    return max((day for day in days if day and view.happened(day)), default=None)
