"""What schemathesis is told of the product: its own configuration reads it."""

from __future__ import annotations

from typing import Any, cast

from schemathesis.config import SchemathesisConfig

from localstack.cast import Cast
from localstack.fuzz import REFUSED, settings


class _Somebody:
    token = "t"


class _Signed:
    """Everybody is signed in, and there is a case."""

    def citizen(self, *_who: str) -> Any:
        return _Somebody()

    officer = registration = citizen

    def case_of(self, _citizen: object) -> str:
        return "LC-260803-7K3QX"


def test_a_body_that_is_too_large_is_a_refusal() -> None:
    """As is whatever else the product refuses with: not one of them means that it was taken."""
    config = SchemathesisConfig.from_str(settings(cast(Cast, _Signed())))
    found = config.projects.default.checks.negative_data_rejection.expected_statuses
    assert tuple(found) == REFUSED
    assert "4xx" in REFUSED
