"""Numbers as people read them: `1.120`, `90,7 %`, `11 giờ 45 phút`; in English `1,120`, `90.7%`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.runtime.pages.words import PageWords

_THIN = "\N{NO-BREAK SPACE}"
"""Never parts a number from its unit."""


@dataclass(frozen=True)
class ShownShare:
    """A share with what it is made of; `percent` is None where nothing could be counted."""

    n: int
    of: int

    @property
    def percent(self) -> float | None:
        """To be shown with one digit; cut, so that an aim that is missed never reads as met."""
        return self.n * 1000 // self.of / 10 if self.of else None

    def meets(self, aim: int) -> bool:
        """By what was counted, not by what is shown."""
        return self.n * 100 >= aim * self.of


def share(given: Mapping[str, int]) -> ShownShare:
    """Of a report's line."""
    return ShownShare(given["n"], given["of"])


@dataclass(frozen=True)
class NumberWords:
    """Says numbers in one language."""

    words: PageWords

    def whole(self, number: int) -> str:
        """`1.120`."""
        return f"{number:,}".replace(",", self._mark("thousands"))

    def percent(self, share: ShownShare) -> str:
        """`90,7 %`; a dash where nothing could be counted."""
        if share.percent is None:
            return "–"
        return self.decimal(share.percent) + self._mark("percent")

    def decimal(self, number: float) -> str:
        """`90,7`."""
        return f"{number:.1f}".replace(".", self._mark("decimal"))

    def parts(self, share: ShownShare) -> str:
        """`1.120/1.235`."""
        return f"{self.whole(share.n)}/{self.whole(share.of)}"

    def minutes(self, minutes: int | None) -> str:
        """`11 giờ 45 phút`."""
        if minutes is None:
            return "–"
        hours, rest = divmod(minutes, 60)
        form = "hours_minutes" if hours and rest else "hours" if hours else "minutes"
        text = self.words(f"dashboard.time.{form}", hours=self.whole(hours), minutes=rest)
        return text.replace(" ", _THIN)

    def _mark(self, name: str) -> str:
        return self.words(f"dashboard.mark.{name}")


def total_received(line: Mapping[str, Any]) -> int:
    """By all channels."""
    return sum(line["received"].values())


def number_of(line: Mapping[str, Any], name: str) -> int:
    """That number of a line; what came in, by all channels."""
    return total_received(line) if name == "received" else int(line[name])
