"""Where the local stack is and who works there: what `make up` wrote to `.local/stack.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

STACK_FILE = Path(".local/stack.json")


@dataclass(frozen=True)
class Login:
    """An officer of the sample roster, with what is needed to sign in as an outside client."""

    username: str
    password: str
    role: str
    agency: str
    phone: str
    email: str


@dataclass(frozen=True)
class RunningStack:
    """The addresses of a running stack. `api_url` ends with the stage, without `/v1`."""

    api_url: str
    emulator_url: str
    region: str
    stack_name: str
    administrator: Login
    officers: tuple[Login, ...]
    office_url: str = ""
    """Of the pages; no path."""


def read_stack(path: Path) -> RunningStack:
    """What the file says now. Raises FileNotFoundError where no stack is up."""
    return parse_stack(path.read_text(encoding="utf-8"))


def parse_stack(text: str) -> RunningStack:
    """The stack described by a document; members that a client has no use for are passed over."""
    given = json.loads(text)
    return RunningStack(
        api_url=given["api_url"],
        emulator_url=given["emulator_url"],
        region=given["region"],
        stack_name=given["stack_name"],
        administrator=_login(given["administrator"]),
        officers=tuple(_login(officer) for officer in given["officers"]),
        office_url=given["office_url"],
    )


def _login(given: dict[str, str]) -> Login:
    return Login(**{name: given[name] for name in Login.__dataclass_fields__})
