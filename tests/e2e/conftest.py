"""The shortened story, played once for all end-to-end tests."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest

from localstack.demo.console import Console
from localstack.demo.play import play
from localstack.demo.script import Script, whole_script
from localstack.demo.stack import Stack


@dataclass(frozen=True)
class Played:
    """A story that was played: its script, what did not hold, and what the player saw."""

    script: Script
    complaints: list[str]
    shown: str


@pytest.fixture(scope="session")
def played(stack: Stack) -> Played:
    """One case of each fate, sent by the people who need to be there."""
    script = whole_script().shortened()
    shown = io.StringIO()
    complaints = play(stack, script, Console(shown))
    return Played(script, complaints, shown.getvalue())
