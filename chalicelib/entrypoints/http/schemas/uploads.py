"""Bodies of uploads."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.entrypoints.http.schemas.texts import Body

ContentType = Literal["image/jpeg", "image/png", "image/heic", "application/pdf", "video/mp4"]


class UploadBody(Body):
    """A file that is about to be sent: its type, length in bytes, and SHA-256 in hex."""

    content_type: ContentType
    size: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")]


class UploadView(BaseModel):
    """Post all `fields`, then the file as `file`, to `url` as multipart/form-data."""

    upload_id: str
    url: str
    fields: dict[str, str]
