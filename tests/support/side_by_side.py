"""Which tests may run side by side under `make test` (pytest-xdist)."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[attr-defined]

_SHARED = {"integration": "stack", "e2e": "stack", "contract": "emulator"}


class ByCompany(LoadScopeScheduling):
    """What stays together on one worker is one company.

    By the path of the test, the only thing that the spreading process knows of it for sure: pytest
    9.2 does not take the suffix that `--dist loadgroup` writes behind the name.
    """

    def _split_scope(self, nodeid: str) -> str:
        return company(nodeid)


def company(nodeid: str) -> str:
    """Those who share a deployed stack stay together, those who share an emulator too, and
    everybody else file by file."""
    path = nodeid.partition("::")[0]
    return _SHARED.get(path.split("/")[1], path)
