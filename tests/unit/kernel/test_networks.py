"""Networks of addresses."""

from __future__ import annotations

import pytest

from chalicelib.kernel.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("198.51.100.254", "198.51.100.0/24"),
        ("198.51.101.7", "198.51.101.0/24"),
        (" 198.51.100.7 ", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unknown", "unknown"),
        ("198.51.100.7, 10.0.0.1", "unknown"),
        ("198.51.100.256", "unknown"),
    ],
)
def test_an_address_lies_in_its_network(address: str, network: str) -> None:
    """A /24 or a /64: whoever has one address mostly has its neighbours."""
    assert network_of(address) == network
