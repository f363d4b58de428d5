"""The dashboard: a month in a sentence, in figures with their aims, by month, place and agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from chalicelib.figures.pages import charts, month_words
from chalicelib.figures.pages.commune_map import FEWEST, SHADES, order, shaded
from chalicelib.figures.pages.numbers import NumberWords, number_of, share, total_received
from chalicelib.runtime.data_files import read_document
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

ADDRESS = "/dashboard"
_MONTHLY = "GET /v1/reports/monthly"
_MONTHS_SHOWN, _MONTHS_CHOSEN = 5, 12
_FIRST_COMMUNES = 14
"""Beside the map; the others unfold below them."""
CHANNELS = ("app", "hotline", "zalo")
"""Of their own in the chart; all others stand together."""
_CAME = ("carried_over", "received", "reopened")
_WENT = (
    *("answered_on_time", "answered_late_or_reopened", "rejected", "duplicate", "redirected"),
    *("withdrawn", "pending_in_time", "pending_overdue", "waiting"),
)


@dataclass(frozen=True)
class ShownMonth:
    """A month of the charts: its first day, and its total."""

    day: date
    total: Mapping[str, Any]

    @property
    def number(self) -> int:
        """Of the year."""
        return self.day.month


@WebPage("GET", ADDRESS)
def dashboard(visit: PageVisit) -> Reply:
    """The figures of a month, as the API tells them to this reader."""
    chosen = _chosen(visit)
    communes, agencies = _report(visit, chosen, "commune"), _report(visit, chosen, "agency")
    months = _months(visit, chosen, communes)
    figure = next((one for one in SHADES if one == visit.query.get("figure")), SHADES[0])
    aims = aims_of(province := services().get(Settings).province)
    ranked = order(communes["rows"], figure)
    return visit.show(
        "figures/dashboard.html",
        chosen=chosen,
        choices=[_months_before(visit.now.date().replace(day=1), n) for n in range(_MONTHS_CHOSEN)],
        kept={name: visit.query[name] for name in ("agency", "commune") if visit.query.get(name)},
        about=_about(visit, agencies, communes),
        report=communes,
        total=communes["total"],
        before=communes["previous"],
        agencies=_by_overdue(agencies["rows"]),
        months=months,
        aims=aims,
        figure=figure,
        figures=SHADES,
        fewest=FEWEST,
        first_communes=_FIRST_COMMUNES,
        map=shaded(province, communes["rows"], figure, aims),
        ranked=ranked,
        headline=_headline(visit, communes, agencies, aims),
        titles=_titles(visit, months, ranked, figure),
        punctual=_punctual(months, aims),
        channels=_channels(months),
        came={name: number_of(communes["total"], name) for name in _CAME},
        went={name: number_of(communes["total"], name) for name in _WENT},
        numbers=NumberWords(visit.words),
        times=TimeWords(visit.words, visit.now),
        share=share,
        others=others,
        link=_linker(visit, chosen, figure),
        cases_of=_lister(visit, chosen),
        cut_off=date.fromisoformat(communes["period"]["as_of"]) - timedelta(days=1),
    )


def _months(visit: PageVisit, chosen: date, communes: Mapping[str, Any]) -> list[ShownMonth]:
    """The chosen month behind those before it."""
    days = [_months_before(chosen, back) for back in range(_MONTHS_SHOWN - 1, 0, -1)]
    before = [ShownMonth(day, _report(visit, day, "province")["total"]) for day in days]
    return [*before, ShownMonth(chosen, communes["total"])]


@WebPage("GET", "/dashboard/sheet")
def sheet(visit: PageVisit) -> Reply:
    """The month as a sheet: on to the signed address that the API gives."""
    asked = _asked(visit, _chosen(visit), visit.query.get("level", "agency"))
    return visit.follow(_MONTHLY, query={**asked, "format": "xlsx"})


@cache
def aims_of(province: str) -> Mapping[str, int]:
    """Percentages that the province wants to reach."""
    document = read_document(province, "aims")
    assert isinstance(document, dict)
    return document


def _chosen(visit: PageVisit) -> date:
    """The month that the address names, else the present one; none that is still to come."""
    present = visit.now.date().replace(day=1)
    try:
        asked = date.fromisoformat(f"{visit.query.get('period', '')}-01")
    except ValueError:
        return present
    return min(asked, present)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _asked(visit: PageVisit, month: date, level: str) -> dict[str, str]:
    kept = {name: visit.query[name] for name in ("agency", "commune") if visit.query.get(name)}
    return {"period": f"{month:%Y-%m}", "level": level, **kept}


def _report(visit: PageVisit, month: date, level: str) -> Any:
    return visit.read(_MONTHLY, query=_asked(visit, month, level))


def _about(visit: PageVisit, agencies: Mapping[str, Any], communes: Mapping[str, Any]) -> str:
    """Whose figures these are, where not the whole province's."""
    for name, found in (("agency", agencies), ("commune", communes)):
        wanted = visit.query.get(name)
        if wanted:
            return next((row["name"] for row in found["rows"] if row["key"] == wanted), wanted)
    return ""


def _by_overdue(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: (-row["pending_overdue"], -total_received(row)))


def _headline(
    visit: PageVisit, communes: Mapping[str, Any], agencies: Mapping[str, Any], aims: Any
) -> str:
    told = month_words.headline(
        visit.words, communes["total"], communes["previous"], aims["on_time"]
    )
    places = month_words.concentration(row["pending_overdue"] for row in agencies["rows"])
    if places and places < len(agencies["rows"]):
        told.append(visit.words("dashboard.headline.concentrated", count=places))
    return " ".join(told)


def _titles(
    visit: PageVisit, months: Sequence[ShownMonth], ranked: Sequence[Mapping[str, Any]], figure: str
) -> Mapping[str, str]:
    """What charts and map come to."""
    words, aims = visit.words, aims_of(services().get(Settings).province)
    shares = [share(one.total["on_time"]) for one in months]
    return {
        "punctual": month_words.punctual_title(words, shares, aims["on_time"]),
        "channels": month_words.channel_title(words, months[-1].total, CHANNELS),
        "communes": month_words.commune_title(words, ranked, figure, aims.get(figure)),
    }


def _punctual(months: Sequence[ShownMonth], aims: Mapping[str, int]) -> charts.Chart:
    names = ("on_time", "satisfaction")
    series = {name: [share(one.total[name]).percent for one in months] for name in names}
    return charts.lines(series, [aims[name] for name in names], len(months))


def _channels(months: Sequence[ShownMonth]) -> charts.Chart:
    series = {name: [one.total["received"].get(name, 0) for one in months] for name in CHANNELS}
    series["other"] = [others(one.total) for one in months]
    return charts.bars(series, len(months))


def others(total: Mapping[str, Any]) -> int:
    """Received by channels that have no colour of their own."""
    return total_received(total) - sum(total["received"].get(name, 0) for name in CHANNELS)


def _linker(visit: PageVisit, chosen: date, figure: str) -> Any:
    """Addresses of this page with something else in them."""
    kept = {name: visit.query[name] for name in ("agency", "commune") if visit.query.get(name)}

    def link(page: str = ADDRESS, **changed: str) -> str:
        parts = {"period": f"{chosen:%Y-%m}", "figure": figure, **kept, **changed}
        return f"{page}?{urlencode({name: part for name, part in parts.items() if part})}"

    return link


def _lister(visit: PageVisit, chosen: date) -> Any:
    """Addresses of the lists of cases behind a number, as this reader may see them: what came in
    during the month, and, of the present one, what is overdue."""
    kept = {name: visit.query[name] for name in ("agency", "commune") if visit.query.get(name)}
    days = {"from": chosen.isoformat(), "to": _months_before(chosen, -1).isoformat()}
    is_present = chosen == visit.now.date().replace(day=1)

    def cases_of(number: str, **of: str) -> str:
        if number == "received":
            return f"/officer/search?{urlencode({**kept, **of, **days})}"
        late = {"queue": "overdue", **kept, **of}
        return f"/officer/inbox?{urlencode(late)}" if is_present else ""

    return cases_of
