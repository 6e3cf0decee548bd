"""A small council on a real database, the real bot, and the desk as its Slack."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from flask import Flask
from slack_bolt import App
from slack_sdk import WebClient

import handlers
from bot.clock import stopwatch
from bot.desk import Desk, Member, Person, words_of
from bot.desk.kinds import Timing
from bot.door import Door
from bot.feeding import Feed
from bot.manifest import manifest
from bot.serving import WebServer
from bot.web import build_web
from handlers.deps import Deps
from handlers.edge import Edge
from handlers.pace import USUAL_A_MINUTE
from handlers.patience import Patience
from storage import SINGLE, packs
from storage.models import AgreementRow, AllocationRow, CaseRow, PersonRow, RelationshipRow, SessionRow
from storage.names import name_key
from storage.store import Store
from storage.unit import UnitOfWork
from tests.unhurried import AN_ANSWER, SLACK, UNHURRIED

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 24, 10, 5, tzinfo=LONDON)
KEY = Fernet.generate_key().decode()
TOKEN, SECRET = "xoxb-desk-1", "desk-secret"

STAFF: dict[str, tuple[str, str, str, str | None, str]] = {
    # id: name, level, post, manager, team
    "zoe": ("Zoe Head", "senior_manager", "Head of Service", None, "Service"),
    "sue": ("Sue Manager", "service_manager", "Service Manager", "zoe", "Service"),
    "tom": ("Tom Hale", "supervisor", "Team Manager", "sue", "North"),
    "carol": ("Carol Reed", "supervisor", "Team Manager", "sue", "South"),
    "ann": ("Ann Example", "practitioner", "Social Worker", "tom", "North"),
    "priya": ("Priya Shah", "practitioner", "Social Worker", "tom", "North"),
    "omar": ("Omar Aziz", "practitioner", "Social Worker", "carol", "South"),
    "ann2": ("Ann Other", "practitioner", "Social Worker", "carol", "South"),
}
LAST_HELD = {"ann": date(2026, 2, 2), "priya": date(2026, 3, 10), "tom": date(2026, 3, 16), "carol": date(2026, 3, 16),
             "omar": date(2026, 3, 20), "ann2": date(2026, 3, 20), "sue": date(2026, 3, 18)}  # fmt: skip
CASES = {"M100001": "ann", "M100014": "ann", "M100011": "priya", "M200001": "omar"}


def slack_id(key: str) -> str:
    return f"U0{key.upper()}"


def staff_id(key: str) -> str:
    """As the council numbers its staff."""
    return f"E-{key}"


def plant(work: UnitOfWork) -> None:
    """Everybody, their line, their last session, their cases."""
    mine = {"workspace": SINGLE}
    for person_id, (name, level, post, manager, team) in STAFF.items():
        work.session.add(
            PersonRow(
                **mine,
                id=staff_id(person_id),
                name=name,
                name_key=name_key(name),
                email=f"{person_id}@example.org",
                level=level,
                role="case_holder" if level == "practitioner" else "non_case_holder",
                post=post,
                team=team,
                manager_id=staff_id(manager) if manager else None,
                started_on=date(2020, 1, 6),
            )
        )
    work.session.flush()
    for person_id, (_, _, _, manager, _) in STAFF.items():
        if manager:
            work.session.add(
                RelationshipRow(
                    **mine, supervisee_id=staff_id(person_id), supervisor_id=staff_id(manager), from_on=date(2024, 1, 8)
                )
            )
            work.session.add(
                AgreementRow(
                    **mine,
                    supervisee_id=staff_id(person_id),
                    supervisor_id=staff_id(manager),
                    signed_by_supervisee_on=date(2024, 1, 10),
                    signed_by_supervisor_on=date(2024, 1, 10),
                    reviewed_on=date(2026, 1, 12),
                    named_manager_id=staff_id("zoe"),
                )
            )
    for person_id, held_on in LAST_HELD.items():
        work.session.add(
            SessionRow(
                **mine,
                supervisee_id=staff_id(person_id),
                supervisor_id=staff_id(str(STAFF[person_id][3])),
                kind="personal",
                held_on=held_on,
                minutes=90,
                recorded_on=held_on,
                notes="as agreed",
            )
        )
    for ref, worker in CASES.items():
        work.session.add(CaseRow(**mine, ref=ref, category="child_protection", opened_on=date(2026, 3, 9)))
        work.session.flush()
        work.session.add(AllocationRow(**mine, case_ref=ref, worker_id=staff_id(worker), from_on=date(2026, 3, 9)))
    work.session.flush()
    work.index.refresh_all()


def settle(url: str) -> None:
    """The council, in an empty database."""
    store = open_store(url)
    store.upgrade()
    with store.work(SINGLE, TUESDAY) as work:
        plant(work)
        work.commit()
    store.close()


def open_store(url: str, policy: str = "wokingham") -> Store:
    return Store(url, keys=[KEY], policy=packs.load(policy))


def seen(person: Person) -> str:
    """The words of the window somebody has open."""
    modal = person.modal
    assert modal, f"{person.member.real_name} has no window open"
    return words_of(modal.blocks)


@dataclass
class Office:
    """The desk, the store and the time."""

    desk: Desk
    store: Store
    app: App
    web: Flask
    now: list[datetime] = field(default_factory=lambda: [TUESDAY])
    public_url: list[str] = field(default_factory=lambda: [""])
    """Where calendars reach the bot."""
    edge: Edge | None = None
    """What the requests share."""

    def person(self, person_id: str) -> Person:
        """Somebody at the desk."""
        return self.desk.as_person(slack_id(person_id))

    def read(self, ask: Callable[[UnitOfWork], Any]) -> Any:
        """What is stored."""
        with self.store.read(SINGLE, self.now[0]) as work:
            found = ask(work)
            vars(work).pop("trail", None)  # the test looked, and nobody of the council
            return found

    def decisions(self, ref: str) -> list[Any]:
        """Decisions on a case, as Zoe sees them."""
        return list(self.read(lambda work: work.decisions.of_case(ref, viewer=work.people.get(staff_id("zoe")), most=1000)))

    def sessions(self, person_id: str) -> list[Any]:
        """Sessions of somebody, newest first, as Zoe sees them."""
        return list(self.read(lambda work: work.sessions.of(staff_id(person_id), viewer=work.people.get(staff_id("zoe")))))

    def supervision(self, person_id: str) -> Any:
        """The supervision somebody is owed."""

        def ask(work: UnitOfWork) -> Any:
            owed = work.obligations.of(staff_id(person_id), viewer=work.people.get(staff_id("zoe")))
            return next(one for one in owed if one.kind == "personal_supervision")

        return self.read(ask)


@contextmanager
def open_office(
    url: str,
    *,
    patience: Patience | None = None,
    web_threads: int = 8,
    threads: int = 16,
    also: Sequence[Member] = (),
    a_minute: int = USUAL_A_MINUTE,
    policy: str = "wokingham",
) -> Iterator[Office]:
    """Everything running: Slack's requests travel signed over HTTP, and the bot's calls back to the desk.

    Without `patience` nobody is in a hurry, Slack neither.
    `web_threads` answer at once, and `threads` listen behind them; anybody may ask `a_minute` times a minute.
    """
    members = [Member(slack_id(one), one, row[0], f"{one}@example.org") for one, row in STAFF.items()]
    members.append(Member("U0STRANGER", "stranger", "Sam Stranger", "sam@elsewhere.example"))
    members += also
    now = [TUESDAY]
    store = open_store(url, policy)
    executor = ThreadPoolExecutor(max_workers=threads)
    with Desk.from_manifest(
        manifest(),
        people=members,
        signing_secret=SECRET,
        bot_token=TOKEN,
        clock=lambda: now[0],
        timing=Timing() if patience else SLACK,
    ) as desk:
        desk.serve(port=0)
        client = WebClient(token=TOKEN, base_url=desk.api_url, retry_handlers=[])
        app = App(
            name="cornerstone",  # without one Bolt looks through the whole stack, 0.2 s a test
            client=client,
            signing_secret=SECRET,
            token_verification_enabled=False,
            listener_executor=executor,
        )
        deps = Deps(
            store=store,
            now=lambda: now[0],
            client=lambda workspace: client,
            stopwatch=stopwatch,
            public_url=lambda: public_url[0],
            patience=patience or UNHURRIED,
            a_minute=a_minute,
        )
        edge = handlers.register(app, deps)
        feed = Feed(store, lambda: now[0], within=timedelta(seconds=patience.work) if patience else AN_ANSWER)
        web = build_web(app, store.is_ready, feed=feed, door=Door(SECRET))
        server = WebServer(web, host="127.0.0.1", port=0, threads=web_threads)
        server.start()
        public_url = [f"http://127.0.0.1:{server.port}"]
        desk.bot_url = f"http://127.0.0.1:{server.port}/slack/events"
        try:
            yield Office(desk, store, app, web, now, public_url, edge)
        finally:
            server.stop()
            executor.shutdown(wait=True)
            edge.stop()
            store.close()
