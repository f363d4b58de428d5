"""The transfer sheet («phiếu chuyển») of a case, as it goes on paper: the form of Nghị định
30/2020/NĐ-CP. Who writes, who signs and how it is numbered are data of the province
(`data/<province>/transfer_sheet.json`). It is in Vietnamese, whatever language somebody reads in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.languages import Language
from chalicelib.runtime.data_files import read_document
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.pages.words import words_in
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings

_WITH_ZERO = 2
"""January and February alone have a zero before them, so that no digit can be added."""


@WebPage("GET", "/officer/cases/{code}/print")
def show(visit: PageVisit) -> Reply:
    """One sheet of A4: for whom, about what, where, and until when. Nobody's name or number."""
    code = visit.path["code"]
    case = visit.read("GET /v1/officer/cases/{code}", {"code": code})
    official = words_in(Language.VI)
    times = TimeWords(official, visit.now)
    return visit.show(
        "cases/transfer_sheet.html",
        case=case,
        form=official,
        letterhead=letterhead(services().get(Settings).province),
        category=_category(case["category"]),
        month=f"{visit.now.month:02d}" if visit.now.month <= _WITH_ZERO else visit.now.month,
        received=_written(times, case["submitted_at"]),
        due=_with_day(times, case["clock"]["due_at"]) if case["clock"] else "",
        partners=[part["agency"]["name"] for part in case["parts"] if part["agency"]],
        printed=times.at(visit.now),
    )


@cache
def letterhead(province: str) -> Mapping[str, Any]:
    """Who writes, who signs, and where it is kept."""
    document = read_document(province, "transfer_sheet")
    assert isinstance(document, dict)
    return document


def _category(code: str) -> str:
    found = services().get(Directory).category(code)
    return found.name(Language.VI.value) if found else code


def _written(times: TimeWords, instant: datetime | str) -> str:
    local = times.local(instant)
    day = f"{local.day}/{local.month}/{local.year}"
    return times.words("sheet.at", hour=f"{local:%H}", minute=f"{local:%M}", day=day)


def _with_day(times: TimeWords, instant: datetime | str) -> str:
    local = times.local(instant)
    name = times.words.of("day", local.weekday())
    return times.words(
        "sheet.at_day",
        hour=f"{local:%H}",
        minute=f"{local:%M}",
        name=name,
        day=f"{local.day}/{local.month}/{local.year}",
    )
