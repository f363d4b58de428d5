"""Who may run beside whom under `make test` (pytest-xdist)."""

from __future__ import annotations

import pytest

from tests.support.side_by_side import company


@pytest.mark.parametrize(
    ("nodeid", "expected"),
    [
        ("tests/e2e/test_story.py::test_the_story", "story"),
        ("tests/e2e/test_privacy.py::test_x", "story"),
        ("tests/integration/test_once_only_stack.py::test_x[a::b/c]", "stack"),
        ("tests/integration/test_invoke.py::test_x", "stack"),
        ("tests/integration/test_load.py::test_x", "tests/integration/test_load.py"),
        ("tests/integration/infra/test_packages.py::test_x", "template"),
        ("tests/contract/cases/test_cases.py::test_x[emulator]", "emulator"),
        ("tests/unit/cases/domain/test_x.py::test_y[@]", "tests/unit/cases/domain/test_x.py"),
    ],
)
def test_who_shares_a_stack_or_an_emulator_stays_together(nodeid: str, expected: str) -> None:
    """Else each worker deploys a stack of its own, and plays the whole story on it."""
    assert company(nodeid) == expected


def test_the_workers_spread_by_company(request: pytest.FixtureRequest) -> None:
    """The hook that pytest-xdist asks is ours."""
    hook = request.config.pluginmanager.hook.pytest_xdist_make_scheduler
    names = [found.plugin_name for found in hook.get_hookimpls()]

    assert any(name.endswith("tests/conftest.py") for name in names)
