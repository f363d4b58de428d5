"""What is logged and counted about messages."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from chalicelib.messages.adapters.tally import METRICS, MetricTally
from chalicelib.messages.domain.messages import OPEN, MessageStatus, Text
from tests.support.messages import make_message


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the function's log gets."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "CongDanSo")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "tally-tests")
    return io.StringIO()


def count(log: io.StringIO, **changes: Any) -> dict[str, Any]:
    tally = MetricTally()
    tally._logger.registered_handler.stream = log  # type: ignore[attr-defined]
    tally.count(make_message(**changes))
    return dict(json.loads(log.getvalue()))


@pytest.mark.parametrize(("status", "name"), list(METRICS.items()))
def test_each_end_is_one_metric_by_kind_and_channel(status, name, log, capsys) -> None:
    """In embedded metric format."""
    count(log, status=status)
    blob = json.loads(capsys.readouterr().out)
    assert (blob[name], blob["kind"], blob["channel"]) == ([1.0], "answered", "sms")


def test_the_parts_of_short_messages_are_counted(log, capsys) -> None:
    """What the carriers will bill."""
    count(log, status=MessageStatus.SENT, parts=2)
    sent, parts = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (sent["MessagesSent"], parts["SmsParts"], parts["kind"]) == ([1.0], [2.0], "answered")


def test_each_end_is_logged_under_the_correlation_id_of_its_request(log) -> None:
    """Also when the due work sends it hours later."""
    line = count(log, status=MessageStatus.FAILED, reason="throttled", correlation_id="c-77")
    assert {name: line[name] for name in ("correlation_id", "outcome", "reason", "about")} == {
        "correlation_id": "c-77",
        "outcome": "failed",
        "reason": "throttled",
        "about": "LC-260803-7K3QX#8",
    }


def test_neither_log_nor_metric_says_who_or_what(log, capsys) -> None:
    """The recipient's id and the text stay out of both."""
    count(log, status=MessageStatus.SENT, recipient="account-7", text=Text("Chủ đề", "0912345678"))
    written = log.getvalue() + capsys.readouterr().out
    for secret in ("account-7", "Chủ đề", "0912345678"):
        assert secret not in written


def test_every_end_has_a_metric() -> None:
    """A new status that is an end must be counted too."""
    assert set(METRICS) == set(MessageStatus) - OPEN
