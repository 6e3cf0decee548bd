"""Whether everybody who is to be told can be: accounts, and every rung of every ladder."""

from collections.abc import Iterator

from bot import remedies
from bot.doctor.finding import Finding, ok, warning
from bot.doctor.patient import Patient
from handlers.words.phrases import count
from storage import examining, reaching
from storage.store import Store

ACCOUNTS = "Give them Slack accounts with the addresses of the people file, or correct the addresses and import again."


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
    """Everybody who would be told of a late supervision, at every rung, today and in the week to come."""
    found = reaching.look(store, patient.workspace, patient.now)
    if not found:
        yield ok("every rung of every ladder reaches somebody who can read it")
    for reason, remedy in remedies.LADDER.items():
        whom = sorted({each.name for each in found if each.reason is reason})
        if whom:
            says = f"{count(len(whom), 'person', 'people')} on the ladders: {remedy.says}"
            yield warning(says, remedy.do, tuple(whom))


def loads(patient: Patient, store: Store) -> Iterator[Finding]:
    """Who supervises more people than the policy asks for: reported, and never blocked."""
    found = reaching.overloaded(store, patient.workspace, patient.now)
    if found:
        says = f"{count(len(found), 'person', 'people')} with more supervisees than the policy asks for"
        do = "Nothing is blocked. Give some of those they supervise another supervisor, and import again."
        yield warning(says, do, tuple(found))
    else:
        yield ok("nobody supervises more people than the policy asks for")
