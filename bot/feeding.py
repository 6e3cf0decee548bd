"""`GET /feed/<token>.ics`: somebody's own calendar, for the application that has their private address.

`GET /feed/one/<token>.ics`: one booking of theirs, to be put into a calendar once.

The token in the address is all that is asked for, so it stands in no log, no metric and no answer, and whatever is wrong with
it is answered with the same 404.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Lock

from flask import Flask, Response, request
from werkzeug.routing import BaseConverter

from bot.calendar_file import alone, written
from bot.clock import stopwatch
from bot.door import dress
from bot.figures.answering import Figures
from bot.serving import WebServer
from bot.settings import Settings
from bot.unlogged import keep_out_of_logs
from handlers.diary import entries, entry_of
from storage import tokens
from storage.errors import Busy, InDoubt, Unavailable
from storage.records import feeds, invites
from storage.records.diary import is_here
from storage.records.feeds import FeedView
from storage.records.invites import InviteView
from storage.store import Store

WITHIN = timedelta(seconds=1)
"""What finding an address may take, and what reading its calendar may: no application waits for a database that is gone."""
NOTING_WITHIN = timedelta(seconds=0.3)
"""What may be spent, once a day, on noting that it was read."""
MOST, EVERY_SECONDS = 60, 600.0
"""So often, at the most, one process reads one address in that time: a calendar asks once an hour, and people have few."""
REMEMBERED = 10_000
AGAIN_SECONDS = 600
ONE = "one/"
"""Before the token of a single booking: under the same path, so that what keeps the one out of logs keeps both."""
MISSING = "There is no calendar at this address. In Slack /supervision calendar makes yours, and a booking's button its own.\n"
TOO_OFTEN = "This calendar is asked for too often. Ask again in ten minutes.\n"
OUT_OF_ORDER = "The calendar cannot be read at this moment. Your application asks again by itself: there is nothing to do.\n"
SAFE = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}


class _Anything(BaseConverter):
    """Slashes, or nothing at all: what is no address of ours is answered as one that has ended is."""

    regex = r"[\s\S]*"
    part_isolating = False


class Often:
    """Counts how often each name was asked for, known or not; what was asked for longest ago is forgotten first."""

    def __init__(self, steady: Callable[[], float]) -> None:
        """`steady` is a clock in seconds that nobody sets."""
        self._steady, self._lock = steady, Lock()
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def is_too_often(self, name: str) -> bool:
        """Count it once more; whether it is over the limit now."""
        now = self._steady()
        with self._lock:
            began, count = self._counted.pop(name, (now, 0))
            if now - began >= EVERY_SECONDS:
                began, count = now, 0
            self._counted[name] = (began, count + 1)
            if len(self._counted) > REMEMBERED:
                self._counted.popitem(last=False)
            return count >= MOST


class Feed:
    """Answers applications that ask for a calendar."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], steady: Callable[[], float] = stopwatch, within: timedelta = WITHIN
    ) -> None:
        """`now` is asked at each request; the database has `within` to answer it."""
        self._store, self._now, self._often, self._within = store, now, Often(steady), within

    def register(self, web: Flask) -> None:
        """Add the page, for GET and HEAD; and see to it that no server logs its address."""
        keep_out_of_logs()
        web.url_map.converters["anything"] = _Anything
        web.add_url_rule(
            "/feed/<anything:name>", "feed", self.answer, methods=["GET"], provide_automatic_options=False, merge_slashes=False
        )

    def alone(self, figures: Figures | None = None) -> Flask:
        """A WSGI app that answers this and, where they are given, the council's own figures; and nothing else."""
        web = Flask("cornerstone", static_folder=None)
        dress(web)
        self.register(web)
        if figures is not None:
            figures.register(web)
        return web

    def answer(self, name: str) -> Response:
        """The calendar, or that there is none; 304 where the application has it already."""
        is_one, asked = name.startswith(ONE), name.removeprefix(ONE)
        token = tokens.read(asked.removesuffix(".ics") if asked.endswith(".ics") else "")
        if self._often.is_too_often(token.selector):
            return _plain(TOO_OFTEN, 429)
        try:
            with self._store.reading(within=self._within) as session:
                found = invites.who(session, token) if is_one else feeds.who(session, token)
            calendar = self._calendar(found) if found else None
        except (Busy, Unavailable):
            return _plain(OUT_OF_ORDER, 503)
        return _whole(calendar) if calendar else _plain(MISSING, 404)

    def _calendar(self, found: FeedView | InviteView) -> bytes | None:
        """None where they work there no longer, or the booking is over."""
        with self._store.read(found.workspace, self._now(), within=self._within) as work:
            viewer = work.people.get(found.person_id)
            if viewer is None or not is_here(viewer, work.today):
                return None
            if isinstance(found, InviteView):
                entry = entry_of(work, viewer, found.session_id, found.made_at)
                return alone(entry, str(work.zone)) if entry else None
            made = written(found.id, entries(work, viewer, found.made_at), str(work.zone))
        if found.last_read_on != work.today:
            self._note(found, work.today)
        return made

    def _note(self, found: FeedView, today: date) -> None:
        """Left until the next time where it cannot be done now: the calendar matters more."""
        try:
            with self._store.writing(within=NOTING_WITHIN) as session:
                feeds.note_read(session, found.id, today)
                session.commit()
        except (Busy, Unavailable, InDoubt) as error:
            logging.getLogger(__name__).info("that a calendar was read was not noted: %s", type(error).__name__)


@contextmanager
def serving_alone(settings: Settings, feed: Feed, figures: Figures | None = None) -> Iterator[None]:
    """In Socket Mode nothing else is served, and without a public address not even this."""
    if not (settings.slack_app_token and settings.cornerstone_public_url):
        yield
        return
    server = WebServer(feed.alone(figures), host=settings.host, port=settings.port, threads=4)
    server.start()
    try:
        yield
    finally:
        server.stop()


def _whole(calendar: bytes) -> Response:
    response = Response(calendar, content_type="text/calendar; charset=utf-8", headers=SAFE)
    # It may be kept by the application alone, and is asked for anew each time: so that an address that has ended, ends.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="supervision.ics"'
    response.add_etag()
    response.make_conditional(request)
    return response


def _plain(said: str, status: int) -> Response:
    response = Response(said, status, mimetype="text/plain", headers=SAFE)
    response.headers["Cache-Control"] = "no-store"
    if status != 404:
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
    return response
