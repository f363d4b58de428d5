"""Where uploads are recorded, where their bytes lie, and who examines them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.together import Part
from chalicelib.uploads.domain.uploads import ExaminationResult, MediaType, Purpose, Refusal, Upload


@frozen
class UploadForm:
    """A form that the client posts as `multipart/form-data`: all fields, then the file."""

    url: str
    fields: Mapping[str, str]


@frozen
class CleanFile:
    """What may be shown of an upload, and its small picture (JPEG) if there is one."""

    content: bytes
    thumbnail: bytes | None = None


@frozen
class DueUpload:
    """An upload that was to be attached by `at` (UTC)."""

    id: str
    at: datetime


INCOMING = "incoming/"
"""How the keys of files begin that nobody has examined yet."""


class Unfit(Exception):
    """The file cannot be taken; it will not get better by trying again."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class Unexamined(Exception):
    """The examiner ended without an answer: another try may have one."""


class UploadStore(Protocol):
    """The record of each upload."""

    def add(self, upload: Upload, together_with: Sequence[Part] = ()) -> None:
        """Record a new upload, and these parts; the same one again changes nothing at all.

        Raises Refused for a part, and has recorded nothing.
        """
        ...

    def find(self, ids: Collection[str], *, fresh: bool = False) -> Mapping[str, Upload]:
        """Those that exist, by id, in one call (at most 100); `fresh`: read consistently."""
        ...

    def attaching(self, uploads: Sequence[Upload], case_code: str, purpose: Purpose) -> Part:
        """Tie all of them to the case, or none; refuses if one is not its owner's or not free."""
        ...

    def expiring(self, upload: Upload) -> Part:
        """Say that it is gone, as of when it was due; refuses if it was attached, or said so."""
        ...

    def leave_index(self, upload_id: str) -> bool:
        """Nothing is left to be done about what is gone; False if somebody else was first."""
        ...

    def put_off(self, due: DueUpload, now: datetime) -> None:
        """Let what could not be removed be due again in an hour."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[DueUpload]:
        """At most so many that are due at or before `now`, oldest first."""
        ...

    def write(self, parts: Sequence[Part]) -> bool:
        """All of these, or, if one refuses, nothing."""
        ...

    def conclude(self, upload_id: str, verdict: ExaminationResult) -> bool:
        """Record the verdict; the first one stays, and what is gone has none. Whether it did."""
        ...


class UploadBytes(Protocol):
    """The bytes: as they came, and as they may be shown."""

    def form(self, upload: Upload) -> UploadForm:
        """A form that takes exactly the declared file, for a limited time."""
        ...

    def has_incoming(self, upload_id: str) -> bool:
        """Whether the file has come and has not been examined yet."""
        ...

    def have_incoming(self, upload_ids: Collection[str]) -> frozenset[str]:
        """Those of them whose files have come and were not examined yet; in one call, unless more
        than a thousand wait to be examined."""
        ...

    def read_incoming(self, upload_id: str, most: int) -> bytes | None:
        """The file as it came; `None`: not there; raises `Unfit` when longer than `most` bytes."""
        ...

    def bring(self, upload_id: str, media_type: MediaType, content: bytes) -> None:
        """Put a file that came with a form where sent files wait to be examined."""
        ...

    def keep(self, upload_id: str, media_type: MediaType, file: CleanFile) -> None:
        """Store what may be shown."""
        ...

    def read_checked(self, upload_id: str) -> bytes | None:
        """What may be shown of it; `None`: not there."""
        ...

    def drop_incoming(self, upload_id: str) -> None:
        """Delete the file as it came; not being there is fine."""
        ...

    def remove(self, upload_id: str) -> None:
        """Delete whatever there is of it; nothing being there is fine."""
        ...

    def address(self, upload_id: str, media_type: MediaType, *, thumbnail: bool) -> str:
        """A signed address of what may be shown, good for a few minutes."""
        ...

    def own_address(self, upload_id: str, media_type: MediaType, *, thumbnail: bool) -> str:
        """The same below the pages' own origin, as a path; what is no picture is for saving."""
        ...

    def own_form(self, upload: Upload) -> UploadForm:
        """Below the pages' own origin: where to PUT exactly the declared file; the fields are the
        headers that go with it."""
        ...


class Examiner(Protocol):
    """Looks into files and takes out what tells where and by whom they were made."""

    def clean(self, media_type: MediaType, data: bytes) -> CleanFile:
        """The file without its metadata; raises `Unfit`, or `Unexamined`."""
        ...
