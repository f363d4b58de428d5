"""Reports that are kept and read on say what all cells together say; and what that costs."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.session import get_session

from bench.meter import Meter
from chalicelib.cases.domain.standings import Cell
from chalicelib.figures.adapters.figure_log import DynamoFigureLog
from chalicelib.figures.adapters.figures import DynamoFigureStore
from chalicelib.figures.application.figures import FigureDesk, advance_of, project, project_events
from chalicelib.figures.application.kept_reports import Scope, answers, question, settle
from chalicelib.figures.application.ports import Contribution, FigureLog, FigureStore
from chalicelib.figures.application.reports import make_report, so_far
from chalicelib.figures.domain.reports import Balances, Period, midnight_after, summarise
from chalicelib.kernel.instants import LOCAL_ZONE
from tests.support.cases import SUPERVISOR, Office
from tests.support.clock import FakeClock
from tests.support.figures import (
    FakeFigureStore,
    count,
    crowd,
    kept_cells,
    put_log,
    rebuild,
    recount,
)
from tests.support.lives import go_on
from tests.support.tables import cloud, make_table

NOON = datetime(2026, 8, 28, 12, tzinfo=LOCAL_ZONE)


@pytest.fixture(params=["memory", "moto"])
def kept(request: pytest.FixtureRequest) -> Iterator[tuple[FigureStore, FigureLog]]:
    if request.param == "memory":
        fake = FakeFigureStore()
        yield fake, fake
        return
    with cloud():
        table = make_table("FiguresTable")
        yield DynamoFigureStore(table), DynamoFigureLog(table, FakeClock())


def _same(found: Balances, office: Office, period: Period, level: str, scope: Scope) -> bool:
    """As from all cells of all cases, added up at once."""
    cells = count(office.store.cases.values()).items()
    within = [(cell, n) for cell, n in cells if scope.holds(cell.standing)]
    total, rows = summarise(within, period, level)
    got, got_rows = found.figures()
    return astuple(got) == astuple(total) and got_rows == rows


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_asked_and_whenever(kept: tuple[FigureStore, FigureLog], seed: int) -> None:
    """Over three months, while letters come late, twice and in disorder."""
    (figures, log), chance = kept, random.Random(seed)
    office = Office(clock=FakeClock(NOON))
    desk, told, held = FigureDesk(office.store, figures), 0, list[Any]()
    for _ in range(24):
        go_on(office, chance, moves=6)
        held += office.store.events[told:]
        told = len(office.store.events)
        chance.shuffle(held)
        project_events(desk, held[: len(held) // 2] + held[:1])
        held = held[len(held) // 2 :]
        if chance.random() < 0.5:
            # What is held back is unknown to the figures: only the cost of reading is spent here.
            answers(log, [_asked(office, chance)[1]], midnight_after(office.clock.now()))
            continue
        project_events(desk, held)
        held = []
        period, asked = _asked(office, chance)
        (found,), unreadable = answers(log, [asked], midnight_after(office.clock.now()))
        assert not unreadable
        assert _same(found, office, period, asked.level, asked.scope), asked
        office.clock.advance(days=chance.randrange(6))
    assert recount(office.store, figures) == []


def _asked(office: Office, chance: random.Random) -> tuple[Period, Any]:
    now = office.clock.now()
    today = midnight_after(now) - timedelta(days=1)
    start = today - timedelta(days=chance.choice([0, today.day - 1, 20, 50]))
    end = start + timedelta(days=chance.choice([1, 10, 31, 60]))
    as_of = max(start, end + timedelta(days=chance.choice([-3, 0, 0, 20])))
    period = so_far(now) if chance.random() < 0.4 else Period(start, end, as_of).seen(now)
    scope = Scope(agency=chance.choice([None, None, "so-xay-dung"]))
    level = chance.choice(["province", "agency", "category"])
    return period, question(period, level, scope)


def test_what_comes_late_for_a_closed_month_is_in_its_report(
    kept: tuple[FigureStore, FigureLog],
) -> None:
    """The report was kept, and is made anew; so are those that carry over from that month."""
    figures, log = kept
    office = Office(clock=FakeClock(NOON))
    desk = FigureDesk(office.store, figures)
    first, late = office.submit(), office.submit()
    project(desk, first.code)
    office.clock.advance(days=10)
    now = office.clock.now()
    august = Period(date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 1))

    def received() -> list[int]:
        report = make_report(log, SUPERVISOR, august, "province", Scope(), now)
        live = make_report(log, SUPERVISOR, so_far(now), "province", Scope(), now)
        return [report.total.received.get("app", 0), live.total.carried_over]

    assert received() == [1, 1]
    project(desk, late.code)
    assert received() == [2, 2]
    assert recount(office.store, figures) == []


def test_a_report_of_an_open_month_in_which_nothing_was_yet_hears_of_it_when_it_is_closed(
    kept: tuple[FigureStore, FigureLog],
) -> None:
    """Asked on the first day of all about the half-year, and again when the month is over."""
    figures, log = kept
    office = Office(clock=FakeClock(NOON))
    half_year = Period(date(2026, 8, 1), date(2027, 2, 1), date(2027, 2, 1))

    def received() -> dict[str, int]:
        now = office.clock.now()
        report = make_report(log, SUPERVISOR, half_year, "province", Scope(), now)
        return dict(report.total.received)

    assert received() == {}
    project(FigureDesk(office.store, figures), office.submit().code)
    assert received() == {"app": 1}
    office.clock.advance(days=10)
    assert received() == {"app": 1}


def test_what_was_kept_before_a_repair_is_forgotten(kept: tuple[FigureStore, FigureLog]) -> None:
    """Also what somebody who asked in the middle of it had kept."""
    figures, log = kept
    office = Office(clock=FakeClock(NOON))
    project(FigureDesk(office.store, figures), office.submit().code)
    asked = question(so_far(NOON), "province", Scope())
    answers(log, [asked], midnight_after(NOON))
    (meanwhile,) = log.open([asked.key])[1].values()
    office.submit()
    rebuild(office.store, figures)
    log.keep(meanwhile)
    (found,), _ = answers(log, [asked], midnight_after(NOON))
    assert found.figures()[0].received == {"app": 2}


def test_who_has_the_last_page_in_mind_sees_that_its_month_is_closed() -> None:
    """A page that was remembered, full or not, does not let anything slip past the book."""
    with cloud():
        table = make_table("FiguresTable")
        log, stores = DynamoFigureLog(table, FakeClock()), [DynamoFigureStore(table) for _ in "ab"]
        chance, written = random.Random(1), Counter[Cell]()

        def write(store: DynamoFigureStore) -> None:
            number = chance.getrandbits(64)
            new = Contribution(1, crowd(1, agency=f"agency-{number}"))
            assert not store.apply([advance_of(f"case-{number}", None, new)])
            written.update(new.cells)

        for store, times in zip(stores, (3, 40), strict=True):
            store._lane = 0
            for _ in range(times):
                write(store)
        assert log.months("2026-08", "2026-08").marks["2026-08#0"].page >= 1
        settle(log, date(2026, 9, 5))
        book, _ = log.open(())
        assert book is not None
        assert (book.first_open, book.late) == ("2026-09", {})
        for number in range(1, 40):
            write(stores[number % 2])
            book, _ = log.open(())
            assert book is not None
            assert book.late == {"2026-08": number}
        assert kept_cells(stores[0]) == written


def test_a_live_report_reads_as_much_of_many_cases_as_of_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two calls, and the same units, at five hundred and at five thousand cases of one month."""
    with cloud():
        session, found, now = get_session(), [], NOON + timedelta(days=3)
        monkeypatch.setattr("pynamodb.connection.base.get_session", lambda: session)
        meter = Meter(session)
        for number in (500, 5_000):
            table = make_table("FiguresTable")
            clock = FakeClock(now)
            store, log = DynamoFigureStore(table), DynamoFigureLog(table, clock)
            put_log(store, crowd(number))
            new = Contribution(1, Counter(dict.fromkeys(crowd(1), 1)))
            for _ in range(2):
                make_report(log, SUPERVISOR, so_far(now), "province", Scope(), now)
            store.apply([advance_of("LC-260828-00000", None, new)])
            with meter.counting() as tally:
                store.apply([advance_of("LC-260828-00001", None, new)])
            assert [call.operation for call in tally.calls] == ["TransactWriteItems"]
            with meter.counting() as tally:
                make_report(log, SUPERVISOR, so_far(now), "province", Scope(), now)
            found.append(([call.operation for call in tally.calls], tally.read_units))
        assert found[0] == found[1]
        assert found[0] == (["BatchGetItem", "BatchGetItem"], 3.5)


def test_figures_that_cannot_be_read_are_named_and_the_others_are_there() -> None:
    """A torn page: a recount says what is missing, and a repair brings it back."""
    with cloud():
        table = make_table("FiguresTable")
        store, log, office = DynamoFigureStore(table), DynamoFigureLog(table, FakeClock()), Office()
        for lane in range(2):
            store._lane, store._last = lane, {}
            project(FigureDesk(office.store, store), office.accepted().code)
        boto3.client("dynamodb").update_item(
            TableName=table,
            Key={"pk": {"S": "log"}, "sk": {"S": "2026-08#1#000000"}},
            UpdateExpression="SET cells = :torn",
            ExpressionAttributeValues={":torn": {"B": b"torn"}},
        )
        now = office.clock.now()
        for _ in range(2):
            report = make_report(log, SUPERVISOR, so_far(now), "province", Scope(), now)
            assert report.unreadable == ("2026-08#1#000000",)
            assert report.total.received == {"app": 1}
        assert recount(office.store, store)
        rebuild(office.store, store)
        report = make_report(log, SUPERVISOR, so_far(now), "province", Scope(), now)
        assert (report.unreadable, report.total.received) == ((), {"app": 2})
        assert recount(office.store, store) == []
