"""Words that looked like a name or an identifier and were kept, each with the reason."""

from collections.abc import Iterable

from sqlalchemy import select, update

from storage.models import KeptWordsRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.views import KeptView, Person


class KeptWords(Records):
    """The reason is sealed; the words themselves stand in the record alone."""

    def keep(self, *, viewer: Person, where: str, about: str, kinds: Iterable[str], reason: str) -> None:
        """Keep the reason with the record `about`, in the same transaction."""
        self._work.session.add(
            KeptWordsRow(
                id=new_id(),
                workspace=self._work.workspace,
                person_id=viewer.id,
                kept_where=where,
                about=about,
                kinds=",".join(kinds),
                reason=checks.fits(reason),
                kept_at=self._work.now,
            )
        )
        self._work.session.flush()

    def move(self, before: str, about: str) -> None:
        """What was kept in a form that was only begun stands in this record now."""
        row = KeptWordsRow
        theirs = (row.workspace == self._work.workspace, row.about == before)
        self._work.session.execute(update(row).where(*theirs).values(about=about))

    def of(self, about: str, *, viewer: Person) -> list[KeptView]:
        """What was kept in a record, oldest first: for whoever wrote it and those above them."""
        row = KeptWordsRow
        query = select(row).where(row.workspace == self._work.workspace, row.about == about).order_by(row.kept_at, row.id)
        return [
            KeptView(each.person_id, tuple(each.kinds.split(",")), each.reason, each.kept_at)
            for each in self._work.session.scalars(query)
            if self._work.sight.can_see(viewer, each.person_id)
        ]
