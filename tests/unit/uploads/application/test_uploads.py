"""Giving out forms, attaching, showing and fetching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chalicelib.kernel.errors import Conflict, Gone, Invalid, NotFound, Path, TooMany
from chalicelib.uploads.application.uploads import (
    Attach,
    CreateUpload,
    UploadDesk,
    attach,
    create_upload,
    fetch_attachment,
    read_attachments,
)
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.uploads.domain.uploads import (
    MOST_FILES,
    ExaminationResult,
    MediaType,
    Purpose,
    Refusal,
    UploadState,
)
from tests.support.clock import NOW
from tests.support.uploads import CONTENT, FakeUploadStore, make_upload, make_upload_desk

ONE, TWO = make_upload("1"), make_upload("2")
CHECKED = replace(ONE, verdict=ExaminationResult(NOW, thumbnail=True))
REFUSED = replace(ONE, verdict=ExaminationResult(NOW, Refusal.UNREADABLE))


def request(ids: Sequence[str], case_code: str = "LC-1", purpose: Purpose = Purpose.CASE) -> Attach:
    return Attach("account-1", ids, case_code, purpose)


def calls(desk: UploadDesk) -> list[str]:
    assert isinstance(desk.uploads, FakeUploadStore)
    return desk.uploads.calls


def faults(desk: UploadDesk, command: Attach) -> list[tuple[Path, str]]:
    with pytest.raises(Invalid) as caught:
        attach(desk, command)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def test_an_upload_is_recorded_before_its_form_is_given_out() -> None:
    """Whoever holds a form has a record, so that a file that comes is never unknown."""
    desk = make_upload_desk()
    issued = create_upload(desk, CreateUpload("account-1", MediaType.PNG, 9, "ab" * 32, "seed"))
    upload = desk.uploads.find([issued.upload_id])[issued.upload_id]
    assert (upload.owner, upload.media_type, upload.size) == ("account-1", MediaType.PNG, 9)
    assert upload.issued_at == NOW
    assert issued.form.fields["key"].endswith(issued.upload_id)


def test_attaching_takes_two_calls_when_the_files_are_checked() -> None:
    """One batch read and one write, however many files there are."""
    desk = make_upload_desk([replace(CHECKED, id="1"), replace(CHECKED, id="2")], arrived=False)
    tied = attach(desk, request(["2", "1"]))
    assert [upload.id for upload in tied] == ["2", "1"]
    assert all(upload.attached_to == "LC-1" for upload in tied)
    assert calls(desk) == ["find fresh", "attach"]


def test_without_uploads_nothing_is_called() -> None:
    """A case without photos costs no extra call."""
    desk = make_upload_desk()
    assert attach(desk, request([])) == ()
    assert read_attachments(desk, []) == ()
    assert calls(desk) == []


def test_a_file_that_lies_in_the_bucket_can_be_attached_before_its_event_came() -> None:
    """Submitting right after posting must not depend on how fast the queue is."""
    desk = make_upload_desk([ONE])
    [upload] = attach(desk, request(["1"]))
    assert upload.state is UploadState.RECEIVED


def test_a_file_whose_examination_ends_between_two_looks_can_be_attached() -> None:
    """It has left the incoming folder, but its verdict has been recorded by then."""
    desk = make_upload_desk([ONE], arrived=False)
    store = desk.uploads
    look, looks = store.find, []

    def find(ids, *, fresh=False):
        looks.append(ids)
        if len(looks) == 2:
            store.conclude("1", ExaminationResult(NOW))
        return look(ids, fresh=fresh)

    store.find = find  # type: ignore[method-assign]
    assert [upload.id for upload in attach(desk, request(["1"]))] == ["1"]


def test_the_same_request_again_writes_nothing() -> None:
    """A retry finds its uploads tied, whatever became of them meanwhile."""
    desk = make_upload_desk([ONE, TWO])
    first = attach(desk, request(["1", "2"]))
    desk.uploads.conclude("1", ExaminationResult(NOW, Refusal.UNREADABLE))
    again = attach(desk, request(["1", "2"]))
    assert [u.id for u in again] == [u.id for u in first]
    assert calls(desk).count("attach") == 1


@pytest.mark.parametrize(
    ("purpose", "field"),
    [(Purpose.CASE, "uploads"), (Purpose.SUPPLEMENT, "uploads"), (Purpose.EVIDENCE, "evidence")],
)
def test_all_faults_are_told_at_once_and_nothing_is_tied(purpose, field) -> None:
    """One good file among bad ones stays free for the corrected request."""
    others = replace(make_upload("other"), owner="somebody-else")
    desk = make_upload_desk(
        [ONE, others, replace(REFUSED, id="bad"), replace(CHECKED, id="used", attached_to="LC-9")]
    )
    never_sent = make_upload("never")
    desk.uploads.add(never_sent)
    ids = ["1", "other", "missing", "never", "bad", "used"]
    assert faults(desk, request(ids, purpose=purpose)) == [
        ((field, 1), "unknown_upload"),
        ((field, 2), "unknown_upload"),
        ((field, 3), "unknown_upload"),
        ((field, 4), "upload_refused"),
        ((field, 5), "upload_in_use"),
    ]
    assert desk.uploads.find(["1"])["1"].attached_to is None


def test_a_list_with_repeats_or_too_many_is_refused_before_any_call() -> None:
    """Each file once, at most ten."""
    desk = make_upload_desk([ONE])
    assert faults(desk, request(["1", "2", "1", "2"])) == [
        (("uploads", 2), "repeated"),
        (("uploads", 3), "repeated"),
    ]
    too_many = [str(number) for number in range(MOST_FILES + 1)]
    assert faults(desk, request(too_many)) == [(("uploads",), "too_many")]
    assert calls(desk) == []


def test_of_two_cases_that_want_the_same_file_one_gets_it() -> None:
    """Who loses the race is told that the file is in use."""
    desk = make_upload_desk([ONE])
    store = desk.uploads
    write = store.write

    def rival_first(parts):
        write([store.attaching([ONE], "LC-9", Purpose.CASE)])
        return write(parts)

    store.write = rival_first  # type: ignore[method-assign]
    assert faults(desk, request(["1"])) == [(("uploads", 0), "upload_in_use")]


def test_attaching_gives_up_after_a_few_conflicts_with_others() -> None:
    """A write that keeps colliding, though nothing speaks against it, is to be tried later."""
    desk = make_upload_desk([ONE])
    desk.uploads.write = lambda *_: False  # type: ignore[method-assign]
    with pytest.raises(TooMany) as caught:
        attach(desk, request(["1"]))
    assert caught.value.retry_after == 1


def test_all_files_of_a_case_are_read_in_one_call() -> None:
    """A case page costs one call for its files, in their order."""
    desk = make_upload_desk([ONE, TWO])
    files = [Attachment("2", "image/jpeg"), Attachment("gone", "x"), Attachment("1", "image/jpeg")]
    assert [upload.id for upload in read_attachments(desk, files)] == ["2", "1"]
    assert calls(desk) == ["find"]


FILES = [Attachment("1", "image/jpeg")]


@pytest.mark.parametrize(
    ("upload", "kind", "code"),
    [
        (None, NotFound, "attachment_not_found"),
        (ONE, Conflict, "not_checked"),
        (replace(ONE, attached_to="LC-1"), Conflict, "not_checked"),
        (REFUSED, Gone, "upload_refused"),
    ],
)
def test_nobody_fetches_what_is_not_checked(upload, kind, code) -> None:
    """The whole table of states, for file and small picture."""
    desk = make_upload_desk([upload] if upload else [])
    for thumbnail in (False, True):
        with pytest.raises(kind) as caught:
            fetch_attachment(desk, FILES, "1", thumbnail=thumbnail)
        assert caught.value.code == code


def test_a_checked_file_is_fetched_by_a_signed_address() -> None:
    """The file, and its small picture if it has one."""
    desk = make_upload_desk([CHECKED])
    assert fetch_attachment(desk, FILES, "1") == "https://uploads.example/1?image/jpeg"
    assert "1.thumbnail" in fetch_attachment(desk, FILES, "1", thumbnail=True)
    plain = make_upload_desk([replace(CHECKED, verdict=ExaminationResult(NOW))])
    with pytest.raises(NotFound) as caught:
        fetch_attachment(plain, FILES, "1", thumbnail=True)
    assert caught.value.code == "no_thumbnail"


def test_a_file_of_another_case_is_not_there() -> None:
    """Only ids of the case that was read can be fetched, and no call is made for others."""
    desk = make_upload_desk([CHECKED])
    with pytest.raises(NotFound):
        fetch_attachment(desk, [Attachment("2", "image/jpeg")], "1")
    assert calls(desk) == []


def test_the_declared_content_is_what_the_builder_hashes() -> None:
    """Guards the fake: a record of the builder fits the builder's content."""
    assert ONE.size == len(CONTENT)
