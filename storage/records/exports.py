"""What is taken out for a council's own figures: to whoever may see those it is about, and noted each time."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.errors import NotFound
from storage.exports import asking
from storage.exports.asking import Chosen
from storage.exports.columns import Table
from storage.exports.tables import TABLES
from storage.records.base import Records

if TYPE_CHECKING:
    from storage.views import Person

KIND = "export"
"""As the trail calls it."""
LINE, QUALITY = "line", "quality"
REACHES = (LINE, QUALITY)
"""`line`: rows about the viewer and everybody below them. `quality`: everybody's, for performance and audit staff to whom it
was granted."""
BY_COMMAND = "by command"
"""As the trail says that it was not the viewer who asked, but an operator for them."""
CHUNK = 5_000
"""Rows in hand at once, however many there are."""
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, in the order of their keys, and the key after which it goes on; None where that was the end."""

    rows: Rows
    after: str | None


class Exports(Records):
    """Rows of `storage.exports.tables`. Each reading is in the trail: who, which table, in which capacity."""

    def page(self, table: str, *, viewer: Person, reach: str, chosen: Chosen, after: str, most: int) -> Page:
        """At most so many rows whose keys come after this one; "" begins.

        Keys never change, so whatever else changes between two pages, a row that stays is on one of them and on one only.
        Raises NotFound for no table of ours.
        """
        of = _known(table)
        self._note(of, viewer, reach)
        asked = self._statement(of, chosen, reach)
        if after:
            asked = asked.where(of.key > after)
        found = self._ask(asked.limit(most + 1), viewer, reach).fetchall()
        rows = found[:most]
        return Page(rows, rows[-1][0] if len(found) > most else None)

    def stream(self, table: str, *, viewer: Person | None, reach: str, chosen: Chosen) -> Generator[Rows, None, None]:
        """All of them, in parts; memory does not grow with their number.

        It is an operator who asks: for `viewer`; None, for the council. Who does not read to the end closes it.
        """
        of = _known(table)
        self._note(of, viewer, reach, BY_COMMAND)
        found = self._ask(self._statement(of, chosen, reach), viewer, reach, yield_per=CHUNK)
        try:
            yield from found.partitions(CHUNK)
        finally:
            found.close()

    def count(self, table: str, *, viewer: Person | None, reach: str, chosen: Chosen) -> int:
        """How many there are."""
        asked = asking.counted(_known(table), chosen, is_whole=reach == QUALITY)
        return int(self._ask(asked, viewer, reach).scalar_one())

    def _statement(self, table: Table, chosen: Chosen, reach: str) -> Any:
        return asking.statement(table, chosen, is_whole=reach == QUALITY)

    def _ask(self, asked: Any, viewer: Person | None, reach: str, **options: Any) -> Any:
        work = self._work
        known: dict[str, Any] = {"workspace": work.workspace, "today": work.today, "now": work.now}
        if reach != QUALITY:
            known["ids"] = self._seen_by(viewer)
        return work.session.connection().execute(asked, known, execution_options=options)

    def _seen_by(self, viewer: Person | None) -> list[str]:
        """Themselves and everybody below; nobody, where they work here no longer."""
        if viewer is None or not self._work.sight.can_see(viewer, viewer.id):
            return []
        return [viewer.id, *self._work.sight.below(viewer)]

    def _note(self, table: Table, viewer: Person | None, reach: str, purpose: str = "") -> None:
        role = reach if viewer else "administrator"
        self._work.trail.note(
            "exported", viewer=viewer, by="command", role=role, purpose=purpose if viewer else "", kind=KIND, object=table.name
        )


def _known(table: str) -> Table:
    found = TABLES.get(table)
    if found is None:
        raise NotFound
    return found
