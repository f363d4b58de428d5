"""Uploads without AWS: the store, the bytes, an examiner, and builders."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.backoff import LONGEST_WAIT
from chalicelib.kernel.together import Part, Refused
from chalicelib.uploads.application.ports import CleanFile, DueUpload, Unfit, UploadForm
from chalicelib.uploads.application.uploads import UploadDesk
from chalicelib.uploads.domain.uploads import ExaminationResult, MediaType, Purpose, Refusal, Upload
from tests.support.clock import NOW, FakeClock
from tests.support.directory import make_directory
from tests.support.limits import FakeLimiter
from tests.support.together import FakePart, write_together

CONTENT = b"a small photo"


def make_upload(
    upload_id: str = "01J00000000000000000000001",
    owner: str = "account-1",
    *,
    media_type: MediaType = MediaType.JPEG,
    content: bytes = CONTENT,
    at: datetime = NOW,
) -> Upload:
    digest = hashlib.sha256(content).hexdigest()
    return Upload(upload_id, owner, media_type, len(content), digest, at)


class FakeUploadStore:
    """In memory; `calls` names every call in its order."""

    def __init__(self, uploads: Iterable[Upload] = ()) -> None:
        self.uploads = {upload.id: upload for upload in uploads}
        self.calls: list[str] = []

    def add(self, upload: Upload, together_with: Sequence[Part] = ()) -> None:
        self.calls.append("add")

        def record() -> None:
            self.uploads[upload.id] = upload

        own = FakePart(lambda: upload.id not in self.uploads, record)
        try:
            write_together([own, *together_with])
        except Refused as refused:
            if refused.part is not own:
                raise

    def find(self, ids: Collection[str], *, fresh: bool = False) -> Mapping[str, Upload]:
        self.calls.append("find fresh" if fresh else "find")
        return {one: self.uploads[one] for one in ids if one in self.uploads}

    def attaching(self, uploads: Sequence[Upload], case_code: str, purpose: Purpose) -> Part:
        def is_free(upload: Upload) -> bool:
            found = self.uploads.get(upload.id)
            if found is None or found.owner != upload.owner:
                return False
            unchanged = found.open_until == upload.open_until and found.expired_at is None
            return unchanged and found.attached_to in (None, case_code)

        def attach() -> None:
            for upload in uploads:
                tied = replace(self.uploads[upload.id], attached_to=case_code, purpose=purpose)
                self.uploads[upload.id] = replace(tied, open_until=None)

        self.calls.append("attach")
        return FakePart(lambda: all(map(is_free, uploads)), attach)

    def expiring(self, upload: Upload) -> Part:
        def waits() -> bool:
            found = self.uploads[upload.id]
            return found.attached_to is None and found.expired_at is None and bool(found.open_until)

        def expire() -> None:
            gone = replace(self.uploads[upload.id], expired_at=upload.open_until)
            self.uploads[upload.id] = gone

        return FakePart(waits, expire)

    def leave_index(self, upload_id: str) -> bool:
        found = self.uploads[upload_id]
        self.uploads[upload_id] = replace(found, open_until=None)
        return found.expired_at is not None and found.open_until is not None

    def put_off(self, due: DueUpload, now: datetime) -> None:
        later = replace(self.uploads[due.id], open_until=now + LONGEST_WAIT)
        self.uploads[due.id] = later

    def due(self, now: datetime, limit: int) -> Sequence[DueUpload]:
        found = ((one.open_until, one.id) for one in self.uploads.values())
        due = sorted((at, id) for at, id in found if at is not None and at <= now)
        return [DueUpload(id, at) for at, id in due[:limit]]

    def write(self, parts: Sequence[Part]) -> bool:
        try:
            write_together(parts)
        except Refused:
            return False
        return True

    def conclude(self, upload_id: str, verdict: ExaminationResult) -> bool:
        self.calls.append("conclude")
        upload = self.uploads.get(upload_id)
        if upload is None or upload.verdict is not None or upload.expired_at is not None:
            return False
        self.uploads[upload_id] = replace(upload, verdict=verdict)
        return True


class FakeUploadBytes:
    """In memory; takes what is put into `incoming`."""

    def __init__(self) -> None:
        self.incoming: dict[str, bytes] = {}
        self.checked: dict[str, CleanFile] = {}

    def form(self, upload: Upload) -> UploadForm:
        return UploadForm("https://uploads.example", {"key": f"incoming/{upload.id}"})

    def has_incoming(self, upload_id: str) -> bool:
        return upload_id in self.incoming

    def have_incoming(self, upload_ids: Collection[str]) -> frozenset[str]:
        return frozenset(filter(self.has_incoming, upload_ids))

    def read_incoming(self, upload_id: str, most: int) -> bytes | None:
        data = self.incoming.get(upload_id)
        if data is not None and len(data) > most:
            raise Unfit(Refusal.WRONG_SIZE)
        return data

    def bring(self, upload_id: str, media_type: MediaType, content: bytes) -> None:
        assert media_type
        self.incoming[upload_id] = content

    def keep(self, upload_id: str, media_type: MediaType, file: CleanFile) -> None:
        assert media_type
        self.checked[upload_id] = file

    def read_checked(self, upload_id: str) -> bytes | None:
        found = self.checked.get(upload_id)
        return found.content if found else None

    def drop_incoming(self, upload_id: str) -> None:
        self.incoming.pop(upload_id, None)

    def remove(self, upload_id: str) -> None:
        self.incoming.pop(upload_id, None)
        self.checked.pop(upload_id, None)

    def address(self, upload_id: str, media_type: MediaType, *, thumbnail: bool) -> str:
        kind = MediaType.JPEG if thumbnail else media_type
        return f"https://uploads.example/{upload_id}{'.thumbnail' if thumbnail else ''}?{kind}"

    def own_address(self, upload_id: str, media_type: MediaType, *, thumbnail: bool) -> str:
        kind = MediaType.JPEG if thumbnail else media_type
        return f"/checked/{upload_id}{'.thumbnail' if thumbnail else ''}?{kind}"

    def own_form(self, upload: Upload) -> UploadForm:
        return UploadForm(f"/incoming/{upload.id}?signed", {"Content-Type": upload.media_type})


class FakeExaminer:
    """Finds every file clean but those that begin with `bad`."""

    def clean(self, media_type: MediaType, data: bytes) -> CleanFile:
        assert media_type
        if data.startswith(b"bad"):
            raise Unfit(Refusal.UNREADABLE)
        return CleanFile(b"clean " + data, b"small")


def make_upload_desk(uploads: Iterable[Upload] = (), *, arrived: bool = True) -> UploadDesk:
    """A desk with these uploads recorded and, if `arrived`, their content in the bucket."""
    store, files = FakeUploadStore(uploads), FakeUploadBytes()
    if arrived:
        files.incoming = dict.fromkeys(store.uploads, CONTENT)
    clock = FakeClock()
    return UploadDesk(store, files, clock, FakeLimiter(), make_directory((), clock))


def arrive(
    store: FakeUploadStore,
    files: FakeUploadBytes,
    upload_id: str,
    owner: str,
    media_type: MediaType = MediaType.JPEG,
    *,
    thumbnail: bool = True,
) -> str:
    """A file that came and was found clean; its id."""
    upload = make_upload(upload_id, owner, media_type=media_type)
    store.add(replace(upload, verdict=ExaminationResult(NOW, thumbnail=thumbnail)))
    files.incoming[upload_id] = CONTENT
    return upload_id
