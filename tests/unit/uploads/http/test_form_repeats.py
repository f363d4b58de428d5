"""A form that is asked for again under its key: signed anew, or over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Hasher, Sealer, Tokens
from chalicelib.runtime.http.idempotency.requests import RequestDesk
from chalicelib.runtime.services import use
from chalicelib.uploads.application.ports import UploadForm
from chalicelib.uploads.application.uploads import UploadDesk
from chalicelib.uploads.domain.uploads import ExaminationResult, Purpose, Upload
from tests.support.api import Answer, Api, make_services
from tests.support.clock import NOW, FakeClock
from tests.support.directory import make_directory
from tests.support.keys import make_hasher, make_sealer, make_tokens
from tests.support.limits import FakeLimiter
from tests.support.requests import FakeRequestLedger
from tests.support.uploads import CONTENT, FakeUploadBytes, FakeUploadStore

BODY: dict[str, Any] = {
    "content_type": "image/jpeg",
    "size": len(CONTENT),
    "sha256": hashlib.sha256(CONTENT).hexdigest(),
}
CITIZEN = Actor(Role.CITIZEN, "c1")


class SigningBytes(FakeUploadBytes):
    """Each signature is another."""

    signed = 0

    def form(self, upload: Upload) -> UploadForm:
        self.signed += 1
        return UploadForm(
            "https://uploads.example", {"key": upload.id, "signature": f"secret-{self.signed}"}
        )


@dataclass
class Place:
    """What is behind the API."""

    clock: FakeClock
    ledger: FakeRequestLedger
    store: FakeUploadStore
    files: SigningBytes

    def ask(self, token_at: Any = NOW) -> Answer:
        token = make_tokens().issue_access(Bearer(CITIZEN, "s1"), token_at).token
        return Api().send("POST", "/v1/uploads", BODY, token, Idempotency_Key="k")


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place(FakeClock(), FakeRequestLedger(), FakeUploadStore(), SigningBytes())
    use(
        make_services(
            {
                Clock: place.clock,
                Tokens: make_tokens(),
                Hasher: make_hasher(),
                Sealer: make_sealer(),
                RequestDesk: RequestDesk(place.ledger, place.clock, lambda _: None),
                UploadDesk: UploadDesk(
                    place.store,
                    place.files,
                    place.clock,
                    FakeLimiter(),
                    make_directory((), place.clock),
                ),
            }
        )
    )
    yield place
    use(None)


def test_a_repeated_form_is_signed_anew(place: Place) -> None:
    """The same upload, another signature; the one before was never kept. No call more at first."""
    first = place.ask()
    assert place.store.calls == ["add"]
    again = place.ask()
    assert (first.status, again.status) == (201, 201)
    assert first.body["upload_id"] == again.body["upload_id"]
    assert first.body["fields"] != again.body["fields"]
    assert len(place.store.uploads) == 1
    (record,) = place.ledger.records.values()
    assert record.answer is not None
    kept = make_sealer().unseal(record.answer, record.id)
    assert b"secret" not in kept
    assert b"uploads.example" not in kept


@pytest.mark.parametrize("seconds", [61, 3600, 23 * 3600])
def test_a_form_is_over_after_a_minute(place: Place, seconds: int) -> None:
    """410: a form of its own is asked for with a key of its own."""
    place.ask()
    place.clock.advance(seconds=seconds)
    again = place.ask(place.clock.now())
    assert (again.status, again.code) == (410, "answer_over")
    assert place.files.signed == 1


def _came(place: Place, id: str) -> None:
    place.files.incoming[id] = CONTENT


def _examined(place: Place, id: str) -> None:
    place.store.conclude(id, ExaminationResult(NOW))


def _attached(place: Place, id: str) -> None:
    upload = place.store.uploads[id]
    assert place.store.write([place.store.attaching([upload], "LC-260803-7K3QX", Purpose.CASE)])


def _gone(place: Place, id: str) -> None:
    del place.store.uploads[id]


def _anothers(place: Place, id: str) -> None:
    place.store.uploads[id] = replace(place.store.uploads[id], owner="c2")


@pytest.mark.parametrize("happens", [_came, _examined, _attached, _gone, _anothers])
def test_a_form_whose_upload_went_on_is_over(place: Place, happens: Any) -> None:
    """Nothing is sent into an upload that has its file, is another's, or is no more."""
    happens(place, place.ask().body["upload_id"])
    again = place.ask()
    assert (again.status, again.code) == (410, "answer_over")
