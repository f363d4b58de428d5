"""The tables of docs/security.md: all numbers of ASVS 5.0, and files that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
CHAPTERS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""How many requirements of levels 1 and 2 each section has; those of level 3 come behind them."""
SECTIONS = {
    f"V{chapter}.{section}": many
    for chapter, counts in CHAPTERS.items()
    for section, many in enumerate(counts, start=1)
    if many
}
NUMBERS = [f"{name}.{n + 1}" for name, many in SECTIONS.items() for n in range(many)]
_PATH = re.compile(r"`(\.?\w[\w.-]*(?:/[\w.-]+)+|\w+\.(?:py|toml))`")
_NOT_APPLICABLE = "does not apply: "
_UNMET = "not met: "


class Row(NamedTuple):
    """A line of one of the two tables."""

    name: str
    about: str
    where: str
    test: str

    @property
    def numbers(self) -> list[str]:
        """The requirements that it speaks of: one, or all of a section."""
        return [self.name] if self.name in NUMBERS else _of_section(self.name)


def _of_section(name: str) -> list[str]:
    return [f"{name}.{n + 1}" for n in range(SECTIONS[name])]


def _rows(heading: str) -> Iterator[Row]:
    part = PAGE.partition(f"\n## {heading}")[2].partition("\n## ")[0]
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and cells[0] not in ("---", "requirement", "duty"):
            yield Row(*cells)


ASVS = list(_rows("OWASP ASVS 5.0"))
LEVEL_3 = list(_rows("Security level 3"))


def _is_there(path: str) -> bool:
    return (ROOT / path).is_file() or (ROOT / "chalicelib" / path).is_file()


def test_every_requirement_stands_once() -> None:
    """By itself, or with its section."""
    assert len(NUMBERS) == 253
    assert [number for row in ASVS for number in row.numbers] == NUMBERS


def test_a_section_stands_as_a_whole_only_where_it_does_not_apply() -> None:
    """What is met is shown one by one."""
    whole = [row for row in ASVS if row.name in SECTIONS]
    assert [row for row in whole if not row.where.startswith(_NOT_APPLICABLE)] == []


def test_every_file_of_the_tables_is_there() -> None:
    """What moved is looked for by whoever audits."""
    named = {path for row in (*ASVS, *LEVEL_3) for path in _PATH.findall(row.where + row.test)}
    assert len(named) > 100
    assert sorted(path for path in named if not _is_there(path)) == []


def test_every_row_says_where_or_why_not() -> None:
    """Met rows name a file or whose it is; a test stands there, or that there is none."""
    rows = [*ASVS, *LEVEL_3]
    reasons = (_NOT_APPLICABLE, _UNMET, "by AWS")
    assert [r for r in rows if not r.where.startswith(reasons) and not _PATH.search(r.where)] == []
    tests = re.compile(r"–|none|`tests/[\w./]+\.py`(?:, `tests/[\w./]+\.py`)*")
    assert [row for row in rows if not tests.fullmatch(row.test)] == []
    assert [r for r in rows if (r.test == "–") != r.where.startswith(_NOT_APPLICABLE)] == []
    assert [r for r in rows if r.where.startswith(_UNMET) and r.test != "none"] == []
