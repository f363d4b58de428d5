"""Every command of the operator leaves its line in the audit: the whole table, each one run."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from bench.texts import made_up
from chalicelib.audit.application.verifying import AuditReading, verify_whole
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.rules.domain import category_training
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings, recount, rehash, train
from operations.auditing import tell, to_the_end
from operations.places import ROOT
from tests.support.audited import OPERATED
from tests.support.samples import product_on_moto

ELSEWHERE = {
    "deploy": "tests/unit/operations/test_deploy.py",
    "first_load": "tests/integration/test_first_load.py",
    "foreign_cases": "tests/unit/operations/test_foreign_cases.py",
    "restore": "tests/integration/test_quarantine.py",
    "import_list": "tests/integration/test_import_stack.py",
    "revoke": "tests/integration/test_revoke.py",
}
"""Commands whose lines other tests look for."""
MOST_WRONG = SimpleNamespace(kept=1, counted=2, cell="c")
"""A difference of the figures, for the command that repairs them."""
LEARNED = category_training.train(list(made_up(200, 1)), 1, datetime(2026, 8, 1, tzinfo=UTC), 70)
"""For the command that learns: the stack has no cases."""
OPTIONS = {
    "documents": ["--rewrite"],
    "recount": ["--repair"],
    "redrive": ["audit", "--most", "7"],
}


@dataclass
class MotoStack:
    """As much of a stack as the commands ask for."""

    product: Services
    name: str = "moto"

    def adopt(self) -> Services:
        return self.product

    def outputs(self) -> dict[str, str]:
        url = self.product.get(Settings).queue_url("audit")
        return {"AuditDeadLettersUrl": url, "AuditQueueUrl": url}

    def clients(self, service: str) -> Any:
        return boto3.client(service)


@pytest.fixture(scope="module")
def stack() -> Iterator[MotoStack]:
    with product_on_moto() as product:
        yield MotoStack(product)


def told(product: Services) -> list[dict[str, Any]]:
    rows = product.get(AuditReading).book.everything().days.values()
    said = [json.loads(link.line) for links in rows for link in links]
    return [one for one in said if not one["kind"].startswith("day.")]


def run(name: str, stack: MotoStack, monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    module = importlib.import_module(f"operations.{name}")
    monkeypatch.setattr(module, "stack_of", lambda _given: stack)
    monkeypatch.setattr(sys, "argv", [name, *options])
    with suppress(SystemExit):
        to_the_end(module.main)


def test_every_command_is_decided_on() -> None:
    """A new one gets its kind of line, or a reason why it leaves none."""
    files = (ROOT / "operations").glob("*.py")
    sources = {file.stem: file.read_text(encoding="utf-8") for file in files}
    commands = {name for name, text in sources.items() if '__name__ == "__main__"' in text}
    assert commands == OPERATED.keys()


@pytest.mark.parametrize("name", [name for name in OPERATED if name not in ELSEWHERE])
def test_what_a_command_does_has_its_line(
    name: str, stack: MotoStack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Exactly one of what was asked for and one of how it ended, in the name of whose credentials
    these are; the chain holds."""
    monkeypatch.setattr(rehash, "SPREAD", timedelta(0))
    monkeypatch.setattr(recount, "recount", lambda *_: [MOST_WRONG])
    monkeypatch.setattr(train, "learn", lambda *_: LEARNED)
    holdings.quarantine(stack.product)
    before = told(stack.product)
    folders = [str(tmp_path / "backup"), str(tmp_path / "key")] if name == "backup" else []
    marks = ["--folder", str(tmp_path / "local")]
    run(name, stack, monkeypatch, *OPTIONS.get(name, []), *folders, *marks)
    lines, kinds = told(stack.product)[len(before) :], OPERATED[name]
    expected = [] if isinstance(kinds, str) else [*kinds, AuditKind.COMMAND_ENDED]
    assert [one["kind"] for one in lines] == expected
    for begun, ended in zip(lines[::2], lines[1::2], strict=True):
        assert (ended["what"]["of"], ended["what"]["line"]) == (begun["kind"], begun["id"])
        assert ended["what"]["outcome"] in ("done", "incomplete")
    assert all(one["actor"]["id"].startswith("operator:") for one in lines)
    assert not verify_whole(stack.product.get(AuditReading)).breaks


@pytest.mark.parametrize(
    ("end", "told_so"),
    [
        (0, {"outcome": "done"}),
        (1, {"outcome": "incomplete"}),
        (SystemExit(0), {"outcome": "done"}),
        (SystemExit("the stack is not empty"), {"outcome": "incomplete"}),
        (KeyboardInterrupt(), {"outcome": "stopped"}),
        (ValueError("Giàng Thị Mẩy"), {"outcome": "failed", "fault": "ValueError"}),
    ],
)
def test_how_a_command_ended_is_said(
    stack: MotoStack, end: BaseException | int, told_so: dict[str, str]
) -> None:
    """Never with the fault's text; and the end itself goes on to whoever called."""

    def main() -> int:
        tell(stack.product, AuditKind.KEYS_ROTATED, leaked=False)
        if isinstance(end, BaseException):
            raise end
        return end

    before = told(stack.product)
    if isinstance(end, BaseException):
        with pytest.raises(type(end)):
            to_the_end(main)
    else:
        assert to_the_end(main) == end
    begun, ended = told(stack.product)[len(before) :]
    assert (begun["kind"], ended["kind"]) == ("keys.rotated", "command.ended")
    assert ended["what"] == {"of": "keys.rotated", "line": begun["id"], **told_so}


def test_a_command_that_cannot_tell_does_nothing(
    stack: MotoStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit cannot be written: no key is made."""

    def away(*_: Any) -> None:
        raise ConnectionError

    before = [*holdings.key_sets(stack.product)]
    monkeypatch.setattr("operations.auditing.enter", away)
    with pytest.raises(ConnectionError):
        run("rotate", stack, monkeypatch)
    assert [*holdings.key_sets(stack.product)] == before
