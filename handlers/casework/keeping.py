"""`/case open`, `allocate`, `category`, `close`, and `joint`, `planned`, `children`: what a case is and whose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.casework import reading
from handlers.casework.asked import Asked, read, read_leniently
from handlers.casework.reading import UnclearCaseError
from handlers.dates import Toward
from handlers.forms import case as form
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.typed import plain
from handlers.words import casework as words
from scheduling.identifying import identify
from storage.errors import NotByNumber
from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Keeping:
    """One of these words: done in one go where the line is whole, else asked for in a form with what was typed."""

    word: str
    kinds: str
    """What stands in it besides the reference, people and a day (`asked.read`)."""
    toward: Toward
    is_whole: Callable[[Asked], bool]
    save: Callable[[Request, UnitOfWork, Asked, date], Reply]
    modal: Callable[..., dict[str, Any]]

    def run(self, request: Request, work: UnitOfWork, rest: str) -> Reply:
        """Do it. What stands in place of the reference and is none is left out: it is shown, stored and kept nowhere."""
        asked = read(request, work, self.word, rest, kinds=self.kinds)
        if not (asked.ref and asked.is_reference and self.is_whole(asked)):
            return self._form(request, work, asked, "")
        return self.save(request, work, asked, asked.day(request, self.toward, self.word))

    def refill(self, request: Request, work: UnitOfWork, rest: str, draft: str) -> Reply:
        """The form with as much of it as can be read."""
        return self._form(request, work, read_leniently(request, work, self.word, rest, kinds=self.kinds), draft)

    def _form(self, request: Request, work: UnitOfWork, asked: Asked, draft: str) -> Reply:
        known: dict[str, Any] = {"on": asked.day_if_any(request, self.toward), "draft": draft}
        known |= {"category": asked.category} if "c" in self.kinds else {}
        known |= {"role": asked.role} if "r" in self.kinds else {}
        known |= {"worker": asked.people[0] if asked.people else None} if "p" in self.kinds else {}
        known |= {} if asked.is_reference else {"told": form.not_a_reference(work)}
        return show(self.modal(request, work, asked.ref if asked.is_reference else "", **known))


OPEN = Keeping(
    "open",
    "cp",
    Toward.PAST,
    lambda asked: bool(asked.category and asked.people),
    lambda request, work, asked, on: form.opened(request, work, asked.ref, asked.category, asked.people[0].id, on),
    form.open_modal,
)
ALLOCATE = Keeping(
    "allocate",
    "rp",
    Toward.FUTURE,
    lambda asked: bool(asked.people),
    lambda request, work, asked, on: form.allocated(
        request, work, asked.ref, asked.people[0].id, asked.role or "key_worker", on
    ),
    form.allocate_modal,
)
CATEGORY = Keeping(
    "category",
    "c",
    Toward.PAST,
    lambda asked: bool(asked.category),
    lambda request, work, asked, on: form.categorised(request, work, asked.ref, asked.category, on),
    form.category_modal,
)
CLOSE = Keeping(
    "close",
    "",
    Toward.PAST,
    lambda asked: True,
    lambda request, work, asked, on: form.closed(request, work, asked.ref, on),
    form.close_modal,
)


def join(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Two people, the lead first."""
    ref, after = reading.take_ref(request, work, "joint", rest)
    people, after = reading.take_people(work, after)
    if len(people) != 2:
        raise UnclearCaseError(words.TWO_WORKERS)
    lead, other = people
    on = reading.take_day(request, after, f"joint {ref} id:{lead.id} id:{other.id}")
    work.caseload.join(ref, viewer=request.viewer, lead_id=lead.id, co_worker_id=other.id, on=on)
    return say(words.joined(ref, lead, other, on, request.today), stored=True, about=ref)


def planned(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """The planning meeting of joint work."""
    ref, after = reading.take_ref(request, work, "planned", rest)
    on = reading.take_day(request, after, f"planned {ref}")
    work.caseload.planned(ref, viewer=request.viewer, on=on)
    return say(words.planned(ref, on, request.today), stored=True, about=ref)


def children(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Its children by reference; a name is none."""
    ref, after = reading.take_ref(request, work, "children", rest)
    references = work.policy.at(work.today).record.references
    typed = plain(after).replace(",", " ").split()
    if not all(references.fits(each) for each in typed) or identify(plain(after)):
        raise NotByNumber
    named = work.caseload.name_children(ref, typed, viewer=request.viewer)
    return say(words.children(ref, len(named)), stored=True, about=ref)
