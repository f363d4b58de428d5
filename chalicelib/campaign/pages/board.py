"""The campaign's board: how far the province has come, and who is to be helped first; and a commune
by its hamlets and teams."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from chalicelib.agencies.domain.scopes import commune_of
from chalicelib.campaign.pages.board_figures import (
    SHADES,
    behind,
    milestone,
    needed,
    ordered,
    shaded,
    shown,
)
from chalicelib.figures.pages.numbers import NumberWords, ShownShare, share
from chalicelib.kernel.actors import Role
from chalicelib.kernel.instants import local_date
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

ADDRESS = "/officer/campaign"
_REACH = "GET /v1/reports/reach"
_FIRST_BEHIND, _FIRST_ROWS = 10, 20
"""What is shown at once; the others unfold."""


@WebPage("GET", ADDRESS)
def board(visit: PageVisit) -> Reply:
    """The province; for a commune's own people, or if one is named, that commune."""
    own = commune_of(visit.agency)
    commune = own or visit.query.get("commune", "").strip()
    if commune:
        return _commune(visit, commune, own=own is not None)
    return _province(visit)


def _province(visit: PageVisit) -> Reply:
    report = visit.read(_REACH, query={"level": "commune"})
    total = report["total"]
    figure = next((one for one in SHADES if one == visit.query.get("figure")), _first(total))
    late = behind(report, local_date(visit.now))
    return visit.show(
        "campaign/board.html",
        report=report,
        officials=visit.read("GET /v1/reports/officials")["total"],
        activity=visit.read("GET /v1/reports/activity"),
        behind=late,
        first_behind=_FIRST_BEHIND,
        first_rows=_FIRST_ROWS,
        rows=ordered(report["rows"], figure),
        figure=figure,
        figures=SHADES,
        map=shaded(services().get(Settings).province, report["rows"], figure),
        shown=shown,
        headline=_headline(visit, total, [f"{one.row['name']}" for one in late]),
        sees_targets=visit.role in (Role.SUPERVISOR, Role.ADMINISTRATOR),
        **_shared(visit, report, total),
    )


def _commune(visit: PageVisit, commune: str, *, own: bool) -> Reply:
    report = visit.read(_REACH, query={"level": "commune", "commune": commune})
    hamlets = visit.read(_REACH, query={"level": "hamlet", "commune": commune})
    teams = visit.read(_REACH, query={"level": "team", "commune": commune})
    (row,) = report["rows"]
    return visit.show(
        "campaign/board_commune.html",
        report=report,
        commune=row,
        own=own,
        hamlets=ordered(hamlets["rows"], "listed"),
        teams=sorted(teams["rows"], key=lambda one: (-_visited(one), one["name"])),
        unvisited=[one["name"] for one in hamlets["rows"] if not _visited(one)],
        visited=_visited,
        shown=shown,
        headline=_headline(visit, row, []),
        **_shared(visit, report, row),
    )


def _shared(
    visit: PageVisit, report: Mapping[str, Any], total: Mapping[str, Any]
) -> dict[str, Any]:
    today = local_date(visit.now)
    return {
        "total": total,
        "visits": {name: n for name, n in total["visits"].items() if n},
        "visit_count": _visited(total),
        "milestone": milestone(total),
        "needed": needed(total, today),
        "of_target": share(total["of_target"]) if total["of_target"] else None,
        "of_listed": share(total["of_listed"]) if total["of_listed"] else ShownShare(0, 0),
        "with_list": sum(row["of_listed"] is not None for row in report["rows"]),
        "share": share,
        "part": ShownShare,
        "numbers": NumberWords(visit.words),
        "times": TimeWords(visit.words, visit.now),
        "link": _link,
    }


def _first(total: Mapping[str, Any]) -> str:
    """The figure that says most: what was to be there by today, if there is such a target."""
    if total["target"]:
        return "milestone"
    return "target" if total["of_target"] else "listed"


def _headline(visit: PageVisit, line: Mapping[str, Any], late: list[str]) -> str:
    words, numbers = visit.words, NumberWords(visit.words)
    accounts = numbers.whole(line["accounts"])
    if line["of_target"] is None:
        return words("campaign.headline.no_target", accounts=accounts)
    whole = share(line["of_target"])
    told = [
        words(
            "campaign.headline.target",
            accounts=accounts,
            of=numbers.whole(whole.of),
            percent=numbers.percent(whole),
        )
    ]
    if late:
        told.append(words("campaign.headline.behind", count=len(late), first=late[0]))
    elif line["behind"]:
        told.append(words("campaign.headline.own_behind", missing=numbers.whole(line["behind"])))
    elif line["target"] is not None:
        told.append(words("campaign.headline.in_time"))
    forecast = line["forecast"]
    if forecast:
        day = TimeWords(words, visit.now).day(date.fromisoformat(forecast["day"]))
        coming = numbers.whole(forecast["accounts"])
        name = "enough" if forecast["accounts"] >= whole.of else "short"
        missing = numbers.whole(max(whole.of - forecast["accounts"], 0))
        told.append(
            words(
                f"campaign.headline.{name}",
                day=day,
                accounts=coming,
                missing=missing,
                days=line["pace"]["of"],
            )
        )
    return " ".join(told)


def _visited(line: Mapping[str, Any]) -> int:
    return sum(line["visits"].values())


def _link(**asked: str) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{ADDRESS}?{query}" if query else ADDRESS
