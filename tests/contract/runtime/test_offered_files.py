"""Files for one reader: what the fake promises, S3 keeps."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
import pytest

from chalicelib.kernel.offered_files import OfferedFiles
from chalicelib.runtime.offered_files import GOOD_FOR_SECONDS, S3OfferedFiles
from tests.support.offered_files import FakeOfferedFiles
from tests.support.tables import cloud

BUCKET = "uploads-of-contract-tests"
OWNER = "123456789012"


@pytest.fixture
def s3() -> Iterator[S3OfferedFiles]:
    with cloud():
        place = {"LocationConstraint": "ap-southeast-1"}
        boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        yield S3OfferedFiles(BUCKET, OWNER)


@pytest.fixture(params=["memory", "s3"])
def files(request: pytest.FixtureRequest) -> OfferedFiles:
    return FakeOfferedFiles() if request.param == "memory" else request.getfixturevalue("s3")


def test_the_address_ends_with_the_name(files: OfferedFiles) -> None:
    """By which a reader knows the file."""
    assert urlsplit(files.offer("bao-cao.xlsx", b"PK")).path.endswith("/bao-cao.xlsx")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.xlsx", "spreadsheetml.sheet"), ("a.docx", "wordprocessingml.document")],
)
def test_it_lies_where_it_is_deleted_after_a_day(s3: S3OfferedFiles, name: str, kind: str) -> None:
    """Under `reports/`, with the media type of its name; saved by that name for five minutes."""
    address = urlsplit(s3.offer(name, b"PK"))
    key = unquote(address.path).removeprefix("/").removeprefix(f"{BUCKET}/")
    assert key.startswith("reports/")
    stored = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)
    assert stored["Body"].read() == b"PK"
    assert stored["ContentType"] == f"application/vnd.openxmlformats-officedocument.{kind}"
    asked = parse_qs(address.query)
    assert asked["response-content-disposition"] == [f'attachment; filename="{name}"']
    assert asked["X-Amz-Expires"] == [str(GOOD_FOR_SECONDS)] == ["300"]


def test_the_same_name_twice_is_two_files(s3: S3OfferedFiles) -> None:
    """And nobody guesses the address of another's."""
    first, second = (urlsplit(s3.offer("a.xlsx", b"PK")).path for _ in range(2))
    assert first != second
    assert all(len(path.split("/")[-2]) == 32 for path in (first, second))
