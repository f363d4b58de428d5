"""What cases are looked for, and what is found."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.cases.domain.workflow import State
from chalicelib.cases.http.schemas.answers import LineView, Unreadable
from chalicelib.cases.http.schemas.cases import Location
from chalicelib.cases.http.schemas.forms import CaseCode, CommuneView
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.identity.http.schemas.people import Phone
from chalicelib.kernel.ids import CASE_CODE
from chalicelib.runtime.http.schemas.queries import Paging
from chalicelib.runtime.http.schemas.texts import Body
from chalicelib.runtime.http.schemas.times import Day

_STATES = [state.value for state in State]


def _known(text: object) -> object:
    if text not in _STATES:
        raise PydanticCustomError("not_one_of", "{allowed}", {"allowed": ", ".join(_STATES)})
    return text


_NAME = Field(min_length=1, max_length=60)


class SearchQuery(Paging):
    """All that is given must hold. `q`: up to five words, all of them, with or without diacritics;
    never a phone or a personal number. `from` and `to`: local days on which it was sent in, the
    last one exclusive. `question` of a category, with its `answer`: a choice, `yes` or `no`."""

    code: Annotated[str, Field(pattern=f"^{CASE_CODE}$", examples=["LC-260803-7K3QX"])] | None = (
        None
    )
    q: Annotated[str, Field(min_length=1, max_length=200, examples=["ổ gà"])] | None = None
    state: (
        Annotated[str, BeforeValidator(_known), Field(json_schema_extra={"enum": _STATES})] | None
    ) = None
    agency: Annotated[str, _NAME] | None = None
    commune: Annotated[str, Field(pattern=r"^[0-9]{5}$", examples=["02647"])] | None = None
    category: Annotated[str, _NAME] | None = None
    officer: Annotated[str, _NAME] | None = None
    question: Annotated[str, _NAME, Field(examples=["waste"])] | None = None
    answer: Annotated[str, _NAME, Field(examples=["hazardous"])] | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


class PhoneSearchBody(Body):
    """A mobile number, as people write it; never in an address."""

    phone: Phone


class SearchPageView(BaseModel):
    """Newest first."""

    items: list[LineView]
    unreadable: Unreadable
    next_cursor: str | None


class WatchQuery(Paging):
    """Of which agency: one's own, for the centre all of them, unless one is named."""

    agency: Annotated[str, _NAME] | None = None


class HotSpotView(BaseModel):
    """A square of about 100 m, and what comes there again. `codes` are those of its newest ten
    cases that count, `cases` how many; `more`: there may be older ones of the 90 days."""

    category: Annotated[str, Field(examples=["roads"])]
    commune: CommuneView
    location: Location
    cases: Annotated[int, Field(ge=3, le=10)]
    more: bool
    last_sent_at: Instant
    codes: list[CaseCode]


class HotSpotsView(BaseModel):
    """At most ten, the one with the newest case first."""

    items: list[HotSpotView]
    next_cursor: str | None


class RiskView(LineView):
    """A line of the inbox, and since when the case is at risk."""

    at_risk_since: Instant


class RiskPageView(BaseModel):
    """Soonest deadline first; of the province one agency after the other."""

    items: list[RiskView]
    unreadable: Unreadable
    next_cursor: str | None
