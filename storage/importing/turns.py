"""A place at the database beside a running bot: waited for patiently, held shortly."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from storage.errors import Busy
from storage.stopping import Told, not_told, stop_if

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork

PATIENCE_SECONDS = 60.0
"""An import may wait; somebody at the keyboard gives up much sooner (`Busy`)."""
AGAIN_SECONDS = 0.1


@contextmanager
def in_turn(store: Store, workspace: str, now: datetime, told: Told = not_told) -> Iterator[UnitOfWork]:
    """`Store.work`, asked for again while others are storing. Raises Busy when that never ends, Stopped when told to stop."""
    with ExitStack() as stack:
        yield _entered(stack, store, workspace, now, told)


def _entered(stack: ExitStack, store: Store, workspace: str, now: datetime, told: Told) -> UnitOfWork:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        stop_if(told)
        try:
            return stack.enter_context(store.work(workspace, now, unhurried=True))
        except Busy:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(AGAIN_SECONDS)
