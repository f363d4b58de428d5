"""What the player sees: headings, a progress bar, tables. Nothing of the story is decided here."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterable, Sequence
from typing import TextIO
from unicodedata import east_asian_width, normalize

BAR_CELLS = 28


class Console:
    """Writes lines, with one progress bar below them where the output is a terminal."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._live = out.isatty()
        self._lock = threading.Lock()
        self._done = 0
        self._total = 0
        self._label = ""

    def heading(self, text: str) -> None:
        """A heading of its own, underlined."""
        self.line(f"\n{self._bold(text)}\n{'─' * _width(text)}")

    def line(self, text: str = "") -> None:
        """One line above the bar."""
        with self._lock:
            self._wipe()
            print(text, file=self._out, flush=True)
            self._draw()

    def good(self, text: str) -> None:
        """Something that came out as it should."""
        self.line(f"  {self._colour('32', '✓')} {text}")

    def bad(self, text: str) -> None:
        """Something that did not."""
        self.line(f"  {self._colour('31', '✗')} {text}")

    def start(self, label: str, total: int) -> None:
        """A new bar with so many steps."""
        with self._lock:
            self._label, self._done, self._total = label, 0, total
            self._draw()

    def step(self) -> None:
        """One step of the bar is done."""
        with self._lock:
            self._done += 1
            self._draw()

    def finish(self) -> None:
        """The bar has done its work and goes away; a line remains."""
        with self._lock:
            self._wipe()
            done, label, self._total = self._done, self._label, 0
            print(f"  {'━' * BAR_CELLS} {done:>3}/{done} {label}", file=self._out, flush=True)

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table, columns as wide as their widest cell."""
        lines = [list(titles), *(list(row) for row in rows)]
        widths = [max(_width(line[i]) for line in lines) for i in range(len(titles))]
        for number, line in enumerate(lines):
            cells = [cell + " " * (w - _width(cell)) for cell, w in zip(line, widths, strict=True)]
            text = "  " + "  ".join(cells).rstrip()
            self.line(self._bold(text) if number == 0 else text)

    def _draw(self) -> None:
        if not self._live or self._total == 0:
            return
        full = BAR_CELLS * self._done // self._total
        bar = "━" * full + "╌" * (BAR_CELLS - full)
        text = f"  {bar} {self._done:>3}/{self._total} {self._label}"
        self._out.write("\r" + text[: shutil.get_terminal_size().columns - 1])
        self._out.flush()

    def _wipe(self) -> None:
        if self._live and self._total:
            self._out.write("\r\033[K")

    def _bold(self, text: str) -> str:
        return self._colour("1", text)

    def _colour(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._live else text


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in normalize("NFC", text))
