"""Lists of the audit: what may be asked, and lines as they are shown."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.runtime.http.schemas.queries import NoQuery, Paging
from chalicelib.runtime.http.schemas.times import Day

_KINDS = [kind.value for kind in AuditKind]


def _known(text: object) -> object:
    if text not in _KINDS:
        expected = ", ".join(_KINDS)
        raise PydanticCustomError("not_one_of", "{allowed}", {"allowed": expected})
    return text


Kind = Annotated[str, BeforeValidator(_known), Field(json_schema_extra={"enum": _KINDS})]


class CaseAuditQuery(Paging):
    """Of which local days: [from, to); the last 31 unless it is said."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


class AuditQuery(CaseAuditQuery):
    """By whom, and of which kind."""

    actor: Annotated[str, Field(pattern=r"^[!-~]{1,128}$", examples=["cb017"])] | None = None
    kind: Kind | None = None


class ProofQuery(NoQuery):
    """Which local day."""

    day: Day


class AuditActorView(BaseModel):
    """Who it was: account or officer, `system`, or the operator."""

    role: Annotated[str, Field(examples=["intake"])]
    id: Annotated[str, Field(examples=["cb017"])]
    agency: Annotated[str | None, Field(examples=["so-khcn"])]


class AuditLineView(BaseModel):
    """One line. `at` is when it happened; it was entered on `day` as `number`."""

    day: Annotated[str, Field(examples=["2026-08-03"])]
    number: Annotated[int, Field(ge=1)]
    hash: Annotated[str, Field(description="SHA-256 of the line in its place in the chain")]
    at: Annotated[str, Field(examples=["2026-08-03T10:05:00+07:00"])]
    kind: Annotated[str, Field(examples=["case.read"])]
    actor: AuditActorView
    network: Annotated[str | None, Field(examples=["203.0.113.0/24"])]
    subject: Annotated[str, Field(examples=["LC-260803-7K3QX"])]
    what: dict[str, Any]
    why: Annotated[str | None, Field(examples=["spam"])]


class AuditPageView(BaseModel):
    """The last entered first."""

    items: list[AuditLineView]
    unreadable: Annotated[int, Field(ge=0, description="Lines that cannot be shown at the moment")]
    next_cursor: str | None


class ProofView(BaseModel):
    """Where the chain of a day ends. Noted elsewhere it proves what was entered until then."""

    day: Annotated[str, Field(examples=["2026-08-03"])]
    number: Annotated[int, Field(ge=1, description="Of the day's last line")]
    hash: str
    closed: Annotated[bool, Field(description="Whether a later day carries on from here")]
    head: Annotated[str, Field(description="As `make audit HEAD=` takes it: day, number and hash")]
