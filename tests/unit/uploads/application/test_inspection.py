"""The examination: once, in any order, cut off anywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.uploads.application.inspection import InspectionDesk, inspect_upload
from chalicelib.uploads.application.ports import CleanFile, Unexamined
from chalicelib.uploads.domain.uploads import Refusal, Upload, UploadState
from tests.support.clock import FakeClock
from tests.support.uploads import (
    CONTENT,
    FakeExaminer,
    FakeUploadBytes,
    FakeUploadStore,
    make_upload,
)


class CutOff(Exception):
    """The worker is killed here."""


def make_desk(upload: Upload, data: bytes | None = CONTENT) -> InspectionDesk:
    files = FakeUploadBytes()
    if data is not None:
        files.incoming[upload.id] = data
    return InspectionDesk(FakeUploadStore([upload]), files, FakeExaminer(), FakeClock())


def verdict_of(desk: InspectionDesk, upload: Upload) -> Refusal | None:
    found = desk.uploads.find([upload.id])[upload.id].verdict
    assert found is not None
    return found.refusal


def test_a_good_file_is_cleaned_kept_and_its_original_deleted() -> None:
    """What may be shown is the cleaned file; the original is gone."""
    upload = make_upload()
    desk = make_desk(upload)
    assert inspect_upload(desk, upload.id) is UploadState.CHECKED
    assert desk.files.checked == {upload.id: CleanFile(b"clean " + CONTENT, b"small")}
    assert desk.files.incoming == {}
    assert desk.uploads.find([upload.id])[upload.id].has_thumbnail


@pytest.mark.parametrize(
    ("upload", "data", "refusal"),
    [
        (make_upload(), CONTENT + b"x", Refusal.WRONG_SIZE),
        (make_upload(), CONTENT[:-1], Refusal.WRONG_SIZE),
        (make_upload(), b"", Refusal.WRONG_SIZE),
        (make_upload(), CONTENT[::-1], Refusal.WRONG_HASH),
        (make_upload(content=b"bad"), b"bad", Refusal.UNREADABLE),
    ],
)
def test_a_file_that_is_not_fit_is_refused_for_good(upload, data, refusal) -> None:
    """It never comes again, nothing of it is kept, and the reason is recorded."""
    desk = make_desk(upload, data)
    assert inspect_upload(desk, upload.id) is UploadState.REFUSED
    assert verdict_of(desk, upload) is refusal
    assert desk.files.incoming == desk.files.checked == {}


def test_an_event_delivered_three_times_examines_once() -> None:
    """Later deliveries find the verdict and change nothing."""
    upload = make_upload()
    desk = make_desk(upload)
    states = [inspect_upload(desk, upload.id) for _ in range(3)]
    assert states == [UploadState.CHECKED, None, None]


def test_a_file_posted_again_after_the_verdict_is_only_deleted() -> None:
    """The form stays valid for a while; what was checked cannot be replaced through it."""
    upload = make_upload()
    desk = make_desk(upload)
    inspect_upload(desk, upload.id)
    desk.files.incoming[upload.id] = b"something else"
    assert inspect_upload(desk, upload.id) is None
    assert desk.files.incoming == {}
    assert desk.files.checked[upload.id].content == b"clean " + CONTENT


def test_an_event_without_a_file_or_without_a_record_does_nothing() -> None:
    """Events out of order, and objects that are not ours, do not block the queue."""
    upload = make_upload()
    desk = make_desk(upload, None)
    assert inspect_upload(desk, upload.id) is None
    assert desk.uploads.find([upload.id])[upload.id] == upload
    assert inspect_upload(desk, "unknown") is None


@pytest.mark.parametrize("step", ["keep", "conclude", "drop_incoming"])
@pytest.mark.parametrize("before", [True, False])
def test_a_worker_killed_at_any_step_loses_nothing(step: str, before: bool) -> None:
    """The next delivery ends with the file checked and the original gone."""
    upload = make_upload()
    desk = make_desk(upload)
    owner = desk.uploads if step == "conclude" else desk.files
    real = getattr(owner, step)

    def killed(*arguments) -> None:
        if not before:
            real(*arguments)
        raise CutOff

    setattr(owner, step, killed)
    with pytest.raises(CutOff):
        inspect_upload(desk, upload.id)
    setattr(owner, step, real)
    inspect_upload(desk, upload.id)
    assert desk.uploads.find([upload.id])[upload.id].state is UploadState.CHECKED
    assert list(desk.files.checked) == [upload.id]
    assert desk.files.incoming == {}


def test_examining_and_attaching_do_not_overwrite_each_other() -> None:
    """A verdict keeps the case, and an attachment keeps the verdict."""
    upload = replace(make_upload(), attached_to="LC-1")
    desk = make_desk(upload)
    inspect_upload(desk, upload.id)
    found = desk.uploads.find([upload.id])[upload.id]
    assert (found.attached_to, found.state) == ("LC-1", UploadState.CHECKED)


class DeadExaminer:
    """A process that ends without an answer, whatever it gets."""

    fault: Exception = Unexamined()

    def clean(self, _media_type, _data) -> CleanFile:
        raise self.fault


def test_a_file_that_the_examiner_fails_at_is_refused_at_the_last_try() -> None:
    """Before that it comes again; then its sender is told, and nothing is left."""
    upload = make_upload()
    desk = replace(make_desk(upload), examiner=DeadExaminer())
    for _ in range(2):
        with pytest.raises(Unexamined):
            inspect_upload(desk, upload.id)
    assert list(desk.files.incoming) == [upload.id]
    assert inspect_upload(desk, upload.id, last_try=True) is UploadState.REFUSED
    assert verdict_of(desk, upload) is Refusal.EXAMINATION_FAILED
    assert desk.files.incoming == {}


@pytest.mark.parametrize("step", ["read_incoming", "keep"])
def test_a_fault_of_storage_is_not_held_against_the_file(step: str) -> None:
    """Also at the last try: the letter goes to the dead-letter queue, from where it can return."""
    upload = make_upload()
    desk = make_desk(upload)

    def throttled(*_arguments) -> None:
        raise ConnectionError

    setattr(desk.files, step, throttled)
    with pytest.raises(ConnectionError):
        inspect_upload(desk, upload.id, last_try=True)
    assert desk.uploads.find([upload.id])[upload.id].verdict is None
    assert list(desk.files.incoming) == [upload.id]


@pytest.mark.parametrize("fault", [BlockingIOError(11, "fork"), TypeError()])
def test_a_fault_of_the_machine_or_of_ours_is_not_held_against_the_file(fault: Exception) -> None:
    """No process can be started, or the code is wrong: nobody has looked at the file yet."""
    upload, examiner = make_upload(), DeadExaminer()
    examiner.fault = fault
    desk = replace(make_desk(upload), examiner=examiner)
    with pytest.raises(type(fault)):
        inspect_upload(desk, upload.id, last_try=True)
    assert desk.uploads.find([upload.id])[upload.id].verdict is None
    assert list(desk.files.incoming) == [upload.id]
