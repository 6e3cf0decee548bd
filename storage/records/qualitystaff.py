"""Performance and audit staff: figures of the whole council, never a row about anybody (Wokingham 9, Manchester 5.3)."""

from scheduling.errors import SupervisionError
from storage.errors import NotFound
from storage.records.base import Records
from storage.views import Person

SETTING = "roles.quality"
"""The staff ids, as the workspace keeps them."""


class LeftAlready(SupervisionError):
    """They do not work here any more, so they are shown nothing. Name somebody who does."""


class QualityStaff(Records):
    """Who is shown the council's figures without being anybody's manager. Small numbers are held back from them."""

    def ids(self) -> frozenset[str]:
        """Their staff ids; of who has left too, until they are taken off."""
        return frozenset(self._work.settings.get(SETTING) or ())

    def everyone(self) -> list[Person]:
        """They, by name."""
        return sorted(self._work.people.by_id(self.ids()).values(), key=lambda person: (person.name, person.id))

    def grant(self, person_id: str, *, viewer: Person) -> bool:
        """Show somebody the council's figures from now on; `viewer` answers for it. False where that was so already.

        Raises NotFound, LeftAlready.
        """
        person = self._work.people.must_get(person_id)
        if person.left_on is not None and person.left_on <= self._work.today:
            raise LeftAlready
        return self._keep(self.ids() | {person.id}, "granted", person.id, viewer)

    def revoke(self, person_id: str, *, viewer: Person) -> bool:
        """No more. False where nothing was granted. Raises NotFound."""
        if self._work.people.get(person_id) is None:
            raise NotFound
        return self._keep(self.ids() - {person_id}, "revoked", person_id, viewer)

    def _keep(self, ids: frozenset[str], act: str, about: str, viewer: Person) -> bool:
        if ids == self.ids():
            return False
        self._work.settings.put(SETTING, sorted(ids))
        self._work.trail.note(act, viewer=viewer, kind="setting", object=SETTING, about=about, role="administrator")
        return True
