"""Spells and cells as rows of JSON: short, since events carry them and figures keep many.

The days of a row that are not known and the lists that are empty are left out at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from chalicelib.cases.domain.standings import Cell, RoundStatus, Spell, Standing

Row = list[Any]
_EMPTY: tuple[Any, ...] = (None, [])
_PARTS = 16
"""Of a standing."""


def spell_row(spell: Spell) -> Row:
    """Day entered, day left, then the standing."""
    return [_text(spell.entered), _text(spell.left), *standing_parts(spell.standing)]


def spell_of(row: Sequence[Any]) -> Spell:
    """The inverse of `spell_row`."""
    entered, left, *parts = row
    return Spell(standing_of(parts), date.fromisoformat(entered), _day(left))


def cell_row(cell: Cell, count: int) -> Row:
    """Day, count, then the standing."""
    return [_text(cell.day), count, *standing_parts(cell.standing)]


def cell_of(row: Sequence[Any]) -> tuple[Cell, int]:
    """The inverse of `cell_row`."""
    day, count, *parts = row
    return Cell(date.fromisoformat(day), standing_of(parts)), count


def standing_of(parts: Sequence[Any]) -> Standing:
    """From a row's parts behind its first two."""
    agency, commune, category, source, started, status, *more = parts
    whole = [*more, *[None] * (_PARTS - len(parts))]
    ended, minutes, rated, stars = whole[:4]
    marks = (tuple(map(date.fromisoformat, days or ())) for days in whole[4:8])
    extended, returned, rerouted, recategorised = marks
    return Standing(
        agency,
        commune,
        category,
        source,
        date.fromisoformat(started),
        RoundStatus(status),
        _day(ended),
        minutes,
        _day(rated),
        stars,
        extended,
        returned,
        rerouted,
        recategorised,
        _day(whole[8]),
        whole[9],
    )


def standing_parts(standing: Standing) -> Row:
    """The inverse of `standing_of`."""
    one = standing
    parts: Row = [
        *(one.agency, one.commune, one.category, one.source, _text(one.started), one.status.value),
        *(_text(one.ended), one.minutes, _text(one.rated), one.stars),
        *([_text(day) for day in days] for days in (one.extended, one.returned, one.rerouted)),
        *([_text(day) for day in one.recategorised], _text(one.reinspected), one.held),
    ]
    while parts[-1] in _EMPTY:
        parts.pop()
    return parts


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
