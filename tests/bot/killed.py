"""Sends from a process that kills itself, by SIGKILL, before a given line of the sender or the outbox is run.

A line of standard input is one round: `DATABASE KEY API NOW,… LINE`. Each round is a fork, so that hundreds take seconds;
LINE 0 sends at each of the moments, to the end, and the answer names how many lines there were. The answer to a round is
`killed` or `ended COUNT`.
"""

import gc
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import bot.sending
import bot.slack_calls
import storage.outbox
from bot.guarded import GuardedClient
from bot.sending import Sender
from storage import packs
from storage.store import Store

FOLDERS = tuple(str(Path(module.__file__ or "").parent) for module in (bot.sending, storage.outbox))
WATCHED = (*FOLDERS, str(Path(bot.slack_calls.__file__ or "")))


class Killer:
    """Counts lines of the watched modules, and kills this process before the one asked for."""

    def __init__(self, line: int) -> None:
        self.line, self.count = line, 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> Any:
        if not frame.f_code.co_filename.startswith(WATCHED):
            return None
        if event == "line":
            self.count += 1
            if self.count == self.line:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def send(store: Store, api: str, moments: list[datetime], line: int) -> int:
    """Send everything there is at each moment; how many watched lines were run."""
    client = GuardedClient(token="xoxb-desk-test", base_url=api, timeout=5, retry_handlers=[])
    seconds = [0.0]
    # One post at a time, in this thread, where the lines are counted.
    sender = Sender(store, lambda workspace: client, at_once=1, steady=lambda: seconds[0])
    killer = Killer(line)
    sys.settrace(killer)
    try:
        for now in moments:
            seconds[0] = now.timestamp()
            sender.send(now)
    finally:
        sys.settrace(None)
        store.close()
    return killer.count


def forked(store: Store, api: str, moments: list[datetime], line: int) -> str:
    """The same in a process of its own, which finds every statement compiled already."""
    told, tell = os.pipe()
    gc.freeze()  # a child that walks through what it has been given makes a copy of all of it
    child = os.fork()
    if child == 0:
        os.write(tell, str(send(store, api, moments, line)).encode())
        os._exit(0)
    os.close(tell)
    _, status = os.waitpid(child, 0)
    count = os.read(told, 20).decode()
    os.close(told)
    return "killed" if os.WIFSIGNALED(status) else f"ended {count}"


def main() -> None:
    """Run the rounds of standard input. Those to the end run here, and warm what the others start with."""
    policy = packs.load("wokingham")
    stores: dict[str, Store] = {}
    for request in sys.stdin:
        database, key, api, moments, line = request.split()
        if database not in stores:
            stores[database] = Store(f"sqlite:///{database}", keys=[key], policy=policy)
        asked = (stores[database], api, [datetime.fromisoformat(each) for each in moments.split(",")], int(line))
        print(forked(*asked) if int(line) else f"ended {send(*asked)}", flush=True)


if __name__ == "__main__":
    main()
