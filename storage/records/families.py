"""Cases of one family, and the children on whose files they show: references, never a name (Kent 2, Wokingham Standard 11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select

from scheduling.identifying import identify
from scheduling.references import could_be
from storage import errors
from storage.models import CaseChildRow, CaseRow, new_id
from storage.records.allocating import must_hold
from storage.records.base import Records
from storage.views import Person

MOST = 20


class Families(Records):
    """Of cases the viewer may see; told by the line above their worker."""

    def name_children(self, ref: str, children: str, *, viewer: Person) -> list[str]:
        """The children on whose files it shows, as typed: those named before and not now no longer are. Answers them in order.

        Raises NotFound, ForTheSupervisor, NotAChildsReference, TooManyChildren.
        """
        case, named = must_hold(self._work, ref, viewer), _references(children)
        row, mine = CaseChildRow, {"workspace": self._work.workspace, "case_ref": case.ref}
        self._work.session.execute(delete(row).where(row.workspace == self._work.workspace, row.case_ref == case.ref))
        self._work.session.add_all(row(**mine, child_ref=each) for each in named)
        self._changed(case.ref, case.workers[0], viewer, [case.ref])
        return named

    def join(self, ref: str, sibling: str, *, viewer: Person) -> list[str]:
        """It is of the family of this other case; of none, for an empty reference. Answers the others the viewer sees.

        Raises NotFound, ForTheSupervisor, NotOfTheFamily.
        """
        case = must_hold(self._work, ref, viewer)
        row = self._row(case.ref)
        before = self._others(row)
        row.family = self._family(sibling, case.ref, viewer) if sibling.strip() else None
        self._work.session.flush()
        self._changed(case.ref, case.workers[0], viewer, [case.ref, *before])
        return self.siblings(case.ref, viewer=viewer)

    def siblings(self, ref: str, *, viewer: Person) -> list[str]:
        """The other cases of its family that the viewer may see, by reference. Raises NotFound."""
        case = self._work.cases.must_see(ref, viewer)
        seen = self._work.cases.seen([(each, viewer) for each in self._others(self._row(case.ref))])
        return [each.ref for each in seen if each]

    def evidenced(self, refs: Collection[str], *, viewer: Person) -> Mapping[str, Sequence[str]]:
        """By case the viewer sees, the children for each of whom a discussion of it is evidenced.

        Where a discussion counts for the whole family (KENT-2-freq-evidence), the children of its other cases are among them.
        """
        mine = [each.ref for each in self._work.cases.seen([(ref, viewer) for ref in refs]) if each]
        families = {ref: [ref] for ref in mine}
        terms = self._work.policy.at(self._work.today).cases
        if mine and terms is not None and terms.per_family:
            families = self._with_siblings(mine, viewer)
        children = self._children({ref for family in families.values() for ref in family})
        found = {
            ref: list(dict.fromkeys(c for each in family for c in children.get(each, ()))) for ref, family in families.items()
        }
        return {ref: named for ref, named in found.items() if named}

    def _with_siblings(self, refs: Sequence[str], viewer: Person) -> dict[str, list[str]]:
        """Each of these with the other cases of its family that the viewer may see."""
        row, here = CaseRow, CaseRow.workspace == self._work.workspace
        theirs = select(row.family).where(here, row.ref.in_(refs), row.family.is_not(None))
        query = select(row.ref, row.family).where(here, row.family.in_(theirs)).order_by(row.ref)
        family_of: dict[str, str | None] = {each.ref: each.family for each in self._work.session.execute(query)}
        seen = [each.ref for each in self._work.cases.seen([(ref, viewer) for ref in family_of]) if each]
        of_one = {ref: [each for each in seen if each != ref and family_of[each] == family_of.get(ref)] for ref in refs}
        return {ref: [ref, *others] for ref, others in of_one.items()}

    def _children(self, refs: Collection[str]) -> dict[str, list[str]]:
        row, found = CaseChildRow, dict[str, list[str]]()
        mine = row.workspace == self._work.workspace, row.case_ref.in_(refs)
        query = select(row.case_ref, row.child_ref).where(*mine).order_by(row.case_ref, row.child_ref)
        for ref, child in self._work.session.execute(query) if refs else ():
            found.setdefault(ref, []).append(child)
        return found

    def _family(self, sibling: str, ref: str, viewer: Person) -> str:
        """What the family of that case is called here."""
        other = must_hold(self._work, sibling, viewer)
        if other.ref == ref:
            raise errors.NotOfTheFamily
        row = self._row(other.ref)
        row.family = row.family or new_id()
        return row.family

    def _others(self, row: CaseRow) -> list[str]:
        if row.family is None:
            return []
        same = CaseRow.workspace == self._work.workspace, CaseRow.family == row.family, CaseRow.ref != row.ref
        return list(self._work.session.scalars(select(CaseRow.ref).where(*same).order_by(CaseRow.ref)))

    def _row(self, ref: str) -> CaseRow:
        return self._work.session.get_one(CaseRow, (self._work.workspace, ref))

    def _changed(self, ref: str, worker_id: str, viewer: Person, refs: Collection[str]) -> None:
        """Its family as it is now is derived anew with it."""
        self._work.session.flush()
        self._work.sight.note("changed", viewer, "case", ref, worker_id)
        self._work.index.refresh(cases=refs)


def _references(typed: str) -> list[str]:
    """Children's numbers on the case system, apart by commas, blanks or lines. What could be a name or a date is refused."""
    refs = sorted(set(typed.upper().replace(",", " ").split()))
    if identify(typed) or not all(map(could_be, refs)):
        raise errors.NotAChildsReference
    if len(refs) > MOST:
        raise errors.TooManyChildren
    return refs
