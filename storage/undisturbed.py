"""Long work among very many rows, without the garbage collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the garbage collector: among 100,000 rows it looks for cycles half the time and finds none.

    What is there at the end counts as old (frozen and let go at once), so that the next small collection does not look at
    all of it; a full one does.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
