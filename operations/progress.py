"""How far a long command has come, on standard error where that is a terminal."""

from __future__ import annotations

import sys
from typing import TextIO

_CELLS = 28


class ProgressBar:
    """One bar, for one part after the other."""

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self._out, self._label, self._done, self._total = out, "", 0, 0

    def start(self, label: str, total: int) -> None:
        """A part of about so many steps."""
        self._label, self._done, self._total = label, 0, total
        self._draw()

    def step(self) -> None:
        """One step is done."""
        self._done += 1
        self._draw()

    def finish(self) -> None:
        """The bar goes away."""
        self._write("\r\x1b[K")

    def _draw(self) -> None:
        total = max(self._total, self._done, 1)
        full = _CELLS * self._done // total
        bar = "█" * full + "░" * (_CELLS - full)
        self._write(f"\r\x1b[K{bar} {self._done}/{total} {self._label}")

    def _write(self, text: str) -> None:
        if self._out.isatty():
            print(text, end="", file=self._out, flush=True)
