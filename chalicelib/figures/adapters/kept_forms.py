"""Kept reports and open rounds as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.cases.domain.standing_rows import standing_of, standing_parts
from chalicelib.cases.domain.standings import RoundStatus
from chalicelib.figures.application.ports import KeptReport, Mark, Month, OpenRounds
from chalicelib.figures.domain.reports import Balance, Balances

_AT_ONCE = 5_000
"""Standings in one item: below 400 KB however little they have in common."""
Document = dict[str, Any]


def write_report(report: KeptReport) -> Document:
    """All but its question, which is its key."""
    balances = report.balances
    return {
        "as_of": report.as_of.isoformat(),
        "epoch": report.epoch,
        "through": report.through,
        "late": report.late,
        "marks": {lane: [mark.page, mark.rows] for lane, mark in report.marks.items()},
        "level": balances.level,
        "total": _pairs(balances.total),
        "rows": [[key, _pairs(row)] for key, row in balances.rows.items() if not row.is_empty],
    }


def read_report(question: str, document: Mapping[str, Any]) -> KeptReport:
    """The inverse of `write_report`."""
    rows = {key: _balance(pairs) for key, pairs in document["rows"]}
    return KeptReport(
        question,
        Balances(document["level"], _balance(document["total"]), rows),
        date.fromisoformat(document["as_of"]),
        document["epoch"],
        document["through"],
        document["late"],
        {lane: Mark(*mark) for lane, mark in document["marks"].items()},
    )


def write_open_rounds(rounds: OpenRounds) -> list[Document]:
    """In parts, each of which says how many there are."""
    rows = sorted(([n, *standing_parts(one)] for one, n in rounds.standings.items()), key=repr)
    parts = [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)] or [[]]
    return [
        {"epoch": rounds.epoch, "late": rounds.late, "of": len(parts), "rows": part}
        for part in parts
    ]


def read_open_rounds(month: Month, document: Mapping[str, Any]) -> tuple[int, OpenRounds]:
    """How many parts there are, and what this one holds."""
    standings = {standing_of(parts): n for n, *parts in document["rows"]}
    return document["of"], OpenRounds(month, document["epoch"], document["late"], standings)


def _pairs(balance: Balance) -> list[list[tuple[Any, int]]]:
    return [[(key, n) for key, n in sorted(one.items())] for one in balance.parts()]


def _balance(pairs: list[list[tuple[Any, int]]]) -> Balance:
    sources, outcomes, happened, *others = (Counter(dict(part)) for part in pairs)
    known = Counter({RoundStatus(key): n for key, n in outcomes.items()})
    return Balance(sources, known, happened, *others)
