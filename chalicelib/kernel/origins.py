"""From which network something is asked, for whoever records it: known at the edge, told along.

A request's network is kept beside its thread of work, as its correlation id is in the log, so that
each write can tell it without every use case handing it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

_NETWORK: ContextVar[str | None] = ContextVar("network", default=None)


def network_of(address: str) -> str | None:
    """The /24 (IPv4) or /64 (IPv6) of an address; None for what is none."""
    try:
        known = ip_address(address)
    except ValueError:
        return None
    if isinstance(known, IPv6Address) and known.ipv4_mapped is not None:
        known = known.ipv4_mapped
    prefix = 64 if known.version == 6 else 24
    return str(ip_network(f"{known}/{prefix}", strict=False))


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """What is written inside the block was asked from this network address."""
    before = _NETWORK.set(network_of(address))
    try:
        yield
    finally:
        _NETWORK.reset(before)


def present_network() -> str | None:
    """The network that is asking now; None where nobody asks: for what workers do."""
    return _NETWORK.get()


def with_network(event: dict[str, object]) -> dict[str, object]:
    """The event with the network that is asking now, if any is."""
    network = present_network()
    return event if network is None else {**event, "network": network}
