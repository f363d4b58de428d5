"""The transfer sheet («phiếu chuyển») of a case, as it goes on paper: the form of Nghị định
30/2020/NĐ-CP. Who writes, who signs and how it is numbered are data of the province
(`data/<province>/transfer_sheet.json`). It is in Vietnamese, whatever language somebody reads in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.application.reading import ReadersDesk, record_read
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.transfer_sheets import (
    SheetDesk,
    SheetRow,
    TransferSheet,
    offer_sheet,
)
from chalicelib.cases.pages.case import CASE
from chalicelib.cases.pages.place_map import place_map
from chalicelib.kernel.languages import Language
from chalicelib.runtime.data_files import read_document
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.serving import correlation_id
from chalicelib.runtime.pages.navigation import province
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.pages.words import PageWords, words_in
from chalicelib.runtime.services import services
from chalicelib.runtime.settings import Settings
from chalicelib.uploads.domain.uploads import SHOWN_IN_PLACE

_STRONG = frozenset({"code", "due"})
_WITH_ZERO = 2
"""January and February alone have a zero before them, so that no digit can be added."""


@WebPage("GET", "/officer/cases/{code}/print")
def show(visit: PageVisit) -> Reply:
    """One sheet of A4: for whom, about what, where, and until when. Nobody's name or number. An
    annex has the place and the photos."""
    case = _taken_out(visit, "paper")
    return visit.show(
        "cases/transfer_sheet.html",
        case=case,
        sheet=_sheet(visit, case),
        photos=_photos(case),
        place=place_map(case),
    )


@WebPage("GET", "/officer/cases/{code}/print/docx")
def download(visit: PageVisit) -> Reply:
    """The same as a document to work on, which lies for a day behind a signed address."""
    case = _taken_out(visit, "docx")
    address = offer_sheet(services().get(SheetDesk), _sheet(visit, case), _photos(case))
    return visit.go(address)


def _taken_out(visit: PageVisit, form: str) -> Mapping[str, Any]:
    """The case; that it leaves the system on paper or as a file is written down first."""
    case: Mapping[str, Any] = visit.read(CASE, {"code": visit.path["code"]})
    what = {"report": "transfer_sheet", "format": form}
    desk, kind = services().get(ReadersDesk), AuditKind.REPORT_EXPORTED
    record_read(desk, visit.actor, kind, case["code"], correlation_id(visit.request), what)
    return case


def _photos(case: Mapping[str, Any]) -> list[str]:
    """What may be shown on paper, by their ids."""
    return [
        one["id"]
        for one in case["attachments"]
        if one["state"] == "checked" and one["kind"] in SHOWN_IN_PLACE
    ]


def _sheet(visit: PageVisit, case: Mapping[str, Any]) -> TransferSheet:
    words, head = words_in(Language.VI), letterhead(services().get(Settings).province)
    now = visit.now
    month = f"{now.month:02d}" if now.month <= _WITH_ZERO else now.month
    partners = "; ".join(part["agency"]["name"] for part in case["parts"] if part["agency"])
    app = province()["app_name"]
    agency = case["agency"]["name"] if case["agency"] else words("sheet.left_open")
    return TransferSheet(
        code=case["code"],
        above=head["above"],
        body=head["body"],
        number=words("sheet.number", number=head["number"]),
        nation=words("sheet.nation"),
        motto=words("sheet.motto"),
        dated=words(
            "sheet.dated", place=head["place"], day=f"{now.day:02d}", month=month, year=now.year
        ),
        name=words("sheet.name"),
        about=words("sheet.about"),
        dear=words("sheet.dear", agency=agency),
        opening=words("sheet.opening", desk=head["desk"], app=app),
        rows=tuple(_rows(words, TimeWords(words, now), case, partners)),
        closing=words("sheet.closing"),
        to=(
            *(words("sheet.to"), words("sheet.to_above")),
            *((words("sheet.to_partners", names=partners),) if partners else ()),
            words("sheet.kept", places=head["kept"]),
        ),
        signs=tuple(head["signs"]),
        signer=words("sheet.signer"),
        foot=words("sheet.foot", app=app, at=TimeWords(words, now).at(now)),
        annex=words("sheet.annex", code=case["code"]),
        photo=words("sheet.photo"),
        made_at=now,
    )


def _rows(
    words: PageWords, times: TimeWords, case: Mapping[str, Any], partners: str
) -> Iterator[SheetRow]:
    """Each line that there is something to say in."""
    received = _written(times, case["submitted_at"])
    lines = {
        "code": case["code"],
        "received": f"{received}, {words.of('sheet.channel', case['channel'])}",
        "category": _category(case["category"]),
        "place": _place(case),
        "text": case["description"],
        "files": words("sheet.files", count=len(case["attachments"]))
        if case["attachments"]
        else "",
        "partners": partners,
        "due": _with_day(times, case["clock"]["due_at"]) if case["clock"] else "",
    }
    for name, text in lines.items():
        if text:
            yield SheetRow(words(f"sheet.row.{name}"), text, name in _STRONG)


def _place(case: Mapping[str, Any]) -> str:
    at = case["location"]
    spot = f" ({at['lat']:.5f}; {at['lon']:.5f})".replace(".", ",") if at else ""
    return f"{case['commune']['name']}{spot}{', ' + case['address'] if case['address'] else ''}"


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
