"""The way of a file on the local cloud: form, bucket, queue, examination, signed address."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import boto3
import pytest
import requests
from PIL import Image

from chalicelib.kernel.ids import new_seed
from chalicelib.runtime.services import Services
from chalicelib.uploads.application.ports import UploadBytes, UploadStore
from chalicelib.uploads.application.uploads import (
    CreateUpload,
    UploadDesk,
    create_upload,
    fetch_attachment,
)
from chalicelib.uploads.domain.uploads import MediaType, Refusal, Upload, UploadState
from localstack.demo.stack import RunningStack
from localstack.emulator import wait_until
from operations.places import LocalPlace
from operations.stacks import local_stack
from tests.support.heic import make_heic
from tests.support.media import SECRET, make_jpeg

PATIENCE = 60.0


@pytest.fixture
def product(stack: RunningStack, place: LocalPlace) -> Services:
    """The services that the stack's functions have."""
    assert stack
    return local_stack(place).adopt()


def send(product: Services, media_type: MediaType, content: bytes, declared: bytes) -> str:
    """Announce `declared`, post `content`; the upload's id."""
    digest = hashlib.sha256(declared).hexdigest()
    command = CreateUpload("account-of-upload-path", media_type, len(declared), digest, new_seed())
    issued = create_upload(product.get(UploadDesk), command)
    answer = requests.post(
        issued.form.url, data=issued.form.fields, files={"file": ("f", content)}, timeout=20
    )
    assert answer.status_code == 204
    return issued.upload_id


def examined(product: Services, upload_id: str) -> Upload:
    """The upload once it has a verdict."""

    def look() -> Upload:
        return product.get(UploadStore).find([upload_id], fresh=True)[upload_id]

    wait_until(lambda: look().verdict is not None, PATIENCE, "the examination")
    wait_until(
        lambda: not product.get(UploadBytes).has_incoming(upload_id), PATIENCE, "the deletion"
    )
    return look()


def is_empty(queue: str) -> bool:
    """No letter waits or is being worked on."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    asked = boto3.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)
    return all(asked["Attributes"][name] == "0" for name in names)


@pytest.mark.parametrize(
    ("media_type", "content"),
    [(MediaType.JPEG, make_jpeg(orientation=6)), (MediaType.HEIC, make_heic())],
)
def test_a_photo_reaches_others_without_its_position(product: Services, media_type, content):
    """Through the deployed function: checked, the original gone, no position in what is fetched."""
    upload_id = send(product, media_type, content, content)
    upload = examined(product, upload_id)
    assert upload.state is UploadState.CHECKED
    address = fetch_attachment(product.get(UploadDesk), [upload.attachment], upload_id)
    fetched = requests.get(address, timeout=20)
    assert fetched.headers["Content-Type"] == media_type.value
    assert SECRET not in fetched.content
    if media_type is MediaType.JPEG:
        assert Image.open(BytesIO(fetched.content)).size == (480, 640)


def test_a_file_other_than_announced_is_refused(product: Services) -> None:
    """The emulator's S3 does not compare the SHA-256; the examination does."""
    declared = make_jpeg()
    upload_id = send(product, MediaType.JPEG, declared[:-1] + b"\0", declared)
    verdict = examined(product, upload_id).verdict
    assert verdict is not None
    assert verdict.refusal is Refusal.WRONG_HASH


def test_letters_delivered_again_and_late_change_nothing(
    product: Services, place: LocalPlace
) -> None:
    """Three more deliveries of the bucket's letter, after the original has gone."""
    content = make_jpeg()
    upload_id = send(product, MediaType.JPEG, content, content)
    before = examined(product, upload_id)
    queue = local_stack(place).outputs()["UploadsQueueUrl"]
    letter = {"Records": [{"s3": {"object": {"key": f"incoming%2F{upload_id}"}}}]}
    sqs = boto3.client("sqs")
    for _ in range(3):
        sqs.send_message(QueueUrl=queue, MessageBody=json.dumps(letter))
    wait_until(lambda: is_empty(queue), PATIENCE, "the queue to be worked off")
    assert product.get(UploadStore).find([upload_id], fresh=True)[upload_id] == before
