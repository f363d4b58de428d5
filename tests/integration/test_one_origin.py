"""Browsers find pages, API and files under one address, which messages name too."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import pytest

from chalicelib.runtime.pages.static import static_url
from chalicelib.uploads.application.ports import CleanFile, UploadBytes
from chalicelib.uploads.domain.uploads import MediaType
from infra.edge import EDGE_DOMAIN, STATIC_BUCKET
from infra.static_files import names, served
from localstack.demo.stack import RunningStack
from operations.deploy import EMULATOR_ACCOUNT
from operations.places import HOST, LocalPlace
from operations.published_files import publish
from operations.stacks import Stack, local_stack
from tests.support.uploads import CONTENT, make_upload

Answer = tuple[int, dict[str, str], bytes]


def asked(
    stack: RunningStack,
    path: str,
    host: str | None = None,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """What the emulator answers under the pages' name, which not every resolver knows."""
    office = urlsplit(stack.office_url)
    connection = http.client.HTTPConnection(HOST, office.port or 80, timeout=60)
    try:
        sent = {"Host": host or office.netloc, **headers}
        connection.request(method, path, body, headers=sent)
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, said, answer.read()
    finally:
        connection.close()


@pytest.fixture
def operator(stack: RunningStack, place: LocalPlace) -> Stack:
    """Whose stack it is."""
    assert stack.office_url
    return local_stack(place)


@pytest.mark.parametrize("name", names())
def test_files_come_for_a_year_under_their_hash(stack: RunningStack, name: str) -> None:
    """As they are in the tree, in their type, and with the strict policy."""
    status, headers, body = asked(stack, static_url(name))
    assert (status, body) == (200, served()[static_url(name)])
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"].startswith(("text/", "font/", "image/", "application/json"))
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'self';")


def test_the_api_stands_under_the_same_name(stack: RunningStack) -> None:
    """With its own policy."""
    status, headers, _ = asked(stack, "/v1/health")
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert headers["cache-control"] == "no-store"


def test_the_name_alone_leads_to_the_pages(stack: RunningStack) -> None:
    """Which have the strict policy, and are kept by nobody."""
    status, headers, _ = asked(stack, "/")
    assert (status, headers["location"]) == (303, "/officer/inbox")
    status, headers, body = asked(stack, "/officer/sign-in")
    assert status == 200
    assert static_url("office.css") in body.decode()
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert headers["cache-control"] == "no-store"


def test_nobody_reads_the_bucket_past_the_distribution(
    stack: RunningStack, operator: Stack
) -> None:
    """Nor what is outside its prefix through it."""
    bucket = operator.outputs()[STATIC_BUCKET]
    place = urlsplit(stack.emulator_url).netloc
    assert asked(stack, f"/{bucket}{static_url('office.css')}", place)[0] == 403
    operator.clients("s3").put_object(Bucket=bucket, Key="private/one", Body=b"text")
    assert asked(stack, "/static/../private/one")[0] in (400, 403, 404)
    assert asked(stack, "/private/one")[0] == 404


def test_files_of_cases_pass_by_their_signature_alone(stack: RunningStack, operator: Stack) -> None:
    """What pages send and show goes through the distribution; nothing active comes back, and nobody
    gets in without a signature."""
    files, upload = operator.adopt().get(UploadBytes), make_upload()
    form = files.own_form(upload)
    assert asked(stack, form.url, method="PUT", body=CONTENT, headers=form.fields)[0] == 200
    assert files.has_incoming(upload.id)
    files.keep(upload.id, MediaType.JPEG, CleanFile(b"clean", b"small"))
    address = files.own_address(upload.id, MediaType.JPEG, thumbnail=True)
    status, headers, body = asked(stack, address)
    assert (status, body, headers["content-type"]) == (200, b"small", "image/jpeg")
    assert headers["content-security-policy"].startswith("default-src 'none';")
    assert headers["cache-control"] == "private, max-age=300"
    assert asked(stack, address.partition("?")[0])[0] == 403


@pytest.mark.parametrize(("typed", "status"), [("Đã vá".encode(), 403), (b"\xff", 400)])
def test_forms_with_files_come_as_they_were_sent(
    stack: RunningStack, typed: bytes, status: int
) -> None:
    """Byte by byte: what is no UTF-8 is told from what is; nobody is signed in, so that the text is
    shown to be sent again."""
    form = (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + typed + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="evidence_sent"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\r\n--x--\r\n"
    )
    said, _, body = asked(
        stack,
        "/officer/cases/LC-260803-7K3QX/propose_answer",
        method="POST",
        body=form,
        headers={
            "Content-Type": "multipart/form-data; boundary=x",
            "Sec-Fetch-Site": "same-origin",
        },
    )
    assert said == status
    assert ("Đã vá" in body.decode()) == (status == 403)


def test_a_second_deployment_uploads_nothing_again(operator: Stack) -> None:
    """And takes nothing away of an earlier one; what went missing comes back."""
    s3, outputs = operator.clients("s3"), operator.outputs()
    bucket = outputs[STATIC_BUCKET]
    s3.put_object(Bucket=bucket, Key="static/0123456789ab/office.css", Body=b"of before")
    gone = static_url("office.js").lstrip("/")
    s3.delete_object(Bucket=bucket, Key=gone)
    before = listed(s3, bucket)
    publish(s3, outputs, EMULATOR_ACCOUNT)
    after = listed(s3, bucket)
    assert set(after) == {*before, gone}
    assert {key: after[key] for key in before} == before


def listed(s3: object, bucket: str) -> dict[str, str]:
    found = s3.list_objects_v2(Bucket=bucket, Prefix="static/")["Contents"]  # type: ignore[attr-defined]
    return {one["Key"]: str(one["LastModified"]) for one in found}


def test_messages_lead_to_the_pages(stack: RunningStack, operator: Stack) -> None:
    """Whoever tells people something names the address that a browser finds."""
    label = operator.outputs()[EDGE_DOMAIN].partition(".")[0]
    assert urlsplit(stack.office_url).netloc.startswith(f"{label}.cloudfront.localhost:")
    client = operator.clients("lambda")
    found = client.get_function_configuration(FunctionName=f"{operator.name}-notify")
    assert found["Environment"]["Variables"]["PUBLIC_URL"] == stack.office_url
