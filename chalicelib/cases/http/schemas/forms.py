"""What answers about cases are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.cases.http.schemas.instants import Instant
from chalicelib.uploads.domain.uploads import MediaType, Refusal

CaseCode = Annotated[str, Field(examples=["LC-260803-7K3QX"])]
Version = Annotated[int, Field(ge=1, description="Also the ETag", examples=[4])]


class CommuneView(BaseModel):
    """Code and full name."""

    code: str = Field(examples=["02647"])
    name: str = Field(examples=["Phường Lào Cai"])


class AgencyView(BaseModel):
    """Id and name."""

    id: str = Field(examples=["so-xay-dung"])
    name: str = Field(examples=["Sở Xây dựng"])


class RefusalView(BaseModel):
    """Why a file was not taken, in the reader's language."""

    code: Refusal
    text: str = Field(examples=["Tệp bị hỏng hoặc chưa đầy đủ, không mở được."])


class AttachmentView(BaseModel):
    """A file; it can be fetched once it is `checked`. `refusal`: why it is `refused`."""

    id: str = Field(examples=["01K1QX4F7H2Q9S5D3G8J6K0M1N"])
    kind: MediaType
    state: Literal["issued", "received", "checked", "refused"]
    thumbnail: bool
    refusal: RefusalView | None


class DocumentView(BaseModel):
    """What an agency has signed."""

    number: str = Field(examples=["123/SXD-QLHT"])
    date: str = Field(json_schema_extra={"format": "date"}, examples=["2026-08-03"])


class AnswerView(BaseModel):
    """An answer; `approved_at` is null for one that is not yet approved.

    Recorded for an agency by what it has signed: `on_behalf_of` and `document`. Corrected:
    since when, and why (`reason`); what stood there before is a former answer.
    """

    text: str = Field(examples=["Đã vá ổ gà và kẻ lại vạch sơn."])
    evidence: list[AttachmentView]
    answered_at: Instant | None
    approved_at: Instant | None
    revision: int = Field(ge=1)
    on_behalf_of: AgencyView | None
    document: DocumentView | None
    corrected_at: Instant | None
    reason: str | None


class PublicAnswerView(BaseModel):
    """The answer without what leads to a person."""

    text: str = Field(examples=["Đã vá ổ gà và kẻ lại vạch sơn."])
    answered_at: Instant | None
