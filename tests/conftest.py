"""What tests of several levels share: an emulator, and a whole stack on it. Both start at their
first use, on a free port and in a folder of their own, so that unit tests start nothing and a
running demo is not disturbed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from localstack import emulator
from localstack.demo.stack import RunningStack
from operations.places import LocalPlace

_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first draws pages and no windows around them, which cost the others four times as much."""

# botocore looks for credentials and a region at import of some clients, in unit tests too.
os.environ |= {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "ap-southeast-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "LOG_LEVEL": "INFO",
    "OPENPYXL_LXML": "False",
    "POWERTOOLS_METRICS_NAMESPACE": "CitizenCases",
    "POWERTOOLS_SERVICE_NAME": "tests",
}


@pytest.fixture(autouse=True, scope="module")
def own_environment() -> Iterator[None]:
    """What the tests of a file take over from a deployed stage ends with the file."""
    with mock.patch.dict(os.environ):
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """How `make test` spreads tests over its workers (pytest-xdist)."""
    from tests.support.side_by_side import ByCompany

    return ByCompany(config, log)


@pytest.fixture(scope="session")
def place() -> Iterator[LocalPlace]:
    """A folder and a port of this test session's own; what runs there is stopped at its end."""
    with emulator.passing("tests") as here:
        yield here


@pytest.fixture(scope="session")
def emulator_endpoint(place: LocalPlace) -> str:
    """The address of a running emulator."""
    emulator.start(place)
    return place.url


@pytest.fixture(scope="session")
def stack(place: LocalPlace) -> RunningStack:
    """The whole product, deployed and loaded, as an outside client finds it."""
    from tests.support.stacks import stack_at

    return stack_at(place)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine: make chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
