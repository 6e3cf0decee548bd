"""`/case open`, `allocate`, `category`, `joint`, `planned`, `children`, `close`: what a case is and whose."""

from handlers.casework import reading
from handlers.casework.reading import UnclearCaseError
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.typed import plain
from handlers.words import casework as words
from scheduling.identifying import identify
from storage.errors import NotByNumber
from storage.unit import UnitOfWork


def open_case(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """A case with its category and its worker."""
    ref, after = reading.take_ref(request, work, "open", rest)
    people, after = reading.take_people(work, after)
    category, after = reading.take_category(after)
    if not category:
        raise UnclearCaseError(words.NO_CATEGORY)
    if len(people) != 1:
        raise UnclearCaseError(words.NO_WORKER)
    said = words.NAMES[category]
    on = reading.take_day(request, after, f"open {ref} {said} id:{people[0].id}")
    kept = work.caseload.open(ref, category, viewer=request.viewer, worker_id=people[0].id, on=on)
    return say(words.opened(kept, category, people[0], on, request.today), stored=True, about=kept)


def allocate(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Whose it is from now on."""
    ref, after = reading.take_ref(request, work, "allocate", rest)
    people, after = reading.take_people(work, after)
    if len(people) != 1:
        raise UnclearCaseError(words.NO_WORKER)
    on = reading.take_day(request, after, f"allocate {ref} id:{people[0].id}")
    work.caseload.allocate(ref, viewer=request.viewer, worker_id=people[0].id, on=on)
    return say(words.allocated(ref, people[0], on, request.today), stored=True, about=ref)


def categorise(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """What it is from now on."""
    ref, after = reading.take_ref(request, work, "category", rest)
    category, after = reading.take_category(after)
    if not category:
        raise UnclearCaseError(words.NO_CATEGORY)
    on = reading.take_day(request, after, f"category {ref} {words.NAMES[category]}")
    work.caseload.categorise(ref, category, viewer=request.viewer, on=on)
    return say(words.categorised(ref, category, on, request.today), stored=True, about=ref)


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


def close(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Nothing more is due on it."""
    ref, after = reading.take_ref(request, work, "close", rest)
    on = reading.take_day(request, after, f"close {ref}")
    work.caseload.close(ref, viewer=request.viewer, on=on)
    return say(words.closed(ref, on, request.today), stored=True, about=ref)
