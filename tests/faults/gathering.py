"""A rig put together: a database, a Slack, and the parent of the clocks."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.databases import Files
from tests.faults.ground import postgresql_ground, sqlite_ground
from tests.faults.nursery import Nursery
from tests.faults.rounds import Rig
from tests.faults.slack import Slack


@contextmanager
def rig(kind: str, *, is_warm: bool = True) -> Iterator[Rig]:
    """Over `sqlite` or `postgresql`; nothing of it is left afterwards. Raises NoServer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        over = sqlite_ground(Files(folder)) if kind == "sqlite" else postgresql_ground()
        with over as ground, closing(Slack(folder, ground.members)) as slack, closing(Nursery()) as nursery:
            made = Rig(ground, slack, nursery)
            made.warm_up() if is_warm else made.open()
            yield made
