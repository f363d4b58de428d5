"""The rules of uploads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.uploads.domain.uploads import (
    MEBIBYTE,
    SIZE_LIMITS,
    ExaminationResult,
    MediaType,
    Refusal,
    UploadState,
    issue,
    objection,
)
from tests.support.clock import NOW
from tests.support.uploads import make_upload

ISSUED = make_upload()
TIED = replace(ISSUED, attached_to="LC-1")
CHECKED = replace(ISSUED, verdict=ExaminationResult(NOW, thumbnail=True))
REFUSED = replace(ISSUED, verdict=ExaminationResult(NOW, Refusal.WRONG_TYPE))


@pytest.mark.parametrize("media_type", MediaType)
def test_each_type_has_its_limit_and_the_limit_itself_is_allowed(media_type: MediaType) -> None:
    """A byte over the limit of its type is refused with the limit in the fault."""
    most = (50 if media_type is MediaType.MP4 else 10) * MEBIBYTE
    assert issue("u", "o", media_type, most, "00", NOW).size == SIZE_LIMITS[media_type] == most
    with pytest.raises(Invalid) as caught:
        issue("u", "o", media_type, most + 1, "00", NOW)
    [fault] = caught.value.faults
    assert (fault.path, fault.code, fault.params) == (("size",), "too_large", {"max": most})


@pytest.mark.parametrize(
    ("upload", "state"),
    [
        (ISSUED, UploadState.ISSUED),
        (TIED, UploadState.RECEIVED),
        (CHECKED, UploadState.CHECKED),
        (replace(CHECKED, attached_to="LC-1"), UploadState.CHECKED),
        (REFUSED, UploadState.REFUSED),
        (replace(REFUSED, attached_to="LC-1"), UploadState.REFUSED),
    ],
)
def test_the_state_follows_from_what_has_happened(upload, state) -> None:
    """Attaching and examining may come in any order, and the state never goes back."""
    assert upload.state is state


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (None, "unknown_upload"),
        (replace(ISSUED, owner="somebody-else"), "unknown_upload"),
        (replace(TIED, owner="somebody-else"), "unknown_upload"),
        (ISSUED, None),
        (CHECKED, None),
        (TIED, None),
        (replace(TIED, verdict=REFUSED.verdict), None),
        (replace(TIED, attached_to="LC-2"), "upload_in_use"),
        (replace(REFUSED, attached_to="LC-2"), "upload_in_use"),
        (REFUSED, "upload_refused"),
    ],
)
def test_an_upload_is_attached_by_its_owner_to_one_case(upload, code) -> None:
    """The whole table: not there and not yours are alike; the same case again is fine."""
    assert objection(upload, "account-1", "LC-1") == code


def test_a_case_keeps_id_and_kind() -> None:
    """What the aggregate stores of a file is enough to show it again."""
    assert CHECKED.attachment == Attachment(CHECKED.id, "image/jpeg")
    assert CHECKED.has_thumbnail
    assert not ISSUED.has_thumbnail
