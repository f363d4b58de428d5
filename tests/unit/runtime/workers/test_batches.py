"""The loop of all queue workers."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import pytest

from chalicelib.runtime.workers import batches, contracts
from chalicelib.runtime.workers.batches import Envelope


def record(number: int, body: object) -> dict[str, str]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {"messageId": f"m{number}", "body": text}


def batch(*bodies: object) -> dict[str, list[dict[str, str]]]:
    return {"Records": [record(number, body) for number, body in enumerate(bodies)]}


def test_single_failures_are_reported_and_the_rest_goes_on() -> None:
    """The first and a middle letter raise and come again alone; their neighbours stay done."""
    done = []

    def work(body: str) -> None:
        if body == "bad":
            raise KeyError(body)
        done.append(body)

    answer = batches.process_bodies(batch("bad", "one", "bad", "three"), work)
    assert done == ["one", "three"]
    failed = [{"itemIdentifier": "m0"}, {"itemIdentifier": "m2"}]
    assert answer == {"batchItemFailures": failed}


def test_letters_worked_on_together_fail_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once where that goes; else one by one, and only what failed comes again."""
    monkeypatch.setattr(contracts, "check", lambda *_: None)
    seen: list[list[str]] = []

    def work(envelopes: Sequence[Envelope]) -> None:
        seen.append([str(envelope.event["id"]) for envelope in envelopes])
        if "bad" in seen[-1]:
            raise KeyError

    letters = {
        id: {"event": {"schema": "x/1", "id": id}, "correlation_id": "c"}
        for id in ("a", "bad", "b")
    }
    answer = batches.process_together(batch(letters["a"], letters["b"]), work)
    assert answer == {"batchItemFailures": []}
    answer = batches.process_together(batch(*letters.values(), "not json"), work)
    failed = [{"itemIdentifier": "m1"}, {"itemIdentifier": "m3"}]
    assert answer == {"batchItemFailures": failed}
    assert seen == [["a", "b"], ["a", "bad", "b"], ["a"], ["bad"], ["b"]]


def test_a_letter_that_cannot_be_read_parts_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be read is worked on together still."""
    monkeypatch.setattr(contracts, "check", lambda *_: None)
    seen: list[int] = []
    letter = {"event": {"schema": "x/1", "id": "a"}, "correlation_id": "c"}
    answer = batches.process_together(
        batch(letter, "not json", letter), lambda envelopes: seen.append(len(envelopes))
    )
    assert (answer, seen) == ({"batchItemFailures": [{"itemIdentifier": "m1"}]}, [2])


@pytest.mark.parametrize(
    "body", ["not json", "[]", {"event": {}}, {"event": {"schema": "nobody/1", "id": "1"}}]
)
def test_a_letter_that_breaks_its_contract_never_reaches_the_work(body) -> None:
    """Schema faults end in the dead-letter queue through the same report."""
    answer = batches.process(batch(body), lambda _: pytest.fail("reached the work"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}


def test_the_work_gets_event_and_correlation_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the relay put in comes out, and the log carries the request's correlation id."""
    monkeypatch.setattr(contracts, "check", lambda *_: None)
    seen: list[tuple[Envelope, str | None]] = []
    letter = {"event": {"schema": "x/1", "id": "e1"}, "correlation_id": "c-7"}
    batches.process(
        batch(letter), lambda envelope: seen.append((envelope, batches.logger.get_correlation_id()))
    )
    assert seen == [(Envelope(letter["event"], "c-7"), "c-7")]


def test_the_log_of_a_failure_has_no_text_of_the_exception(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An exception may quote a phone number; the log has its kind and place only."""

    def work(_: str) -> None:
        raise ValueError("0912345678")

    stream = io.StringIO()
    monkeypatch.setattr(batches.logger.registered_handler, "stream", stream)
    batches.process_bodies(batch("x"), work)
    logged = stream.getvalue()
    assert "ValueError" in logged
    assert "test_batches.py" in logged
    assert "0912345678" not in logged


def test_an_interrupt_is_not_caught() -> None:
    """A worker that is killed must not report success for the rest: the whole batch comes again."""

    def work(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batches.process_bodies(batch("x"), work)
