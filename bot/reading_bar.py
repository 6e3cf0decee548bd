"""How far an import has come, on a terminal; nothing anywhere else."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class ReadingBar:
    """One line for the file being read with its rows, then for what is done with them."""

    def __init__(self, console: Console | None = None) -> None:
        """`console` is standard error unless another is given."""
        self._console = console or Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[rows]}"),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None
        self._doing = ""
        self._done = 0

    def __enter__(self) -> Self:
        """Begin to show."""
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the finished lines where they are."""
        self._finish()
        self._progress.stop()

    def rows(self, what: str, count: int) -> None:
        """So many rows more of this file or sheet are read."""
        if what != self._doing:
            self._begin(what)
        self._done += count
        if self._task is not None:
            self._progress.update(self._task, rows=f"{self._done:,} rows")

    def stage(self, what: str) -> None:
        """The files are read; this is done now."""
        self._begin(what)

    def _begin(self, what: str) -> None:
        self._finish()
        self._doing, self._done = what, 0
        self._task = self._progress.add_task(what, total=None, rows="")

    def _finish(self) -> None:
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1)
