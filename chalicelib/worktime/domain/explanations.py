"""Why a case is due when it is: the steps from start to due time. Source: docs/handbook.md §4."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.languages import Language
from chalicelib.worktime.domain.calendars import Calendar, Day, Reason
from chalicelib.worktime.domain.clock_steps import Happened
from chalicelib.worktime.domain.explanation_texts import say
from chalicelib.worktime.domain.limits import Limit
from chalicelib.worktime.domain.reckoning import Move, Reckoning, Stop

__all__ = ["Language", "Why", "explain"]


@frozen
class Why:
    """One step: from when (UTC), what kind of step, and a sentence about it."""

    at: datetime
    step: str
    text: str


@frozen
class _Telling:
    """What the sentences are made of."""

    kind: str
    cap: timedelta
    reckoning: Reckoning
    calendar: Calendar
    language: Language

    def say(self, key: str, **gaps: object) -> str:
        return say(self.language, key, **gaps)

    def instant(self, instant: datetime) -> str:
        local = self.calendar.local(instant)
        form = "%H:%M" if local.second == 0 else "%H:%M:%S"
        return self.say("instant", time=local.strftime(form), day=local.strftime("%d/%m/%Y"))

    def limit(self, limit: Limit) -> str:
        one = "one_" if limit.amount == 1 else ""
        return self.say(f"{one}{limit.unit}", n=limit.amount)

    def duration(self, duration: timedelta) -> str:
        minutes, seconds = divmod(duration // timedelta(seconds=1), 60)
        hours, minutes = divmod(minutes, 60)
        parts = {"hour": hours, "minute": minutes, "second": seconds}
        said = [self.say(name, n=n) for name, n in parts.items() if n]
        return " ".join(said) or self.say("minute", n=0)


def explain(
    kind: str, cap: timedelta, reckoning: Reckoning, calendar: Calendar, language: Language
) -> tuple[Why, ...]:
    """The steps in the order of time, the due time last; of one instant, causes come first."""
    telling = _Telling(kind, cap, reckoning, calendar, language)
    steps = [*_start(telling), *_days(telling), *_moves(telling)]
    return (*sorted(steps, key=lambda why: why.at), *_end(telling))


def _start(telling: _Telling) -> Iterator[Why]:
    first = telling.reckoning.moves[0].step
    reopened = first.what is Happened.REOPENED
    yield Why(first.at, "start", telling.say("reopened" if reopened else telling.kind))
    if not telling.calendar.is_working(first.at):
        opening = telling.calendar.next_opening(first.at)
        yield Why(opening, "opening", telling.say("opening", opening=telling.instant(opening)))


def _days(telling: _Telling) -> Iterator[Why]:
    """Days off and make-up days from start to due time, equal neighbours together."""
    start, calendar = telling.reckoning.moves[0].step.at, telling.calendar
    end = calendar.day_of(telling.reckoning.due)
    days = calendar.unusual_days(calendar.day_of(start), end)
    for _, run in groupby(enumerate(days), key=_alike):
        together = [day for _, day in run]
        midnight = calendar.midnight(together[0].date)
        step = "worked" if together[0].hours else "skipped"
        yield Why(max(start, midnight), step, _day_text(telling, together))


def _alike(numbered: tuple[int, Day]) -> tuple[object, ...]:
    """Equal for consecutive days of one kind and source: their distance from the count is."""
    number, day = numbered
    return day.date.toordinal() - number, day.reason, day.source, bool(day.hours)


def _day_text(telling: _Telling, run: list[Day]) -> str:
    first, last = run[0], run[-1]
    key = first.reason.value
    if first.reason is Reason.NOTICE:
        key = "worked" if first.hours else "off"
    names = "; ".join(_names(telling, run)) if first.reason is Reason.HOLIDAY else ""
    return telling.say(key, days=_span(first.date, last.date), source=first.source, names=names)


def _names(telling: _Telling, run: Iterable[Day]) -> dict[str, None]:
    """Each once, in their order."""
    names, language = telling.calendar.holidays.names, telling.language
    return dict.fromkeys(names(day.date.year, language)[day.date] for day in run)


def _span(first: date, last: date) -> str:
    """«08/08–09/08/2026», the year of the first day only where it is another."""
    if first == last:
        return f"{last:%d/%m/%Y}"
    form = "%d/%m" if first.year == last.year else "%d/%m/%Y"
    return f"{first.strftime(form)}–{last:%d/%m/%Y}"


def _moves(telling: _Telling) -> Iterator[Why]:
    """What stopped, lengthened or recomputed the clock."""
    moves = telling.reckoning.moves
    for before, move in pairwise(moves):
        tell = _TOLD.get(move.step.what)
        if tell is not None:
            yield from tell(telling, before, move)
    if telling.reckoning.open is not None:
        yield _open_stop(telling, telling.reckoning.open)


def _pause(telling: _Telling, _before: Move, move: Move) -> Iterator[Why]:
    stop = move.stop
    if stop is None:
        return
    yield Why(stop.start, "pause", _stopped(telling, "paused", stop, move))
    if stop.is_capped and stop.cap_reached_at is not None:
        cap = telling.duration(telling.cap)
        yield Why(stop.cap_reached_at, "cap", telling.say("cap", cap=cap))


def _duplicate(telling: _Telling, _before: Move, move: Move) -> Iterator[Why]:
    if move.stop is not None:
        text = _stopped(telling, "duplicate", move.stop, move)
        yield Why(move.stop.start, "duplicate", text)


def _stopped(telling: _Telling, key: str, stop: Stop, move: Move) -> str:
    return telling.say(
        key,
        end=telling.instant(move.step.at),
        stood=telling.duration(stop.moved_by),
        due=telling.instant(move.due),
    )


def _open_stop(telling: _Telling, stop: Stop) -> Why:
    if stop.cap_reached_at is None:
        return Why(stop.start, "duplicate", telling.say("duplicating"))
    cap_end = telling.instant(stop.cap_reached_at)
    due = telling.instant(telling.reckoning.due)
    text = telling.say("pausing", cap_end=cap_end, due=due)
    return Why(stop.start, "pause", text)


def _extension(telling: _Telling, before: Move, move: Move) -> Iterator[Why]:
    if move.step.limit is not None:
        text = telling.say(
            "extension",
            limit=telling.limit(move.step.limit),
            before=telling.instant(before.due),
            due=telling.instant(move.due),
        )
        yield Why(move.step.at, "extension", text)


def _new_limit(telling: _Telling, _before: Move, move: Move) -> Iterator[Why]:
    if move.step.limit is not None:
        text = telling.say("limit", limit=telling.limit(move.step.limit))
        yield Why(move.step.at, "limit", text)


def _new_calendar(telling: _Telling, _before: Move, move: Move) -> Iterator[Why]:
    if move.step.due_before is not None:
        before = telling.instant(move.step.due_before)
        text = telling.say("calendar", version=move.step.calendar, before=before)
        yield Why(move.step.at, "calendar", text)


_TOLD: dict[Happened, Callable[[_Telling, Move, Move], Iterator[Why]]] = {
    Happened.RESUMED: _pause,
    Happened.DUPLICATE_UNMARKED: _duplicate,
    Happened.EXTENDED: _extension,
    Happened.LIMIT_CHANGED: _new_limit,
    Happened.RECOMPUTED: _new_calendar,
}


def _end(telling: _Telling) -> Iterator[Why]:
    reckoning = telling.reckoning
    start, due = reckoning.moves[0].step.at, reckoning.due
    years = telling.calendar.provisional_years(start, due)
    if years:
        said = ", ".join(str(year) for year in years)
        yield Why(due, "provisional", telling.say("provisional", years=said))
    yield Why(due, "due", telling.limit(reckoning.limit))
