"""The examination of a file that has come: is it what was declared, and what may be shown of it."""

from __future__ import annotations

import hashlib

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.application.ports import (
    CleanFile,
    Examiner,
    Unexamined,
    Unfit,
    UploadBytes,
    UploadStore,
)
from chalicelib.uploads.domain.uploads import ExaminationResult, Refusal, Upload, UploadState


@frozen
class InspectionDesk:
    """What the examination needs."""

    uploads: UploadStore
    files: UploadBytes
    examiner: Examiner
    clock: Clock


def inspect_upload(
    desk: InspectionDesk, upload_id: str, *, last_try: bool = False
) -> UploadState | None:
    """Examine a file that has come; the state reached now, `None` when there was nothing to do.

    May be called any number of times and be cut off anywhere: what may be shown is stored before
    the verdict, the verdict is recorded before the original is deleted, and the first verdict
    stays. A file that is not fit is refused, for good; every other fault is passing and raised
    (and so logged and counted), but for an examiner without an answer at the last try: that file
    is refused too, so that no letter comes back for ever. What storage, the machine or our own
    code fails at is never held against the file.
    """
    upload = desk.uploads.find([upload_id], fresh=True).get(upload_id)
    if upload is None:
        return None
    state = None
    if upload.verdict is None and upload.expired_at is None:
        state = _examine(desk, upload, last_try=last_try)
    desk.files.drop_incoming(upload_id)
    return state


def _examine(desk: InspectionDesk, upload: Upload, *, last_try: bool) -> UploadState | None:
    try:
        data = desk.files.read_incoming(upload.id, upload.size)
        if data is None:
            return None
        clean = _clean(desk.examiner, upload, data, last_try=last_try)
    except Unfit as unfit:
        desk.uploads.conclude(upload.id, ExaminationResult(desk.clock.now(), unfit.refusal))
        return UploadState.REFUSED
    desk.files.keep(upload.id, upload.media_type, clean)
    verdict = ExaminationResult(desk.clock.now(), thumbnail=clean.thumbnail is not None)
    if not desk.uploads.conclude(upload.id, verdict):
        _drop_what_expired(desk, upload.id)
    return UploadState.CHECKED


def _drop_what_expired(desk: InspectionDesk, upload_id: str) -> None:
    """What was removed during its examination leaves no copy behind."""
    upload = desk.uploads.find([upload_id], fresh=True).get(upload_id)
    if upload is not None and upload.expired_at is not None:
        desk.files.remove(upload_id)


def _clean(examiner: Examiner, upload: Upload, data: bytes, *, last_try: bool) -> CleanFile:
    if len(data) != upload.size:
        raise Unfit(Refusal.WRONG_SIZE)
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        raise Unfit(Refusal.WRONG_HASH)
    try:
        return examiner.clean(upload.media_type, data)
    except (Unexamined, MemoryError) as fault:
        if last_try:
            raise Unfit(Refusal.EXAMINATION_FAILED) from fault
        raise
