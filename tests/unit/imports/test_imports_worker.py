"""The worker of the queue `imports`: as many steps as there is time for, and what is left by a
letter that comes again."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from chalicelib.imports.application.ports import Continuation
from chalicelib.imports.application.working import WorkDesk
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.worker import RESERVE_MS, handle
from chalicelib.runtime.services import use
from tests.support.api import make_services
from tests.support.imports import Imports, counts
from tests.support.list_files import eligible, list_csv

KIND = ListKind.ELIGIBLE_CITIZENS
ALL_DONE = {"batchItemFailures": []}


class Again:
    """The queue, with what was put on it once more."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    def again(self, body: str) -> None:
        self.letters.append(body)


class Context:
    """A function with this much time left, however long it works."""

    def __init__(self, milliseconds: int) -> None:
        self.get_remaining_time_in_millis = lambda: milliseconds


@pytest.fixture
def office() -> Iterator[Imports]:
    made = Imports()
    made.again = Again()
    use(make_services({WorkDesk: made.work_desk, Continuation: made.again}))
    yield made
    use(None)


def letter(office: Imports, rows: int = 3) -> str:
    """As the relay brings it when a list was sent."""
    office.start(KIND, list_csv(KIND, *eligible(rows)))
    return json.dumps({"event": office.records.events[-1], "correlation_id": "c-1"})


def arrive(body: str, milliseconds: int) -> object:
    batch = {"Records": [{"messageId": "m0", "body": body}]}
    return handle(batch, Context(milliseconds))


def test_one_letter_is_enough_where_there_is_time(office: Imports) -> None:
    """To the end of the import."""
    assert arrive(letter(office), RESERVE_MS) == ALL_DONE
    (done,) = office.records.records.values()
    assert (done.is_finished, counts(done), office.again.letters) == (True, (3, 3, 0, 0), [])


def test_without_time_each_letter_does_one_step_and_comes_again(
    office: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same letter, once for each step; the last one is not sent again, and one that comes
    twice or too late does nothing more."""
    monkeypatch.setattr("chalicelib.imports.application.working.ROWS_A_PIECE", 2)
    bodies, arrived = [letter(office, rows=5)], 0
    while bodies:
        assert arrive(bodies.pop(), RESERVE_MS - 1) == ALL_DONE
        arrived += 1
        bodies, office.again.letters = office.again.letters, []
    (done,) = office.records.records.values()
    assert (done.is_finished, counts(done)) == (True, (5, 5, 0, 0))
    assert arrived == 1 + 3 + 3 + 1  # read, checked, written, counted
    written = office.entries.written
    assert arrive(letter_of(office), RESERVE_MS) == ALL_DONE
    assert (office.again.letters, office.entries.written) == ([], written)


def letter_of(office: Imports) -> str:
    return json.dumps({"event": office.records.events[0], "correlation_id": "c-1"})


def test_a_step_that_fails_brings_its_letter_back(
    office: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is done again from where it was."""
    body = letter(office)

    def broken(*_: object) -> None:
        raise OSError("no bucket")

    with monkeypatch.context() as patch:
        patch.setattr(office.files, "put_piece", broken)
        assert arrive(body, RESERVE_MS) == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert arrive(body, RESERVE_MS) == ALL_DONE
    assert len(office.entries.entries) == 3
