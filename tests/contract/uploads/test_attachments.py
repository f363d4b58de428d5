"""The bytes of uploads: what the fake promises, S3 keeps."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from chalicelib.uploads.adapters.bytes import S3UploadBytes
from chalicelib.uploads.application.ports import CleanFile, Unfit, UploadBytes
from chalicelib.uploads.domain.uploads import MediaType
from tests.support.tables import cloud
from tests.support.uploads import CONTENT, FakeUploadBytes, make_upload

HOST = "uploads.s3.ap-southeast-1.amazonaws.com"
BUCKET = "uploads-of-contract-tests"
OWNER = "123456789012"
UPLOAD = make_upload()


class Bench:
    """The port under test, and a way to put a file where a client would."""

    def __init__(self, files: UploadBytes) -> None:
        self.files = files

    def post(self, content: bytes) -> None:
        if isinstance(self.files, FakeUploadBytes):
            self.files.incoming[UPLOAD.id] = content
        else:
            key = f"incoming/{UPLOAD.id}"
            boto3.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)


@pytest.fixture
def s3() -> Iterator[S3UploadBytes]:
    with cloud():
        place = {"LocationConstraint": "ap-southeast-1"}
        boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        yield S3UploadBytes(BUCKET, OWNER, HOST)


@pytest.fixture(params=["memory", "s3"])
def bench(request: pytest.FixtureRequest) -> Bench:
    files = FakeUploadBytes() if request.param == "memory" else request.getfixturevalue("s3")
    return Bench(files)


def test_a_file_that_came_is_seen_read_and_dropped(bench: Bench) -> None:
    """Before and after, it is simply not there; dropping twice is fine."""
    assert not bench.files.has_incoming(UPLOAD.id)
    assert bench.files.read_incoming(UPLOAD.id, 100) is None
    bench.post(CONTENT)
    assert bench.files.has_incoming(UPLOAD.id)
    assert bench.files.read_incoming(UPLOAD.id, len(CONTENT)) == CONTENT
    for _ in range(2):
        bench.files.drop_incoming(UPLOAD.id)
    assert not bench.files.has_incoming(UPLOAD.id)


def test_of_many_files_those_that_came_are_seen(bench: Bench) -> None:
    """Whatever else lies there, and in whatever order they are asked for."""
    assert bench.files.have_incoming([]) == frozenset()
    bench.post(CONTENT)
    others = ["00000000000000000000000001", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"]
    assert bench.files.have_incoming([others[0], UPLOAD.id, others[1]]) == {UPLOAD.id}
    assert bench.files.have_incoming(others) == frozenset()
    assert bench.files.have_incoming([UPLOAD.id]) == {UPLOAD.id}


def test_a_file_longer_than_asked_for_is_not_read(bench: Bench) -> None:
    """Memory is bounded by what was declared."""
    bench.post(CONTENT)
    with pytest.raises(Unfit):
        bench.files.read_incoming(UPLOAD.id, len(CONTENT) - 1)


@pytest.mark.parametrize("thumbnail", [None, b"small"])
def test_what_may_be_shown_lies_apart_from_what_came(s3: S3UploadBytes, thumbnail) -> None:
    """Cleaned file and small picture have their types; storing them again is the same."""
    for _ in range(2):
        s3.keep(UPLOAD.id, MediaType.HEIC, CleanFile(b"clean", thumbnail))
    client = boto3.client("s3")
    found = client.get_object(Bucket=BUCKET, Key=f"checked/{UPLOAD.id}")
    assert (found["Body"].read(), found["ContentType"]) == (b"clean", "image/heic")
    listed = client.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert len(listed) == (2 if thumbnail else 1)
    if thumbnail:
        small = client.get_object(Bucket=BUCKET, Key=f"checked/{UPLOAD.id}.thumbnail")
        assert (small["Body"].read(), small["ContentType"]) == (b"small", "image/jpeg")


def test_the_form_binds_key_type_length_and_hash(s3: S3UploadBytes) -> None:
    """Nothing but the declared file can be posted with it, and not for long."""
    form = s3.form(UPLOAD)
    digest = base64.b64encode(hashlib.sha256(CONTENT).digest()).decode()
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    for condition in (
        {"bucket": BUCKET},
        {"key": f"incoming/{UPLOAD.id}"},
        {"Content-Type": "image/jpeg"},
        {"x-amz-checksum-sha256": digest},
        ["content-length-range", len(CONTENT), len(CONTENT)],
    ):
        assert condition in policy["conditions"]
    assert form.fields["x-amz-checksum-sha256"] == digest
    assert form.fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    assert urlsplit(form.url).hostname == f"{BUCKET}.s3.ap-southeast-1.amazonaws.com"


@pytest.mark.parametrize(
    ("media_type", "thumbnail", "kind", "disposition"),
    [
        (MediaType.JPEG, False, "image/jpeg", "inline"),
        (MediaType.PNG, False, "image/png", "inline"),
        (MediaType.PNG, True, "image/jpeg", "inline"),
        (MediaType.HEIC, False, "image/heic", "inline"),
        (MediaType.MP4, False, "video/mp4", "inline"),
        (MediaType.PDF, False, "application/pdf", "attachment"),
    ],
)
def test_an_address_is_short_lived_and_says_what_it_gives(
    s3: S3UploadBytes, media_type, thumbnail, kind, disposition
) -> None:
    """Five minutes; documents are offered for saving, since they may be active."""
    parts = urlsplit(s3.address(UPLOAD.id, media_type, thumbnail=thumbnail))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.path == f"/checked/{UPLOAD.id}{'.thumbnail' if thumbnail else ''}"
    assert query["X-Amz-Expires"] == "300"
    assert query["response-content-type"] == kind
    assert query["response-content-disposition"].startswith(f"{disposition}; filename=")


@pytest.mark.parametrize(
    ("media_type", "thumbnail", "disposition"),
    [
        (MediaType.JPEG, False, "inline"),
        (MediaType.HEIC, True, "inline"),
        (MediaType.HEIC, False, "attachment"),
        (MediaType.MP4, False, "attachment"),
        (MediaType.PDF, False, "attachment"),
    ],
)
def test_pages_show_pictures_and_offer_the_rest(
    s3: S3UploadBytes, media_type: MediaType, thumbnail: bool, disposition: str
) -> None:
    """By a path of their own origin, signed for the bucket's own name, good for five minutes."""
    parts = urlsplit(s3.own_address(UPLOAD.id, media_type, thumbnail=thumbnail))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.scheme, parts.netloc) == ("", "")
    assert parts.path == f"/checked/{UPLOAD.id}{'.thumbnail' if thumbnail else ''}"
    assert query["X-Amz-Expires"] == "300"
    assert query["X-Amz-SignedHeaders"] == "host"
    assert query["response-content-disposition"].startswith(f"{disposition}; filename=")
