"""S3's letters reach the examination."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.application.inspection import InspectionDesk
from chalicelib.application.ports.uploads import CleanFile
from chalicelib.domain.uploads import MediaType, UploadState
from chalicelib.entrypoints import inspect_worker
from tests.support.clock import FakeClock
from tests.support.faults import FakeFaults
from tests.support.uploads import (
    CONTENT,
    FakeExaminer,
    FakeUploadBytes,
    FakeUploadStore,
    make_upload,
)


@pytest.fixture
def desk() -> Iterator[InspectionDesk]:
    files = FakeUploadBytes()
    files.incoming = {"one": CONTENT, "two": CONTENT}
    store = FakeUploadStore([make_upload("one"), make_upload("two")])
    desk = InspectionDesk(store, files, FakeExaminer(), FakeClock())
    bootstrap.use(SimpleNamespace(inspection_desk=desk, faults=FakeFaults()))  # type: ignore[arg-type]
    yield desk
    bootstrap.use(None)


def created(*keys: str) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": key}}} for key in keys]})


def batch(*bodies: str) -> dict[str, list[dict[str, Any]]]:
    return {"Records": [{"messageId": f"m{n}", "body": body} for n, body in enumerate(bodies)]}


def state_of(desk: InspectionDesk, upload_id: str) -> UploadState:
    return desk.uploads.find([upload_id])[upload_id].state


@pytest.mark.parametrize("key", ["incoming/one", "incoming%2Fone"])
def test_a_file_that_came_is_examined(desk: InspectionDesk, key: str) -> None:
    """Keys come escaped as in forms."""
    assert inspect_worker.handle(batch(created(key)), None) == {"batchItemFailures": []}
    assert state_of(desk, "one") is UploadState.CHECKED


def test_one_letter_may_name_several_files(desk: InspectionDesk) -> None:
    """All records of a letter are done."""
    inspect_worker.handle(batch(created("incoming/one", "incoming/two")), None)
    assert {state_of(desk, one) for one in ("one", "two")} == {UploadState.CHECKED}


@pytest.mark.parametrize(
    "body", [json.dumps({"Event": "s3:TestEvent"}), created("checked/one"), created("incoming/x")]
)
def test_letters_about_nothing_of_ours_are_done_at_once(desk: InspectionDesk, body: str) -> None:
    """S3's test letter, other folders and unknown uploads never fill the dead-letter queue."""
    assert inspect_worker.handle(batch(body), None) == {"batchItemFailures": []}
    assert state_of(desk, "one") is UploadState.ISSUED


def test_a_passing_fault_brings_only_its_letter_again(desk: InspectionDesk) -> None:
    """A throttled call holds up one file, not its neighbours."""
    read = desk.files.read_incoming

    def throttled(upload_id: str, most: int) -> bytes | None:
        if upload_id == "one":
            raise ConnectionError
        return read(upload_id, most)

    desk.files.read_incoming = throttled  # type: ignore[method-assign]
    answer = inspect_worker.handle(batch(created("incoming/one"), created("incoming/two")), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert state_of(desk, "two") is UploadState.CHECKED


@pytest.mark.parametrize("tries", [1, 2, 3, 4])
def test_a_file_that_fails_its_third_time_is_refused(desk: InspectionDesk, tries: int) -> None:
    """No letter is left; a neighbour in the same letter is examined at the first."""

    def clean(_media_type: MediaType, data: bytes) -> CleanFile:
        if data == CONTENT:
            raise MemoryError
        return CleanFile(data)

    desk.examiner.clean = clean  # type: ignore[method-assign]
    desk.files.incoming["two"] = CONTENT[::-1]
    letters = batch(created("incoming/one", "incoming/two"))
    letters["Records"][0]["attributes"] = {"ApproximateReceiveCount": str(tries)}
    failures = [] if tries >= 3 else [{"itemIdentifier": "m0"}]
    assert inspect_worker.handle(letters, None) == {"batchItemFailures": failures}
    assert state_of(desk, "one") is (UploadState.REFUSED if tries >= 3 else UploadState.ISSUED)
    assert state_of(desk, "two") is UploadState.REFUSED  # its hash is not what was announced
    assert ("one" in desk.files.incoming) == (tries < 3)


def test_only_the_examination_imports_the_decoders() -> None:
    """The API's cold start does not pay for what it never uses."""
    program = (
        "import sys, chalicelib.bootstrap, chalicelib.application.uploads\n"
        "import chalicelib.adapters.attachments, chalicelib.adapters.media.confined\n"
        "sys.exit('PIL' in sys.modules or 'pypdf' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_files_that_cannot_be_examined_keep_no_other_of_their_letter(
    desk: InspectionDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first and a middle one: the others are done, and the letter comes again."""
    real = inspect_worker.inspect_upload

    def broken(at: InspectionDesk, upload_id: str, *, last_try: bool) -> UploadState | None:
        if upload_id.startswith("broken"):
            raise ValueError(upload_id)
        return real(at, upload_id, last_try=last_try)

    monkeypatch.setattr(inspect_worker, "inspect_upload", broken)
    letter = created("incoming/broken1", "incoming/one", "incoming/broken2", "incoming/two")
    answer = inspect_worker.handle(batch(letter), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert {state_of(desk, one) for one in ("one", "two")} == {UploadState.CHECKED}
