"""The figures as a table for people, and what they should be at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.life_before import MOST_OF_BEFORE

_COLUMNS = ("aws_calls", "read_units", "write_units", "cpu_ms", "floor_cpu_ms")
_COUNTS = _COLUMNS[:3]
MIB = 1024 * 1024


@dataclass(frozen=True)
class CountLimit:
    """What is measured, how, and what it may be at most."""

    what: str
    measured: Callable[[dict[str, Any]], float]
    most: float


def _of(operation: str, figure: str) -> Callable[[dict[str, Any]], float]:
    def read(figures: dict[str, Any]) -> float:
        return max(float(size[operation][figure]) for size in figures["sizes"].values())

    return read


def _above(page: str, routes: str, figure: str) -> Callable[[dict[str, Any]], float]:
    """How much more a page costs than the routes that it reads, at the size where it is most."""

    def read(figures: dict[str, Any]) -> float:
        sizes = figures["sizes"].values()
        return max(float(size[page][figure]) - float(size[routes][figure]) for size in sizes)

    return read


def _grown(figures: dict[str, Any]) -> float:
    """How many counts differ between sizes."""
    smallest, *others = figures["sizes"].values()
    differing = [
        count
        for other in others
        for operation in smallest
        for count in _COUNTS
        if other[operation][count] != smallest[operation][count]
    ]
    return float(len(differing))


def _import(name: str) -> Callable[[dict[str, Any]], float]:
    return lambda figures: figures["import_cpu_ms"][name] / figures["import_cpu_ms"]["floor"]


def _first_page(figures: dict[str, Any]) -> float:
    spent = figures["import_cpu_ms"]
    return float(spent["first_page"]) - float(spent["first_of_office"])


_INBOX = partial(_above, "inbox_page", "inbox_routes")
_CASE = partial(_above, "case_page", "case_routes")
LIMITS = (
    CountLimit("AWS calls of submit", _of("submit", "aws_calls"), 1),
    CountLimit("AWS calls of an inbox page", _of("inbox", "aws_calls"), 1),
    CountLimit("AWS calls of a case page", _of("case", "aws_calls"), 1),
    CountLimit("AWS calls of a live report", _of("report", "aws_calls"), 2),
    CountLimit("AWS calls of a search by a word", _of("search", "aws_calls"), 3),
    CountLimit("AWS calls of a search by two", _of("search_words", "aws_calls"), 4),
    CountLimit("write units of figures a case", _of("figures", "write_units"), 15),
    CountLimit(
        "AWS calls of a whole life without messages",
        lambda f: f["lifecycle_calls_without_messages"],
        60,
    ),
    CountLimit("write units of a whole life", lambda f: f["lifecycle_write_units"], 110),
    CountLimit("counts that differ between sizes", _grown, 0),
    CountLimit(
        "CPU of submit, times its floor",
        lambda f: max(
            size["submit"]["cpu_ms"] / size["submit"]["floor_cpu_ms"]
            for size in f["sizes"].values()
        ),
        2,
    ),
    CountLimit(
        "CPU of a whole life, times the bare calls of the life of before",
        lambda f: f["lifecycle_cpu_ms"] / f["lifecycle_before_floor_cpu_ms"],
        MOST_OF_BEFORE,
    ),
    CountLimit("CPU of an inbox page of 100, ms", _of("inbox", "cpu_ms"), 12),
    CountLimit("CPU of a page of 100 found by a word, ms", _of("search", "cpu_ms"), 12),
    CountLimit("CPU of a page of 100 found by two, ms", _of("search_words", "cpu_ms"), 12),
    CountLimit("AWS calls of the inbox in the browser above its routes", _INBOX("aws_calls"), 0),
    CountLimit("AWS calls of a case in the browser above its route", _CASE("aws_calls"), 0),
    CountLimit("CPU of the inbox in the browser above its routes, ms", _INBOX("cpu_ms"), 8),
    CountLimit("CPU of a case in the browser above its route, ms", _CASE("cpu_ms"), 6),
    CountLimit("CPU of a first page above a first request of the office, ms", _first_page, 80),
    CountLimit("CPU to import app, times the floor", _import("app"), 1.4),
    CountLimit("CPU to the end of the first request", _import("first_request"), 2),
    CountLimit("zip, MiB", lambda figures: figures["zip_bytes"] / MIB, 40),
)


def table(figures: dict[str, Any]) -> str:
    """All figures, then each limit and whether it is kept."""
    calls, floor = figures["lifecycle_aws_calls"], figures["lifecycle_floor_cpu_ms"]
    life = f"A whole life makes {calls} calls of AWS; bare, they take {floor:.1f} ms."
    return "\n".join([*_operations(figures), "", *_limits(figures), "", life])


def _operations(figures: dict[str, Any]) -> Iterator[str]:
    yield "| cases | operation | AWS calls | read units | write units | CPU ms | floor ms |"
    yield "| --: | --- | --: | --: | --: | --: | --: |"
    for size, operations in figures["sizes"].items():
        for operation, found in operations.items():
            cells = " | ".join(f"{round(found[column], 2):g}" for column in _COLUMNS)
            yield f"| {size} | {operation} | {cells} |"


def _limits(figures: dict[str, Any]) -> Iterator[str]:
    yield "| what | measured | at most | kept |"
    yield "| --- | --: | --: | --- |"
    for limit in LIMITS:
        measured = limit.measured(figures)
        kept = "yes" if measured <= limit.most else "no"
        yield f"| {limit.what} | {round(measured, 3):g} | {limit.most:g} | {kept} |"
