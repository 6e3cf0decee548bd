"""The statements under the steps: each moves any number of rows at once, and reads the same however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Integer, String, bindparam, column, literal_column, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.dialects import locked
from storage.given import as_given, dialect_of, given
from storage.models import MessageRow, OutboxRow
from storage.outbox.claims import Claim

T = TypeVar("T")
SOON = timedelta(hours=1)
"""No try is put off for longer; what waits longer waits for a morning."""
OVERTAKEN = "a newer edit waits"
"""Why an edit is dropped that would wait beside another of the same message."""


def moved(session: Session, claims: Sequence[Claim], states: Sequence[str], now: datetime, **values: Any) -> list[Claim]:
    """Take a step, each claim unless somebody else has taken it over. Answers those that were ours."""
    if not claims:
        return []
    if values.get("state") == "failed" or values.get("not_before", now) - now > SOON:
        values["due_at"] = None  # over, or put off for a morning: from then on it is due anew
    connection = session.connection()
    known = {f"new_{name}": value for name, value in values.items()} | {"now": now}
    rows = as_given({"id": claim.id, "token": claim.attempts} for claim in claims)
    step = _move(dialect_of(connection), tuple(states), tuple(values))
    held = set(connection.execute(step, known | {"rows": rows}).scalars())
    return [claim for claim in claims if claim.id in held]


def unless_overtaken(session: Session, wait: Callable[[], T], drop: Callable[[], T]) -> T:
    """Let an edit wait again; where another of that message waits already it is dropped, since that one says it all.

    It cannot be looked for: whoever queues it may not have committed yet. The index of waiting edits waits for them.
    """
    try:
        with session.connection().begin_nested():
            return wait()
    except IntegrityError:
        return drop()


def posted(session: Session, posts: Iterable[tuple[Claim, str, str]], now: datetime) -> None:
    """Where each post stands: its channel and Slack's `ts`."""
    connection = session.connection()
    rows = as_given({"message": claim.message_id, "channel": channel, "ts": ts} for claim, channel, ts in posts)
    connection.execute(_posted(dialect_of(connection)), {"rows": rows, "now": now})


def rested(session: Session, claims: Sequence[Claim], until: datetime) -> None:
    """Nothing else is posted to these recipients before; edits have a limit of their own."""
    connection = session.connection()
    rest = _rested(dialect_of(connection))
    for lane in {claim.workspace for claim in claims}:
        rows = as_given({"recipient": claim.recipient_id} for claim in claims if claim.workspace == lane)
        connection.execute(rest, {"rows": rows, "lane": lane, "until": until})


def set_back(session: Session, now: datetime) -> int:
    """What waits for less than `SOON` after a moment that has not come yet: as long, but from now on. Answers how many.

    What waits longer waits for a morning, and not for a moment from when it was written down: a post for that of its day
    (`notices.carrying.set_right`), and files are told when they may go as soon as somebody comes to them.
    """
    row = OutboxRow
    columns = row.id, row.op, row.not_before, row.changed_at
    ahead = select(*columns).where(row.state.in_(("pending", "uncertain")), row.changed_at > now)
    known = []
    for each in session.execute(locked(ahead)):
        waits = each.not_before - each.changed_at
        if waits <= SOON or each.op != "post":
            known.append({"row_id": each.id, "until": now + waits if waits <= SOON else now, "now": now})
    if known:
        values: dict[str, Any] = {"not_before": bindparam("until"), "changed_at": bindparam("now"), "due_at": None}
        session.connection().execute(update(row).where(row.id == bindparam("row_id")).values(**values), known)
    return len(known)


@cache
def _move(dialect: str, states: tuple[str, ...], names: tuple[str, ...]) -> Any:
    row, token = OutboxRow, given(dialect, column("id", Integer), column("token", Integer))
    ours = row.id == token.c.id, row.attempts == token.c.token, row.state.in_(states)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(row).where(*ours).values(changed_at=bindparam("now"), **values).returning(row.id)


@cache
def _posted(dialect: str) -> Any:
    post = given(dialect, column("message", String), column("channel", String), column("ts", String))
    values = {"channel": post.c.channel, "ts": post.c.ts, "sent_at": bindparam("now")}
    return update(MessageRow).where(MessageRow.id == post.c.message).values(**values)


@cache
def _rested(dialect: str) -> Any:
    """Among what is due by then, found by the index of waiting rows: its words, and its columns from the first.

    What somebody holds just now is left out: two who hold some rows and wait for others' would wait for each other.
    """
    row, them = OutboxRow, given(dialect, column("recipient", String))
    urgencies: list[Any] = [literal_column(str(urgency)) for urgency in POSTS]
    until: Any = bindparam("until")
    due = row.workspace == bindparam("lane"), row.state == literal_column("'pending'"), row.not_before < until
    posts = row.urgency.in_(urgencies), row.op == literal_column("'post'"), row.recipient_id.in_(select(them.c.recipient))
    waiting = locked(select(row.id).where(*due, *posts))
    return update(row).where(row.id.in_(waiting)).values(not_before=until)


POSTS = (0, 1, 2)
"""Their urgencies: the fourth is of edits."""
