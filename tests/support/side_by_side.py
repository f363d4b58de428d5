"""Which tests may run side by side under `make test` (pytest-xdist)."""

from __future__ import annotations

import re
from functools import cache

from xdist.scheduler import LoadScopeScheduling  # type: ignore[attr-defined]

from operations.places import ROOT

_SHARED = {
    "tests/contract/": "emulator",
    "tests/e2e/": "story",
    "tests/integration/infra/": "template",
}
_TAKES_THE_STACK = re.compile(r'\bstack: RunningStack\b|usefixtures\("stack"\)')
"""A fixture or a test that asks for the deployed stack of its worker."""


class ByCompany(LoadScopeScheduling):
    """What stays together on one worker is one company.

    By the path of the test, the only thing that the spreading process knows of it for sure: pytest
    9.2 does not take the suffix that `--dist loadgroup` writes behind the name.
    """

    def _split_scope(self, nodeid: str) -> str:
        return company(nodeid)


def company(nodeid: str) -> str:
    """Those who share a deployed stack stay together, those who share an emulator or the packaged
    template too, and everybody else file by file. The story has a stack of its own: it waits more
    than it works, and so do those who would wait for it."""
    return _company_of(nodeid.partition("::")[0])


@cache
def _company_of(path: str) -> str:
    for folder, name in _SHARED.items():
        if path.startswith(folder):
            return name
    if path.startswith("tests/integration/") and _takes_the_stack(path):
        return "stack"
    return path


def _takes_the_stack(path: str) -> bool:
    return _TAKES_THE_STACK.search((ROOT / path).read_text(encoding="utf-8")) is not None
