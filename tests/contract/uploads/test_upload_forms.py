"""The form and the signed address, enforced by the emulator's S3 as by the real one."""

from __future__ import annotations

import uuid
from dataclasses import replace

import boto3
import pytest
import requests

from chalicelib.uploads.adapters.bytes import S3UploadBytes
from chalicelib.uploads.application.ports import CleanFile, UploadForm
from chalicelib.uploads.domain.uploads import MediaType
from tests.support.uploads import CONTENT, make_upload

UPLOAD = make_upload()


@pytest.fixture
def files(emulator_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> S3UploadBytes:
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulator_endpoint)
    bucket = f"uploads-{uuid.uuid4().hex}"
    place = {"LocationConstraint": "ap-southeast-1"}
    client = boto3.client("s3")
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    return S3UploadBytes(bucket, "000000000000", "localhost")


def post(form: UploadForm, content: bytes, **changes: str) -> int:
    fields = {**form.fields, **{name.replace("_", "-"): text for name, text in changes.items()}}
    files = {"file": ("photo.jpg", content)}
    return requests.post(form.url, data=fields, files=files, timeout=20).status_code


def test_the_declared_file_is_taken(files: S3UploadBytes) -> None:
    """A client that does as it said succeeds, and its file is what is examined."""
    assert post(files.form(UPLOAD), CONTENT) == 204
    assert files.read_incoming(UPLOAD.id, UPLOAD.size) == CONTENT


@pytest.mark.parametrize("content", [CONTENT + b"x", CONTENT[:-1], b""])
def test_another_length_is_refused(files: S3UploadBytes, content: bytes) -> None:
    """Longer, shorter and empty files never reach the bucket."""
    assert post(files.form(UPLOAD), content) == 400
    assert not files.has_incoming(UPLOAD.id)


@pytest.mark.parametrize(
    "change", [{"Content_Type": "text/html"}, {"key": "incoming/other"}, {"key": "checked/other"}]
)
def test_another_type_or_place_is_refused(files: S3UploadBytes, change: dict[str, str]) -> None:
    """The form opens one key for one type, and nothing else in the bucket."""
    assert post(files.form(UPLOAD), CONTENT, **change) == 403
    assert not files.has_incoming(UPLOAD.id)


def test_two_forms_do_not_mix(files: S3UploadBytes) -> None:
    """The policy of one upload does not open another's key."""
    other = files.form(replace(UPLOAD, id="other"))
    mixed = UploadForm(other.url, {**other.fields, "policy": files.form(UPLOAD).fields["policy"]})
    assert post(mixed, CONTENT) == 403


def test_a_signed_address_gives_the_clean_file_as_what_it_is(files: S3UploadBytes) -> None:
    """Type and way of showing come with it, whatever was declared by the sender."""
    files.keep(UPLOAD.id, MediaType.PDF, CleanFile(b"clean", b"small"))
    answer = requests.get(files.address(UPLOAD.id, MediaType.PDF, thumbnail=False), timeout=20)
    assert (answer.status_code, answer.content) == (200, b"clean")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    small = requests.get(files.address(UPLOAD.id, MediaType.PDF, thumbnail=True), timeout=20)
    assert (small.content, small.headers["Content-Type"]) == (b"small", "image/jpeg")


def through(files: S3UploadBytes, emulator_endpoint: str) -> str:
    """Where the distribution finds what it is asked for: the bucket."""
    return f"{emulator_endpoint}/{files._bucket}"


AS_THE_DISTRIBUTION = {"Host": "localhost"}


def test_what_pages_show_is_let_in_as_it_was_signed(
    files: S3UploadBytes, emulator_endpoint: str
) -> None:
    """Asked under the distribution's name for the bucket; another file by it is not."""
    files.keep(UPLOAD.id, MediaType.JPEG, CleanFile(b"clean", b"small"))
    files.keep("other", MediaType.JPEG, CleanFile(b"other"))
    place = through(files, emulator_endpoint)
    small = files.own_address(UPLOAD.id, MediaType.JPEG, thumbnail=True)
    answer = requests.get(place + small, headers=AS_THE_DISTRIBUTION, timeout=20)
    assert (answer.status_code, answer.content) == (200, b"small")
    assert answer.headers["Content-Disposition"].startswith("inline")
    large = files.own_address(UPLOAD.id, MediaType.JPEG, thumbnail=False)
    forged = place + large.replace(UPLOAD.id, "other", 1)
    assert requests.get(forged, headers=AS_THE_DISTRIBUTION, timeout=20).status_code == 403


def test_pages_put_exactly_the_declared_file(files: S3UploadBytes, emulator_endpoint: str) -> None:
    """Below their own origin: another type, another file or no headers are refused."""
    form, place = files.own_form(UPLOAD), through(files, emulator_endpoint)
    headers = {**AS_THE_DISTRIBUTION, **form.fields}

    def put(content: bytes, **changed: str) -> int:
        given = {**headers, **{name.replace("_", "-"): text for name, text in changed.items()}}
        return requests.put(place + form.url, content, headers=given, timeout=20).status_code

    assert put(CONTENT, Content_Type="text/html") == 403
    assert put(CONTENT + b"x") == 403
    assert put(CONTENT[:-1] + b"\0") == 400
    assert not files.has_incoming(UPLOAD.id)
    assert put(CONTENT) == 200
    assert files.read_incoming(UPLOAD.id, UPLOAD.size) == CONTENT
