"""What looks like a name or an identifier is pointed out before it is stored: one check, for every form and command.

It stands in front of every entry (`handlers.answering`), so a new field or command is looked at without saying so. A clean
text costs no statement. What is found is shown to nobody but whoever typed it, in the form it was typed in.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.entry import Entry, Record
from handlers.forms import fields
from handlers.forms.again import shown_again
from handlers.reply import Again, Reply, say
from handlers.request import Request, Source
from handlers.words import identified, kit
from scheduling.errors import SupervisionError
from scheduling.identifying import NUMBERED, Found, Staff, identify
from storage.unit import UnitOfWork
from storage.views import Person

WHY = "kept_because"
"""The field for the reason."""
POINTED = "pointed"
"""What a form carries that was shown again: which kinds were pointed out, and how many of each; never the words."""
MOST_WHY = 300

Finds = Mapping[str, tuple[str, tuple[Found, ...]]]
"""By field: what was typed in it, and what was found."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that stay, with the reason somebody gave."""

    kinds: tuple[str, ...]
    reason: str


def without(text: str, found: tuple[Found, ...], instead: str) -> str:
    """The text with something else in place of each thing found."""
    for each in sorted(found, key=lambda one: one.start, reverse=True):
        text = text[: each.start] + instead + text[each.end :]
    return text


def looks_clean(text: str) -> bool:
    """Whether nothing in it can be one, whoever works here and whatever day it is."""
    return not identify(text)


def pointed_out(request: Request, entry: Entry, work: UnitOfWork) -> Reply | Kept | None:
    """The form again, with what was found; what is kept, with its reason; None where nothing is found."""
    texts = _texts(request, entry)
    if all(looks_clean(text) for text in texts.values()):
        return None
    look = Look(request, work)
    if request.incoming.source in (Source.COMMAND, Source.SHORTCUT):
        return _in_a_form(request, entry, work, look) if any(map(look.at, texts.values())) else None
    finds = {block: (text, found) for block, text in texts.items() if (found := look.at(text))}
    if not finds:
        return None
    terms = _terms(request.meta, entry, request, work)
    kinds = Counter(str(each.kind) for _, found in finds.values() for each in found)
    why = request.typed(WHY)
    if why and _were_pointed_out(kinds, request.meta) and terms.allow(finds):
        if not look.at(why):
            return Kept(tuple(sorted(kinds)), why)
        finds |= {WHY: (why, look.at(why))}
    return replace(say(identified.NOT_SAVED, title=identified.NOT_SAVED_TITLE), again=_again(finds, terms, kinds, why))


class Look:
    """Looks for what is none of the staff's, and no reference. Who works here is asked for once."""

    def __init__(self, request: Request, work: UnitOfWork) -> None:
        """As of today, for the person who asks."""
        everyone = work.people.everyone()
        near = [person.name for person in everyone if _is_near(person, request.viewer)]
        self._staff = Staff.of((person.name for person in everyone), (person.email for person in everyone), near)
        self._references = work.policy.at(work.today).record.references
        self._today = work.today

    def at(self, text: str) -> tuple[Found, ...]:
        """What is found."""
        return identify(text, today=self._today, staff=self._staff, is_reference=self._references.is_ours)


def _is_near(person: Person, viewer: Person) -> bool:
    """Of those who work with the viewer a given name alone is theirs; of a stranger's it may be a child's."""
    if viewer.team and person.team == viewer.team:
        return True
    return person.id in (viewer.id, viewer.manager_id) or person.manager_id in (viewer.id, viewer.manager_id or "-")


@dataclass(frozen=True, slots=True)
class _Terms:
    """Whether it may be kept, by whose words."""

    never: bool
    said: str
    numbered: str

    def allow(self, finds: Finds) -> bool:
        """A number that is one person's has no other reading; where names are kept out, it has to come out."""
        return not (self.never and _is_numbered(finds))


def _is_numbered(finds: Finds) -> bool:
    return any(each.kind in NUMBERED for _, found in finds.values() for each in found)


def _terms(meta: Mapping[str, str], entry: Entry, request: Request, work: UnitOfWork) -> _Terms:
    version = work.policy.at(work.today)
    names, example = version.record.names, version.record.references.example
    may = identified.with_reason(example)
    if entry.record is Record.CASE or names is None or names.kept != "never":
        return _Terms(never=False, said=may, numbered=may)
    whose = _whose(meta, request, work)
    if names.of_roles and (whose is None or whose.role not in names.of_roles):
        return _Terms(never=False, said=may, numbered=may)
    source, called = work.policy.source(names), version.record.identifier
    said, numbered = (identified.never(source, example, identifier=called, is_number=each) for each in (False, True))
    return _Terms(never=True, said=said, numbered=numbered)


def _whose(meta: Mapping[str, str], request: Request, work: UnitOfWork) -> Person | None:
    """Whose record of supervision it goes into."""
    person_id = meta.get("person", "")
    if meta.get("session"):
        try:
            person_id = work.sessions.get(meta["session"], viewer=request.viewer).supervisee_id
        except SupervisionError:
            return None  # whoever stores it refuses it in its own words
    return work.people.get(person_id) if person_id else None


def _texts(request: Request, entry: Entry) -> dict[str, str]:
    """What was typed and would be stored."""
    incoming = request.incoming
    if entry.record is Record.NONE:
        return {}
    if incoming.source is Source.COMMAND:
        return {"": entry.written(incoming.text)}
    if incoming.source is Source.SHORTCUT:
        return {"": entry.written(incoming.message)}
    if incoming.source is Source.FORM:
        return {block: request.typed(block) for block in sorted(incoming.typed - {WHY, *entry.apart})}
    return {}


def _were_pointed_out(kinds: Counter[str], meta: Mapping[str, str]) -> bool:
    """Everything found now was found before, when the reason was asked for: it is not one for words that came since."""
    before = Counter({kind: int(number) for kind, _, number in _pairs(meta.get(POINTED, "")) if number.isdigit()})
    return all(before[kind] >= number for kind, number in kinds.items())


def _pairs(carried: str) -> list[tuple[str, str, str]]:
    return [each.partition(":") for each in carried.split(",") if len(carried) < 500]


def _in_a_form(request: Request, entry: Entry, work: UnitOfWork, look: Look) -> Reply:
    """The form of a command, or of a shortcut on a message, with what it says and what was found in that."""
    if entry.refill is None:
        return say(identified.NOT_SAVED)
    reply = entry.refill(request, work, request.text or request.message, "")
    view = reply.modal
    filled = [(name, text) for name, text in _filled_in(view) if name not in entry.apart] if view else []
    finds = {name: (text, found) for name, text in filled if (found := look.at(text))}
    if not view or not finds:
        return reply
    meta = fields.carried_by(view)
    terms = _terms(meta, entry, request, work)
    kinds = Counter(str(each.kind) for _, found in finds.values() for each in found)
    return replace(reply, modal=shown_again(view, _again(finds, terms, kinds, "")))


def _filled_in(view: Mapping[str, Any]) -> list[tuple[str, str]]:
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return [(block["block_id"], str(block["element"].get("initial_value") or "")) for block in inputs]


def _again(finds: Finds, terms: _Terms, kinds: Counter[str], why: str) -> Again:
    beside = {block: identified.looks_like(text, found) for block, (text, found) in finds.items() if block != WHY}
    said = terms.numbered if terms.never and _is_numbered(finds) else terms.said
    more = [_why(terms, why)] if terms.allow(finds) else []
    if WHY in finds:
        more.append(kit.context(identified.REASON_TOO).to_dict() | {"block_id": f"{fields.TOLD}_{WHY}"})
    carried = {POINTED: ",".join(f"{kind}:{number}" for kind, number in sorted(kinds.items()))}
    return Again(said=said, beside=beside, more=more, carried=carried)


def _why(terms: _Terms, why: str) -> dict[str, Any]:
    label = identified.NOBODYS if terms.never else identified.KEEP
    hint = identified.NOBODYS_HINT if terms.never else identified.KEEP_HINT
    made: dict[str, Any] = fields.text_field(WHY, label, why, lines=False, optional=True, hint=hint, most=MOST_WHY).to_dict()
    return made
