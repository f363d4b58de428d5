"""From which network something is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.kernel.origins import asked_from, network_of, present_network


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unknown", None),
        ("203.0.113.77/8", None),
        ("", None),
    ],
)
def test_an_address_lies_in_its_network(address: str, network: str | None) -> None:
    """Of what is no address nothing is known."""
    assert network_of(address) == network


def test_the_network_is_known_inside_the_request_alone() -> None:
    """Each thread has its own."""
    with asked_from("203.0.113.77"):
        assert present_network() == "203.0.113.0/24"
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(present_network).result() is None
    assert present_network() is None
