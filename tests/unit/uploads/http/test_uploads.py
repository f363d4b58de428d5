"""Forms and signed addresses over HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.http.answer_views import attachment_view
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.runtime.http.catalogue import REFUSALS, fault_text, refusal_text
from chalicelib.runtime.services import use
from chalicelib.uploads.application.uploads import UploadDesk
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.uploads.domain.uploads import MEBIBYTE, ExaminationResult, MediaType, Refusal
from tests.support.actors import central
from tests.support.api import Api, make_services
from tests.support.clock import NOW, FakeClock
from tests.support.keys import make_tokens
from tests.support.uploads import CONTENT, make_upload, make_upload_desk

CODE = "LC-260803-7K3QX"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
BODY: dict[str, Any] = {"content_type": "image/jpeg", "size": len(CONTENT), "sha256": DIGEST}
CITIZEN = Actor(Role.CITIZEN, "c1")
OFFICER = Actor(Role.OFFICER, "o1", "so-xay-dung")
CHECKED = replace(make_upload("photo"), verdict=ExaminationResult(NOW, thumbnail=True))
RECORDS = [
    CHECKED,
    replace(CHECKED, id="proposed"),
    make_upload("waiting"),
    replace(CHECKED, id="bad", verdict=ExaminationResult(NOW, Refusal.WRONG_HASH)),
    replace(CHECKED, id="film", media_type=MediaType.MP4, verdict=ExaminationResult(NOW)),
    replace(CHECKED, id="foreign"),
]


def make_case() -> Any:
    """A case of the citizen c1 with an officer's evidence that is not yet approved."""
    shown = tuple(Attachment(one, "image/jpeg") for one in ("photo", "waiting", "bad", "film"))
    return SimpleNamespace(
        on_behalf=None,
        code=CODE,
        reporter="c1",
        agency=OFFICER.agency,
        coordinating=(),
        files=lambda: shown,
        all_files=lambda: (*shown, Attachment("proposed", "image/jpeg")),
    )


@pytest.fixture
def desk() -> UploadDesk:
    return make_upload_desk(RECORDS)


@pytest.fixture
def api(desk: UploadDesk) -> Iterator[Api]:
    cases = SimpleNamespace(find=lambda code: make_case() if code == CODE else None)
    use(
        make_services(
            {
                Clock: FakeClock(),
                Tokens: make_tokens(),
                UploadDesk: desk,
                CaseDesk: SimpleNamespace(cases=cases),
            }
        )
    )
    yield Api()
    use(None)


def token(actor: Actor = CITIZEN) -> str:
    return make_tokens().issue_access(Bearer(actor, "s1"), NOW).token


@pytest.mark.parametrize(
    ("path", "actor"),
    [("/v1/uploads", CITIZEN), ("/v1/officer/uploads", OFFICER)],
)
def test_a_form_belongs_to_who_asked_for_it(api: Api, desk: UploadDesk, path, actor) -> None:
    """201 with everything the client needs, and a record with the owner."""
    answer = api.send("POST", path, {**BODY, "sha256": DIGEST.upper()}, token(actor))
    assert answer.status == 201
    assert set(answer.body) == {"upload_id", "url", "fields"}
    upload = desk.uploads.find([answer.body["upload_id"]])[answer.body["upload_id"]]
    assert (upload.owner, upload.sha256, upload.size) == (actor.id, DIGEST, len(CONTENT))


@pytest.mark.parametrize(
    ("path", "actor"),
    [("/v1/uploads", OFFICER), ("/v1/officer/uploads", CITIZEN)],
)
def test_each_path_is_for_its_own_people(api: Api, path: str, actor: Actor) -> None:
    """Citizens and officers have paths of their own."""
    assert api.send("POST", path, BODY, token(actor)).code == "wrong_role"
    assert api.send("POST", path, BODY).status == 401


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"size": 10 * MEBIBYTE + 1}, [("/size", "too_large")]),
        ({"content_type": "video/mp4", "size": 50 * MEBIBYTE + 1}, [("/size", "too_large")]),
        ({"size": 0}, [("/size", "out_of_range")]),
        ({"size": -1}, [("/size", "out_of_range")]),
        ({"size": "5"}, [("/size", "wrong_type")]),
        ({"size": 1.5}, [("/size", "wrong_type")]),
        ({"content_type": "image/gif"}, [("/content_type", "not_one_of")]),
        ({"content_type": "IMAGE/JPEG"}, [("/content_type", "not_one_of")]),
        ({"sha256": DIGEST[:-1]}, [("/sha256", "wrong_form")]),
        ({"sha256": DIGEST[:-1] + "g"}, [("/sha256", "wrong_form")]),
        ({"sha256": DIGEST + "\n"}, [("/sha256", "wrong_form")]),
        ({"name": "photo.jpg"}, [("/name", "unknown_field")]),
    ],
)
def test_each_wrong_field_is_told(api: Api, desk: UploadDesk, change, faults) -> None:
    """422 with the field and a code, and nothing is recorded."""
    before = len(desk.uploads.uploads)
    answer = api.send("POST", "/v1/uploads", {**BODY, **change}, token())
    assert (answer.status, answer.faults) == (422, faults)
    assert len(desk.uploads.uploads) == before


@pytest.mark.parametrize(
    ("actor", "name", "status", "code"),
    [
        (CITIZEN, "photo", 303, None),
        (CITIZEN, "photo?size=thumbnail", 303, None),
        (CITIZEN, "film?size=thumbnail", 404, "no_thumbnail"),
        (CITIZEN, "photo?size=huge", 422, "invalid"),
        (CITIZEN, "waiting", 409, "not_checked"),
        (CITIZEN, "bad", 410, "upload_refused"),
        (CITIZEN, "foreign", 404, "attachment_not_found"),
        (CITIZEN, "proposed", 404, "attachment_not_found"),
        (Actor(Role.CITIZEN, "c2"), "photo", 404, "case_not_found"),
        (OFFICER, "photo", 303, None),
        (OFFICER, "proposed", 303, None),
        (Actor(Role.LEADER, "o2", "so-y-te"), "photo", 404, "case_not_found"),
        (central(Role.INTAKE, "o3"), "photo", 303, None),
    ],
)
def test_who_fetches_what(api: Api, actor: Actor, name: str, status: int, code) -> None:
    """Only who may see the case, only its files, only when checked; evidence when approved."""
    answer = api.send("GET", f"/v1/cases/{CODE}/attachments/{name}", token=token(actor))
    assert answer.status == status
    if code:
        assert answer.code == code
    else:
        assert answer.headers["Location"].startswith("https://uploads.example/")
        assert ("thumbnail" in name) == ("thumbnail" in answer.headers["Location"])
        assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_fetches_without_signing_in(api: Api) -> None:
    """401 before anything about the case is told."""
    assert api.send("GET", f"/v1/cases/{CODE}/attachments/photo").status == 401


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sender_sees_why_a_file_was_refused(api: Api, language: str) -> None:
    """On the case, and when fetching it: a code, and a sentence in the reader's language."""
    files, reading = {upload.id: upload for upload in RECORDS}, SimpleNamespace(language=language)
    bad, photo = (
        attachment_view(Attachment(one, "image/jpeg"), files, reading) for one in ("bad", "photo")
    )
    assert bad["refusal"] == {"code": "wrong_hash", "text": REFUSALS["wrong_hash"][language]}
    assert photo["refusal"] is None
    fetched = api.send("GET", f"/v1/cases/{CODE}/attachments/bad", token=token(CITIZEN))
    assert fetched.body["refusal"] == "wrong_hash"


@pytest.mark.parametrize("refusal", Refusal)
def test_each_refusal_has_its_words(refusal: Refusal) -> None:
    """In both languages, and in the message of a file that cannot be attached."""
    assert set(REFUSALS) == {one.value for one in Refusal}
    for language in ("vi", "en"):
        assert refusal_text(refusal, language) in fault_text(
            "upload_refused", {"refusal": refusal}, language
        )
