"""Whose network a request comes from: the distribution is believed, and nobody else."""

from __future__ import annotations

import pytest

from chalicelib.runtime.http.addresses import network_address

PEER, KEY = "192.0.2.1", "a-key-of-the-stack"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (f"203.0.113.7, {PEER}", "203.0.113.7"),
        (f"198.51.100.9, 203.0.113.7, {PEER}", "203.0.113.7"),
        (f"2001:db8::7, {PEER}", "2001:db8::7"),
        ("", PEER),
        (PEER, PEER),
        (f"somebody, {PEER}", PEER),
        (",,,", PEER),
    ],
)
def test_the_distribution_says_who_asks(forwarded: str, address: str) -> None:
    """What it noted last; what a stranger wrote before it, or what is no address, is nothing."""
    headers = {"x-edge-key": KEY, "x-forwarded-for": forwarded}
    assert network_address(headers, PEER, KEY) == address


@pytest.mark.parametrize("said", [None, "", "another", KEY[:-1], f"{KEY} ", "khóa"])
def test_whoever_has_not_the_key_is_who_speaks(said: str | None) -> None:
    """Whatever they claim, so that nobody gets past the limits of networks."""
    headers = {"x-forwarded-for": f"203.0.113.7, {PEER}"}
    headers |= {} if said is None else {"x-edge-key": said}
    assert network_address(headers, PEER, KEY) == PEER


def test_without_a_distribution_nobody_has_a_key() -> None:
    """An empty header is no key."""
    assert network_address({"x-edge-key": "", "x-forwarded-for": "203.0.113.7"}, PEER, "") == PEER
