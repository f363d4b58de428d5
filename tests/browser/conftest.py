"""A real browser at the office's pages. Where none can be had the tests are skipped, and say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from tests.browser.office import serve_office
from tests.browser.tabs import Tab
from tests.support.whole_api import WholeApi, whole_api


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


@pytest.fixture
def new_tab(chromium: Any, api: WholeApi) -> Iterator[Callable[..., Tab]]:
    """Opens a tab with cookies of its own (`script`, `width`)."""
    assert api
    with serve_office() as office:
        yield partial(Tab, chromium, office)
        for context in chromium.contexts:
            context.close()
