"""A supervision file taken out whole: for the supervisee, their line, or a purpose for which access was given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from storage import errors
from storage.filed import SupervisionFile
from storage.records.agreements import AgreementView
from storage.records.base import Records
from storage.records.sight import GRANTED, SUPERVISEE, Way

if TYPE_CHECKING:
    from storage.views import GrantView, MatterView, Person, SessionView
    from storage.written import RecordRead

ALL = 100_000
"""Nothing of a file is left out for its length."""
KIND, WHOLE = "record", "file"


class Files(Records):
    """Each reading of each record in it is noted, and that it was taken out."""

    def of(self, person_id: str, *, viewer: Person, purpose: str = "") -> SupervisionFile:
        """All of it that the viewer may read.

        `purpose` is a word of `storage.records.purposes`, where it is handed to somebody outside: access for it has been given,
        which told the supervisee, and stands (Wokingham 9, Manchester 2.4). Personal matters are in it where the viewer reads
        them and, of what is handed on, where the access names them. Raises NotFound, NoAccessForThat.
        """
        work = self._work
        way, grant = self._right(person_id, viewer, purpose)
        sessions = tuple(reversed(work.sessions.of(person_id, viewer=viewer, most=ALL)))
        listed = reversed(work.written.of(person_id, viewer=viewer, most=ALL))
        records = tuple(work.written.read(one.id, viewer=viewer) for one in listed)
        observations = tuple(work.observations.of(person_id, viewer=viewer))
        has_personal = grant is None or grant.covers_personal
        matters = {one.id: kept for one in sessions if has_personal and (kept := self._matters(one.id, viewer))}
        notes = {one.id: said for one in sessions if one.recorded_on and (said := work.sessions.notes(one.id, viewer=viewer))}
        actions = tuple(work.actions.open_of(person_id, viewer=viewer))
        decisions = tuple(reversed(work.decisions.of_worker(person_id, viewer=viewer, most=ALL)))
        work.trail.note("exported", viewer=viewer, kind=KIND, object=WHOLE, about=person_id, role=way.role, purpose=way.purpose)
        head = work.trail.head()
        supervisor = work.people.supervisor_of(person_id)
        return SupervisionFile(
            person=work.people.must_get(person_id),
            supervisor=supervisor,
            reader=viewer,
            role=way.role,
            purpose=way.purpose,
            grant=grant,
            made_at=work.now,
            sessions=sessions,
            notes=notes,
            agreement=self._agreement(person_id, viewer),
            records=records,
            observations=observations,
            matters=matters,
            actions=actions,
            decisions=decisions,
            people=work.people.by_id(
                {
                    *_named(sessions, records),
                    *(o.by_id for o in observations),
                    *(d.by_id for d in decisions),
                    *(a.owner_id for a in actions),
                }
            ),
            trail_seq=head.seq if head else 0,
            trail_head=head.hash if head else "",
        )

    def _right(self, person_id: str, viewer: Person, purpose: str) -> tuple[Way, GrantView | None]:
        """By what right, and the access it is handed over under. Raises NotFound, NoAccessForThat."""
        way = self._work.sight.must_read(viewer, person_id)
        if not purpose or (way.role == GRANTED and way.purpose == purpose):
            return way, None
        if way.role in (GRANTED, SUPERVISEE):
            raise errors.NoAccessForThat
        given = self._work.grants.about(person_id, viewer=viewer)
        found = [each for each in given if each.is_in_force and each.reader is None and each.purpose == purpose]
        if not found:
            raise errors.NoAccessForThat
        return Way(way.role, purpose), found[0]

    def _matters(self, session_id: str, viewer: Person) -> tuple[MatterView, ...]:
        return tuple(each for each in self._work.matters.of_session(session_id, viewer=viewer) if each.agreed_at)

    def _agreement(self, person_id: str, viewer: Person) -> AgreementView | None:
        """That it stands is the line's business; what was written in it is among the records."""
        return self._work.agreements.in_force(person_id, viewer=viewer) if self._can_see(person_id, viewer) else None

    def _can_see(self, person_id: str, viewer: Person) -> bool:
        return self._work.sight.can_see(viewer, person_id)


def _named(sessions: Iterable[SessionView], records: Iterable[RecordRead]) -> set[str]:
    """Ids of people, as far as they may be ones."""
    found: set[str | None] = set()
    for session in sessions:
        found |= {session.supervisor_id, *(move.by_id for move in session.moves), *(move.for_id for move in session.moves)}
    for read in records:
        found |= {read.record.by_id, *(each.person_id for each in read.record.signatures)}
        found |= {each.written_by_id for each in read.versions}
        for dispute in read.disputes:
            found |= {dispute.raised_by_id, dispute.to_id, dispute.settled_by_id}
        answers = (answer for each in read.versions for part in each.filled.parts for answer in part.answers)
        for answer in answers:
            if answer.kind in ("person", "people", "actions", "workers"):
                found |= set(answer.value) if isinstance(answer.value, list) else {answer.value}
    return {each for each in found if each}
