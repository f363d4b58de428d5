"""Which tests may run side by side under `make test` (pytest-xdist)."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[attr-defined]

_SHARED = {
    "tests/contract/": "emulator",
    "tests/e2e/": "stack",
    "tests/integration/infra/": "template",
    "tests/integration/": "stack",
}


class ByCompany(LoadScopeScheduling):
    """What stays together on one worker is one company.

    By the path of the test, the only thing that the spreading process knows of it for sure: pytest
    9.2 does not take the suffix that `--dist loadgroup` writes behind the name.
    """

    def _split_scope(self, nodeid: str) -> str:
        return company(nodeid)


def company(nodeid: str) -> str:
    """Those who share a deployed stack stay together, those who share an emulator or the packaged
    template too, and everybody else file by file."""
    path = nodeid.partition("::")[0]
    return next((name for folder, name in _SHARED.items() if path.startswith(folder)), path)
