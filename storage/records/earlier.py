"""What an agreement was, kept when it becomes another: days gone by are judged by what held on them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from storage.models import AgreementRow, EarlierAgreementRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_OWN: Final = {"id", "workspace"}
SAYS: Final = tuple(
    column.name
    for column in EarlierAgreementRow.__table__.columns
    if column.name in AgreementRow.__table__.columns and column.name not in _OWN
)
"""What both tables have: all that an agreement says."""


def keep(work: UnitOfWork, row: AgreementRow, until_on: date) -> None:
    """As it stands, for every day before that one; asked before it is changed.

    Changed twice in a day, or from a day before its last change, it is the first that held until then: a row is kept once, and
    what stood for no day is not kept.
    """
    work.session.flush()
    mine = (EarlierAgreementRow.workspace == work.workspace, EarlierAgreementRow.agreement_id == row.id)
    changed_on = work.session.scalar(select(func.max(EarlierAgreementRow.until_on)).where(*mine))
    if changed_on is None or changed_on < until_on:
        said = {name: getattr(row, name) for name in SAYS}
        work.session.add(EarlierAgreementRow(workspace=work.workspace, agreement_id=row.id, until_on=until_on, **said))
