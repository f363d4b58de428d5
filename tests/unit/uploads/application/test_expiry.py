"""Files that nobody attached go after a day, with their bytes, and the record says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.errors import Invalid, TooMany
from chalicelib.uploads.application.expiry import expire_uploads
from chalicelib.uploads.application.inspection import InspectionDesk, inspect_upload
from chalicelib.uploads.application.ports import CleanFile
from chalicelib.uploads.application.uploads import Attach, CreateUpload, attach, create_upload
from chalicelib.uploads.domain.uploads import MediaType, Purpose, Upload, UploadState
from tests.support.cases import CITIZEN, Office, change_policy
from tests.support.clock import NOW
from tests.support.limits import FakeLimiter
from tests.support.uploads import CONTENT, FakeExaminer, make_upload

DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return Office(limiter=FakeLimiter())


def announced(office: Office) -> Upload:
    """A form was given out, and its file has come."""
    declared, seed = make_upload(), f"seed-{len(found(office))}"
    command = CreateUpload(CITIZEN.id, MediaType.JPEG, declared.size, declared.sha256, seed)
    issued = create_upload(office.desk.uploads, command)
    office.files.incoming[issued.upload_id] = CONTENT
    return found(office)[issued.upload_id]


def found(office: Office) -> dict[str, Upload]:
    return office.uploads.uploads


def run(office: Office, may_go_on: Callable[[], bool] = lambda: True) -> int:
    return expire_uploads(office.desk.uploads, office.faults, may_go_on)


def tie(office: Office, upload: Upload) -> None:
    attach(office.desk.uploads, Attach(CITIZEN.id, [upload.id], "LC-1", Purpose.SUPPLEMENT))


def places(office: Office) -> int:
    return int(vars(office.limiter)["_uses"][f"open-uploads-{CITIZEN.id}"])


def test_what_was_never_attached_is_gone_after_a_day(office: Office) -> None:
    """As it came and as it might have been shown; attaching says what became of it."""
    upload = announced(office)
    office.files.checked[upload.id] = CleanFile(b"clean")
    office.clock.advance(hours=23, minutes=59)
    assert run(office) == 0
    office.clock.advance(hours=5)
    assert run(office) == 1
    assert not office.files.incoming
    assert not office.files.checked
    gone = found(office)[upload.id]
    assert (gone.state, gone.expired_at) == (UploadState.EXPIRED, NOW + DAY)
    with pytest.raises(Invalid) as caught:
        tie(office, upload)
    assert [fault.code for fault in caught.value.faults] == ["upload_expired"]
    assert run(office) == 0


def test_what_was_attached_stays(office: Office) -> None:
    """However long ago."""
    upload = announced(office)
    tie(office, upload)
    office.clock.advance(days=30)
    assert run(office) == 0
    assert upload.id in office.files.incoming


def test_who_attaches_at_the_last_moment_keeps_the_file(office: Office) -> None:
    """The run had read the record; the file was attached before it wrote."""
    upload = announced(office)
    office.clock.advance(days=1)
    store: Any = office.uploads
    find = store.find

    def attached_meanwhile(ids: list[str], *, fresh: bool = False) -> object:
        read = find(ids, fresh=fresh)
        store.find = find
        tie(office, upload)
        return read

    store.find = attached_meanwhile
    assert run(office) == 0
    assert found(office)[upload.id].attached_to == "LC-1"
    assert upload.id in office.files.incoming


def test_a_run_that_died_between_record_and_bytes_is_caught_up_with(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one removes what is left, and the place is given back once."""
    upload = announced(office)
    office.clock.advance(days=1)

    def die(_id: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(office.files, "remove", die)
        with pytest.raises(KeyboardInterrupt):
            run(office)
    assert found(office)[upload.id].state is UploadState.EXPIRED
    assert run(office) == 1
    assert not office.files.incoming
    assert places(office) == 0


def test_one_that_cannot_be_removed_keeps_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is put off, and named."""
    first, second = announced(office), announced(office)
    office.clock.advance(days=1)
    remove = office.files.remove

    def fail_at_first(id: str) -> None:
        if id == first.id:
            raise ValueError
        remove(id)

    with monkeypatch.context() as failing:
        failing.setattr(office.files, "remove", fail_at_first)
        assert run(office) == 1
    assert second.id not in office.files.incoming
    assert run(office) == 0
    office.clock.advance(hours=1)
    assert run(office) == 1


def test_a_run_stops_when_its_time_is_over(office: Office) -> None:
    """The rest is still due."""
    for _ in range(3):
        announced(office)
    office.clock.advance(days=1)
    answers = iter([True, False])
    assert run(office, lambda: next(answers)) == 1
    assert run(office) == 2


def test_what_expires_during_its_examination_leaves_no_copy(office: Office) -> None:
    """The examiner had the bytes already when the record said that the file is gone."""
    upload = announced(office)
    office.clock.advance(days=1)

    class SlowExaminer(FakeExaminer):
        def clean(self, media_type: MediaType, data: bytes) -> CleanFile:
            run(office)
            return super().clean(media_type, data)

    desk = InspectionDesk(office.uploads, office.files, SlowExaminer(), office.clock)
    inspect_upload(desk, upload.id)
    assert not office.files.checked
    assert found(office)[upload.id].state is UploadState.EXPIRED


def test_places_are_free_again_when_files_are_attached_or_gone(office: Office) -> None:
    """Who has as many waiting as may wait is given no more forms till then."""
    limits = office.directory.policy().usage_limits
    change_policy(office, usage_limits=replace(limits, open_uploads=2))
    first, _second = announced(office), announced(office)
    with pytest.raises(TooMany) as refused:
        announced(office)
    assert refused.value.code == "too_many_open_uploads"
    assert refused.value.retry_after == DAY.total_seconds()
    for _ in range(2):
        tie(office, first)
    announced(office)
    with pytest.raises(TooMany):
        announced(office)
    office.clock.advance(days=1)
    assert run(office) == 2
    assert places(office) == 0


def test_a_case_gives_the_places_of_its_files_back(office: Office) -> None:
    """In the write that makes it."""
    uploads = [announced(office).id for _ in range(3)]
    assert places(office) == 3
    office.submit(uploads=uploads)
    assert places(office) == 0
