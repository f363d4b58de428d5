"""Photos and documents: from the form that is given out to the checked attachment of a case.

An upload belongs to who made it and is attached once, to one case. Its state never goes back:
issued → received → checked or refused. What is not attached in time expires.
Source: docs/handbook.md §3 (evidence) and §7.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment

MEBIBYTE = 1024 * 1024
MOST_FILES = 10
"""Files in one request (default)."""


class MediaType(StrEnum):
    """What may be sent."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    PDF = "application/pdf"
    MP4 = "video/mp4"


SHOWN_IN_PLACE = frozenset({MediaType.JPEG, MediaType.PNG})
"""What pages show in place; everything else is for saving."""

SIZE_LIMITS: dict[MediaType, int] = {
    MediaType.JPEG: 10 * MEBIBYTE,
    MediaType.PNG: 10 * MEBIBYTE,
    MediaType.HEIC: 10 * MEBIBYTE,
    MediaType.PDF: 10 * MEBIBYTE,
    MediaType.MP4: 50 * MEBIBYTE,
}
"""Bytes, inclusive."""


class UploadState(StrEnum):
    """How far an upload has come."""

    ISSUED = "issued"
    RECEIVED = "received"
    CHECKED = "checked"
    REFUSED = "refused"
    EXPIRED = "expired"
    """Never attached: its bytes are gone."""


class Purpose(StrEnum):
    """What a file is attached as."""

    CASE = "case"
    SUPPLEMENT = "supplement"
    EVIDENCE = "evidence"
    DISPUTE = "dispute"


FIELDS: dict[Purpose, str] = {
    Purpose.CASE: "uploads",
    Purpose.SUPPLEMENT: "uploads",
    Purpose.EVIDENCE: "evidence",
    Purpose.DISPUTE: "uploads",
}
"""The field that names the files."""


class Refusal(StrEnum):
    """Why a file was not taken."""

    WRONG_SIZE = "wrong_size"
    WRONG_HASH = "wrong_hash"
    WRONG_TYPE = "wrong_type"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COMPLEX = "too_complex"
    ENCRYPTED = "encrypted"
    COPY_DIFFERS = "copy_differs"
    EXAMINATION_FAILED = "examination_failed"


@frozen
class ExaminationResult:
    """The end of an upload's examination: checked unless there is a `refusal`."""

    at: datetime
    refusal: Refusal | None = None
    thumbnail: bool = False


@frozen
class Upload:
    """One file. `owner` is an account's or officer's id; `sha256` is in lower-case hex."""

    id: str
    owner: str
    media_type: MediaType
    size: int
    sha256: str
    issued_at: datetime
    verdict: ExaminationResult | None = None
    attached_to: str | None = None
    purpose: Purpose | None = None
    open_until: datetime | None = None
    """Until when it waits to be attached; `None`: it is attached, or removed."""
    expired_at: datetime | None = None

    @property
    def state(self) -> UploadState:
        """Only what has been received can be attached, so attaching is the proof of receipt."""
        if self.expired_at is not None:
            return UploadState.EXPIRED
        if self.verdict is not None:
            return UploadState.REFUSED if self.verdict.refusal else UploadState.CHECKED
        return UploadState.ISSUED if self.attached_to is None else UploadState.RECEIVED

    @property
    def has_thumbnail(self) -> bool:
        """Whether a small picture can be fetched."""
        return self.verdict is not None and self.verdict.thumbnail

    @property
    def refusal(self) -> Refusal | None:
        """Why it was not taken."""
        return self.verdict.refusal if self.verdict else None

    @property
    def attachment(self) -> Attachment:
        """What the case keeps of it."""
        return Attachment(self.id, self.media_type.value)


def issue(
    upload_id: str,
    owner: str,
    media_type: MediaType,
    size: int,
    sha256: str,
    at: datetime,
    open_until: datetime | None = None,
) -> Upload:
    """A new upload, removed at `open_until` unless it is attached by then.

    Raises `Invalid` when the declared size is over the limit of its type.
    """
    most = SIZE_LIMITS[media_type]
    if size > most:
        raise Invalid([Fault(("size",), "too_large", {"max": most})])
    return Upload(upload_id, owner, media_type, size, sha256, at, open_until=open_until)


def objection(upload: Upload | None, owner: str, case_code: str) -> str | None:
    """Why this owner cannot attach this upload to this case, as a code; `None`: no objection.

    Somebody else's upload and one that does not exist are answered alike. An upload that is on
    the case already is fine whatever became of it, so that a repeated request gets its answer.
    """
    if upload is None or upload.owner != owner:
        return "unknown_upload"
    if upload.attached_to == case_code:
        return None
    if upload.attached_to is not None:
        return "upload_in_use"
    if upload.state is UploadState.EXPIRED:
        return "upload_expired"
    if upload.state is UploadState.REFUSED:
        return "upload_refused"
    return None
