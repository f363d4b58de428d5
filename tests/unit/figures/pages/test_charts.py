"""Drawings: marks stand where their values are, and nothing is drawn of what is not there."""

from __future__ import annotations

import re

import pytest

from chalicelib.figures.pages import charts
from chalicelib.figures.pages.commune_map import order, shaded
from chalicelib.figures.pages.month_words import concentration
from chalicelib.figures.pages.numbers import NumberWords, ShownShare
from chalicelib.kernel.languages import Language
from chalicelib.runtime.pages.words import words_in
from infra.static_files import content

VI, EN = NumberWords(words_in(Language.VI)), NumberWords(words_in(Language.EN))
AIMS = {"on_time": 90, "satisfaction": 70}


def line(
    key: str, met: int, counted: int, overdue: int = 0, received: int = 0
) -> dict[str, object]:
    share = {"n": met, "of": counted}
    return {
        "key": key,
        "name": key,
        "on_time": share,
        "satisfaction": share,
        "pending_overdue": overdue,
        "received": {"app": received},
    }


def test_higher_values_stand_higher() -> None:
    """From the axis's lowest value to 100, and gaps stay gaps."""
    chart = charts.lines({"on_time": [86.2, None, 92.1]}, [90], 3)
    first, last = chart.marks["on_time"]
    assert first.y > last.y
    assert first.x < last.x
    assert charts.TOP <= last.y <= charts.BOTTOM
    assert [tick.value for tick in chart.ticks] == [70, 80, 90, 100]
    (aim,) = chart.aims
    assert last.y < aim.y < first.y


@pytest.mark.parametrize("value", [0.0, 5.0, 50.0, 99.9, 100.0])
def test_the_number_of_a_point_lies_within_the_drawing(value: float) -> None:
    """Also at 100 %, also in the letters of narrow screens; at zero it stays off the months."""
    chart = charts.lines({"on_time": [value], "satisfaction": [value]}, [90], 1)
    for mark in (*chart.marks["on_time"], *chart.marks["satisfaction"]):
        for baseline in (mark.above, mark.below):
            assert baseline - charts.LETTER >= 0
            assert baseline <= charts.BOTTOM
    (total,) = charts.bars({"app": [4]}, 1).marks["total"]
    assert total.above >= charts.LETTER


def test_the_letters_of_narrow_screens_are_as_high_as_charts_reckon() -> None:
    """The sheet says how high."""
    sizes = re.findall(
        r"\.app-chart text \{[^}]*font-size: (\d+)px", content("office.css").decode()
    )
    assert max(map(int, sizes)) == charts.LETTER


def test_without_any_value_only_the_axis_is_drawn() -> None:
    """A month before the first case."""
    chart = charts.lines({"on_time": [None, None]}, [90, 70], 2)
    assert chart.marks["on_time"] == []
    assert charts.bars({"app": [0, 0]}, 2).marks["app"] == []


def test_bars_begin_at_zero_and_stand_on_one_another() -> None:
    """As high together as their sum."""
    chart = charts.bars({"app": [60, 0], "hotline": [40, 10]}, 2)
    app, hotline = chart.marks["app"][0], chart.marks["hotline"][0]
    assert app.y + app.height == pytest.approx(charts.BOTTOM)
    assert hotline.y + hotline.height == pytest.approx(app.y)
    assert chart.marks["total"][0].y == pytest.approx(hotline.y)
    assert [tick.value for tick in chart.ticks] == [0, 50, 100, 150, 200]


@pytest.mark.parametrize("most", [1, 4, 5, 99, 100, 101, 2946, 1_000_000])
def test_the_axis_reaches_above_the_highest_bar(most: int) -> None:
    """By four round steps."""
    chart = charts.bars({"app": [most]}, 1)
    assert len(chart.ticks) == 5
    assert chart.ticks[-1].value >= most
    assert chart.marks["total"][0].y >= charts.TOP


@pytest.mark.parametrize(
    ("met", "counted", "shade"),
    [
        (79, 100, "d1"),
        (80, 100, "d2"),
        (85, 100, "d3"),
        (899, 1000, "d3"),
        (90, 100, "d4"),
        (95, 100, "d5"),
        (100, 100, "d5"),
        (7, 7, "dx"),
        (0, 0, "dx"),
    ],
)
def test_shades_turn_at_the_aim(met: int, counted: int, shade: str) -> None:
    """Short of it in three classes, at or over it in two; too few to compare are hatched."""
    shown = shaded("lao_cai", [line("02647", met, counted)], "on_time", AIMS)
    assert {one.shade for one in shown.shapes if one.code == "02647"} == {shade}
    assert {one.shade for one in shown.shapes if one.code != "02647"} == {"dx"}
    assert [one for one, _ in shown.legend] == ["d1", "d2", "d3", "d4", "d5", "dx"]


def test_numbers_are_shaded_from_few_to_many() -> None:
    """None is white."""
    rows = [line("02647", 0, 0, received=50), line("02671", 0, 0, received=1)]
    shown = {one.code: one.shade for one in shaded("lao_cai", rows, "received", AIMS).shapes}
    assert (shown["02647"], shown["02671"], shown["02680"]) == ("m5", "m1", "m0")


def test_the_table_ranks_only_what_can_be_compared() -> None:
    """Lowest shares first; numbers from the highest on."""
    rows = [line("a", 9, 10, 1), line("b", 5, 10, 3), line("c", 0, 7, 2)]
    assert [one["key"] for one in order(rows, "on_time")] == ["b", "a"]
    assert [one["key"] for one in order(rows, "pending_overdue")] == ["b", "c", "a"]


def test_where_most_of_what_is_overdue_lies() -> None:
    """The fewest that hold more than half."""
    assert concentration([1, 8, 2, 7]) == 2
    assert concentration([0]) == 0


def test_numbers_in_both_languages() -> None:
    """An aim that is missed never reads as met, for shares are cut."""
    share = ShownShare(8_999, 10_000)
    assert not share.meets(90)
    assert VI.percent(share) == "89,9\N{NO-BREAK SPACE}%"
    assert (VI.whole(12_345), EN.whole(12_345)) == ("12.345", "12,345")
    assert (EN.percent(share), VI.percent(ShownShare(0, 0))) == ("89.9%", "–")
    assert VI.minutes(705).replace("\N{NO-BREAK SPACE}", " ") == "11 giờ 45 phút"
    assert (VI.minutes(None), EN.minutes(60)) == ("–", "1\N{NO-BREAK SPACE}h")
