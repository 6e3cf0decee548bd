"""Sends from a process that kills itself, by SIGKILL, before a given line of the sender or the outbox is run.

A line of standard input is one round: `DATABASE KEY API NOW LINE`. Each round is a fork, so that hundreds take seconds;
LINE 0 runs to the end and the answer names how many lines there were. The answer to a round is `killed` or `ended COUNT`.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from slack_sdk import WebClient

import bot.sender
import bot.slack_calls
import storage.outbox
from bot.sender import Sender
from storage import packs
from storage.store import Store

WATCHED = {str(Path(module.__file__ or "")) for module in (bot.sender, bot.slack_calls, storage.outbox)}


class Killer:
    """Counts lines of the watched modules, and kills this process before the one asked for."""

    def __init__(self, line: int) -> None:
        self.line, self.count = line, 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            self.count += 1
            if self.count == self.line:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def send(store: Store, api: str, now: datetime, line: int) -> int:
    """Send everything there is; how many watched lines were run."""
    client = WebClient(token="xoxb-desk-test", base_url=api, timeout=5, retry_handlers=[])
    # One post at a time, in this thread, where the lines are counted.
    sender = Sender(store, lambda workspace: client, at_once=1)
    killer = Killer(line)
    sys.settrace(killer)
    try:
        sender.send(now)
    finally:
        sys.settrace(None)
        store.close()
    return killer.count


def forked(store: Store, api: str, now: datetime, line: int) -> str:
    """The same in a process of its own, which finds every statement compiled already."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(tell, str(send(store, api, now, line)).encode())
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
        database, key, api, now, line = request.split()
        if database not in stores:
            stores[database] = Store(f"sqlite:///{database}", keys=[key], policy=policy)
        asked = (stores[database], api, datetime.fromisoformat(now), int(line))
        print(forked(*asked) if int(line) else f"ended {send(*asked)}", flush=True)


if __name__ == "__main__":
    main()
