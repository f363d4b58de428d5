"""How far a long command has come, on standard error where that is a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)


class ProgressBar:
    """One bar, for one part after the other. Safe to step from several threads."""

    def __init__(self, console: Console | None = None) -> None:
        console = console or Console(stderr=True)
        self._bars = Progress(
            BarColumn(28),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._part: TaskID | None = None

    def start(self, label: str, total: int, done: int = 0) -> None:
        """A part of about so many steps, of which some were done before. 0: nobody knows."""
        self._drop()
        self._bars.start()
        self._part = self._bars.add_task(label, total=total or None, completed=done)

    def step(self, steps: int = 1) -> None:
        """So many steps are done."""
        if self._part is not None:
            self._bars.advance(self._part, steps)

    def finish(self) -> None:
        """The bar goes away."""
        self._drop()
        self._bars.stop()

    def _drop(self) -> None:
        if self._part is not None:
            self._bars.remove_task(self._part)
            self._part = None
