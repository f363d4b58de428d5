"""What bringing the local cloud up says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from localstack import up
from tests.support.api import make_services

BEGIN = datetime(2026, 8, 3, tzinfo=UTC)


@pytest.mark.parametrize("clock", [BEGIN, None])
def test_a_clock_for_a_stack_that_is_there_is_not_left_aside_silently(
    clock: datetime | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its people stay, its clock too, and the command says so."""
    people: dict[str, Any] = {"administrator": {}, "officers": []}
    assert up.people_of(make_services({}), people, clock) == people
    assert capsys.readouterr().err == (f"{up.CLOCK_STAYS}\n" if clock else "")


def test_a_stack_that_begins_gets_the_clock(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its directory."""
    monkeypatch.setattr(up, "load", lambda _product, clock: {"loaded_at": clock})
    assert up.people_of(make_services({}), None, BEGIN) == {"loaded_at": BEGIN}
    assert capsys.readouterr().err == ""
