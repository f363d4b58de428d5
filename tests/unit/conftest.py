"""What unit tests of several nouns share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.whole_api import WholeApi


@pytest.fixture
def api() -> Iterator[WholeApi]:
    """Every route in process, with everything behind it in memory."""
    from tests.support.whole_api import whole_api

    with whole_api() as api:
        yield api
