"""What was held is written down in time: sessions, group sessions, discussions of a case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scheduling.answers import Obligation
from scheduling.casework import is_draft
from scheduling.facts import Case, Discussion, Person, Session
from scheduling.index import day_of
from scheduling.saying import Within
from scheduling.view import View


def of_person(view: View, person: Person) -> Iterator[Obligation]:
    """Sessions of theirs, and groups they led, that are not on record."""
    terms, own = view.version.recording, asked_of_sessions(view)
    if own:
        for spot, session in enumerate(view.index.sessions.get(person.id, ())):
            if session.held_on and not view.happened(session.recorded_on) and view.happened(session.held_on):
                yield of_session(view, own, person, session, session.id or str(spot))
    if terms.group:
        for spot, group in enumerate(view.index.groups_led.get(person.id, ())):
            if view.happened(group.on) and not view.happened(group.signed_off_on):
                due = view.deadline(group.on, terms.group)
                yield view.obligation(
                    terms.group,
                    "record_session",
                    person.id,
                    due,
                    (person.id,),
                    f"group held {group.on}; not signed off",
                    about=f"group {group.id or spot}",
                )


def _local(view: View, kind: str) -> Within | None:
    """The organisation's own time, where the policy gives none."""
    own = view.local(kind)
    return Within(rule=own.rule, section=own.section, within=own.every) if own else None


def asked_of_sessions(view: View) -> Within | None:
    """By when a session is to be on record."""
    return view.version.recording.session or _local(view, "record_session")


def of_session(view: View, terms: Within, person: Person, session: Session, about: str) -> Obligation:
    """What one session asks for that was held and is not on record."""
    held_on = session.held_on or view.today
    recorder = view.acting(session.supervisor) or view.responsible(person.id)
    why = f"held {held_on}; not recorded"
    return view.obligation(terms, "record_session", person.id, view.deadline(held_on, terms), recorder, why, about=about)


def of_case(view: View, case: Case) -> Iterator[Obligation]:
    """Discussions of it that are not on the case file."""
    if not (asked := asked_of_discussions(view)):
        return
    rows = view.index.discussions.get(case.ref, ())
    corrected = {row.replaces for row in rows if row.replaces and view.happened(row.on) and not is_draft(view, row)}
    by_id = {row.id: row for row in rows if row.id}
    for spot, row in enumerate(rows):
        if row.id in corrected or (row.filed_on is not None and row.filed_on <= view.today):
            continue  # a correction is filed with the decision that stands now
        on_record = view.happened(row.recorded_on)
        yield from of_discussion(view, asked, case, row, by_id, row.id or str(spot), on_record)


def asked_of_discussions(view: View) -> tuple[Within, ...]:
    """By when each kind is to be on the case file; of a kind the policy gives no time for, in the organisation's own."""
    asked = view.version.recording.discussion
    if local := _local(view, "record_discussion"):
        said = {kind for terms in asked for kind in terms.kinds}
        return (*asked, replace(local, kinds=tuple(kind for kind in WORDS if kind not in said)))
    return asked


def of_discussion(
    view: View,
    asked: Iterable[Within],
    case: Case,
    discussion: Discussion,
    by_id: Mapping[str, Discussion],
    about: str,
    on_record: bool,
) -> Iterator[Obligation]:
    """What one discussion asks for that is not on the case file; `on_record`: but written down somewhere."""
    for terms in asked_of(view, asked, discussion, on_record):
        first = _first_unfiled(view, discussion, by_id) if discussion.replaces else discussion
        yield _discussion(view, terms, case, discussion, first, about)


def asked_of(view: View, asked: Iterable[Within], discussion: Discussion, on_record: bool) -> list[Within]:
    """Of what is asked, all that one discussion is still to meet while it is not on the case file."""
    if is_draft(view, discussion) or not view.happened(discussion.on):
        return []
    return [terms for terms in asked if discussion.kind in terms.kinds and not (on_record and terms.until == "recorded")]


def _first_unfiled(view: View, discussion: Discussion, by_id: Mapping[str, Discussion]) -> Discussion:
    """A correction wins no time: it counts from the first of those it corrects that is not on the case file yet."""
    before = by_id.get(discussion.replaces)
    if before is None or is_draft(view, before) or view.happened(before.filed_on):
        return discussion
    return _first_unfiled(view, before, by_id)


def _discussion(view: View, terms: Within, case: Case, discussion: Discussion, first: Discussion, about: str) -> Obligation:
    on = day_of(first.on)
    recorder = view.responsible(discussion.worker) if discussion.by == discussion.worker else view.acting(discussion.by)
    why = f"{WORDS[discussion.kind]} {on}; not on the case file"
    person = discussion.worker if view.is_here(discussion.worker) else next(iter(recorder), discussion.worker)
    own = view.readings.ad_hoc_within if discussion.kind == "ad_hoc" else None
    due = view.deadline(on, replace(terms, within=own) if own else terms)
    return view.obligation(terms, "record_discussion", person, due, recorder, why, case=case.ref, about=about)


WORDS = {
    "supervision": "discussed",
    "ad_hoc": "decided ad hoc",
    "oversight": "overseen",
    "group": "discussed in a group",
    "summary": "summarised",
}
