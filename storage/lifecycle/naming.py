"""Whom an officer means at the command line, those who have left among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from scheduling.errors import SupervisionError
from storage.models import PersonRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


class Nobody(SupervisionError):
    """There is nobody with that staff id or e-mail address on the people file. Check it; names are not looked for."""


class NotHere(SupervisionError):
    """Whoever answers for this must work here and be on the people file. Give their staff id or e-mail address with --by."""


def anybody(work: UnitOfWork, text: str) -> Person:
    """By staff id or e-mail address, whether they still work here or not. Raises Nobody."""
    typed = text.strip()
    row = PersonRow
    meant = or_(row.id == typed, row.email == typed.lower())
    found = list(work.session.scalars(select(row.id).where(row.workspace == work.workspace, meant)))
    person = work.people.get(found[0]) if len(found) == 1 else None
    if person is None:
        raise Nobody
    return person


def officer(work: UnitOfWork, text: str) -> Person:
    """Whoever does it in person. Raises NotHere."""
    try:
        person = anybody(work, text)
    except Nobody:
        raise NotHere from None
    if person.left_on is not None and person.left_on <= work.today:
        raise NotHere
    return person
