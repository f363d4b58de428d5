"""Bodies, answers and query parameters of uploads and attachments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.runtime.http.schemas.queries import NoQuery
from chalicelib.runtime.http.schemas.texts import Body

ContentType = Literal["image/jpeg", "image/png", "image/heic", "application/pdf", "video/mp4"]
_DIGEST = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"


class UploadBody(Body):
    """A file that is about to be sent: its type, length in bytes, and SHA-256 in hex."""

    content_type: Annotated[ContentType, Field(examples=["image/jpeg"])]
    size: Annotated[int, Field(ge=1, examples=[2048])]
    sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$", examples=[_DIGEST])]


class UploadView(BaseModel):
    """Post all `fields`, then the file as `file`, to `url` as multipart/form-data."""

    upload_id: str = Field(examples=["01K1QX4F7H2Q9S5D3G8J6K0M1N"])
    url: str = Field(examples=["https://uploads.s3.ap-southeast-1.amazonaws.com/"])
    fields: dict[str, str] = Field(examples=[{"key": "incoming/01K1QX4F7H2Q9S5D3G8J6K0M1N"}])


class FileQuery(NoQuery):
    """`origin=pages`: by a path below the pages' own origin, where pictures are shown and all else
    is for saving."""

    origin: Literal["pages"] | None = None


class AttachmentQuery(FileQuery):
    """The file itself, or its small picture."""

    size: Literal["thumbnail"] | None = None
