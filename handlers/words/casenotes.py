"""What goes to the case system, as text to paste: the policy's headline and headings; and what is said around it."""

from collections.abc import Mapping

from handlers.filling.shown import value_of
from handlers.words.decision import NAMED
from handlers.words.phrases import clock, escape
from scheduling.calendar import LONDON
from scheduling.forms import Filled
from scheduling.terms import Version
from storage.views import CaseNote, DecisionView, Person

COPY_TITLE = "Copy the record"
COPY_TITLES: Mapping[str, str] = {"ad_hoc": "Copy the decision", "oversight": "Copy the oversight"}
HEADLINE = "Headline"
COPY = "Copy this"
COPY_HINT = "Changes made here are not kept."
FILED_ON = "Filed on"
SAVED = "Saved"
FILED_ON_HINT = "The day it was put there."
FILED = "Filed"
NEXT_PAGE = "The next part"
NOTHING_WRITTEN = "Nothing has been written about this case here. What you have put on the case system can be marked as filed."
RATIONALE = "Rationale"
TITLES: Mapping[str, str] = {
    "supervision": "CASE SUPERVISION",
    "ad_hoc": "AD HOC DECISION",
    "oversight": "MANAGEMENT OVERSIGHT",
    "group": "GROUP SUPERVISION",
    "summary": "CASE SUMMARY",
}
"""The first line, where the policy prescribes none."""
SAID: Mapping[str, str] = {"ad_hoc": "Decision", "oversight": "Looked at, and what follows"}


def copy_part(at: int, of: int) -> str:
    """Of a text too long for one field."""
    return f"{COPY}, part {at} of {of}"


def copy_for(system: str) -> str:
    """The button."""
    return f"Copy for {system}"


def copy_case(ref: str) -> str:
    """The button, where there are several."""
    return f"Copy {ref}"


def paste(system: str, place: str, ref: str) -> str:
    """Under the text."""
    where = f"{escape(system)}, {escape(place)}," if place else escape(system)
    return f"Paste it into {where} on *{escape(ref)}*, then press Filed."


def filed(system: str, ref: str, on: str) -> str:
    """Nothing is left to do."""
    return f"Filed on {escape(system)} on {on}. Nothing more is needed for the record of *{escape(ref)}*."


def to_file(ref: str, system: str, by: str) -> str:
    """One case of a session: what is left to do."""
    return f"*{escape(ref)}* · to file on {escape(system)}{f' by {by}' if by else ''}"


def discussed(ref: str, on: str, worker: str) -> str:
    """What is said once a case discussion is saved."""
    return f"Saved. The discussion of *{escape(ref)}* with {worker} on {on} counts as supervision of the case."


def discussed_ad_hoc(ref: str) -> str:
    """The same of an unscheduled one."""
    return f"Saved. The ad hoc discussion of *{escape(ref)}* counts as an ad hoc decision, not as supervision of the case."


ON_ITS_OWN = "On its own: case discussion form"
HEAD = "Discussion of *{refs}* with {worker}."


def headline(version: Version, kind: str, by: Person | None, worker: Person | None) -> str:
    """`AD HOC Supervision - North - Tom Hale Team Manager and Ann Example Social Worker` (MAN-3.3-e); "" where none is asked.

    What it holds, and which words the types have (planned first, ad hoc last), the policy's pack says.
    """
    asked, types = version.lists.get("headline", ()), version.lists.get("headline_types", ())
    if not asked:
        return ""
    said = {"service": (worker and worker.team) or (by and by.team) or ""}
    for whose, person in (("supervisor", by), ("supervisee", worker)):
        said |= {f"{whose} name": person.name if person else "", f"{whose} role": person.post if person else ""}
    people = [
        " ".join(filter(None, (said[part] for part in asked if part in said and part.startswith(whose))))
        for whose in ("supervisor", "supervisee")
    ]
    kinds = types or ("",)
    made = f"{kinds[-1] if kind in ('ad_hoc', 'oversight') else kinds[0]} Supervision".strip()
    service = [said["service"]] if "service" in asked and said["service"] else []
    return " - ".join([made, *service, " and ".join(filter(None, people))])


def of_decision(version: Version, view: DecisionView, by: Person | None, worker: Person | None) -> str:
    """A decision: its head, the decision, the rationale, and whatever else was asked."""
    kind = [f"Kind: {view.direction}"] if len(version.ad_hoc_kinds) > 1 and view.direction else []
    head = [*_head(view.kind, view.ref, view, by, worker), *kind]
    asked = version.lists.get("ad_hoc", ())
    why = asked[1] if len(asked) > 1 else RATIONALE
    decided = [f"{SAID[view.kind]}: {view.decision}", f"{why[:1].upper()}{why[1:]}: {view.rationale}"]
    return "\n".join([*head, *decided, *_under_headings(view.more, {})])


def of_note(note: CaseNote, by: Person | None, worker: Person | None, people: Mapping[str, Person]) -> str:
    """A case discussed: its head, and the headings of the policy's form with what was written."""
    return "\n".join([*_head(note.kind, note.ref, note, by, worker), *_under_headings(note.filled, people)])


def corrected(view: DecisionView, text: str) -> str:
    """Under a decision: the one it corrects, which is not on the case system yet."""
    on = view.logged_at.astimezone(LONDON).date()
    return f"Corrects the {NAMED[view.kind]} of {on.day} {on:%B %Y}, {clock(view.logged_at)}, which read:\n{text}"


def in_short(view: DecisionView) -> str:
    """A decision in two lines."""
    return f"{SAID[view.kind]}: {view.decision}\n{RATIONALE}: {view.rationale}"


def _head(kind: str, ref: str, of: DecisionView | CaseNote, by: Person | None, worker: Person | None) -> list[str]:
    at = of.logged_at if isinstance(of, DecisionView) else of.at
    on = at.astimezone(LONDON).date()
    time = f", {clock(at)}" if isinstance(of, DecisionView) else ""
    head = [f"{TITLES.get(kind, TITLES['supervision'])} - {ref}", f"Date: {on:%a} {on.day} {on:%B %Y}{time}"]
    head += [f"By: {by.name}, {by.post}".rstrip(", ")] if by else []
    head += [f"Worker: {worker.name}, {worker.post}".rstrip(", ")] if worker else []
    return head


def _under_headings(filled: Filled, people: Mapping[str, Person]) -> list[str]:
    """Each heading once, with its answers; parts told apart by their titles where there are several."""
    lines: list[str] = []
    for part in filled.parts:
        lines += ["", part.title.upper()] if part.title and len(filled.parts) > 1 else []
        before = ""
        for answer in part.answers:
            lines += [f"{answer.asks}:"] if answer.column and answer.asks != before else []
            lines.append(f"{answer.column or answer.asks}: {value_of(answer, people)}")
            before = answer.asks
    return lines
