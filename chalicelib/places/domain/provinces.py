"""What is particular to a province. Source: docs/handbook.md, introduction and §2."""

from __future__ import annotations

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen


@frozen
class Province:
    """A province's names; its communes, agencies and rules stand in files of their own."""

    id: str
    name: str
    app_name: str
    case_prefix: str
    """Two to four letters before each case code."""
    hotline: str
    central_agency: str
    """The agency that runs the platform; its intake desk and supervisors are the province's."""
    report_day: int
    """The day on which a report month begins: 1, or 15 for months from the 15th to the 14th."""


def province_from_document(value: object) -> Province:
    """The province of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    province = Province(
        id=document.text("id"),
        name=document.text("name"),
        app_name=document.text("app_name"),
        case_prefix=document.text("case_prefix"),
        hotline=document.text("hotline"),
        central_agency=document.text("central_agency"),
        report_day=document.whole("report_day", least=1, most=28),
    )
    document.finish()
    return province
