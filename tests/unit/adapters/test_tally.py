"""Metrics of messages."""

from __future__ import annotations

import json

import pytest

from chalicelib.adapters.tally import METRICS, MetricTally
from chalicelib.domain.messages import OPEN, Status
from tests.support.messages import make_message


@pytest.mark.parametrize(("status", "name"), list(METRICS.items()))
def test_each_end_is_one_metric_by_kind_and_channel(status, name, monkeypatch, capsys) -> None:
    """In embedded metric format, and without anything about the person."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "CongDanSo")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "notify")
    MetricTally().count(make_message(status=status, recipient="A1"))
    blob = json.loads(capsys.readouterr().out)
    assert (blob[name], blob["kind"], blob["channel"]) == ([1.0], "answered", "sms")
    assert "A1" not in json.dumps(blob)


def test_every_end_has_a_metric() -> None:
    """A new status that is an end must be counted too."""
    assert set(METRICS) == set(Status) - OPEN
