"""Disputes, as sent and answered."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.domain.workflow import State
from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.runtime.http.schemas.texts import Body, Note, UploadIds


class DisputeBody(Body):
    """Why the answer does not hold, with photos."""

    reason: Annotated[Note, Field(examples=["Ổ gà vẫn còn, mưa là ngập."])]
    uploads: UploadIds = Field(default_factory=list)


class OwnDisputeView(BaseModel):
    """What one said, and what the agency replied."""

    number: int = Field(ge=1)
    at: Instant
    reason: str
    uploads: list[str]
    reply: str | None
    replied_at: Instant | None


class OwnDisputesView(BaseModel):
    """`disputes` people dispute the present answer, and `needed` reopen the case. `code` is that of
    the case that is answered, where the path named a duplicate of it."""

    code: str = Field(examples=["LC-260803-7K3QX"])
    state: State
    disputes: int = Field(ge=0)
    needed: int = Field(ge=1)
    items: list[OwnDisputeView]


class DisputeFileView(BaseModel):
    """A file that came with it, fetched like the others of the case."""

    id: str
    kind: str = Field(examples=["image/jpeg"])


class OfficeDisputeView(BaseModel):
    """What somebody says against an answer, as the office sees it: never who. `present`: against
    the answer that stands."""

    number: int = Field(ge=1)
    at: Instant
    reason: str
    attachments: list[DisputeFileView]
    present: bool
    reply: str | None
    replied_at: Instant | None
