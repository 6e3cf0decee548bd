"""The supervision file of one person as a paper, in the order of Manchester's Appendix A."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from bot.printing import page, styles, words
from bot.printing.fonts import registered
from bot.printing.page import Paper, gap, instant, table, text
from bot.printing.records import record_flow, when_of
from handlers.words.access import PURPOSES, READERS
from handlers.words.duties import TITLES
from scheduling.calendar import days_after, months_after
from scheduling.shapes import INFORMAL
from storage.filed import SupervisionFile
from storage.records.observations import FORMS
from storage.views import SessionView
from storage.written import RecordRead


def paper_of(file: SupervisionFile, zone: ZoneInfo) -> bytes:
    """A PDF of everything in it. It is opened content: for the reader's eyes."""
    registered()
    paper = Paper(
        title=f"{words.FILE_TITLE}: {file.person.name}",
        subject=words.FILE_TITLE,
        marking=words.SENSITIVE,
        made_at=file.made_at,
        zone=zone,
        trail=words.trail(file.trail_seq, file.trail_head),
    )
    return page.printed(paper, list(_Story(file, zone)))


def plain(on: date | None) -> str:
    """`2 March 2026`."""
    return f"{on.day} {on:%B %Y}" if on else words.NOTHING


class _Story:
    """What the paper says, from its front page on."""

    def __init__(self, file: SupervisionFile, zone: ZoneInfo) -> None:
        self._file, self._zone = file, zone
        self._by_section: dict[str, list[RecordRead]] = {key: [] for key in words.SECTIONS}
        for read in file.records:
            self._by_section[words.FORMS.get(read.record.form, "other")].append(read)
        written_of = {read.record.of_id for read in file.records}
        self._unwritten = [one for one in file.observations if one.id not in written_of]

    def __iter__(self) -> Iterator[Flowable]:
        yield from self._front()
        yield from self._planner()
        yield from self._agreement()
        yield from self._records()
        yield from self._observations()
        yield from self._feedback()
        yield from self._other()

    # ---- front page

    def _front(self) -> Iterator[Flowable]:
        file = self._file
        yield text(words.FILE_TITLE, styles.TITLE)
        yield text(file.person.name, styles.H1)
        purpose = PURPOSES.get(file.purpose, file.purpose)
        yield text(words.taken_by(file.reader.name, words.ROLES[file.role], "" if file.grant else purpose))
        if file.grant:
            given = file.grant
            reader = f"{given.outside} ({READERS[given.category]})"
            on = instant(given.granted_at, self._zone)
            yield text(words.under(reader, purpose, given.granted_by.name, on, plain(given.last_on)))
            if not given.covers_personal:
                yield text(words.NO_PERSONAL)
        yield gap()
        yield self._contents()
        yield text(words.SECTIONS["details"], styles.H1)
        who = file.person
        supervisor = file.supervisor.name if file.supervisor else words.NOBODY
        values = (who.name, who.post, who.team, who.id, plain(who.started_on), plain(who.left_on), supervisor)
        yield table([(*words.DETAILS[:1], who.name), *zip(words.DETAILS[1:], values[1:], strict=True)], (45 * mm, 120 * mm))
        yield text(words.NOT_HERE, styles.SMALL)
        yield from self._year()
        yield from self._of("details")

    def _year(self) -> Iterator[Flowable]:
        """What there is of the twelve months before, for the annual appraisal (MAN-2-g): the records themselves follow."""
        until = self._file.made_at.astimezone(self._zone).date()
        since = days_after(months_after(until, -12), 1)
        held = [one for one in self._file.sessions if one.held_on and since <= one.held_on <= until]
        sessions = [one for one in held if one.kind != INFORMAL]
        moves = [move for one in self._file.sessions for move in one.moves if since <= move.moved_on <= until]
        records = [read.record for read in self._file.records if since <= when_of(read, self._zone).date() <= until]
        values = (
            len(sessions), len(moves), len({ref for one in sessions for ref in one.cases}),
            sum(since <= one.on <= until for one in self._file.observations),
            sum(one.form == "feedback" for one in records), sum(one.state == "signed" for one in records), len(records),
            len(self._file.actions),
        )  # fmt: skip
        yield text(words.year(plain(since), plain(until)), styles.H2)
        yield table([*zip(words.YEAR, map(str, values), strict=True)], (95 * mm, 20 * mm), numbers=(1,))

    def _contents(self) -> Flowable:
        rows: list[Sequence[str]] = [words.CONTENTS]
        for key, title in words.SECTIONS.items():
            days = self._days(key)
            added = plain(max(days)) if days else words.NOTHING
            rows.append((title, words.INSIDE[key], str(len(days)), added))
        return table(rows, (56 * mm, 72 * mm, 16 * mm, 30 * mm), numbers=(2,))

    def _days(self, key: str) -> list[date]:
        days = [when_of(read, self._zone).date() for read in self._by_section[key]]
        if key == "planner":
            days += [on for one in self._file.sessions if (on := one.held_on)]
        if key == "observations":
            days += [one.on for one in self._unwritten]
        if key == "records":
            days += [one.recorded_on for one in self._file.sessions if one.recorded_on and one.id in self._file.notes]
        if key == "other":
            days += [action.set_on for action in self._file.actions]
            days += [each.logged_at.astimezone(self._zone).date() for each in self._file.decisions]
        return days

    # ---- sections

    def _planner(self) -> Iterator[Flowable]:
        yield text(words.SECTIONS["planner"], styles.H1)
        rows: list[Sequence[str]] = [words.PLANNER]
        for one in self._file.sessions:
            moves = "\n".join(words.moved(plain(m.from_on), plain(m.to_on) if m.to_on else "", m.reason) for m in one.moves)
            refs = ", ".join(one.cases) or words.NOTHING
            by = self._name(one.supervisor_id)
            held = plain(one.held_on) + (f"\n{words.INFORMAL}" if one.kind == INFORMAL else "")
            rows.append((plain(one.planned_on), held, words.minutes(one.minutes), by, refs, moves or words.NOTHING))
        if len(rows) > 1:
            yield table(rows, (28 * mm, 28 * mm, 16 * mm, 30 * mm, 28 * mm, 44 * mm))
        else:
            yield text(words.NOTHING)

    def _agreement(self) -> Iterator[Flowable]:
        yield text(words.SECTIONS["agreement"], styles.H1)
        stands = self._file.agreement
        if stands and stands.is_signed:
            signed = max(filter(None, (stands.signed_by_supervisee_on, stands.signed_by_supervisor_on)))
            every = f"every {stands.every.count} {stands.every.unit}" if stands.every else "as often as the policy asks"
            yield text(words.agreed(plain(signed), plain(stands.reviewed_on), every))
        if not self._by_section["agreement"]:
            yield text(words.ELSEWHERE if stands and stands.is_signed else words.NO_AGREEMENT)
        yield from self._of("agreement")

    def _records(self) -> Iterator[Flowable]:
        """Session by session, the oldest first; each with what was written of it. What belongs to none comes in between."""
        yield text(words.SECTIONS["records"], styles.H1)
        sessions = {one.id: one for one in self._file.sessions}
        apart: list[tuple[datetime, list[Flowable]]] = []
        for one in sessions.values():
            theirs = [read for read in self._by_section["records"] if read.record.session_id == one.id]
            theirs.sort(key=lambda read: read.record.case_ref or "")  # what is about the supervisee before their cases
            if theirs or one.id in self._file.notes or one.id in self._file.matters:
                day = one.held_on or one.planned_on or self._file.made_at.date()
                apart.append((datetime.combine(day, datetime.min.time(), self._zone), list(self._session(one, theirs))))
        for read in self._by_section["records"]:
            if read.record.session_id not in sessions:
                apart.append((when_of(read, self._zone), list(record_flow(read, self._file, self._zone))))
        if not apart:
            yield text(words.NOTHING)
        for _, flow in sorted(apart, key=lambda each: each[0]):
            yield from flow

    def _session(self, one: SessionView, reads: Sequence[RecordRead]) -> Iterator[Flowable]:
        what = words.INFORMAL_OF if one.kind == INFORMAL else words.SESSION_OF
        head = f"{what} {plain(one.held_on or one.planned_on)}, {self._name(one.supervisor_id)}"
        yield text(head, styles.H2)
        if one.id in self._file.notes:
            yield text(words.NOTES, styles.ASKED)
            yield text(self._file.notes[one.id])
        for read in reads:
            yield from record_flow(read, self._file, self._zone, style=styles.H3)
        for matter in self._file.matters.get(one.id, ()):
            yield text(words.MATTER, styles.ASKED)
            yield text(matter.content)

    def _observations(self) -> Iterator[Flowable]:
        """Those without a form first: an import knows of each the day and the observer."""
        yield text(words.SECTIONS["observations"], styles.H1)
        if self._unwritten:
            rows: list[Sequence[str]] = [words.OBSERVED]
            rows += [(plain(one.on), TITLES[FORMS[one.kind]], self._name(one.by_id)) for one in self._unwritten]
            yield table(rows, (32 * mm, 71 * mm, 71 * mm))
            yield text(words.OBSERVED_ELSEWHERE, styles.SMALL)
        elif not self._by_section["observations"]:
            yield text(words.NOTHING)
        yield from self._of("observations")

    def _feedback(self) -> Iterator[Flowable]:
        yield text(words.SECTIONS["feedback"], styles.H1)
        if not self._by_section["feedback"]:
            yield text(words.NOTHING)
        yield from self._of("feedback")

    def _other(self) -> Iterator[Flowable]:
        yield text(words.SECTIONS["other"], styles.H1)
        if not (self._by_section["other"] or self._file.actions or self._file.decisions):
            yield text(words.NOTHING)
        yield from self._of("other")
        if self._file.actions:
            yield text(words.ACTIONS_HEAD, styles.H2)
            rows: list[Sequence[str]] = [words.ACTIONS]
            for a in self._file.actions:
                rows.append((plain(a.set_on), plain(a.due_on), self._name(a.owner_id), a.case_ref or words.NOTHING, a.words))
            yield table(rows, (26 * mm, 26 * mm, 32 * mm, 24 * mm, 66 * mm))
        if self._file.decisions:
            yield text(words.DECISIONS_HEAD, styles.H2)
            rows = [words.DECISIONS]
            for d in self._file.decisions:
                stands = words.DRAFT if d.is_draft else words.REPLACED if d.replaced_by_id else words.STANDS
                kind, at = words.DECISION_KINDS.get(d.kind, d.kind), instant(d.logged_at, self._zone)
                rows.append((d.ref, at, self._name(d.by_id), kind, stands))
            yield table(rows, (26 * mm, 48 * mm, 36 * mm, 36 * mm, 28 * mm))
            yield text(words.DECISIONS_NOTE, styles.SMALL)

    def _of(self, key: str) -> Iterator[Flowable]:
        for read in self._by_section[key]:
            yield from record_flow(read, self._file, self._zone)

    def _name(self, person_id: str) -> str:
        person = self._file.people.get(person_id)
        return person.name if person else words.NOT_KNOWN
