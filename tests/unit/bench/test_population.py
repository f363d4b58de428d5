"""Who is put into a stack is told of like whoever came by the door."""

from __future__ import annotations

import pytest

from bench.people import CITIZEN
from bench.population import account_id
from chalicelib.kernel.ids import is_sortable_id


@pytest.mark.parametrize("id", [CITIZEN.id, account_id(0), account_id(999_999)])
def test_accounts_have_the_form_of_those_that_are_registered(id: str) -> None:
    """Workers refuse events of any other."""
    assert is_sortable_id(id)
