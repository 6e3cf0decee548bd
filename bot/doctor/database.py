"""The database: there, writable, of this version, its disk, its clock, and what is sealed in it."""

from collections.abc import Iterator

from bot import remedies
from bot.alarm_words import when
from bot.doctor.finding import Finding, fault, ok, warning
from bot.doctor.patient import Patient
from bot.doctor.slack import skew
from bot.installations import Installations
from bot.pulse import LATE_AFTER, STOPPED_AFTER
from storage import examining, gauges
from storage.database import is_postgresql
from storage.isolation import is_strict, passes_by
from storage.store import Store
from storage.trail import verifying

LEAST_FREE = 500_000_000
"""Bytes: below, a council's database has weeks left, and its backup has none."""
NO_DATABASE_YET = "there is no database yet"
UPGRADE = "Run `cornerstone db upgrade`."


def server(patient: Patient, store: Store) -> Iterator[Finding]:
    """What it is, and whether it takes writes."""
    found = examining.server(store)
    if found.is_read_only:
        yield fault(f"{found.kind} {found.version} only reads: nothing can be stored", "Name the main server in DATABASE_URL.")
        return
    with store.writing():
        pass
    yield ok(f"{found.kind} {found.version} takes writes")
    if found.logs_parameters:
        do = "Set `log_parameter_max_length = 0` on the server: its log then has the statements without them."
        yield warning("the server's log gets values of statements: names people typed, case references", do)
    if found.kind == "SQLite":
        yield from _sqlite(patient, found)
    if found.clock_at and patient.settings.cornerstone_clock is None:  # the demo's time is nobody else's
        yield skew("the database's", found.clock_at, patient.now)


def _sqlite(patient: Patient, found: examining.Server) -> Iterator[Finding]:
    if found.journal != "wal":
        do = "Put the database on a disk of this computer: a network share cannot hold its write-ahead log."
        yield fault(f"the journal is {found.journal}, not a write-ahead log: readers and the writer stop each other", do)
    file = examining.file_of(patient.settings.url)
    if file is None:
        return
    free = examining.free_bytes(file)
    if free < LEAST_FREE:
        yield fault(f"{free // 1_000_000} MB are left on its disk", "Make room: with a full disk nothing can be stored.")
    else:
        yield ok(f"{free / 1_000_000_000:.1f} GB are free on its disk")


def migrations(patient: Patient, store: Store) -> Iterator[Finding]:
    """Whether every one has been applied."""
    wrong = store.is_ready()
    yield fault("not at the newest schema", UPGRADE) if wrong else ok("at the newest schema")


def isolation(patient: Patient, store: Store) -> Iterator[Finding]:
    """Whether the database itself keeps each workspace to its own rows."""
    if not is_postgresql(store.engine):
        return  # SQLite has nothing like it
    if passes_by(store.engine):
        do = "Connect as a role that is neither superuser nor BYPASSRLS: bot/WORKSPACES.md has the SQL."
        yield warning("the bot connects as a superuser (or BYPASSRLS), which no row-level security holds", do)
    elif not is_strict(store.engine):
        do = "When no process of the version before runs any more, run `cornerstone db enforce`."
        yield warning("what names no workspace sees every workspace's rows, as the version before needs it", do)
    else:
        yield ok("row-level security keeps each workspace to its own rows")


def keys(patient: Patient, store: Store) -> Iterator[Finding]:
    """Whether what is sealed can be read."""
    if not patient.settings.cornerstone_keys:
        return  # the settings say so already
    found = examining.sealed(store, patient.settings.cornerstone_keys)
    if found.by_none:
        do = "Add the key it was sealed with to the end of CORNERSTONE_KEYS; without it this cannot be read again."
        yield fault(
            f"{found.by_none} of {found.by_none + found.by_older + found.by_newest} sealed texts looked at open with no key", do
        )
    elif found.by_older:
        yield ok(
            f"the newest key opens {found.by_newest} of the sealed texts looked at, older keys {found.by_older}: keep them all"
        )
    elif found.by_newest:
        yield ok(f"the newest key opens all {found.by_newest} sealed texts looked at")
    else:
        yield ok("nothing is sealed yet")


def trail(patient: Patient, store: Store) -> Iterator[Finding]:
    """Whether the end of the audit trail is as it was written; `cornerstone audit verify` follows all of it."""
    if not patient.settings.cornerstone_keys:
        return  # its head cannot be opened, and the settings say so already
    found = verifying.verify_end(store, patient.workspace)
    if found.wrong:
        do = "Run `cornerstone audit verify`, and do what storage/TRAIL.md says."
        yield fault(f"the audit trail has been interfered with: {found.wrong.says}", do)
    elif found.events:
        yield ok(f"the last {found.events} events of the audit trail are as they were written")
    else:
        yield ok("the audit trail has not begun yet")


def clocks(patient: Patient, store: Store) -> Iterator[Finding]:
    """Whether one runs."""
    latest, do = store.heartbeats.latest(now=patient.now), "Start `cornerstone clock` or `cornerstone run`, and read its log."
    if latest is None:
        yield warning("no clock has run yet: no reminder goes out", do)
    elif patient.now - latest >= STOPPED_AFTER:
        yield fault(f"no clock has run since {when(latest, patient.now, patient.settings.zone)}: no reminder goes out", do)
    else:
        yield ok(f"a clock was alive at {when(latest, patient.now, patient.settings.zone)}")
        yield from _sweep(patient, store)


def _sweep(patient: Patient, store: Store) -> Iterator[Finding]:
    """Whether it comes round to what is due."""
    for workspace, since in gauges.unswept_since(store, patient.now, _served(patient, store)).items():
        if patient.now - since > LATE_AFTER:
            where = f"{workspace}: " if patient.settings.is_installed_by_many else ""
            at = when(since, patient.now, patient.settings.zone)
            yield fault(f"{where}what came due at {at} has not been put into a message yet", remedies.SWEEP)


def _served(patient: Patient, store: Store) -> gauges.Serves:
    """Where the app is not installed nothing is swept or sent, and what waits there is no trouble: `installations` says it."""
    if not patient.settings.is_installed_by_many:
        return gauges.everything
    return Installations(patient.settings.slack_client_id, store).since().__contains__


def outbox(patient: Patient, store: Store) -> Iterator[Finding]:
    """What could not be sent, and what waits."""
    serves = _served(patient, store)
    counts = store.outbox.counts(serves=serves)
    failed, doubtful = counts.by_state.get("failed", 0), counts.by_state.get("uncertain", 0)
    if failed:
        yield warning(f"{failed} could not be sent", "Run `cornerstone outbox list --state failed`.")
    if doubtful:
        yield warning(f"{doubtful} may or may not have arrived", "Nothing: they are looked for by themselves.")
    waits = (counts.oldest_pending_at, gauges.oldest_unsent_at(store, patient.now, serves))
    oldest = min(filter(None, waits), default=None)
    if oldest and oldest < patient.now:
        says = f"the oldest that waits was due at {when(oldest, patient.now, patient.settings.zone)}"
        late = patient.now - oldest > LATE_AFTER
        yield warning(says, "Run `cornerstone outbox list`.") if late else ok(says)
    if not failed and not doubtful and not (oldest and oldest < patient.now):
        yield ok("nothing waits past its time")
