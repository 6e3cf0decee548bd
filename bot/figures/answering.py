"""The pages of `/api/v1`: a token is looked up, its owner's rows are read and noted, and whatever is wrong is one sentence."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from bot.clock import stopwatch
from bot.exports.values import plain
from bot.figures import asked, words
from bot.figures.asked import Asked
from bot.figures.openapi import BASE, described
from bot.figures.problems import Problem
from handlers.pace import Pace, Turn
from storage.errors import Busy, InDoubt, Unavailable
from storage.exports import cursors
from storage.exports.columns import Table
from storage.exports.cursors import Place
from storage.exports.tables import TABLES
from storage.records import apitokens
from storage.records.apitokens import ApiTokenView
from storage.records.exports import Page
from storage.store import Store
from storage.tokens import Token
from storage.unit import UnitOfWork
from storage.views import Person

WITHIN = timedelta(seconds=5)
"""What an answer may take, the note in the trail with it: nobody's program holds a thread that Slack may need for longer."""
NOTING_WITHIN = timedelta(seconds=0.3)
"""What may be spent, once a day, on noting that a token was used."""
A_MINUTE = 120
"""Requests a token may make, in each process: a thousand rows each, that is a large council in a few minutes."""
AT_ONCE, TURN_SECONDS = 4, 1.0
"""Requests answered at once in a process, of its 32 threads; and how long one more waits for its turn."""
AGAIN_SOON, AGAIN_LATER = 1, 30
"""Seconds."""
JSON = "application/json"
NO_DATABASE = (Busy, Unavailable, InDoubt)

log = logging.getLogger(__name__)


class Figures:
    """Answers programs that have a token."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        steady: Callable[[], float] = stopwatch,
        a_minute: int = A_MINUTE,
        within: timedelta = WITHIN,
        noting_within: timedelta = NOTING_WITHIN,
    ) -> None:
        """`now` is asked at each request; `steady` is a clock in seconds that nobody sets; an answer may take `within`."""
        self._store, self._now, self._within, self._noting_within = store, now, within, noting_within
        self._pace, self._turns = Pace(a_minute, steady), BoundedSemaphore(AT_ONCE)

    def register(self, web: Flask) -> None:
        """Add the pages, for GET and HEAD; whatever else is asked below `/api` is refused as problem+json."""
        self._add(web, "openapi.json", _description)
        for table in TABLES.values():
            self._add(web, table.name, partial(self._page, table))
        web.register_error_handler(HTTPException, _refused)

    def _add(self, web: Flask, name: str, answer: Callable[[], Response]) -> None:
        rule, endpoint = f"{BASE}/{name}", f"figures {name.partition('.')[0]}"
        web.add_url_rule(rule, endpoint, partial(_told, answer), methods=["GET"], provide_automatic_options=False)

    def _page(self, table: Table) -> Response:
        token = asked.token_of(request.headers)
        if self._pace.turn("figures", token.selector) is not Turn.GRANTED:
            raise Problem(429, words.TOO_OFTEN, retry_after=AGAIN_SOON)
        with self._turn():
            found = self._owner(token)
            with self._store.read(found.workspace, self._now(), within=self._within) as work:
                viewer = _viewer(work, found)
                _accepted()
                wanted = asked.read(table, request.args)
                page = self._rows(work, table, found, viewer, wanted)
            self._note(found, work)
        return _json(self._laid_out(table, found, wanted, page, work.now))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=TURN_SECONDS):
            raise Problem(503, words.TOO_MANY, retry_after=AGAIN_SOON)
        try:
            yield
        except Busy:
            raise Problem(503, words.BUSY, retry_after=AGAIN_SOON) from None
        except NO_DATABASE:
            raise Problem(503, words.NO_DATABASE, retry_after=AGAIN_LATER) from None
        finally:
            self._turns.release()

    def _owner(self, token: Token) -> ApiTokenView:
        with self._store.reading(within=self._within) as session:
            found = apitokens.who(session, token)
        if found is None:
            raise Problem(401, words.NOT_KNOWN)
        return found

    def _rows(self, work: UnitOfWork, table: Table, found: ApiTokenView, viewer: Person, wanted: Asked) -> Page:
        after = self._after(table, found, wanted)
        more = {"chosen": wanted.chosen, "after": after, "most": wanted.most}
        return work.exports.page(table.name, viewer=viewer, reach=found.reach, **more)  # type: ignore[arg-type]

    def _after(self, table: Table, found: ApiTokenView, wanted: Asked) -> str:
        if not wanted.cursor:
            return ""
        place = cursors.opened(self._store.engine, wanted.cursor)
        if place is None or (place.token_id, place.table, place.given) != (found.id, table.name, wanted.chosen.given):
            raise Problem(404, words.NO_CURSOR, parameter="cursor")
        return place.after

    def _laid_out(self, table: Table, found: ApiTokenView, wanted: Asked, page: Page, at: datetime) -> dict[str, Any]:
        names = [each.name for each in table.columns]
        return {
            "table": table.name,
            "as_of": plain(at),
            "rows": [dict(zip(names, map(plain, row), strict=True)) for row in page.rows],
            "next": self._next(table, found, wanted, page.after),
        }

    def _next(self, table: Table, found: ApiTokenView, wanted: Asked, after: str | None) -> str | None:
        if after is None:
            return None
        given = wanted.chosen.given
        cursor = cursors.sealed(self._store.engine, Place(found.id, table.name, given, after))
        return f"{BASE}/{table.name}?{urlencode({**given, 'limit': wanted.most, 'cursor': cursor})}"

    def _note(self, found: ApiTokenView, work: UnitOfWork) -> None:
        """Left until the next time where it cannot be done now: that it was read is in the trail already."""
        if found.last_read_on == work.today:
            return
        try:
            with self._store.writing(within=self._noting_within) as session:
                apitokens.note_read(session, found.id, work.today)
                session.commit()
        except NO_DATABASE as error:
            log.info("that a token was used was not noted: %s", type(error).__name__)


def _viewer(work: UnitOfWork, found: ApiTokenView) -> Person:
    """Whoever asks; nobody, once the token's day has come or they have left. Raises Problem."""
    viewer = work.people.get(found.person_id)
    if viewer is None or not found.works_on(work.today) or not work.sight.can_see(viewer, viewer.id):
        raise Problem(401, words.NOT_KNOWN)
    return viewer


def _description() -> Response:
    _accepted()
    return _json(described())


def _told(answer: Callable[[], Response]) -> Response:
    try:
        return answer()
    except Problem as problem:
        return problem.answer


def _accepted() -> None:
    if request.accept_mimetypes and not request.accept_mimetypes.quality(JSON):
        raise Problem(406, words.ONLY_JSON)


def _refused(error: HTTPException) -> Response | HTTPException:
    """What Flask refuses, or does not understand itself, below `/api`; elsewhere it stays as it is."""
    if not request.path.startswith("/api/") or error.code is None:
        return error
    said = {404: words.NO_PAGE, 405: words.ONLY_READ, 500: words.OUR_FAULT}
    answer = Problem(error.code, said.get(error.code, words.REFUSED)).answer
    for name, value in error.get_headers():
        if name in ("Allow", "Location"):
            answer.headers[name] = value
    return answer


def _json(content: Any) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), content_type=JSON)
