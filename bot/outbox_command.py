"""`cornerstone outbox`: what waits, what failed and why; sending again, and giving up."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.tables import Row, refuse, show

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from storage.outbox import OutboxEntry

LARGEST = 2**31 - 1
outbox = typer.Typer(no_args_is_help=True, help="What is to be posted, edited or deleted in Slack: look, send again, give up.")
Ids = Annotated[
    list[int] | None, typer.Argument(metavar="ID...", min=1, max=LARGEST, help="Numbers, as `outbox list` shows them.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
STATES = {
    "pending": "waits for its time, or for Slack",
    "leased": "about to be sent",
    "sending": "being sent",
    "uncertain": "Slack gave no answer: it is looked for",
    "failed": "not sent",
    "sent": "sent",
    "cancelled": "given up",
}
WAITING = ("pending", "leased", "sending", "uncertain", "failed")
OPS = {"post": "message", "update": "edit", "delete": "deletion", "attach": "files in its thread"}
RETRIED, CANCELLED = ("failed", "uncertain"), ("pending", "failed", "uncertain", "sent")
MOST = 100_000


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(outbox, name="outbox")


@outbox.command("list")
def list_entries(
    state: Annotated[
        str, typer.Option(help=f"Which, with commas between: {', '.join(STATES)}. Default: all that is not sent.")
    ] = ",".join(WAITING),
    workspace: Annotated[str | None, typer.Option(help="One workspace of many. Default: all.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="At most so many, the newest change first.")] = 200,
    as_json: AsJson = False,
) -> None:
    """What has not been sent: to whom, since when, why, and what to do. Never what it says."""
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from bot.workspace_command import chosen

    states = _states(state)
    settings = read()
    now, zone = build_clock(settings).now(), settings.zone
    with open_store() as store:
        if workspace is not None:
            chosen(settings, store, workspace)
        rows = [_row(entry) for entry in store.outbox.listing(states, workspace, limit)]
    if not rows and not as_json:
        typer.echo("Nothing waits." if states == WAITING else f"Nothing has the state {' or '.join(states)}.")
        return
    columns = ("Id", "State", "What", "To", "Since", "Why", "What to do")
    show(rows, as_json, "Outbox", columns, lambda row: _cells(row, now, zone))
    if len(rows) == limit and not as_json:
        typer.echo(f"Only the newest {limit} are shown; --limit shows more.")


@outbox.command()
def retry(
    ids: Ids = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that failed, once what stood in the way is mended.")] = False,
) -> None:
    """Send again what failed or is in doubt. What is in doubt may then come twice."""
    from bot.settings import read
    from bot.wiring import build_clock, open_store
    from storage.outbox import OVERTAKEN

    if bool(ids) == failed:
        refuse("Give the numbers to send again, or --failed for all that failed; `cornerstone outbox list` shows them.")
    now = build_clock(read()).now()
    with open_store() as store:
        entries = _found(store.outbox.listing(("failed",) if failed else tuple(STATES), limit=MOST, ids=ids), ids)
        for entry in entries.values():
            if entry.state not in RETRIED:
                typer.echo(f"{entry.id}: nothing to send again; it {_stands(entry)}.")
            elif store.outbox.retry([entry.id], now):
                typer.echo(f"{entry.id}: goes out again, to {entry.recipient_name}.")
            elif OVERTAKEN in {each.reason for each in store.outbox.listing(("cancelled",), ids=[entry.id])}:
                typer.echo(f"{entry.id}: not made again; another edit of the same message waits already, and says it all.")
            else:
                typer.echo(f"{entry.id}: left alone; it has just changed. Look again with `cornerstone outbox list`.")
        if failed and not entries:
            typer.echo("Nothing has failed.")
    _tell_unknown(ids, entries)


@outbox.command()
def cancel(
    ids: Ids = None,
    reason: Annotated[str, typer.Option(help="Why, in a few words about the message; no name and nothing of a case.")] = "",
) -> None:
    """Give up what waits, failed or is in doubt; what was posted, or turns out to have been, is deleted in Slack."""
    from bot.settings import read
    from bot.wiring import build_clock, open_store

    if not ids:
        refuse("Give the numbers to give up; `cornerstone outbox list` shows them.")
    if not reason.strip():
        refuse('Say why: --reason "sent by mistake", say.')
    now = build_clock(read()).now()
    with open_store() as store:
        entries = _found(store.outbox.listing(tuple(STATES), limit=MOST, ids=ids), ids)
        for entry in entries.values():
            if entry.state not in CANCELLED or (entry.state == "sent" and entry.op != "post"):
                typer.echo(f"{entry.id}: nothing to give up; it {_stands(entry)}.")
            else:
                is_taken = bool(store.outbox.cancel([entry.id], now, reason.strip()))
                typer.echo(f"{entry.id}: {_given_up(entry, is_taken=is_taken)}")
    _tell_unknown(ids, entries)


def _given_up(entry: "OutboxEntry", *, is_taken: bool) -> str:
    is_doubtful = entry.state == "uncertain"
    if not is_taken and is_doubtful and entry.op == "post":
        return "given up already, and still looked for in Slack: it may have arrived, and is deleted there if it has."
    if not is_taken:
        return "left alone; it has just changed. Look again with `cornerstone outbox list`."
    if is_doubtful and entry.op == "post":
        return (
            f"may have arrived: it is looked for, deleted in Slack if it is there, and else not sent to {entry.recipient_name}."
        )
    if is_doubtful:
        return f"given up; it may have arrived already, for {entry.recipient_name}."
    if entry.state == "sent":
        return f"will be deleted in Slack, for {entry.recipient_name}."
    return f"given up; {entry.recipient_name} is not told."


def _states(given: str) -> tuple[str, ...]:
    states = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    if not states or (strange := [each for each in states if each not in STATES]):
        named = f"{strange[0]!r} is no state" if states else "Name a state"
        refuse(f"--state: {named}; the states are {', '.join(STATES)}.")
    return states


def _found(entries: "list[OutboxEntry]", ids: list[int] | None) -> "dict[int, OutboxEntry]":
    """In the order they were asked for; without numbers, oldest first."""
    by_id = {entry.id: entry for entry in entries}
    wanted = sorted(by_id) if ids is None else dict.fromkeys(ids)
    return {number: by_id[number] for number in wanted if number in by_id}


def _tell_unknown(ids: list[int] | None, entries: "dict[int, OutboxEntry]") -> None:
    unknown = [str(number) for number in dict.fromkeys(ids or []) if number not in entries]
    if unknown:
        refuse(f"There is nothing in the outbox with the number {', '.join(unknown)}; `cornerstone outbox list` shows what is.")


def _stands(entry: "OutboxEntry") -> str:
    return {
        "pending": "waits to be sent already",
        "sent": "has been sent",
        "cancelled": "was given up",
    }.get(entry.state, "is being sent just now")


def _row(entry: "OutboxEntry") -> Row:
    from bot import remedies

    remedy = remedies.of_code(entry.reason)
    since = (entry.due_at or entry.not_before) if entry.state == "pending" else entry.changed_at
    return {
        "id": entry.id,
        "workspace": entry.workspace,
        "state": entry.state,
        "op": entry.op,
        "kind": entry.kind,
        "recipient_id": entry.recipient_id,
        "recipient": entry.recipient_name,
        "since": since.isoformat(),
        "attempts": entry.attempts,
        "reason": entry.reason,
        "says": remedy.says or STATES[entry.state],
        "do": remedy.do,
        "message_id": entry.message_id,
    }


def _cells(row: Row, now: "datetime", zone: "ZoneInfo") -> tuple[str, ...]:
    from datetime import datetime

    from bot.alarm_words import when

    what = f"{OPS.get(row['op'], row['op'])}: {row['kind'].replace('_', ' ')}"
    since = when(datetime.fromisoformat(row["since"]), now, zone)
    return str(row["id"]), row["state"], what, row["recipient"], since, row["says"], row["do"]
