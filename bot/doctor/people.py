"""Whether everybody who is to be told can be: accounts, and every rung of every ladder."""

from collections.abc import Iterator

from bot.doctor.finding import Finding, ok, warning
from bot.doctor.patient import Patient
from handlers.words.phrases import count
from scheduling import chain, ladder
from scheduling.answers import Obligation
from scheduling.engine import of_person
from scheduling.index import index
from scheduling.view import View
from storage import examining
from storage.index.facts import load
from storage.index.scope import Scope
from storage.store import Store
from storage.views import Person

ACCOUNTS = "Give them Slack accounts with the addresses of the people file, or correct the addresses and import again."
DOING = {
    "has no Slack account": ACCOUNTS,
    "is away, and nobody covers": "Record who covers for them: until then nobody reads what they are told.",
    "does not work here any more": "Give the people they supervise or manage another line manager, and import again.",
    "is not on the list of people": "Add them to the people file, or correct who names them, and import again.",
    "has no supervisor": "Add their line manager to the people file, and import again.",
    "has nobody above their supervisor to escalate to": "Add the line managers above, or name the senior managers.",
}
"""Reasons why somebody does not hear, in the order they are listed, and what to do about each."""


def accounts(patient: Patient, store: Store) -> Iterator[Finding]:
    """Who has not been met in Slack."""
    lacking = examining.people_without_account(store, patient.workspace, patient.now)
    if lacking:
        yield warning(
            f"{count(len(lacking), 'person', 'people')} without a Slack account: nothing reaches them", ACCOUNTS, tuple(lacking)
        )
    else:
        yield ok("everybody has a Slack account")


def ladders(patient: Patient, store: Store) -> Iterator[Finding]:
    """Everybody who would be told of a late supervision, at every rung, as things stand today."""
    with store.read(patient.workspace, patient.now) as work:
        view = View(index(load(work, Scope())), store.policy, patient.now)
        people = {person.id: person for person in work.people.everyone()}
    gaps = _gaps(view, people)
    if not gaps:
        yield ok("every rung of every ladder reaches somebody who can read it")
    for reason, do in DOING.items():
        if whom := gaps.get(reason):
            which = "who" if len(whom) == 1 else "each of whom"
            says = f"{count(len(whom), 'person', 'people')} on the ladders {which} {reason}"
            yield warning(says, do, tuple(sorted(whom)))


def _gaps(view: View, people: dict[str, Person]) -> dict[str, set[str]]:
    """By reason, the names of those who would not hear, or about whom nobody would."""
    found: dict[str, set[str]] = {}
    for person in people:
        for obligation in of_person(view, person):
            if obligation.kind in ladder.PERSONAL:
                for who, reason in _of(view, people, obligation):
                    found.setdefault(reason, set()).add(people[who].name if who in people else who)
    return found


def _of(view: View, people: dict[str, Person], obligation: Obligation) -> Iterator[tuple[str, str]]:
    above = chain.chain(view, obligation)
    if not obligation.responsible:
        yield obligation.person, "has no supervisor"
    elif not above and obligation.kind in view.version.escalation.kinds:
        yield obligation.person, "has nobody above their supervisor to escalate to"
    for who in dict.fromkeys((*ladder.supervised(view, obligation), *obligation.responsible, *sum(above, ()))):
        if reason := _unheard(view, people, who):
            yield who, reason


def _unheard(view: View, people: dict[str, Person], who: str) -> str:
    if view.person(who) is None:
        return "is not on the list of people"
    if not view.is_here(who) or who not in people:
        return "does not work here any more"
    if not people[who].slack_id:
        return "has no Slack account"
    is_covered = view.acting(who) != (who,)
    return "is away, and nobody covers" if view.absence(who) and view.below(who) and not is_covered else ""
