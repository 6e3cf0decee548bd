"""How far a copy of the database has come, on a terminal; nothing anywhere else."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class CopyBar:
    """One line a table."""

    def __init__(self, console: Console | None = None) -> None:
        """`console` is standard error unless another is given."""
        shown = console or Console(stderr=True)
        columns = (TextColumn("{task.description:<20}"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=shown, disable=not shown.is_terminal)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        """Begin to show."""
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the finished lines where they are."""
        self._progress.stop()

    def table(self, name: str, done: int, total: int) -> None:
        """So many rows of this table are copied."""
        if total == 0:
            return
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total)
        self._progress.update(self._tasks[name], completed=done)
