"""The body of `POST /v1/officer/cases`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.cases.domain.on_behalf import ForeignNumber
from chalicelib.cases.http.schemas.cases import MatterBody
from chalicelib.identity.http.schemas.people import FullName, Phone
from chalicelib.kernel.texts import BLANKS, FORMATS
from chalicelib.runtime.http.schemas.texts import Body, Title
from chalicelib.runtime.http.schemas.times import Instant

AgencyId = Annotated[str, Field(min_length=1, max_length=60, examples=["so-xay-dung"])]
DocumentNumber = Annotated[Title, Field(examples=["15/PA-TCD"])]


class ReporterBody(Body):
    """Who brought the case: a mobile number, by which the person is told and finds the case later,
    and a name. Neither is ever shown with the case."""

    phone: Phone | None = None
    full_name: FullName | None = None


_UNSEEN = f"[{BLANKS}{FORMATS}]+"
_AROUND = re.compile(f"^{_UNSEEN}|{_UNSEEN}$")


class ForeignNumberBody(Body):
    """Under which another system has the case: each is taken once. Blanks around the number are no
    part of it."""

    system: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$", examples=["tong-dai-1022"])
    ]
    number: Annotated[Title, Field(examples=["1022-2026-004711"])]

    def foreign(self) -> ForeignNumber:
        """As the use case knows it."""
        return ForeignNumber(self.system, _AROUND.sub("", self.number))


class EnterBody(MatterBody):
    """A case that somebody brought: by telephone, at a counter, on paper.

    `received_at` is when, if not now: the clock starts there. `document` is the paper's number.
    `addressed_to` is the agency whose desk is to look at it: of the desk of an agency its own, also
    where it is left out.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "channel": "hotline",
                    "reporter": {"phone": "0912345678", "full_name": "Giàng Thị Mẩy"},
                    "received_at": "2026-08-03T08:05:00+07:00",
                    "category": "roads",
                    "description": "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.",
                    "commune_code": "02647",
                    "visibility": "public",
                }
            ]
        }
    )

    channel: Literal["hotline", "counter", "paper", "zalo", "email"]
    reporter: ReporterBody
    received_at: Instant | None = None
    document: DocumentNumber | None = None
    foreign_number: ForeignNumberBody | None = None
    addressed_to: AgencyId | None = None
