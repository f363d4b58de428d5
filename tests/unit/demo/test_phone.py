"""Reading one-time codes off a phone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from localstack.demo import phone
from localstack.demo.client import ApiAnswer
from localstack.demo.phone import Phone, Post

NUMBER = "+84912000001"


@pytest.fixture
def receive(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A phone network that holds what the test sends."""
    texts: list[dict[str, str]] = []

    def exchange(_method: str, _url: str) -> ApiAnswer:
        return ApiAnswer(200, {}, json.dumps({"sms_messages": {NUMBER: texts}}).encode())

    monkeypatch.setattr(phone, "exchange", exchange)
    return lambda text: texts.append({"Message": text})


def test_only_a_code_that_is_new_counts(receive: Callable[[str], None]) -> None:
    """An older code and the date within a case code are never taken for the new code."""
    mine = Phone(Post("http://emulator.test"), NUMBER)
    receive("111111 la ma xac thuc LaoCai-S")
    mine.look()
    receive("222222 la ma xac thuc LaoCai-S")
    receive("Phan cong xu ly LC-260803-7K3QX: Giao thong. Han 17:00 06/08/2026.")
    assert mine.last_code() == "222222"
