"""One loop for all queue workers: letter by letter, and only what failed comes again.

A letter that raises each time must not take its neighbours along, so here, and only here, every
exception is caught: the letter is reported in `batchItemFailures`, comes again after the queue's
visibility timeout, and in the end lies in the dead-letter queue. The log gets the kind of fault
and the lines of code it passed, never the exception's text, which may quote personal data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.runtime.faults import passed_lines
from chalicelib.runtime.workers import contracts
from chalicelib.runtime.workers.logs import logger


@dataclass(frozen=True)
class Envelope:
    """An event that keeps its contract, and the correlation id of the request it came from."""

    event: Mapping[str, Any]
    correlation_id: str


BatchAnswer = dict[str, list[dict[str, str]]]


def process(event: Mapping[str, Any], work: Callable[[Envelope], None]) -> BatchAnswer:
    """Do `work` for each envelope of an SQS batch; answer which letters must come again."""

    def open_and_work(body: str) -> None:
        envelope = open_envelope(body)
        logger.set_correlation_id(envelope.correlation_id)
        work(envelope)

    return process_bodies(event, open_and_work)


def process_cases(event: Mapping[str, Any], work: Callable[[str, str], None]) -> BatchAnswer:
    """Do `work` (case code, correlation id) once for each case that an SQS batch names.

    For workers that look at the case as it stands now: after the first letter a second one about
    the same case would find nothing left to do.
    """
    done: set[str] = set()

    def work_once(envelope: Envelope) -> None:
        code = str(envelope.event["code"])
        if code not in done:
            work(code, envelope.correlation_id)
            done.add(code)

    return process(event, work_once)


def process_together(
    event: Mapping[str, Any], work: Callable[[Sequence[Envelope]], None]
) -> BatchAnswer:
    """Do `work` once for all letters of an SQS batch that can be read; if that fails, for each of
    them alone, so that whichever spoils it takes no other along.

    For work that may be done twice.
    """
    readable: list[Envelope] = []
    answer = process(event, readable.append)
    try:
        if readable:
            work(readable)
    except Exception as fault:  # noqa: BLE001 - see the module's text
        logger.info("one by one", extra={"fault": type(fault).__name__})
        return process(event, lambda envelope: work([envelope]))
    return answer


def process_bodies(event: Mapping[str, Any], work: Callable[[str], None]) -> BatchAnswer:
    """The same for letters that are not ours: `work` gets each body as it came."""
    return process_records(event, lambda record: work(record["body"]))


def process_records(
    event: Mapping[str, Any], work: Callable[[Mapping[str, Any]], None]
) -> BatchAnswer:
    """The same with what the queue tells of each letter."""
    failures = []
    for record in event["Records"]:
        logger.set_correlation_id(None)
        logger.append_keys(message_id=record["messageId"])
        try:
            work(record)
        except Exception as fault:  # noqa: BLE001 - see the module's text
            _report(fault)
            failures.append({"itemIdentifier": record["messageId"]})
    logger.remove_keys(["message_id"])
    return {"batchItemFailures": failures}


def open_envelope(body: str) -> Envelope:
    """Read a letter's body; raises `ContractBroken` or `ValueError` (not JSON)."""
    letter = json.loads(body)
    contracts.check("queue_envelope/1", letter)
    contracts.check(letter["event"]["schema"], letter["event"])
    return Envelope(letter["event"], letter["correlation_id"])


def _report(fault: Exception) -> None:
    reason = str(fault) if isinstance(fault, contracts.ContractBroken) else None
    passed = passed_lines(fault)
    logger.error("letter failed", fault=type(fault).__name__, reason=reason, passed=passed)
