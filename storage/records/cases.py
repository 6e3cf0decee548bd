"""Cases, by their reference only."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from storage.errors import NotFound
from storage.models import AllocationRow, ObligationRow
from storage.records import casebook, owed
from storage.records.base import Records
from storage.records.casebook import Held
from storage.records.neighbours import neighbours
from storage.records.supervised import cases_of
from storage.views import CaseView, ObligationView, Person

LONGEST = 40
"""Nobody's reference is longer, so nothing longer is looked up."""


class Cases(Records):
    """Cases whose worker the viewer may see."""

    def find(self, ref: str, *, viewer: Person) -> CaseView:
        """The case, or NotFound exactly as if it did not exist."""
        return self._views([self.must_see(ref, viewer)])[0]

    def near(self, ref: str, *, viewer: Person, most: int = 3) -> list[CaseView]:
        """Open cases with a reference like this one, among those the viewer may see."""
        typed = ref.strip()
        likely = casebook.held(self._work, neighbours(typed)) if 0 < len(typed) <= LONGEST else {}
        visible = self._work.sight.below(viewer) | {viewer.id} if likely else set()
        shown = [each for _, each in sorted(likely.items()) if self._is_open(each) and not visible.isdisjoint(each.workers)]
        return self._views(shown[:most])

    def holding(self, part: str, *, viewer: Person, most: int) -> list[CaseView]:
        """Cases whose reference holds this, among those the viewer may see; open ones first, by reference."""
        typed = part.strip().upper()[:LONGEST]
        visible = self._work.sight.below(viewer) | {viewer.id}
        if not typed or not self._work.sight.can_see(viewer, viewer.id):
            return []
        row = AllocationRow
        mine = (
            row.workspace == self._work.workspace,
            row.worker_id.in_(visible),
            row.case_ref.contains(typed, autoescape=True),
        )
        refs = self._work.session.scalars(select(row.case_ref).where(*mine).distinct().order_by(row.case_ref).limit(4 * most))
        found = casebook.held(self._work, list(refs))
        shown = [each for _, each in sorted(found.items()) if not visible.isdisjoint(each.workers)]
        return self._views(sorted(shown, key=lambda each: (not self._is_open(each), each.ref))[:most])

    def of_worker(self, person_id: str, *, viewer: Person) -> list[CaseView]:
        """The open cases of this worker, in the order they fall due."""
        return self.of_workers([person_id], viewer=viewer)

    def of_workers(self, person_ids: Sequence[str], *, viewer: Person) -> list[CaseView]:
        """The same of several. NotFound unless the viewer may see each of them."""
        for person_id in person_ids:
            self._work.sight.must_see(viewer, person_id)
        found = casebook.held(self._work, cases_of(self._work, person_ids))
        views = self._views([each for each in found.values() if self._is_open(each)])
        return sorted(views, key=lambda view: (view.due[0].due_on if view.due else date.max, view.ref))

    def must_see(self, ref: str, viewer: Person) -> Held:
        """The case as it stands, or NotFound."""
        (case,) = self.seen([(ref, viewer)])
        if case is None:
            raise NotFound
        return case

    def seen(self, asked: Sequence[tuple[str, Person]]) -> list[Held | None]:
        """Each case as it stands, by the reference somebody typed; None where it is not one they can see."""
        typed = [ref.strip()[:LONGEST] for ref, _ in asked]
        found = casebook.held(self._work, {each for ref in typed for each in (ref, ref.upper())})
        cases = [found.get(ref) or found.get(ref.upper()) for ref in typed]
        self._work.sight.look_up({worker for case in cases if case for worker in case.workers})
        return [
            case if case and any(self._work.sight.can_see(viewer, worker) for worker in case.workers) else None
            for case, (_, viewer) in zip(cases, asked, strict=True)
        ]

    def _is_open(self, case: Held) -> bool:
        return case.closed_on is None or case.closed_on > self._work.today

    def _views(self, cases: Sequence[Held]) -> list[CaseView]:
        refs = [case.ref for case in cases]
        due: dict[str, list[ObligationView]] = {ref: [] for ref in refs}
        if refs:
            row = ObligationRow
            for each in owed.views(self._work, row.closed_at.is_(None), row.case_ref.in_(refs)):
                due[each.case_ref or ""].append(each)
        workers = self._work.people.by_id({case.worker_id for case in cases if case.worker_id})
        return [
            CaseView(
                ref=case.ref,
                category=case.category,
                worker=workers.get(case.worker_id or ""),
                opened_on=case.opened_on,
                closed_on=case.closed_on,
                due=tuple(due[case.ref]),
            )
            for case in cases
        ]
