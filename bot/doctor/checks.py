"""Every check, written out, in the order they are reported. Each goes on where another cannot."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from bot.bounded import Bounded, NoAnswer
from bot.doctor import database, files, people
from bot.doctor.finding import Finding, fault, ok, warning
from bot.doctor.installed import installations
from bot.doctor.patient import Patient
from bot.doctor.slack import Slack
from scheduling.errors import SupervisionError
from storage.lifecycle.schedule import ScheduleFault
from storage.lifecycle.schedule import read as read_schedule
from storage.store import Store

SLACK: tuple[tuple[str, Callable[[Slack], Iterable[Finding]]], ...] = (
    ("token", Slack.token),
    ("scopes", Slack.scopes),
    ("history", Slack.history),
    ("administrators", Slack.administrators),
    ("clock", Slack.clock),
)
DATABASE: tuple[tuple[str, Callable[[Patient, Store], Iterable[Finding]]], ...] = (
    ("database", database.server),
    ("migrations", database.migrations),
    ("isolation", database.isolation),
    ("keys", database.keys),
    ("trail", database.trail),
    ("clock", database.clocks),
    ("outbox", database.outbox),
    ("accounts", people.accounts),
    ("ladders", people.ladders),
    ("loads", people.loads),
)
OF_PEOPLE = ("accounts", "ladders", "loads")
SECONDS = 120.0
"""The longest a check may take: a whole county's ladders are read in less."""
NOT_ASKED = "not looked at: "


def examine(patient: Patient) -> Iterator[Finding]:
    """All findings, each with its check's name."""
    yield from _named("settings", _settings(patient))
    yield from _named("files", files.readable(patient.settings))
    yield from _named("policy", _policy(patient))
    yield from _named("retention", _retention(patient))
    yield from _slack(patient)
    yield from _database(patient)


def _settings(patient: Patient) -> Iterator[Finding]:
    for line in patient.faults:
        name, _, says = line.partition(": ")
        yield fault(f"{name}: {says.rstrip('.')}")
    if not patient.faults:
        yield ok("all that is needed is set")


def _policy(patient: Patient) -> Iterator[Finding]:
    if patient.policy is None:
        yield fault(
            patient.policy_fault.replace("\n", " "), "Correct CORNERSTONE_POLICY; `cornerstone policy check` says more."
        )
        return
    version = patient.policy.at(patient.now.astimezone(patient.settings.zone).date())
    since = f"{version.in_force_from.day} {version.in_force_from:%B %Y}"
    yield ok(f"{patient.policy.title}, version {version.label}, in force since {since}")


def _retention(patient: Patient) -> Iterator[Finding]:
    try:
        schedule = read_schedule(patient.settings.cornerstone_retention)
    except ScheduleFault as wrong:
        yield fault(wrong.sentence.replace("\n", "; "), "Correct the file CORNERSTONE_RETENTION names.")
        return
    if not schedule.is_the_councils:
        says = "the council's retention schedule is not set: no personal record is ever erased"
        yield warning(says, "Name it in CORNERSTONE_RETENTION; storage/LIFECYCLE.md says what it holds.")
    elif schedule.unset:
        do = "Add them, if they are to go some day; `cornerstone retention schedule` shows all."
        yield warning(f"the retention schedule says nothing of {', '.join(schedule.unset)}: they are kept", do)
    else:
        yield ok("the council's retention schedule says how long every class is kept")


def _slack(patient: Patient) -> Iterator[Finding]:
    if patient.settings.is_installed_by_many:
        return  # each workspace has its own: `installations`
    if patient.client is None:
        yield from _named("token", [fault("Slack cannot be asked without a token", "Set SLACK_BOT_TOKEN.")])
        return
    slack = Slack(patient, patient.client)
    if slack.test.code:
        # Without a token that works, all that follows would say the same.
        yield from _named("token", slack.token())
        if slack.test.is_there:
            yield from _named("clock", slack.clock())
        return
    for name, check in SLACK:
        yield from _named(name, check(slack))


def _database(patient: Patient) -> Iterator[Finding]:
    store = patient.store
    if store is None:
        yield from _named("database", [fault(database.NO_DATABASE_YET, database.UPGRADE)])
        return
    for name, check in _of_database(patient):
        found = list(_named(name, _answered(check, patient, store)))
        yield from found
        if name == "database" and any(each.level == "fault" and NOT_ASKED in each.says for each in found):
            return
        if name == "migrations" and found[0].level == "fault":
            return  # the tables are not those that are asked for


def _of_database(patient: Patient) -> Iterator[tuple[str, Callable[[Patient, Store], Iterable[Finding]]]]:
    """People are looked at in each workspace there is."""
    for name, check in DATABASE:
        yield name, (_in_each(check) if patient.settings.is_installed_by_many and name in OF_PEOPLE else check)
    if patient.settings.is_installed_by_many:
        yield "installations", installations


def _in_each(check: Callable[[Patient, Store], Iterable[Finding]]) -> Callable[[Patient, Store], Iterable[Finding]]:
    def checked(patient: Patient, store: Store) -> Iterator[Finding]:
        for workspace in store.workspaces():
            for each in check(replace(patient, workspace=workspace), store):
                yield replace(each, says=f"{workspace}: {each.says}")

    return checked


def _answered(check: Callable[[Patient, Store], Iterable[Finding]], patient: Patient, store: Store) -> Iterable[Finding]:
    try:
        return Bounded(lambda: list(check(patient, store)), SECONDS).answer()
    except NoAnswer:
        says = "the database takes too long"
    except SupervisionError as error:
        says = error.sentence.rstrip(".")
    except (SQLAlchemyError, OSError) as error:
        says = f"the database does not answer ({type(error).__name__})"
    do = "Check DATABASE_URL, that the database runs, that this user may use it, and its disk."
    return [(fault if check is database.server else warning)(NOT_ASKED + says, do)]


def _named(name: str, found: Iterable[Finding]) -> Iterator[Finding]:
    for each in found:
        yield replace(each, check=name)
