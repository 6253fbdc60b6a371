"""Progress of the steps -> a bar on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Bar:
    """One line a stage; drawn when called, without a thread, so that worker processes can be started beside it."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:>10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        """Show that `done` of `total` items of a stage are done."""
        if label not in self._tasks:
            self._progress.start()
            self._tasks[label] = self._progress.add_task(label, total=total)
        self._progress.update(self._tasks[label], completed=done, total=total)
        self._progress.refresh()
        if done == total:
            self._progress.remove_task(self._tasks.pop(label))
            if not self._tasks:
                self._progress.stop()
